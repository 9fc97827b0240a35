"""Answers settle from a working, are accepted within what is printed, and print themselves."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.answers import ANSWERS
from generator.answers.answer import WIDEST
from generator.answers.array import Array
from generator.answers.choice import Choice
from generator.answers.expression import Expression
from generator.answers.integer import Integer
from generator.answers.number import Number
from generator.answers.realises import Realises
from generator.working import Working
from reference.derivation import Derivation
from reference.numerals import round_half_up


def worked(rules, *, decimals=4, asked=None, **inputs):
    derivation = Derivation.of(rules)
    return Working(derivation, asked or (derivation.steps[-1].name,), inputs, decimals)


def number(rule, *, decimals=4, **inputs):
    return Number.settle(worked({"out": rule}, decimals=decimals, **inputs), ("out",))


def array(*rules, decimals=2, **inputs):
    names = tuple(f"p_{k}" for k in range(1, len(rules) + 1))
    return Array.settle(
        worked(dict(zip(names, rules, strict=True)), decimals=decimals, asked=names, **inputs), names
    )


# --- Integer


def test_an_integer_accepts_only_itself():
    answer = Integer.settle(worked({"out": "a*b"}, a=12, b=3), ("out",))
    assert (answer.value, answer.shown, answer.margin) == (36, "36", "")
    assert answer.accepts(36)
    assert not answer.accepts(37)
    assert not answer.accepts(36.5)
    assert not answer.accepts("36 parameters")


# --- Number


def test_a_numbers_shown_text_has_the_papers_decimals():
    assert number("1/a", a=3).shown == "0.3333"
    assert number("a/b", a=2, b=4).shown == "0.5", "an exact one needs no zeros"


def test_an_exact_number_has_no_tolerance():
    answer = number("a*b", a=0.5, b=3)
    assert answer.tolerance == 0
    assert answer.margin == ""
    assert answer.accepts(1.5)
    assert not answer.accepts(1.5001)


def test_an_inexact_number_forgives_at_least_the_last_printed_digit():
    answer = number("1/a", a=3)
    assert answer.tolerance >= 0.0001
    assert answer.accepts(0.3333)
    assert answer.accepts(0.3334)


@given(st.integers(1, 10_000), st.integers(2, 97), st.integers(2, 6))
def test_the_tolerance_that_is_printed_is_the_one_that_is_used(a, b, decimals):
    answer = number("a/b", a=a, b=b, decimals=decimals)
    assume(answer.tolerance)
    assert float(answer.margin) == answer.tolerance
    assert answer.accepted == f"±{answer.margin}"
    assert len(answer.margin.lstrip("0.")) <= 2, "two digits are enough to say it"
    assert answer.to_json()["tolerance"] == answer.tolerance


@given(st.integers(1, 10_000), st.integers(2, 97), st.integers(2, 6))
def test_a_number_is_accepted_up_to_its_tolerance_and_not_beyond(a, b, decimals):
    answer = number("a/b", a=a, b=b, decimals=decimals)
    assume(answer.tolerance)
    for sign in (-1, 1):
        assert answer.accepts(answer.value + sign * answer.tolerance)
        assert not answer.accepts(answer.value + sign * (answer.tolerance * 1.01 + 1e-6 * abs(answer.value)))


@given(st.integers(-10_000, 10_000), st.integers(2, 97), st.integers(2, 6))
def test_a_number_accepts_what_it_shows(a, b, decimals):
    answer = number("a/b", a=a, b=b, decimals=decimals)
    assert answer.accepts(float(answer.shown))


@given(st.floats(0.1, 5), st.floats(0.1, 5), st.integers(3, 6))
def test_rounding_down_up_or_not_at_every_step_is_accepted(a, b, decimals):
    a, b = round(a, 1), round(b, 1)
    rules = {"z": "a*b", "s": "sigmoid(z)", "q": "s/b", "out": "q*q + s"}
    working = worked(rules, decimals=decimals, a=a, b=b)
    answer = Number.settle(working, ("out",))
    scale = 10**decimals
    for way in (lambda v: math.floor(v + 1e-6), lambda v: math.ceil(v - 1e-6), round):
        rounded = working.whole.run(working.inputs, shown=lambda value, way=way: way(value * scale) / scale)
        assert answer.accepts(rounded["out"])


def test_an_answer_that_prints_as_zero_is_unfair():
    answer = number("a/b", a=0.001, b=1000)
    assert answer.shown == "0"
    assert answer.unfair == "the answer prints as zero"


def test_an_answer_whose_tolerance_is_wider_than_two_percent_is_unfair():
    answer = number("a/b", a=1, b=300)
    assert answer.tolerance > WIDEST * answer.value
    assert answer.unfair == "honest rounding reaches further than 2 % of the answer"
    assert number("a/b", a=100, b=3).unfair == ""


def test_an_answer_at_a_kink_is_unfair():
    derivation = {"third": "a/3", "out": "5 if third > 0.33333 else 7"}
    answer = Number.settle(worked(derivation, a=1), ("out",))
    assert answer.unfair


def test_two_derivations_agree_to_nine_digits():
    answer = number("1/a", a=3)
    assert answer.agrees(1 / 3 * (1 + 1e-10))
    assert not answer.agrees(1 / 3 * (1 + 1e-8))
    assert not answer.agrees(-1 / 3)
    assert not answer.agrees(math.nan)


def test_nan_is_never_accepted():
    assert not number("1/a", a=3).accepts(math.nan)
    assert not number("a*2", a=3).accepts(math.nan)
    assert not array("1/a", "2/a", a=7).accepts((math.nan, 2 / 7))


# --- Array


def test_an_array_shows_each_entry_with_the_papers_decimals():
    answer = array("1/a", "a/7", a=3)
    assert answer.shown == "(0.33, 0.43)"
    assert array("a/2", "a*2", a=3).shown == "(1.5, 6)"


def test_every_entry_of_an_array_must_be_right():
    answer = array("1/a", "a/7", a=3)
    assert answer.accepts([0.33, 0.43])
    assert not answer.accepts([0.33, 0.53])
    assert not answer.accepts([0.43, 0.33])


@pytest.mark.parametrize("value", [[], [0.33], [0.33, 0.43, 0.1]])
def test_an_array_of_another_length_is_wrong_not_an_error(value):
    assert not array("1/a", "a/7", a=3).accepts(value)


def test_each_entry_has_a_tolerance_of_its_own():
    answer = array("1/a", "100/a*a/3", a=7)
    assert len(answer.tolerance) == 2
    assert answer.tolerance[1] > answer.tolerance[0]
    assert answer.to_json()["tolerance"] == list(answer.tolerance)


def test_an_array_with_an_entry_that_prints_as_zero_is_unfair():
    assert array("1/a", "0.001/a", a=3).unfair == "an entry of the answer prints as zero"


def matrix(*rules, shape, **inputs):
    names = tuple(f"p_{k}" for k in range(1, len(rules) + 1))
    working = worked(dict(zip(names, rules, strict=True)), decimals=2, asked=names, **inputs)
    return Array.settle(working, names, shape=shape, zeros=True)


def test_a_matrix_is_shown_and_handed_in_row_by_row():
    answer = matrix("1/a", "a/7", "2/a", "-a/7", "a", "5/a", shape=(2, 3), a=3)
    assert answer.shown == "[[0.33, 0.43, 0.67], [-0.43, 3.00, 1.67]]"
    assert answer.latex(answer.value) == (
        r"$\begin{pmatrix} 0.33 & 0.43 & 0.67 \\ -0.43 & 3.00 & 1.67 \end{pmatrix}$"
    )
    assert answer.wrote(answer.value) == "[0.33, 0.43, 0.67; −0.43, 3.00, 1.67]"
    assert answer.accepts([[0.33, 0.43, 0.67], [-0.43, 3, 1.67]])
    assert answer.agrees([[1 / 3, 3 / 7, 2 / 3], [-3 / 7, 3, 5 / 3]])
    assert [len(row) for row in answer.to_json()["value"]] == [3, 3]
    assert [len(row) for row in answer.to_json()["tolerance"]] == [3, 3]


@pytest.mark.parametrize(
    "value",
    [
        [[0.33, -0.43], [0.43, 3], [0.67, 1.67]],
        [[0.33, 0.43], [0.67, -0.43], [3, 1.67]],
        [[0.33, 0.43, 0.67]],
        [[0.33, 0.43, 0.67], [-0.43, 3]],
        [],
    ],
)
def test_a_matrix_of_another_shape_is_wrong_not_an_error(value):
    answer = matrix("1/a", "a/7", "2/a", "-a/7", "a", "5/a", shape=(2, 3), a=3)
    assert not answer.accepts(value)


def test_a_list_of_rows_is_no_list_of_numbers():
    assert not array("1/a", "a/7", a=3).accepts([[0.33, 0.43]])


def test_entries_may_be_zero_where_that_is_allowed_and_nothing_else_can_be_reached():
    dead = matrix("relu(a)/7", "10/a", "relu(a)*a/7", "10*a/7", shape=(2, 2), a=-3)
    assert dead.unfair == ""
    assert dead.shown == "[[0, -3.33], [0, -4.29]]"
    assert dead.accepts([[0, -3.33], [0, -4.29]])
    assert not dead.accepts([[0.01, -3.33], [0, -4.29]]), "what is known to be 0 needs no tolerance"
    assert matrix("0.001/a", "1/a", shape=(1, 2), a=3).unfair == "an entry of the answer prints as zero"
    cancels = matrix("sigmoid(a) - sigmoid(a)", "1/a", shape=(1, 2), a=3)
    assert cancels.unfair == "an entry of the answer prints as zero", "rounding may leave something"
    assert matrix("a - a", "a - a", "1/a", shape=(1, 3), a=3).unfair == "most entries of the answer are zero"


def test_an_array_agrees_relative_to_its_largest_entry():
    answer = array("1/a", "1000000/a", a=3)
    assert answer.agrees((1 / 3 + 1e-5, 1e6 / 3))
    assert not answer.agrees((1 / 3, 1e6 / 3 + 1e-2))
    assert not answer.agrees((1 / 3,))


# --- Expression


def formula(rule, *names):
    return Expression(rule, rule, names)


def test_a_formula_is_right_in_any_form():
    answer = formula("(1 - sigmoid(w*x))*x", "w", "x")
    for same in ("x - x*sigmoid(w*x)", "x*sigmoid(-w*x)", "x/(1 + exp(w*x))", "(1 - 1/(1 + exp(-x*w)))*x"):
        assert answer.accepts(same), same


def test_a_name_that_the_paper_defines_is_its_formula():
    meanings = (("z", "w*x"), ("yhat", "sigmoid(w*x)"))
    answer = Expression("(yhat - y)*x", "(yhat - y)*x", ("w", "x", "y"), meanings=meanings)
    for same in ("(yhat - y)*x", "(sigmoid(z) - y)*x", "(sigmoid(w*x) - y)*x", "x*yhat - x*y"):
        assert answer.accepts(same), same
    for other in ("(z - y)*x", "(yhat - y)*z", "(sigmoid(q) - y)*x"):
        assert not answer.accepts(other), other
    assert answer.agrees(lambda at: (at["yhat"] - at["y"]) * at["x"])
    assert not answer.agrees(lambda at: (at["z"] - at["y"]) * at["x"])
    assert list(answer.other_forms())[-1] == "((sigmoid(w*x)) - y)*x"
    assert answer.to_json()["symbols"] == ["w", "x", "y", "z", "yhat"]
    assert answer.to_json()["meanings"] == dict(meanings)


def test_an_activation_that_is_not_said_is_no_particular_one():
    answer = Expression("g_prime(z)*x", "g_prime(z)*x", ("z", "x"))
    assert answer.accepts("x*g_prime(z)")
    for other in ("g_of(z)*x", "g_of(z)*(1 - g_of(z))*x", "(1 - g_of(z)**2)*x", "relu_grad(z)*x", "x"):
        assert not answer.accepts(other), other


def test_a_formula_that_differs_is_wrong():
    answer = formula("(1 - sigmoid(w*x))*x", "w", "x")
    for other in (
        "(1 - sigmoid(w*x))*w",
        "sigmoid(w*x)*x",
        "1 - sigmoid(w*x)",
        "x",
        "0",
        "(1 - sigmoid(w*x))*x + 0.000001*x",
    ):
        assert not answer.accepts(other), other


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x +",
        "__import__('os')",
        "x.__class__",
        "q*x",
        "lambda: x",
        "log(-1)",
        "9**9**9",
        "x**9**9**9",
        "x*9**99999999",
        "1/0",
        "nan",
        "x" * 50_000,
        "(" * 9999,
    ],
)
def test_what_is_no_formula_is_not_accepted(text):
    assert not formula("x*w", "w", "x").accepts(text)


def test_other_forms_of_a_formula_are_accepted():
    answer = formula("-sigmoid(w1*x1 + w2*x2)*x1", "w1", "w2", "x1", "x2")
    forms = list(answer.other_forms())
    assert len(set(forms)) > 2
    assert all(answer.accepts(form) for form in forms)


def test_a_derivative_that_is_zero_everywhere_is_unfair():
    assert formula("0", "x").unfair
    assert not formula("x", "x").unfair


def test_a_formula_is_compared_with_a_function_that_knows_no_formula():
    answer = formula("2*x", "x")
    assert answer.agrees(lambda point: 2 * point["x"])
    assert not answer.agrees(lambda point: 2.00001 * point["x"])
    assert not answer.agrees(lambda _: None), "nothing to compare is no agreement"
    assert not answer.agrees(lambda _: math.nan), "neither is something that is no number"


# --- Choice


def test_a_native_choice_is_the_letter_of_the_steps_number():
    answer = Choice.settle(
        worked({"predicted": "2 if a > b else 1"}, a=3, b=1), ("predicted",), options=("one", "two")
    )
    assert (answer.value, answer.shown, answer.right) == ("B", "B", 1)
    assert answer.accepts("B")
    assert not answer.accepts("A")
    assert answer.agrees("B")
    assert answer.agrees(2)
    assert not answer.agrees(1)
    assert answer.to_json()["options"] == ["one", "two"]


def test_a_tie_that_rounding_decides_makes_a_choice_unfair():
    rules = {"third": "a/3", "predicted": "2 if third > 0.33333 else 1"}
    answer = Choice.settle(worked(rules, a=1), ("predicted",), options=("one", "two"))
    assert answer.unfair


# --- Realises


def test_any_filling_that_does_what_was_asked_is_right():
    working = worked({"put_w": "w", "put_b": "b"}, asked=("put_w", "put_b"), w=1, b=-0.5)
    answer = Realises.settle(
        working,
        ("put_w", "put_b"),
        outputs=lambda v: (0, int(v["w"] > 0 > v["b"])),
        printed=str,
        table=(0, 1),
    )
    assert answer.shown == "w = 1, b = -0.5"
    assert answer.accepts({"w": 9, "b": -7})
    assert not answer.accepts({"w": -9, "b": -7})
    assert answer.agrees(lambda value: value == {"w": 1, "b": -0.5})


def test_the_key_names_a_single_blank_once():
    working = worked({"put_w": "w", "put_b": "b"}, asked=("put_w", "put_b"), w=2, b=-3)

    def key(*steps):
        answer = Realises.settle(
            working, steps, outputs=lambda _: (1,), printed=lambda filled: f"{len(filled)} blanks", table=(1,)
        )
        return answer.key_text

    assert key("put_w") == "`2`", "its name stands before it"
    assert key("put_w", "put_b") == "2 blanks"


# --- all


def test_every_type_is_found_by_its_name():
    assert {"integer", "number", "array", "expression", "choice", "realises"} <= set(ANSWERS)
    for name in ("integer", "number", "array", "expression", "choice", "realises"):
        assert ANSWERS[name].type == name


@given(st.floats(1e-7, 1e3))
def test_a_tolerance_is_rounded_outwards(value):
    from generator.answers.rounding import outward

    assert value <= outward(value) <= value * 1.11
    assert re.fullmatch(r"\d\.\de[+-]\d+", f"{outward(value):.1e}")
    assert float(f"{outward(value):.1e}") == pytest.approx(outward(value), rel=1e-12)


def test_more_decimals_mean_a_smaller_tolerance():
    sizes = [number("sigmoid(a)*b", a=0.3, b=1.7, decimals=d).tolerance for d in range(2, 8)]
    assert all(a > b for a, b in pairwise(sizes))
    assert round_half_up(0.125, 2) == 0.13
