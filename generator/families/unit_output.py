"""The output of a single unit: a perceptron, or a unit with another activation function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np

from generator import fields, vectors
from generator.conventions import Convention
from generator.family import EVERYWHERE, Ask, Family, Options
from reference import activations
from reference.derivation import Derivation
from reference.derivations import unit as derivations
from reference.truth_tables import exact

UNITS = ("step", "sigmoid", "tanh", "relu", "leaky_relu")
BY_HAND = ("step", "relu", "leaky_relu")
SLOPES = (0.1, 0.2, 0.01)
RANGES = {"sigmoid": (0, 1), "tanh": (-1, 1)}
"""Of activations that are limited."""


@dataclass(frozen=True)
class UnitOptions(Options):
    """Which unit, how many inputs, how many samples."""

    units: tuple[str, ...] = fields.words(*UNITS, default=UNITS, help="the unit's activation, one of these")
    inputs: tuple[int, ...] = fields.wholes(
        1, 4, lengths=(1, 4), default=(2, 3), help="how many inputs, one of these"
    )
    samples: tuple[int, ...] = fields.wholes(
        1, 3, lengths=(1, 3), default=(1, 3), help="for how many samples a step unit's output is asked"
    )
    decimals: int = fields.whole(2, 6, default=4, help="decimals of every rounded number")


@dataclass(frozen=True)
class UnitGivens:
    """w, b: the unit. X: a list of inputs a sample, more than one for step units only."""

    w: tuple[float, ...] = vectors.vector(1, 4)
    b: float = fields.real(-1000, 1000)
    X: tuple[tuple[float, ...], ...] = vectors.rows((1, 3), (1, 4))
    unit: str = fields.word(*UNITS)
    slope: float | None = fields.real(0.001, 0.999, default=None)


def sample(rng: Random, options: UnitOptions, _: Convention) -> UnitGivens:
    """A step unit has halves, so that sums of exactly 0 are 0; other units have tenths."""
    names = options.units
    if not options.calculator:
        names = tuple(name for name in names if name in BY_HAND) or BY_HAND[:1]
    unit, size = rng.choice(names), rng.choice(options.inputs)
    slope = None
    if unit == "leaky_relu":
        slope = rng.choice(SLOPES) if options.calculator else 0.1
    if unit == "step" or not options.calculator:
        return _in_halves(rng, options, unit, size, slope)
    w = tuple(_tenths(rng, 20) for _ in range(size))
    x = tuple(rng.choice((-3, -2, -1, 1, 2, 3)) for _ in range(size))
    return _bent_down(rng, UnitGivens(w, _tenths(rng, 20), (x,), unit, slope))


def _bent_down(rng: Random, givens: UnitGivens) -> UnitGivens:
    """Leaky ReLU shows what it is at a negative sum, so most of its sums are."""
    if givens.slope is None or _sums(givens)[0] < 0 or rng.random() < 0.3:
        return givens
    return replace(givens, w=tuple(-weight for weight in givens.w), b=-givens.b)


def _tenths(rng: Random, largest: int) -> float:
    return rng.choice((-1, 1)) * rng.randint(1, largest) / 10


def _in_halves(rng: Random, options: UnitOptions, unit: str, size: int, slope: float | None) -> UnitGivens:
    samples = rng.choice(options.samples) if unit == "step" else 1
    w = tuple(rng.choice((-3, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 3)) for _ in range(size))
    low = rng.choice((0, -2)) if samples > 1 else -3
    X = tuple(tuple(rng.randint(low, 3) for _ in range(size)) for _ in range(samples))
    b = rng.choice((-3, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 3))
    if samples > 1 and rng.random() < 0.4:  # one sample on the boundary, where the conventions differ
        b = -sum(weight * x for weight, x in zip(w, rng.choice(X), strict=True))
    return _bent_down(rng, UnitGivens(w, b, X, unit, slope))


def refuse(givens: UnitGivens, _: UnitOptions, convention: Convention) -> str | None:
    """Zero inputs and equal samples test little; so does a saturated sigmoid."""
    zs = _sums(givens)
    if len(givens.X) == 1:
        if 0 in givens.X[0] or givens.b == 0:
            return "an input or the bias is 0"
        if givens.unit in ("sigmoid", "tanh") and not 0.15 <= abs(zs[0]) <= 3:
            return "the unit is saturated, or its sum is nearly 0"
        return "the ReLU unit's output is 0" if givens.unit == "relu" and zs[0] <= 0 else None
    if len(set(givens.X)) < len(givens.X):
        return "two samples are equal"
    if len({z > 0 or (z == 0 and convention.step_at_zero == 1) for z in zs}) == 1:
        return "the unit gives the same for all samples"
    return "the bias is 0" if givens.b == 0 else None


def _sums(givens: UnitGivens) -> list[Fraction]:
    """The weighted sum of each sample, exactly."""
    w = [exact(weight) for weight in givens.w]
    return [sum((a * exact(x) for a, x in zip(w, row, strict=True)), exact(givens.b)) for row in givens.X]


def tidy(givens: UnitGivens, _: Convention) -> UnitGivens:
    """A slope where leaky ReLU needs one, and only there."""
    if givens.unit != "leaky_relu":
        return replace(givens, slope=None)
    return replace(givens, slope=givens.slope or SLOPES[0])


def complain(givens: UnitGivens, _: Convention) -> str | None:
    """As many weights as inputs; several samples for step units; no sums that floats can't hold."""
    if len(givens.w) != len(givens.X[0]):
        return f"given w has {len(givens.w)} numbers and a row of given X has {len(givens.X[0])}"
    if len(givens.X) > 1 and givens.unit != "step":
        return f"given X has {len(givens.X)} samples; for a {givens.unit} unit allowed is 1"
    for number, (z, row) in enumerate(zip(_sums(givens), givens.X, strict=True), start=1):
        if z == 0 and sum(w * x for w, x in zip(givens.w, row, strict=True)) + givens.b != 0:
            return f"the weighted sum of sample {number} is exactly 0; give halves, which floats hold exactly"
    return None


def inputs(givens: UnitGivens) -> Mapping[str, float]:
    """w_1, …, b, and x_1, … or, of several samples, x1_1 and so on."""
    values: dict[str, float] = {f"w_{i}": value for i, value in enumerate(givens.w, start=1)}
    values["b"] = givens.b
    several = len(givens.X) > 1
    for k, row in enumerate(givens.X, start=1):
        values |= {f"x{k if several else ''}_{i}": value for i, value in enumerate(row, start=1)}
    return values if givens.slope is None else {**values, "slope": givens.slope}


def derive(givens: UnitGivens, convention: Convention) -> Derivation:
    """The weighted sum, and what the unit makes of it."""
    if len(givens.X) > 1:
        return derivations.outputs(len(givens.w), len(givens.X), at_zero=convention.step_at_zero)
    return derivations.value(len(givens.w), givens.unit, at_zero=convention.step_at_zero)


def ask(_: Random, givens: UnitGivens, *__: Any) -> tuple[Ask, ...]:
    """Sum and output of one sample (of ReLU the output alone), or the outputs of several."""
    if len(givens.X) > 1:
        texts = tuple(f"${', '.join(map(str, bits))}$" for bits in product((0, 1), repeat=len(givens.X)))
        return (Ask(("outputs",), "choice", extra={"options": texts}),)
    if givens.unit == "step":
        return Ask(("z",), "number"), Ask(("fires",), "choice", extra={"options": ("$0$", "$1$")})
    if givens.unit == "relu":  # its output here is the sum itself
        return (Ask(("a",), "number"),)
    return Ask(("z",), "number"), Ask(("a",), "number", within=RANGES.get(givens.unit, EVERYWHERE))


def cross_check(givens: UnitGivens, _: tuple[Ask, ...], convention: Convention) -> Mapping[str, Any]:
    """Exact fractions for a step unit, NumPy's activations for the others."""
    zs = _sums(givens)
    if givens.unit == "step":
        bits = [int(z > 0 or (z == 0 and convention.step_at_zero == 1)) for z in zs]
        place = int("".join(map(str, bits)), 2) + 1
        return {"z": float(zs[0]), "fires": place, "outputs": place}
    z = float(np.dot(givens.w, givens.X[0])) + givens.b
    settings = {} if givens.slope is None else {"slope": givens.slope}
    return {"z": z, "a": float(getattr(activations, givens.unit)(np.array(z), **settings))}


def more(givens: UnitGivens, convention: Convention) -> Mapping[str, object]:
    """How many inputs, and the step's value at 0."""
    return {"inputs": range(1, len(givens.w) + 1), "at_zero": convention.step_at_zero}


def printed(givens: UnitGivens, _: Convention) -> Mapping[str, str]:
    """The names of functions as the prompt has them."""
    words = {"step": "step", "sigmoid": r"\sigma(z)", "tanh": r"\tanh(z)"}
    words |= {"relu": r"\mathrm{ReLU}", "leaky_relu": r"\mathrm{LeakyReLU}"}
    return {"unit": words[givens.unit]}


family = Family(
    givens=UnitGivens,
    options=UnitOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    tidy=tidy,
    more=more,
    mistakes="unit",
    topics=(1, 11),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("number", "choice"),
    printed=printed,
    presets={
        "easy": {"inputs": [2], "samples": [1], "units": ["step", "sigmoid", "relu"]},
        "hard": {"inputs": [3, 4], "samples": [3]},
    },
    variants=(
        {},
        {"units": ["step"], "samples": [1]},
        {"units": ["step"], "samples": [2, 3]},
        *({"units": [name]} for name in UNITS[1:]),
        {"calculator": False},
    ),
)
