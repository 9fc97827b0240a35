"""Fields that hold lists of numbers of no fixed length."""

# mypy: allow-untyped-defs, allow-untyped-calls

from dataclasses import dataclass

import pytest

from generator import fields, vectors
from generator.errors import InputError


@dataclass(frozen=True)
class Givens:
    w: tuple[float, ...] = vectors.vector(1, 3, limit=10)
    X: tuple[tuple[float, ...], ...] = vectors.rows((1, 2), (2, 3))
    weights: tuple[tuple[tuple[float, ...], ...], ...] = vectors.matrices(1, 2, widest=2, limit=10)
    biases: tuple[tuple[float, ...], ...] = vectors.biases(2, widest=2, limit=10)


def read(**values):
    return fields.read_values(Givens, values, kind="given", where="here")


def test_lists_become_tuples():
    assert read(w=[1, 0.5], X=[[1, 2], [3, 4]]) == {"w": (1, 0.5), "X": ((1, 2), (3, 4))}


@pytest.mark.parametrize("wrong", [[], [1, 2, 3, 4], [11], ["1"], [True], [float("nan")], 1, None])
def test_what_is_no_such_list_is_said_in_one_sentence(wrong):
    with pytest.raises(
        InputError, match=r"given w is .*; allowed is a list of 1 to 3 numbers, each within ±10"
    ):
        read(w=wrong)


@pytest.mark.parametrize("wrong", [[], [[1, 2], [3, 4], [5, 6]], [[1]], [1, 2], [[1, 2], [1, 2, 3]]])
def test_rows_are_equally_long(wrong):
    with pytest.raises(InputError, match=r"given X is .*; allowed is 1 to 2 lists of 2 to 3 numbers"):
        read(X=wrong)


def test_the_weights_of_a_net_are_a_matrix_and_a_list_a_layer():
    net = {"weights": [[[1, 2], [3, 4]], [[0.5, 1]]], "biases": [[1, 2], [0]]}
    assert read(**net) == {"weights": (((1, 2), (3, 4)), ((0.5, 1),)), "biases": ((1, 2), (0,))}
    assert read(biases=[]) == {"biases": ()}


@pytest.mark.parametrize(
    "wrong",
    [[], [[1, 2]], [[[1, 2], [3]]], [[[1, 2, 3]]], [[[1]], [[1]], [[1]]], [[[11]]], [[["1"]]], [[[]]]],
)
def test_what_is_no_list_of_matrices_is_said_in_one_sentence(wrong):
    says = "given weights is .*; allowed is 1 to 2 arrays of at most 2 × 2 numbers within ±10, one row a unit"
    with pytest.raises(InputError, match=says):
        read(weights=wrong)


@pytest.mark.parametrize("wrong", [[[]], [1], [[1, 2, 3]], [[1], [1], [1]], [[True]]])
def test_what_is_no_list_of_biases_is_said_in_one_sentence(wrong):
    says = (
        r"given biases is .*; allowed is a list of numbers within ±10 for each layer, or \[\] for no biases"
    )
    with pytest.raises(InputError, match=says):
        read(biases=wrong)
