"""A derivative estimated by a central difference, as one checks a backward pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import gradient_check
from reference.derivations.gradient_check import FUNCTIONS
from reference.printing import Printer
from reference.rules import parse

POLYNOMIALS = ("square", "cube", "quadratic", "cubic", "squared_error")
USES = {name: tuple(n for n in ("a", "b") if n in parse(rule[2]).names) for name, rule in FUNCTIONS.items()}


@dataclass(frozen=True)
class CheckOptions(Options):
    """Which functions."""

    functions: tuple[str, ...] = fields.words(
        *FUNCTIONS, default=tuple(FUNCTIONS), help="the function, one of these"
    )
    decimals: int = fields.whole(4, 8, default=5, help="decimals of every rounded number")


def _constant(value: Any) -> float | None:
    if value is not None and (
        type(value) not in (int, float) or not abs(value) <= 20
    ):  # as the sentence says
        raise ValueError
    return value  # type: ignore[no-any-return]  # checked in the line above


@dataclass(frozen=True)
class CheckGivens:
    """The function, its constants (None where it has none), the place and the step."""

    function: str = fields.word(*FUNCTIONS)
    w: float = fields.real(-20, 20)
    h: float = fields.real(1e-3, 2)
    a: float | None = fields.custom(_constant, "a number within ±20, or null")
    b: float | None = fields.custom(_constant, "a number within ±20, or null")


def sample(rng: Random, options: CheckOptions, convention: Convention) -> CheckGivens:
    """Short numbers; a step that is large enough to work with by hand."""
    calculator = options.calculator
    names = [name for name in options.functions if calculator or name in POLYNOMIALS] or ["cube"]
    name = rng.choice(names)
    small = (-3, -2, -1, 1, 2, 3) if not calculator else (-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 2.5, 3)
    w = (
        rng.choice((-3, -2, -1, 1, 2, 3, 4))
        if not calculator
        else rng.choice((-1, 1)) * rng.randint(2, 30) / 10
    )
    w = abs(w) if name == "reciprocal" else w
    h = rng.choice((0.1, 0.2, 0.5) if calculator else (1, 0.5))
    givens = CheckGivens(name, w, h, rng.choice(small), rng.choice(small))
    if name == "logarithm":
        givens = replace(givens, b=rng.choice((0.5, 1, 1.5, 2, 3, 4, 5)))
    return tidy(givens, convention)


def tidy(givens: CheckGivens, _: Convention) -> CheckGivens:
    """Constants where the function has them, and only there."""
    a, b = (1 if value is None else value for value in (givens.a, givens.b))
    used = USES[givens.function]
    return replace(givens, a=a if "a" in used else None, b=b if "b" in used else None)


def complain(givens: CheckGivens, _: Convention) -> str | None:
    """The function must be defined on both sides."""
    if givens.b is not None and givens.b <= 0 and givens.function == "logarithm":
        return f"given b is {givens.b:g}; the logarithm needs a b above 0"
    if givens.a == 0 and givens.function == "reciprocal":
        return "given a is 0; the reciprocal of a w needs another a"
    if givens.function == "reciprocal" and givens.w <= givens.h:
        return f"given w is {givens.w:g}; the reciprocal needs w above h, which is {givens.h:g}"
    return None


def derive(givens: CheckGivens, _: Convention) -> Derivation:
    """The two points, the two values, the quotient."""
    return gradient_check.check(givens.function)


def inputs(givens: CheckGivens) -> Mapping[str, float]:
    """The place, the step and the constants that the function has."""
    return {n: getattr(givens, n) for n in ("w", "h", *USES[givens.function])}


def refuse(givens: CheckGivens, _: CheckOptions, convention: Convention) -> str | None:
    """Not where the function is flat, and not on both sides of a reciprocal's pole."""
    if complaint := complain(givens, convention):
        return complaint
    size = (givens.a or 1) * givens.w
    return (
        "the function is nearly flat"
        if givens.function in ("sigmoid", "logistic") and abs(size) > 3
        else None
    )


def ask(*_: Any) -> tuple[Ask, ...]:
    """The central difference."""
    return (Ask(("central",), "number"),)


def cross_check(givens: CheckGivens, *_: Any) -> Mapping[str, float]:
    """NumPy on both points at once; polynomials as such."""
    name, a, b = givens.function, givens.a or 0.0, givens.b or 0.0
    w = np.array([givens.w + givens.h, givens.w - givens.h])
    if name in POLYNOMIALS:
        values = np.polynomial.Polynomial(_coefficients(name, a, b))(w)
    elif name == "sigmoid":
        values = (1 + np.tanh(a * w / 2)) / 2
    elif name == "logistic":
        values = np.logaddexp(0, -a * w)
    else:
        values = 1 / (a * w) if name == "reciprocal" else np.log(w * w + b)
    return {"central": float((values[0] - values[1]) / (w[0] - w[1]))}


def _coefficients(name: str, a: float, b: float) -> list[float]:
    """Of the powers of w, from the constant up."""
    known: dict[str, list[float]] = {
        "square": [0, 0, 1],
        "cube": [0, 0, 0, 1],
        "quadratic": [0, b, a],
        "cubic": [0, b, 0, a],
        "squared_error": [b * b / 2, -a * b, a * a / 2],
    }
    return known[name]


def more(givens: CheckGivens, convention: Convention) -> Mapping[str, object]:
    """The function as a formula in letters, its derivative, the names of its constants."""
    _, slope, function = FUNCTIONS[givens.function]
    printer = Printer(convention.notation())
    return {
        "formula": printer.formula(parse(function)),
        "slope": printer.formula(parse(slope)),
        "constants": USES[givens.function],
    }


def printed(givens: CheckGivens, convention: Convention) -> Mapping[str, str]:
    """The function as its formula."""
    return {"function": str(more(givens, convention)["formula"])}


family = Family(
    givens=CheckGivens,
    options=CheckOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    tidy=tidy,
    more=more,
    mistakes="gradient_check",
    topics=(18, 26),
    lectures=("cs540", "cs760"),
    answers=("number", "choice"),
    printed=printed,
    presets={
        "easy": {"functions": ["square", "cube", "quadratic"]},
        "hard": {"functions": ["sigmoid", "logistic", "logarithm", "reciprocal"]},
    },
    variants=(*({"functions": [name]} for name in FUNCTIONS), {"calculator": False}),
)
