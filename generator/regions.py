"""The picture of decision regions: a plane cut by the lines of hidden units, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot

from generator.documents.paper import Figure
from generator.halfplanes import PRINTED, Line, Point, Polygon, Square, distance
from generator.lettering import environment, label

LEFT, TOP, BELOW, LEGEND = 22.0, 18.0, 14.0, 84.0
"""The room around the plane, in points of print."""
DASHES = ("", "6 3", "1.5 2.5")
PLACES = (0.16, 0.84, 0.28, 0.72, 0.4, 0.6, 0.5)
"""Where along a line its arrow may stand."""
CLOSE = 1.1
"""So near, in units of the plane, an arrow's other things are in its way."""


@dataclass(frozen=True)
class Region:
    """A region, a place in it for its number, and whether it is shaded."""

    polygon: Polygon
    place: Point
    shaded: bool = False


def _ends(line: Line, within: Square) -> tuple[Point, Point]:
    """Where a line enters and leaves a square."""
    left, bottom, side = within
    a, b, c = line
    foot, along = (-a * c / (a * a + b * b), -b * c / (a * a + b * b)), (-b, a)
    low, high = -1e9, 1e9
    for start, step, least in zip(foot, along, (left, bottom), strict=True):
        if step:
            ends = sorted(((least - start) / step, (least + side - start) / step))
            low, high = max(low, ends[0]), min(high, ends[1])
    first, second = ((foot[0] + t * along[0], foot[1] + t * along[1]) for t in (low, high))
    return first, second


def _arrow(line: Line, ends: tuple[Point, Point], lines: Sequence[Line], taken: Sequence[Point]) -> Point:
    """The place on a line that has most room for an arrow."""
    (x, y), (u, v) = ends

    def room(place: Point) -> float:
        others = [distance(other, place) for other in lines if other != line]
        return min(CLOSE, *others, *(hypot(place[0] - p, place[1] - q) for p, q in taken))

    return max(((x + t * (u - x), y + t * (v - y)) for t in PLACES), key=room)


def regions_figure(
    *,
    within: Square,
    lines: Mapping[str, Line],
    regions: Sequence[Region],
    points: Mapping[str, Point],
    axes: tuple[str, str],
    arrows: bool,
    name: str = "regions",
) -> Figure:
    """A square of the plane with lines and numbered regions.

    Parameters
    ----------
    within
        The square.
    lines
        Up to three, by the LaTeX of what is 1 on the side where a line's left side is positive.
    regions
        In the order of their numbers.
    points
        By their names.
    axes
        The LaTeX of the two inputs.
    arrows
        Whether arrows show the lines' positive sides.
    name
        What the prompt calls the figure.
    """
    left, bottom, side = within
    unit = PRINTED / side
    taken = [*(region.place for region in regions), *points.values()]
    drawn = []
    for (latex, line), dash in zip(lines.items(), DASHES, strict=False):
        a, b, _ = line
        ends = _ends(line, within)
        foot = _arrow(line, ends, [*lines.values()], taken)
        norm = hypot(a, b)
        towards = (round(foot[0] + a / norm, 1), round(foot[1] + b / norm, 1))
        drawn.append({
            "label": label(latex), "words": label(latex).words, "dash": dash,
            "ends": [(round(x, 2), round(y, 2)) for x, y in ends],
            "arrow": foot if arrows else None, "angle": degrees(atan2(-b, a)),
            "towards": towards if arrows else None,
        })  # fmt: skip

    def at(place: Point) -> Point:
        return LEFT + (place[0] - left) * unit, TOP + (bottom + side - place[1]) * unit

    both = {
        "lines": drawn, "regions": regions, "points": [*points.items()],
        "low": (left, bottom), "high": (left + side, bottom + side),
    }  # fmt: skip
    env = environment()
    words = env.get_template("regions.alt.j2").render(both).strip()
    svg = env.get_template("regions.svg.j2").render(
        both, words=words, at=at, left=LEFT, right=LEFT + PRINTED, top=TOP, bottom=TOP + PRINTED,
        axes=[label(axis) for axis in axes], step=1 if unit > 12 else 2,
        columns=range(left, left + side + 1), rows=range(bottom, bottom + side + 1),
        width=LEFT + PRINTED + LEGEND, height=TOP + PRINTED + BELOW,
    )  # fmt: skip
    return Figure(name, svg, words)
