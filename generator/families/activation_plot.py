"""Which activation function a graph shows, or of which one it shows the derivative."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.family import Ask, Family, Options
from reference.activations import activation_named
from reference.derivation import Derivation
from reference.derivations import activation_plot as derivations

LABELS = {
    "step": "Step function",
    "identity": "Identity",
    "sigmoid": "Sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "Leaky ReLU",
}
SLOPES = (0.1, 0.15, 0.2, 0.25, 0.3)
AT = (-2.0, -1.0, -0.5, 0.5, 1.0, 2.0)
"""Where the words give the graph's height: not at 0, where it may jump."""


@dataclass(frozen=True)
class PlotOptions(Options):
    """Which activations, and whether their own graph or that of the derivative is shown."""

    activation: tuple[str, ...] = fields.words(
        *LABELS, default=tuple(LABELS), help="the activation function, one of these"
    )
    shown: tuple[str, ...] = fields.words(
        "activation",
        "derivative",
        default=("activation", "derivative"),
        help="whose graph it is, one of these",
    )


@dataclass(frozen=True)
class PlotGivens:
    """reach: the graph goes from −reach to reach; slope is None unless the activation is leaky ReLU."""

    activation: str = fields.word(*LABELS)
    shown: str = fields.word("activation", "derivative")
    reach: int = fields.whole(2, 8)
    slope: float | None = fields.real(0.05, 0.5, default=None)


def sample(rng: Random, options: PlotOptions, _: Convention) -> PlotGivens:
    """An activation, whose graph, how much of it."""
    activation = rng.choice(options.activation)
    slope = rng.choice(SLOPES) if activation == "leaky_relu" else None
    return PlotGivens(activation, rng.choice(options.shown), rng.randint(3, 6), slope)


def tidy(givens: PlotGivens, _: Convention) -> PlotGivens:
    """A slope where leaky ReLU needs one, and only there."""
    slope = None if givens.activation != "leaky_relu" else SLOPES[2] if givens.slope is None else givens.slope
    return replace(givens, slope=slope)


def _height(givens: PlotGivens, z: float) -> float:
    """The height of the graph, in plain arithmetic; z is not 0."""
    name, derivative = givens.activation, givens.shown == "derivative"
    if name in ("relu", "leaky_relu", "identity"):
        slope = 1.0 if z > 0 or name == "identity" else givens.slope or 0.0
        return slope if derivative else slope * z
    if name == "step":
        return 0.0 if derivative else float(z > 0)
    value = math.tanh(z) if name == "tanh" else 1 / (1 + math.exp(-z))
    if not derivative:
        return value
    return 1 - value**2 if name == "tanh" else value * (1 - value)


def derive(givens: PlotGivens, _: Convention) -> Derivation:
    """Recognised by the heights of the graph."""
    return derivations.from_heights(givens.shown)


def inputs(givens: PlotGivens) -> Mapping[str, float]:
    """The heights that a reader takes from the graph."""
    return {name: _height(givens, z) for name, z in derivations.HEIGHTS.items()}


def ask(*_: Any) -> tuple[Ask, ...]:
    """The activation."""
    return (Ask(("recognised",), "choice", extra={"options": tuple(LABELS.values())}),)


@lru_cache(256)
def _like(shown: str, heights: tuple[float, ...], slope: float | None) -> int:
    """The place of the only activation whose NumPy function has these heights."""
    found = []
    for place, name in enumerate(LABELS, start=1):
        activation = activation_named(name, slope=slope or SLOPES[0])
        curve = activation.grad if shown == "derivative" else activation.value
        if all(abs(float(curve(z)) - height) < 1e-9 for z, height in zip(AT, heights, strict=True)):
            found.append(place)
    return found[0] if len(found) == 1 else 0


def cross_check(givens: PlotGivens, *_: Any) -> Mapping[str, int]:
    """Compared with every NumPy activation at points of the graph."""
    heights = tuple(_height(givens, z) for z in AT)
    return {"recognised": _like(givens.shown, heights, givens.slope)}


@lru_cache(512)
def _figure(givens: PlotGivens) -> Figure:
    from generator.plots import curve

    hole = givens.activation == "step" and givens.shown == "derivative"
    return curve(lambda z: _height(givens, z), reach=givens.reach, at=AT, hole=hole)


def figures(givens: PlotGivens, _: Convention) -> tuple[Figure, ...]:
    """The graph; its words list its height at some points, whichever it is."""
    return (_figure(givens),)


def more(givens: PlotGivens, _: Convention) -> Mapping[str, object]:
    """What the solution looks at."""
    return {"label": LABELS[givens.activation]}


def printed(givens: PlotGivens, _: Convention) -> Mapping[str, str]:
    """All but whose graph it is stands in the figure and its words alone."""
    return {"activation": "figure", "shown": givens.shown, "reach": "figure", "slope": "figure"}


family = Family(
    givens=PlotGivens,
    options=PlotOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    tidy=tidy,
    more=more,
    figures=figures,
    mistakes="activation_plot",
    topics=(11,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("choice",),
    printed=printed,
    presets={"easy": {"shown": ["activation"]}, "hard": {"shown": ["derivative"]}},
    variants=({}, {"shown": ["activation"]}, {"shown": ["derivative"]}, {"calculator": False}),
)
