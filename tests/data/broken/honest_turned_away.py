"""A family that marks only full precision right: its tolerance is forced to zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from generator import fields
from generator.answers import ANSWERS
from generator.answers.number import Number
from generator.family import Ask, Family, Options
from generator.working import Working
from reference.derivation import Derivation


class Strict(Number):
    """A number without a tolerance."""

    @classmethod
    def settle(cls, working: Working, steps: Sequence[str]) -> Number:
        """As a number settles, but without what rounding can do."""
        return replace(super().settle(working, steps), tolerance=0.0)


ANSWERS["strict"] = Strict


@dataclass(frozen=True)
class Givens:
    """A sum and by what it is divided."""

    total: int = fields.whole(1, 100)
    samples: int = fields.whole(1, 100)


def sample(rng: Random, *_: Any) -> Givens:
    """A quotient that never ends."""
    return Givens(rng.choice((10, 20, 40, 50)), rng.choice((3, 7, 9)))


def derive(*_: Any) -> Derivation:
    """A mean."""
    return Derivation.of({"mean": "total/samples"})


def ask(*_: Any) -> tuple[Ask, ...]:
    """The mean."""
    return (Ask(("mean",), "strict"),)


def cross_check(givens: Givens, *_: Any) -> Mapping[str, float]:
    """The quotient."""
    return {"mean": givens.total / givens.samples}


family = Family(
    givens=Givens,
    options=Options,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    topics=(13,),
    lectures=("cs540",),
    answers=("number",),
)
