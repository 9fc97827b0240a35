"""Connections of a fully connected network whose layers are counted as stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import connection_count

COUNTED = ("weight_layers", "unit_layers")
WORDS = {"weight_layers": "layers of weights", "unit_layers": "layers of units"}


@dataclass(frozen=True)
class ConnectionOptions(Options):
    """How deep and how wide the networks are, and how their layers are counted."""

    layers: tuple[int, ...] = fields.wholes(
        2, 12, lengths=(1, 8), default=(2, 3, 4), help="the number of layers that is stated, one of these"
    )
    counted: tuple[str, ...] = fields.words(*COUNTED, default=COUNTED, help="what is counted, one of these")
    widest: int = fields.whole(4, 1000, default=20, help="the most units in a layer")


@dataclass(frozen=True)
class ConnectionGivens:
    """layers: their number, counted as layers of weights or of units, the inputs among these.

    width: units in the input and in each hidden layer; outputs: units in the output layer.
    """

    layers: int = fields.whole(2, 20)
    counted: str = fields.word(*COUNTED)
    width: int = fields.whole(1, 10**6)
    outputs: int = fields.whole(1, 10**6)


def sample(rng: Random, options: ConnectionOptions, _: Convention) -> ConnectionGivens:
    """One width for inputs and hidden layers, one for the outputs."""
    widest = options.widest if options.calculator else min(options.widest, 12)
    counted = rng.choice(options.counted)
    return ConnectionGivens(rng.choice(options.layers), counted, rng.randint(3, widest), rng.randint(1, 5))


def _depth(givens: ConnectionGivens) -> int:
    """How many layers of weights there are."""
    return givens.layers if givens.counted == "weight_layers" else givens.layers - 1


def derive(givens: ConnectionGivens, _: Convention) -> Derivation:
    """The connections layer by layer, then all of them."""
    return connection_count.connections(_depth(givens))


def inputs(givens: ConnectionGivens) -> Mapping[str, int]:
    """The layers' sizes, by the names n0, n1 and so on."""
    depth = _depth(givens)
    return {**{f"n{layer}": givens.width for layer in range(depth)}, f"n{depth}": givens.outputs}


def refuse(givens: ConnectionGivens, *_: Any) -> str | None:
    """Outputs that are no further layer of the same width; at least one hidden layer."""
    if givens.outputs == givens.width:
        return "all layers are equally wide"
    return "there is no hidden layer" if _depth(givens) < 2 else None  # one layer of weights has none


def ask(*_: Any) -> tuple[Ask, ...]:
    """All connections."""
    return (Ask(("total_connections",), "integer"),)


def cross_check(givens: ConnectionGivens, *_: Any) -> Mapping[str, int]:
    """Hidden layers counted apart: equal blocks between them, and what leads to the outputs."""
    hidden = givens.layers - (1 if givens.counted == "weight_layers" else 2)
    return {"total_connections": hidden * givens.width**2 + givens.width * givens.outputs}


def more(givens: ConnectionGivens, _: Convention) -> Mapping[str, object]:
    """How many layers of weights and hidden layers there are."""
    return {"depth": _depth(givens), "hidden": _depth(givens) - 1}


family = Family(
    givens=ConnectionGivens,
    options=ConnectionOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    more=more,
    mistakes="connection_count",
    topics=(13,),
    lectures=("cs760",),
    answers=("integer", "choice"),
    printed=lambda givens, _: {"counted": WORDS[givens.counted]},
    presets={"easy": {"layers": [2, 3], "widest": 10}, "hard": {"layers": [4, 5, 6], "widest": 100}},
    variants=(*({"counted": [counted]} for counted in COUNTED), {"calculator": False}),
)
