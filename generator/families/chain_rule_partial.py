"""The partial derivative of an expression by the chain rule, as a formula."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention, by
from generator.family import Ask, Family, Options
from reference import equality
from reference.derivation import Derivation
from reference.derivations.chain_rule import LETTERS, partial, put_in
from reference.formula_values import points
from reference.printing import Printer
from reference.rules import RuleError, parse
from reference.worlds import complex_world

SUM = "w1*x1 + w2*x2"
LOG_LIKELIHOOD = f"y*log(sigmoid({SUM})) + (1 - y)*log(1 - sigmoid({SUM}))"
MOST_TERMS = 60
MOST_CALLS = 8
WEIGHTS, EITHER = ("w1", "w2"), ("w1", "w2", "x1", "x2")
LABELS: tuple[dict[str, float], ...] = ({}, {"y": 1}, {"y": 0})
SIGNS: tuple[dict[str, float], ...] = ({}, {"y": 1}, {"y": -1})
AS_IT_IS: tuple[dict[str, float], ...] = ({},)

# Level, expression, by what it is differentiated, values that may be put in.
BANK = (
    (1, "x1*(x1 + x2)", ("x1", "x2"), AS_IT_IS),
    (1, "log(x1) + log(x2)", ("x1", "x2"), AS_IT_IS),
    (1, "log(1 - x)", ("x",), AS_IT_IS),
    (1, f"sigmoid({SUM})", EITHER, AS_IT_IS),
    (1, f"tanh({SUM})", EITHER, AS_IT_IS),
    (1, "exp(-w*x)", ("w", "x"), AS_IT_IS),
    (1, f"1/2*({SUM} - y)**2", EITHER, AS_IT_IS),
    (2, LOG_LIKELIHOOD, EITHER, LABELS),
    (2, f"-(y*log(sigmoid({SUM})) + (1 - y)*log(1 - sigmoid({SUM})))", EITHER, LABELS),
    (2, f"log(1 + exp(-y*({SUM})))", WEIGHTS, SIGNS),
    (2, f"log(sigmoid(y*({SUM})))", WEIGHTS, SIGNS),
    (2, f"1/2*(sigmoid({SUM}) - y)**2", EITHER, LABELS),
    (2, f"1/2*(tanh({SUM}) - y)**2", EITHER, SIGNS),
    (2, f"log(1 - sigmoid({SUM}))", EITHER, AS_IT_IS),
    (2, f"log(sigmoid({SUM}))", EITHER, AS_IT_IS),
    (3, "v*sigmoid(w1*x1 + w2*x2) + c", ("w1", "x1"), AS_IT_IS),
    (3, "sigmoid(v*tanh(w1*x1 + w2*x2))", ("w1", "w2", "v"), AS_IT_IS),
    (3, "1/2*(v*tanh(w1*x1 + w2*x2) - y)**2", ("w1", "w2", "v"), AS_IT_IS),
    (3, "log(sigmoid(v*sigmoid(w1*x1 + w2*x2)))", ("w1", "w2", "v"), AS_IT_IS),
    (3, "v*relu(w1*x1 + w2*x2)", ("w1", "x2", "v"), AS_IT_IS),
)


@dataclass(frozen=True)
class ChainOptions(Options):
    """How long the chains are."""

    levels: tuple[int, ...] = fields.wholes(
        1, 3, lengths=(1, 3), default=(2, 3), help="1 one function, 2 a loss of one unit, 3 two layers"
    )


def _read_expression(value: Any) -> str:
    """An expression in the rule language, within bounds that keep every computation short."""
    if not isinstance(value, str):
        raise ValueError
    if len(value) > 300:  # as the sentence says
        raise ValueError(f"it has {len(value)} characters")
    rule = parse(value)
    nodes = list(ast.walk(rule.tree))
    for node in nodes:
        match node:
            case ast.BinOp(op=ast.Pow(), right=power) if not (
                isinstance(power, ast.Constant) and isinstance(power.value, int) and power.value <= 9
            ):
                raise ValueError(f"the exponent {ast.unparse(power)} is not a whole number from 0 to 9")
            case ast.BinOp(op=ast.Pow(), left=ast.Constant() | ast.BinOp(op=ast.Pow())):
                raise ValueError("a power of a number or of a power")
            case ast.BinOp(op=ast.MatMult()) | ast.IfExp() | ast.Compare() | ast.Attribute():
                raise ValueError("matrices, comparisons and conditions can't be differentiated here")
            case ast.Call(func=ast.Name(id=name)) if name not in LETTERS:
                raise ValueError(f"{name} is not one of {', '.join(LETTERS)}")
            case ast.Constant(value=number) if abs(number) > 1000:  # type: ignore[arg-type]  # rules have numbers only
                raise ValueError(f"the number {number!r} is larger than 1000")
    if len(nodes) > 200:  # as the sentence says
        raise ValueError(f"it has {len(nodes)} parts")
    for name in rule.names:
        if re.fullmatch(r"[Dg]?[uptrelq]\d+|D?f", name):
            raise ValueError(f"the name {name} is used for a step of the solution; call it otherwise")
    calls = {ast.unparse(node) for node in nodes if isinstance(node, ast.Call)}
    if len(calls) > MOST_CALLS:
        raise ValueError(f"it has {len(calls)} different functions; at most {MOST_CALLS} are allowed")
    if max(_terms(rule.tree)) > MOST_TERMS:
        raise ValueError(f"multiplied out it has more than {MOST_TERMS} terms")
    return rule.text


def _terms(node: ast.expr) -> tuple[int, int]:
    """At most how many terms numerator and denominator have when all is multiplied out.

    A logarithm counts as the quotient that its derivative is, a function as the terms inside it.
    """
    match node:
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int(power))):
            return _power(_terms(left)[0], power), _power(_terms(left)[1], power)
        case ast.BinOp(left=left, op=op, right=right):
            (a, b), (c, d) = _terms(left), _terms(right)
            if isinstance(op, ast.Mult):
                return a * c, b * d
            return (
                (a * d, b * c)
                if isinstance(op, ast.Div)
                else ((a + c, b) if b == d == 1 else (a * d + c * b, b * d))
            )
        case ast.UnaryOp(operand=operand):
            return _terms(operand)
        case ast.Call(func=ast.Name(id=name), args=args):
            inside = [_terms(arg) for arg in args]
            largest = max(max(pair) for pair in inside)
            if name in ("log", "sqrt"):
                return largest, inside[0][0]
            return (1, 1) if largest <= MOST_TERMS else (largest, largest)
    return 1, 1


def _power(terms: int, power: int) -> int:
    """How many terms a power of a sum has."""
    return math.comb(terms + power - 1, power)


class At(dict[str, float]):
    """Names with the numbers put in for them; never changed, so it can be hashed."""

    def __hash__(self) -> int:  # type: ignore[override]  # dict has none
        return hash(frozenset(self.items()))


def _read_at(value: Any) -> At:
    if not isinstance(value, Mapping) or not all(
        type(v) in (int, float) and abs(v) <= 1000 for v in value.values()
    ):
        raise ValueError
    return At(value)


@dataclass(frozen=True)
class ChainGivens:
    """expression and variable; at: names for which a number is put in."""

    expression: str = fields.custom(
        _read_expression,
        "an expression of at most 300 characters and 200 parts, "
        f"with + - * / **, names, numbers and {', '.join(LETTERS)}",
    )
    variable: str = fields.text(longest=20)
    at: At = fields.custom(  # noqa: RUF009  # it makes a dataclass field
        _read_at, 'names with numbers within ±1000, such as {"y": 1}'
    )


def sample(rng: Random, options: ChainOptions, _: Convention) -> ChainGivens:
    """One of the lectures' expressions, by one of its variables."""
    rows = [row[1:] for row in BANK if row[0] in options.levels]
    expression, variables, places = rng.choice(rows)
    return ChainGivens(expression, rng.choice(variables), At(rng.choice(places)))


def complain(givens: ChainGivens, _: Convention) -> str | None:
    """The variable must be in the expression, and nothing put in for it."""
    names = parse(givens.expression).names
    if givens.variable not in names:
        return f"given variable is '{givens.variable}'; the expression has {', '.join(names) or 'no names'}"
    for name in givens.at:
        if name not in names or name == givens.variable:
            allowed = ", ".join(n for n in names if n != givens.variable) or "none"
            return f"given at puts a number in for {name}; allowed are {allowed}"
    try:
        rule = put_in(givens.expression, givens.at)
        if givens.variable not in rule.names:
            return f"given variable is '{givens.variable}', which vanishes when {givens.at} is put in"
        partial(rule.text, givens.variable)
    except RuleError as error:
        return f"given expression: {error}"
    slope = _complex_step(givens)
    places = [point for point in points(rule.names, count=equality.TRIED) if slope(point) is not None]
    if len(places) < equality.POINTS:
        return "given expression has a value almost nowhere between -1.5 and 1.5, so its key can't be checked"
    return None


def derive(givens: ChainGivens, _: Convention) -> Derivation:
    """One step a function, with the numbers of `at` put in first."""
    return _derived(givens)


@lru_cache(2_000)
def _derived(givens: ChainGivens) -> Derivation:
    return partial(put_in(givens.expression, givens.at).text, givens.variable)


def inputs(_: ChainGivens) -> Mapping[str, float]:
    """Nothing is given as a number: the answer is a formula."""
    return {}


def ask(_: Random, givens: ChainGivens, __: ChainOptions, convention: Convention) -> tuple[Ask, ...]:
    """The derivative."""
    return (
        Ask(("Df",), "expression", extra={"printed": _printed(convention, tuple(letters(givens).items()))}),
    )


@lru_cache(256)
def _printed(convention: Convention, names: tuple[tuple[str, str], ...]) -> Callable[[str], str]:
    printer = Printer(convention.notation(names))
    return lambda text: printer.formula(parse(text))


def cross_check(givens: ChainGivens, *_: Any) -> Mapping[str, Any]:
    """The complex step through the expression as it was given: no formula is differentiated."""
    return {"Df": _complex_step(givens)}


@lru_cache(2_000)
def _complex_step(givens: ChainGivens) -> Callable[[Mapping[str, float]], float | None]:
    whole, tiny = Derivation.of({"f": givens.expression}), 1e-30
    # Names that vanish when the numbers of `at` are put in may have any value.
    fixed = dict.fromkeys(whole.inputs, 0.5) | givens.at

    def slope(point: Mapping[str, float]) -> float | None:
        moved: dict[str, complex] = {**fixed, **point}
        moved[givens.variable] = moved[givens.variable] + 1j * tiny
        try:
            with np.errstate(all="ignore"):
                value = complex(whole.run(moved, world=complex_world())["f"])
        except (ArithmeticError, ValueError, RuntimeWarning):
            return None
        if not math.isfinite(value.imag):
            return None
        # The logarithm of a negative number gets the imaginary part π: not defined for real numbers.
        return None if abs(value.imag) > 1e-6 else value.imag / tiny

    return slope


def letters(givens: ChainGivens) -> Mapping[str, str]:
    """The variable's own symbol in the derivatives, d or ∂."""
    return by(givens.variable, alone=len(parse(givens.expression).names) == 1)


def more(givens: ChainGivens, convention: Convention) -> Mapping[str, object]:
    """Expression and variable in LaTeX; what is put in, as pairs."""
    printed = _printed(convention, tuple(letters(givens).items()))
    symbol = convention.notation().symbol
    pairs = [(symbol(name), f"{number:g}") for name, number in givens.at.items()]
    return {
        "formula": printed(givens.expression),
        "by": letters(givens)["var"],
        "at": pairs,
        "reduced": printed(put_in(givens.expression, givens.at).text),
    }


def printed(givens: ChainGivens, convention: Convention) -> Mapping[str, str]:
    """Expression and variable stand in the prompt as LaTeX."""
    texts = more(givens, convention)
    return {"expression": str(texts["formula"]), "variable": str(texts["by"])}


family = Family(
    givens=ChainGivens,
    options=ChainOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    complain=complain,
    letters=letters,
    more=more,
    mistakes="chain_rule",
    topics=(18, 19, 20),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("expression", "choice"),
    printed=printed,
    presets={"easy": {"levels": [1, 2]}, "hard": {"levels": [3]}},
    variants=({"levels": [1]}, {"levels": [2]}, {"levels": [3]}, {"calculator": False}),
)
