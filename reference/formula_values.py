"""The values of formulas at points: always the same points, where the formulas of lectures are defined."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reference.derivation import Derivation
from reference.rules import parse

if TYPE_CHECKING:
    from collections.abc import Mapping


class Span(NamedTuple):
    """The values from low to high that a symbol may have."""

    low: float
    high: float


Domain: TypeAlias = "tuple[tuple[str, Span | tuple[float, ...]], ...]"
"""For some symbols a span, or the few values that they may have; other symbols are any real numbers."""
Point: TypeAlias = "Mapping[str, float]"
Meanings: TypeAlias = tuple[tuple[str, str], ...]
"""Further names, with their formulas in the symbols."""


@lru_cache(5_000)
def formula(text: str) -> Derivation:
    """The formula as a derivation of one step."""
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
    runner = formula(text)
    try:
        (value,) = runner.run(point).values()
        value = float(value)
    except (ValueError, ArithmeticError, TypeError, AttributeError):  # the last two: it is about arrays
        return None
    return value if math.isfinite(value) else None


@lru_cache(500)
def points(
    symbols: tuple[str, ...], *, count: int, domain: Domain = (), wide: bool = False, meanings: Meanings = ()
) -> tuple[dict[str, float], ...]:
    """Points spread over where the lectures' formulas are defined, always the same ones.

    By turns all values are positive and below 1, where logarithms are defined, and of either sign; `wide`
    ones reach further. Symbols of `domain` have values of their own. Names that have `meanings` get their
    values; points where one has none are left out.
    """
    rng = random.Random("quizgrad formulas")  # noqa: S311  # reproducible points, no secret
    ranges = _WIDE if wide else _NEAR
    own = dict(domain)

    def value(name: str, number: int) -> float:
        allowed = own.get(name)
        if allowed is None:
            return rng.uniform(*ranges[number % len(ranges)])
        return rng.uniform(*allowed) if isinstance(allowed, Span) else rng.choice(allowed)

    out = []
    for number in range(count):
        point = {name: value(name, number) for name in symbols}
        means = {name: known for name, text in meanings if (known := value_at(text, point)) is not None}
        if len(means) == len(meanings):
            out.append(point | means)
    return tuple(out)


_NEAR = ((-1.5, 1.5), (0.1, 0.95))
_WIDE = ((-6.0, 6.0), (0.0, 20.0), (-40.0, 40.0), (-300.0, 300.0), (0.0, 2000.0))
