"""Which catalogued mistake leads to a wrong answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias

from generator.answers.choice import Choice
from generator.problem import Part, Problem, WrongAnswer
from graders.reading import Value

Named: TypeAlias = tuple[str, str]
"""A mistake's name, and its sentence."""


def named(problem: Problem, part: Part, value: Any) -> tuple[Named, ...]:
    """The mistakes that lead to a value, the nearest first; several where they lead to the same."""
    found = [wrong for wrong in part.wrong if _leads(problem, part, wrong, value)]
    found.sort(key=lambda wrong: _distance(value, wrong.value))
    return tuple((wrong.mistake.name, wrong.mistake.says) for wrong in found)


def unclear(part: Part, value: Value) -> bool:
    """Whether a value with too few digits may be a mistake's as well as the key's."""
    return any(
        replace(part.answer, value=wrong.value).places_right(value.value, value.decimals) is not None
        for wrong in part.wrong
    )


def _leads(problem: Problem, part: Part, wrong: WrongAnswer, value: Any) -> bool:
    if isinstance(part.answer, Choice):
        return bool(value == wrong.value)
    bent = problem.working.bent(wrong.mistake)
    if bent is None:
        return False
    try:
        return part.answer.led_to(value, wrong.value, bent, part.ask.steps)
    except (ArithmeticError, ValueError):
        return False  # rounding takes the mistake's own working across a jump


def _distance(value: Any, wrong: Any) -> float:
    try:
        pairs = zip(value, wrong, strict=True) if isinstance(value, tuple) else ((value, wrong),)
        return max(abs(float(a) - float(b)) for a, b in pairs)
    except (TypeError, ValueError):
        return 0.0  # a formula, or a letter: what leads to it leads to just that
