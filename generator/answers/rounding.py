"""What rounding can do to an answer: the bounds that numbers and arrays share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from generator.working import Working
from reference.intervals import Interval, UndecidableError
from reference.numerals import cut_off, round_half_up

FULL = 1e-9
"""Relative: two full-precision values this close are the same number."""
EXACT = 1e-9
"""Below this reach nothing was rounded on the way."""
WILD = 0.2
"""A mistake may make numbers worse to compute with: its own rounding may reach this share of its value."""
NEAR = 10
"""Units of the last decimal by which values near zero may be off, however small they are."""
FAR = 40
"""So many tolerances away a mistake's own rounding can't bring it back; nearer ones are computed."""


def reach(working: Working, steps: Sequence[str], values: Sequence[float]) -> tuple[list[float], str]:
    """How far honest rounding reaches from each value, and what it can't decide, if anything."""
    try:
        bounds = [ends(bound) for bound in working.reached(steps)]
    except UndecidableError as error:
        return [10.0**-working.decimals for _ in steps], f"{error}"
    return [max(hi - value, value - lo, 0.0) for (lo, hi), value in zip(bounds, values, strict=True)], ""


def ends(reachable: Any) -> tuple[float, float]:
    """An interval's ends; a rule that is a mere constant stays a number."""
    return (reachable.lo, reachable.hi) if isinstance(reachable, Interval) else (reachable, reachable)


def close(a: float, b: float) -> bool:
    """Whether two full-precision values are the same number."""
    return abs(a - b) <= FULL * max(abs(a), abs(b), 1e-6)


def outward(tolerance: float) -> float:
    """The tolerance rounded up to two digits, so that what the key prints is what is used."""
    digits = f"{tolerance:.1e}"
    mantissa, exponent = digits.split("e")
    rounded = float(digits)
    return rounded if rounded >= tolerance else float(f"{float(mantissa) + 0.1:.1f}e{exponent}")


def short_of(value: float, key: float, decimals: int, tolerance: float) -> bool:
    """Whether a value written with that many decimals is the key rounded or cut off there."""
    reached = (key - tolerance, key, key + tolerance)
    ends = [end(number, decimals) for number in reached for end in (round_half_up, cut_off)]
    return any(close(value, end) for end in ends)


def beyond(value: Any, predicted: Any, decimals: int, widest: float) -> bool:
    """Whether a value (a number or some) is further from a predicted one than a tolerance may be."""
    values, wanted = _several(value), _several(predicted)
    reach = _farthest(max(map(abs, wanted)), decimals, widest)
    return len(values) != len(wanted) or any(abs(a - b) > reach for a, b in zip(values, wanted, strict=True))


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _farthest(size: float, decimals: int, widest: float) -> float:
    return widest * size + NEAR * 10.0**-decimals


def ending(wrong: float, bent: Working, steps: Sequence[str]) -> Callable[[Any], bool]:
    """Tells of a number whether who works as `bent`, to `wrong` unrounded, may by rounding end there."""
    end_at = endings((wrong,), bent, steps)
    return lambda value: end_at((value,))


def endings(wrong: Sequence[float], bent: Working, steps: Sequence[str]) -> Callable[[Any], bool]:
    """`ending` of several numbers together."""
    farthest, bounds = _farthest(max(map(bent.size, steps)), bent.decimals, WILD), list[tuple[float, float]]()
    steady = bent.steady(steps)

    def end_at(values: Sequence[float]) -> bool:
        nonlocal bounds
        if len(values) != len(wrong):
            return False
        # Most mistakes lead far away, and no bounds have to be worked.
        if steady and any(abs(v - entry) > farthest for v, entry in zip(values, wrong, strict=True)):
            return False
        bounds = bounds or _bounds(wrong, bent, steps)
        return all(lo <= v <= hi for v, (lo, hi) in zip(values, bounds, strict=True))

    return end_at


def _bounds(wrong: Sequence[float], bent: Working, steps: Sequence[str]) -> list[tuple[float, float]]:
    unit = 10.0**-bent.decimals
    try:
        within = list(map(ends, bent.reached(steps)))
    except UndecidableError:
        within = [(entry - unit, entry + unit) for entry in wrong]
    return [(lo - unit - FULL, hi + unit + FULL) for lo, hi in within]
