"""Whether two formulas are equal: compared by their values at many points, never by their texts."""

from __future__ import annotations

import math
import random
import statistics
from functools import lru_cache
from typing import TYPE_CHECKING

from reference.derivation import Derivation
from reference.rules import RuleError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

POINTS = 24
"""At so many points two formulas must agree, of `TRIED` where each may be undefined."""
TRIED = 96
CLOSE = 1e-9


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
def points(symbols: tuple[str, ...], *, count: int) -> tuple[dict[str, float], ...]:
    """Points spread over where the lectures' formulas are defined, always the same ones.

    By turns all values are positive and below 1, where logarithms are defined, and of either sign.
    """
    rng = random.Random("quizgrad formulas")  # noqa: S311  # reproducible points, no secret
    ranges = ((-1.5, 1.5), (0.1, 0.95))
    return tuple({name: rng.uniform(*ranges[number % 2]) for name in symbols} for number in range(count))


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
def equal(text: str, other: str, symbols: tuple[str, ...]) -> bool:
    """Whether two formulas in `symbols` have the same values wherever both are defined.

    A text that is no formula, or has other names, equals none.
    """
    if text == other:
        return True
    try:
        extra = set(parse(other).names) - set(symbols)
    except RuleError:
        return False
    return not extra and equal_to_function(text, lambda point: value_at(other, point), symbols)
