"""The gradient of a minibatch's mean loss and one descent step, in linear or logistic regression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference import losses
from reference.derivation import Derivation
from reference.derivations import minibatch_step

MOST_SAMPLES, FEATURES = 4, 2
SIZES = (-3, -2, -1, 1, 2, 3)
MODELS = ("linear", "logistic")
ASKED = ("gradient", "parameters")
WORDS = {"gradient": "is the gradient", "parameters": "are"}
GRADIENT = ("grad_1", "grad_2", "grad_b")
PARAMETERS = ("w_new_1", "w_new_2", "b_new")


@dataclass(frozen=True)
class StepOptions(Options):
    """Which model, how many samples, what is asked."""

    models: tuple[str, ...] = fields.words(*MODELS, default=MODELS, help="the model, one of these")
    samples: tuple[int, ...] = fields.wholes(
        1, MOST_SAMPLES, lengths=(1, 4), default=(2, 3), help="the size of the minibatch, one of these"
    )
    ask: tuple[str, ...] = fields.words(*ASKED, default=ASKED, help="what is asked, one of these")
    decimals: int = fields.whole(2, 6, default=4, help="decimals of every rounded number")


def _rows(value: Any) -> tuple[tuple[float, ...], ...]:
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= MOST_SAMPLES:
        raise ValueError
    for row in value:
        if not isinstance(row, (list, tuple)) or len(row) != FEATURES:
            raise ValueError
        if not all(type(item) in (int, float) and abs(item) <= 100 for item in row):  # as the sentence says
            raise ValueError
    return tuple(map(tuple, value))


def _labels(value: Any) -> tuple[float, ...]:
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= MOST_SAMPLES:
        raise ValueError
    if not all(type(item) in (int, float) and abs(item) <= 100 for item in value):  # as the sentence says
        raise ValueError
    return tuple(value)


@dataclass(frozen=True)
class StepGivens:
    """w and b: parameters; X: a row a sample; y: labels; asked: one of ASKED; eta: a step's learning rate."""

    model: str = fields.word(*MODELS)
    w: tuple[float, ...] = fields.array(FEATURES, limit=100)
    b: float = fields.real(-100, 100)
    X: tuple[tuple[float, ...], ...] = fields.custom(
        _rows, f"a list of 1 to {MOST_SAMPLES} rows of {FEATURES} numbers within ±100"
    )
    y: tuple[float, ...] = fields.custom(_labels, f"a list of 1 to {MOST_SAMPLES} numbers within ±100")
    asked: str = fields.word(*ASKED)
    eta: float | None = fields.real(1e-4, 10, default=None)


def sample(rng: Random, options: StepOptions, _: Convention) -> StepGivens:
    """Small whole inputs, weights in tenths; without a calculator whole numbers and a linear model."""
    model = rng.choice(options.models) if options.calculator else "linear"
    count = rng.choice(options.samples)
    rows = tuple((rng.choice(SIZES), rng.choice(SIZES)) for _ in range(count))
    if options.calculator:
        w1, w2, b = (rng.choice((-1, 1)) * rng.randint(1, 12) / 10 for _ in range(3))
    else:
        w1, w2, b = rng.choice((-2, -1, 1, 2)), rng.choice((-2, -1, 1, 2)), rng.choice((-1, 1))
    labels = (
        [0, 1, *(rng.randint(0, 1) for _ in rows)] if model == "logistic" else rng.choices(range(-4, 5), k=4)
    )
    labels = labels[:count]
    rng.shuffle(labels)
    asked = rng.choice(options.ask)
    eta = rng.choice((0.1, 0.2, 0.5)) if asked == "parameters" else None
    return StepGivens(model, (w1, w2), b, rows, tuple(labels), asked, eta)


def tidy(givens: StepGivens, _: Convention) -> StepGivens:
    """A learning rate where a step is taken, and only there."""
    return replace(givens, eta=(givens.eta or 0.1) if givens.asked == "parameters" else None)


def complain(givens: StepGivens, _: Convention) -> str | None:
    """One label a sample; labels 0 and 1 for logistic regression."""
    if len(givens.X) != len(givens.y):
        return f"given y has {len(givens.y)} labels for the {len(givens.X)} samples of X"
    if givens.model == "logistic" and not set(givens.y) <= {0, 1}:
        return "given y: logistic regression takes the labels 0 and 1"
    return None


def derive(givens: StepGivens, _: Convention) -> Derivation:
    """Predictions, errors, mean gradient, new parameters."""
    return minibatch_step.step(givens.model, len(givens.X), FEATURES, rate=givens.eta is not None)


def inputs(givens: StepGivens) -> Mapping[str, float]:
    """Every number by its own name, and how many samples there are."""
    values: dict[str, float] = {"n": len(givens.X), "b": givens.b}
    values |= {} if givens.eta is None else {"eta": givens.eta}
    values |= {f"w_{i}": weight for i, weight in enumerate(givens.w, start=1)}
    for k, (row, label) in enumerate(zip(givens.X, givens.y, strict=True), start=1):
        values |= {f"X_{k}_{i}": entry for i, entry in enumerate(row, start=1)}
        values[f"y_{k}"] = label
    return values


def _scores(givens: StepGivens) -> list[float]:
    w1, w2 = givens.w
    return [w1 * row[0] + w2 * row[1] + givens.b for row in givens.X]


def refuse(givens: StepGivens, options: StepOptions, _: Convention) -> str | None:
    """No two samples alike, no dead gradient, no sure prediction."""
    if len(set(givens.X)) < len(givens.X):
        return "two samples are equal"
    scores = _scores(givens)
    if givens.model == "logistic":
        return "a prediction is nearly sure, or a toss" if not all(0.1 < abs(z) < 3 for z in scores) else None
    largest = max(abs(z - y) for z, y in zip(scores, givens.y, strict=True))
    return "the errors are too large" if largest > (6 if options.calculator else 5) else None


def ask(_: Random, givens: StepGivens, *__: Any) -> tuple[Ask, ...]:
    """The gradient, or the parameters after the step."""
    if givens.asked == "gradient":
        return (Ask(GRADIENT, "array", of="gradient"),)
    return (Ask(PARAMETERS, "array", of="parameters_new"),)


def cross_check(givens: StepGivens, *_: Any) -> Mapping[str, Any]:
    """NumPy's gradient of the mean loss in the scores, sent back through the data matrix."""
    X = np.array([[*row, 1] for row in givens.X], dtype=float)
    parameters, y = np.array([*givens.w, givens.b]), np.array(givens.y, dtype=float)
    of_scores = (
        losses.binary_cross_entropy_from_logits_grad
        if givens.model == "logistic"
        else losses.squared_error_grad
    )
    gradient = X.T @ of_scores(X @ parameters, y, reduction="mean")
    found = {"gradient": gradient.tolist()}
    return found if givens.eta is None else {"parameters_new": (parameters - givens.eta * gradient).tolist()}


def printed(givens: StepGivens, _: Convention) -> Mapping[str, str]:
    """The model by its name; of a step, what comes after it is asked."""
    return {"model": f"{givens.model} regression", "asked": f"What {WORDS[givens.asked]}"}


family = Family(
    givens=StepGivens,
    options=StepOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    tidy=tidy,
    complain=complain,
    mistakes="minibatch_step",
    topics=(26,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("array", "choice"),
    printed=printed,
    presets={
        "easy": {"models": ["linear"], "samples": [1, 2]},
        "hard": {"models": ["logistic"], "samples": [3, 4]},
    },
    variants=(
        {"models": ["linear"]},
        {"models": ["logistic"]},
        {"samples": [1]},
        {"ask": ["parameters"]},
        {"calculator": False},
    ),
)
