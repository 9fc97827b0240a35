"""A derivative by the power, sum, product, quotient and chain rules, as a formula or at a point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations, product
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention, by, plain_symbol
from generator.families.chain_rule_partial import ChainGivens
from generator.family import Ask, Family, Options
from reference import equality
from reference.derivation import Derivation
from reference.derivations.derivative_rules import STEP, derivative
from reference.formula_values import points
from reference.gradient_check import complex_step
from reference.printing import Printer
from reference.rules import RuleError, parse
from reference.worlds import complex_world

RULES = ("power", "sum", "logarithm", "product", "quotient", "chain", "partial")
EXPRESSION = fields.specs(ChainGivens)["expression"]
LINEAR = ("1 - x", "2*x + 1", "3*x + 2", "1 - 2*x", "x**2 + 1", "x**2 + x")
FUNCTIONS = ("exp({u})", "sigmoid({u})", "tanh({u})", "({u})**2", "({u})**3", "log({u})", "sqrt({u})")
"""What the chain rule meets; the expression inside is put in for {u}."""
POSITIVE, FLAT, STEEP = FUNCTIONS[:2], FUNCTIONS[1:3], (FUNCTIONS[0], *FUNCTIONS[3:5])
"""Never negative; flat where their argument is large; large where it is."""
PARTIALS = (
    "x1*(x1 + x2)", "log(x1) + log(x2)", "{a}*x1**2*x2", "x1**2 + {a}*x1*x2", "(x1 - {a}*x2)**2",
    "log(x1 + {a}*x2)", "exp({a}*x1*x2)", "x1*log(x2) + {a}*x1", "{a}*x1**3 - {b}*x1*x2**2",
    "x1/(x1 + {a}*x2)",
)  # fmt: skip


@dataclass(frozen=True)
class RulesOptions(Options):
    """Which rules, how many functions inside each other, and whether numbers are put in."""

    rules: tuple[str, ...] = fields.words(*RULES, default=RULES, help="the rule that is needed, one of these")
    depth: tuple[int, ...] = fields.wholes(
        1, 3, lengths=(1, 3), default=(1, 2), help="how many functions the chain rule meets, one of these"
    )
    form: str = fields.word("formula", "value", default="formula", help="the answer: a formula, or its value")
    decimals: int = fields.whole(2, 6, default=4, help="decimals of every rounded number")


@dataclass(frozen=True)
class RulesGivens:
    """expression, the variable, and the place where the derivative is evaluated, None for a formula."""

    expression: str = fields.custom(EXPRESSION.read, EXPRESSION.allowed)
    variable: str = fields.text(longest=20)
    at: float | None = fields.custom(
        lambda value: _place(value), "a number within ±100, or null for a formula"
    )


def _place(value: Any) -> float | None:
    if value is not None and (
        type(value) not in (int, float) or not abs(value) <= 100
    ):  # as the sentence says
        raise ValueError
    return value  # type: ignore[no-any-return]  # checked in the line above


@lru_cache(64)
def _pool(rule: str, depth: int) -> tuple[str, ...]:
    """The expressions in x that show a rule; chains of `depth` functions."""
    return tuple(dict.fromkeys(_shapes(rule, depth)))


def _shapes(rule: str, depth: int) -> Iterable[str]:
    if rule == "power":
        factors = ("", "2*", "3*", "5*", "7*", "-2*", "-4*")
        return (f"{c}x**{p}" for c, p in product(factors, range(2, 9)))
    if rule == "sum":
        numbers = product((2, 3, 4), (2, 3, 4), "+-", (2, 5), (1, 7))
        return (f"{a}*x**{p} {s} {b}*x + {c}" for a, p, s, b, c in numbers)
    if rule == "logarithm":
        return (f"{c}*log(x) {s} {b}*x" for c, s, b in product((2, 3, 4, 5, 6, 7), "+-", (2, 3, 4, 5)))
    if rule == "product":
        firsts = ("x", "x**2", "x**3", "(x + 1)", "(x - 2)")
        seconds = ("log(x)", "exp(x)", "sigmoid(x)")
        return (f"{c}{a}*{b}" for c, a, b in product(("", "2*", "3*"), firsts, seconds))
    if rule == "quotient":
        tops = ("x", "x**2", "x**3", "log(x)", "exp(x)", "(x + 1)")
        bottoms = ("(x + 2)", "(x - 3)", "(2*x + 1)", "(x**2 + 1)")
        return (f"{a}/{b}" for a, b in product(tops, bottoms))
    return _chains(depth)


def _chains(depth: int) -> Iterable[str]:
    """Different functions inside each other; logarithms and roots of what is positive."""
    for functions in permutations(FUNCTIONS, depth):
        pairs = list(pairwise(functions))
        if any(outer in FUNCTIONS[5:] and inner not in POSITIVE for inner, outer in pairs):
            continue
        if any(outer in FLAT and inner in STEEP for inner, outer in pairs):
            continue
        if (FUNCTIONS[5], FUNCTIONS[0]) in pairs or any(
            inner == FUNCTIONS[0] and outer in (*FUNCTIONS[3:5], FUNCTIONS[5], FUNCTIONS[6])
            for inner, outer in pairs
        ):
            continue  # a logarithm, power or root of an exponential is a plainer function
        if any(b[0] == "(" and (a[0] == "(" or a == FUNCTIONS[6]) for a, b in pairs):
            continue  # a power of a power or of a root
        inner: tuple[str, ...] = LINEAR if depth == 1 else (LINEAR[0], LINEAR[3])
        if functions[0] == FUNCTIONS[2]:  # tanh(1 - x) would be turned into -tanh(x - 1)
            inner = ("2*x - 1", *LINEAR[1:3], *LINEAR[4:]) if depth == 1 else ("2*x - 1",)
        for place in inner:
            text = place
            for function in functions:
                text = function.format(u=text)
            yield text


def sample(rng: Random, options: RulesOptions, _: Convention) -> RulesGivens:
    """An expression from the pool of its rule; small whole numbers for a value."""
    by_hand = options.form == "value" and not options.calculator
    rules = [rule for rule in options.rules if not by_hand or rule in ("power", "sum")]
    rule = rng.choice(rules or ["power", "sum"])
    if rule == "partial" and options.form == "value":
        rule = "chain"
    if rule == "partial":
        text = rng.choice(PARTIALS).format(a=rng.choice((2, 3, 5)), b=rng.choice((2, 4)))
        return RulesGivens(text, rng.choice(("x1", "x2")), None)
    text = rng.choice(_pool(rule, rng.choice(options.depth) if rule == "chain" else 1))
    if options.form == "formula":
        return RulesGivens(text, "x", None)
    return RulesGivens(text, "x", rng.choice((-2, -1, 1, 2, 3)) if by_hand else rng.randint(-20, 30) / 10)


def complain(givens: RulesGivens, _: Convention) -> str | None:
    """The variable must be in the expression; a value needs it to be the only one."""
    names = parse(givens.expression).names
    if givens.variable not in names:
        return f"given variable is '{givens.variable}'; the expression has {', '.join(names) or 'no names'}"
    if taken := [name for name in names if STEP.fullmatch(name)]:
        return f"given expression: the name {taken[0]} is used for a step of the solution; call it otherwise"
    if givens.at is not None and len(names) > 1:
        return "given at is a number, but the expression has other names too; give at=null for a formula"
    try:
        derivative(givens.expression, givens.variable)
    except RuleError as error:
        return f"given expression: {error}"
    slope = _slope(givens.expression, givens.variable)
    if givens.at is not None:
        return None if slope({givens.variable: givens.at}) is not None else "given at: no value there"
    places = [point for point in points(names, count=equality.TRIED) if slope(point) is not None]
    if len(places) < equality.POINTS:
        return "given expression has a value almost nowhere between -1.5 and 1.5, so its key can't be checked"
    return None


def refuse(givens: RulesGivens, *_: Any) -> str | None:
    """A value must be there, and be no giant."""
    if givens.at is None:
        return None
    slope = _slope(givens.expression, givens.variable)({givens.variable: givens.at})
    return None if slope is not None and abs(slope) < 100 else "no value at this point, or a giant one"


def derive(givens: RulesGivens, _: Convention) -> Derivation:
    """One step a rule."""
    return derivative(givens.expression, givens.variable)


def inputs(givens: RulesGivens) -> Mapping[str, float]:
    """The place, if there is one."""
    return {} if givens.at is None else {givens.variable: givens.at}


def ask(_: Random, givens: RulesGivens, __: RulesOptions, convention: Convention) -> tuple[Ask, ...]:
    """The derivative, as a formula or a number."""
    if givens.at is not None:
        return (Ask(("Df",), "number"),)
    extra = {"printed": _printed(convention, givens.variable)}
    return (Ask(("Df",), "expression", extra=extra),)


@lru_cache(256)
def _printed(convention: Convention, variable: str) -> Callable[[str], str]:
    printer = Printer(convention.notation((("var", plain_symbol(variable)),)))
    return lambda text: printer.formula(parse(text))


def cross_check(givens: RulesGivens, *_: Any) -> Mapping[str, Any]:
    """The complex step through the expression as it was given: no formula is differentiated."""
    slope = _slope(givens.expression, givens.variable)
    return {"Df": slope if givens.at is None else slope({givens.variable: givens.at})}


@lru_cache(2_000)
def _slope(expression: str, variable: str) -> Callable[[Mapping[str, float]], float | None]:
    whole, world = Derivation.of({"value_of_it": expression}), complex_world()

    def slope(point: Mapping[str, float]) -> float | None:
        def function(place: Any) -> complex:
            moved: dict[str, complex] = {**point, variable: complex(place[0])}
            value = complex(whole.run(moved, world=world)["value_of_it"])
            if not np.isfinite(value) or abs(value.imag) > 1e-6:  # the logarithm of a negative number
                raise ValueError
            return value

        try:
            with np.errstate(all="ignore"):
                found = float(complex_step(function, np.array([point[variable]], dtype=float))[0])
        except (ArithmeticError, ValueError, RuntimeWarning):
            return None
        return found if np.isfinite(found) else None

    return slope


def letters(givens: RulesGivens) -> Mapping[str, str]:
    """The variable's own symbol in the derivatives, d or ∂."""
    return by(givens.variable, alone=len(parse(givens.expression).names) == 1)


def more(givens: RulesGivens, convention: Convention) -> Mapping[str, object]:
    """Expression and variable in LaTeX; whether the power rule alone does it."""
    show = _printed(convention, givens.variable)
    return {
        "formula": show(givens.expression),
        "by": plain_symbol(givens.variable),
        "one_term": derive(givens, convention).names == {"va", "mo1", "Dmo1", "f", "Df"},
    }


def printed(givens: RulesGivens, convention: Convention) -> Mapping[str, str]:
    """Expression and variable stand in the prompt as LaTeX."""
    texts = more(givens, convention)
    return {"expression": str(texts["formula"]), "variable": str(texts["by"])}


family = Family(
    givens=RulesGivens,
    options=RulesOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    letters=letters,
    more=more,
    mistakes="derivative_rules",
    topics=(18, 19),
    lectures=("cs540", "cs760"),
    answers=("expression", "number", "choice"),
    printed=printed,
    presets={
        "easy": {"rules": ["power", "sum", "logarithm", "chain"], "depth": [1]},
        "hard": {"rules": ["product", "quotient", "chain"], "depth": [2, 3]},
    },
    variants=(
        *({"rules": [rule]} for rule in RULES),
        {"rules": ["chain"], "depth": [3]},
        {"form": "value"},
        {"form": "value", "rules": ["chain"]},
        {"form": "value", "calculator": False},
    ),
)
