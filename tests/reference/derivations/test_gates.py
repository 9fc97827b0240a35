# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import random

import pytest

from reference import gates
from reference.derivations.gates import ROWS, WEIGHTS, table
from reference.mistakes import catalogue

XOR = dict(zip(WEIGHTS, (1, 1, 1, 1, -0.5, -1.5, 1, -1, -0.5), strict=True))
OR_AND_NAND = dict(zip(WEIGHTS, (1, 1, -1, -1, -0.5, 1.5, 1, 1, -1.5), strict=True))


def as_net(v):
    """Weights and biases for `reference.gates`, one row a unit."""
    weights = [[[v["W1_1_1"], v["W1_1_2"]], [v["W1_2_1"], v["W1_2_2"]]], [[v["W2_1_1"], v["W2_1_2"]]]]
    return weights, [[v["b1_1"], v["b1_2"]], [v["b2_1"]]]


def outputs(unit, at_zero, weights):
    values = table(unit, at_zero=at_zero).run(weights)
    return tuple(values[f"out_{row}"] for row in ROWS)


@pytest.mark.parametrize("unit", ["step", "sigmoid"])
@pytest.mark.parametrize("at_zero", [0, 1])
def test_random_weights_have_the_table_that_the_exact_judge_says(unit, at_zero):
    draw, tables, on_the_boundary = random.Random(1), set(), 0
    for _ in range(1500):
        weights = {name: draw.randint(-6, 6) / 2 for name in WEIGHTS}
        values = table(unit, at_zero=at_zero).run(weights)
        sums = [values[f"z2_1_{row}"] for row in ROWS]
        if unit == "sigmoid" and min(map(abs, sums)) < 1e-12:
            continue  # two sigmoids that cancel: floats decide
        found = tuple(values[f"out_{row}"] for row in ROWS)
        assert gates.realises(found, *as_net(weights), unit=unit, at_zero=at_zero), weights
        assert not gates.realises([1 - bit for bit in found], *as_net(weights), unit=unit, at_zero=at_zero)
        tables.add(found)
        on_the_boundary += 0 in sums
    assert len(tables) >= 14
    assert on_the_boundary > 50 or unit == "sigmoid"


def test_the_conventions_differ_just_where_a_sum_is_zero():
    weights = XOR | {"b1_1": 0, "b1_2": -1}
    assert outputs("step", 1, XOR) == outputs("step", 0, XOR) == (0, 1, 1, 0)
    assert outputs("step", 1, weights) != outputs("step", 0, weights)


def test_a_sum_has_only_the_terms_whose_input_is_one():
    rules = table("step", at_zero=0).rules
    assert rules["z1_2_00"] == "put_b1_2"
    assert rules["z1_1_01"] == "put_W1_1_2 + put_b1_1"
    assert rules["a1_1_10"] == "step(z1_1_10, 0)"


@pytest.mark.parametrize("mistake", catalogue("gates"), ids=lambda mistake: mistake.name)
def test_a_mistake_changes_only_what_is_put_in_and_by_that_the_table_of_some_xor_net(mistake):
    right = table("step", at_zero=0)
    bent = mistake.bend(right)
    changed = {name for name in right.rules if right.rules[name] != bent.rules[name]}
    assert changed
    assert all(name.startswith("put_") for name in changed)
    tables = [tuple(bent.run(net)[f"out_{row}"] for row in ROWS) for net in (XOR, OR_AND_NAND)]
    assert outputs("step", 0, XOR) == outputs("step", 0, OR_AND_NAND) == (0, 1, 1, 0)
    assert any(found != (0, 1, 1, 0) for found in tables)
