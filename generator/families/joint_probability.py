"""The joint probability of independent features with two values each, from a table per feature."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import joint_probability

MOST = 6


@dataclass(frozen=True)
class JointOptions(Options):
    """How many features."""

    features: tuple[int, ...] = fields.wholes(
        2, MOST, lengths=(1, 5), default=(3, 4), help="how many features, one of these"
    )
    decimals: int = fields.whole(3, 8, default=4, help="decimals of every rounded number")


def _probabilities(value: Any) -> tuple[float, ...]:
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= MOST:
        raise ValueError
    if not all(type(item) in (int, float) and 0 < item < 1 for item in value):
        raise ValueError
    return tuple(value)


def _signs(value: Any) -> tuple[int, ...]:
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= MOST:
        raise ValueError
    if not all(type(item) is int and item in (-1, 0, 1) for item in value):
        raise ValueError
    return tuple(value)


@dataclass(frozen=True)
class JointGivens:
    """p: the probability that a feature is 1, one a feature; low: the other value; x: what is asked for."""

    p: tuple[float, ...] = fields.custom(_probabilities, f"a list of 2 to {MOST} numbers above 0 and below 1")
    x: tuple[int, ...] = fields.custom(_signs, f"a list of 2 to {MOST} values: 1, and low")
    low: int = fields.whole(-1, 0)


def sample(rng: Random, options: JointOptions, _: Convention) -> JointGivens:
    """Probabilities in hundredths; in tenths where there is no calculator."""
    count = rng.choice(options.features)
    if not options.calculator:
        count, pool = min(count, 3), [n / 10 for n in (1, 2, 3, 4, 6, 7, 8, 9)]
    else:
        pool = [n / 100 for n in range(15, 96) if n != 50]  # a half is its own complement
    low = rng.choice((-1, 0))
    x = [1, low, *(rng.choice((1, low)) for _ in range(count - 2))]
    rng.shuffle(x)
    return JointGivens(tuple(rng.sample(pool, count)), tuple(x), low)


def refuse(givens: JointGivens, *_: Any) -> str | None:
    """Whoever forgets that a probability has a complement must come to another number."""
    others = [p for p, x in zip(givens.p, givens.x, strict=True) if x == givens.low]
    if math.isclose(math.prod(others), math.prod(1 - p for p in others)):
        return "with and without complements the product is the same"
    return None


def complain(givens: JointGivens, _: Convention) -> str | None:
    """One value a feature."""
    if len(givens.p) != len(givens.x):
        return f"given x has {len(givens.x)} values for the {len(givens.p)} features of p"
    if wrong := [value for value in givens.x if value not in (givens.low, 1)]:
        return f"given x has the value {wrong[0]}; with low={givens.low} allowed are {givens.low} and 1"
    return None


def derive(givens: JointGivens, _: Convention) -> Derivation:
    """Each feature's factor, then the product."""
    return joint_probability.product(tuple(1 if value == 1 else -1 for value in givens.x))


def inputs(givens: JointGivens) -> Mapping[str, float]:
    """The probabilities, and how many there are."""
    return {"n": len(givens.p), **{f"p_{k}": p for k, p in enumerate(givens.p, start=1)}}


def ask(*_: Any) -> tuple[Ask, ...]:
    """The joint probability."""
    return (Ask(("joint",), "number", within=(0, 1)),)


def cross_check(givens: JointGivens, *_: Any) -> Mapping[str, float]:
    """Exact fractions: (1 ± (2p − 1))/2 for each feature."""
    signs = [(2 * x - 1 - givens.low) // (1 - givens.low) for x in givens.x]
    pairs = [(Fraction(str(p)), sign) for p, sign in zip(givens.p, signs, strict=True)]
    return {"joint": float(math.prod((1 + x * (2 * p - 1)) / 2 for p, x in pairs))}


family = Family(
    givens=JointGivens,
    options=JointOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    mistakes="joint_probability",
    topics=(9,),
    lectures=("cs760",),
    answers=("number", "choice"),
    presets={"easy": {"features": [2]}, "hard": {"features": [4, 5]}},
    variants=({}, {"features": [2, 5]}, {"decimals": 6}, {"calculator": False}),
)
