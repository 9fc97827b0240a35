"""The objective of logistic regression with labels −1 and +1, with or without a Gaussian prior."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference import losses
from reference.derivation import Derivation
from reference.derivations import logistic_objective

MOST_SAMPLES = 6
FEATURES = 2
SIZES = (-3, -2, -1, 1, 2, 3)


@dataclass(frozen=True)
class ObjectiveOptions(Options):
    """How many samples, and whether there is a prior."""

    samples: tuple[int, ...] = fields.wholes(
        2, MOST_SAMPLES, lengths=(1, 5), default=(2, 3), help="how many samples, one of these"
    )
    prior: bool = fields.flag(default=True, help="whether the weights have a Gaussian prior (MAP)")
    decimals: int = fields.whole(2, 6, default=4, help="decimals of every rounded number")


def _rows(value: Any) -> tuple[tuple[float, ...], ...]:
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= MOST_SAMPLES:
        raise ValueError
    for row in value:
        if not isinstance(row, (list, tuple)) or len(row) != FEATURES:
            raise ValueError
        if not all(type(item) in (int, float) and abs(item) <= 100 for item in row):  # as the sentence says
            raise ValueError
    return tuple(map(tuple, value))


def _labels(value: Any) -> tuple[int, ...]:
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= MOST_SAMPLES:
        raise ValueError
    if not all(type(item) in (int, float) and item in (-1, 1) for item in value):
        raise ValueError
    return tuple(map(int, value))


def _strength(value: Any) -> float | None:
    if value is not None and (
        type(value) not in (int, float) or not 0 < value <= 100
    ):  # as the sentence says
        raise ValueError
    return value  # type: ignore[no-any-return]  # checked in the line above


@dataclass(frozen=True)
class ObjectiveGivens:
    """w: weights; X: a row a sample; y: labels −1 and +1; lam: strength of the prior, None without one."""

    w: tuple[float, ...] = fields.array(FEATURES, limit=100)
    X: tuple[tuple[float, ...], ...] = fields.custom(
        _rows, f"a list of 2 to {MOST_SAMPLES} rows of {FEATURES} numbers within ±100"
    )
    y: tuple[int, ...] = fields.custom(_labels, f"a list of 2 to {MOST_SAMPLES} labels -1 and 1")
    lam: float | None = fields.custom(_strength, "a number above 0 and at most 100, or null without a prior")


def sample(rng: Random, options: ObjectiveOptions, _: Convention) -> ObjectiveGivens:
    """Weights in halves and small whole inputs, so that margins are short numbers."""
    count = rng.choice(options.samples)
    halves = [n / 2 if n % 2 else n // 2 for n in range(-4, 5) if n]
    lam = rng.choice((0.1, 0.2, 0.4, 0.5, 1, 2) if options.calculator else (2, 4, 6, 0.5))
    rows = tuple((rng.choice(SIZES), rng.choice(SIZES)) for _ in range(count))
    labels = [-1, 1, *(rng.choice((-1, 1)) for _ in rows[2:])]
    rng.shuffle(labels)
    weights = (rng.choice(halves), rng.choice(halves))
    return ObjectiveGivens(weights, rows, tuple(labels), lam if options.prior else None)


def complain(givens: ObjectiveGivens, _: Convention) -> str | None:
    """One label a sample."""
    if len(givens.X) != len(givens.y):
        return f"given y has {len(givens.y)} labels for the {len(givens.X)} samples of X"
    return None


def derive(givens: ObjectiveGivens, _: Convention) -> Derivation:
    """Margins, losses, their sum, the penalty."""
    return logistic_objective.objective(len(givens.X), FEATURES, prior=givens.lam is not None)


def inputs(givens: ObjectiveGivens) -> Mapping[str, float]:
    """Every number by its own name, and how many samples there are."""
    values: dict[str, float] = {"n": len(givens.X)}
    if givens.lam is not None:
        values["lam"] = givens.lam
    values |= {f"w_{i}": weight for i, weight in enumerate(givens.w, start=1)}
    for k, (row, label) in enumerate(zip(givens.X, givens.y, strict=True), start=1):
        values |= {f"X_{k}_{i}": entry for i, entry in enumerate(row, start=1)}
        values[f"y_{k}"] = label
    return values


def refuse(givens: ObjectiveGivens, *_: Any) -> str | None:
    """Samples that differ, and margins that neither vanish nor drown the loss."""
    if len(set(givens.X)) < len(givens.X):
        return "two samples are equal"
    (a, b) = givens.w
    margins = [label * (a * row[0] + b * row[1]) for row, label in zip(givens.X, givens.y, strict=True)]
    if len(set(margins)) < len(margins):
        return "two margins are equal"
    sums = [abs(margin) for margin in margins]
    return None if min(sums) > 0 and max(sums) <= 5 else "a margin is 0, or so large that its loss vanishes"


def ask(_: Random, givens: ObjectiveGivens, options: ObjectiveOptions, __: Convention) -> tuple[Ask, ...]:
    """The objective; without a calculator the margins and the penalty."""
    if options.calculator:
        return (Ask(("objective" if givens.lam else "total_loss",), "number"),)
    margins = tuple(f"m_{k}" for k in range(1, len(givens.X) + 1))
    return (Ask(margins, "array", of="m", share=2), *([Ask(("penalty",), "number")] if givens.lam else []))


def cross_check(givens: ObjectiveGivens, *_: Any) -> Mapping[str, Any]:
    """NumPy's logistic loss and penalty."""
    w, X, y = np.array(givens.w), np.array(givens.X), np.array(givens.y)
    penalty = losses.l2_penalty(w, strength=givens.lam or 0)
    loss = float(losses.logistic_loss(X @ w, y, reduction="sum"))
    return {"m": (y * (X @ w)).tolist(), "penalty": penalty, "total_loss": loss, "objective": loss + penalty}


family = Family(
    givens=ObjectiveGivens,
    options=ObjectiveOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    mistakes="logistic_objective",
    topics=(17,),
    lectures=("cs540",),
    answers=("number", "array", "choice"),
    presets={"easy": {"samples": [2], "prior": False}, "hard": {"samples": [3, 4], "prior": True}},
    variants=({"prior": True}, {"prior": False}, {"decimals": 3}, {"calculator": False}),
)
