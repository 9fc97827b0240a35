"""The forward pass of a multilayer perceptron, in scalars or in matrices, for a sample or a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np

from generator import fields, vectors
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import forward
from reference.passes import Fresh, forward_pass, plan_for

HIDDEN = ("sigmoid", "tanh", "relu", "identity")
OUTPUTS = ("identity", "sigmoid", "softmax")
DEEPEST = 4
WIDEST = 4
LARGEST = 100
SATURATED = 0.99
"""A sigmoid or tanh beyond this says little: many sums print as the same value."""
BY_HAND = 30
"""Larger sums are no short arithmetic."""
Matrix = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class ForwardOptions(Options):
    """Which network, how many samples, how it is written, and what is asked."""

    inputs: tuple[int, ...] = fields.wholes(
        2, 4, lengths=(1, 3), default=(2, 3), help="how many inputs, one of these"
    )
    hidden_layers: tuple[int, ...] = fields.wholes(
        1, 3, lengths=(1, 3), default=(1, 2), help="how many hidden layers, one of these"
    )
    widths: tuple[int, ...] = fields.wholes(
        2, 4, lengths=(1, 3), default=(2, 3), help="how wide the hidden layers are, one of these"
    )
    outputs: tuple[int, ...] = fields.wholes(
        1, 3, lengths=(1, 3), default=(1, 2), help="how many output units, one of these"
    )
    activation: tuple[str, ...] = fields.words(
        *HIDDEN, default=("sigmoid", "tanh", "relu"), help="the hidden units' activation, one of these"
    )
    output: tuple[str, ...] = fields.words(
        *OUTPUTS, default=OUTPUTS, help="the output layer's activation, one of these"
    )
    form: tuple[str, ...] = fields.words(
        "scalar", "matrix", default=("scalar", "matrix"), help="how the weights are written, one of these"
    )
    samples: tuple[int, ...] = fields.wholes(
        1, 4, lengths=(1, 4), default=(1,), help="how many samples the batch has, one of these"
    )
    biases: bool = fields.flag(default=True, help="whether units have biases")
    ask: tuple[str, ...] = fields.words(
        "hidden", "output", default=("hidden", "output"), help="which layers' values are asked"
    )
    decimals: int = fields.whole(2, 6, default=4, help="decimals of every rounded number")


@dataclass(frozen=True)
class ForwardGivens:
    """The net (a matrix a layer, one row a unit; empty biases without any) and its samples, the rows of X."""

    X: tuple[tuple[float, ...], ...] = vectors.rows((1, WIDEST), (1, WIDEST), limit=LARGEST)
    weights: tuple[Matrix, ...] = vectors.matrices(2, DEEPEST, widest=WIDEST, limit=LARGEST)
    biases: tuple[tuple[float, ...], ...] = vectors.biases(DEEPEST, widest=WIDEST, limit=LARGEST)
    activation: str = fields.word(*HIDDEN)
    output: str = fields.word(*OUTPUTS)
    form: str = fields.word("scalar", "matrix")

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, hidden layers, outputs."""
        return (len(self.weights[0][0]), *(len(W) for W in self.weights))


def sample(rng: Random, options: ForwardOptions, _: Convention) -> ForwardGivens:
    """Weights in tenths; without a calculator, small whole numbers and units that are straight lines."""
    hidden, output = rng.choice(options.activation), rng.choice(options.output)
    count = rng.choice(options.outputs)
    if not options.calculator:
        hidden = rng.choice([name for name in options.activation if name in ("relu", "identity")] or ["relu"])
        output = "identity"
    if output == "softmax":
        count = max(count, 2)
    layers = [rng.choice(options.widths)] * rng.choice(options.hidden_layers)  # few shapes: each is compiled
    sizes = (rng.choice(options.inputs), *layers, count)
    tenths = range(1, 7 if hidden == "tanh" else 11)  # tanh saturates sooner
    pool = (
        [sign * n / 10 for n in tenths for sign in (1, -1)] if options.calculator else [-2, -1, -1, 1, 1, 2]
    )
    weights = tuple(
        tuple(tuple(rng.choices(pool, k=below)) for _ in range(units)) for below, units in pairwise(sizes)
    )
    biases = tuple(tuple(rng.choices(pool, k=units)) for units in sizes[1:]) if options.biases else ()
    X = tuple(_inputs(rng, sizes[0]) for _ in range(rng.choice(options.samples)))
    return ForwardGivens(X, weights, biases, hidden, output, rng.choice(options.form))


def _inputs(rng: Random, count: int) -> tuple[int, ...]:
    """The first two of different sizes, so that exchanging them shows; at least one is negative."""
    sizes = [*rng.sample((1, 2, 3), 2), *rng.choices((1, 2), k=count - 2)]
    signs = [-1, *rng.choices((-1, 1), k=count - 1)]
    rng.shuffle(signs)
    return tuple(sign * size for sign, size in zip(signs, sizes, strict=True))


def tidy(givens: ForwardGivens, _: Convention) -> ForwardGivens:
    """Drawn biases that don't fit weights fixed by hand give way."""
    if [len(b) for b in givens.biases] in ([], [len(W) for W in givens.weights]):
        return givens
    return replace(givens, biases=())


def derive(givens: ForwardGivens, _: Convention) -> Derivation:
    """Layer after layer, sample after sample."""
    return forward.passes(
        givens.sizes,
        hidden=givens.activation,
        output=givens.output,
        bias=bool(givens.biases),
        samples=len(givens.X),
    )


def inputs(givens: ForwardGivens) -> Mapping[str, float]:
    """Every number by its own name."""
    values: dict[str, float] = {}
    for before, x in zip(forward.prefixes(len(givens.X)), givens.X, strict=True):
        values |= {f"{before}x_{i}": v for i, v in enumerate(x, start=1)}
    for layer, W in enumerate(givens.weights, start=1):
        for j, row in enumerate(W, start=1):
            values |= {f"W{layer}_{j}_{i}": w for i, w in enumerate(row, start=1)}
    for layer, b in enumerate(givens.biases, start=1):
        values |= {f"b{layer}_{j}": v for j, v in enumerate(b, start=1)}
    return values


@lru_cache(8)
def _passed(givens: ForwardGivens) -> tuple[list[Any], list[Any]]:
    """Every layer's z and a by the NumPy network."""
    plan = plan_for(givens.activation, givens.output, "squared_error", 0.5, 0.0)
    weights = [np.array(W, float) for W in givens.weights]
    biases = [np.array(b, float) for b in givens.biases]
    zs, activations = forward_pass(np.array(givens.X, float), weights, biases, plan, Fresh(len(weights)))
    return list(zs), list(activations)[-len(zs) :]


def refuse(givens: ForwardGivens, options: ForwardOptions, _: Convention) -> str | None:
    """Saturated or dead layers say little; equal samples or inputs hide mistakes."""
    if len(set(givens.X)) < len(givens.X):
        return "two samples are equal"
    if any(len(set(W)) < len(W) for W in givens.weights):
        return "two units of a layer have the same weights"
    zs, activations = _passed(givens)
    *hidden, last = ([v for row in a.tolist() for v in row] for a in activations)
    rows = [row for z in zs[:-1] for row in z.round(6).tolist()]
    rows = [*(rows if options.calculator else ()), *zs[-1].round(6).tolist()]
    if any(len(set(row)) < len(row) for row in rows):
        return "two units of a layer have the same value"
    low = {"sigmoid": 1 - SATURATED, "tanh": -SATURATED}.get(givens.activation)
    if low is not None and any(min(a) < low or max(a) > SATURATED for a in hidden):
        return "a hidden unit is saturated"
    if givens.activation == "relu" and any(not a.any(axis=1).all() for a in activations[:-1]):
        return "a whole layer is dead"
    if givens.output != "identity" and (max(last) > SATURATED or min(last) < 1 - SATURATED):
        return "an output is saturated"
    if not options.calculator and max(float(abs(z).max()) for z in zs) > BY_HAND:
        return "the numbers grow too large to work by hand"
    return None


def complain(givens: ForwardGivens, _: Convention) -> str | None:
    """The shapes have to fit."""
    sizes = givens.sizes
    for layer, (W, below) in enumerate(zip(givens.weights, sizes, strict=False), start=1):
        if len(W[0]) != below:
            return f"given weights: layer {layer} takes {len(W[0])} values, but {below} come from below"
    if any(len(x) != sizes[0] for x in givens.X):
        return f"X has rows of {len(givens.X[0])} numbers, but the net has {sizes[0]} inputs; give X too"
    if givens.biases and [len(b) for b in givens.biases] != list(sizes[1:]):
        return f"given biases don't fit layers of {', '.join(map(str, sizes[1:]))} units"
    if givens.output == "softmax" and sizes[-1] == 1:
        return "given output softmax needs at least two output units"
    return None


def ask(_: Random, givens: ForwardGivens, options: ForwardOptions, __: Convention) -> tuple[Ask, ...]:
    """For each sample the hidden layers (ReLU's before it, for 0 is no answer) and the output layer."""
    asks: list[Ask] = []
    last = len(givens.weights)
    kind = "z" if givens.activation == "relu" else "a"
    for before in forward.prefixes(len(givens.X)):
        for layer, units in enumerate(givens.sizes[1:-1], start=1):
            steps = tuple(f"{before}{kind}{layer}_{j}" for j in range(1, units + 1))
            if "hidden" in options.ask and units > 1:
                asks.append(Ask(steps, "array", of=f"{before}{kind}layer{layer}"))
        names = tuple(before + name for name in forward.outputs(last, givens.sizes[-1]))
        if "output" in options.ask:
            asks.append(
                Ask(names, "array", of=f"{before}yhatlayer{last}") if len(names) > 1 else Ask(names, "number")
            )
    return tuple(asks)


def cross_check(givens: ForwardGivens, asks: tuple[Ask, ...], _: Convention) -> Mapping[str, Any]:
    """The NumPy network's forward pass of the whole batch at once."""
    zs, activations = _passed(givens)
    found: dict[str, Any] = {}
    for item in asks:
        name, row = item.name, 0
        if name[0] == "S":
            row, name = int(name[1]) - 1, name[2:]
        values = (zs if name[0] == "z" else activations)[int(name[-1]) - 1][row].tolist()
        found[item.name] = values if item.answer == "array" else values[0]
    return found


def more(givens: ForwardGivens, convention: Convention) -> Mapping[str, object]:
    """The net as the template prints it; columns: whether a unit's weights stand in a column of W."""
    columns = r"\top" in convention.notation().symbol("affine")
    printed_weights = [tuple(zip(*W, strict=True)) if columns else W for W in givens.weights]
    return {
        "sizes": givens.sizes,
        "weights": givens.weights,
        "printed_weights": printed_weights,
        "biases": givens.biases,
        "last": len(givens.weights),
        "columns": columns,
        "before": forward.prefixes(len(givens.X)),
        "outputs": forward.outputs(len(givens.weights), givens.sizes[-1]),
    }


def figures(givens: ForwardGivens, convention: Convention) -> tuple[Figure, ...]:
    """The units and their connections, where the weights are given one by one."""
    if givens.form == "matrix":
        return ()
    from generator.figures import network

    symbol, sizes = convention.notation().symbol, givens.sizes
    last = len(sizes) - 1
    units = [[symbol(f"x_{i}") for i in range(1, sizes[0] + 1)]]
    units += [[symbol(f"a{n}_{j}") for j in range(1, sizes[n] + 1)] for n in range(1, last)]
    units.append([symbol(name) for name in forward.outputs(last, sizes[-1])])
    return (network(sizes=sizes, unit_labels=units),)


def printed(givens: ForwardGivens, _: Convention) -> Mapping[str, str]:
    """The names of functions as the prompt has them; the form is seen, not said."""
    words = {
        "sigmoid": r"\sigma(z)",
        "tanh": r"\tanh",
        "relu": r"\operatorname{ReLU}",
        "identity": "identity",
    }
    outputs = {"sigmoid": r"\sigma(z)", "softmax": "softmax", "identity": "identity"}
    return {
        "activation": words[givens.activation],
        "output": outputs[givens.output],
        "form": "weights",
    }


family = Family(
    givens=ForwardGivens,
    options=ForwardOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    tidy=tidy,
    more=more,
    figures=figures,
    mistakes="forward",
    topics=(5, 12),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("array", "number", "choice"),
    printed=printed,
    presets={
        "easy": {"inputs": [2], "hidden_layers": [1], "widths": [2], "outputs": [1], "output": ["identity"]},
        "hard": {"hidden_layers": [2, 3], "outputs": [2, 3], "activation": ["sigmoid", "tanh"]},
    },
    variants=(
        {},
        *({"activation": [name], "output": [output]} for name in HIDDEN for output in OUTPUTS),
        {"biases": False, "form": ["matrix"], "inputs": [4], "widths": [4]},
        {"samples": [2], "hidden_layers": [1], "inputs": [4], "widths": [4]},
        {"samples": [3], "form": ["matrix"], "ask": ["output"]},
        {"calculator": False},
        {"calculator": False, "form": ["matrix"], "outputs": [2], "biases": False},
    ),
)
