# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import random

import pytest
import sympy

from reference import forms
from reference.derivation import Derivation
from reference.factoring import factored
from reference.worlds import symbol_world


def in_symbols(text):
    derivation = Derivation.of({"f_": text})
    symbols = {name: sympy.Symbol(name, real=True) for name in derivation.inputs}
    return derivation.run(symbols, world=symbol_world())["f_"]


def factors(product):
    """{factor, its first sign a plus: exponent}, the number with its sign left out."""
    found = {}
    for factor in sympy.Mul.make_args(product):
        base, exponent = factor.as_base_exp()
        found[-base if base.could_extract_minus_sign() else base] = exponent
    return {base: exponent for base, exponent in found.items() if base != 1}


RATIONAL = (
    "x*(1 - p)/(p - 1)", "(x - 1)*(1 - x)*y", "(1 - p)*p*x", "(y - p)*(1 - p)/(p - y)", "2*x - 4*y",
    "3*x + 2*y", "2*x + (1 - p)*p", "x*(2*x - 1)*(1 - 2*x)**2", "(y - p)*x/(p*(1 - p))", "x*y + y",
    "-x*(a - b)", "-(a - b)/(b - a)**2", "x/2 + y", "(x + y)*(x + y)", "x**2 - y**2", "x**4 - 1",
    "x**2 + 2*x + 1", "x**2 + x + 1", "1/(1 - p) - 1/p", "(1 - y)/(1 - p) - y/p", "0.3*x - 1/(3*y)",
    "x*y + x + y + 1", "(x + y)**3 - x**3 - y**3", "1/(x**2 - 1) + 1/(x + 1)", "x - x/y", "7", "-x", "x/y",
    "2*(x + 1)", "-(x + 1)", "-2*(x + 1)*(x + 1)", "(2*x + 2)/(3*x + 3)", "x**9 - x", "x*y - 1", "a*b - c*d",
)  # fmt: skip


@pytest.mark.parametrize("text", RATIONAL)
def test_the_factors_are_those_that_sympy_finds(text):
    expression = in_symbols(text)
    ours, theirs = factored(expression), sympy.factor(expression)
    assert factors(ours) == factors(theirs)
    assert sympy.expand(ours) == sympy.expand(theirs)


def test_random_quotients_have_the_factors_that_sympy_finds():
    rng = random.Random("factors")
    x, y, z = sympy.symbols("x y z", real=True)

    def total():
        terms = (rng.randint(-3, 3) * x ** rng.randint(0, 2) * y ** rng.randint(0, 1) for _ in range(3))
        return sympy.Add(*terms, rng.choice((0, z, 1)))

    for _ in range(200):
        above, first, second = total(), total(), total()
        if first == 0 or second == 0:
            continue
        expression = above / first + rng.choice((x, y / second, 1 / second**2, above * first))
        ours, theirs = factored(expression), sympy.factor(expression)
        assert factors(ours) == factors(theirs), expression
        assert sympy.cancel(ours - theirs) == 0, expression


@pytest.mark.parametrize("text", ["(x + 1)**2 - x**2 - 2*x - 1", "x - x", "0*x"])
def test_what_cancels_altogether_is_zero(text):
    assert factored(in_symbols(text)) == 0


@pytest.mark.parametrize(
    "text",
    [
        *RATIONAL, "(1 - tanh(x)**2)*(1 - tanh(x))", "sigmoid(x)*(1 - sigmoid(x))*2*(x + 1)",
        "sqrt(x**2 + 1)*x", "3*(-sigmoid(1 - x) - 1)*log(sigmoid(1 - x))**2", "x/sqrt(x + 1)",
        "exp(1)*x - exp(1)", "exp(x)*exp(y)", "max(x, y)*x + x", "(1 - sigmoid(x))/(sigmoid(x) - 1)",
        "(y - tanh(x))*(tanh(x) - y)*x",
    ],
)  # fmt: skip
def test_a_formula_is_written_as_if_sympy_had_factored_it(text, monkeypatch):
    expression = in_symbols(text)
    written = forms.tidy(expression)
    monkeypatch.setattr(forms, "factored", sympy.factor)
    assert written == forms.tidy(expression)


def test_a_denominator_that_vanishes_is_left_to_sympy():
    x = sympy.Symbol("x", real=True)
    expression = sympy.Mul(x, 1 / ((x + 1) ** 2 - x**2 - 2 * x - 1), evaluate=False)
    assert factored(expression) == sympy.factor(expression)
