"""A formula is read as what it says, in whichever of many ways it is typed."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import ast
import random

import pytest

from graders.reading import Expression, Unreadable, Value, read
from reference.formula_values import points, value_at
from reference.rules import parse

SYMBOLS = ("w1", "w2", "x1", "x2", "yhat", "eta")
WANTED = Expression(SYMBOLS, tuple({"w1": "w_1", "x1": "x_{1}", "yhat": r"\hat{y}", "eta": r"\eta"}.items()))
NAMES = {
    "w1": ("w1", "w_1", "w_{1}", "w₁", "W1"), "w2": ("w2", "w_2", "w₂"), "x1": ("x1", "x_{1}", "x₁", "X_1"),
    "x2": ("x2", "x_2", "x₂", "𝑥₂"), "yhat": ("yhat", "ŷ", r"\hat{y}", r"\hat y"),
    "eta": ("eta", "η", r"\eta"),
}  # fmt: skip
FUNCTIONS = {
    "sigmoid": ("sigmoid", "σ", r"\sigma", "Sigmoid", "logistic", r"\mathrm{sigmoid}"),
    "sigmoid_grad": ("σ'", r"\sigma'", "sigmoid'", "σ′", r"\sigma^{\prime}", "sigmoid_prime"),
    "tanh": ("tanh", r"\tanh", "np.tanh"), "relu": ("relu", "ReLU", r"\operatorname{ReLU}"),
    "log": ("log", "ln", r"\ln", r"\log", "math.log"), "exp": ("exp", r"\exp", "e^", "np.exp"),
    "sqrt": ("sqrt", r"\sqrt", "√"),
}  # fmt: skip
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUM, PRODUCT, POWER, ATOM = range(4)


class Typist:
    """Types a rule's tree as a person might, each time otherwise."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def rule(self, depth):
        """A random rule."""
        draw = self.random
        if depth == 0 or draw.random() < 0.15:
            return draw.choice(SYMBOLS) if draw.random() < 0.75 else draw.choice(["1", "2", "3", "0.5", "10"])
        kind = draw.random()
        if kind < 0.55:
            return f"({self.rule(depth - 1)} {draw.choice('+-**/')} {self.rule(depth - 1)})"
        if kind < 0.65:
            return f"(-{self.rule(depth - 1)})"
        if kind < 0.75:
            return f"({self.rule(depth - 1)})**{draw.choice([2, 3])}"
        return f"{draw.choice(list(FUNCTIONS))}({self.rule(depth - 1)})"

    def within(self, node, level):
        text, own = self.typed(node)
        if own >= level:
            return text
        left, right = self.random.choice([("(", ")"), ("[", "]"), (r"\left(", r"\right)"), ("( ", " )")])
        return f"{left}{text}{right}"

    def typed(self, node):
        """The text of a tree, and how tightly it binds."""
        pick = self.random.choice
        match node:
            case ast.Name(id=name):
                return pick(NAMES[name]) + pick(["", "", " "]), ATOM
            case ast.Constant(value=int() | float() as value):
                return pick([str(value), f"{value}.0" if isinstance(value, int) else f"{value}0"]), ATOM
            case ast.UnaryOp(operand=operand):
                return pick(["-", "−", "- "]) + self.within(operand, PRODUCT), SUM
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                sign = "+" if isinstance(op, ast.Add) else pick("-−")
                space = pick(["", " "])
                return f"{self.within(left, SUM)}{space}{sign}{space}{self.within(right, PRODUCT)}", SUM
            case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int() as value)):
                raised = pick([f"^{value}", f"**{value}", f"^{{{value}}}", f"^({value})"])
                base = self.within(left, ATOM)
                if pick([True, False]):
                    raised = str(value).translate(SUPERSCRIPTS)
                return base.rstrip() + raised, POWER
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return self.product(self.within(left, PRODUCT), right), PRODUCT
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                if pick([True, False]):
                    return rf"\frac{{{self.typed(left)[0]}}}{{{self.typed(right)[0]}}}", PRODUCT
                return (
                    f"{self.within(left, PRODUCT)}{pick(['/', ' / ', '÷'])}{self.within(right, POWER)}",
                    PRODUCT,
                )
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                word = pick(FUNCTIONS[name])
                opening, closing = pick([("(", ")"), ("[", "]")])
                if word in ("e^", r"\sqrt"):
                    opening, closing = "{", "}"
                inside = f"{word}{opening}{self.typed(argument)[0]}{closing}"
                return inside, POWER if word == "e^" else ATOM
        raise AssertionError(ast.dump(node))

    def product(self, left, right):
        """Two factors, the sign left out where nothing else could be meant."""
        text = self.within(right, POWER)
        sign = self.random.choice(["*", " * ", "·", "×", r"\cdot ", "", " "])
        bare = sign.strip() == "" and (text[0].isdigit() or text[0] == "e")
        nothing = "" if text[0] in "([" else " "
        return f"{left}{' * ' if bare else sign or nothing}{text}"


@pytest.mark.parametrize("seed", range(8))
def test_what_is_typed_in_many_ways_is_read_as_it_was_meant(seed):
    typist = Typist(seed)
    compared = 0
    for _ in range(150):
        rule = typist.rule(4)
        text, _ = typist.typed(parse(rule).tree)
        found = read(text, WANTED)
        if isinstance(found, Unreadable) and ("index or a factor" in found.reason or "long" in found.reason):
            continue
        assert isinstance(found, Value), (rule, text, found)
        for point in points(SYMBOLS, count=8):
            mine, theirs = value_at(rule, point), value_at(found.value, point)
            assert (mine is None) == (theirs is None), (rule, text, found)
            if mine is not None:
                assert theirs == pytest.approx(mine, rel=1e-6, abs=1e-9), (rule, text, found)
                compared += 1
    assert compared > 400


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("w1x1", "w1*x1"),
        ("w1 x1", "w1*x1"),
        ("2x1", "2*x1"),
        ("x1x2", "x1*x2"),
        ("x1yhat", "x1*yhat"),
        ("η(ŷ - 1)x1", "eta*(yhat - 1)*x1"),
        ("σ(x1)(1-σ(x1))", "sigmoid(x1)*(1 - sigmoid(x1))"),
        ("-x1/(1-x1)", "-x1/(1 - x1)"),
        ("1/2x1", "1/2*x1"),
        ("-x1^2", "-x1**2"),
        ("x1^x2^2", "x1**x2**2"),
        ("x^2_1", "x1**2"),
        ("e^-x1", "exp(-x1)"),
        ("e**(-x1)", "exp(-x1)"),
        ("x1e^{x2}", "x1*exp(x2)"),
        ("ln x1 + 1", "log(x1) + 1"),
        ("log 2x1", "log(2*x1)"),
        ("tanh²(x1)", "tanh(x1)**2"),
        ("2e3x1", "2000.0*x1"),
        ("|x1|", "max(x1, -x1)"),
        ("1(x1>0)", "1 if x1 > 0 else 0"),
        ("max(0, x1)", "max(0, x1)"),
        ("lrelu(x1, 0.1)", "leaky_relu(x1, 0.1)"),
        ("log_2 x1", "log(x1)/log(2)"),
        (r"\sqrt[3]{x1}", "x1**(1/3)"),
    ],
)
def test_the_rule_that_a_text_becomes(text, rule):
    found = read(text, WANTED)
    assert isinstance(found, Value)
    assert found.value == found.shown == rule


def test_a_run_of_letters_that_may_be_two_things_is_not_read():
    wanted = Expression(("a", "ab", "b", "bc", "c"))
    assert isinstance(read("ab", wanted), Value)
    found = read("2abc", wanted)
    assert isinstance(found, Unreadable)
    assert found.position == 1
    assert found.reason == "'abc' may be a*bc or ab*c; write the * that is meant"


def test_upper_and_lower_case_are_the_same_unless_both_are_symbols():
    found = read("X*Y", Expression(("x", "y")))
    assert isinstance(found, Value)
    assert found.value == "x*y"
    found = read("W x + w", Expression(("W", "w", "x")))
    assert isinstance(found, Value)
    assert found.value == "W*x + w"


def test_a_symbol_goes_before_a_function_or_constant_of_its_name():
    found = read("e sigma + log(pi)", Expression(("e", "sigma", "pi")))
    assert isinstance(found, Value)
    assert found.value == "e*sigma + log(pi)"


def test_layers_of_two_conventions():
    names = ("W1_1_2", "W2_1_1", "b1_1")
    for left, right in ("()", "[]"):
        printed = tuple(
            (name, f"{letter}^{{{left}{layer}{right}}}_{{{rest}}}")
            for name, letter, layer, rest in zip(names, "wwb", "121", ("21", "11", "1"), strict=True)
        )
        wanted = Expression(names, printed)
        for text in (
            "w^(1)_21 w^(2)_11",
            "w^{[1]}_{21}w^{[2]}_{11}",
            "w_21^(1) * w_11^(2)",
            "w21 w11",
            "w1_21 w2_11",
        ):
            found = read(text, wanted)
            assert isinstance(found, Value), (text, found)
            assert found.value == "W1_1_2*W2_1_1"
        found = read("w^(3)_21", wanted)
        assert isinstance(found, Unreadable)


def test_every_formula_read_is_a_rule_in_the_symbols():
    for text in ("x1 w1", "ŷ", "e^x1", "1/2x1", "sech(x1)", "sgn(x1)", "softplus(x1)", "cosh x1"):
        found = read(text, WANTED)
        assert isinstance(found, Value)
        assert set(parse(found.value).names) <= set(SYMBOLS)
