"""A number to some decimals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.answers.answer import Answer
from generator.answers.rounding import (
    EXACT,
    FAR,
    FULL,
    close,
    ending,
    ends,
    outward,
    reach,
    short_of,
)
from generator.working import Working, Written
from reference.numerals import fixed, is_exact, plain

ZERO = "the answer prints as zero"


@dataclass(frozen=True)
class Number(Answer):
    """A number to some decimals; tolerance is what honest rounding at every step can reach."""

    type: ClassVar[str] = "number"
    rounded: ClassVar[bool] = True
    work_lines: ClassVar[int] = 2
    stepwise: ClassVar[bool] = True
    tolerance: float
    decimals: int
    undecided: str = ""

    @classmethod
    def hopeless(cls, working: Working, steps: Sequence[str]) -> str:
        return ZERO if abs(cls.predict(working, steps)) < 0.5 * 10.0**-working.decimals else ""

    @classmethod
    def settle(cls, working: Working, steps: Sequence[str]) -> Number:
        """The value of the one asked step."""
        value, decimals = cls.predict(working, steps), working.decimals
        if float(fixed(value, decimals)) == 0:
            return cls(value, "0", 10.0**-decimals if value else 0.0, decimals)
        reached, undecided = reach(working, steps, (value,))
        exact = is_exact(value, decimals) and reached[0] < EXACT
        shown = plain(value, decimals) if exact else fixed(value, decimals)
        if exact:
            return cls(float(shown), shown, 0.0, decimals, undecided)
        return cls(value, shown, outward(max(reached[0], 10.0**-decimals)), decimals, undecided)

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> float:
        return float(working.value(steps[0]))

    @property
    def inexact(self) -> bool:
        return self.tolerance > 0

    def objection(self, widest: float) -> str:
        if self.undecided:
            return self.undecided
        if float(self.shown) == 0:
            return ZERO
        return (
            f"honest rounding reaches further than {100 * widest:g} % of the answer"
            if self.tolerance > widest * abs(self.value)
            else ""
        )

    def accepts(self, value: Any) -> bool:
        within = self.tolerance + FULL * max(1.0, abs(self.value))
        return bool(abs(float(value) - self.value) <= within)

    def agrees(self, other: Any) -> bool:
        return close(self.value, float(other))

    def text(self, value: Any) -> str:
        return fixed(value, self.decimals) if self.tolerance else plain(value, self.decimals)

    def latex(self, value: Any) -> str:
        return f"${self.text(value)}$"

    def plausible(self, value: float, within: tuple[float, float]) -> bool:
        """A zero is never the key, and what lies outside can't be."""
        printed = float(self.text(value))
        return printed != 0 and within[0] < printed < within[1]

    def looks_like(self, value: float) -> bool:
        return self.inexact or is_exact(value, self.decimals)

    def near(self, value: float) -> bool:
        return bool(abs(value - self.value) <= FAR * (self.tolerance + 10.0**-self.decimals))

    def reaches(self, wrong: Working, steps: Sequence[str]) -> bool:
        lo, hi = ends(*wrong.reached(steps))
        return bool(lo <= self.value + self.tolerance and self.value - self.tolerance <= hi)

    def leading(self, wrong: float, bent: Working, steps: Sequence[str]) -> Callable[[Any], bool]:
        """However someone rounds who makes the mistake."""
        return ending(wrong, bent, steps)

    def places_right(self, value: float, decimals: int | None) -> int | None:
        if decimals is None or not 0 < decimals < self.decimals or value == 0:
            return None
        return decimals if short_of(value, self.value, decimals, self.tolerance) else None

    def written(self, value: float, steps: Sequence[str], decimals: int | None) -> Mapping[str, Written]:
        places = self.places_right(value, decimals) or self.decimals
        return {steps[0]: Written(float(value), 10.0**-places)}

    @property
    def margin(self) -> str:
        return plain(self.tolerance, 10) if self.tolerance else ""

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {"tolerance": self.tolerance, "decimals": self.decimals}
