"""The output of one linear unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.mistakes import load


@dataclass(frozen=True)
class Givens:
    """What the problem gives; each field says what --given may set."""

    w: tuple[float, ...] = fields.array(2)
    x: tuple[float, ...] = fields.array(2)
    b: float = fields.real(-10, 10)


def sample(rng: Random, options: Options, _: Convention) -> Givens:
    """One draw: numbers with one decimal, larger ones where it is to be hard."""
    most = {"easy": 5, "standard": 20, "hard": 99}[options.difficulty]
    tenths = [rng.choice([-1, 1]) * rng.randint(1, most) / 10 for _ in range(5)]
    return Givens(tuple(tenths[:2]), tuple(tenths[2:4]), tenths[4])


def derive(*_: object) -> Derivation:
    """The steps of the solution, from which the answer, its tolerance and the mistakes follow."""
    return Derivation.of({"z": "w_1*x_1 + w_2*x_2 + b"})


def ask(*_: object) -> tuple[Ask, ...]:
    """What is asked: a step, and the type of its answer."""
    return (Ask(("z",), "number"),)


def cross_check(givens: Givens, *_: object) -> Mapping[str, float]:
    """The answer again, by means that share no code with `derive`."""
    return {"z": float(np.dot(givens.w, givens.x)) + givens.b}


family = Family(
    givens=Givens,
    options=Options,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    mistakes=load(Path(__file__).with_suffix(".toml")),
    topics=(12,),
    lectures=("my course",),
    answers=("number", "choice"),
    variants=({}, {"difficulty": "easy"}, {"difficulty": "hard"}),
)
