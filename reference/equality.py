"""Whether two formulas are equal: compared by their values at many points, never by their texts.

Floats decide where they can. Where they come close without being equal, or all values vanish, numbers of
many digits decide: what shrinks as digits are added is zero, however large the rounding errors were.
Functions without a corner that agree somewhere agree wherever both are defined; where a formula has
corners (ReLU, max, a condition) the other must be defined wherever it is, and agree far away as well.
"""

from __future__ import annotations

import ast
import decimal
import math
import random
import statistics
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reference.derivation import Derivation
from reference.functions import FUNCTIONS, Value
from reference.rules import RuleError, parse
from reference.worlds import World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Span(NamedTuple):
    """The values from low to high that a symbol may have."""

    low: float
    high: float


Domain: TypeAlias = "tuple[tuple[str, Span | tuple[float, ...]], ...]"
"""For some symbols a span, or the few values that they may have; other symbols are any real numbers."""
Point: TypeAlias = "Mapping[str, float]"

POINTS = 24
"""At so many points two formulas must agree, of `TRIED` where each may be undefined."""
TRIED = 96
CLOSE = 1e-9
GROSS = 1e-3
"""No rounding error of floats is so large; what differs by more differs."""
VANISHING = 1e-200
"""Values below it may have been lost."""
DIGITS = (100, 50)
"""The larger number first: in it a formula's constants are worked out."""
MOST_DOUBTS = 6
BISECTIONS = 14
"""So often a distance is halved on the way to a corner; then it is small, and yet no rounding error."""
_CORNERS = {name for name, function in FUNCTIONS.items() if function.kind in ("exact", "decision", "leaky")}
_EXPONENTS = 10**9


@lru_cache(5_000)
def _runner(text: str) -> Derivation:
    return Derivation.of({"value": text} if "value" not in parse(text).names else {"value_": text})


def value_at(text: str, point: Mapping[str, float]) -> float | None:
    """The formula's value, None where it has none (log of a negative number, division by zero).

    Raises
    ------
    RuleError
        When `text` is no rule.
    KeyError
        When a name of the formula has no value in `point`.
    """
    runner = _runner(text)
    try:
        (value,) = runner.run(point).values()
        value = float(value)
    except (ValueError, ArithmeticError, TypeError, AttributeError):  # the last two: it is about arrays
        return None
    return value if math.isfinite(value) else None


@lru_cache(500)
def points(
    symbols: tuple[str, ...], *, count: int, domain: Domain = (), wide: bool = False
) -> tuple[dict[str, float], ...]:
    """Points spread over where the lectures' formulas are defined, always the same ones.

    By turns all values are positive and below 1, where logarithms are defined, and of either sign; `wide`
    ones reach further. Symbols of `domain` have values of their own.
    """
    rng = random.Random("quizgrad formulas")  # noqa: S311  # reproducible points, no secret
    ranges = _WIDE if wide else _NEAR
    own = dict(domain)

    def value(name: str, number: int) -> float:
        allowed = own.get(name)
        if allowed is None:
            return rng.uniform(*ranges[number % len(ranges)])
        return rng.uniform(*allowed) if isinstance(allowed, Span) else rng.choice(allowed)

    return tuple({name: value(name, number) for name in symbols} for number in range(count))


_NEAR = ((-1.5, 1.5), (0.1, 0.95))
_WIDE = ((-6.0, 6.0), (0.0, 20.0), (-40.0, 40.0), (-300.0, 300.0), (0.0, 2000.0))


def equal_to_function(
    text: str, function: Callable[[Mapping[str, float]], float | None], symbols: Sequence[str]
) -> bool:
    """Whether formula and function have the same values at `POINTS` random points where both have one.

    Same is 1e-9 of the larger value; where the values almost vanish, 1e-12 of what is usual for them.
    """
    names = tuple(sorted({*symbols, *parse(text).names}))
    pairs = []
    for point in points(names, count=TRIED):
        mine, other = value_at(text, point), function(point)
        if mine is not None and other is not None:
            if abs(mine - other) > CLOSE * max(1.0, abs(mine), abs(other)):
                return False
            pairs.append((mine, other))
        if len(pairs) == POINTS:
            break
    if len(pairs) < POINTS:
        return False
    sizes = [max(abs(mine), abs(other)) for mine, other in pairs]
    usual = 1e-3 * statistics.median(sizes)
    return all(
        abs(mine - other) <= CLOSE * max(size, usual)
        for (mine, other), size in zip(pairs, sizes, strict=True)
    )


@lru_cache(20_000)
def equal(text: str, other: str, symbols: tuple[str, ...], domain: Domain = ()) -> bool:
    """Whether two formulas in `symbols` have the same values wherever both are defined.

    A text that is no formula, or has other names, equals none. `text` is the key: if one of the two has
    corners, `other` must be defined wherever it is.
    """
    if text == other:
        return True
    try:
        extra = set(parse(other).names) - set(symbols)
    except RuleError:
        return False
    if extra:
        return False
    names = tuple(sorted({*symbols, *parse(text).names}))
    near = _compared(text, other, points(names, count=TRIED, domain=domain), enough=POINTS)
    if near.differ:
        return False
    corners = _corners(text) + _corners(other)
    if near.found >= POINTS and not corners:
        return _equal_in_digits(text, other, near.doubtful)
    places = points(names, count=2 * TRIED, domain=domain, wide=True)
    far = _compared(text, other, places, enough=TRIED if corners else POINTS, final=False)
    if near.found + far.found < POINTS:
        return False
    beside = _compared(text, other, _beside(corners, names, domain), enough=TRIED)
    some = (near, far, beside) if corners else (near, far)
    if beside.differ or (corners and any(_is_missing(text, other, one.lost) for one in some)):
        return False
    return all(_equal_in_digits(text, other, one.doubtful) for one in some)


def _is_missing(text: str, other: str, places: Sequence[Point]) -> bool:
    """Whether the other formula is undefined at one of these points; a float may only have overflowed."""
    return any(_has_value(text, point) and not _has_value(other, point) for point in places)


class _Compared(NamedTuple):
    """What floats say about two formulas at some points.

    differ: whether they have different values for certain; found: at how many points both have one.
    doubtful: points at which floats can't tell; lost: points at which only the first formula has a value.
    """

    differ: bool
    found: int
    doubtful: tuple[Point, ...] = ()
    lost: tuple[Point, ...] = ()


def _compared(
    text: str, other: str, places: Sequence[Point], *, enough: int, final: bool = True
) -> _Compared:
    """Compares two formulas at `enough` points of these at which both have a value.

    final: whether a gross difference settles it, and a small one counts. Far away large terms cancel, and
    what tends to 0 has lost its digits: 1 - tanh(z)**2 is 0 from z = 20 on.
    """
    found: list[tuple[Point, float, float]] = []
    lost: list[Point] = []
    for point in places:
        mine, theirs = value_at(text, point), value_at(other, point)
        if mine is not None and theirs is not None:
            gap, size = abs(mine - theirs), max(abs(mine), abs(theirs))
            if gap > GROSS * max(1.0, size) and final:
                return _Compared(differ=True, found=len(found))
            found.append((point, gap, size))
        elif mine is not None:
            lost.append(point)
        if len(found) == enough:
            break
    if not found:
        return _Compared(differ=False, found=0, lost=tuple(lost[:MOST_DOUBTS]))
    median = statistics.median(size for _, _, size in found)
    if not final:
        median = max(median, 1.0)
    doubtful = [point for point, gap, size in found if gap > CLOSE * max(size, GROSS * median)]
    if not doubtful and median < VANISHING:
        doubtful = [point for point, _, _ in found]
    return _Compared(
        differ=False, found=len(found), doubtful=tuple(doubtful[:MOST_DOUBTS]), lost=tuple(lost[:MOST_DOUBTS])
    )


def _equal_in_digits(text: str, other: str, places: Sequence[Point]) -> bool:
    """Whether numbers of many digits are equal at every one of these points."""
    return all(_equal_at(text, other, point) for point in places)


def _equal_at(text: str, other: str, point: Point) -> bool:
    gaps = []
    for digits in DIGITS:
        with decimal.localcontext(_context(digits)):
            mine, theirs = _precise_value(text, point), _precise_value(other, point)
            if mine is None or theirs is None:
                return False
            gap, size = abs(mine - theirs), max(abs(mine), abs(theirs))
            if gap <= Decimal(CLOSE) * size:
                return True
            gaps.append(gap)
    # A difference of rounding errors alone shrinks by as many digits as are added.
    return gaps[0] <= gaps[1] * Decimal(10) ** ((DIGITS[1] - DIGITS[0]) // 2)


def _has_value(text: str, point: Point) -> bool:
    """Whether the formula is defined there; a float may only have overflowed."""
    with decimal.localcontext(_context(DIGITS[0])):
        return _precise_value(text, point) is not None


def _context(digits: int) -> decimal.Context:
    traps = [decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow]
    return decimal.Context(prec=digits, Emin=-_EXPONENTS, Emax=_EXPONENTS, traps=traps)


def _precise_value(text: str, point: Mapping[str, float]) -> Decimal | None:
    try:
        (value,) = _runner(text).run(point, world=_precise_world()).values()
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


@lru_cache(5_000)
def _corners(text: str) -> tuple[str, ...]:
    """The formulas that vanish where this one has a corner or a step: z of ReLU(z), a - b of max(a, b)."""
    found: dict[str, None] = {}
    for node in ast.walk(parse(text).tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[first, *others]) if name in _CORNERS:
                seconds = others if FUNCTIONS[name].variadic else [ast.Constant(0)]
            case ast.Compare(left=first, comparators=[second]):
                seconds = [second]
            case _:
                continue
        for second in seconds:
            found[ast.unparse(ast.BinOp(first, ast.Sub(), second))] = None
    return tuple(found)


def _beside(corners: Sequence[str], names: tuple[str, ...], domain: Domain) -> list[Point]:
    """Points close to where the first few of these formulas vanish, on either side."""
    out: list[Point] = []
    places = points(names, count=POINTS, domain=domain) + points(
        names, count=POINTS, domain=domain, wide=True
    )
    for corner in dict.fromkeys(corners[:MOST_DOUBTS]):
        values = [(value_at(corner, point), point) for point in places]
        below = [point for value, point in values if value is not None and value < 0]
        above = [point for value, point in values if value is not None and value > 0]
        for start, end in zip(below[:2], above[:2], strict=False):
            out += _across(corner, start, end)
    return out


def _across(corner: str, start: Point, end: Point) -> tuple[Point, Point]:
    """Two points between these, close to each other, where the formula is below and above 0."""
    for _ in range(BISECTIONS):
        middle = {name: (value + end[name]) / 2 for name, value in start.items()}
        value = value_at(corner, middle)
        if value is None:
            break
        start, end = (start, middle) if value > 0 else (middle, end)
    return start, end
