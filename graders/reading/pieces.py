"""Pieces of a formula while it is read: text in the rule language, how tightly it binds, its value.

A piece without symbols has a value, nan where it is not defined. Exponents that are numbers are small, so
that no power takes long to work out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from graders.reading.values import ReadingError
from graders.reading.vocabulary import WRITTEN
from reference.functions import FUNCTIONS

CONDITION, SUM, PRODUCT, SIGN, POWER, ATOM = range(6)
LARGEST_EXPONENT = 100
LARGEST_NUMBER = 10**15
LONGEST = 6_000


class Piece(NamedTuple):
    """Text in the rule language; level: how tightly it binds; value: its value if it has no symbols."""

    text: str
    level: int
    value: float | None = None

    def within(self, level: int) -> str:
        """The text, in brackets if it binds less tightly than that."""
        return self.text if self.level >= level else f"({self.text})"


def number(text: str, value: float, position: int) -> Piece:
    """A number as it stands in a formula."""
    if abs(value) > LARGEST_NUMBER:
        raise ReadingError(f"the number is too large; at most {LARGEST_NUMBER:.0e} can stand here", position)
    return Piece(text, ATOM, float(value))


def negative(a: Piece) -> Piece:
    """-a."""
    text = a.within(PRODUCT)
    text = f"-({text})" if text[0] == "-" else f"-{text}"
    return Piece(text, SIGN, None if a.value is None else -a.value)


def operation(a: Piece, sign: str, b: Piece, position: int) -> Piece:
    """A sum, difference, product, quotient or power of two pieces."""
    match sign:
        case "+" | "-":
            second = f"({b.text})" if b.text[0] == "-" else b.within(PRODUCT)
            text, level = f"{a.within(SUM)} {sign} {second}", SUM
        case "*" if a.text == "1" and b.level == CONDITION:
            return b
        case "*" | "/":
            text, level = f"{a.within(PRODUCT)}{sign}{b.within(POWER)}", PRODUCT
        case _:
            if b.value is not None and abs(b.value) > LARGEST_EXPONENT:
                raise ReadingError(f"an exponent is too large; at most {LARGEST_EXPONENT} is read", position)
            text, level = f"{a.within(ATOM)}**{b.within(SIGN)}", POWER
    if len(text) > LONGEST:
        raise ReadingError("the formula is too long", position)
    value = None if a.value is None or b.value is None else _worked(a.value, sign, b.value)
    return Piece(text, level, value)


def called(name: str, arguments: list[Piece], position: int) -> Piece:
    """A function of the rule language, or one that can be written in it, of its arguments."""
    if name in WRITTEN:
        text, level = WRITTEN[name]
        text = text.replace("#", "\0").replace("@", arguments[0].within(SUM))
        text = text.replace("\0", arguments[0].within(ATOM))
    else:
        text, level = f"{name}({', '.join(argument.text for argument in arguments)})", ATOM
    if len(text) > LONGEST:
        raise ReadingError("the formula is too long", position)
    values = [argument.value for argument in arguments]
    if any(value is None for value in values):
        return Piece(text, level)
    return Piece(text, level, _function_value(name, [value for value in values if value is not None]))


_OWN: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "sign": lambda x: (x > 0) - (x < 0),
    "log2": math.log2,
    "log10": math.log10,
    "softplus": lambda x: math.log1p(math.exp(x)),
    "square": lambda x: x * x,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "sech": lambda x: 1 / math.cosh(x),
    "reciprocal": lambda x: 1 / x,
}


def _function_value(name: str, values: list[float]) -> float:
    try:
        return float(_OWN[name](*values) if name in _OWN else FUNCTIONS[name].value(*values))
    except (ArithmeticError, ValueError):
        return math.nan


def _worked(a: float, sign: str, b: float) -> float:
    try:
        match sign:
            case "+":
                return a + b
            case "-":
                return a - b
            case "*":
                return a * b
            case "/":
                return a / b
        result = a**b
        return math.nan if isinstance(result, complex) else result
    except ArithmeticError:
        return math.nan
