"""Interval arithmetic of a student who rounds: every inexact operation widens by one printed unit.

`interval_numbers(decimals)` gives the number class of a paper that shows that many decimals. An
operation on such intervals holds every value that a student can reach who rounds (up, to even,
down) or keeps more digits at any step, however finely the steps are split. Sums, and products
with an integer, of numbers with that many decimals are exact and widen nothing; products and
quotients of two known numbers widen nothing when they come out even.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from reference.functions import FUNCTIONS, Function


class UndecidableError(ArithmeticError):
    """A comparison whose outcome depends on how the student rounded."""


class Interval:
    """All numbers from lo to hi; `unit` is one unit of the last printed digit."""

    __slots__ = ("hi", "lo")
    unit = 0.0

    def __init__(self, lo: float, hi: float) -> None:
        self.lo = lo
        self.hi = hi

    def __repr__(self) -> str:
        return f"[{self.lo}, {self.hi}]"

    def _even(self, value: float) -> bool:
        ratio = value / self.unit
        return abs(ratio - round(ratio)) < 1e-7

    def _widened(self, lo: float, hi: float) -> Interval:
        if lo == hi and self._even(lo):
            return type(self)(lo, hi)
        return type(self)(lo - self.unit, hi + self.unit)

    def __add__(self, other: Any) -> Interval:
        if isinstance(other, Interval):
            return type(self)(self.lo + other.lo, self.hi + other.hi)
        return type(self)(self.lo + other, self.hi + other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Interval:
        if isinstance(other, Interval):
            return type(self)(self.lo - other.hi, self.hi - other.lo)
        return type(self)(self.lo - other, self.hi - other)

    def __rsub__(self, other: Any) -> Interval:
        return type(self)(other - self.hi, other - self.lo)

    def __neg__(self) -> Interval:
        return type(self)(-self.hi, -self.lo)

    def __mul__(self, other: Any) -> Interval:
        a, b = self.lo, self.hi
        if isinstance(other, Interval):
            c, d = other.lo, other.hi
        else:
            c = d = other
        if c == d:
            lo, hi = (a * c, b * c) if c >= 0 else (b * c, a * c)
            if c == int(c):
                return type(self)(lo, hi)
        elif a == b:
            lo, hi = (a * c, a * d) if a >= 0 else (a * d, a * c)
            if a == int(a):
                return type(self)(lo, hi)
        else:
            products = (a * c, a * d, b * c, b * d)
            lo, hi = min(products), max(products)
        if a == b and a == int(a):
            return type(self)(lo, hi)
        return self._widened(lo, hi)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Interval:
        c, d = (other.lo, other.hi) if isinstance(other, Interval) else (other, other)
        if c <= 0 <= d:
            msg = "a divisor that may be zero"
            raise UndecidableError(msg)
        quotients = (self.lo / c, self.lo / d, self.hi / c, self.hi / d)
        return self._widened(min(quotients), max(quotients))

    def __rtruediv__(self, other: Any) -> Interval:
        return type(self)(other, other) / self

    def __pow__(self, exponent: Any) -> Interval:
        power = exponent.lo if isinstance(exponent, Interval) and exponent.lo == exponent.hi else exponent
        if not isinstance(power, (int, float)) or power != int(power) or power < 0:
            msg = "an exponent that is not a natural number"
            raise UndecidableError(msg)
        ends = (self.lo**power, self.hi**power)
        lo, hi = min(ends), max(ends)
        if power % 2 == 0 and self.lo < 0 < self.hi:
            lo = 0.0
        if power == 1 or (self.lo == self.hi and self.lo == int(self.lo)):
            return type(self)(lo, hi)
        return self._widened(lo, hi)

    def __rpow__(self, base: Any) -> Interval:
        lo, hi = sorted((base**self.lo, base**self.hi))
        return self._widened(lo, hi)

    def __lt__(self, other: Any) -> bool:
        c, d = (other.lo, other.hi) if isinstance(other, Interval) else (other, other)
        if self.hi < c:
            return True
        if self.lo >= d:
            return False
        msg = "a comparison within reach of rounding"
        raise UndecidableError(msg)

    def __le__(self, other: Any) -> bool:
        c, d = (other.lo, other.hi) if isinstance(other, Interval) else (other, other)
        if self.hi <= c:
            return True
        if self.lo > d:
            return False
        msg = "a comparison within reach of rounding"
        raise UndecidableError(msg)

    def __gt__(self, other: Any) -> bool:
        return not self.__le__(other)

    def __ge__(self, other: Any) -> bool:
        return not self.__lt__(other)

    def __eq__(self, other: object) -> bool:
        c, d = (other.lo, other.hi) if isinstance(other, Interval) else (other, other)
        if self.lo == self.hi == c == d:
            return True
        if isinstance(c, (int, float)) and isinstance(d, (int, float)) and (self.hi < c or self.lo > d):
            return False
        msg = "a comparison within reach of rounding"
        raise UndecidableError(msg)

    __hash__ = None  # type: ignore[assignment]  # equality may be undecidable


@lru_cache(32)
def interval_numbers(decimals: int) -> type[Interval]:
    """The class of intervals on a paper that shows `decimals` decimals."""
    return type(f"Interval{decimals}", (Interval,), {"__slots__": (), "unit": 10.0**-decimals})


@lru_cache(32)
def interval_functions(decimals: int) -> dict[str, Callable[..., Any]]:
    """Every function of the rule language on these intervals."""
    numbers = interval_numbers(decimals)
    return {name: _lift(function, numbers) for name, function in FUNCTIONS.items()}


def _lift(function: Function, numbers: type[Interval]) -> Callable[..., Any]:
    value = function.value
    zero = numbers(0.0, 0.0)

    def ends(args: tuple[Any, ...]) -> tuple[list[float], list[float]]:
        lows = [arg.lo if isinstance(arg, Interval) else arg for arg in args]
        return lows, [arg.hi if isinstance(arg, Interval) else arg for arg in args]

    def increasing(*args: Any) -> Interval:
        lows, highs = ends(args)
        try:
            return zero._widened(value(*lows), value(*highs))
        except ValueError:
            msg = f"an argument that may lie outside the domain of {function.name}"
            raise UndecidableError(msg) from None

    def exact(*args: Any) -> Interval:
        lows, highs = ends(args)
        return numbers(value(*lows), value(*highs))

    def decision(*args: Any) -> Interval:
        lows, highs = ends(args)
        corners = {value(*(lows[:k] + [high] + lows[k + 1 :])) for k, high in enumerate(highs)}
        corners |= {value(*(highs[:k] + [low] + highs[k + 1 :])) for k, low in enumerate(lows)}
        if len(corners) > 1:
            msg = f"{function.name} within reach of its jump"
            raise UndecidableError(msg)
        only = corners.pop()
        return numbers(only, only)

    def bump(z: Any) -> Interval:
        low, high = (z.lo, z.hi) if isinstance(z, Interval) else (z, z)
        values = [value(low), value(high)] + ([value(0.0)] if low < 0 < high else [])
        return zero._widened(min(values), max(values))

    kinds: dict[str, Callable[..., Any]] = {
        "increasing": increasing, "exact": exact, "decision": decision, "bump": bump, "array": value,
    }  # fmt: skip
    return kinds[function.kind]
