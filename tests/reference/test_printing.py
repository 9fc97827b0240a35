# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import math
import operator
import re
from types import SimpleNamespace

import pytest

from reference.derivation import Derivation
from reference.derivations import backprop, chain_rule, counting, gates, softmax
from reference.functions import FUNCTIONS
from reference.numerals import plain
from reference.printing import Printer
from reference.rules import parse

SYMBOLS = {"x": "x", "y": "y_{1}", "w": "w^{(1)}_{12}", "v": r"\hat{v}", "a": "a^{[1]}_1", "n": "n"}
TOKEN = re.compile(
    r"""\s*(?P<symbol>w\^\{\(1\)\}_\{12\}|a\^\{\[1\]\}_1|\\hat\{v\}|y_\{1\}|x|n(?![a-z]))
    |\s*(?P<number>[0-9]+(?:\.[0-9]+)?)
    |\s*(?P<cases>\\begin\{cases\}|\ &\ \\text\{if\ \}|\\\\|&\ \\text\{otherwise\}\\end\{cases\})
    |\s*(?P<call>\\sigma'|\\sigma|\\tanh'|\\tanh|\\operatorname\{ReLU\}'|\\operatorname\{ReLU\}|\\log|\\max|\\min)\(
    |\s*(?P<powered>\\(?:tanh|log)\^\{[0-9]+\})\(|\s*(?P<size>\\lvert)
    |\s*(?P<exp>e\^\{)|\s*(?P<sqrt>\\sqrt\{)|\s*(?P<frac>\\frac\{)|\s*(?P<power>\^\{)
    |\s*(?P<sign>\\left\(|\\right\)|\\cdot|\\rvert|\\le|\\ge|[-+()<>,}{=])""",
    re.VERBOSE,
)
CALLS = {
    r"\sigma": "sigmoid", r"\sigma'": "sigmoid_grad", r"\tanh": "tanh", r"\tanh'": "tanh_grad",
    r"\operatorname{ReLU}": "relu", r"\operatorname{ReLU}'": "relu_grad",
    r"\log": "log", r"\max": "max", r"\min": "min",
}  # fmt: skip
COMPARED = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    r"\le": lambda a, b: a <= b,
    r"\ge": lambda a, b: a >= b,
}


class Reader:
    """Reads printed LaTeX as a person does, and works it out."""

    def __init__(self, text, values):
        self.tokens, self.at, self.values = [], 0, values
        place = 0
        while place < len(text.rstrip()):
            found = TOKEN.match(text, place)
            assert found, f"can't read {text[place:]!r} in {text!r}"
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            place = found.end()
        self.tokens.append(("end", ""))

    @property
    def next(self):
        return self.tokens[self.at]

    def take(self, *wanted):
        token = self.next
        assert not wanted or token[1] in wanted, (token, wanted, self.tokens)
        self.at += 1
        return token

    def whole(self):
        value = self.sum()
        assert self.next[0] == "end", self.tokens[self.at :]
        return value

    def sum(self):
        minus = self.next[1] == "-"
        if minus:
            self.take()
        value = -self.product() if minus else self.product()
        while self.next[1] in ("+", "-"):
            sign = self.take()[1]
            assert self.next[1] not in ("+", "-"), "two signs in a row"
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self):
        value, (before, _) = self.power(), self.tokens[self.at - 1]
        while True:
            kind, text = self.next
            if text == r"\cdot":
                self.take()
                assert self.next[1] not in ("+", "-"), "a sign after a dot"
            elif kind == "number" or (before == "number" and kind == "frac"):
                raise AssertionError(f"numbers run together: {self.tokens}")
            elif not (
                kind in ("symbol", "call", "powered", "size", "exp", "sqrt", "frac")
                or text in ("(", r"\left(", r"\begin{cases}")
            ):
                return value
            value *= self.power()
            before = self.tokens[self.at - 1][0]

    def power(self):
        kind = self.next[0]
        has_one = kind == "exp" or (kind == "symbol" and "^" in self.next[1])
        value = self.atom()
        if self.next[0] == "power":
            assert not has_one, "a double superscript"
            self.take()
            exponent = self.sum()
            self.take("}")
            assert self.next[0] != "power", "a double superscript"
            return self.tried(operator.pow, value, exponent)
        return value

    @staticmethod
    def tried(function, *values):
        """The value, or no number: the branch of a condition that is not taken may have none."""
        try:
            return function(*values)
        except (ValueError, ArithmeticError):
            return math.nan

    def inside(self, close):
        value = self.sum()
        self.take(close)
        return value

    def atom(self):
        kind, text = self.take()
        match kind, text:
            case "symbol", _:
                return self.values[text]
            case "number", _:
                return float(text)
            case "exp", _:
                return self.tried(math.exp, self.inside("}"))
            case "sqrt", _:
                return self.tried(math.sqrt, self.inside("}"))
            case "frac", _:
                above = self.inside("}")
                self.take("{")
                return self.tried(operator.truediv, above, self.inside("}"))
            case "call", _:
                values = [self.sum()]
                while self.take(",", ")")[1] == ",":
                    values.append(self.sum())
                return self.tried(FUNCTIONS[CALLS[text]].value, *values)
            case "powered", _:
                name, power = text.rstrip("}").split("^{")
                return self.tried(FUNCTIONS[CALLS[name]].value, self.inside(")")) ** int(power)
            case "size", _:
                return abs(self.inside(r"\rvert"))
            case _, "(":
                return self.inside(")")
            case _, "{":
                return self.inside("}")
            case _, r"\left(":
                return self.inside(r"\right)")
            case _, r"\begin{cases}":
                return self.cases()
        raise AssertionError((kind, text, self.tokens))

    def cases(self):
        value = self.sum()
        self.take()
        left, sign, right = self.sum(), self.take()[1], self.sum()
        self.take("\\\\")
        otherwise = self.sum()
        self.take(r"& \text{otherwise}\end{cases}")
        return value if COMPARED[sign](left, right) else otherwise


class Notation:
    """The symbols of this file; every other name prints as itself."""

    def symbol(self, name):
        return r"\text{rate}" if name == "rate" else SYMBOLS.get(name, name)


class Braced:
    """A notation in which no symbol ends with a digit."""

    def symbol(self, name):
        return rf"\mathit{{{name}}}"


def steady(derivation, values):
    """The float run's value, None where it has none or a tiny change of the inputs changes it a lot."""
    try:
        value = derivation.run(values)["value"]
        moved = derivation.run({name: number + 1e-9 for name, number in values.items()})["value"]
        back = derivation.run({name: number - 1e-9 for name, number in values.items()})["value"]
    except (ArithmeticError, ValueError):
        return None
    scale = 1e-4 * max(1.0, abs(value))
    return value if abs(value) < 1e9 and abs(moved - value) < scale and abs(back - value) < scale else None


def printed(expressions, count, print_one):
    read = 0
    for seed in range(count):
        maker = expressions(seed)
        text = maker.text(["x", "y", "w", "v", "a"], depth=maker.random.choice([2, 3, 4]))
        values = {name: maker.random.randint(-300, 300) / 100 for name in ("x", "y", "w", "v", "a")}
        derivation = Derivation.of({"value": text}, inputs=values)
        value = steady(derivation, values)
        if value is not None:
            latex, known = print_one(derivation.steps[0].rule, values)
            assert Reader(latex, known).whole() == pytest.approx(value, rel=1e-7, abs=1e-7), (text, latex)
            assert not re.search(r"--|\+ *\+|\+ *-|- *-|- *\+|\\cdot *-|\\cdot *\\cdot|\(\)", latex), latex
            read += 1
    return read


def test_3000_random_rules_with_numbers_put_in_read_back_as_the_value_of_the_run(expressions):
    printer = Printer(Notation())

    def with_numbers(rule, values):
        return printer.numbers(rule, {name: plain(value) for name, value in values.items()}), {}

    assert printed(expressions, 6000, with_numbers) >= 3000


@pytest.mark.parametrize("dot", [False, True])
def test_random_rules_in_symbols_read_back_as_the_value_of_the_run(expressions, dot):
    printer = Printer(Notation(), dot=dot)

    def with_symbols(rule, values):
        return printer.formula(rule), {SYMBOLS[name]: value for name, value in values.items()}

    assert printed(expressions, 2500, with_symbols) >= 1200


class Differences:
    """A notation in which two symbols are a difference of others, as ŷ − y is the error."""

    def symbol(self, name):
        return {**SYMBOLS, "y": "x - n", "a": "n + x"}[name]


def test_a_symbol_that_is_a_sum_or_difference_reads_back_in_any_formula(expressions):
    printer = Printer(Differences())

    def with_symbols(rule, values):
        x, n = (values["a"] + values["y"]) / 2, (values["a"] - values["y"]) / 2
        known = {SYMBOLS[name]: values[name] for name in ("w", "v")} | {"x": x, "n": n}
        return printer.formula(rule), known

    def without_x(seed):
        maker = expressions(seed)
        return SimpleNamespace(
            random=maker.random, text=lambda _, **more: maker.text(["y", "w", "v", "a"], **more)
        )

    assert printed(without_x, 2500, with_symbols) >= 1200


@pytest.mark.parametrize(
    ("text", "formula", "numbers"),
    [
        ("tanh(x)**2", r"\tanh^{2}(x)", r"\tanh^{2}(2)"),
        ("log(x)**3*log(x)", r"\log^{3}(x) \log(x)", None),
        ("(tanh(x)*tanh(y))**2", r"(\tanh(x) \tanh(y_{1}))^{2}", None),
        ("tanh(x)**(-1)", r"(\tanh(x))^{-1}", None),
        ("sigmoid(x - y)**2", r"(\sigma(x - y_{1}))^{2}", r"(\sigma(2 - (-3)))^{2}"),
        ("(sigmoid(x)*sigmoid(y))**2", r"(\sigma(x) \sigma(y_{1}))^{2}", None),
        ("-(x + 1)*(x - 1)/y", r"-\frac{(x + 1) (x - 1)}{y_{1}}", r"-\frac{(2 + 1) \cdot (2 - 1)}{-3}"),
        ("w - (-2*x)/y", r"w^{(1)}_{12} - \left(-\frac{2 x}{y_{1}}\right)", None),
        ("max(y, -y)/x", r"\frac{\lvert y_{1} \rvert}{x}", r"\frac{\lvert -3 \rvert}{2}"),
        ("max(x, -y)", r"\max(x, -y_{1})", r"\max(2, 3)"),
        ("rate*x + x*rate", r"\text{rate} \cdot x + x \cdot \text{rate}", None),
        ("w*x + y", r"w^{(1)}_{12} x + y_{1}", r"-0.5 \cdot 2 + (-3)"),
        ("x - w*y", r"x - w^{(1)}_{12} y_{1}", r"2 - (-0.5) \cdot (-3)"),
        ("y**2", r"y_{1}^{2}", r"(-3)^{2}"),
        ("-y**2", r"-y_{1}^{2}", r"-(-3)^{2}"),
        ("(-x)**2", r"(-x)^{2}", r"(-2)^{2}"),
        ("1 - w**2", r"1 - (w^{(1)}_{12})^{2}", r"1 - (-0.5)^{2}"),
        ("exp(y)**2", r"(e^{y_{1}})^{2}", r"(e^{-3})^{2}"),
        ("exp(-y)", r"e^{-y_{1}}", r"e^{3}"),
        ("1/2*y**2", r"\frac{1}{2} y_{1}^{2}", r"\frac{1}{2} \cdot (-3)^{2}"),
        ("(x/y)**2", r"\left(\frac{x}{y_{1}}\right)^{2}", r"\left(\frac{2}{-3}\right)^{2}"),
        ("-x/y", r"-\frac{x}{y_{1}}", r"-\frac{2}{-3}"),
        ("x - (y - w)", r"x - (y_{1} - w^{(1)}_{12})", r"2 - (-3 - (-0.5))"),
        ("2*x*3", r"2 x \cdot 3", r"2 \cdot 2 \cdot 3"),
        ("x*2*(1/2)", r"x \cdot 2 \cdot \frac{1}{2}", r"2 \cdot 2 \cdot \frac{1}{2}"),
        ("W1.T @ x", r"W1^{\top} x", None),
        ("w.T @ x", r"(w^{(1)}_{12})^{\top} x", None),
        ("sum(x + y)*n", r"(\sum (x + y_{1})) n", None),
        ("sum(x)/count(x)", r"\frac{\sum x}{n}", None),
        ("columns(x)", r"\sum_{\text{samples}} x", None),
        ("argmax(x, y)", r"\mathrm{arg\,max}(x, y_{1})", r"\mathrm{arg\,max}(2, -3)"),
        (
            "1 if x != y else 0",
            r"\begin{cases}1 & \text{if } x \ne y_{1} \\ 0 & \text{otherwise}\end{cases}",
            None,
        ),
        (
            "1 if y > w else 0",
            r"\begin{cases}1 & \text{if } y_{1} > w^{(1)}_{12} \\ 0 & \text{otherwise}\end{cases}",
            r"\begin{cases}1 & \text{if } {-3} > -0.5 \\ 0 & \text{otherwise}\end{cases}",
        ),
        ("1 if x == 2 else 0", r"\begin{cases}1 & \text{if } x = 2 \\ 0 & \text{otherwise}\end{cases}", None),
        ("step(x, 1)", r"\operatorname{step}(x)", r"\operatorname{step}(2)"),
        ("leaky_relu(x, slope)", r"\operatorname{LeakyReLU}(x)", None),
        ("0.0000001*x", "0.0000001 x", r"0.0000001 \cdot 2"),
    ],
)
def test_formulas_and_numbers_are_printed_as_one_writes_them(text, formula, numbers):
    printer = Printer(Notation())
    assert printer.formula(parse(text)) == formula
    if numbers is not None:
        assert printer.numbers(parse(text), {"x": "2", "y": "-3", "w": "-0.5"}) == numbers


@pytest.mark.parametrize(
    ("text", "formula", "numbers"),
    [
        ("w @ x + y", r"w^{(1)}_{12} x + y_{1}", "W X + Y"),
        ("w.T @ x", r"(w^{(1)}_{12})^{\top} x", "W^ X"),
        ("x @ y.T", r"x y_{1}^{\top}", "X Y^"),
        ("x*y", r"x \odot y_{1}", r"X \odot Y"),
        ("x*(1 - x)", r"x \odot (1 - x)", r"X \odot \left(1 - X\right)"),
        ("(x/y).T @ x", r"\left(\frac{x}{y_{1}}\right)^{\top} x", None),
        ("1/2*(x - y)", r"\frac{1}{2} (x - y_{1})", r"\frac{1}{2} \left(X - Y\right)"),
    ],
)
def test_products_of_arrays_are_of_matrices_or_entry_by_entry(text, formula, numbers):
    printer = Printer(Notation(), arrays=True)
    assert printer.formula(parse(text)) == formula
    texts = {"x": "X", "y": "Y", "w": "W", "w.T": "W^", "y.T": "Y^"}
    if numbers is not None:
        assert printer.numbers(parse(text), texts) == numbers


@pytest.mark.parametrize(
    ("text", "x", "y", "numbers"),
    [
        ("x @ y", "M", "0.6", r"M \cdot 0.6"),
        ("x @ y", "M", "-0.6", r"M \cdot (-0.6)"),
        ("x @ y.T", "0.6", "M", r"0.6 \cdot M"),
        ("x @ y", "-0.6", "M", r"-0.6 \cdot M"),
        ("x @ y + x", "M", "M", "M M + M"),
    ],
)
def test_a_dot_stands_between_a_number_and_a_matrix(text, x, y, numbers):
    matrix = r"\begin{pmatrix} 1 & 2 \end{pmatrix}"
    texts = {"x": x.replace("M", matrix), "y": y.replace("M", matrix), "y.T": y.replace("M", matrix)}
    printed = Printer(Notation(), arrays=True).numbers(parse(text), texts)
    assert printed == numbers.replace("M", matrix)


def shipped():
    for hidden in ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "step"):
        for output, loss in (
            ("sigmoid", "binary_cross_entropy"),
            ("identity", "squared_error"),
            ("tanh", "squared_error"),
        ):
            yield backprop.scalar((2, 3, 1), hidden=hidden, output=output, loss=loss)
            yield backprop.layers(2, hidden=hidden, output=output, loss=loss)
    yield backprop.scalar((2, 2, 3), hidden="tanh", output="softmax", loss="cross_entropy")
    yield backprop.layers(3, hidden="tanh", output="softmax", loss="cross_entropy")
    yield softmax.probabilities(4)
    yield counting.parameters(3)
    yield gates.table("step", at_zero=1)
    yield gates.table("sigmoid", at_zero=0)
    likelihood = "y*log(sigmoid(w1*x1 + w2*x2)) + (1 - y)*log(1 - sigmoid(w1*x1 + w2*x2))"
    for number in (0, 1, -1):
        yield chain_rule.partial(chain_rule.put_in(likelihood, {"y": number}).text, "w1")
        yield chain_rule.partial(chain_rule.put_in("1/2*(tanh(w1*x1) - y)**2", {"y": number}).text, "w1")
    yield chain_rule.partial(likelihood, "x2")


def test_no_shipped_formula_has_noise_in_it():
    printer, seen = Printer(Braced()), 0
    for derivation in shipped():
        for step in derivation.steps:
            formula = printer.formula(step.rule)
            assert not re.search(r"(?<![\d.])[01] (\\cdot )?([a-zA-Z(]|\\[a-z]+\{)", formula), formula
            assert not re.search(r"\+ -|- -|\+ \(-|- \(-|--|\^\{1\}|\\frac\{[^{}]*\}\{1\}", formula), formula
            assert formula.count("{") == formula.count("}")
            assert formula.count("(") == formula.count(")")
            seen += 1
    assert seen > 500


def test_a_missing_number_is_a_bug_and_not_a_hole():
    with pytest.raises(KeyError):
        Printer(Notation()).numbers(parse("x + y"), {"x": "1"})


def test_the_same_rule_is_printed_anew_with_other_numbers():
    printer, rule = Printer(Notation()), parse("x*y")
    assert printer.numbers(rule, {"x": "1", "y": "2"}) == r"1 \cdot 2"
    assert printer.numbers(rule, {"x": "-1", "y": "-2"}) == r"-1 \cdot (-2)"
    assert printer.symbol("w") == SYMBOLS["w"]
