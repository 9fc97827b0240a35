"""Lines in the plane as an exercise wants them: with short equations, and regions that one can see.

Halves in their constants keep them off points with whole coordinates.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, product
from math import hypot
from random import Random

from generator.halfplanes import Line, Point, crossing, distance, sides

DIRECTIONS = ((1, 0), (0, 1), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1))
STEEP = {2: 0.55, 3: 0.7}
"""The least sine of the angles between so many lines."""
MIDDLE, WIDE = 3, 2.4
"""How far from the middle two lines may meet, and the least height of a triangle of three."""
FAR, CLEAR, TRIES = 4, 0.6, 50
"""How far points go, how near to a line, and how often some are tried."""


def crossing_lines(rng: Random, count: int) -> tuple[Line, ...]:
    """Two or three lines, each of which meets the others."""
    return rng.choice(_crossing(count))


@lru_cache(2)
def _crossing(count: int) -> list[tuple[Line, ...]]:
    found: list[tuple[Line, ...]] = []
    for directions in combinations(DIRECTIONS, count):
        if any(_sine(v, w) < STEEP[count] for v, w in combinations(directions, 2)):
            continue
        for offsets in product(range(-5, 5), repeat=count):
            lines = tuple((*d, offset + 0.5) for d, offset in zip(directions, offsets, strict=True))
            met = [crossing(*pair) or (0, 0) for pair in combinations(lines, 2)]
            # From a triangle's corner to the line opposite: pairs and lines are in opposite orders.
            heights = map(distance, lines[::-1], met)
            if max(abs(x) for point in met for x in point) <= MIDDLE and (count == 2 or min(heights) > WIDE):
                found.append(lines)
    return found


def _sine(v: Point, w: Point) -> float:
    return abs(v[0] * w[1] - v[1] * w[0]) / hypot(*v) / hypot(*w)


def parallel_lines(rng: Random) -> tuple[Line, ...]:
    """Two lines side by side."""
    (a, b), low = rng.choice(DIRECTIONS), rng.randint(-5, 2)
    return (a, b, -low - 0.5), (a, b, -low - 0.5 - rng.randint(2, 5))


def points_apart(rng: Random, lines: Sequence[Line]) -> tuple[Point, Point]:
    """Two points with whole coordinates, off the lines and, if it can be, on different sides."""
    found: list[Point] = []
    for _ in range(TRIES):
        point = rng.randint(-FAR, FAR), rng.randint(-FAR, FAR)
        if min(distance(line, point) for line in lines) > CLEAR and (
            not found or sides(lines, point) != sides(lines, found[0])
        ):
            found.append(point)
        if len(found) == 2:
            return found[0], found[1]
    return (0, 0), (0, 0)
