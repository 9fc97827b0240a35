# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import math

import numpy as np
import pytest

from reference.activations import softmax
from reference.derivations.softmax import probabilities
from reference.mistakes import catalogue
from reference.worlds import array_world


def givens(logits):
    return {f"z_{k}": z for k, z in enumerate(logits, start=1)}


@pytest.mark.parametrize("classes", [2, 3, 5, 10])
def test_probabilities_are_those_of_numpy_and_the_class_is_the_largest(classes):
    rng = np.random.default_rng(classes)
    for logits in rng.normal(scale=2, size=(20, classes)):
        values = probabilities(classes).run(givens(logits.tolist()))
        found = [values[f"p_{k}"] for k in range(1, classes + 1)]
        assert found == pytest.approx(softmax(logits).tolist(), rel=1e-12)
        assert sum(found) == pytest.approx(1)
        assert values["predicted"] == logits.argmax() + 1


def test_many_draws_at_once_give_the_same():
    logits = np.random.default_rng(1).normal(size=(50, 3))
    values = probabilities(3).run(givens(logits.T), world=array_world())
    assert np.stack([values["p_1"], values["p_2"], values["p_3"]], axis=1) == pytest.approx(softmax(logits))
    assert values["predicted"].tolist() == (logits.argmax(axis=1) + 1).tolist()


def test_of_equal_logits_the_first_is_predicted():
    assert probabilities(3).run(givens([1, 2, 2]))["predicted"] == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("exponential_left_out", lambda z: z / sum(z)),
        ("normalisation_left_out", np.exp),
        ("logit_over_sum", lambda z: z / sum(np.exp(z))),
        ("sigmoid_of_each", lambda z: 1 / (1 + np.exp(-z))),
        ("negative_exponent", lambda z: softmax(-z)),
        ("power_of_two", lambda z: softmax(z * math.log(2))),
        ("power_of_ten", lambda z: softmax(z * math.log(10))),
        ("one_hot_for_softmax", lambda z: (z == max(z)) * 1.0),
    ],
)
def test_a_mistake_gives_what_its_sentence_says(name, expected):
    logits = np.array([0.5, -1.0, 2.0])
    mistake = next(mistake for mistake in catalogue("softmax") if mistake.name == name)
    values = mistake.bend(probabilities(3)).run(givens(logits.tolist()))
    assert [values["p_1"], values["p_2"], values["p_3"]] == pytest.approx(list(expected(logits)))
