"""Several numbers in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from generator.answers.answer import Answer
from generator.answers.rounding import (
    EXACT,
    FAR,
    FULL,
    ends,
    led_to,
    outward,
    reach,
    short_of,
)
from generator.working import Working, Written
from reference.numerals import fixed, is_exact, plain, round_half_up


@dataclass(frozen=True)
class Array(Answer):
    """Several numbers in order, all of which must be right; tolerance is an entry's."""

    type: ClassVar[str] = "array"
    rounded: ClassVar[bool] = True
    work_lines: ClassVar[int] = 2
    stepwise: ClassVar[bool] = True
    tolerance: tuple[float, ...]
    decimals: int
    undecided: str = ""

    @classmethod
    def settle(cls, working: Working, steps: Sequence[str]) -> Array:
        """The values of the asked steps."""
        decimals, value = working.decimals, cls.predict(working, steps)
        reached, undecided = reach(working, steps, value)
        exact = all(r < EXACT and is_exact(entry, decimals) for r, entry in zip(reached, value, strict=True))
        tolerance = tuple(0.0 if exact else outward(max(r, 10.0**-decimals)) for r in reached)
        value = tuple(round_half_up(entry, decimals) for entry in value) if exact else value
        answer = cls(value, "", tolerance, decimals, undecided)
        return replace(answer, shown=answer.text(value))

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> tuple[float, ...]:
        return tuple(float(working.value(step)) for step in steps)

    @property
    def inexact(self) -> bool:
        return any(self.tolerance)

    def objection(self, widest: float) -> str:
        if self.undecided:
            return self.undecided
        if any(float(fixed(entry, self.decimals)) == 0 for entry in self.value):
            return "an entry of the answer prints as zero"
        largest = max(abs(entry) for entry in self.value)
        return (
            f"honest rounding reaches further than {100 * widest:g} % of the largest entry"
            if max(self.tolerance) > widest * largest
            else ""
        )

    @property
    def uneven(self) -> bool:
        return any(self.tolerance)

    def accepts(self, value: Any) -> bool:
        return len(value) == len(self.value) and all(
            abs(float(v) - key) <= t + 1e-9 * max(1.0, abs(key))
            for v, key, t in zip(value, self.value, self.tolerance, strict=True)
        )

    def agrees(self, other: Any) -> bool:
        scale = max(abs(entry) for entry in self.value)
        return len(other) == len(self.value) and all(
            abs(a - b) <= FULL * scale for a, b in zip(self.value, other, strict=True)
        )

    def _entries(self, value: Any) -> str:
        exact = not any(self.tolerance)
        return ", ".join(plain(v, self.decimals) if exact else fixed(v, self.decimals) for v in value)

    def text(self, value: Any) -> str:
        return f"({self._entries(value)})"

    def latex(self, value: Any) -> str:
        return f"$({self._entries(value)})$"

    def plausible(self, value: Sequence[float], within: tuple[float, float]) -> bool:
        """All zeros are never the key, and what lies outside can't be."""
        printed = [float(fixed(entry, self.decimals)) for entry in value]
        return any(printed) and all(within[0] < entry < within[1] for entry in printed)

    def looks_like(self, value: Sequence[float]) -> bool:
        return self.inexact or all(is_exact(entry, self.decimals) for entry in value)

    def near(self, value: Sequence[float]) -> bool:
        unit = 10.0**-self.decimals
        return all(
            abs(v - key) <= FAR * (t + unit)
            for v, key, t in zip(value, self.value, self.tolerance, strict=True)
        )

    def reaches(self, wrong: Working, steps: Sequence[str]) -> bool:
        near = [ends(wrong.reachable[step]) for step in steps]
        return all(
            lo <= v + t and v - t <= hi
            for (lo, hi), v, t in zip(near, self.value, self.tolerance, strict=True)
        )

    def led_to(self, value: Sequence[float], wrong: Any, bent: Working, steps: Sequence[str]) -> bool:
        """However someone rounds who makes the mistake."""
        return led_to(value, wrong, bent, steps)

    def places_right(self, value: Sequence[float], decimals: tuple[int | None, ...] | None) -> int | None:
        if decimals is None or len(value) != len(self.value):
            return None
        known = [number for number in decimals if number is not None]
        fewest = min(known, default=self.decimals)
        if len(known) < len(value) or not 0 < fewest < self.decimals or not any(value):
            return None
        entries = zip(value, self.value, decimals, self.tolerance, strict=True)
        right = all(short_of(v, key, min(d or 0, self.decimals), t) for v, key, d, t in entries)
        return fewest if right else None

    def entries_off(self, value: Sequence[float]) -> tuple[int, ...]:
        if len(value) != len(self.value):
            return ()
        off = tuple(
            k
            for k, (v, key, t) in enumerate(zip(value, self.value, self.tolerance, strict=True))
            if abs(float(v) - key) > t + FULL * max(1.0, abs(key))
        )
        return off if len(off) < len(value) else ()

    def written(self, value: Any, steps: Sequence[str], decimals: Any) -> Mapping[str, Written]:
        if len(value) != len(steps):
            return {}
        unit = 10.0 ** -(self.places_right(value, decimals) or self.decimals)
        return {step: Written(float(v), unit) for step, v in zip(steps, value, strict=True)}

    @property
    def margin(self) -> str:
        return plain(max(self.tolerance), 10) if any(self.tolerance) else ""

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {
            "value": list(self.value),
            "tolerance": list(self.tolerance),
            "decimals": self.decimals,
        }
