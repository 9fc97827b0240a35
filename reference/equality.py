"""Whether two formulas are equal: compared by their values at many points, never by their texts.

Floats decide where they can. Where they come close without being equal, or all values vanish, numbers of
many digits decide: what shrinks as digits are added is zero, however large the rounding errors were.
Functions without a corner that agree somewhere agree wherever both are defined; where a formula has
corners (ReLU, max, a condition) the other must be defined wherever it is, and agree far away as well.
"""

from __future__ import annotations

import statistics
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reference.composing import put_in
from reference.corners import beside, corners_of
from reference.formula_values import Domain, Meanings, Point, points, value_at
from reference.precise import equal_at, has_value
from reference.rules import RuleError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

POINTS = 24
"""At so many points two formulas must agree, of `TRIED` where each may be undefined."""
TRIED = 96
CLOSE = 1e-9
GROSS = 1e-3
"""No rounding error of floats is so large; what differs by more differs."""
VANISHING = 1e-200
"""Values below it may have been lost."""
MOST_DOUBTS = 6


def equal_to_function(
    text: str,
    function: Callable[[Mapping[str, float]], float | None],
    symbols: Sequence[str],
    meanings: Meanings = (),
) -> bool:
    """Whether formula and function have the same values at `POINTS` random points where both have one.

    Same is 1e-9 of the larger value; where the values almost vanish, 1e-12 of what is usual for them.
    Both may use names that have `meanings`.
    """
    names = _names(text, symbols, meanings)
    pairs = []
    for point in points(names, count=TRIED, meanings=meanings):
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
def equal(
    text: str, other: str, symbols: tuple[str, ...], domain: Domain = (), meanings: Meanings = ()
) -> bool:
    """Whether two formulas in `symbols` have the same values wherever both are defined.

    A text that is no formula, or has other names, equals none; names that have `meanings` stand for these.
    `text` is the key: if one of the two has corners, `other` must be defined wherever it is.
    """
    if text == other:
        return True
    try:
        extra = {*parse(other).names}.difference(symbols, dict(meanings))
    except RuleError:
        return False
    if extra:
        return False
    names = _names(text, symbols, meanings)
    if meanings:
        # What differs is seen without putting the meanings in, which makes long formulas.
        if _compared(text, other, points(names, count=POINTS, meanings=meanings), enough=POINTS).differ:
            return False
        return equal(put_in(text, meanings), put_in(other, meanings), symbols, domain)
    near = _compared(text, other, points(names, count=TRIED, domain=domain), enough=POINTS)
    if near.differ:
        return False
    corners = corners_of(text) + corners_of(other)
    if near.found >= POINTS and not corners:
        return _equal_in_digits(text, other, near.doubtful)
    places = points(names, count=2 * TRIED, domain=domain, wide=True)
    far = _compared(text, other, places, enough=TRIED if corners else POINTS, final=False)
    if near.found + far.found < POINTS:
        return False
    close = _compared(text, other, beside(corners, names, domain), enough=TRIED)
    some = (near, far, close) if corners else (near, far)
    if close.differ or (corners and any(_is_missing(text, other, one.lost) for one in some)):
        return False
    return all(_equal_in_digits(text, other, one.doubtful) for one in some)


def _names(text: str, symbols: Sequence[str], meanings: Meanings) -> tuple[str, ...]:
    """The names that have no meaning, in order."""
    return tuple(sorted({*symbols, *parse(text).names}.difference(dict(meanings))))


def _is_missing(text: str, other: str, places: Sequence[Point]) -> bool:
    """Whether the other formula is undefined at one of these points; a float may only have overflowed."""
    return any(has_value(text, point) and not has_value(other, point) for point in places)


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
    return all(equal_at(text, other, point) for point in places)
