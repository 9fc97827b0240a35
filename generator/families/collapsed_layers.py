"""The single affine map into which a network without activation functions collapses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from generator import fields, vectors
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import collapse
from reference.numerals import plain

Matrix = tuple[tuple[float, ...], ...]
PLAIN = (-3, -2, -1, 1, 2, 3)
ROUGH = (-2.5, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 2.5)


@dataclass(frozen=True)
class CollapseOptions(Options):
    """The layers' sizes, and which numbers."""

    inputs: tuple[int, ...] = fields.wholes(
        1, 3, lengths=(1, 3), default=(2,), help="how many inputs, one of these"
    )
    hidden: tuple[int, ...] = fields.wholes(
        2, 3, lengths=(1, 2), default=(2, 3), help="how many units the first hidden layer has, one of these"
    )
    hidden_layers: int = fields.whole(1, 2, default=1, help="how many hidden layers")
    halves: bool = fields.flag(default=False, help="whether weights and biases may be halves")


@dataclass(frozen=True)
class CollapseGivens:
    """The net, W with one row a unit; the arrays of the third layer are None where there is none."""

    W1: tuple[tuple[float, ...], ...] = vectors.rows((2, 3), (1, 3), limit=100)
    b1: tuple[float, ...] = vectors.vector(2, 3, limit=100)
    W2: tuple[tuple[float, ...], ...] = vectors.rows((1, 2), (2, 3), limit=100)
    b2: tuple[float, ...] = vectors.vector(1, 2, limit=100)
    W3: tuple[tuple[float, ...], ...] | None = fields.array(1, 2, limit=100, optional=True, default=None)
    b3: tuple[float, ...] | None = fields.array(1, limit=100, optional=True, default=None)

    @property
    def layers(self) -> list[tuple[Matrix, tuple[float, ...]]]:
        """Weights and biases, layer by layer."""
        third = [] if self.W3 is None or self.b3 is None else [(self.W3, self.b3)]
        return [(self.W1, self.b1), (self.W2, self.b2), *third]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, units a layer."""
        return (len(self.W1[0]), *(len(W) for W, _ in self.layers))


def sample(rng: Random, options: CollapseOptions, _: Convention) -> CollapseGivens:
    """Small whole numbers, or halves."""
    pool = ROUGH if options.halves else PLAIN
    sizes = [rng.choice(options.inputs), rng.choice(options.hidden), *[2] * (options.hidden_layers - 1), 1]

    def layer(place: int) -> tuple[Matrix, tuple[float, ...]]:
        rows, columns = sizes[place], sizes[place - 1]
        weights = tuple(tuple(rng.choice(pool) for _ in range(columns)) for _ in range(rows))
        return weights, tuple(rng.choice(pool) for _ in range(rows))

    (W1, b1), (W2, b2) = layer(1), layer(2)
    return CollapseGivens(W1, b1, W2, b2, *(layer(3) if len(sizes) == 4 else ()))


def refuse(givens: CollapseGivens, *_: Any) -> str | None:
    """Different weights after the first hidden layer, so that using the wrong one shows."""
    if givens.W3 is None and givens.W2[0][0] == givens.W2[0][1]:
        return "two output weights are equal"
    if len(givens.W1[0]) > 1 and givens.W1[0][1] == givens.W1[1][0]:
        return "two weights that may be mixed up are equal"
    return None


def complain(givens: CollapseGivens, _: Convention) -> str | None:
    """Arrays that fit one another, the last of one unit."""
    if (givens.W3 is None) != (givens.b3 is None):
        return "given W3 and b3 go together; give both or neither"
    below = len(givens.W1[0])
    for number, (W, b) in enumerate(givens.layers, start=1):
        if len(W[0]) != below or len(b) != len(W):
            return (
                f"given W{number} is {len(W)} × {len(W[0])}, b{number} has {len(b)}; W needs {below} columns"
            )
        below = len(W)
    return f"the last layer has {below} units; give one" if below != 1 else None


def derive(givens: CollapseGivens, _: Convention) -> Derivation:
    """Sums over paths."""
    return collapse.affine(givens.sizes)


def ask(_: Random, givens: CollapseGivens, *__: Any) -> tuple[Ask, ...]:
    """The weights on the inputs, and the constant."""
    names = tuple(f"v_{i}" for i in range(1, len(givens.W1[0]) + 1))
    weights = Ask(names, "array", of="v", share=2) if len(names) > 1 else Ask(names, "number", share=2)
    return weights, Ask(("c",), "number")


def cross_check(givens: CollapseGivens, *_: Any) -> Mapping[str, Any]:
    """The net's outputs at the origin and one step along each axis."""
    a = np.vstack([np.zeros(len(givens.W1[0])), np.eye(len(givens.W1[0]))])
    for W, b in givens.layers:
        a = a @ np.array(W, float).T + np.array(b, float)
    v = (a[1:, 0] - a[0, 0]).tolist()
    return {"v": v, "v_1": v[0], "c": float(a[0, 0])}


def more(givens: CollapseGivens, _: Convention) -> Mapping[str, object]:
    """The layers' sizes, and the units of each layer."""
    return {"sizes": givens.sizes, "inputs": range(1, givens.sizes[0] + 1)}


def figures(givens: CollapseGivens, convention: Convention) -> tuple[Figure, ...]:
    """The network with its weights."""
    from generator.figures import network

    symbol = convention.notation().symbol
    units = [[symbol(f"x_{i}") for i in range(1, givens.sizes[0] + 1)]]
    for layer, size in enumerate(givens.sizes[1:-1], start=1):
        units.append([symbol(f"a{layer}_{j}") for j in range(1, size + 1)])
    weights = [[[plain(w) for w in row] for row in W] for W, _ in givens.layers]
    biases = [[plain(value) for value in b] for _, b in givens.layers]
    return (
        network(sizes=givens.sizes, unit_labels=[*units, [symbol("yhat")]], weights=weights, biases=biases),
    )


family = Family(
    givens=CollapseGivens,
    options=CollapseOptions,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    figures=figures,
    mistakes="collapse",
    topics=(14,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("array", "number", "choice"),
    presets={"easy": {"inputs": [1, 2], "hidden": [2]}, "hard": {"hidden_layers": 2, "hidden": [2]}},
    variants=(
        {},
        {"inputs": [3], "hidden": [2]},
        {"inputs": [1]},
        {"hidden_layers": 2, "inputs": [2, 3]},
        {"halves": True},
        {"calculator": False},
    ),
)
