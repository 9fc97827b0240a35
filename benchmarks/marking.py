"""How many typed answers a second are read and marked on one core, with mistakes named and followed."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.draw import Request, draw
from generator.family import load_family
from generator.keys import rng_of, seed_for
from generator.problem import Part, Problem
from graders.marking import mark_problem

SEED = "typed answers"
_NUMBERS: tuple[Callable[[float], str], ...] = (
    lambda value: f"{value:.4f}",
    lambda value: f"{value:.4f}.",
    lambda value: f"z = {value:.4f}",
    lambda value: f"≈ {value:.3f}",
    lambda value: f"{value:.4f}".replace("-", "−"),
    lambda value: f"{value:.3e}",
    lambda value: f"{100 * value:.2f} %",
    lambda value: f"{value:.4f}".replace(".", ","),
    lambda value: f"{round(1000 * value)}/1000",
)


@dataclass(frozen=True)
class Typed:
    """A problem and the answers to its parts as a student typed them."""

    problem: Problem
    answers: Mapping[str, str]


def numeric(count: int) -> list[Typed]:
    """Numbers as people type them: two thirds right, the others a mistake's, or just off."""
    rng = random.Random(SEED)
    problems = [_drawn("backprop", number) for number in range(200)]
    out: list[Typed] = []
    while sum(len(one.answers) for one in out) < count:
        problem = rng.choice(problems)
        out.append(Typed(problem, {part.label: _number(rng, part) for part in problem.parts}))
    return out


def _number(rng: random.Random, part: Part) -> str:
    wrong = [one.value for one in part.wrong] or [part.answer.value + 1]
    values = (part.answer.value, part.answer.value, rng.choice((*wrong, -part.answer.value)))
    return rng.choice(_NUMBERS)(rng.choice(values))


def symbolic(count: int) -> list[Typed]:
    """Formulas, no two of them the same text, two thirds of them right."""
    rng = random.Random(SEED)
    problems = [_drawn("chain_rule_partial", number) for number in range(200)]
    out = []
    for number in range(1, count + 1):
        problem = rng.choice(problems)
        key = problem.parts[0].answer.value.replace("sigmoid", rng.choice(("sigmoid", "σ", "sigma")))
        key = key.replace("*", rng.choice(("*", " ", "·"))) if "**" not in key else key
        shapes = (
            f"{number}({key})/{number + 0.0}",
            f"0 - (-({key}) - {number}) - {number}",
            f"{number}({key})",
        )
        out.append(Typed(problem, {"": rng.choice(shapes)}))
    return out


def _drawn(family: str, number: int) -> Problem:
    return draw(Request.read(load_family(family)), rng_of(seed_for(SEED, family, number)))


def rate(typed: Sequence[Typed]) -> tuple[float, Counter[str]]:
    """Answers read and marked a second, each once; and how many came to what."""
    found: Counter[str] = Counter()
    begin = time.process_time()
    for one in typed:
        found.update(verdict.status for verdict in mark_problem(one.problem, one.answers))
    return sum(found.values()) / (time.process_time() - begin), found


def measured(count: int) -> dict[str, tuple[float, Counter[str]]]:
    """`rate` of numbers and of formulas, of which there is one in twenty."""
    return {"numbers": rate(numeric(count - count // 20)), "formulas": rate(symbolic(count // 20))}
