"""Fields that hold lists of numbers, and lists of such lists, whose lengths are not fixed beforehand."""

from __future__ import annotations

import math
from dataclasses import MISSING
from typing import Any

from generator import fields


def _number(value: Any, limit: float) -> Any:
    if type(value) not in (int, float) or not math.isfinite(value) or abs(value) > limit:
        raise ValueError
    return value


def _sequence(value: Any, lengths: tuple[int, int]) -> Any:
    if not isinstance(value, (list, tuple)) or not lengths[0] <= len(value) <= lengths[1]:
        raise ValueError
    return value


def vector(*lengths: int, limit: float = 1000, default: Any = MISSING) -> Any:
    """A list of numbers, as long as `lengths` (least and most) allow."""
    least, most = lengths

    def read(value: Any) -> tuple[float, ...]:
        return tuple(_number(item, limit) for item in _sequence(value, (least, most)))

    return fields.custom(
        read, f"a list of {least} to {most} numbers, each within ±{limit:g}", default=default
    )


def rows(counts: tuple[int, int], lengths: tuple[int, int], *, limit: float = 1000) -> Any:
    """A list of equally long lists of numbers, `counts` of them (least and most)."""

    def read(value: Any) -> tuple[tuple[float, ...], ...]:
        found = tuple(
            tuple(_number(item, limit) for item in _sequence(row, lengths))
            for row in _sequence(value, counts)
        )
        if len({len(row) for row in found}) > 1:
            raise ValueError("its rows differ in length")
        return found

    return fields.custom(
        read,
        f"{counts[0]} to {counts[1]} lists of {lengths[0]} to {lengths[1]} numbers, each within ±{limit:g}",
    )
