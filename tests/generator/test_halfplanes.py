from __future__ import annotations

from math import hypot
from random import Random

import pytest

from generator import halfplanes as plane
from generator.arrangements import crossing_lines, parallel_lines, points_apart

LINES = [
    (((1, 0, -0.5),), 2),
    (((1, 1, -0.5), (-1, -1, 1.5)), 3),
    (((1, 0, -0.5), (0, 1, -0.5)), 4),
    (((1, 0, 0), (0, 1, 0), (1, 1, 0)), 6),
    (((1, 0, 0.5), (0, 1, 0.5), (1, 1, -2.5)), 7),
]


@pytest.mark.parametrize(("lines", "count"), LINES)
def test_lines_cut_the_square_into_regions(lines: tuple[plane.Line, ...], count: int) -> None:
    within = plane.square(lines, [(0, 0)])
    parts = plane.regions(lines, within)
    assert len(parts) == count
    sides = [tuple(plane.value(line, plane.centre(part)) > 0 for line in lines) for part in parts]
    assert len(set(sides)) == count, "a region is a side of every line"
    rng, (left, bottom, side) = Random(0), within
    for _ in range(200):
        point = left + rng.random() * side, bottom + rng.random() * side
        inside = [k for k, part in enumerate(parts) if plane.contains(part, point)]
        assert len(inside) == 1
        assert sides[inside[0]] == tuple(plane.value(line, point) > 0 for line in lines)


@pytest.mark.parametrize(("lines", "count"), LINES)
def test_each_region_has_a_place_with_room_and_short_coordinates(
    lines: tuple[plane.Line, ...], count: int
) -> None:
    within = plane.square(lines, [(0, 0)])
    parts = plane.regions(lines, within)
    places = plane.places(parts, lines, within, [(0, 0)])
    assert len(places) == count
    for part, place in zip(parts, places, strict=True):
        assert plane.contains(part, place)
        assert (2 * place[0]) % 1 == (2 * place[1]) % 1 == 0
        assert plane.room(place, lines, within, [(0, 0)]) > 0.2


def test_a_region_too_small_for_a_short_place_has_one_all_the_same() -> None:
    lines = ((1, 0, -0.26), (0, 1, -0.26), (-1, -1, 0.6))
    within = plane.square(lines, [(0, 0)])
    parts = plane.regions(lines, within)
    assert all(
        plane.contains(part, p) for part, p in zip(parts, plane.places(parts, lines, within, []), strict=True)
    )


def test_the_square_holds_the_points_and_where_the_lines_meet() -> None:
    lines = ((1, 0, -3.5), (0, 1, 2.5))
    assert plane.crossing(*lines) == (3.5, -2.5)
    left, bottom, side = plane.square(lines, [(-4, 1)])
    assert left <= -5
    assert left + side >= 3.5 + plane.AROUND
    assert bottom <= -2.5 - plane.AROUND
    assert bottom + side >= 2
    assert plane.square(((1, 0, -8.5),), [(8, 0)])[0] > 3, "a lone line is looked for near the points"
    assert plane.crossing((1, 2, 0), (2, 4, 1)) is None


def test_distances_are_square_to_the_line() -> None:
    assert plane.distance((3, 4, -5), (0, 0)) == 1
    assert plane.room((1, 1), [(0, 1, 0)], (-3, -3, 6), [(1, 1.5)]) == 0.5


@pytest.mark.parametrize("count", [2, 3])
def test_drawn_lines_meet_near_the_middle_and_never_on_whole_coordinates(count: int) -> None:
    rng = Random(count)
    for _ in range(50):
        lines = crossing_lines(rng, count)
        for k, one in enumerate(lines):
            assert one[2] % 1 == 0.5
            for other in lines[:k]:
                met = plane.crossing(one, other)
                assert met is not None
                assert hypot(*met) < 5
        first, second = parallel_lines(rng)
        assert plane.crossing(first, second) is None
        assert first != second


def test_two_equations_may_be_of_one_line() -> None:
    assert plane.same((1, -2, 3), (-2, 4, -6))
    assert not plane.same((1, -2, 3), (1, -2, 4))


def test_drawn_points_are_off_the_lines_and_on_different_sides() -> None:
    rng = Random(5)
    for _ in range(50):
        lines = crossing_lines(rng, 2)
        first, second = points_apart(rng, lines)
        assert plane.sides(lines, first) != plane.sides(lines, second)
        assert all(plane.distance(line, point) > 0.5 for line in lines for point in (first, second))
