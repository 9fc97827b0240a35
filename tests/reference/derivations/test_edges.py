"""The lectures' formulas in edge names, and units' names that stand for formulas."""

# mypy: allow-untyped-defs, allow-untyped-calls

import random

import pytest

from reference.composing import composed, put_in
from reference.derivation import Derivation
from reference.derivations.edges import ACTIVATIONS, LOSSES, NAMES, meanings, net, output
from reference.mlp import gradients


@pytest.mark.parametrize(
    ("step", "formula"),
    [
        ("dz_3", "(yhat - y)*g_prime(z_3)"),
        ("dw_5", "(yhat - y)*g_prime(z_3)*a_1"),
        ("dw_1", "(yhat - y)*g_prime(z_3)*w_5*g_prime(z_1)*x_1"),
        ("dw_2", "(yhat - y)*g_prime(z_3)*w_6*g_prime(z_2)*x_1"),
        ("dw_3", "(yhat - y)*g_prime(z_3)*w_5*g_prime(z_1)*x_2"),
        ("dx_1", "(yhat - y)*g_prime(z_3)*(w_5*g_prime(z_1)*w_1 + w_6*g_prime(z_2)*w_2)"),
        ("dx_2", "(yhat - y)*g_prime(z_3)*(w_5*g_prime(z_1)*w_3 + w_6*g_prime(z_2)*w_4)"),
    ],
)
def test_the_formulas_of_cs2109s(step, formula):
    assert composed(net("general", "squared_error", naming="edges"), step) == formula


@pytest.mark.parametrize(
    ("step", "formula"),
    [
        ("da1_1", "(yhat - y)*W2_1_1"),
        ("da1_2", "(yhat - y)*W2_1_2"),
        ("dW1_1_1", "(yhat - y)*W2_1_1*a1_1*(1 - a1_1)*x_1"),
        ("dx_1", "(yhat - y)*(W2_1_1*a1_1*(1 - a1_1)*W1_1_1 + W2_1_2*a1_2*(1 - a1_2)*W1_2_1)"),
    ],
)
def test_the_formulas_of_cs540(step, formula):
    assert composed(net("sigmoid", "binary_cross_entropy", naming="indices"), step) == formula


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "general"])
def test_with_the_units_formulas_put_in_they_are_the_gradients_of_the_numpy_net(activation, loss):
    rng = random.Random(activation + loss)
    n = NAMES["indices"]
    derivation = net(activation, loss, naming="indices")
    means = meanings(activation, loss, naming="indices")
    basic = {name: rng.uniform(-1, 1) for name in derivation.inputs if name not in dict(means)} | {"y": 1}
    at = {what: basic.get(name, 0.0) for what, name in n.items()}
    found = gradients(
        [[at["x1"], at["x2"]]],
        [[1]],
        [[[at["w1"], at["w3"]], [at["w2"], at["w4"]]], [[at["w5"], at["w6"]]]],
        None,
        activation=activation,
        output=output(activation, loss),
        loss=loss,
    )
    (w1, w3), (w2, w4) = found.weights[0].tolist()
    ((w5, w6),) = found.weights[1].tolist()
    wanted = dict(zip(("w1", "w2", "w3", "w4", "w5", "w6"), (w1, w2, w3, w4, w5, w6), strict=True))
    wanted |= dict(zip(("x1", "x2"), found.inputs[0].tolist(), strict=True))
    for what, value in wanted.items():
        text = put_in(composed(derivation, f"d{n[what]}"), means)
        assert Derivation.of({"out": text}).run(basic)["out"] == pytest.approx(value, rel=1e-9), what


def test_every_unit_has_a_meaning_in_weights_and_inputs_alone():
    for naming, n in NAMES.items():
        means = dict(meanings("general", "squared_error", naming=naming))
        units = {n[what] for what in ("z1", "z2", "z3", "a1", "a2")} | {"yhat"}
        assert set(means) == units
        for text in means.values():
            assert units.isdisjoint(Derivation.of({"out": text}).inputs)
