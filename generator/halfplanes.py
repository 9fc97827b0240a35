"""A square of the plane cut into convex regions by straight lines, and a place in each.

A line is (a, b, c): the points with a x + b y + c = 0. Regions are polygons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise, product
from math import ceil, floor, hypot, inf

Point = tuple[float, float]
Line = tuple[float, float, float]
Square = tuple[int, int, int]
"""Left, bottom, side."""
Polygon = tuple[Point, ...]
NEAR = 1e-9
PRINTED, LEAST, AROUND = 172.0, 6, 2
"""The square's side in points of print, the least of it in units, and the room beyond where lines meet."""
ENOUGH = 0.06
"""So much room, in sides of the square, is enough for a number."""


def value(line: Line, point: Point) -> float:
    """The line's left side at a point: its sign says the side."""
    return line[0] * point[0] + line[1] * point[1] + line[2]


def distance(line: Line, point: Point) -> float:
    """How far a point is from a line."""
    return abs(value(line, point)) / hypot(line[0], line[1])


def sides(lines: Sequence[Line], point: Point) -> tuple[bool, ...]:
    """Whether the point is on each line's positive side."""
    return tuple([value(line, point) > 0 for line in lines])


def same(one: Line, other: Line) -> bool:
    """Whether two equations are of one line."""
    return all(abs(one[i] * other[j] - one[j] * other[i]) < NEAR for i, j in combinations(range(3), 2))


def crossing(one: Line, other: Line) -> Point | None:
    """Where two lines meet; None if they are parallel."""
    (a, b, c), (d, e, f) = one, other
    under = a * e - b * d
    return None if abs(under) < NEAR else ((b * f - c * e) / under, (c * d - a * f) / under)


def square(lines: Sequence[Line], points: Sequence[Point]) -> Square:
    """Whole numbers around the points and, with more room, around where the lines meet.

    Of lines that meet no other, the place nearest to the points' middle.
    """
    middle = tuple(sum(p[k] for p in points) / len(points) for k in (0, 1))
    crossings = {pair: crossing(*pair) for pair in combinations(lines, 2)}
    met = [point for point in crossings.values() if point is not None]
    for line in lines:
        if all(point is None for pair, point in crossings.items() if line in pair):
            a, b, _ = line
            back = value(line, (middle[0], middle[1])) / (a * a + b * b)
            met.append((middle[0] - back * a, middle[1] - back * b))
    seen = [(*point, 1) for point in points] + [(*point, AROUND) for point in met]
    low = [floor(min(p[k] - p[2] for p in seen)) for k in (0, 1)]
    high = [ceil(max(p[k] + p[2] for p in seen)) for k in (0, 1)]
    side = max(LEAST, high[0] - low[0], high[1] - low[1])
    return low[0] - (side - high[0] + low[0]) // 2, low[1] - (side - high[1] + low[1]) // 2, side


def regions(lines: Sequence[Line], within: Square) -> list[Polygon]:
    """The regions into which the lines cut a square."""
    left, bottom, side = within
    found: list[Polygon] = [
        ((left, bottom), (left + side, bottom), (left + side, bottom + side), (left, bottom + side))
    ]
    for line in lines:
        halves = [half for part in found for half in (_half(part, line, 1), _half(part, line, -1))]
        found = [half for half in halves if _area(half) > NEAR]
    return found


def _half(polygon: Polygon, line: Line, sign: int) -> Polygon:
    """The part of a polygon on one side of a line."""
    kept: list[Point] = []
    for p, q in pairwise((*polygon, polygon[0])):
        u, v = sign * value(line, p), sign * value(line, q)
        if u >= 0:
            kept.append(p)
        if u * v < 0:
            t = u / (u - v)
            kept.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return tuple(kept)


def _area(polygon: Polygon) -> float:
    if len(polygon) < 3:
        return 0
    return abs(sum(p[0] * q[1] - q[0] * p[1] for p, q in pairwise((*polygon, polygon[0])))) / 2


def contains(polygon: Polygon, point: Point) -> bool:
    """Whether a point is inside a convex polygon."""
    turns = [
        (q[0] - p[0]) * (point[1] - p[1]) - (q[1] - p[1]) * (point[0] - p[0])
        for p, q in pairwise((*polygon, polygon[0]))
    ]
    return all(turn > NEAR for turn in turns) or all(turn < -NEAR for turn in turns)


def centre(polygon: Polygon) -> Point:
    """The mean of the corners."""
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)


def room(point: Point, lines: Sequence[Line], within: Square, others: Sequence[Point] = ()) -> float:
    """How far a point is from the lines, from the square's border and from other points."""
    left, bottom, side = within
    x, y = point
    border = min(x - left, left + side - x, y - bottom, bottom + side - y)
    apart = min((hypot(x - u, y - v) for u, v in others), default=inf)
    return min(border, apart, *(distance(line, point) for line in lines))


def places(
    parts: Sequence[Polygon], lines: Sequence[Line], within: Square, avoided: Sequence[Point]
) -> list[Point]:
    """A point with short coordinates and much room in each region; its centre where there is none.

    Whole coordinates, or halves where these give hardly any room. The regions must be those of the lines.
    """
    left, bottom, side = within
    normal = [(a / hypot(a, b), b / hypot(a, b), c / hypot(a, b)) for a, b, c in lines]
    best: dict[tuple[bool, ...], tuple[float, Point]] = {}

    def look(points: Iterable[Point]) -> None:
        for x, y in points:
            off = [a * x + b * y + c for a, b, c in normal]
            there = min(x - left, left + side - x, y - bottom, bottom + side - y, *map(abs, off))
            which = tuple([d > 0 for d in off])
            if there > best.get(which, (0,))[0]:
                there = min([there, *(hypot(x - u, y - v) for u, v in avoided)])
                if there > best.get(which, (0,))[0]:
                    best[which] = there, (x, y)

    look(product(range(left + 1, left + side), range(bottom + 1, bottom + side)))
    found = []
    for part in parts:
        middle = centre(part)
        which = sides(lines, middle)
        if best.get(which, (0,))[0] < ENOUGH * side:
            across, up = (_halves([corner[k] for corner in part]) for k in (0, 1))
            look(product(across, up))
        found.append(best[which][1] if which in best else (round(middle[0], 3), round(middle[1], 3)))
    return found


def _halves(coordinates: Sequence[float]) -> list[float]:
    """The multiples of ½ between the least and the largest."""
    return [k / 2 for k in range(ceil(2 * min(coordinates)), floor(2 * max(coordinates)) + 1)]


@dataclass(frozen=True)
class Plan:
    """The square that is drawn, its regions in the order of their numbers, and a place in each."""

    within: Square
    regions: tuple[Polygon, ...]
    places: tuple[Point, ...]


@lru_cache(256)
def plan(lines: tuple[Line, ...], points: tuple[Point, ...]) -> Plan:
    """What is drawn of lines and points; regions are numbered from top to bottom, and from left to right."""
    within = square(lines, points or [(0, 0)])
    parts = regions(lines, within)
    found = zip(places(parts, lines, within, points), parts, strict=True)
    ordered = sorted(found, key=lambda pair: (-pair[0][1], pair[0][0]))
    return Plan(within, tuple(part for _, part in ordered), tuple(place for place, _ in ordered))
