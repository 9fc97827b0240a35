"""Formulas in numbers of many digits, for where floats can't tell.

What shrinks as digits are added is zero, however large the rounding errors were.
"""

from __future__ import annotations

import decimal
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from reference.formula_values import Point, formula
from reference.functions import FUNCTIONS, Value
from reference.worlds import World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DIGITS = (100, 50)
"""The larger number first: in it a formula's constants are worked out."""
_SAME = Decimal("1e-9")
_EXPONENTS = 10**9


def equal_at(text: str, other: str, point: Point) -> bool:
    """Whether two formulas have the same value at a point."""
    gaps = []
    for digits in DIGITS:
        with decimal.localcontext(_context(digits)):
            mine, theirs = _precise_value(text, point), _precise_value(other, point)
            if mine is None or theirs is None:
                return False
            gap, size = abs(mine - theirs), max(abs(mine), abs(theirs))
            if gap <= _SAME * size:
                return True
            gaps.append(gap)
    # A difference of rounding errors alone shrinks by as many digits as are added.
    return gaps[0] <= gaps[1] * Decimal(10) ** ((DIGITS[1] - DIGITS[0]) // 2)


def has_value(text: str, point: Point) -> bool:
    """Whether the formula is defined there; a float may only have overflowed."""
    with decimal.localcontext(_context(DIGITS[0])):
        return _precise_value(text, point) is not None


def _context(digits: int) -> decimal.Context:
    traps = [decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow]
    return decimal.Context(prec=digits, Emin=-_EXPONENTS, Emax=_EXPONENTS, traps=traps)


def _precise_value(text: str, point: Mapping[str, float]) -> Decimal | None:
    try:
        (value,) = formula(text).run(point, world=_precise_world()).values()
    except (ValueError, ArithmeticError, TypeError, AttributeError):
        return None
    return _decimal(value)


def _decimal(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(value))


def _precise_power(base: Value, exponent: Value) -> Decimal:
    base, exponent = _decimal(base), _decimal(exponent)
    return base**exponent if exponent else Decimal(1)


@lru_cache(1)
def _precise_world() -> World:
    """Decimals of as many digits as the context has."""

    def sigmoid(z: Decimal) -> Decimal:
        return 1 / (1 + (-z).exp()) if z >= 0 else z.exp() / (1 + z.exp())

    def tanh(z: Decimal) -> Decimal:
        return 2 * sigmoid(2 * z) - 1

    own: dict[str, Callable[..., Value]] = {
        "sigmoid": sigmoid, "sigmoid_grad": lambda z: sigmoid(z) * sigmoid(-z), "tanh": tanh,
        "tanh_grad": lambda z: 4 * sigmoid(2 * z) * sigmoid(-2 * z), "exp": Decimal.exp, "log": Decimal.ln,
        "sqrt": Decimal.sqrt,
    }  # fmt: skip

    def entered(function: Callable[..., Value]) -> Callable[..., Value]:
        return lambda *values: _decimal(function(*map(_decimal, values)))

    functions = {name: entered(own.get(name, function.value)) for name, function in FUNCTIONS.items()}
    return World("precise", functions, _decimal, lift_constants=True, power=_precise_power)
