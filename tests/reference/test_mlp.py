# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest

from reference.activations import ACTIVATIONS
from reference.gradient_check import central_differences, complex_step, relative_error
from reference.mlp import MLP, OUTPUTS, gradients
from reference.twin import Structure, loss_gradients

HEADS = [(output, loss) for loss, outputs in OUTPUTS.items() for output in outputs]
SHAPES = [(2, 2, 1), (1, 1), (3, 2), (2, 3, 2), (3, 1, 2, 1)]


def problem(seed, *, sizes, loss, samples=3, bias=True):
    """Draw inputs, targets and parameters for a net of these sizes."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(samples, sizes[0]))
    classes = rng.integers(0, sizes[-1], size=samples)
    y = {
        "binary_cross_entropy": rng.integers(0, 2, size=(samples, sizes[-1])).astype(float),
        "cross_entropy": np.eye(sizes[-1])[classes],
        "squared_error": rng.normal(size=(samples, sizes[-1])),
    }[loss]
    weights = [rng.normal(size=(units, below)) for below, units in pairwise(sizes)]
    biases = [rng.normal(size=units) for units in sizes[1:]] if bias else None
    return X, y, weights, biases


def all_gradients(found):
    return [*found.weights, *found.biases, found.inputs]


def numeric_gradients(numeric, X, y, weights, biases, **names):
    count = len(weights)

    def loss(parts):
        bs = parts[count:-1] or None
        return gradients(parts[-1], y, parts[:count], bs, **names).loss

    return numeric(loss, [*weights, *(biases or []), X])


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("output", "loss"), HEADS)
def test_gradients_complex_step_and_symbolic_twin_agree(activation, output, loss):
    for seed, sizes in enumerate(SHAPES[:3] if output == "softmax" else SHAPES):
        bias, slope = seed % 2 == 0, 0.1 + 0.2 * seed
        X, y, weights, biases = problem(seed, sizes=sizes, loss=loss, bias=bias)
        names = {"activation": activation, "output": output, "loss": loss, "slope": slope}
        found = gradients(X, y, weights, biases, **names)
        numeric = numeric_gradients(complex_step, X, y, weights, biases, **names)
        twin = loss_gradients(Structure(sizes, activation, output, loss, bias=bias))(
            X, y, weights, biases, slope=slope
        )
        assert relative_error(all_gradients(found), numeric) < 1e-9
        assert relative_error(all_gradients(found), all_gradients(twin)) < 1e-9
        assert abs(found.loss - twin.loss) <= 1e-9 * abs(twin.loss)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("output", "loss"), HEADS)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_gradients_agree_with_both_numeric_ones_on_deeper_nets(activation, output, loss, reduction):
    for seed in range(3):
        rng = np.random.default_rng([seed, 7])
        sizes = tuple(int(n) for n in rng.integers(1, 6, size=rng.integers(2, 6)))
        X, y, weights, biases = problem(seed, sizes=sizes, loss=loss, samples=4)
        names = {"activation": activation, "output": output, "loss": loss, "reduction": reduction}
        found = all_gradients(gradients(X, y, weights, biases, **names))
        assert relative_error(found, numeric_gradients(complex_step, X, y, weights, biases, **names)) < 1e-9
        differences = numeric_gradients(central_differences, X, y, weights, biases, **names)
        assert relative_error(found, differences) < 1e-6


@pytest.mark.parametrize(("output", "loss"), HEADS[:2])
def test_gradients_keep_their_digits_where_the_prediction_is_nearly_right(output, loss):
    X, y = np.array([[1.0]]), np.array([[1.0, 0.0]])
    weights, biases = [np.array([[30.0], [-30.0]])], [np.array([0.0, 0.0])]
    names = {"activation": "identity", "output": output, "loss": loss}
    found = all_gradients(gradients(X, y, weights, biases, **names))
    assert relative_error(found, numeric_gradients(complex_step, X, y, weights, biases, **names)) < 1e-12


def test_one_neuron_has_the_gradients_of_the_lecture():
    X, y, w = np.array([[2.0, -1.0]]), np.array([1.0]), np.array([[0.5, 0.25]])
    found = gradients(X, y, [w], None, activation="sigmoid", output="sigmoid", loss="binary_cross_entropy")
    prediction = 1 / (1 + np.exp(-0.75))
    assert np.allclose(found.activations[-1], prediction)
    assert np.allclose(found.weights[0], (prediction - 1) * X)
    assert np.allclose(found.inputs, (prediction - 1) * w)
    assert found.biases == []


def test_the_general_activation_of_topic_24_has_the_gradients_of_the_lecture():
    w1, w2, w3, w4, w5, w6, x1, x2, y = 0.3, -0.4, 0.5, 0.6, -0.7, 0.8, 1.5, -2.0, 0.25
    g, dg = np.tanh, lambda z: 1 - np.tanh(z) ** 2
    z1, z2 = w1 * x1 + w3 * x2, w2 * x1 + w4 * x2
    z3 = w5 * g(z1) + w6 * g(z2)
    found = gradients(
        [[x1, x2]],
        [y],
        [[[w1, w3], [w2, w4]], [[w5, w6]]],
        None,
        activation="tanh",
        output="tanh",
        loss="squared_error",
    )
    error = (g(z3) - y) * dg(z3)
    assert np.isclose(found.weights[0][0, 0], error * w5 * dg(z1) * x1)
    assert np.isclose(found.inputs[0, 0], error * (w5 * dg(z1) * w1 + w6 * dg(z2) * w2))
    assert np.isclose(found.loss, (g(z3) - y) ** 2 / 2)


def test_the_class_and_the_function_give_the_same():
    X, y, weights, biases = problem(5, sizes=(3, 4, 2), loss="cross_entropy")
    net = MLP(
        (3, 4, 2),
        activation="leaky_relu",
        output="softmax",
        loss="cross_entropy",
        slope=0.3,
        reduction="sum",
        weights=weights,
        biases=biases,
    )
    expected = gradients(
        X,
        y,
        weights,
        biases,
        activation="leaky_relu",
        output="softmax",
        loss="cross_entropy",
        slope=0.3,
        reduction="sum",
    )
    assert relative_error(all_gradients(net.backward(X, y)), all_gradients(expected)) == 0.0
    assert net.loss(X, y) == expected.loss
    assert np.array_equal(net.forward(X), expected.activations[-1])
    assert net.loss(X, y.argmax(axis=1)) == expected.loss


def test_a_later_pass_leaves_earlier_results_alone():
    X, y, weights, _ = problem(6, sizes=(2, 3, 1), loss="squared_error")
    net = MLP((2, 3, 1), output="identity", loss="squared_error", weights=weights)
    first = net.backward(X, y)
    kept = [g.copy() for g in all_gradients(first)]
    net.gradient_descent(2 * X, y, learning_rate=0.1)
    net.backward(2 * X, y)
    assert relative_error(all_gradients(first), kept) == 0.0


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("output", "loss"), HEADS)
def test_a_step_of_gradient_descent_subtracts_the_learning_rate_times_the_gradient(output, loss, bias):
    X, y, weights, biases = problem(8, sizes=(2, 3, 2), loss=loss, bias=bias)
    net = MLP((2, 3, 2), output=output, loss=loss, bias=bias, weights=weights, biases=biases)
    found = net.backward(X, y)
    net.gradient_descent(X, y, learning_rate=0.5)
    assert (
        relative_error(
            [*net.weights, *net.biases],
            [
                w - 0.5 * g
                for w, g in zip([*weights, *(biases or [])], [*found.weights, *found.biases], strict=True)
            ],
        )
        < 1e-14
    )


def test_several_steps_are_as_many_single_ones():
    X, y, weights, biases = problem(9, sizes=(2, 3, 1), loss="squared_error")
    nets = [
        MLP((2, 3, 1), output="identity", loss="squared_error", weights=weights, biases=biases)
        for _ in range(2)
    ]
    nets[0].gradient_descent(X, y, learning_rate=0.1, steps=3)
    for _ in range(3):
        nets[1].gradient_descent(X, y, learning_rate=0.1)
    assert relative_error(nets[0].weights, nets[1].weights) == 0.0


def test_an_epoch_visits_every_sample_once_in_the_order_drawn_and_ends_with_a_short_batch():
    X, y, weights, biases = problem(10, sizes=(2, 3, 2), loss="cross_entropy", samples=7)
    labels = y.argmax(axis=1)
    names = {"output": "softmax", "loss": "cross_entropy", "weights": weights, "biases": biases}
    net, expected = MLP((2, 3, 2), **names), MLP((2, 3, 2), **names)
    net.sgd(X, labels, learning_rate=0.5, batch_size=3, epochs=2, rng=np.random.default_rng(4))
    rng, order = np.random.default_rng(4), np.arange(7)
    for _ in range(2):
        rng.shuffle(order)
        for rows in (order[:3], order[3:6], order[6:]):
            expected.gradient_descent(X[rows], labels[rows], learning_rate=0.5)
    assert sorted(order) == list(range(7))
    assert relative_error(net.weights, expected.weights) < 1e-14


def test_training_learns_xor():
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    net = MLP((2, 4, 1), activation="tanh", rng=np.random.default_rng(0))
    net.gradient_descent(X, y, learning_rate=1.0, steps=500)
    assert ((net.forward(X)[:, 0] > 0.5) == y).all()


@pytest.mark.parametrize(("output", "loss"), HEADS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_training_step_makes_no_new_array(activation, output, loss, dtype):
    X, y, weights, _ = problem(11, sizes=(96, 96, 96), loss=loss, samples=100)
    X, y = X.astype(dtype), y.astype(dtype)
    net = MLP((96, 96, 96), activation=activation, output=output, loss=loss, dtype=dtype, weights=weights)
    rng = np.random.default_rng(0)

    def train():
        net.gradient_descent(X, y, learning_rate=1e-3, steps=2)
        net.sgd(X, y, learning_rate=1e-3, batch_size=64, epochs=2, rng=rng)

    train()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        train()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak - before < 10_000


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_everything_has_the_dtype_of_the_net(dtype):
    net = MLP((2, 3, 1), dtype=dtype, rng=np.random.default_rng(0))
    found = net.backward([[1, 2]], [1])
    arrays = [*all_gradients(found), *found.zs, *found.activations, *net.weights, *net.biases]
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}
    net.sgd([[1, 2]], [1], learning_rate=0.1, batch_size=1, rng=np.random.default_rng(0))
    assert net.forward([[1, 2]]).dtype == dtype


def test_the_step_at_zero_is_what_the_caller_says():
    for at_zero in (0, 1):
        found = gradients(
            [[0.0]],
            [0.0],
            [[[1.0]], [[3.0]]],
            None,
            activation="step",
            output="identity",
            loss="squared_error",
            at_zero=at_zero,
        )
        assert found.activations[-1].item() == 3.0 * at_zero


def net(**changes):
    return MLP(**{"sizes": (2, 2, 1), "weights": [np.ones((2, 2)), np.ones((1, 2))]} | changes)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: net(sizes=(2,)), r"sizes must be at least two positive whole numbers; got \(2,\)"),
        (lambda: net(sizes=(2, 0)), r"sizes must be at least two positive whole numbers; got \(2, 0\)"),
        (lambda: net(activation="softmax"), "activation must be one of step, .*; got 'softmax'"),
        (lambda: net(loss="hinge"), "loss must be one of binary_cross_entropy, .*; got 'hinge'"),
        (
            lambda: net(output="softmax"),
            "output must be one of sigmoid for the loss 'binary_cross_entropy'; got 'softmax'",
        ),
        (
            lambda: net(loss="cross_entropy"),
            "output must be one of softmax for the loss 'cross_entropy'; got 'sigmoid'",
        ),
        (lambda: net(activation="leaky_relu", slope=1.5), "slope must lie strictly between 0 and 1; got 1.5"),
        (lambda: net(reduction="max"), "reduction must be 'mean' or 'sum'; got 'max'"),
        (lambda: net(dtype=np.int64), "dtype must be float32, float64 or complex128; got int64"),
        (lambda: net(weights=None), "rng must be a generator where no weights are given; got None"),
        (lambda: net(weights=[np.ones((2, 2))]), r"weights must have the shapes \[\(2, 2\), \(1, 2\)\]; got"),
        (lambda: net(bias=False, biases=[[0, 0], [0]]), "biases must be None for a net with bias=False"),
        (lambda: net().forward([1.0, 2.0]), r"X must have two axes, samples and inputs; got shape \(2,\)"),
        (lambda: net().forward([[1.0]]), r"X must have 2 inputs a sample; got shape \(1, 1\)"),
        (lambda: net().forward([[1j, 2]]), "X must be real for a net of float64; got complex128"),
        (lambda: net().loss([[1, 2]], [[1, 0]]), r"y must have the shape of the outputs, \(1, 1\)"),
        (lambda: net().loss([[1, 2]], [2]), "y must lie between 0 and 1; got values from 2.0 to 2.0"),
        (
            lambda: net().gradient_descent([[1, 2]], [2], learning_rate=1.0),
            "y must lie between 0 and 1; got values from 2.0 to 2.0",
        ),
        (
            lambda: net().gradient_descent([[1, 2]], [1], learning_rate=0.0),
            "learning_rate must be a finite number above 0; got 0.0",
        ),
        (
            lambda: net().sgd([[1, 2]], [1], learning_rate=1.0, batch_size=0, rng=np.random.default_rng(0)),
            "batch_size must be a positive whole number; got 0",
        ),
        (
            lambda: net().gradient_descent(np.ones((0, 2)), [], learning_rate=1.0),
            r"X must hold at least one sample; got shape \(0, 2\)",
        ),
    ],
)
def test_bad_arguments_are_named_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
