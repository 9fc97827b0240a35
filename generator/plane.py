"""The picture of labelled samples in the plane of two inputs, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from generator.documents.paper import Figure
from generator.lettering import environment

Point = tuple[float, float]
SIDE, MARGIN, LEGEND = 150.0, 14.0, 66.0
"""The longer side of the plane, the air around it, and the room for the legend, in points of print."""


def plane(
    *,
    filled: Sequence[Point],
    open_ones: Sequence[Point],
    kinds: tuple[str, str] = ("y = 1", "y = −1"),
    normal: Point | None = None,
    name: str = "samples",
) -> Figure:
    """Samples of two kinds, and the line through the origin that is square to `normal`, if any.

    Parameters
    ----------
    filled, open_ones
        The samples of the first and of the second kind.
    kinds
        What the legend calls them.
    normal
        A vector across the line.
    name
        What the prompt calls the figure.
    """
    points = [*filled, *open_ones, (0.0, 0.0)]
    low = [floor(min(p[k] for p in points)) - 1 for k in (0, 1)]
    high = [ceil(max(p[k] for p in points)) + 1 for k in (0, 1)]
    unit = SIDE / max(high[0] - low[0], high[1] - low[1])

    def at(x: float, y: float) -> Point:
        return MARGIN + (x - low[0]) * unit, MARGIN + (high[1] - y) * unit

    (left, top), (right, bottom) = at(low[0], high[1]), at(high[0], low[1])
    line: tuple[float, ...] | None = None
    if normal is not None:
        along = (-normal[1], normal[0])
        ends = [high[k] if d > 0 else low[k] for k, d in enumerate(along)]
        starts = [low[k] if d > 0 else high[k] for k, d in enumerate(along)]
        far = min(e / d for e, d in zip(ends, along, strict=True) if d)
        near = max(s / d for s, d in zip(starts, along, strict=True) if d)
        line = (*at(near * along[0], near * along[1]), *at(far * along[0], far * along[1]))
    both = {"filled": filled, "open": open_ones, "kinds": kinds, "line": line}
    words = environment().get_template("plane.alt.j2").render(both).strip()
    svg = environment().get_template("plane.svg.j2").render(
        both, words=words, at=at, left=left, right=right, top=top, bottom=bottom,
        columns=range(low[0], high[0] + 1), rows=range(low[1], high[1] + 1),
        step=1 if unit > 16 else 2 if unit > 8 else 5,
        width=right + LEGEND + MARGIN, height=bottom + MARGIN,
    )  # fmt: skip
    return Figure(name, svg, words)
