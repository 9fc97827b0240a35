"""Forward values and partial derivatives of a network with two inputs, two hidden units, one output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from generator import fields
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import backprop
from reference.mlp import Gradients, gradients

HIDDEN = ("sigmoid", "tanh", "relu", "leaky_relu", "identity")
OUTPUTS = {
    "sigmoid+binary_cross_entropy": ("sigmoid", "binary_cross_entropy"),
    "sigmoid+squared_error": ("sigmoid", "squared_error"),
    "identity+squared_error": ("identity", "squared_error"),
}
FORWARD = ("z1_1", "a1_1", "z1_2", "a1_2", "z2_1", "yhat", "loss")
WEIGHTS = ("dW1_1_1", "dW1_1_2", "dW1_2_1", "dW1_2_2", "dW2_1_1", "dW2_1_2")
BIASES = ("db1_1", "db1_2", "db2_1")
INPUTS = ("dx_1", "dx_2")
ORDER = (*FORWARD, *WEIGHTS, *BIASES, *INPUTS)
MOST_BY_HAND = 10
"""A larger error at the output makes long products."""
ACTIVATION_LATEX = {
    "sigmoid": r"\sigma'",
    "tanh": r"\tanh'",
    "relu": r"\operatorname{ReLU}'",
    "leaky_relu": r"\operatorname{LeakyReLU}'",
    "identity": "1",
}


@dataclass(frozen=True)
class BackpropOptions(Options):
    """Which network, which numbers, and what is asked."""

    activation: tuple[str, ...] = fields.words(
        *HIDDEN, default=("sigmoid", "tanh", "relu"), help="the hidden units' activation, one of these"
    )
    output: tuple[str, ...] = fields.words(
        *OUTPUTS, default=("sigmoid+binary_cross_entropy",), help="output and loss, one of these"
    )
    biases: bool = fields.flag(default=True, help="whether units have biases that are not zero")
    largest_weight: float = fields.real(0.2, 5, default=1, help="the largest size of a weight")
    decimals: int = fields.whole(2, 8, default=4, help="decimals of every rounded number")
    forward: int = fields.whole(0, 3, default=1, help="how many forward values are asked")
    weights: int = fields.whole(
        0, 3, default=2, help="how many derivatives with respect to weights or biases are asked"
    )
    inputs: int = fields.whole(0, 2, default=0, help="how many derivatives with respect to inputs are asked")
    ask: tuple[str, ...] = fields.words(
        *ORDER, default=(), help="ask for exactly these, such as dW1_1_2 (unit 1, input 2)"
    )


@dataclass(frozen=True)
class BackpropGivens:
    """The net (W with one row a unit) and one sample.

    b1 and b2 are None without biases, slope is None unless the activation is leaky ReLU.
    """

    W1: tuple[tuple[float, ...], ...] = fields.array(2, 2)
    b1: tuple[float, ...] | None = fields.array(2, optional=True)
    W2: tuple[tuple[float, ...], ...] = fields.array(1, 2)
    b2: tuple[float, ...] | None = fields.array(1, optional=True)
    x: tuple[float, ...] = fields.array(2)
    y: float = fields.real(-100, 100)
    activation: str = fields.word(*HIDDEN)
    output: str = fields.word("sigmoid", "identity")
    loss: str = fields.word("binary_cross_entropy", "squared_error")
    slope: float | None = fields.real(0.001, 0.999)


def sample(rng: Random, options: BackpropOptions, _: Convention) -> BackpropGivens:
    """Weights in tenths and inputs ±1 … ±3; without a calculator, small whole numbers and halves."""
    if not options.calculator:
        return _by_hand(rng, options)
    tenths = range(1, round(options.largest_weight * 10) + 1)
    numbers = rng.choices([sign * n / 10 for n in tenths for sign in (1, -1)], k=9)
    b1, b2 = (tuple(numbers[6:8]), (numbers[8],)) if options.biases else (None, None)
    activation = rng.choice(options.activation)
    output, loss = OUTPUTS[rng.choice(options.output)]
    label = rng.randint(0, 1) if output == "sigmoid" else rng.randint(-2, 2)
    return BackpropGivens(
        (tuple(numbers[:2]), tuple(numbers[2:4])),
        b1,
        (tuple(numbers[4:6]),),
        b2,
        _signed_pair(rng, 3),
        label,
        activation,
        output,
        loss,
        0.1 if activation == "leaky_relu" else None,
    )


def _signed_pair(rng: Random, largest: int) -> tuple[int, int]:
    """Two inputs of different sizes, so that using the wrong one shows."""
    first, second = rng.sample(range(1, largest + 1), 2)
    return rng.choice((first, -first)), rng.choice((second, -second))


def _by_hand(rng: Random, options: BackpropOptions) -> BackpropGivens:
    """Piecewise linear units and an identity output: every step is short arithmetic."""
    linear = [name for name in options.activation if name in ("relu", "leaky_relu", "identity")] or ["relu"]
    activation = rng.choice(linear)

    def weight() -> float:
        return rng.choice((-2, -1, -0.5, 0.5, 1, 2, 3))

    b1 = (rng.choice((-1, 0, 1)), rng.choice((-1, 0, 1))) if options.biases else None
    return BackpropGivens(
        ((weight(), weight()), (weight(), weight())),
        b1,
        ((weight(), weight()),),
        (rng.choice((-1, 0, 1)),) if b1 else None,
        _signed_pair(rng, 2),
        rng.randint(-2, 2),
        activation,
        "identity",
        "squared_error",
        0.5 if activation == "leaky_relu" else None,
    )


def tidy(givens: BackpropGivens, _: Convention) -> BackpropGivens:
    """A slope where leaky ReLU needs one, and only there; biases in both layers or in none."""
    slope = None if givens.activation != "leaky_relu" else 0.1 if givens.slope is None else givens.slope
    if givens.b1 is None and givens.b2 is None:
        return replace(givens, slope=slope)
    return replace(givens, slope=slope, b1=givens.b1 or (0, 0), b2=givens.b2 or (0,))


def inputs(givens: BackpropGivens) -> Mapping[str, float]:
    """Every number by its own name; said out loud because drawing spends its time here."""
    (w11, w12), (w21, w22) = givens.W1
    ((v1, v2),) = givens.W2
    x1, x2 = givens.x
    values = {
        "x_1": x1,
        "x_2": x2,
        "W1_1_1": w11,
        "W1_1_2": w12,
        "W1_2_1": w21,
        "W1_2_2": w22,
        "W2_1_1": v1,
        "W2_1_2": v2,
        "y": givens.y,
    }
    if givens.b1 is not None and givens.b2 is not None:
        values |= {"b1_1": givens.b1[0], "b1_2": givens.b1[1], "b2_1": givens.b2[0]}
    return values if givens.slope is None else {**values, "slope": givens.slope}


def derive(givens: BackpropGivens, _: Convention) -> Derivation:
    """Forward pass, loss, backward pass."""
    return backprop.scalar(
        (2, 2, 1),
        hidden=givens.activation,
        output=givens.output,
        loss=givens.loss,
        bias=givens.b1 is not None,
    )


def _net(givens: BackpropGivens) -> Gradients:
    """The NumPy network's forward and backward pass."""
    biases = None if givens.b1 is None or givens.b2 is None else [givens.b1, givens.b2]
    return gradients(
        [givens.x],
        [[givens.y]],
        [givens.W1, givens.W2],
        biases,
        activation=givens.activation,
        output=givens.output,
        loss=givens.loss,
        slope=givens.slope or 0.5,
    )


def refuse(givens: BackpropGivens, options: BackpropOptions, _: Convention) -> str | None:
    """Equal output weights hide which one was used; large numbers are no work by hand."""
    if givens.W2[0][0] == givens.W2[0][1]:
        return "the output weights are equal, so using the wrong one may go unnoticed"
    if options.calculator or givens.loss != "squared_error":
        return None
    net = _net(givens)
    if abs(float(net.activations[-1][0, 0]) - givens.y) > MOST_BY_HAND:
        return "the numbers grow too large to work by hand"
    values = [net.loss, *net.inputs.ravel(), *(v for array in net.weights for v in array.ravel())]
    return (
        None if all((v * 1000).is_integer() for v in map(float, values)) else "a number is no short decimal"
    )


def complain(givens: BackpropGivens, _: Convention) -> str | None:
    """Which outputs go with which losses, and which labels cross-entropy allows."""
    if givens.loss == "binary_cross_entropy" and givens.output != "sigmoid":
        return f"loss {givens.loss} needs output sigmoid, not {givens.output}; give loss=squared_error too"
    if givens.loss == "binary_cross_entropy" and givens.y not in (0, 1):
        return f"given y is {givens.y}; with binary_cross_entropy allowed is 0 or 1"
    return None


def ask(rng: Random, givens: BackpropGivens, options: BackpropOptions, _: Convention) -> tuple[Ask, ...]:
    """Some forward values, then some derivatives, each of which counts twice a forward value."""
    names = (
        options.ask
        or (
            *rng.sample(FORWARD, options.forward),
            *_parameters(rng, givens, options.weights),
            *rng.sample(INPUTS, options.inputs),
        )
        or ("dW1_1_1",)
    )
    return tuple(
        Ask((name,), "number", share=1.0 if name in FORWARD else 2.0)
        for name in sorted(names, key=ORDER.index)
    )


def _parameters(rng: Random, givens: BackpropGivens, count: int) -> list[str]:
    """By which weights and biases the derivative is asked: not by two that share it because an input is 1."""
    names = [*WEIGHTS, *(BIASES if givens.b1 is not None else ())]
    ones = [i for i, x in enumerate(givens.x, start=1) if x == 1]
    alike = [{f"db1_{j}", f"dW1_{j}_{i}"} for j in (1, 2) for i in ones]
    chosen = rng.sample(names, count)
    while any(pair <= {*chosen} for pair in alike):
        chosen = rng.sample(names, count)
    return chosen


def cross_check(givens: BackpropGivens, asks: tuple[Ask, ...], _: Convention) -> Mapping[str, float]:
    """The NumPy network's own forward and backward pass."""
    net = _net(givens)
    found: dict[str, float] = {}
    for item in asks:
        name = item.name
        if (derivative := item.derivative) is not None:
            array, index = derivative
            layer = int(array[1:] or 1) - 1
            place = {"W": net.weights, "b": net.biases or (), "x": (net.inputs[0],)}[array[0]][layer]
            found[name] = float(place[index])
        elif name in ("yhat", "loss"):
            found[name] = float(net.activations[-1][0, 0] if name == "yhat" else net.loss)
        else:
            layer, unit = int(name[1]) - 1, int(name[3:]) - 1
            found[name] = float((net.zs if name[0] == "z" else net.activations)[layer][0, unit])
    return found


def letters(givens: BackpropGivens) -> Mapping[str, str]:
    """The activation's derivative by its own name."""
    return {"act": ACTIVATION_LATEX[givens.activation]}


def more(givens: BackpropGivens, _: Convention) -> Mapping[str, object]:
    """Whether there are biases to print."""
    return {"biases": givens.b1 is not None}


def figures(givens: BackpropGivens, convention: Convention) -> tuple[Figure, ...]:
    """The network with its weights."""
    from generator.figures import network
    from reference.numerals import plain

    symbol = convention.notation().symbol
    biases = [[plain(b) for b in layer] for layer in (givens.b1, givens.b2) if layer is not None] or None
    units = [[symbol("x_1"), symbol("x_2")], [symbol("a1_1"), symbol("a1_2")], [symbol("yhat")]]
    weights = [[[plain(w) for w in row] for row in layer] for layer in (givens.W1, givens.W2)]
    return (network(sizes=(2, 2, 1), unit_labels=units, weights=weights, biases=biases),)


def printed(givens: BackpropGivens, _: Convention) -> Mapping[str, str]:
    """The names of functions as the prompt has them."""
    words = {
        "sigmoid": r"sigma(z) = 1",
        "tanh": r"\tanh",
        "relu": r"\operatorname{ReLU}",
        "leaky_relu": r"\operatorname{LeakyReLU}",
        "identity": "identity",
        "binary_cross_entropy": "binary cross-entropy",
        "squared_error": r"\frac{1}{2}",
    }
    return {name: words[getattr(givens, name)] for name in ("activation", "output", "loss")}


family = Family(
    givens=BackpropGivens,
    options=BackpropOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    tidy=tidy,
    letters=letters,
    more=more,
    figures=figures,
    mistakes="backprop",
    topics=(12, 22, 23, 24),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("number", "choice"),
    printed=printed,
    presets={
        "easy": {"activation": ["relu", "identity"], "output": ["identity+squared_error"], "weights": 1},
        "hard": {"activation": ["sigmoid", "tanh", "leaky_relu"], "inputs": 1},
    },
    variants=(
        {},
        *({"activation": [name], "output": [output], "inputs": 1} for name in HIDDEN for output in OUTPUTS),
        {"biases": False, "inputs": 1},
        {"decimals": 3, "weights": 3},
        {"calculator": False, "inputs": 1},
    ),
)
