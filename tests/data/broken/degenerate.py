"""A family whose answer is always zero."""

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
    """One size."""

    units: int = fields.whole(1, 100)


def sample(rng: Random, *_: Any) -> Givens:
    """Any size."""
    return Givens(rng.randint(3, 90))


def derive(*_: Any) -> Derivation:
    """Nothing is left."""
    return Derivation.of({"total": "units - units"})


def ask(*_: Any) -> tuple[Ask, ...]:
    """What is left."""
    return (Ask(("total",), "integer"),)


def cross_check(*_: Any) -> Mapping[str, int]:
    """Nothing."""
    return {"total": 0}


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
