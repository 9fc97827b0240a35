# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from itertools import product

import pytest

from reference.derivations import decision_regions

TABLES = ((0, 0, 0, 1), (0, 1, 1, 1))


def xor(v=1.0, c=-1.5, **more):
    """XOR by two lines: the regions below, between and above them, then the points (0, 1) and (1, 1)."""
    units = {"W1_1_1": 1, "W1_1_2": 1, "b1_1": -0.5, "W1_2_1": -1, "W1_2_2": -1, "b1_2": 1.5}
    places = [(-1, 0), (0.5, 0.5), (2, 1), (0, 1), (1, 1)]
    inputs = {f"x{k}_{i}": x for k, place in enumerate(places, 1) for i, x in enumerate(place, 1)}
    derivation = decision_regions.net(2, 3, points=True, at_zero=0, seen=False)
    return derivation.run(units | inputs | {"W2_1_1": v, "W2_1_2": v, "b2_1": c} | more)


def test_xor_is_the_strip_between_two_lines():
    values = xor()
    assert [values[f"bit_{k}"] for k in range(1, 6)] == [0, 1, 0, 1, 0]
    assert (values["number"], values["where"], values["both"]) == (1, 2, 2)
    assert values["hidden"] == 4, "both hidden units give 1 at (0, 1)"


@pytest.mark.parametrize(("v", "c", "where", "number"), [(1, -0.5, 7, 3), (-1, 1.5, 5, 2), (1, -2.5, 7, 0)])
def test_sets_of_regions_are_told_apart(v, c, where, number):
    values = xor(v, c)
    assert (values["where"], values["number"]) == (where, number)


def test_the_step_at_zero_is_the_courses():
    at_0, at_1 = (decision_regions.net(2, 3, points=False, at_zero=k, seen=True) for k in (0, 1))
    sides = {f"side{j}_{k}": j % 2 for j in (1, 2) for k in (1, 2, 3)}
    inputs = sides | {"W2_1_1": 1, "W2_1_2": 0, "b2_1": -1}
    assert at_0.run(inputs)["number"] == 0
    assert at_1.run(inputs)["number"] == 3


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 0, 3, 1)])
def test_the_function_is_read_off_the_shading(order):
    cells = list(product((0, 1), repeat=2))
    for place, table in enumerate((*TABLES, (0, 1, 1, 0)), start=1):
        inputs = {}
        for k, cell in enumerate(order, start=1):
            inputs |= {f"side1_{k}": cells[cell][0], f"side2_{k}": cells[cell][1], f"shade_{k}": table[cell]}
        assert decision_regions.function(TABLES).run(inputs)["fits"] == place
