"""The value and the derivative of an activation function at a point."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.activations import activation_named
from reference.derivation import Derivation
from reference.derivations import activation_values as derivations

ACTIVATIONS = ("sigmoid", "tanh", "leaky_relu")
KNOWN = derivations.KNOWN
SLOPES = (0.01, 0.05, 0.1, 0.2, 0.25, 0.3)
FUNCTION_LATEX = {"sigmoid": r"\sigma", "tanh": r"\tanh", "leaky_relu": r"\operatorname{LeakyReLU}"}


@dataclass(frozen=True)
class ActivationOptions(Options):
    """Which activation, from what, how large z."""

    activation: tuple[str, ...] = fields.words(
        *ACTIVATIONS, default=ACTIVATIONS, help="the activation function, one of these"
    )
    known: tuple[str, ...] = fields.words(
        *KNOWN,
        default=KNOWN,
        help="what is given, one of these: the point z, the value, or for tanh the sigmoid of 2z",
    )
    largest: float = fields.real(0.5, 5, default=3, help="the largest size of z")
    decimals: int = fields.whole(2, 6, default=4, help="decimals of every rounded number")


@dataclass(frozen=True)
class ActivationGivens:
    """at: the number that is known; slope is None unless the activation is leaky ReLU."""

    activation: str = fields.word(*ACTIVATIONS)
    known: str = fields.word(*KNOWN)
    at: float = fields.real(-50, 50)
    slope: float | None = fields.real(0.001, 0.999, default=None)


def sample(rng: Random, options: ActivationOptions, _: Convention) -> ActivationGivens:
    """A point with at most two decimals, or a value; without a calculator, where arithmetic is enough."""
    pairs = [
        (name, known)
        for name in options.activation
        for known in options.known
        if _fits(name, known) and (options.calculator or name == "leaky_relu" or known != "z")
    ] or [("leaky_relu", "z")]
    activation, known = rng.choice(pairs)
    fine = options.calculator and options.difficulty != "easy"
    unit = 100 if fine else 10
    if known == "z":
        largest = min(options.largest, 2) if activation == "tanh" else options.largest
        at = rng.choice((-1, 1)) * rng.randint(unit // 5, round(largest * unit)) / unit
    elif activation == "tanh" and known == "value":
        at = rng.choice((-1, 1)) * rng.randint(1, unit - 1) / unit
    else:
        at = rng.randint(1, unit - 1) / unit
    return ActivationGivens(activation, known, at, rng.choice(SLOPES) if activation == "leaky_relu" else None)


def _fits(activation: str, known: str) -> bool:
    return known == "z" or (activation == "tanh" or (known == "value" and activation == "sigmoid"))


def tidy(givens: ActivationGivens, _: Convention) -> ActivationGivens:
    """A slope where leaky ReLU needs one, and only there."""
    slope = None if givens.activation != "leaky_relu" else SLOPES[2] if givens.slope is None else givens.slope
    return replace(givens, slope=slope)


def complain(givens: ActivationGivens, _: Convention) -> str | None:
    """What goes with what, and the ranges of values."""
    if not _fits(givens.activation, givens.known):
        return f"given known {givens.known} does not go with activation {givens.activation}"
    low = -1 if givens.activation == "tanh" and givens.known == "value" else 0
    if givens.known != "z" and not low < givens.at < 1:
        return f"given at is {givens.at:g}; this value lies between {low} and 1"
    return None


def derive(givens: ActivationGivens, _: Convention) -> Derivation:
    """The value, then the derivative."""
    return derivations.at_a_point(givens.activation, givens.known)


def inputs(givens: ActivationGivens) -> Mapping[str, float]:
    """The known number by its own name, and the slope."""
    known = {"z": "z", "value": "actvalue", "sigmoid": "sig2z"}[givens.known]
    return {known: givens.at} if givens.slope is None else {known: givens.at, "slope": givens.slope}


def ask(_: Random, givens: ActivationGivens, *__: Any) -> tuple[Ask, ...]:
    """The value where it is not known, and the derivative."""
    derivative = Ask(("dact",), "number")
    return (derivative,) if givens.known == "value" else (Ask(("actvalue",), "number"), derivative)


def cross_check(givens: ActivationGivens, *_: Any) -> Mapping[str, float]:
    """NumPy's functions at z, which is first found by the inverse function."""
    z = givens.at
    if givens.known == "value":
        z = math.atanh(z) if givens.activation == "tanh" else math.log(z / (1 - z))
    elif givens.known == "sigmoid":
        z = math.log(z / (1 - z)) / 2
    activation = activation_named(givens.activation, slope=givens.slope or 0.5)
    return {"actvalue": float(activation.value(z)), "dact": float(activation.grad(z))}


def refuse(givens: ActivationGivens, *_: Any) -> str | None:
    """At the kink and where tanh is 0 there is nothing to ask."""
    if (givens.known == "z" and givens.at == 0) or (givens.known == "sigmoid" and givens.at == 1 / 2):
        return "the value is 0"
    return None


def letters(givens: ActivationGivens) -> Mapping[str, str]:
    """The activation and its derivative by name."""
    name = FUNCTION_LATEX[givens.activation]
    return {"act": f"{name}'", "fn": name}


def printed(givens: ActivationGivens, _: Convention) -> Mapping[str, str]:
    """The function as the prompt has it; what is known is seen."""
    return {"activation": FUNCTION_LATEX[givens.activation], "known": "="}


family = Family(
    givens=ActivationGivens,
    options=ActivationOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    tidy=tidy,
    letters=letters,
    mistakes="activation_values",
    topics=(11,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("number", "choice"),
    printed=printed,
    presets={"easy": {"known": ["z", "value"], "largest": 2}, "hard": {"largest": 4, "decimals": 5}},
    variants=(
        {},
        {"activation": ["sigmoid"], "known": ["z"]},
        {"activation": ["tanh"], "known": ["z"]},
        {"activation": ["leaky_relu"]},
        {"activation": ["sigmoid", "tanh"], "known": ["value"]},
        {"activation": ["tanh"], "known": ["sigmoid"]},
        {"calculator": False},
    ),
)
