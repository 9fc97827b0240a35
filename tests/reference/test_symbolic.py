# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import numpy as np
import pytest
import sympy

from reference import activations as act
from reference.mlp import gradients
from reference.symbolic import (
    LeakyReLU,
    LeakyReLUPrime,
    ReLU,
    ReLUPrime,
    Sigmoid,
    Step,
    compiled,
)
from reference.twin import Structure, loss_gradients, twin

z = sympy.Symbol("z", real=True)
slope = sympy.Symbol("a", positive=True)
SMALL = Structure((2, 2, 1), "sigmoid", "sigmoid", "binary_cross_entropy")


def test_derivatives_come_out_in_the_notation_of_the_lecture():
    assert sympy.diff(Sigmoid(z), z) == Sigmoid(z) * (1 - Sigmoid(z))
    assert sympy.diff(sympy.tanh(z), z) == 1 - sympy.tanh(z) ** 2
    assert sympy.diff(ReLU(3 * z), z) == 3 * ReLUPrime(3 * z)
    assert sympy.diff(LeakyReLU(z, slope), z) == LeakyReLUPrime(z, slope)
    assert sympy.diff(Step(z, 0), z) == 0
    assert sympy.diff(ReLUPrime(z), z) == sympy.diff(LeakyReLUPrime(z, slope), z) == 0


def test_one_neuron_with_cross_entropy_has_the_gradient_of_the_lecture():
    x, w, y = sympy.symbols("x w y", real=True)
    p = Sigmoid(w * x)
    loss = -y * sympy.log(p) - (1 - y) * sympy.log(1 - p)
    assert sympy.expand(sympy.diff(loss, w) - (p - y) * x) == 0


def test_known_signs_give_values():
    assert (ReLU(-2), ReLU(sympy.Rational(3, 2)), ReLU(0)) == (0, sympy.Rational(3, 2), 0)
    assert (ReLUPrime(-1), ReLUPrime(0), ReLUPrime(1)) == (0, 1, 1)
    assert (LeakyReLU(-2, slope), LeakyReLUPrime(-2, slope), LeakyReLUPrime(0, slope)) == (
        -2 * slope,
        slope,
        1,
    )
    assert (Step(0, 0), Step(0, 1), Step(-1, 1), Step(2, 0)) == (0, 1, 0, 1)
    assert Sigmoid(0) == sympy.Rational(1, 2)


def test_numbers_are_evaluated_to_the_digits_asked():
    exact = 1 / (1 + sympy.exp(-2))
    assert abs(Sigmoid(2).evalf(40) - exact.evalf(40)) < sympy.Float("1e-39")
    assert Sigmoid(z).evalf() == Sigmoid(z)


def test_text_and_latex_use_the_letters_of_the_field():
    assert str(Sigmoid(z)) == "σ(z)"
    assert sympy.latex(Sigmoid(z) ** 2) == r"\sigma^{2}\left(z\right)"
    assert str(ReLUPrime(z)) == "ReLU′(z)"


def test_compiled_functions_agree_with_the_numeric_ones():
    grid = np.linspace(-3, 3, 13)
    expressions = [
        Sigmoid(z),
        ReLU(z),
        ReLUPrime(z),
        LeakyReLU(z, slope),
        LeakyReLUPrime(z, slope),
        Step(z, 1),
    ]
    expected = [
        act.sigmoid(grid),
        act.relu(grid),
        act.relu_grad(grid),
        act.leaky_relu(grid, 0.2),
        act.leaky_relu_grad(grid, 0.2),
        act.step(grid, at_zero=1),
    ]
    found = compiled([z, slope], expressions)(grid, 0.2)
    assert all(np.array_equal(f, e) for f, e in zip(found, expected, strict=True))


def test_symbols_are_named_by_layer_unit_and_input():
    net = twin(SMALL)
    assert [str(w) for w in net.weights[0][0]] == ["W1_1_1", "W1_1_2"]
    assert [str(b) for b in net.biases[0]] == ["b1_1", "b1_2"]
    assert [str(s) for s in (*net.inputs, *net.targets)] == ["x_1", "x_2", "y"]
    assert net.loss.free_symbols == {*net.variables, *net.targets}
    assert [str(t) for t in twin(Structure((1, 3), "relu", "softmax", "cross_entropy")).targets] == [
        "y_1",
        "y_2",
        "y_3",
    ]


def test_the_loss_is_one_composed_expression():
    net = twin(Structure((1, 1, 1), "relu", "identity", "squared_error", bias=False))
    w1, w2, x, y = net.weights[0][0][0], net.weights[1][0][0], net.inputs[0], net.targets[0]
    assert net.loss == (w2 * ReLU(w1 * x) - y) ** 2 / 2


def test_a_structure_is_compiled_once():
    assert loss_gradients(SMALL) is loss_gradients(Structure((2, 2, 1), "sigmoid", "sigmoid", SMALL.loss))


def test_the_step_at_zero_is_that_of_the_structure():
    for at_zero in (0, 1):
        structure = Structure((1, 1, 1), "step", "identity", "squared_error", bias=False, at_zero=at_zero)
        found = loss_gradients(structure)([[0.0]], [0.0], [[[1.0]], [[3.0]]], None)
        assert found.loss == 4.5 * at_zero
        numeric = gradients(
            [[0.0]],
            [0.0],
            [[[1.0]], [[3.0]]],
            None,
            activation="step",
            output="identity",
            loss="squared_error",
            at_zero=at_zero,
        )
        assert numeric.loss == found.loss


@pytest.mark.parametrize(
    ("structure", "sentence"),
    [
        (Structure((2,), "relu", "identity", "squared_error"), r"sizes must be at least two; got \(2,\)"),
        (
            Structure((2, 1, 1), "gelu", "identity", "squared_error"),
            "activation must be one of .*; got 'gelu'",
        ),
        (Structure((2, 1), "relu", "identity", "hinge"), "loss must be one of .*; got 'hinge'"),
    ],
)
def test_unknown_names_are_refused_in_one_sentence(structure, sentence):
    with pytest.raises(ValueError, match=sentence):
        loss_gradients(structure)


def test_shapes_that_do_not_fit_are_refused_in_one_sentence():
    with pytest.raises(ValueError, match="weights, biases, X and y must have the shapes"):
        loss_gradients(SMALL)(
            [[1.0, 2.0]], [1.0], [np.ones((2, 2)), np.ones((2, 1))], [np.ones(2), np.ones(1)]
        )
