"""Formulas are equal when their values are, wherever they are defined, and only then."""

# mypy: allow-untyped-defs, allow-untyped-calls

import math
import time

import pytest

from reference.equality import equal
from reference.formula_values import Span, points

SYMBOLS = ("v", "w1", "w2", "x", "x1", "x2", "y")
Z = "w1*x1 + w2*x2"


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("0", "log(x1**2*x2**2) - log(x1**2) - log(x2**2)"),
        ("x", "(x + 100000000)**2/200000000 - x**2/200000000 - 50000000"),
        ("(x1 - x2)**6", "(x1**3 - 3*x1**2*x2 + 3*x1*x2**2 - x2**3)**2"),
        ("exp(-1000*(x + 10))", "exp(-500*(x + 10))**2"),
        ("log(1 + exp(x))", "log(1 + exp(-x)) + x"),
    ],
)
def test_what_only_rounding_errors_tell_apart_is_equal(key, other):
    assert equal(key, other, SYMBOLS)
    assert equal(other, key, SYMBOLS)


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("exp(-1000*(x + 10))", "0"),
        ("exp(-1000*(x + 10))", "exp(-2000*(x + 10))"),
        ("exp(-1000*(x + 10))", "exp(-1000*(x + 9))"),
        ("x*1e-14", "0"),
        ("x", "x + 1e-7"),
        ("exp(400*x)", "exp(400*x) + 1"),
        ("x", "(exp(x/100000) - 1)*100000"),
    ],
)
def test_what_floats_lose_is_not_taken_for_nothing(key, other):
    assert not equal(key, other, SYMBOLS)
    assert not equal(other, key, SYMBOLS)


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("relu(x - 3)", "0"),
        (f"relu({Z} - 5)", "0"),
        ("max(x1, x2, -9)", "max(x1, x2)"),
        (f"relu_grad({Z})*v", f"v if {Z} > 0.1 else 0"),
        ("relu_grad(x)*y", "y if x > 0.001 else 0"),
        ("step(x - 0.3)", "step(x - 0.301)"),
        ("leaky_relu(x, 0.01)", "relu(x)"),
        ("leaky_relu(x, y)", "max(x, y*x)"),
        ("relu(x)", "x"),
    ],
)
def test_a_corner_is_looked_at_from_both_sides(key, other):
    assert not equal(key, other, SYMBOLS)
    assert not equal(other, key, SYMBOLS)


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("leaky_relu(x, 0.01)", "max(x, 0.01*x)"),
        ("relu(x)", "(x + max(x, -x))/2"),
        ("relu(x - 3)", "x - 3 if x > 3 else 0"),
        ("relu(x)*(1 - tanh(x)**2)", "max(x, 0)*4/(exp(x) + exp(-x))**2"),
        ("relu(x1 + x2)**3", "relu(x1 + x2)*(x1**2 + 2*x1*x2 + x2**2)"),
        (f"relu_grad({Z})*v", f"v*relu({Z})/({Z})"),
        ("max(x1, x2, y)", "max(max(y, x2), x1)"),
    ],
)
def test_other_ways_to_write_a_corner_are_equal(key, other):
    assert equal(key, other, SYMBOLS)


def test_a_formula_without_corners_may_be_defined_elsewhere():
    assert equal("log(x1*x2)", "log(x1) + log(x2)", SYMBOLS)
    assert equal("log(x)", "log(max(x, -x))", SYMBOLS)
    assert equal("x", "exp(log(x))", SYMBOLS)
    assert equal("log(x - 100)", "log(-100 + x)", SYMBOLS)
    assert not equal("log(x - 100)", "log(x - 200)", SYMBOLS)


def test_with_corners_it_must_be_defined_where_the_key_is():
    assert not equal("relu_grad(x)*x1", "sqrt(x)**2/x*x1", SYMBOLS)
    assert not equal("relu(x)", "relu(x) + 0*log(x)", SYMBOLS)
    assert not equal("x", "x if x > 0 else log(x - 100)", SYMBOLS)


def test_a_stated_domain_decides_what_is_equal():
    labels = (("y", (0.0, 1.0)),)
    assert equal("y", "y**2", ("y",), labels)
    assert equal("(y - x)*x", "(y**3 - x)*x", ("x", "y"), labels)
    assert not equal("y", "y**2", ("y",))
    assert not equal("y", "2*y", ("y",), labels)
    positive = (("x", Span(0.5, 3.0)),)
    assert equal("x", "sqrt(x**2)", ("x",), positive)
    assert equal("relu(x)", "x", ("x",), positive)
    assert not equal("x", "sqrt(x**2)", ("x",))


def test_points_of_a_domain_lie_in_it():
    domain = (("x", Span(2.0, 3.0)), ("y", (0.0, 1.0)))
    for wide in (False, True):
        places = points(("x", "y", "z"), count=50, domain=domain, wide=wide)
        assert all(2 <= point["x"] <= 3 and point["y"] in (0, 1) for point in places)
        assert {point["y"] for point in places} == {0, 1}


@pytest.mark.parametrize(
    "other",
    [
        "x**99**9**9",
        "exp(exp(exp(exp(exp(exp(x))))))",
        "(9 + step(x))**99**99*x",
        "log(-1)*x",
        "x/(x - x)",
        "((((x**99)**99)**99)**99)**99",
        "1e15**(1e15*x)",
        "max(" + ", ".join(["x"] * 100) + ")**99 - relu(relu(relu(x)))",
    ],
)
def test_nothing_takes_long_to_compare(other):
    begin = time.process_time()
    for key in ("x", "relu(x)", "exp(-1000*(x + 10))"):
        assert not equal(key, other, SYMBOLS)
    assert time.process_time() - begin < 1


MEANINGS = (("z", "w1*x1"),)


@pytest.mark.parametrize(
    ("key", "other", "same"),
    [
        ("z*y", "w1*x1*y", True),
        ("w1*x1*y", "z*y", True),
        ("z*y + z", "(y + 1)*z", True),
        ("z*y", "w2*x2*y", False),
        ("z*y", "x1*y", False),
        ("z*y", "(z + 1e-7)*y", False),
        ("z*y", "unknown*y", False),
        ("z*y", "z*)", False),
        ("relu(z)", "relu(w1*x1)", True),
        ("relu(z)", "z", False),
    ],
)
def test_a_name_stands_for_its_meaning(key, other, same):
    assert equal(key, other, SYMBOLS, meanings=MEANINGS) == same


def test_points_hold_the_values_of_meanings_and_none_without():
    means = (("z", "w1*x1 + 1"), ("l", "log(w1)"))
    plain, found = points(("w1", "x1"), count=20), points(("w1", "x1"), count=20, meanings=means)
    assert [{"w1": at["w1"], "x1": at["x1"]} for at in found] == [at for at in plain if at["w1"] > 0]
    assert 0 < len(found) < 20
    assert all(at["z"] == at["w1"] * at["x1"] + 1 and at["l"] == math.log(at["w1"]) for at in found)
