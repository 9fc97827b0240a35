"""Several numbers in order: a list, or a matrix row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from generator.answers.answer import Answer
from generator.answers.rounding import EXACT, FAR, FULL, endings, ends, outward, reach, short_of
from generator.arrays import matrix
from generator.working import Working, Written
from reference.numerals import fixed, is_exact, plain, round_half_up, typographic


@dataclass(frozen=True)
class Array(Answer):
    """Several numbers in order, all of which must be right; tolerance is an entry's.

    shape: (rows, columns) of a matrix as it is printed, nothing for a list; value and tolerance hold the
    entries row by row. zeros: whether up to half the entries may be 0, if nothing else can be reached.
    """

    type: ClassVar[str] = "array"
    rounded: ClassVar[bool] = True
    work_lines: ClassVar[int] = 2
    stepwise: ClassVar[bool] = True
    tolerance: tuple[float, ...]
    decimals: int
    undecided: str = ""
    shape: tuple[int, ...] = ()
    zeros: bool = False

    @classmethod
    def settle(
        cls, working: Working, steps: Sequence[str], *, shape: tuple[int, ...] = (), zeros: bool = False
    ) -> Array:
        """The values of the asked steps."""
        decimals, value = working.decimals, cls.predict(working, steps)
        reached, undecided = reach(working, steps, value)
        exact = all(r < EXACT and is_exact(entry, decimals) for r, entry in zip(reached, value, strict=True))
        tolerance = tuple(
            0.0 if exact or (zeros and entry == 0 and r < EXACT) else outward(max(r, 10.0**-decimals))
            for entry, r in zip(value, reached, strict=True)
        )
        value = tuple(round_half_up(entry, decimals) for entry in value) if exact else value
        answer = cls(value, "", tolerance, decimals, undecided, shape, zeros)
        return replace(answer, shown=answer.text(value))

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> tuple[float, ...]:
        return tuple(map(float, working.several(steps)))

    @property
    def inexact(self) -> bool:
        return any(self.tolerance)

    def objection(self, widest: float) -> str:
        if self.undecided:
            return self.undecided
        none = [
            t for v, t in zip(self.value, self.tolerance, strict=True) if not round_half_up(v, self.decimals)
        ]
        if none and (not self.zeros or any(none)):
            return "an entry of the answer prints as zero"
        if 2 * len(none) > len(self.value):
            return "most entries of the answer are zero"
        largest = max(abs(entry) for entry in self.value)
        return (
            f"honest rounding reaches further than {100 * widest:g} % of the largest entry"
            if max(self.tolerance) > widest * largest
            else ""
        )

    def accepts(self, value: Any) -> bool:
        entries = self._entries(value)
        if entries is None or len(entries) != len(self.value):
            return False
        for v, key, within in zip(entries, self.value, self._within, strict=True):
            if not abs(float(v) - key) <= within:  # NaN is not
                return False
        return True

    @cached_property
    def _within(self) -> list[float]:
        """How far from each entry a value may be."""
        return [t + FULL * max(1.0, abs(key)) for key, t in zip(self.value, self.tolerance, strict=True)]

    def agrees(self, other: Any) -> bool:
        scale, entries = max(abs(entry) for entry in self.value), self._entries(other)
        if entries is None or len(entries) != len(self.value):
            return False
        return all(abs(a - b) <= FULL * scale for a, b in zip(self.value, entries, strict=True))

    def same(self, other: Any) -> bool:
        close = FULL * max(map(abs, self.value))
        return all(abs(a - b) <= close for a, b in zip(self.value, other, strict=True))

    def instead(self, value: Sequence[float]) -> Array:
        """Another number of entries has the widest tolerance for each."""
        alike = len(value) == len(self.tolerance)
        return replace(
            self, value=value, tolerance=self.tolerance if alike else (max(self.tolerance),) * len(value)
        )

    def taken(self, value: Any) -> tuple[Any, ...]:
        """The entries in order; none where a matrix has another shape."""
        return tuple(self._entries(value) or ())

    def _entries(self, value: Any) -> Sequence[Any] | None:
        """The entries in order of a list, or of a matrix in rows; None where the shape is another."""
        if value and isinstance(value[0], (list, tuple)):
            lengths = [len(row) if isinstance(row, (list, tuple)) else None for row in value]
            if lengths != [*self.shape[1:]] * len(value):
                return None
            value = [entry for row in value for entry in row]
        return value if len(value) == len(self.value) or not self.shape else None

    def _in_rows(self, entries: Sequence[Any]) -> list[list[Any]]:
        columns = self.shape[1] if self.shape else len(entries)
        return [list(entries[k : k + columns]) for k in range(0, len(entries), columns)]

    def rows(self, value: Sequence[float]) -> list[list[str]]:
        """The entries as they are printed; a list is a single row."""
        exact = not any(self.tolerance)
        return self._in_rows(
            [
                plain(v, self.decimals) if exact or (self.zeros and v == 0) else fixed(v, self.decimals)
                for v in value
            ]
        )

    def text(self, value: Any) -> str:
        rows = [", ".join(row) for row in self.rows(value)]
        return f"[{', '.join(f'[{row}]' for row in rows)}]" if self.shape else f"({rows[0]})"

    def latex(self, value: Any) -> str:
        if not self.shape:
            return f"${self.text(value)}$"
        return f"${matrix(self.rows(value))}$"

    @property
    def key_text(self) -> str:
        return f"{self.latex(self.value)}, typed `{self.shown}`" if self.shape else super().key_text

    def wrote(self, value: Any) -> str:
        if not self.shape:
            return super().wrote(value)
        return typographic(f"[{'; '.join(', '.join(row) for row in self.rows(value))}]")

    def data(self, value: Any) -> Any:
        return self._in_rows(value) if self.shape else list(value)

    def plausible(self, value: Sequence[float], within: tuple[float, float]) -> bool:
        """All zeros are never the key, and what lies outside can't be."""
        printed = [float(fixed(entry, self.decimals)) for entry in value]
        return any(printed) and all(within[0] < entry < within[1] for entry in printed)

    def looks_like(self, value: Sequence[float]) -> bool:
        return self.inexact or all(is_exact(entry, self.decimals) for entry in value)

    def near(self, value: Sequence[float]) -> bool:
        unit = 10.0**-self.decimals
        for v, key, t in zip(value, self.value, self.tolerance, strict=True):
            if abs(v - key) > FAR * (t + unit):
                return False
        return True

    def reaches(self, wrong: Working, steps: Sequence[str]) -> bool:
        near = list(map(ends, wrong.reached(steps)))
        return all(
            lo <= v + t and v - t <= hi
            for (lo, hi), v, t in zip(near, self.value, self.tolerance, strict=True)
        )

    def leading(self, wrong: Sequence[float], bent: Working, steps: Sequence[str]) -> Callable[[Any], bool]:
        """However someone rounds who makes the mistake."""
        return endings(wrong, bent, steps)

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
            for k, (v, key, within) in enumerate(zip(value, self.value, self._within, strict=True))
            if abs(float(v) - key) > within
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
            "value": self.data(self.value),
            "tolerance": self.data(self.tolerance),
            "decimals": self.decimals,
        }
