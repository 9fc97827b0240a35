# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from itertools import pairwise, product

import numpy as np
import pytest

from reference.derivations.counting import parameters
from reference.mistakes import catalogue
from reference.mlp import MLP


def givens(sizes):
    return {f"n{layer}": size for layer, size in enumerate(sizes)}


def test_the_lectures_network_has_529411_parameters():
    values = parameters(3).run(givens((2, 1024, 512, 3)))
    assert values["total"] == 529_411
    assert isinstance(values["total"], int)
    assert (values["weights_2"], values["biases_2"], values["layer_2"]) == (524_288, 512, 524_800)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("sizes", [(1, 1), (3, 2), (2, 2, 1), (4, 3, 3, 2), (1, 5, 1, 5, 2)])
def test_the_count_is_that_of_a_network_that_is_built(sizes, bias):
    net = MLP(sizes, bias=bias, rng=np.random.default_rng(0), output="identity", loss="squared_error")
    built = sum(array.size for array in (*net.weights, *net.biases))
    assert parameters(len(sizes) - 1, bias=bias).run(givens(sizes))["total"] == built


def test_every_connection_and_every_unit_is_counted_once():
    for sizes in product((1, 2, 3), repeat=3):
        edges = sum(1 for below, here in pairwise(sizes) for _ in product(range(below), range(here)))
        assert parameters(2, bias=False).run(givens(sizes))["total"] == edges
        assert parameters(2).run(givens(sizes))["total"] == edges + sum(sizes[1:])


@pytest.mark.parametrize(
    ("name", "bias", "total"),
    [
        ("biases_left_out", True, 2 * 3 + 3 * 4),
        ("one_bias_per_layer", True, 2 * 3 + 1 + 3 * 4 + 1),
        ("inputs_with_biases", True, 2 * 3 + 3 + 3 * 4 + 4 + 2),
        ("output_layer_left_out", True, 2 * 3 + 3),
        ("first_layer_left_out", True, 3 * 4 + 4),
        ("output_biases_left_out", True, 2 * 3 + 3 + 3 * 4),
        ("sum_for_product", True, 2 + 3 + 3 + 3 + 4 + 4),
        ("biases_of_layer_before", True, 2 * 3 + 2 + 3 * 4 + 3),
        ("units_for_parameters", True, 3 + 4),
        ("units_for_weights", False, 3 + 4),
        ("biases_counted", False, 2 * 3 + 3 + 3 * 4 + 4),
        ("last_weights_left_out", False, 2 * 3),
        ("first_weights_left_out", False, 3 * 4),
        ("sum_for_product", False, 2 + 3 + 3 + 4),
    ],
)
def test_a_mistake_counts_what_its_sentence_says(name, bias, total):
    mistake = next(mistake for mistake in catalogue("counting") if mistake.name == name)
    assert mistake.bend(parameters(2, bias=bias)).run(givens((2, 3, 4)))["total"] == total


def test_mistakes_about_biases_are_not_made_where_there_are_none():
    made = {mistake.name for mistake in catalogue("counting") if mistake.bend(parameters(2, bias=False))}
    assert made == {
        "sum_for_product",
        "biases_counted",
        "last_weights_left_out",
        "first_weights_left_out",
        "units_for_weights",
    }
