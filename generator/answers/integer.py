"""A whole number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.answers.answer import Answer
from generator.working import Working, Written
from reference.numerals import plain


@dataclass(frozen=True)
class Integer(Answer):
    """A whole number; only it is right."""

    type: ClassVar[str] = "integer"
    work_lines: ClassVar[int] = 2
    stepwise: ClassVar[bool] = True

    @classmethod
    def settle(cls, working: Working, steps: Sequence[str]) -> Integer:
        """The value of the one asked step."""
        value = cls.predict(working, steps)
        return cls(value, str(value))

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> int:
        return int(working.value(steps[0]))

    def accepts(self, value: Any) -> bool:
        return bool(value == self.value)

    def agrees(self, other: Any) -> bool:
        return bool(other == self.value)

    def text(self, value: Any) -> str:
        return plain(value)

    def plausible(self, value: int, within: tuple[float, float]) -> bool:
        """A zero is never the key, and what lies outside can't be."""
        return value != 0 and within[0] < value < within[1]

    def latex(self, value: Any) -> str:
        return f"${plain(value)}$"

    def written(self, value: float, steps: Sequence[str], decimals: int | None) -> Mapping[str, Written]:
        return {steps[0]: Written(value, 0.0)}
