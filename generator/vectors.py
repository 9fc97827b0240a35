"""Fields that hold lists of numbers, lists of such lists, or a net's weights, of no fixed lengths."""

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


def matrices(least: int, most: int, *, widest: int, limit: float) -> Any:
    """A matrix for each layer of a net, one row a unit; whether they fit together is another question."""

    def read(value: Any) -> tuple[tuple[tuple[float, ...], ...], ...]:
        return tuple(_matrix(W, widest, limit) for W in _sequence(value, (least, most)))

    return fields.custom(
        read,
        f"{least} to {most} arrays of at most {widest} × {widest} numbers within ±{limit:g}, one row a unit",
    )


def _matrix(value: Any, widest: int, limit: float) -> tuple[tuple[float, ...], ...]:
    rows = tuple(
        tuple(_number(item, limit) for item in _sequence(row, (1, widest)))
        for row in _sequence(value, (1, widest))
    )
    if len({len(row) for row in rows}) > 1:
        raise ValueError("its rows differ in length")
    return rows


def biases(most: int, *, widest: int, limit: float) -> Any:
    """A list of numbers for each layer of a net, or no lists for a net without biases."""

    def read(value: Any) -> tuple[tuple[float, ...], ...]:
        return tuple(
            tuple(_number(item, limit) for item in _sequence(b, (1, widest)))
            for b in _sequence(value, (0, most))
        )

    return fields.custom(read, f"a list of numbers within ±{limit:g} for each layer, or [] for no biases")
