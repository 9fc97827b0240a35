"""The derivative of l = h(f(x), g(x)) at a point, by the chain rule along both paths."""

from __future__ import annotations

import cmath
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import two_paths
from reference.derivations.two_paths import INNER, OUTER
from reference.printing import Printer
from reference.rules import parse

BY_HAND = ("linear", "square")
TINY = 1e-30


@dataclass(frozen=True)
class PathOptions(Options):
    """Which functions are inside, and how they are put together."""

    inner: tuple[str, ...] = fields.words(
        *INNER,
        default=("linear", "square", "exponential", "sigmoid"),
        help="the inner functions, two of these",
    )
    outer: tuple[str, ...] = fields.words(
        *OUTER, default=tuple(OUTER), help="the outer function, one of these"
    )
    decimals: int = fields.whole(2, 6, default=4, help="decimals of every rounded number")


@dataclass(frozen=True)
class PathGivens:
    """f and g: the inner functions, with their constants a and b; h: the outer one; x: the place."""

    f: str = fields.word(*INNER)
    g: str = fields.word(*INNER)
    h: str = fields.word(*OUTER)
    a: tuple[float, ...] = fields.array(2, limit=100)
    b: tuple[float, ...] = fields.array(2, limit=100)
    x: float = fields.real(-20, 20)


def sample(rng: Random, options: PathOptions, _: Convention) -> PathGivens:
    """Small whole constants; steep functions get small ones."""
    names = options.inner if options.calculator else [n for n in options.inner if n in BY_HAND] or ["linear"]
    f, g = rng.choice(names), rng.choice(names)
    h = rng.choice([n for n in options.outer if options.calculator or n != "quotient"] or ["product"])
    small, whole = (-2, -0.5, 0.5, 1.5), (-3, -2, -1, 1, 2, 3)
    a = tuple(rng.choice(small if name in ("exponential", "sigmoid") else whole) for name in (f, g))
    b = (rng.choice(whole), rng.choice(whole))
    x = rng.choice((-1.5, -1, -0.5, 0.5, 1, 1.5, 2) if options.calculator else (-2, -1, 1, 2, 3))
    return PathGivens(f, g, h, a, b, x)


def derive(givens: PathGivens, _: Convention) -> Derivation:
    """Both inner values, the links of both paths, their sum."""
    return two_paths.chain(givens.f, givens.g, givens.h)


def refuse(givens: PathGivens, *_: Any) -> str | None:
    """Two different functions, no path cut off, and numbers of a size that one works with."""
    if (givens.f, givens.a[0], givens.b[0]) == (givens.g, givens.a[1], givens.b[1]):
        return "both inner functions are equal"
    u, v = _inner(givens, givens.x)
    if 0 in (u, v) or (givens.h == "half_square_of_difference" and u == v):
        return "a path is cut off by a zero"
    try:
        size = max(abs(value) for value in (u, v, _slope(givens)))
    except ArithmeticError:
        return "the second function vanishes there"
    return None if size < 60 else "the numbers grow too large to work by hand"


def ask(*_: Any) -> tuple[Ask, ...]:
    """The derivative."""
    return (Ask(("total_by_x",), "number"),)


def _inner(givens: PathGivens, x: complex) -> list[complex]:
    values = []
    for name, a, b in zip((givens.f, givens.g), givens.a, givens.b, strict=True):
        if name == "sigmoid":
            values.append(1 / (1 + cmath.exp(-(a * x + b))))
        elif name == "exponential":
            values.append(cmath.exp(a * x) + b)
        else:
            values.append(a * x ** {"linear": 1, "square": 2, "cube": 3}[name] + b)
    return values


def _slope(givens: PathGivens) -> float:
    """The complex step through the whole composition."""
    u, v = _inner(givens, givens.x + 1j * TINY)
    whole = {
        "product": lambda: u * v,
        "square_of_first": lambda: u * u + v,
        "squares": lambda: u * u + v * v,
        "first_squared_times_second": lambda: u * u * v,
        "quotient": lambda: u / v,
        "half_square_of_difference": lambda: (u - v) * (u - v) / 2,
    }[givens.h]()
    return whole.imag / TINY


def cross_check(givens: PathGivens, *_: Any) -> Mapping[str, float]:
    """The complex step: no function is differentiated."""
    return {"total_by_x": _slope(givens)}


def complain(givens: PathGivens, _: Convention) -> str | None:
    """No quotient by zero."""
    if givens.h == "quotient" and _inner(givens, givens.x)[1] == 0:
        return "given h is quotient, and the second function is 0 at this x"
    return None


def more(givens: PathGivens, convention: Convention) -> Mapping[str, object]:
    """The functions as formulas in letters."""
    show = Printer(convention.notation()).formula
    inner = [INNER[name][0].format(k=k) for k, name in ((1, givens.f), (2, givens.g))]
    return {"inner": [show(parse(text)) for text in inner], "outer": show(parse(OUTER[givens.h][0]))}


def printed(givens: PathGivens, convention: Convention) -> Mapping[str, str]:
    """The functions as formulas."""
    texts = more(givens, convention)
    inner: Any = texts["inner"]
    return {"f": inner[0], "g": inner[1], "h": str(texts["outer"])}


family = Family(
    givens=PathGivens,
    options=PathOptions,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes="two_paths",
    topics=(18, 21),
    lectures=("cs540", "cs760"),
    answers=("number", "choice"),
    printed=printed,
    presets={
        "easy": {"inner": ["linear", "square"], "outer": ["product", "square_of_first"]},
        "hard": {
            "inner": ["exponential", "sigmoid", "cube"],
            "outer": ["first_squared_times_second", "quotient", "half_square_of_difference"],
        },
    },
    variants=(*({"outer": [outer]} for outer in OUTER), {"calculator": False}),
)
