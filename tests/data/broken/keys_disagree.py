"""A family whose derivation is wrong: it adds where the independent count multiplies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from generator import fields
from generator.family import Ask, Family, Options
from reference.derivation import Derivation


@dataclass(frozen=True)
class Givens:
    """Units in two layers."""

    below: int = fields.whole(1, 100)
    units: int = fields.whole(1, 100)


def sample(rng: Random, *_: Any) -> Givens:
    """Two sizes, of which the sum is never the product."""
    return Givens(rng.randint(3, 9), rng.randint(3, 9))


def derive(*_: Any) -> Derivation:
    """The mistake."""
    return Derivation.of({"total": "below + units"})


def ask(*_: Any) -> tuple[Ask, ...]:
    """The number of weights."""
    return (Ask(("total",), "integer"),)


def cross_check(givens: Givens, *_: Any) -> Mapping[str, int]:
    """The product."""
    return {"total": givens.below * givens.units}


family = Family(
    givens=Givens,
    options=Options,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    topics=(13,),
    lectures=("cs540",),
    answers=("integer",),
)
