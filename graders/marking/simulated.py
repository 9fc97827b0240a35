"""Simulated students type their answers, and these are marked: honest ones must be right, mistakes named.

`generator.students` works the problems; here what they come to is written down as students write, read and
marked. Columns of `quizgrad verify`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from generator.answers.answer import Answer
from generator.answers.array import Array
from generator.answers.choice import Choice
from generator.keys import rng_of
from generator.problem import Part, Problem
from generator.students import HandedIn
from generator.verify import Examiner, Report, place_of
from graders.marking.marking import Marker
from graders.marking.verdicts import Verdict

TURNED_AWAY, UNNAMED = "typed turned away", "mistakes unnamed"


def examine(problem: Problem, answers: Sequence[HandedIn], report: Report) -> None:
    """Count the honest answers that are not marked right, and the mistakes that are, or go unnamed."""
    rng = rng_of(problem.seed)
    marker = Marker(problem)
    for one in answers:
        _honest(marker, problem, one, rng, report)
        _mistaken(marker, problem, one, rng, report)


EXAMINER = Examiner((TURNED_AWAY, UNNAMED), examine)


def _honest(marker: Marker, problem: Problem, one: HandedIn, rng: Random, report: Report) -> None:
    part = one.part
    choice = isinstance(part.answer, Choice)
    for who, value in [("who reads the paper", part.answer.value)] if choice else one.honest:
        text = typed(part.answer, value, rng)
        verdict = marker.alone(part.label, text)
        if verdict.status != "full":
            report.fault(TURNED_AWAY, problem.seed, f"{place_of(part)}, {who}: {_told(text, verdict, part)}")


def _mistaken(marker: Marker, problem: Problem, one: HandedIn, rng: Random, report: Report) -> None:
    part = one.part
    for wrong, answers in one.mistaken:
        exactly, *rounded = [wrong.value] if isinstance(part.answer, Choice) else answers
        for value in [exactly, *([rng.choice(rounded)] if rounded else [])]:
            text = typed(part.answer, value, rng)
            verdict = marker.alone(part.label, text)
            if verdict.status != "none" or wrong.mistake.name not in (verdict.mistake, *verdict.equal):
                what = f"{place_of(part)}, {wrong.mistake.name}: {_told(text, verdict, part)}"
                report.fault(UNNAMED, problem.seed, what)


def _told(text: str, verdict: Verdict, part: Part) -> str:
    named = ", ".join(filter(None, (verdict.mistake, *verdict.equal))) or "no mistake"
    return f"{text!r} for {part.answer.shown}: {verdict.status}, {named}"


def typed(answer: Answer, value: Any, rng: Random) -> str:
    """One of the ways in which a student writes this value."""
    if isinstance(answer, Array):
        return rng.choice(_MATRIX if answer.shape else _LIST)(answer, value)
    if answer.type == "choice":
        return rng.choice(_LETTER)(value, getattr(answer, "options", ())[ord(value) - ord("A")])
    if answer.type == "integer":
        return rng.choice(_WHOLE if abs(value) < 1e15 else _WHOLE[:1])(value)  # there floats end
    text = answer.text(value)
    return rng.choice(_DECIMAL)(text) if answer.type == "number" else text


_LETTER: tuple[Callable[[str, str], str], ...] = (
    lambda letter, _: letter,
    lambda letter, _: letter.lower(),
    lambda letter, _: f"({letter})",
    lambda letter, option: f"{letter}. {option}",
)
_WHOLE: tuple[Callable[[int], str], ...] = (
    lambda value: f"{value}",
    lambda value: f"{value:,}",
    lambda value: f"{value}.0",
)
_DECIMAL: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: f"{text} ",
    lambda text: f"= {text}",
    lambda text: text.replace("-", "−"),
    lambda text: f"${text}$",
)
_LIST: tuple[Callable[[Array, Any], str], ...] = (
    lambda answer, value: f"({', '.join(answer.rows(value)[0])})",
    lambda answer, value: f"[{' '.join(answer.rows(value)[0])}]",
    lambda answer, value: "; ".join(answer.rows(value)[0]),
)
_MATRIX: tuple[Callable[[Array, Any], str], ...] = (
    lambda answer, value: answer.text(value),
    lambda answer, value: answer.latex(value),
    lambda answer, value: f"[{_MATRIX[3](answer, value)}]",
    lambda answer, value: "; ".join(" ".join(row) for row in answer.rows(value)),
    lambda answer, value: "\n".join(", ".join(row) for row in answer.rows(value)),
)
