"""A family whose template does not print what was drawn."""

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
    """One more."""
    return Derivation.of({"total": "units + 1"})


def ask(*_: Any) -> tuple[Ask, ...]:
    """The new size."""
    return (Ask(("total",), "integer"),)


def cross_check(givens: Givens, *_: Any) -> Mapping[str, int]:
    """One more."""
    return {"total": givens.units + 1}


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
