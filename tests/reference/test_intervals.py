# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import ast
import math
import operator
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reference.derivation import Derivation
from reference.functions import FUNCTIONS
from reference.intervals import UndecidableError, interval_numbers
from reference.rules import parse
from reference.worlds import intervals

ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
COMPARED = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
ROUNDED = {
    "half up": lambda units: math.floor(abs(units) + Fraction(1, 2)) * (1 if units >= 0 else -1),
    "half even": round,
    "towards zero": math.trunc,
    "down": math.floor,
}


class Student:
    """Works a rule operation by operation in exact numbers, and rounds as the habit says."""

    def __init__(self, habit, decimals, draw, values):
        self.habit, self.scale, self.draw, self.values = habit, 10**decimals, draw, values

    def write_down(self, value):
        habit = self.habit
        if habit == "mix":
            habit = self.draw.choice([*ROUNDED, "full"])
        elif habit.startswith("now and then "):
            habit = habit.removeprefix("now and then ") if self.draw.random() < 0.5 else "full"
        return value if habit == "full" else Fraction(ROUNDED[habit](value * self.scale), self.scale)

    def work(self, node):
        match node:
            case ast.Name(id=name):
                return self.values[name]
            case ast.Constant(value=value):
                return Fraction(str(value))
            case ast.UnaryOp(operand=operand):
                return -self.work(operand)
            case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=power)):
                base = value = self.work(left)
                if self.draw.random() < 0.5 and power > 1:
                    return self.write_down(base**power)
                for _ in range(power - 1):
                    value = self.write_down(value * base)
                return value
            case ast.BinOp(left=left, op=op, right=right):
                return self.write_down(ARITHMETIC[type(op)](self.work(left), self.work(right)))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                outcome = COMPARED[type(test.ops[0])](self.work(test.left), self.work(test.comparators[0]))
                return self.work(body if outcome else orelse)
            case ast.Call(func=ast.Name(id=name), args=args):
                values = [self.work(arg) for arg in args]
                if name in ("max", "min"):
                    return {"max": max, "min": min}[name](values)
                if name == "relu":
                    return max(values[0], Fraction(0))
                shown = round(FUNCTIONS[name].value(*map(float, values)), 10)  # by a pocket calculator
                return self.write_down(Fraction(str(shown)))
        raise TypeError(ast.dump(node))


HABITS = [*ROUNDED, "full", "mix", *(f"now and then {habit}" for habit in ROUNDED)]
FUNCTIONS_TESTED = (
    "sigmoid", "tanh", "exp", "relu", "sigmoid_grad", "tanh_grad", "relu_grad", "log", "sqrt", "step",
)  # fmt: skip


def assert_students_land_inside(text, values, decimals, draw, *, students=8):
    """Work the text as many students; each must land in the interval. False if that is undecidable."""
    floats = {name: float(value) for name, value in values.items()}
    try:
        reach = Derivation.of({"value": text}).run(floats, world=intervals(decimals))["value"]
    except (ArithmeticError, ValueError):
        return False
    for _ in range(students):
        habit = draw.choice(HABITS)
        landed = float(Student(habit, decimals, draw, values).work(parse(text).tree))
        slack = 1e-9 * max(1.0, abs(landed))
        assert reach.lo - slack <= landed <= reach.hi + slack, (text, values, habit, landed, reach)
    return True


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 5))
def test_whoever_rounds_lands_inside_the_interval(expressions, seed, decimals):
    maker = expressions(seed)
    text = maker.text(["x", "y", "z", "w"], functions=FUNCTIONS_TESTED)
    reach = 3 * 10**decimals
    values = {name: Fraction(maker.random.randint(-reach, reach), 10**decimals) for name in "xyzw"}
    assume(assert_students_land_inside(text, values, decimals, maker.random))


def test_most_random_expressions_can_be_decided(expressions):
    decided = 0
    for seed in range(300):
        maker = expressions(seed)
        text = maker.text(["x", "y", "z"], functions=FUNCTIONS_TESTED)
        values = {name: Fraction(maker.random.randint(1, 30_000), 10_000) for name in "xyz"}
        decided += assert_students_land_inside(text, values, 4, maker.random)
    assert decided > 200


DECIMAL = st.integers(-(10**6), 10**6).map(lambda units: units / 10**4)


@given(st.lists(DECIMAL, min_size=1, max_size=6), st.lists(st.integers(-9, 9), min_size=6, max_size=6))
def test_sums_of_decimals_and_products_with_whole_numbers_widen_nothing(terms, factors):
    names = [f"t{k}" for k in range(len(terms))]
    text = " + ".join(f"{name}*{factor} - {name}" for name, factor in zip(names, factors, strict=False))
    inputs = dict(zip(names, terms, strict=True))
    reach = Derivation.of({"value": text}).run(inputs, world=intervals(4))["value"]
    assert reach.lo == reach.hi == Derivation.of({"value": text}).run(inputs)["value"]


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(1, 6))
def test_products_and_powers_of_known_numbers_that_come_out_even_widen_nothing(a, b, decimals):
    world = intervals(2 * decimals)
    x, y = a / 10**decimals, b / 10**decimals
    run = Derivation.of({"product": "x*y", "square": "x**2"}).run({"x": x, "y": y}, world=world)
    assert run["product"].lo == run["product"].hi == x * y
    assert run["square"].lo == run["square"].hi == x * x


def test_an_inexact_operation_widens_by_one_unit_of_the_last_decimal():
    numbers = interval_numbers(2)
    third = numbers(1, 1) / 3
    assert (third.lo, third.hi) == pytest.approx((1 / 3 - 0.01, 1 / 3 + 0.01))
    assert ((2 * third).lo, (2 * third).hi) == pytest.approx((2 / 3 - 0.02, 2 / 3 + 0.02))
    half = numbers(0.5, 0.5) * third
    assert (half.lo, half.hi) == pytest.approx((1 / 6 - 0.015, 1 / 6 + 0.015))


def test_a_quotient_of_numbers_in_a_rule_is_rounded_as_well():
    reach = Derivation.of({"value": "x*(2/3)"}).run({"x": 300}, world=intervals(2))["value"]
    assert reach.lo <= 300 * 0.66
    assert reach.hi >= 300 * 0.67


def test_a_given_number_with_more_decimals_than_the_paper_shows_may_be_rounded_in_a_sum():
    reach = Derivation.of({"value": "x + y"}).run({"x": 0.123, "y": 0.5}, world=intervals(2))["value"]
    assert reach.lo <= 0.62
    assert reach.hi >= 0.63


def test_a_function_that_comes_near_to_a_round_value_is_not_taken_to_reach_it():
    reach = Derivation.of({"value": "tanh(x)"}).run({"x": 12.4}, world=intervals(3))["value"]
    assert reach.lo <= 0.999
    exact = Derivation.of({"e": "exp(x)", "s": "sigmoid(x - x)", "t": "0.1 + 0.2 - y"})
    values = exact.run({"x": math.log(3), "y": 0.3}, world=intervals(6))
    assert all(interval.lo == interval.hi for interval in values.values())


def test_so_may_the_sum_and_the_maximum_of_it_and_a_number_that_was_rounded():
    for text in ("0.25 + x*x", "x*x + 0.25", "x*x - 0.25", "0.25 - x*x", "max(0.25, x*x/9) + 0"):
        reach = Derivation.of({"value": text}).run({"x": 1.1}, world=intervals(1))["value"]
        rule = parse(text).tree
        for habit in ROUNDED:
            landed = float(Student(habit, 1, None, {"x": Fraction(11, 10)}).work(rule))
            assert reach.lo - 1e-9 <= landed <= reach.hi + 1e-9, (text, habit)


def test_values_given_by_a_student_are_known_numbers():
    derivation = Derivation.of({"p": "x/3", "q": "p*x"})
    run = derivation.run({"x": 2}, world=intervals(2), given={"p": 0.67})
    assert (run["p"].lo, run["p"].hi) == (0.67, 0.67)
    assert run["q"].lo == run["q"].hi == 1.34


THIRD = "x/3"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"1 if {THIRD} < 0.34 else 0", "a comparison within reach"),
        (f"1 if {THIRD} >= 0.33 else 0", "a comparison within reach"),
        (f"1 if {THIRD} == 0.33 else 0", "a comparison within reach"),
        (f"1 if 0.33 != {THIRD} else 0", "a comparison within reach"),
        (f"relu_grad({THIRD} - 0.33)", "relu_grad within reach of its jump"),
        (f"leaky_relu_grad({THIRD} - 0.33, 0.1)", "leaky_relu_grad within reach of its jump"),
        (f"step({THIRD} - 0.33)", "step within reach of its jump"),
        (f"argmax({THIRD}, 0.33)", "argmax within reach of its jump"),
        (f"1/({THIRD} - 0.33)", "a divisor that may be zero"),
        (f"log({THIRD} - 0.33)", "an argument of log that may lie outside its domain"),
        (f"sqrt({THIRD} - 0.33)", "an argument of sqrt that may lie outside its domain"),
        ("relu_grad(x - 1)", "relu_grad within reach of its jump"),
        ("step(x - 1, 1)", "step within reach of its jump"),
        ("argmax(x, 1)", "argmax within reach of its jump"),
        (f"({THIRD} - 0.33)**0.5", "a power of a number that may not be positive"),
    ],
)
def test_what_rounding_decides_is_undecidable(text, sentence):
    with pytest.raises(UndecidableError, match=sentence):
        Derivation.of({"value": text}).run({"x": 1}, world=intervals(2))


@pytest.mark.parametrize(
    "text",
    [
        *(f"1 if x + 0.2 {sign} 0.3 else 0" for sign in ("<", "<=", ">", ">=", "==", "!=")),
        *("1/(x + 0.2 - 0.3)", "1/(0.3 - x - 0.2)", "log(x + 0.2 - 0.3)", "sqrt(x + 0.2 - 0.3)"),
    ],
)
def test_what_float_noise_decides_is_undecidable(text):
    with pytest.raises(UndecidableError):
        Derivation.of({"value": text}).run({"x": 0.1}, world=intervals(2))


def test_a_divisor_that_is_zero_but_for_float_noise_is_undecidable():
    values = {"x": 1.6, "y": -1.9, "z": 1.3}
    with pytest.raises(UndecidableError, match="a divisor that may be zero"):
        Derivation.of({"value": "(x - y)/((y + x) - (z - x))"}).run(values, world=intervals(1))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"1 if {THIRD} < 0.35 else 0", 1),
        (f"1 if {THIRD} <= 0.3 else 0", 0),
        (f"1 if {THIRD} == 0.4 else 0", 0),
        ("1 if x == 1 else 0", 1),
        ("1 if x != 1 else 0", 0),
        ("1 if x >= 1 else 0", 1),
        ("relu_grad(x - 0.99)", 1),
        ("step(x - 1.01, 1)", 0),
        ("step(x - 0.99)", 1),
        (f"argmax({THIRD}, x, x - 1)", 2),
        ("argmax(x, x - 0.01)", 1),
        (f"leaky_relu_grad({THIRD}, 0.1)", 1),
        ("leaky_relu_grad(-x/3, 0.1)", 0.1),
        ("leaky_relu(x, 0.1)", 1),
        ("relu(-x/3)", 0),
    ],
)
def test_what_rounding_cannot_change_is_decided(text, value):
    reach = Derivation.of({"value": text}).run({"x": 1}, world=intervals(2))["value"]
    assert reach.lo == reach.hi == value


def test_leaky_relu_holds_both_its_pieces_where_rounding_may_cross_the_kink():
    reach = Derivation.of({"value": "leaky_relu(x/3 - 0.33, 0.5)"}).run({"x": 1}, world=intervals(2))["value"]
    assert reach.lo <= 0.5 * (1 / 3 - 0.34)
    assert reach.hi >= 1 / 3 + 0.01 - 0.33


def test_powers_of_powers_of_known_bases_hold_the_true_value():
    numbers = interval_numbers(3)
    x = numbers(-1.5, 2.0)
    for power in (2, 3, 4, 5):
        reach = x**power
        for k in range(36):
            value = (-1.5 + k / 10) ** power
            assert reach.lo <= value <= reach.hi
    assert (x**0).lo == (x**0).hi == 1
    assert (x**1).lo == x.lo
    inverse = numbers(1.0, 2.0) ** -2
    assert inverse.lo <= 0.25 < 1 <= inverse.hi
    two = 2 ** numbers(1.0, 1.5)
    assert two.lo <= 2 < 2**1.5 <= two.hi


def test_intervals_of_one_number_print_as_their_ends():
    assert repr(interval_numbers(1)(0.5, 1)) == "[0.5, 1]"


def test_intervals_work_with_plain_numbers_on_either_side():
    x = interval_numbers(2)(0.5, 1.5)
    for reach, lo, hi in (
        (x + 1, 1.5, 2.5),
        (1 + x, 1.5, 2.5),
        (x - 1, -0.5, 0.5),
        (1 - x, -0.5, 0.5),
        (-x, -1.5, -0.5),
        (x * -2, -3, -1),
        (-2 * x, -3, -1),
        (1 / x, 1 / 1.5 - 0.01, 2.01),
        (x / 2, 0.24, 0.76),
    ):
        assert (reach.lo, reach.hi) == pytest.approx((lo, hi))
    assert x > 0.4
    assert x < 2
    assert x != 7
