"""A family that takes a mistake for right: its tolerance is far too wide, and no guard looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from generator import fields
from generator.answers import ANSWERS
from generator.answers.number import Number
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.mistakes import Bend, Mistake


class Lax(Number):
    """A number for which a student may write nearly anything, as long as it has the paper's decimals."""

    @property
    def unfair(self) -> str:
        """No guard objects."""
        return ""

    def accepts(self, value: Any) -> bool:
        """Whether it is the key, or any number near it that someone wrote down."""
        written = float(value) == round(float(value), self.decimals)
        return super().accepts(value) or (written and abs(float(value) - self.value) < WIDE)

    def near(self, value: Any) -> bool:
        """No guard looks closer."""
        return False


ANSWERS["lax"] = Lax
WIDE = 5.0
RULES = Bend({"mean": "total/(samples + 1)"})
TWICE = Mistake("counted_one_twice", "One sample was counted twice.", RULES, Bend())


@dataclass(frozen=True)
class Givens:
    """A sum and by what it is divided."""

    total: int = fields.whole(1, 100)
    samples: int = fields.whole(1, 100)


def sample(rng: Random, *_: Any) -> Givens:
    """A quotient that never ends."""
    return Givens(rng.choice((10, 20, 40, 50)), rng.choice((6, 11, 13)))


def derive(*_: Any) -> Derivation:
    """A mean."""
    return Derivation.of({"mean": "total/samples"})


def ask(*_: Any) -> tuple[Ask, ...]:
    """The mean."""
    return (Ask(("mean",), "lax"),)


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
    mistakes=(TWICE,),
)
