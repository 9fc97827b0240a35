"""The number of learnable parameters of a multilayer perceptron."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import counting


@dataclass(frozen=True)
class CountOptions(Options):
    """How large the networks are."""

    hidden_layers: tuple[int, ...] = fields.wholes(
        1, 8, lengths=(1, 8), default=(1, 2, 3), help="how many hidden layers, one of these"
    )
    widest: int = fields.whole(4, 4096, default=512, help="the most units a hidden layer has")
    biases: str = fields.word("yes", "no", "either", default="yes", help="whether units have biases")


@dataclass(frozen=True)
class CountGivens:
    """sizes: inputs, hidden layers, outputs. bias: whether every unit after the inputs has one."""

    sizes: tuple[int, ...] = fields.wholes(1, 10**6, lengths=(2, 12))
    bias: bool = fields.flag()


def sample(rng: Random, options: CountOptions, _: Convention) -> CountGivens:
    """Inputs and outputs of everyday tasks; hidden layers are round numbers where they are large."""
    depth = rng.choice(options.hidden_layers)
    widest = min(options.widest, 10) if not options.calculator else options.widest
    small = [n for n in range(2, 13) if n <= widest]
    round_ones = [
        n
        for n in (16, 20, 24, 32, 48, 50, 64, 100, 128, 200, 256, 300, 500, 512, 784, 1000, 1024, 2048, 4096)
        if n <= widest
    ]
    pool = round_ones if round_ones and rng.random() < 0.6 else small  # more often large
    hidden = tuple(rng.choice(pool) for _ in range(depth))
    inputs = rng.randint(2, 6) if pool is small else rng.choice((2, 3, 4, 8, 10, 16, 28, 32, 64, 100, 784))
    outputs = rng.randint(1, 5 if pool is small else 10)
    bias = options.biases == "yes" or (options.biases == "either" and rng.random() < 0.5)
    return CountGivens((inputs, *hidden, outputs), bias)


def derive(givens: CountGivens, _: Convention) -> Derivation:
    """Weights and biases layer by layer, then the total."""
    return counting.parameters(len(givens.sizes) - 1, bias=givens.bias)


def inputs(givens: CountGivens) -> Mapping[str, int]:
    """The layers' sizes, by the names n0, n1 and so on."""
    return {f"n{layer}": size for layer, size in enumerate(givens.sizes)}


def ask(*_: Any) -> tuple[Ask, ...]:
    """The total."""
    return (Ask(("total",), "integer"),)


def cross_check(givens: CountGivens, *_: Any) -> Mapping[str, int]:
    """Counted from the shapes of the arrays that such a net holds, W with one row a unit."""
    shapes = [(units, below + givens.bias) for below, units in pairwise(givens.sizes)]
    return {"total": sum(rows * columns for rows, columns in shapes)}


def more(givens: CountGivens, _: Convention) -> Mapping[str, object]:
    """The hidden layers apart from inputs and outputs."""
    return {"inputs": givens.sizes[0], "hidden": givens.sizes[1:-1], "outputs": givens.sizes[-1]}


family = Family(
    givens=CountGivens,
    options=CountOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    more=more,
    mistakes="counting",
    topics=(13,),
    lectures=("cs540", "cs760"),
    answers=("integer", "choice"),
    presets={
        "easy": {"hidden_layers": [1], "widest": 12},
        "hard": {"hidden_layers": [3, 4], "biases": "either"},
    },
    variants=({}, {"biases": "no"}, {"calculator": False}),
)
