"""Backpropagation in matrix form: the gradients of a small network, layer by layer, as whole arrays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np

from generator import fields, vectors
from generator.arrays import Arrays
from generator.conventions import Convention
from generator.families.backprop import ACTIVATION_LATEX
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations.layer_backprop import HEADS, Net, by_units, entries, in_arrays, of_sample
from reference.passes import Fresh, Gradients, forward_pass, gradients, plan_for

HIDDEN = ("sigmoid", "tanh", "relu", "identity")
SOFTMAX, SIGMOID, IDENTITY = HEADS
DEEPEST, WIDEST, MOST_SAMPLES, LARGEST = 3, 3, 3, 100
SATURATED = 0.98
"""A sigmoid or tanh beyond this, or a prediction, leaves gradients that are nearly 0."""
BY_HAND = 12
"""Larger sums are no short arithmetic."""
ASKED = tuple(
    f"d{name}" for k in (3, 2, 1) for name in (f"z{k}", f"W{k}", f"b{k}", f"a{k - 1}" if k > 1 else "x")
)
Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class LayerOptions(Options):
    """Which network, how many samples, and what is asked."""

    inputs: tuple[int, ...] = fields.wholes(
        2, WIDEST, lengths=(1, 2), default=(2, 3), help="how many inputs, one of these"
    )
    hidden_layers: tuple[int, ...] = fields.wholes(
        0, DEEPEST - 1, lengths=(1, 3), default=(1,), help="how many hidden layers, one of these"
    )
    widths: tuple[int, ...] = fields.wholes(
        2, WIDEST, lengths=(1, 2), default=(2, 3), help="how wide the hidden layers are, one of these"
    )
    outputs: tuple[int, ...] = fields.wholes(
        1,
        WIDEST,
        lengths=(1, 3),
        default=(2, 3),
        help="how many output units, one of these (1 with a sigmoid)",
    )
    activation: tuple[str, ...] = fields.words(
        *HIDDEN, default=("sigmoid", "tanh", "relu"), help="the hidden units' activation, one of these"
    )
    heads: tuple[str, ...] = fields.words(*HEADS, default=(SOFTMAX,), help="output and loss, one of these")
    samples: tuple[int, ...] = fields.wholes(
        1, MOST_SAMPLES, lengths=(1, 3), default=(1,), help="how many samples the batch has, one of these"
    )
    biases: bool = fields.flag(default=True, help="whether units have biases")
    parts: int = fields.whole(1, 4, default=3, help="how many gradients are asked")
    ask: tuple[str, ...] = fields.words(
        *ASKED, default=(), help="ask for exactly these, such as dz2 (the sums of layer 2) or dW1"
    )
    decimals: int = fields.whole(3, 6, default=4, help="decimals of every rounded number")


@dataclass(frozen=True)
class LayerGivens:
    """The net (a matrix a layer, one row a unit; empty biases without any); X and Y: one sample a row."""

    X: tuple[tuple[float, ...], ...] = vectors.rows((1, MOST_SAMPLES), (1, WIDEST), limit=LARGEST)
    Y: tuple[tuple[float, ...], ...] = vectors.rows((1, MOST_SAMPLES), (1, WIDEST), limit=LARGEST)
    weights: tuple[Rows, ...] = vectors.matrices(1, DEEPEST, widest=WIDEST, limit=LARGEST)
    biases: tuple[tuple[float, ...], ...] = vectors.biases(DEEPEST, widest=WIDEST, limit=LARGEST)
    activation: str = fields.word(*HIDDEN)
    head: str = fields.word(*HEADS)

    @property
    def net(self) -> Net:
        """What the net is, apart from its numbers."""
        sizes = (len(self.weights[0][0]), *(len(W) for W in self.weights))
        return Net(sizes, self.activation, self.head, bool(self.biases), len(self.X))


def sample(rng: Random, options: LayerOptions, _: Convention) -> LayerGivens:
    """Weights in tenths; without a calculator small whole numbers and straight lines."""
    head, hidden = rng.choice(options.heads), rng.choice(options.activation)
    if not options.calculator:
        head = IDENTITY
        hidden = rng.choice([name for name in options.activation if name in ("relu", "identity")] or ["relu"])
    outputs = 1 if head == SIGMOID else rng.choice(options.outputs)
    outputs = max(outputs, 2) if head == SOFTMAX else outputs
    layers = [rng.choice(options.widths)] * rng.choice(options.hidden_layers)  # few shapes: each is compiled
    hidden = hidden if layers else "identity"
    sizes = (rng.choice(options.inputs), *layers, outputs)
    tenths = [sign * k / 10 for k in range(1, 7 if hidden == "tanh" else 11) for sign in (1, -1)]
    pool = tenths if options.calculator else [-2, -1, -1, 1, 1, 2]
    weights = tuple(
        tuple(tuple(rng.choices(pool, k=below)) for _ in range(units)) for below, units in pairwise(sizes)
    )
    biases = tuple(tuple(rng.choices(pool, k=units)) for units in sizes[1:]) if options.biases else ()
    count = rng.choice(options.samples)
    count = count if options.calculator else min(count, 2)  # thirds are no short arithmetic
    X = tuple(_inputs(rng, sizes[0]) for _ in range(count))
    return LayerGivens(X, tuple(_label(rng, head, outputs) for _ in X), weights, biases, hidden, head)


def _inputs(rng: Random, count: int) -> tuple[int, ...]:
    """Of different sizes, so that exchanging two of them shows."""
    return tuple(rng.choice((-1, 1)) * size for size in rng.sample((1, 2, 3), count))


def _label(rng: Random, head: str, outputs: int) -> tuple[float, ...]:
    """One-hot for softmax, 0 or 1 for a sigmoid, small whole numbers else."""
    if head == SOFTMAX:
        right = rng.randrange(outputs)
        return tuple(int(k == right) for k in range(outputs))
    return (rng.randint(0, 1),) if head == SIGMOID else tuple(rng.randint(-2, 2) for _ in range(outputs))


def tidy(givens: LayerGivens, _: Convention) -> LayerGivens:
    """No activation where no layer is hidden; drawn biases that don't fit weights fixed by hand give way."""
    if len(givens.weights) == 1:
        givens = replace(givens, activation="identity")
    if [len(b) for b in givens.biases] in ([], [len(W) for W in givens.weights]):
        return givens
    return replace(givens, biases=())


def complain(givens: LayerGivens, _: Convention) -> str | None:
    """The shapes have to fit, and the labels the loss."""
    sizes = givens.net.sizes
    for layer, (W, below) in enumerate(zip(givens.weights, sizes, strict=False), start=1):
        if len(W[0]) != below:
            return f"given weights: layer {layer} takes {len(W[0])} values, but {below} come from below"
    if len(givens.X[0]) != sizes[0]:
        return f"X has rows of {len(givens.X[0])} numbers, but the net has {sizes[0]} inputs; give X too"
    if givens.biases and [len(b) for b in givens.biases] != list(sizes[1:]):
        return f"given biases don't fit layers of {', '.join(map(str, sizes[1:]))} units"
    if (len(givens.Y), len(givens.Y[0])) != (len(givens.X), sizes[-1]):
        return f"given Y must have a row for each sample of X, and a number for each of {sizes[-1]} outputs"
    if givens.head == SOFTMAX and (
        sizes[-1] == 1 or any(sorted(y) != [0] * (len(y) - 1) + [1] for y in givens.Y)
    ):
        return f"given head is {SOFTMAX}; it takes two output units or more, and one-hot rows of Y"
    if givens.head == SIGMOID and (sizes[-1] != 1 or any(y not in ((0,), (1,)) for y in givens.Y)):
        return f"given head is {SIGMOID}; it takes one output unit, and the labels 0 and 1 in Y"
    return None


def derive(givens: LayerGivens, _: Convention) -> Derivation:
    """Forward and backward, number by number."""
    return by_units(givens.net)


def inputs(givens: LayerGivens) -> Mapping[str, float]:
    """Every number by its own name."""
    net = givens.net
    values: dict[str, float] = {"n": net.samples} if net.samples > 1 else {}
    for layer, W in enumerate(givens.weights, start=1):
        for j, row in enumerate(W, start=1):
            values |= {f"W{layer}_{j}_{i}": w for i, w in enumerate(row, start=1)}
    for layer, b in enumerate(givens.biases, start=1):
        values |= {f"b{layer}_{j}": v for j, v in enumerate(b, start=1)}
    labels = ["y"] if net.sizes[-1] == 1 else [f"y_{k}" for k in range(1, net.sizes[-1] + 1)]
    names = [f"x_{i}" for i in range(1, net.sizes[0] + 1)] + labels
    for number, (x, y) in enumerate(zip(givens.X, givens.Y, strict=True), start=1):
        own = names if net.samples == 1 else [of_sample(name, number) for name in names]
        values |= zip(own, (*x, *y), strict=True)
    return values


@lru_cache(8)
def _passed(givens: LayerGivens) -> tuple[list[Any], list[Any]]:
    """Every layer's z and a by the NumPy network."""
    output, loss = HEADS[givens.head]
    weights = [np.array(W, float) for W in givens.weights]
    biases = [np.array(b, float) for b in givens.biases]
    plan, space = plan_for(givens.activation, output, loss, 0.5, 0.0), Fresh(len(weights))
    return forward_pass(np.array(givens.X, float), weights, biases, plan, space)


def _gradients(givens: LayerGivens, X: Any, layer: int, *, through: bool) -> Gradients:
    """The passes of the net above `layer`, whose activations, or sums that go `through` it, are X."""
    weights: list[Any] = [np.array(W, float) for W in givens.weights[layer:]]
    biases: list[Any] = [np.array(b, float) for b in givens.biases[layer:]]
    if through:
        units = len(givens.weights[layer - 1])
        weights.insert(0, np.eye(units))
        if givens.biases:
            biases.insert(0, np.zeros(units))
    output, loss = HEADS[givens.head]
    return gradients(
        np.array(X, float),
        np.array(givens.Y, float),
        weights,
        biases or None,
        activation=givens.activation,
        output=output,
        loss=loss,
    )


def refuse(givens: LayerGivens, options: LayerOptions, convention: Convention) -> str | None:
    """Dead layers, saturated units and outputs that are right leave no gradient; equal ones hide mistakes."""
    if missing := {*options.ask}.difference(_askable(givens.net, _columns(convention))):
        return f"the network has no {min(missing)}"
    if len({*givens.X}) < len(givens.X):
        return "two samples are equal"
    if any(tuple(zip(*W, strict=True)) == W for W in givens.weights):
        return "a weight matrix is its own transpose"
    zs, (*hidden, output) = _passed(givens)
    if givens.activation == "relu" and any((2 * (a > 0).sum(axis=1) < a.shape[1]).any() for a in hidden):
        return "most of a layer is dead"
    if givens.activation in ("sigmoid", "tanh") and any(abs(a).max() > SATURATED for a in hidden):
        return "a hidden unit is saturated"
    error = abs(output - np.array(givens.Y, float))
    if error.min() < 1 - SATURATED:
        return "an output is right, or nearly so"
    if not options.calculator and max(abs(a).max() for a in (*zs, error)) > BY_HAND:
        return "the numbers grow too large to work by hand"
    return None


def ask(rng: Random, givens: LayerGivens, options: LayerOptions, convention: Convention) -> tuple[Ask, ...]:
    """One gradient at the output layer, the others anywhere; weights count twice."""
    there = _askable(givens.net, _columns(convention))
    chosen = [name for name in options.ask if name in there] or _chosen(rng, givens.net, options.parts)
    return tuple(there[name] for name in there if name in chosen)


@lru_cache(1024)
def _askable(net: Net, columns: bool) -> Mapping[str, Ask]:
    """{name in ASKED: what it asks}, from the output back to the inputs."""
    known, found = entries(net, columns=columns), {}
    for name in ASKED:
        letter, layer = name[1], int(name[2:] or 0)
        array = {"z": f"d{net.z(layer)}", "a": f"d{net.a(layer)}", "x": f"d{net.a(0)}"}.get(letter, name)
        if layer <= net.last and array in known:
            rows = known[array]
            steps = tuple(entry for row in rows for entry in row)
            matrix = letter == "W" or (net.samples > 1 and letter != "b")
            extra = {"shape": (len(rows), len(rows[0])) if matrix else (), "zeros": True}
            share = 2.0 if letter == "W" else 1.0
            found[name] = Ask(steps, "array", array, share, extra)
            if len(steps) == 1:
                found[name] = Ask(steps, "number", array, share)
    return found


def _chosen(rng: Random, net: Net, parts: int) -> list[str]:
    """Of ∂/∂z, ∂/∂a (and a single sample's ∂/∂b), which are much alike, one a layer."""
    names = list(_askable(net, columns=False))
    top = rng.choice([name for name in names if name[2:] == f"{net.last}"])
    alike = "zab" if net.samples == 1 else "za"
    chosen: dict[str, str] = {}
    for name in [top, *rng.sample(names, len(names))]:
        chosen.setdefault(f"units of {name[2:]}" if name[1] in alike else name, name)
    return list(chosen.values())[:parts]


def cross_check(givens: LayerGivens, asks: tuple[Ask, ...], convention: Convention) -> Mapping[str, Any]:
    """The NumPy network's own passes; by what lies inside, those of the net above it."""
    zs, activations = _passed(givens)
    whole = _gradients(givens, givens.X, 0, through=False)
    found: dict[str, Any] = {}
    for item in asks:
        match = re.fullmatch(r"d(W|b|zlayer|Z|alayer|A|vectorx|X)(\d*)", item.name)
        kind, layer = (match[1], int(match[2] or 0)) if match else ("", 0)
        if kind == "W":
            value = whole.weights[layer - 1].T if _columns(convention) else whole.weights[layer - 1]
        elif kind == "b" or (kind == "zlayer" and whole.biases):  # of a single sample the same numbers
            value = whole.biases[layer - 1]
        elif layer:
            through = kind in ("zlayer", "Z")
            below = zs[layer - 1] if through else activations[layer - 1]
            value = _gradients(givens, below, layer, through=through).inputs
        else:
            value = whole.inputs
        values = value if kind == "W" or (len(givens.X) > 1 and kind != "b") else value.ravel()
        found[item.name] = values.tolist() if item.answer == "array" else float(values[0])
    return found


def _columns(convention: Convention) -> bool:
    """Whether a unit's weights stand in a column of W."""
    return r"\top" in convention.notation().symbol("affine")


def arrays(givens: LayerGivens, convention: Convention) -> Arrays:
    """The net's vectors and matrices in the convention's orientation."""
    columns = _columns(convention)
    return _arrays(givens.net, columns)


@lru_cache(1024)
def _arrays(net: Net, columns: bool) -> Arrays:
    return Arrays(in_arrays(net, columns=columns), entries(net, columns=columns))


def more(givens: LayerGivens, convention: Convention) -> Mapping[str, object]:
    """The net apart from its numbers."""
    net = givens.net
    return {
        "sizes": net.sizes,
        "last": net.last,
        "samples": net.samples,
        "hidden": list(range(1, net.last)),
        "output": HEADS[givens.head][0],
        "columns": _columns(convention),
        "net": net,
    }


def letters(givens: LayerGivens) -> Mapping[str, str]:
    """The activation's derivative by its own name."""
    return {"act": ACTIVATION_LATEX[givens.activation]}


def printed(givens: LayerGivens, _: Convention) -> Mapping[str, str]:
    """The names of functions as the prompt has them."""
    words = {
        "sigmoid": r"\sigma(z)",
        "tanh": r"\tanh",
        "relu": r"\operatorname{ReLU}",
        "identity": "identity",
    }
    heads = {SOFTMAX: "softmax", SIGMOID: "binary cross-entropy", IDENTITY: r"\frac{1}{2}"}
    activation = words[givens.activation] if givens.net.last > 1 else ""
    return {"activation": activation, "head": heads[givens.head]}


family = Family(
    givens=LayerGivens,
    options=LayerOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    tidy=tidy,
    letters=letters,
    symbols={
        "vectory": "<y>",
        "vectoryhat": "<yhat>",
        "Yhat": r"\hat{Y}",
        "sums": "S",
        "actzlayer{l}": r"\act(<zlayer{l}>)",
        "actZ{l}": r"\act(<Z{l}>)",
        "expzlayer{l}": "e^{<zlayer{l}>}",
        "expZ{l}": "e^{<Z{l}>}",
        "onesb{l}": r"\mathbf{1} (<b{l}>)^{\top}",
    },
    more=more,
    arrays=arrays,
    mistakes="backprop",
    topics=(12, 23, 24, 25),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("array", "number", "choice"),
    printed=printed,
    presets={
        "easy": {
            "inputs": [2],
            "hidden_layers": [0, 1],
            "widths": [2],
            "outputs": [2],
            "activation": ["relu", "identity"],
            "parts": 2,
        },
        "hard": {"hidden_layers": [2], "samples": [1, 2]},
    },
    variants=(
        {},
        *({"activation": [name], "heads": [head]} for name in HIDDEN for head in HEADS),
        {"hidden_layers": [0], "inputs": [3]},
        {"samples": [2], "heads": [*HEADS], "biases": False},
        {"samples": [3], "inputs": [2], "widths": [2], "outputs": [2]},
        {"samples": [2], "outputs": [1], "heads": [IDENTITY]},
        {"hidden_layers": [2], "activation": ["relu"], "heads": [SOFTMAX, IDENTITY]},
        {"calculator": False},
        {"calculator": False, "samples": [2], "hidden_layers": [0, 1], "biases": False},
    ),
)
