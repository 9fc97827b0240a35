# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import random

import pytest
import sympy

from reference import forms
from reference.derivation import Derivation
from reference.derivations.chain_rule import LETTERS, partial, put_in
from reference.mistakes import catalogue
from reference.rules import RuleError, parse
from reference.symbolic import ReLU, Sigmoid
from reference.worlds import complex_world, symbol_world

Z = "w1*x1 + w2*x2"
LIKELIHOOD = f"y*log(sigmoid({Z})) + (1 - y)*log(1 - sigmoid({Z}))"
LECTURES = [
    "x1*(x1 + x2)",
    "log(x1) + log(x2)",
    "log(1 - x1)",
    f"sigmoid({Z})",
    f"tanh({Z})",
    "exp(-w1*x1)",
    f"1/2*({Z} - y)**2",
    LIKELIHOOD,
    f"-({LIKELIHOOD})",
    f"log(1 + exp(-y*({Z})))",
    f"log(sigmoid(y*({Z})))",
    f"1/2*(sigmoid({Z}) - y)**2",
    f"log(1 - sigmoid({Z}))",
    f"v*sigmoid({Z}) + w2",
    f"sigmoid(v*tanh({Z}))",
    f"1/2*(v*tanh({Z}) - y)**2",
    f"log(sigmoid(v*sigmoid({Z})))",
    f"v*relu({Z})",
    f"sqrt(1 + ({Z})**2)",
    "x1/(x1 + x2)",
    "x1**3 - 2*x1**2 + x1**1 + x1**0",
    "(x1 - x2)/(x1**2 + 1)",
    "x1**-2*x2",
    "exp(x1)/(exp(x1) + exp(x2))",
    "-x1 - (-x2) - (-(x1*x2))",
    "sigmoid(x1)*sigmoid(x1)",
    "tanh(tanh(x1))",
    "x1**0.5",
    "2",
    "x2*3",
]
SYMPY = {
    "sigmoid": Sigmoid,
    "tanh": sympy.tanh,
    "relu": ReLU,
    "exp": sympy.exp,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
}


def symbols_of(rule):
    return {name: sympy.Symbol(name, real=True) for name in rule.names}


def assert_derivative_is_sympys_and_the_complex_steps(expression, variable):
    derivation = partial(expression, variable)
    names = symbols_of(parse(expression))
    worked = derivation.run(names, world=symbol_world())["Df"]
    tidied = forms.tidy(worked)
    composed = sympy.sympify(expression, locals={**SYMPY, **names})
    independent = sympy.lambdify(
        list(names.values()),
        sympy.diff(composed, names[variable]),
        modules=[
            {
                "Sigmoid": lambda z: 1 / (1 + sympy.exp(-z).evalf()),
                "ReLU": lambda z: max(z, 0),
                "ReLUPrime": lambda z: float(z >= 0),
            },
            "math",
        ],
    )
    whole, compared = Derivation.of({"f": expression}), 0
    for point in forms.points(tuple(names), count=24):
        value = forms.value_at(expression, point)
        if value is None:
            continue
        slope = derivation.run(point)["Df"]
        scale = max(1.0, abs(slope))
        moved = whole.run({**point, variable: point[variable] + 1e-30j}, world=complex_world())["f"]
        assert abs(slope - moved.imag / 1e-30) < 1e-9 * scale, (expression, variable, point)
        assert abs(slope - float(independent(*point.values()))) < 1e-9 * scale, (expression, variable, point)
        assert abs(slope - forms.value_at(tidied, point)) < 1e-9 * scale, (expression, variable, tidied)
        compared += 1
    return compared


@pytest.mark.parametrize("expression", LECTURES)
def test_derivatives_of_the_lectures_expressions_are_those_of_sympy_and_of_the_complex_step(expression):
    for variable in parse(expression).names:
        assert assert_derivative_is_sympys_and_the_complex_steps(expression, variable) >= 6


def test_derivatives_of_random_expressions_are_those_of_sympy_and_of_the_complex_step(expressions):
    compared = 0
    for seed in range(60):
        maker = expressions(seed)
        functions = ("sigmoid", "tanh", "exp", "log", "relu")
        text = maker.text(["x1", "x2", "w1"], depth=3, functions=functions, conditions=False)
        names = parse(text).names
        if names:
            variable = maker.random.choice(names)
            try:
                compared += assert_derivative_is_sympys_and_the_complex_steps(text, variable)
            except (RuleError, ArithmeticError, RecursionError):
                continue
    assert compared > 500


def test_each_thing_that_students_get_wrong_is_a_step_of_its_own():
    assert partial(put_in(LIKELIHOOD, {"y": 0}).text, "w1").rules == {
        "u1": "w1 * x1 + w2 * x2", "p1": "sigmoid(u1)", "u2": "1 - p1", "l1": "log(u2)", "f": "l1",
        "Du1": "x1", "gp1": "p1*(1 - p1)", "Dp1": "gp1 * Du1", "Du2": "-Dp1", "gl1": "1/u2",
        "Dl1": "gl1 * Du2", "Df": "Dl1",
    }  # fmt: skip


def test_the_same_inner_call_is_worked_once():
    rules = partial(LIKELIHOOD, "w1").rules
    assert sum(rule.startswith("sigmoid(") for rule in rules.values()) == 1


@pytest.mark.parametrize(
    ("expression", "at", "text"),
    [
        (LIKELIHOOD, {"y": 1}, f"log(sigmoid({Z}))".replace("*", " * ")),
        (LIKELIHOOD, {"y": 0}, f"log(1 - sigmoid({Z}))".replace("*", " * ")),
        ("1/2*(tanh(x) - y)**2", {"y": -1}, "1 / 2 * (tanh(x) + 1) ** 2"),
        ("log(1 + exp(-y*(w*x)))", {"y": -1}, "log(1 + exp(w * x))"),
        ("log(1 + exp(-y*(w*x)))", {"y": 1}, "log(1 + exp(-(w * x)))"),
        ("y**2*x + y", {"y": -2}, "4 * x - 2"),
        ("x/y", {"y": 1}, "x"),
        ("x - y", {"y": 0}, "x"),
        ("y - x", {"y": 0}, "-x"),
        ("x*(y + z)", {"y": 0.1, "z": 0.2}, "x * 0.3"),
        ("0/x + y", {"y": 3}, "3"),
        ("x", {"y": 3}, "x"),
    ],
)
def test_numbers_are_put_in_and_what_vanishes_is_left_out(expression, at, text):
    assert put_in(expression, at).text == text


def test_putting_numbers_in_keeps_the_value(expressions):
    compared = 0
    for seed in range(400):
        maker = expressions(seed)
        text = maker.text(["x", "y", "w"], depth=4, functions=("sigmoid", "tanh", "exp"), conditions=False)
        at = {"y": random.Random(seed).choice([-2, -1, -0.5, 0, 0.5, 1, 2])}
        after = put_in(text, at)
        assert "y" not in after.names
        for x in (-1.3, 0.7):
            value = forms.value_at(text, {"x": x, "w": 0.4, **at})
            if value is not None and abs(value) < 1e9:
                assert forms.value_at(after.text, {"x": x, "w": 0.4}) == pytest.approx(
                    value, rel=1e-9, abs=1e-9
                )
                compared += 1
    assert compared > 500


@pytest.mark.parametrize(
    ("expression", "variable", "sentence"),
    [
        ("x + y", "z", "'x \\+ y' does not contain z; its names are x, y"),
        ("2", "z", "'2' does not contain z; its names are none"),
        ("max(x, y)", "x", f"the derivative of max is not known here; known: {', '.join(LETTERS)}"),
        ("x if x > 0 else 1", "x", "can't be differentiated here; use sums, products, quotients, powers"),
        ("2**x", "x", "'2 \\*\\* x' can't be differentiated here; exponents must be numbers"),
        ("x @ x", "x", "can't be differentiated here"),
        ("x.T", "x", "can't be differentiated here"),
        ("u1 + exp(2*x)", "x", "step u1: defined twice, or an input as well"),
    ],
)
def test_what_the_lectures_do_not_differentiate_is_refused(expression, variable, sentence):
    with pytest.raises(RuleError, match=sentence):
        partial(expression, variable)


def test_nothing_is_put_into_conditions():
    with pytest.raises(RuleError, match="nothing can be put into"):
        put_in("x if x > y else 1", {"y": 1})


def bent(name, expression, variable):
    mistake = next(mistake for mistake in catalogue("chain_rule") if mistake.name == name)
    derivation = mistake.bend(partial(expression, variable))
    if derivation is None:
        return None
    names = {name: sympy.Symbol(name, real=True) for name in derivation.inputs}
    return forms.tidy(derivation.run(names, world=symbol_world())["Df"])


@pytest.mark.parametrize(
    ("name", "expression", "variable", "wrong"),
    [
        ("inner_derivative_left_out", f"tanh({Z})", "w1", f"1 - tanh({Z})**2"),
        ("sigmoid_derivative_left_out", f"log(sigmoid({Z}))", "w1", f"x1/sigmoid({Z})"),
        ("sigmoid_for_its_derivative", f"sigmoid({Z})", "w1", f"sigmoid({Z})*x1"),
        ("sigmoid_derivative_sign", f"sigmoid({Z})", "w1", f"sigmoid({Z})*(1 + sigmoid({Z}))*x1"),
        ("log_derivative_left_out", f"log(sigmoid({Z}))", "w1", f"(1 - sigmoid({Z}))*sigmoid({Z})*x1"),
        ("minus_lost", f"log(1 - sigmoid({Z}))", "w1", f"sigmoid({Z})*x1"),
        ("other_variable", f"sigmoid({Z})", "w1", f"(1 - sigmoid({Z}))*sigmoid({Z})*x2"),
        ("variable_for_its_coefficient", f"sigmoid({Z})", "w1", f"(1 - sigmoid({Z}))*sigmoid({Z})*w1"),
        ("tanh_for_its_derivative", f"tanh({Z})", "x1", f"tanh({Z})*w1"),
        ("tanh_square_left_out", f"tanh({Z})", "x1", f"(1 - tanh({Z}))*w1"),
        ("tanh_derivative_left_out", f"tanh({Z})", "x1", "w1"),
        ("exponential_derivative_left_out", "exp(-w*x)", "x", "-w"),
        ("labels_exchanged", LIKELIHOOD, "w1", f"(1 - y - sigmoid({Z}))*x1"),
        ("relu_derivative_left_out", f"v*relu({Z})", "w1", "v*x1"),
    ],
)
def test_a_mistake_gives_the_formula_that_its_sentence_says(name, expression, variable, wrong):
    found = bent(name, expression, variable)
    names = tuple({*parse(expression).names, *parse(wrong).names})
    assert forms.equal(wrong, found, names), found


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("minus_lost", f"log(sigmoid(v*sigmoid({Z})))"),
        ("minus_lost", f"log(sigmoid({Z}))"),
        ("labels_exchanged", f"1/2*(sigmoid({Z}) - y)**2"),
        ("relu_derivative_left_out", f"tanh({Z})"),
    ],
)
def test_a_mistake_is_not_made_where_its_sentence_would_be_untrue(name, expression):
    assert bent(name, expression, "w1") is None
