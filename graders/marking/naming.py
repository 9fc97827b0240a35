"""Which catalogued mistake leads to a wrong answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeAlias

from generator.problem import Part, WrongAnswer
from generator.working import Bent
from graders.reading import Value
from reference.mistakes import Mistake

Named: TypeAlias = tuple[str, str]
"""A mistake's name, and its sentence."""
Bends: TypeAlias = Callable[[Mistake], Bent | None]
"""How a problem is worked with a mistake, the same for all its parts and all who answer."""


class Naming:
    """The mistakes that lead to wrong answers to one part; where each may end is worked out once."""

    def __init__(self, part: Part, bent: Bends) -> None:
        self._part = part
        self._bent = bent

    def of(self, value: Any) -> tuple[Named, ...]:
        """The mistakes that lead to a value, the nearest first; several where they lead to the same."""
        found = []
        for wrong, leads in self._leading:
            try:
                if leads(value):
                    found.append(wrong)
            except (ArithmeticError, ValueError):
                continue  # rounding takes the mistake's own working across a jump
        if len(found) > 1:
            found.sort(key=lambda wrong: _distance(value, wrong.value))
        return tuple((wrong.mistake.name, wrong.mistake.says) for wrong in found)

    def unclear(self, value: Value) -> bool:
        """Whether a value with too few digits may be a mistake's as well as the key's."""
        answer = self._part.answer
        return any(
            answer.instead(wrong.value).places_right(value.value, value.decimals) is not None
            for wrong in self._part.wrong
        )

    @cached_property
    def _leading(self) -> list[tuple[WrongAnswer, Callable[[Any], bool]]]:
        answer, steps = self._part.answer, self._part.ask.steps
        worked = [(wrong, self._bent(wrong.mistake)) for wrong in self._part.wrong]
        return [(wrong, answer.leading(wrong.value, bent, steps)) for wrong, bent in worked if bent]


def _distance(value: Any, wrong: Any) -> float:
    try:
        pairs = zip(value, wrong, strict=True) if isinstance(value, tuple) else ((value, wrong),)
        return max(abs(float(a) - float(b)) for a, b in pairs)
    except (TypeError, ValueError):
        return 0.0  # a formula, or a letter: what leads to it leads to just that
