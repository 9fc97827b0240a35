"""The shapes of a layer's weight matrix and of a batch's activations, under W a and its transpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import layer_shapes

LAYOUTS = ("rows", "columns")


@dataclass(frozen=True)
class ShapeOptions(Options):
    """How deep the networks are, and how their matrices are laid out."""

    calculator: bool = fields.flag(default=False, help="whether students have one; here nobody needs one")
    layouts: tuple[str, ...] = fields.words(
        *LAYOUTS, default=LAYOUTS, help="what a unit has in its layer's matrix, one of these"
    )
    layers: tuple[int, ...] = fields.wholes(
        2, 5, lengths=(1, 4), default=(2, 3), help="how many layers of weights, one of these"
    )
    largest: int = fields.whole(8, 1000, default=64, help="the most units in a layer")


@dataclass(frozen=True)
class ShapeGivens:
    """sizes: inputs, hidden layers, outputs; layout: rows for W a, columns for its transpose.

    samples: how many a batch holds; layer: the one whose shapes are asked, counted from 1.
    """

    sizes: tuple[int, ...] = fields.wholes(1, 10**5, lengths=(2, 6))
    layout: str = fields.word(*LAYOUTS)
    samples: int = fields.whole(2, 10**6)
    layer: int = fields.whole(1, 5)


def sample(rng: Random, options: ShapeOptions, _: Convention) -> ShapeGivens:
    """Sizes that all differ, so that every exchange of two of them shows."""
    depth = rng.choice(options.layers)
    pool = range(2, 13) if options.largest < 16 else range(3, options.largest + 1)
    *sizes, samples = rng.sample(pool, depth + 2)
    return ShapeGivens(tuple(sizes), rng.choice(options.layouts), samples, rng.randint(1, depth))


def complain(givens: ShapeGivens, _: Convention) -> str | None:
    """A layer that there is."""
    if givens.layer >= len(givens.sizes):
        return f"given layer is {givens.layer}; the network has {len(givens.sizes) - 1} layers of weights"
    return None


def derive(givens: ShapeGivens, _: Convention) -> Derivation:
    """The sides of every array, in sizes of layers."""
    return layer_shapes.shapes(len(givens.sizes) - 1, unit_is_row=givens.layout == "rows")


def inputs(givens: ShapeGivens) -> Mapping[str, int]:
    """The layers' sizes, by the names n0, n1 and so on, and the samples."""
    return {"N": givens.samples, **{f"n{layer}": size for layer, size in enumerate(givens.sizes)}}


def refuse(givens: ShapeGivens, *_: Any) -> str | None:
    """No size that is one more than another, which a bias might explain."""
    numbers = {*givens.sizes, givens.samples}
    return "two sizes differ by one" if any(number + 1 in numbers for number in numbers) else None


def ask(_: Random, givens: ShapeGivens, *__: Any) -> tuple[Ask, ...]:
    """The weight matrix, then the activations."""
    arrays = [f"{name}{givens.layer}" for name in "WA"]
    return tuple(Ask((f"rows_{a}", f"columns_{a}"), "array", of=f"shape_{a}") for a in arrays)


def cross_check(givens: ShapeGivens, *_: Any) -> Mapping[str, Any]:
    """NumPy's own shapes: the layout of W that multiplies, and what comes out."""
    below, own = givens.sizes[givens.layer - 1 : givens.layer + 1]
    one = np.zeros(())
    batch = np.broadcast_to(one, (1, below))
    weights = np.broadcast_to(one, (own, below) if givens.layout == "rows" else (below, own))
    output = batch @ (weights.T if givens.layout == "rows" else weights)
    return {
        f"shape_W{givens.layer}": weights.shape,
        f"shape_A{givens.layer}": (givens.samples, output.shape[1]),
    }


def more(givens: ShapeGivens, _: Convention) -> Mapping[str, object]:
    """The layers apart."""
    return {"inputs": givens.sizes[0], "hidden": givens.sizes[1:-1], "outputs": givens.sizes[-1]}


WORDS = {"rows": "one row per unit", "columns": "one column per unit"}

family = Family(
    givens=ShapeGivens,
    options=ShapeOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes="layer_shapes",
    topics=(12,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("array", "choice"),
    printed=lambda givens, _: {"layout": WORDS[givens.layout]},
    presets={"easy": {"layers": [2], "largest": 12}, "hard": {"layers": [4, 5], "largest": 500}},
    variants=(*({"layouts": [layout]} for layout in LAYOUTS), {"calculator": True}),
)
