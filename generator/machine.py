"""The machine interface: problems and families as JSON, stable for other tools."""

from __future__ import annotations

import math
from typing import Any

from generator.family import Loaded
from generator.problem import Part, Problem
from generator.render import Renderer


def part_json(part: Part) -> dict[str, Any]:
    """One part: what is asked, the answer, and what mistakes lead to."""
    derivative = part.ask.derivative
    asked: dict[str, Any] = {"label": part.label, "of": "loss" if derivative else part.ask.name}
    if derivative:
        asked["wrt"] = [derivative[0], list(derivative[1])]
    wrong = [
        {"name": w.mistake.name, "value": _plain(w.answer.data(w.value)), "shown": w.shown}
        for w in part.wrong
    ]
    return {**asked, "answer": _plain(part.answer.to_json()), "mistakes": wrong}


def problem_json(problem: Problem, renderer: Renderer, *, seed: int | str) -> dict[str, Any]:
    """The problem as `quizgrad show --format json` prints it."""
    texts = renderer.texts(problem)
    working = problem.working
    symbolic = not working.inputs
    steps = []
    for step in working.derivation.steps:
        value = working.formula(step.name) if symbolic else working.values[step.name]
        steps.append(
            {"name": step.name, "symbol": renderer.symbol(problem, step.name), "value": _plain(value)}
        )
    return {
        "family": problem.name,
        "seed": seed,
        "givens": problem.givens_json(),
        "parts": [part_json(part) for part in problem.parts],
        "steps": steps,
        "prompt": texts.prompt,
        "asked": list(texts.asked),
        "solution": renderer.solution(problem),
        "warnings": list(problem.warnings),
    }


def family_json(loaded: Loaded) -> dict[str, Any]:
    """A family as `quizgrad list --format json` prints it."""
    family = loaded.family
    return {
        "family": loaded.name,
        "topics": list(family.topics),
        "lectures": list(family.lectures),
        "asks": loaded.asks,
        "answers": list(family.answers),
    }


def _plain(value: Any) -> Any:
    """Values as JSON has them; a number that is not finite becomes a text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
