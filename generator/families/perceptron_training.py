"""A run of the perceptron learning rule: the weights at the end, and the number of updates."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from generator import fields, vectors
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import perceptron
from reference.truth_tables import exact

RULES = ("margin", "mistake", "error")
RATES = (0.5, 1, 2)
CONDITIONS = {"margin": "< 1", "mistake": r"\le 0"}


@dataclass(frozen=True)
class TrainingOptions(Options):
    """Which rule, how many samples, how often."""

    rules: tuple[str, ...] = fields.words(
        *RULES,
        default=("margin", "mistake"),
        help="weights change at a margin below 1, at a mistake (labels ±1), or by the error (labels 0, 1)",
    )
    inputs: tuple[int, ...] = fields.wholes(
        2, 3, lengths=(1, 2), default=(2,), help="how many inputs, one of these"
    )
    samples: tuple[int, ...] = fields.wholes(
        2, 5, lengths=(1, 4), default=(3, 4), help="how many samples, one of these"
    )
    passes: int = fields.whole(1, 2, default=1, help="how often the samples are gone through")


@dataclass(frozen=True)
class TrainingGivens:
    """X, y: the samples in their order; start: the weights before, the bias last where there is one."""

    X: tuple[tuple[float, ...], ...] = vectors.rows((1, 6), (1, 3), limit=100)
    y: tuple[int, ...] = fields.wholes(-1, 1, lengths=(1, 6))
    start: tuple[float, ...] = vectors.vector(1, 4, limit=100)
    rule: str = fields.word(*RULES)
    passes: int = fields.whole(1, 3)
    rate: float | None = fields.real(0.01, 100, default=None)


def sample(rng: Random, options: TrainingOptions, _: Convention) -> TrainingGivens:
    """Samples that some line separates; in whole numbers a margin below 1 is a mistake, so also in halves."""
    rule, size = rng.choice(options.rules), rng.choice(options.inputs)
    count = rng.choice(options.samples)
    halves = rule == "margin" or (rule == "mistake" and rng.random() < 0.5)
    pool = (-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2) if halves else (-3, -2, -1, 1, 2, 3)
    teacher = [rng.choice((-2, -1, 1, 2)) for _ in range(size)]
    offset = rng.choice((-1, 1)) if rule == "error" else 0
    X = tuple(tuple(rng.choice(pool) for _ in range(size)) for _ in range(count))
    low = 0 if rule == "error" else -1
    y = tuple(1 if sum(w * x for w, x in zip(teacher, row, strict=True)) + offset > 0 else low for row in X)
    start = (0,) * (size + (rule == "error"))
    if rule == "error":
        start = (*(-rng.choice((0, 1, 2)) * weight for weight in teacher), rng.choice((-1, 0, 1)))
    return TrainingGivens(X, y, start, rule, options.passes, rng.choice(RATES) if rule == "error" else None)


def refuse(givens: TrainingGivens, _: TrainingOptions, convention: Convention) -> str | None:
    """Different samples of both labels; some of them updated for, not all."""
    if len(set(givens.X)) < len(givens.X):
        return "two samples are equal"
    if len(set(givens.y)) == 1:
        return "all labels are equal"
    end, updates = _run(givens, convention.step_at_zero)
    if not 2 <= updates < len(givens.y) * givens.passes:
        return "too few updates, or one at every sample"
    if 0 in end:
        return "a weight ends at 0"
    return None


def tidy(givens: TrainingGivens, _: Convention) -> TrainingGivens:
    """A rate where the rule has one, and a start of the right length."""
    bias = givens.rule == "error"
    size = len(givens.X[0]) + bias
    start = givens.start if len(givens.start) == size else (*givens.start, *(0,) * size)[:size]
    return replace(givens, start=start, rate=(givens.rate or 1) if bias else None)


def complain(givens: TrainingGivens, convention: Convention) -> str | None:
    """A label a sample, as the rule wants them; and floats that hold every score."""
    if len(givens.y) != len(givens.X):
        return f"given X has {len(givens.X)} samples and given y {len(givens.y)} labels"
    allowed = (0, 1) if givens.rule == "error" else (-1, 1)
    if not set(givens.y) <= set(allowed):
        return f"given y is {list(givens.y)}; the rule {givens.rule} allows {allowed[0]} and {allowed[1]}"
    numbers = [*givens.start, *(x for row in givens.X for x in row), givens.rate or 1]
    if any(exact(number) != Fraction(number) for number in numbers):
        return "a given has a decimal that floats don't hold; give whole numbers, halves or quarters"
    return None


def inputs(givens: TrainingGivens) -> Mapping[str, float]:
    """x1_1, …, y_1, …, and w0_1, …; the bias is w0_0."""
    size = len(givens.X[0])
    values: dict[str, float] = {
        f"x{k}_{i}": value for k, row in enumerate(givens.X, 1) for i, value in enumerate(row, 1)
    }
    values |= {f"y_{k}": label for k, label in enumerate(givens.y, 1)}
    values |= {f"w0_{i}": value for i, value in enumerate(givens.start[:size], 1)}
    return values if givens.rate is None else {**values, "w0_0": givens.start[size], "eta": givens.rate}


def derive(givens: TrainingGivens, convention: Convention) -> Derivation:
    """One visit after the other."""
    at_zero = convention.step_at_zero if givens.rule == "error" else 0
    return perceptron.training(givens.rule, len(givens.X[0]), len(givens.X), givens.passes, at_zero=at_zero)


def ask(_: Random, givens: TrainingGivens, *__: Any) -> tuple[Ask, ...]:
    """The weights at the end, and how often they changed."""
    names = tuple(f"w_{i}" for i in range(1, len(givens.X[0]) + 1))
    end = (
        Ask((*names, "b"), "array", of="wb_end")
        if givens.rule == "error"
        else Ask(names, "array", of="w_end")
    )
    return replace(end, share=2), Ask(("updates",), "integer")


def _run(givens: TrainingGivens, at_zero: int) -> tuple[list[float], int]:
    """The rule as a loop: weights at the end and number of updates. Halves and quarters make floats exact."""
    w, updates, bias, rate = list(givens.start), 0, givens.rate is not None, givens.rate or 1
    for row, label in [*zip(givens.X, givens.y, strict=True)] * givens.passes:
        x = (*row, 1) if bias else row
        score = sum(map(operator.mul, w, x))
        if bias:
            change = rate * (label - (score > 0 or (score == 0 and at_zero == 1)))
        else:
            change = label if score * label <= 0 or (givens.rule == "margin" and score * label < 1) else 0
        if change:
            w, updates = [weight + change * value for weight, value in zip(w, x, strict=True)], updates + 1
    return w, updates


def cross_check(givens: TrainingGivens, _: tuple[Ask, ...], convention: Convention) -> Mapping[str, Any]:
    """The rule run as a loop."""
    end, updates = _run(givens, convention.step_at_zero)
    return {"w_end": end, "wb_end": end, "updates": updates}


def more(givens: TrainingGivens, convention: Convention) -> Mapping[str, object]:
    """Columns and visits; the step's value at 0, and the condition for an update."""
    count = len(givens.X)
    return {
        "inputs": range(1, len(givens.X[0]) + 1),
        "visits": [(t, (t - 1) % count + 1) for t in range(1, count * givens.passes + 1)],
        "at_zero": convention.step_at_zero,
        "condition": CONDITIONS.get(givens.rule, ""),
    }


def printed(givens: TrainingGivens, _: Convention) -> Mapping[str, str]:
    """The rule by its condition, the passes in words."""
    passes = {1: "once", 2: "twice", 3: "three times"}[givens.passes]
    return {"rule": CONDITIONS.get(givens.rule, "step"), "passes": passes}


family = Family(
    givens=TrainingGivens,
    options=TrainingOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    tidy=tidy,
    more=more,
    mistakes="perceptron",
    topics=(7, 26),
    lectures=("cs540", "cs760"),
    answers=("array", "integer", "choice"),
    printed=printed,
    presets={
        "easy": {"samples": [3], "rules": ["mistake"]},
        "hard": {"samples": [4], "passes": 2, "rules": ["margin", "mistake"]},
    },
    variants=(
        {},
        {"rules": ["margin"], "passes": 2},
        {"rules": ["mistake"], "inputs": [3]},
        {"rules": ["error"]},
        {"rules": ["error"], "passes": 2, "samples": [3]},
        {"samples": [5], "passes": 2},
        {"calculator": False},
    ),
)
