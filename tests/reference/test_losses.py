# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import math

import numpy as np
import pytest

from reference import losses
from reference.activations import sigmoid, softmax
from reference.gradient_check import complex_step, relative_error

RNG = np.random.default_rng(3)
Z = RNG.normal(size=(4, 3)) * 3
BITS = RNG.integers(0, 2, size=(4, 3))
CLASSES = np.array([0, 2, 1, 2])
EXTREMES = np.array([-1e4, -800.0, -30.0, 0.0, 30.0, 800.0, 1e4])

CASES = {
    "bce": (losses.binary_cross_entropy, losses.binary_cross_entropy_grad, sigmoid(Z), BITS),
    "bce of logits": (
        losses.binary_cross_entropy_from_logits,
        losses.binary_cross_entropy_from_logits_grad,
        Z,
        BITS,
    ),
    "cross-entropy": (losses.cross_entropy, losses.cross_entropy_grad, softmax(Z), CLASSES),
    "cross-entropy of logits": (
        losses.cross_entropy_from_logits,
        losses.cross_entropy_from_logits_grad,
        Z,
        CLASSES,
    ),
    "squared error": (losses.squared_error, losses.squared_error_grad, Z, RNG.normal(size=(4, 3))),
    "logistic": (losses.logistic_loss, losses.logistic_loss_grad, Z, 2 * BITS - 1),
}


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("case", CASES)
def test_gradients_agree_with_a_complex_step(case, reduction):
    loss, grad, prediction, y = CASES[case]
    numeric = complex_step(lambda p: loss(p, y, reduction=reduction), prediction)
    assert relative_error(grad(prediction, y, reduction=reduction), numeric) < 1e-13


@pytest.mark.parametrize("case", CASES)
def test_the_mean_is_the_sum_divided_by_the_samples(case):
    loss, _, prediction, y = CASES[case]
    total, mean = (loss(prediction, y, reduction=reduction) for reduction in ("sum", "mean"))
    assert math.isclose(total, 4 * mean, rel_tol=1e-14)
    parts = [float(loss(p[None], t[None], reduction="mean")) for p, t in zip(prediction, y, strict=True)]
    assert math.isclose(total, sum(parts), rel_tol=1e-13)


@pytest.mark.parametrize("case", CASES)
def test_another_reduction_is_refused_in_one_sentence(case):
    loss, grad, prediction, y = CASES[case]
    for function in (loss, grad):
        with pytest.raises(ValueError, match="reduction must be 'mean' or 'sum'; got 'none'"):
            function(prediction, y, reduction="none")


def test_values_are_those_of_the_lecture():
    assert math.isclose(losses.cross_entropy([0.8, 0.2], 0, reduction="mean"), -math.log(0.8))
    assert math.isclose(losses.binary_cross_entropy([0.8, 0.3], [1, 0], reduction="sum"), -math.log(0.56))
    assert math.isclose(losses.squared_error([[1.0, 2.0]], [[0.0, 4.0]], reduction="mean"), 2.5)
    assert math.isclose(losses.logistic_loss([0.5], [-1], reduction="mean"), math.log1p(math.exp(0.5)))
    assert math.isclose(losses.l2_penalty([3.0, 4.0], strength=0.1), 1.25)
    assert np.allclose(losses.l2_penalty_grad([3.0, 4.0], strength=0.1), [0.3, 0.4])


def test_losses_from_logits_agree_with_those_from_probabilities():
    for z_loss, p_loss, p, y in (
        (losses.binary_cross_entropy_from_logits, losses.binary_cross_entropy, sigmoid(Z), BITS),
        (losses.cross_entropy_from_logits, losses.cross_entropy, softmax(Z), CLASSES),
    ):
        assert math.isclose(z_loss(Z, y, reduction="mean"), p_loss(p, y, reduction="mean"), rel_tol=1e-12)


def test_the_logistic_loss_is_the_binary_cross_entropy_of_other_labels():
    other = losses.binary_cross_entropy_from_logits(Z, BITS, reduction="sum")
    assert math.isclose(losses.logistic_loss(Z, 2 * BITS - 1, reduction="sum"), other, rel_tol=1e-14)


def test_integer_labels_and_one_hot_rows_mean_the_same():
    rows = losses.one_hot(CLASSES, (4, 3))
    assert rows.argmax(axis=1).tolist() == CLASSES.tolist()
    assert rows.sum() == 4
    for loss in (losses.cross_entropy_from_logits, losses.cross_entropy_from_logits_grad):
        assert np.array_equal(loss(Z, rows, reduction="sum"), loss(Z, CLASSES, reduction="sum"))


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_losses_from_logits_stand_logits_of_ten_thousand(label):
    y = np.full(7, label)
    with np.errstate(all="raise"):
        loss = losses.binary_cross_entropy_from_logits(EXTREMES, y, reduction="sum")
        gradient = losses.binary_cross_entropy_from_logits_grad(EXTREMES, y, reduction="sum")
        logistic = losses.logistic_loss([1e4, -1e4], [1, 1], reduction="sum")
        entropy = losses.cross_entropy_from_logits([1e4, -1e4, 0.0], 1, reduction="mean")
        slopes = losses.cross_entropy_from_logits_grad([1e4, -1e4], 1, reduction="mean")
    assert math.isclose(loss, 1e4 + 800 + 30 + math.log(2) + 2 * math.log1p(math.exp(-30)))
    assert np.allclose(gradient, sigmoid(EXTREMES) - y, atol=1e-15)
    assert (logistic, entropy) == (1e4, 2e4)
    assert np.allclose(slopes, [1, -1])


def test_the_loss_of_a_sure_and_right_prediction_keeps_its_digits():
    tiny = math.exp(-50)
    assert math.isclose(losses.binary_cross_entropy_from_logits([50.0], [1], reduction="sum"), tiny)
    assert math.isclose(losses.cross_entropy_from_logits([50.0, 0.0], 0, reduction="sum"), tiny)
    gradient = losses.cross_entropy_from_logits_grad([50.0, 0.0], 0, reduction="sum")
    assert np.allclose(gradient, [-tiny, tiny], rtol=1e-12, atol=0)


def test_a_sure_and_wrong_probability_costs_infinitely_much_and_a_right_one_nothing():
    assert losses.binary_cross_entropy([0.0], [1], reduction="sum") == math.inf
    assert losses.binary_cross_entropy([0.0, 1.0], [0, 1], reduction="sum") == 0.0
    assert losses.cross_entropy([0.0, 1.0], 0, reduction="sum") == math.inf
    assert losses.binary_cross_entropy_grad([0.0, 1.0], [1, 0], reduction="sum").tolist() == [
        -math.inf,
        math.inf,
    ]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: losses.squared_error(np.zeros((3, 1)), np.zeros(3), reduction="mean"),
            r"y must have the shape of the prediction, \(3, 1\); got \(3,\)",
        ),
        (
            lambda: losses.binary_cross_entropy([0.5], [2], reduction="mean"),
            "y must lie between 0 and 1; got values from 2.0 to 2.0",
        ),
        (
            lambda: losses.binary_cross_entropy([1.5], [1], reduction="mean"),
            "p must lie between 0 and 1; got values from 1.5 to 1.5",
        ),
        (
            lambda: losses.cross_entropy_from_logits(Z, [0, 1, 2, 3], reduction="mean"),
            "y must hold labels from 0 to 2; got values from 0 to 3",
        ),
        (
            lambda: losses.cross_entropy_from_logits(Z, BITS * 0, reduction="mean"),
            "y must have a single 1 and otherwise 0 in every one-hot row; got other rows",
        ),
        (
            lambda: losses.cross_entropy_from_logits(Z, [0.0, 1.0, 0.0, 1.0], reduction="mean"),
            r"y must be integer labels of shape \(4,\) or one-hot rows of shape \(4, 3\)",
        ),
        (
            lambda: losses.logistic_loss([0.5], [0], reduction="mean"),
            "y must hold the labels -1 and 1 only; got other values",
        ),
        (
            lambda: losses.squared_error(np.zeros((0, 1)), np.zeros((0, 1)), reduction="mean"),
            "the mean needs at least one sample; got none",
        ),
        (lambda: losses.l2_penalty([1.0], strength=-1.0), "strength must be a finite number of at least 0"),
    ],
)
def test_bad_arguments_are_named_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
