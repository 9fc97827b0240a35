"""A family that prints the same choice twice."""

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
    """One logit."""

    z: int = fields.whole(-9, 9)


def sample(rng: Random, *_: Any) -> Givens:
    """Any logit that decides."""
    return Givens(rng.choice((-3, -2, -1, 1, 2, 3)))


def derive(*_: Any) -> Derivation:
    """The class by the sign."""
    return Derivation.of({"predicted": "1 if z > 0 else 2"})


def ask(*_: Any) -> tuple[Ask, ...]:
    """The class, of three printed ones that are two."""
    return (Ask(("predicted",), "choice", extra={"options": ("Class 1", "Class 2", "Class 2")}),)


def cross_check(givens: Givens, *_: Any) -> Mapping[str, str]:
    """The letter."""
    return {"predicted": "A" if givens.z > 0 else "B"}


family = Family(
    givens=Givens,
    options=Options,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    topics=(16,),
    lectures=("cs540",),
    answers=("choice",),
)
