"""A step written as one formula, in the order in which the chain rule finds its factors."""

# mypy: allow-untyped-defs, allow-untyped-calls

import random

import pytest

from reference.composing import composed, put_in
from reference.derivation import Derivation
from reference.derivations import edges
from reference.rules import parse

CHAIN = {"dz": "(yhat - y)*slope", "da1": "dz*w5", "da2": "dz*w6", "dx": "da1*v1 + da2*v2"}


def written(rule, **rules):
    return composed(Derivation.of({**rules, "out": rule}), "out")


def test_factors_stand_in_the_order_of_the_chain():
    assert written("da1*x", **CHAIN) == "(yhat - y)*slope*w5*x"


def test_what_all_terms_begin_with_is_written_once():
    assert composed(Derivation.of(CHAIN), "dx") == "(yhat - y)*slope*(w5*v1 + w6*v2)"
    assert written("da1 - da2", **CHAIN) == "(yhat - y)*slope*(w5 - w6)"
    assert written("dz + dz*x", **CHAIN) == "(yhat - y)*slope*(1 + x)"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("s*1*x", "(a + b)*x"),
        ("x*x*s", "x**2*(a + b)"),
        ("x*s*s*x", "x*(a + b)**2*x"),
        ("2*2*x**2*x**2", "2*2*x**2*x**2"),
        ("1*1", "1"),
        ("-1*x", "-x"),
        ("-(-s)", "a + b"),
        ("x*(-s)", "-x*(a + b)"),
        ("-s", "-(a + b)"),
        ("x - s", "x - (a + b)"),
        ("x - (y - z)", "x - y + z"),
        ("x*0 + y", "y"),
        ("x*0", "0"),
        ("s*0 + x*0", "0"),
        ("s**2*x", "(a + b)**2*x"),
        ("g_prime(s)*x", "g_prime(a + b)*x"),
        ("-x + y", "-x + y"),
        ("2*(x - 1)", "2*(x - 1)"),
    ],
)
def test_it_is_written_as_one_writes_it(rule, text):
    assert written(rule, s="a + b") == text


def test_a_quotient_has_no_such_order():
    with pytest.raises(TypeError, match="x / y is no sum or product"):
        written("x/y")


@pytest.mark.parametrize("naming", edges.NAMES)
@pytest.mark.parametrize("loss", edges.LOSSES)
@pytest.mark.parametrize("activation", edges.ACTIVATIONS)
def test_the_formula_has_the_value_of_the_step(activation, loss, naming):
    derivation = edges.net(activation, loss, naming=naming)
    rng = random.Random(activation + loss + naming)
    values = {name: rng.uniform(-1, 1) for name in derivation.inputs}
    for step, value in derivation.run(values).items():
        text = composed(derivation, step)
        assert set(parse(text).names) <= set(derivation.inputs)
        assert Derivation.of({"out": text}).run(values)["out"] == pytest.approx(value, rel=1e-12, abs=1e-15)


def test_names_are_put_in_all_at_once_and_only_as_whole_words():
    meanings = (("a", "b + 1"), ("b", "a"))
    assert put_in("a*b + ab + a_1", meanings) == "(b + 1)*(a) + ab + a_1"
    assert put_in("no formula @ all", (("all", "x"),)) == "no formula @ (x)"
