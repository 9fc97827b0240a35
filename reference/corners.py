"""Where formulas have corners or steps (ReLU, max, a condition), and points close to them on either side."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from reference.formula_values import Domain, Point, points, value_at
from reference.functions import FUNCTIONS
from reference.rules import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACES = 24
MOST = 6
BISECTIONS = 14
"""So often a distance is halved on the way to a corner; then it is small, and yet no rounding error."""
_CORNERS = {name for name, function in FUNCTIONS.items() if function.kind in ("exact", "decision", "leaky")}


@lru_cache(5_000)
def corners_of(text: str) -> tuple[str, ...]:
    """The formulas that vanish where this one has a corner or a step: z of ReLU(z), a - b of max(a, b)."""
    found: dict[str, None] = {}
    for node in ast.walk(parse(text).tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[first, *others]) if name in _CORNERS:
                seconds = others if FUNCTIONS[name].variadic else [ast.Constant(0)]
            case ast.Compare(left=first, comparators=[second]):
                seconds = [second]
            case _:
                continue
        for second in seconds:
            found[ast.unparse(ast.BinOp(first, ast.Sub(), second))] = None
    return tuple(found)


def beside(corners: Sequence[str], names: tuple[str, ...], domain: Domain) -> list[Point]:
    """Points close to where the first few of these formulas vanish, on either side."""
    out: list[Point] = []
    places = points(names, count=PLACES, domain=domain) + points(
        names, count=PLACES, domain=domain, wide=True
    )
    for corner in dict.fromkeys(corners[:MOST]):
        values = [(value_at(corner, point), point) for point in places]
        below = [point for value, point in values if value is not None and value < 0]
        above = [point for value, point in values if value is not None and value > 0]
        for start, end in zip(below[:2], above[:2], strict=False):
            out += _across(corner, start, end)
    return out


def _across(corner: str, start: Point, end: Point) -> tuple[Point, Point]:
    """Two points between these, close to each other, where the formula is below and above 0."""
    for _ in range(BISECTIONS):
        middle = {name: (value + end[name]) / 2 for name, value in start.items()}
        value = value_at(corner, middle)
        if value is None:
            break
        start, end = (start, middle) if value > 0 else (middle, end)
    return start, end
