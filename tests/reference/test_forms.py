# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import pytest
import sympy

from reference import forms
from reference.derivation import Derivation
from reference.derivations.chain_rule import partial, put_in
from reference.formula_values import value_at
from reference.rules import RuleError, parse
from reference.worlds import symbol_world

Z = "w1*x1 + w2*x2"
LIKELIHOOD = f"y*log(sigmoid({Z})) + (1 - y)*log(1 - sigmoid({Z}))"


def in_symbols(derivation, step):
    symbols = {name: sympy.Symbol(name, real=True) for name in derivation.inputs}
    return derivation.run(symbols, world=symbol_world())[step]


def derivative(expression, variable, at=None):
    return forms.tidy(in_symbols(partial(put_in(expression, at or {}).text, variable), "Df"))


@pytest.mark.parametrize(
    ("expression", "variable", "at", "form"),
    [
        (LIKELIHOOD, "w1", {"y": 1}, f"(1 - sigmoid({Z}))*x1"),
        (LIKELIHOOD, "w1", {"y": 0}, f"-sigmoid({Z})*x1"),
        (LIKELIHOOD, "w2", {}, f"(y - sigmoid({Z}))*x2"),
        (LIKELIHOOD, "x1", {"y": 1}, f"(1 - sigmoid({Z}))*w1"),
        ("log(1 - x)", "x", {}, "-1/(1 - x)"),
        ("tanh(x)", "x", {}, "1 - tanh(x)**2"),
        (f"tanh({Z})", "w1", {}, f"(1 - tanh({Z})**2)*x1"),
        (f"sigmoid({Z})", "w1", {}, f"(1 - sigmoid({Z}))*sigmoid({Z})*x1"),
        ("log(x1) + log(x2)", "x2", {}, "1/x2"),
        ("x1*(x1 + x2)", "x1", {}, "2*x1 + x2"),
        ("exp(-w*x)", "x", {}, "-w*exp(-w*x)"),
        ("2*x**3 - 2*x + 1", "x", {}, "6*x**2 - 2"),
        ("x**2 + x + 3*x*y", "x", {}, "2*x + 3*y + 1"),
        ("2*x*log(x) - x", "x", {}, "1 + 2*log(x)"),
        ("3*(x + 1)*log(x)", "x", {}, "3 + 3*log(x) + 3/x"),
        ("(x - 2)*exp(x)", "x", {}, "(x - 1)*exp(x)"),
        ("tanh(x**2 + x)", "x", {}, "(1 - tanh(x**2 + x)**2)*(2*x + 1)"),
        ("1/2*(sigmoid(x) - 1)**2", "x", {}, "-(1 - sigmoid(x))**2*sigmoid(x)"),
        ("v*tanh(w*x) - (v*tanh(w*x) - y)**2/2", "y", {}, "v*tanh(w*x) - y"),
        ("exp((1 - x)**3)", "x", {}, "-3*(1 - x)**2*exp((1 - x)**3)"),
        ("x*sigmoid(x)", "x", {}, "(x + 1 - x*sigmoid(x))*sigmoid(x)"),
        ("v*relu(w*x)", "w", {}, "relu_grad(w*x)*v*x"),
        ("sqrt(x)", "x", {}, "1/(2*sqrt(x))"),
        ("1/2*(w*x - y)**2", "w", {}, "(w*x - y)*x"),
        ("x", "x", {}, "1"),
        ("0.1*x**2", "x", {}, "x/5"),
        ("exp(1)*x", "x", {}, "exp(1)"),
    ],
)
def test_derivatives_are_written_as_one_writes_them(expression, variable, at, form):
    assert derivative(expression, variable, at) == form


def test_a_tidy_form_has_the_value_of_what_it_was_made_from(expressions):
    compared = 0
    for seed in range(220):
        maker = expressions(seed)
        functions = ("sigmoid", "tanh", "exp", "log", "sqrt", "relu")
        text = maker.text(["x", "y", "w"], depth=3, functions=functions, conditions=False)
        before = Derivation.of({"f": text}, inputs=["x", "y", "w"])
        if not set(before.steps[0].rule.names):
            continue
        try:
            after = forms.tidy(in_symbols(before, "f"))
        except RuleError:
            continue
        assert parse(after)
        for point in forms.points(("w", "x", "y"), count=30):
            value, other = forms.value_at(text, point), forms.value_at(after, point)
            if value is not None and other is not None and abs(value) < 1e6:
                assert other == pytest.approx(value, rel=1e-6, abs=1e-6), (text, after)
                compared += 1
    assert compared > 2500


@pytest.mark.parametrize(
    "text",
    [
        "sigmoid(x)*(1 - tanh(x)**2)/(1 + tanh(x))",
        "max(x, y)*x + min(x, 1)*y",
        "step(x)*y",
        "leaky_relu(x, y)*y",
        "leaky_relu_grad(x, y)/2",
        "x**y*x",
        "(x + 1)**(x/2)",
    ],
)
def test_other_functions_are_written_too(text):
    before = Derivation.of({"f": text}, inputs=["x", "y"])
    after = forms.tidy(in_symbols(before, "f"))
    for point in forms.points(("x", "y"), count=20):
        value, other = forms.value_at(text, point), forms.value_at(after, point)
        assert (value is None) == (other is None)
        assert value is None or other == pytest.approx(value)


def test_what_no_rule_can_say_is_refused():
    x = sympy.Symbol("x")
    for expression in (
        sympy.zoo,
        sympy.I * x,
        sympy.sin(x),
        sympy.Piecewise((x, x > 0), (1, True)),
        sympy.pi,
    ):
        with pytest.raises(RuleError, match="can't be written as a formula of the lectures"):
            forms.tidy(sympy.sympify(expression))


SYMBOLS = ("w1", "w2", "x", "x1", "x2", "y")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"(1 - sigmoid({Z}))*x1", f"x1 - x1/(1 + exp(-({Z})))"),
        (f"(1 - sigmoid({Z}))*x1", "x1*sigmoid(-w1*x1 - w2*x2)"),
        (f"(1 - sigmoid({Z}))*x1", f"x1/(1 + exp({Z}))"),
        ("-1/(1 - x)", "1/(x - 1)"),
        ("1 - tanh(x)**2", "tanh_grad(x)"),
        ("1 - tanh(x)**2", "4/(exp(x) + exp(-x))**2"),
        ("2*x1 + x2", "x1 + (x1 + x2)"),
        ("log(x1*x2)", "log(x1) + log(x2)"),
        ("log(x**2)/2", "log(x)"),
        ("x*0.0000000001", "x/10000000000"),
        ("1/x", "x**-1"),
        ("relu(x)", "max(x, 0)"),
        ("relu_grad(x)*x", "x if x > 0 else 0"),
        ("2", "1 + 1"),
        ("log(x)", "0.5*log(x*x)"),
        ("(x1 + x2)**9", "(x2 + x1)**9"),
        ("exp(10*x1)", "exp(5*x1)**2"),
    ],
)  # fmt: skip
def test_formulas_with_the_same_values_are_equal(one, other):
    assert forms.equal(one, other, SYMBOLS)
    assert forms.equal(other, one, SYMBOLS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x", "sqrt(x**2)"),
        ("relu(x)", "x"),
        ("relu(w1*x1 + w2*x2)", "w1*x1 + w2*x2"),
        ("leaky_relu(x, 0.1)", "relu(x)"),
        ("x", "x + 0.0000001"),
        ("x*0.0000000000001", "x*0.0000000000002"),
        ("x*0.0000000000001", "0"),
        ("x1*1e-14", "x2*1e-14"),
        ("log(x)", "log(2*x)"),
        ("log(x)", "log(x - 100)"),
        ("log(x - 100)", "log(x - 200)"),
        ("1/x", "1/(x + 1e-6)"),
        ("sigmoid(x)", "sigmoid(-x)"),
        ("sigmoid(x)*(1 - sigmoid(x))", "sigmoid(x)"),
        ("x", "unknown"),
        ("x", "x +"),
        ("x", "__import__('os')"),
        ("x", "x.T"),
        ("x", "sum(x)"),
        ("x", "x @ x"),
        ("x", "9**9**9"),
        ("x", "(9 + step(x))**99**99*x"),
        ("x", "(-1)**x"),
        ("x", "x/0"),
        ("x", ""),
    ],
)  # fmt: skip
def test_formulas_with_other_values_or_none_are_not_equal(one, other):
    assert not forms.equal(one, other, SYMBOLS)


def test_a_formula_equals_a_function_with_the_same_values():
    assert forms.equal_to_function("x**2", lambda point: point["x"] * point["x"], ("x",))
    assert not forms.equal_to_function("x**2", lambda point: abs(point["x"]), ("x",))
    assert not forms.equal_to_function("x**2", lambda _: None, ("x",))
    assert forms.equal_to_function("log(x)", lambda point: forms.value_at("log(x)", point), ("x", "y"))


def test_a_value_is_none_where_the_formula_has_none():
    assert forms.value_at("log(x)", {"x": -1}) is None
    assert forms.value_at("1/x", {"x": 0}) is None
    assert forms.value_at("exp(x)", {"x": 1e6}) is None
    assert forms.value_at("x**0.5", {"x": -1.0}) is None
    assert forms.value_at("value*2", {"value": 2}) == 4
    with pytest.raises(KeyError):
        forms.value_at("x*y", {"x": 1})


def test_points_are_the_same_every_time_of_both_signs_and_near():
    assert forms.points(("x", "y"), count=10) == forms.points(("x", "y"), count=10)
    xs = [point["x"] for point in forms.points(("x",), count=100)]
    assert min(xs) < -1
    assert max(xs) > 1
    assert all(0.1 <= x <= 0.95 for x in xs[1::2])


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_each_tanh_of_a_chain_keeps_its_sign(depth):
    text = "2*x + 1"
    for _ in range(depth):
        text = f"tanh({text})"
    h = 1e-5
    slope = (value_at(text, {"x": 0.2 + h}) - value_at(text, {"x": 0.2 - h})) / (2 * h)
    assert value_at(derivative(text, "x"), {"x": 0.2}) == pytest.approx(slope, rel=1e-5)
