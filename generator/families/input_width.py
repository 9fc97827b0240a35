"""How many inputs a record needs once its attributes are encoded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import feature_encoding

DIGITS = ("all", "one_less")
WORDS = {"all": "one digit per category", "one_less": "one digit fewer than it has categories"}


@dataclass(frozen=True)
class WidthOptions(Options):
    """How many attributes, and how long their thermometer codes are."""

    attributes: int = fields.whole(1, 3, default=2, help="the most attributes of either kind")
    thermometers: tuple[str, ...] = fields.words(
        *DIGITS, default=DIGITS, help="digits of a thermometer code, one of these"
    )


@dataclass(frozen=True)
class WidthGivens:
    """Categories of each unordered and of each ordered attribute; how many attributes are real numbers."""

    nominal: tuple[int, ...] = fields.wholes(2, 1000, lengths=(1, 3))
    ordinal: tuple[int, ...] = fields.wholes(2, 1000, lengths=(1, 3))
    reals: int = fields.whole(0, 1000)
    thermometer: str = fields.word(*DIGITS)


def sample(rng: Random, options: WidthOptions, _: Convention) -> WidthGivens:
    """Some attributes of each kind, of as many sizes."""
    nominal, ordinal = (tuple(rng.sample(range(3, 10), rng.randint(1, options.attributes))) for _kind in "no")
    return WidthGivens(nominal, ordinal, rng.randint(1, 5), rng.choice(options.thermometers))


def derive(givens: WidthGivens, _: Convention) -> Derivation:
    """Digits of either code, then all inputs."""
    short = givens.thermometer == "one_less"
    return feature_encoding.width(
        len(givens.nominal), len(givens.ordinal), short=short, reals=givens.reals > 0
    )


def inputs(givens: WidthGivens) -> Mapping[str, int]:
    """The categories of each attribute, and the real numbers."""
    values = {f"a_{k}": count for k, count in enumerate(givens.nominal, start=1)}
    values |= {f"b_{k}": count for k, count in enumerate(givens.ordinal, start=1)}
    return {**values, "r": givens.reals} if givens.reals else values


def ask(*_: Any) -> tuple[Ask, ...]:
    """All inputs."""
    return (Ask(("all_inputs",), "integer"),)


def cross_check(givens: WidthGivens, *_: Any) -> Mapping[str, int]:
    """The length of a record written out, its last categories."""
    record = "".join("0" * (count - 1) + "1" for count in givens.nominal)
    record += "".join("1" * count for count in givens.ordinal) + "r" * givens.reals
    return {"all_inputs": len(record) - (len(givens.ordinal) if givens.thermometer == "one_less" else 0)}


family = Family(
    givens=WidthGivens,
    options=WidthOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    mistakes="feature_encoding",
    topics=(10,),
    lectures=("cs760",),
    answers=("integer", "choice"),
    printed=lambda givens, _: {"thermometer": WORDS[givens.thermometer]},
    presets={"easy": {"attributes": 1}, "hard": {"attributes": 3}},
    variants=(*({"thermometers": [digits]} for digits in DIGITS), {"calculator": False}),
)
