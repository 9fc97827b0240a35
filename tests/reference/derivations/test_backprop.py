# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from itertools import pairwise

import numpy as np
import pytest

from reference.derivation import Derivation
from reference.derivations.backprop import layers, scalar
from reference.gradient_check import relative_error
from reference.mlp import MLP, gradients
from reference.twin import Structure, loss_gradients
from reference.worlds import array_world, complex_world

ACTIVATIONS = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "step")
HEADS = [
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
    *((name, "squared_error") for name in ACTIVATIONS),
]
SHAPES = [(2, 2, 1), (1, 1), (3, 2), (1, 3, 1), (2, 3, 2), (3, 3, 2), (2, 1, 2, 1), (2, 2, 2, 2)]
SLOPE = 0.2


class Case:
    """A random net with a batch, as arrays and as the scalar derivation's inputs of its first sample."""

    def __init__(self, seed, sizes, *, hidden, output, loss, bias=True, samples=3):
        rng = np.random.default_rng(seed)
        self.sizes, self.bias = sizes, bias
        self.net = {"activation": hidden, "output": output, "loss": loss, "slope": SLOPE}
        self.names = {"hidden": hidden, "output": output, "loss": loss, "bias": bias}
        self.x = rng.normal(size=(samples, sizes[0]))
        self.y = {
            "binary_cross_entropy": rng.integers(0, 2, size=(samples, sizes[-1])).astype(float),
            "cross_entropy": np.eye(sizes[-1])[rng.integers(0, sizes[-1], size=samples)],
            "squared_error": rng.normal(size=(samples, sizes[-1])),
        }[loss]
        self.weights = [rng.normal(size=(units, below)) for below, units in pairwise(sizes)]
        self.biases = [rng.normal(size=units) for units in sizes[1:]] if bias else None

    @property
    def scalars(self):
        """{x_1: …, W1_1_2: …, b1_1: …, y: …} for the first sample."""
        found = {f"x_{i}": value for i, value in enumerate(self.x[0], start=1)}
        for layer, W in enumerate(self.weights, start=1):
            found |= {f"W{layer}_{j}_{i}": W[j - 1, i - 1] for j, i in positions(W)}
        for layer, b in enumerate(self.biases or [], start=1):
            found |= {f"b{layer}_{j}": value for j, value in enumerate(b, start=1)}
        labels = self.y[0]
        found |= (
            {"y": labels[0]} if len(labels) == 1 else {f"y_{k}": v for k, v in enumerate(labels, start=1)}
        )
        return {name: float(value) for name, value in found.items()} | {"slope": SLOPE}

    @property
    def arrays(self):
        found = {"x": self.x, "y": self.y, "slope": SLOPE}
        found |= {f"W{layer}": W for layer, W in enumerate(self.weights, start=1)}
        return found | {f"b{layer}": b for layer, b in enumerate(self.biases or [], start=1)}

    def gathered(self, values):
        """The scalar run's gradients as arrays, in the order weights, biases, inputs."""
        grads = [
            np.array(
                [
                    [values[f"dW{layer}_{j}_{i}"] for i in range(1, W.shape[1] + 1)]
                    for j in range(1, len(W) + 1)
                ]
            )
            for layer, W in enumerate(self.weights, start=1)
        ]
        for layer, b in enumerate(self.biases or [], start=1):
            grads.append(np.array([values[f"db{layer}_{j}"] for j in range(1, len(b) + 1)]))
        return [*grads, np.array([[values[f"dx_{i}"] for i in range(1, self.sizes[0] + 1)]])]

    def stacked(self, values):
        """The array run's gradients in the same order."""
        count = range(1, len(self.weights) + 1)
        return [
            *(values[f"dW{k}"] for k in count),
            *(values[f"db{k}"] for k in count if self.bias),
            values["dx"],
        ]


def positions(W):
    return [(j, i) for j in range(1, W.shape[0] + 1) for i in range(1, W.shape[1] + 1)]


def parts(found):
    return [*found.weights, *found.biases, found.inputs]


def cases():
    for hidden in ACTIVATIONS:
        for output, loss in HEADS:
            for seed, sizes in enumerate(SHAPES):
                if output != "softmax" or sizes[-1] > 1:
                    yield pytest.param(
                        seed, sizes, hidden, output, loss, id=f"{hidden}-{output}-{loss}-{sizes}"
                    )


@pytest.mark.parametrize(("seed", "sizes", "hidden", "output", "loss"), list(cases()))
def test_scalars_arrays_and_the_network_agree(seed, sizes, hidden, output, loss):
    case = Case(seed, sizes, hidden=hidden, output=output, loss=loss, bias=seed % 3 > 0)
    batch = gradients(case.x, case.y, case.weights, case.biases, **case.net)
    by_layers = layers(len(sizes) - 1, **case.names).run(case.arrays, world=array_world())
    assert relative_error(case.stacked(by_layers), parts(batch)) < 1e-9
    assert by_layers["loss"] == pytest.approx(batch.loss, rel=1e-9)
    first = gradients(case.x[:1], case.y[:1], case.weights, case.biases, **case.net)
    by_units = scalar(sizes, **case.names).run(case.scalars)
    assert relative_error(case.gathered(by_units), parts(first)) < 1e-9
    assert by_units["loss"] == pytest.approx(first.loss, rel=1e-9)
    for layer, (z, a) in enumerate(zip(first.zs, first.activations, strict=True), start=1):
        for j in range(1, sizes[layer] + 1):
            assert by_units[f"z{layer}_{j}"] == pytest.approx(z[0, j - 1])
            if layer < len(sizes) - 1:
                assert by_units[f"a{layer}_{j}"] == pytest.approx(a[0, j - 1])
    yhat = [by_units["yhat"]] if sizes[-1] == 1 else [by_units[f"yhat_{k}"] for k in range(1, sizes[-1] + 1)]
    assert yhat == pytest.approx(first.activations[-1][0].tolist())


def smooth():
    for case in cases():
        seed, sizes, hidden, output, loss = case.values
        if len(sizes) < 4 and (seed + len(hidden) + len(output)) % 4 == 0:
            yield pytest.param(seed, sizes, hidden, output, loss, id=case.id)


@pytest.mark.parametrize(("seed", "sizes", "hidden", "output", "loss"), list(smooth()))
def test_scalars_agree_with_sympy_the_complex_step_and_central_differences(seed, sizes, hidden, output, loss):
    case = Case(seed + 100, sizes, hidden=hidden, output=output, loss=loss, samples=1)
    derivation = scalar(sizes, **case.names)
    inputs = {name: value for name, value in case.scalars.items() if name in derivation.inputs}
    values = derivation.run(inputs)
    found = case.gathered(values)
    twin = loss_gradients(Structure(sizes, hidden, output, loss))(
        case.x, case.y, case.weights, case.biases, slope=SLOPE
    )
    assert relative_error(found, parts(twin)) < 1e-9

    only_loss = derivation.needed_for(["loss"])
    names = [name for name in inputs if name[0] in "Wbx"]

    def by_complex_step(name):
        moved = only_loss.run({**inputs, name: inputs[name] + 1e-30j}, world=complex_world())
        return moved["loss"].imag / 1e-30

    def by_differences(name):
        up, down = (only_loss.run({**inputs, name: inputs[name] + h})["loss"] for h in (1e-5, -1e-5))
        return (up - down) / 2e-5

    derivatives = [np.array([values[f"d{name}"] for name in names])]
    assert relative_error(derivatives, [np.array([by_complex_step(name) for name in names])]) < 1e-9
    assert relative_error(derivatives, [np.array([by_differences(name) for name in names])]) < 1e-6


def test_the_array_derivation_runs_on_complex_arrays():
    case = Case(3, (2, 3, 2), hidden="leaky_relu", output="tanh", loss="squared_error")
    derivation = layers(2, **case.names)
    values = derivation.run(case.arrays, world=array_world())
    W1 = case.weights[0].astype(complex)
    W1[1, 0] += 1e-30j
    moved = derivation.run({**case.arrays, "W1": W1}, world=array_world())
    assert moved["loss"].imag / 1e-30 == pytest.approx(values["dW1"][1, 0], rel=1e-9)


def test_many_draws_at_once_give_what_each_gives_alone():
    case = Case(5, (2, 2, 1), hidden="tanh", output="sigmoid", loss="binary_cross_entropy")
    derivation = scalar((2, 2, 1), **case.names)
    draws = [{**case.scalars, "x_1": value} for value in (-1.0, 0.5, 2.0)]
    together = {**case.scalars, "x_1": np.array([-1.0, 0.5, 2.0])}
    values = derivation.run(together, world=array_world())
    for number, draw in enumerate(draws):
        for name, value in derivation.run(draw).items():
            assert np.broadcast_to(values[name], 3)[number] == pytest.approx(value)


def test_the_class_mlp_descends_along_these_gradients():
    case = Case(7, (2, 2, 1), hidden="sigmoid", output="sigmoid", loss="binary_cross_entropy")
    net = MLP((2, 2, 1), weights=case.weights, biases=case.biases)
    net.gradient_descent(case.x, case.y, learning_rate=0.1)
    values = layers(2, **case.names).run(case.arrays, world=array_world())
    for before, after, layer in zip(case.weights, net.weights, (1, 2), strict=True):
        assert after == pytest.approx(before - 0.1 * values[f"dW{layer}"])


def test_the_gradients_at_the_output_are_those_taught():
    rules = scalar((2, 2, 1), hidden="sigmoid", output="sigmoid", loss="binary_cross_entropy").rules
    assert rules["dz2_1"] == "yhat - y"
    assert rules["dyhat"] == "(1 - y)/(1 - yhat) - y/yhat"
    assert rules["dact1_2"] == "a1_2*(1 - a1_2)"
    assert rules["dz1_2"] == "da1_2*dact1_2"
    assert rules["dW1_2_1"] == "dz1_2*x_1"
    rules = scalar((2, 2, 2), hidden="tanh", output="sigmoid", loss="squared_error").rules
    assert rules["loss"] == "1/2*error_1**2 + 1/2*error_2**2"
    assert rules["dz2_2"] == "dyhat_2*dout_2"
    assert rules["da1_1"] == "dz2_1*W2_1_1 + dz2_2*W2_2_1"


def test_inputs_come_layer_by_layer_and_without_biases_there_are_none():
    derivation = scalar((1, 2, 1), hidden="leaky_relu", output="identity", loss="squared_error")
    assert derivation.inputs == (
        "x_1",
        "W1_1_1",
        "b1_1",
        "W1_2_1",
        "b1_2",
        "W2_1_1",
        "W2_1_2",
        "b2_1",
        "slope",
        "y",
    )
    plain = scalar((1, 2, 1), hidden="tanh", output="identity", loss="squared_error", bias=False)
    assert plain.inputs == ("x_1", "W1_1_1", "W1_2_1", "W2_1_1", "W2_1_2", "y")
    assert isinstance(plain, Derivation)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hidden": "softplus"}, "hidden must be one of identity, .*; got 'softplus'"),
        ({"loss": "hinge"}, "loss must be one of binary_cross_entropy, .*; got 'hinge'"),
        ({"output": "tanh"}, "output must be one of sigmoid for the loss 'binary_cross_entropy'; got 'tanh'"),
        ({"output": "softmax", "loss": "squared_error"}, "output must be one of identity, .*; got 'softmax'"),
        ({"output": "sigmoid", "loss": "cross_entropy"}, "output must be one of softmax .*; got 'sigmoid'"),
    ],
)
def test_what_does_not_go_together_is_refused(changes, sentence):
    names = {"hidden": "sigmoid", "output": "sigmoid", "loss": "binary_cross_entropy"} | changes
    with pytest.raises(ValueError, match=sentence):
        scalar((2, 2, 1), **names)
    with pytest.raises(ValueError, match=sentence):
        layers(2, **names)


def test_sizes_that_make_no_net_are_refused():
    names = {"hidden": "sigmoid", "output": "sigmoid", "loss": "binary_cross_entropy"}
    for sizes in ((2,), (), (2, 0, 1)):
        with pytest.raises(ValueError, match="sizes must be at least two positive whole numbers"):
            scalar(sizes, **names)
    with pytest.raises(ValueError, match="depth must be at least 1; got 0"):
        layers(0, **names)
    with pytest.raises(ValueError, match="softmax needs at least two outputs"):
        scalar((2, 1), hidden="sigmoid", output="softmax", loss="cross_entropy")
