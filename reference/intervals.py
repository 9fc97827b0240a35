"""Interval arithmetic of a student who rounds: every inexact operation widens by one printed unit.

`interval_numbers(decimals)` gives the number class of a paper that shows that many decimals. An
operation on such intervals holds every value that a student can reach who rounds (up, to even,
down) or keeps more digits at any step, however finely the steps are split. Sums, and products
with an integer, of numbers with that many decimals are exact and widen nothing; products and
quotients of two known numbers widen nothing when they come out even.

Why a sum of intervals need not widen: a term that was rounded is exact on paper, and one that was
not lies a unit inside its interval's ends, which pays for rounding the sum. (A known number with more
decimals than the paper shows does neither; sums with it widen.)
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from reference.functions import FUNCTIONS, Function, Value

if TYPE_CHECKING:
    from collections.abc import Callable

EVEN = 1e-12
"""So much float arithmetic moves a number near 1: one as near to a short decimal is that decimal."""
NOISE = 1e-9
"""What floats may lose: a jump this near is on either side of them, as 0.1 + 0.2 is of 0.3."""


class UndecidableError(ArithmeticError):
    """A comparison whose outcome depends on how the student rounded."""


class Interval:
    """All numbers from lo to hi; the arithmetic is that of `interval_numbers`."""

    __slots__ = ("hi", "lo")
    point: ClassVar[Callable[[float], Interval]]
    """What is known of an operation on known numbers: its value, or a unit either side of it."""

    def __init__(self, lo: float, hi: float) -> None:
        self.lo = lo
        self.hi = hi

    def __repr__(self) -> str:
        return f"[{self.lo}, {self.hi}]"

    def __neg__(self) -> Interval:
        return type(self)(-self.hi, -self.lo)

    def __lt__(self, other: Value) -> bool:
        c, d = _ends(other)
        if self.hi < c - NOISE:
            return True
        if self.lo == d == self.hi or self.lo >= d + NOISE:
            return False
        raise UndecidableError("a comparison within reach of rounding")

    def __le__(self, other: Value) -> bool:
        c, d = _ends(other)
        if self.lo == c == self.hi or self.hi <= c - NOISE:
            return True
        if self.lo > d + NOISE:
            return False
        raise UndecidableError("a comparison within reach of rounding")

    def __gt__(self, other: Value) -> bool:
        return not self <= other

    def __ge__(self, other: Value) -> bool:
        return not self < other

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (int, float, Interval)):
            return NotImplemented
        c, d = _ends(other)
        if self.lo == self.hi == c == d:
            return True
        if self.hi < c - NOISE or self.lo > d + NOISE:
            return False
        raise UndecidableError("a comparison within reach of rounding")

    __hash__ = None  # type: ignore[assignment]  # equality may be undecidable


def _ends(value: Value) -> tuple[float, float]:
    return (value.lo, value.hi) if isinstance(value, Interval) else (value, value)


@lru_cache(32)
def interval_numbers(decimals: int) -> type[Interval]:
    """The class of intervals on a paper that shows `decimals` decimals."""
    scale = 10.0**decimals
    unit = 10.0**-decimals
    even = EVEN * scale

    class Numbers(Interval):
        """Intervals whose inexact operations widen by one unit of the last decimal shown."""

        __slots__ = ()

        def __add__(self, other: Value) -> Interval:
            a, b = self.lo, self.hi
            try:
                c, d = other.lo, other.hi
            except AttributeError:
                c = d = other
            if a == b:
                if c == d:
                    return point(a + c)
                return summed(a, a + c, a + d)
            return summed(c, a + c, b + c) if c == d else Numbers(a + c, b + d)

        __radd__ = __add__

        def __sub__(self, other: Value) -> Interval:
            a, b = self.lo, self.hi
            try:
                c, d = other.lo, other.hi
            except AttributeError:
                c = d = other
            if a == b:
                if c == d:
                    return point(a - c)
                return summed(a, a - d, a - c)
            return summed(c, a - c, b - c) if c == d else Numbers(a - d, b - c)

        def __rsub__(self, other: Value) -> Interval:
            return Numbers(other, other) - self

        def __mul__(self, other: Value) -> Interval:
            a, b = self.lo, self.hi
            try:
                c, d = other.lo, other.hi
            except AttributeError:
                c = d = other
            if a == b:
                if c == d:
                    return point(a * c)
                a, b, c, d = c, d, a, b
            if c == d:
                lo, hi = (a * c, b * c) if c >= 0 else (b * c, a * c)
                return Numbers(lo, hi) if c % 1 == 0 else Numbers(lo - unit, hi + unit)
            if a >= 0 and c >= 0:
                return Numbers(a * c - unit, b * d + unit)
            products = (a * c, a * d, b * c, b * d)
            return Numbers(min(products) - unit, max(products) + unit)

        __rmul__ = __mul__

        def __truediv__(self, other: Value) -> Interval:
            c, d = _ends(other)
            if c <= NOISE and d >= -NOISE:
                raise UndecidableError("a divisor that may be zero")
            a, b = self.lo, self.hi
            if a == b and c == d:
                return point(a / c)
            quotients = (a / c, a / d, b / c, b / d)
            return Numbers(min(quotients) - unit, max(quotients) + unit)

        def __rtruediv__(self, other: Value) -> Interval:
            return Numbers(other, other) / self

        def __pow__(self, exponent: Value) -> Interval:
            """The power; by a known whole number in one go or one factor after the other."""
            power, same = _ends(exponent)
            a, b = self.lo, self.hi
            if power != same or power % 1:
                if a <= 0:
                    raise UndecidableError("a power of a number that may not be positive")
                powers = (a**power, a**same, b**power, b**same)
                if a == b and power == same:
                    return point(powers[0])
                return Numbers(min(powers) - unit, max(powers) + unit)
            if power < 0:
                return Numbers(1, 1) / self ** (-power)
            if power == 0:
                return Numbers(1, 1)
            if power == 1:
                return self
            if a == b:
                result = point(a * a)
            else:
                ends = (a * a, b * b)
                result = Numbers((0.0 if a < 0 < b else min(ends)) - unit, max(ends) + unit)
            for _ in range(int(power) - 2):
                result = result * self
            return result

        def __rpow__(self, base: Value) -> Interval:
            return Numbers(base, base) ** self

    def point(value: float) -> Interval:
        units = value * scale
        if abs(units - round(units)) <= even + EVEN * abs(units):
            return Numbers(value, value)
        return Numbers(value - unit, value + unit)

    def summed(known: float, lo: float, hi: float) -> Interval:
        """A sum with a known number: one with more decimals than the paper shows must be rounded."""
        units = known * scale
        if abs(units - round(units)) <= even + EVEN * abs(units):
            return Numbers(lo, hi)
        return Numbers(lo - unit, hi + unit)

    Numbers.point = staticmethod(point)
    return Numbers


@lru_cache(32)
def interval_functions(decimals: int) -> dict[str, Callable[..., Value]]:
    """Every function of the rule language on these intervals; those of arrays are left out."""
    numbers = interval_numbers(decimals)
    unit = 10.0**-decimals
    kinds = {
        "increasing": _increasing, "bump": _bump, "exact": _exact, "decision": _decision, "leaky": _leaky,
    }  # fmt: skip
    return {f.name: kinds[f.kind](f, numbers, unit) for f in FUNCTIONS.values() if f.kind in kinds}


def _increasing(function: Function, numbers: type[Interval], unit: float) -> Callable[..., Interval]:
    value, point, everywhere = function.value, numbers.point, _takes(function, -1.0)

    def increasing(z: Value) -> Interval:
        lo, hi = _ends(z)
        try:
            if not everywhere and 0 < lo < NOISE:
                raise ValueError
            if lo == hi:
                return point(value(lo))
            return numbers(value(lo) - unit, value(hi) + unit)
        except ValueError:
            raise UndecidableError(
                f"an argument of {function.name} that may lie outside its domain"
            ) from None

    return increasing


def _takes(function: Function, z: float) -> bool:
    """Whether z is in the function's domain."""
    try:
        function.value(z)
    except ValueError:
        return False
    return True


def _bump(function: Function, numbers: type[Interval], unit: float) -> Callable[..., Interval]:
    value, point = function.value, numbers.point

    def bump(z: Value) -> Interval:
        lo, hi = _ends(z)
        if lo == hi:
            return point(value(lo))
        sides = value(lo), value(hi)
        return numbers(min(sides) - unit, (value(0.0) if lo < 0 < hi else max(sides)) + unit)

    return bump


def _exact(function: Function, numbers: type[Interval], unit: float) -> Callable[..., Interval]:
    value, point = function.value, numbers.point

    def exact(*args: Value) -> Interval:
        ends = [_ends(arg) for arg in args]
        lo, hi = value(*(lo for lo, _ in ends)), value(*(hi for _, hi in ends))
        if lo == hi or len(ends) == 1 or all(a < b or point(a).hi == a for a, b in ends):
            return numbers(lo, hi)
        return numbers(lo - unit, hi + unit)  # one of them has more decimals than the paper shows

    return exact


def _decision(function: Function, numbers: type[Interval], unit: float) -> Callable[..., Interval]:
    value = function.value
    deciding = None if function.variadic else 1  # argmax compares them all, the others look at z

    def decision(*args: Value) -> Interval:
        ends = [_ends(arg) for arg in args]
        lows, highs = tuple(lo for lo, _ in ends), tuple(hi for _, hi in ends)
        outcome: float = value(*lows)
        for k, (low, high) in enumerate(ends[:deciding]):
            one_up = value(*lows[:k], high + NOISE, *lows[k + 1 :])
            one_down = value(*highs[:k], low - NOISE, *highs[k + 1 :])
            if one_up != outcome or one_down != outcome:
                raise UndecidableError(f"{function.name} within reach of its jump")
        return numbers(outcome, outcome)

    return decision


def _leaky(function: Function, numbers: type[Interval], unit: float) -> Callable[..., Interval]:
    def leaky(z: Value, slope: Value) -> Value:
        lo, hi = _ends(z)
        if lo >= 0:
            return numbers(lo, hi)
        scaled = slope * z
        return scaled if hi <= 0 else numbers(scaled.lo, max(scaled.hi, hi))

    return leaky
