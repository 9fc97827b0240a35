"""Gradients layer by layer: numbers by units, whole arrays in both orientations, and the NumPy net agree."""

# mypy: allow-untyped-defs, allow-untyped-calls

import random
from itertools import product

import numpy as np
import pytest

from reference.derivations.layer_backprop import HEADS, Net, by_units, entries, in_arrays, of_sample
from reference.mlp import gradients
from reference.worlds import array_world

SIZES = ((2, 2), (3, 2), (2, 3, 2), (3, 2, 2, 3), (2, 3, 1))
NETS = [
    Net(sizes, hidden, head, bias, samples)
    for sizes, hidden, head in product(SIZES, ("identity", "sigmoid", "tanh", "relu"), HEADS)
    for bias, samples in ((True, 1), (False, 1), (True, 3), (False, 2))
    if (sizes[-1] == 1) == (head == "sigmoid+binary_cross_entropy")
    and (len(sizes) > 2 or hidden == "identity")
]
every_net = pytest.mark.parametrize("net", NETS, ids=str)


def drawn(net):
    """Values of the inputs of `by_units`; labels that fit the loss."""
    rng = random.Random(str(net))
    derivation = by_units(net)
    values = {name: rng.uniform(-1.5, 1.5) for name in derivation.inputs} | {"n": net.samples}
    if net.head != "identity+squared_error":
        rows = entries(net, columns=False)[net.y]
        for labels in zip(*rows, strict=True) if net.samples == 1 else rows:
            right = rng.choice(labels)
            values |= {name: int(name == right) for name in labels}
    return values


def array_of(rows, values):
    return np.array([[values[name] for name in row] for row in rows], float)


@pytest.mark.parametrize("columns", [False, True])
@every_net
def test_whole_arrays_have_the_numbers_of_the_units_in_either_orientation(net, columns):
    values = drawn(net)
    values |= by_units(net).run(values)
    rows = entries(net, columns=columns)
    arrays = in_arrays(net, columns=columns)
    found = arrays.run({name: array_of(rows[name], values) for name in arrays.inputs}, world=array_world())
    assert found
    for name, array in found.items():
        wanted = array_of(rows[name], values)
        assert np.allclose(np.ravel(array), wanted.ravel(), rtol=1e-12, atol=1e-12), name
        if np.ndim(array) == 2:
            assert array.shape == wanted.shape, name


@every_net
def test_the_gradients_are_those_of_the_numpy_net(net):
    values = drawn(net)
    values |= by_units(net).run(values)
    rows = entries(net, columns=False)
    turned = net.samples == 1  # columns there, rows here
    X, Y = (array_of(rows[name], values) for name in (net.a(0), net.y))
    layers = range(1, net.last + 1)
    output, loss = HEADS[net.head]
    found = gradients(
        X.T if turned else X,
        Y.T if turned else Y,
        [array_of(rows[f"W{layer}"], values) for layer in layers],
        [array_of(rows[f"b{layer}"], values).ravel() for layer in layers] if net.bias else None,
        activation=net.hidden,
        output=output,
        loss=loss,
    )
    for layer in layers:
        assert np.allclose(array_of(rows[f"dW{layer}"], values), found.weights[layer - 1])
        if net.bias:
            assert np.allclose(array_of(rows[f"db{layer}"], values).ravel(), found.biases[layer - 1])
    dX = array_of(rows[f"d{net.a(0)}"], values)
    assert np.allclose(dX.T if turned else dX, found.inputs)


def test_a_samples_number_stands_before_what_belongs_to_it_and_not_before_what_is_shared():
    rule = "dz2_1*W2_1_1 + relu_grad(z1_1)*dact1_1 - b1_1"
    assert of_sample(rule, 2) == "dS2z2_1*W2_1_1 + relu_grad(S2z1_1)*S2dact1_1 - b1_1"


def test_a_unit_has_a_row_of_its_matrix_or_a_column():
    net = Net((2, 3, 2), "relu", "softmax+cross_entropy")
    assert entries(net, columns=False)["W1"][2] == ("W1_3_1", "W1_3_2")
    assert entries(net, columns=True)["W1"][1] == ("W1_1_2", "W1_2_2", "W1_3_2")
    assert in_arrays(net, columns=False).rules["dW1"] == "dzlayer1 @ vectorx.T"
    assert in_arrays(net, columns=True).rules["dW1"] == "vectorx @ dzlayer1.T"
