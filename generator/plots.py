"""The graph of a function of one number, and the same in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from generator.documents.paper import Figure
from generator.lettering import environment
from reference.numerals import plain

WIDTH, HEIGHT = 210.0, 140.0
LEFT, RIGHT, TOP, BOTTOM = 30.0, 196.0, 8.0, 122.0
STEPS = 60
"""Pieces of a line on each side of 0."""
NEAR = 1e-9
"""So near to 0 on either side a jump at 0 is over."""


def _sign(text: str) -> str:
    return text.replace("-", "−")


def curve(
    function: Callable[[float], float],
    *,
    reach: int,
    at: Sequence[float],
    hole: bool = False,
    name: str = "curve",
) -> Figure:
    """The graph from −reach to reach, which may jump at 0; `at`: where the words give its height.

    hole: the function has no value at 0, which an open circle on the graph says.
    """
    sides = [[sign * (NEAR + k * reach / STEPS) for k in range(STEPS + 1)] for sign in (-1, 1)]
    heights = [[function(z) for z in side] for side in sides]
    low, high = min(0.0, *map(min, heights)), max(0.0, *map(max, heights))
    unit = next((u for u in (0.1, 0.25, 0.5, 1.0) if (high - low) / u <= 6), 2.0)  # at most six lines or so
    bottom, top = math.floor(low / unit - 0.2) * unit, math.ceil(high / unit + 0.2) * unit

    def x(z: float) -> float:
        return LEFT + (z + reach) / (2 * reach) * (RIGHT - LEFT)

    def y(value: float) -> float:
        return BOTTOM - (value - bottom) / (top - bottom) * (BOTTOM - TOP)

    words = (
        environment()
        .get_template("curve.alt.j2")
        .render(
            low=_sign(plain(-reach)),
            high=plain(reach),
            hole=hole,
            values=[(_sign(plain(z)), _sign(plain(function(z), 2))) for z in at],
        )
        .strip()
    )
    marks = [bottom + k * unit for k in range(round((top - bottom) / unit) + 1)]
    svg = environment().get_template("curve.svg.j2").render(
        width=WIDTH, height=HEIGHT, left=LEFT, right=RIGHT, top=TOP, bottom=BOTTOM, words=words,
        zero_x=x(0), zero_y=y(0), holes=[(x(0), y(function(NEAR)))] if hole else [],
        x_ticks=[(x(z), _sign(plain(z))) for z in range(-reach, reach + 1)],
        y_ticks=[(y(v), _sign(plain(v, 2))) for v in marks],
        lines=[
            [(x(z), y(v)) for z, v in zip(side, values, strict=True)]
            for side, values in zip(sides, heights, strict=True)
        ],
    ).strip()  # fmt: skip
    return Figure(name, svg, words)
