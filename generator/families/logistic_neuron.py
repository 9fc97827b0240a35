"""Output, loss and partial derivatives of one sigmoid neuron with binary cross-entropy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference import losses
from reference.activations import sigmoid
from reference.derivation import Derivation
from reference.derivations import logistic_neuron

FORWARD = ("z", "yhat", "loss")
CHAIN = ("dyhat", "yhat_by_z")
MOST = 3
WEIGHTS, INPUTS = (tuple(f"{name}_{i}" for i in range(1, MOST + 1)) for name in ("dW1_1", "dx"))
ORDER = (*FORWARD, *CHAIN, *WEIGHTS, "db1_1", *INPUTS)
BY_HAND = {1: (0.2, 0.25, 0.4, 0.5, 0.8), 0: (0.8, 0.75, 0.6, 0.5, 0.2)}


@dataclass(frozen=True)
class NeuronOptions(Options):
    """How many inputs, and what is asked."""

    inputs: tuple[int, ...] = fields.wholes(
        2, MOST, lengths=(1, 2), default=(2, 3), help="how many inputs, one of these"
    )
    bias: bool = fields.flag(default=False, help="whether the neuron has a bias")
    forward: int = fields.whole(0, 3, default=1, help="how many forward values are asked")
    backward: int = fields.whole(0, 4, default=1, help="how many derivatives are asked")
    ask: tuple[str, ...] = fields.words(
        *ORDER, default=(), help="ask for exactly these, such as dW1_1_2 (the weight from input 2)"
    )
    decimals: int = fields.whole(2, 8, default=4, help="decimals of every rounded number")


def _row(value: Any) -> tuple[float, ...]:
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= MOST:
        raise ValueError
    if not all(type(item) in (int, float) and abs(item) <= 1000 for item in value):  # as the sentence says
        raise ValueError
    return tuple(value)


def _matrix(value: Any) -> tuple[tuple[float, ...], ...]:
    if not isinstance(value, (list, tuple)) or len(value) != 1:
        raise ValueError
    return (_row(value[0]),)


def _bias(value: Any) -> tuple[float, ...] | None:
    if value is None:
        return None
    if not isinstance(value, (list, tuple)) or len(value) != 1:
        raise ValueError
    if type(value[0]) not in (int, float) or not abs(value[0]) <= 1000:  # as the sentence says
        raise ValueError
    return tuple(value)


def _share(value: Any) -> float | None:
    if value is not None and (type(value) not in (int, float) or not 0 < value < 1):
        raise ValueError
    return value  # type: ignore[no-any-return]  # checked in the line above


@dataclass(frozen=True)
class NeuronGivens:
    """W1: one row, the neuron's weights; b1: its bias or None; yhat: its output where that is given."""

    W1: tuple[tuple[float, ...], ...] = fields.custom(_matrix, f"one row of 2 to {MOST} numbers, [[…, …]]")
    b1: tuple[float, ...] | None = fields.custom(_bias, "a list of one number within ±1000, or null")
    x: tuple[float, ...] = fields.custom(_row, f"a list of 2 to {MOST} numbers within ±1000")
    y: int = fields.whole(0, 1)
    yhat: float | None = fields.custom(_share, "a number above 0 and below 1, or null to have it computed")


def sample(rng: Random, options: NeuronOptions, _: Convention) -> NeuronGivens:
    """Weights in tenths and small whole inputs; without a calculator the neuron's output is given."""
    count = rng.choice(options.inputs)
    signs = rng.choices((-1, 1), k=2 * count + 1)
    x = tuple(sign * size for sign, size in zip(signs, rng.sample(range(1, 5), count), strict=False))
    y = rng.randint(0, 1)
    if options.calculator:
        sizes = [n / 10 for n in rng.sample(range(1, 13), count + 1)]
    else:
        sizes = [n / 2 if n % 2 else n // 2 for n in rng.sample(range(1, 9), count + 1)]
    weights = [sign * size for sign, size in zip(signs[count:], sizes, strict=True)]
    bias = (weights[-1],) if options.bias and options.calculator else None
    return NeuronGivens(
        (tuple(weights[:count]),), bias, x, y, None if options.calculator else rng.choice(BY_HAND[y])
    )


def complain(givens: NeuronGivens, _: Convention) -> str | None:
    """One weight an input, and a bias only where it is used."""
    if len(givens.W1[0]) != len(givens.x):
        return f"given W1 has {len(givens.W1[0])} weights for the {len(givens.x)} inputs of x"
    if givens.b1 is not None and givens.yhat is not None:
        return "given yhat leaves no use for b1; give b1=null, or yhat=null"
    return None


def derive(givens: NeuronGivens, _: Convention) -> Derivation:
    """Forward pass, loss, derivatives."""
    return logistic_neuron.neuron(
        len(givens.x), bias=givens.b1 is not None, given=givens.yhat is not None, label=givens.y
    )


def refuse(givens: NeuronGivens, *_: Any) -> str | None:
    """Neither sure nor undecided."""
    z = _score(givens)
    return (
        None if 0.2 <= abs(z) <= 3 or givens.yhat is not None else "the prediction is nearly sure, or a toss"
    )


def _score(givens: NeuronGivens) -> float:
    bias = givens.b1[0] if givens.b1 else 0.0
    return sum(w * x for w, x in zip(givens.W1[0], givens.x, strict=True)) + bias


def ask(rng: Random, givens: NeuronGivens, options: NeuronOptions, _: Convention) -> tuple[Ask, ...]:
    """Some forward values, then some derivatives, each of which counts twice a forward value."""
    count = len(givens.x)
    bias = ("db1_1",) if givens.b1 is not None else ()
    backward = (*CHAIN, *WEIGHTS[:count], *bias, *INPUTS[:count])
    forward = FORWARD if givens.yhat is None else ()
    known = {*forward, *backward, "loss"}
    names = [name for name in options.ask if name in known] or [
        *rng.sample(forward, min(options.forward, len(forward))),
        *rng.sample(backward, options.backward),
    ]
    names = sorted(names or ["dW1_1_1"], key=ORDER.index)
    return tuple(Ask((name,), "number", share=1.0 if name in FORWARD else 2.0) for name in names)


def cross_check(givens: NeuronGivens, *_: Any) -> Mapping[str, float]:
    """NumPy's sigmoid, cross-entropy and its gradients, the loss taken from the logit."""
    z = np.array([_score(givens)])
    if givens.yhat is not None:
        z = np.log(np.array([givens.yhat])) - np.log1p(-np.array([givens.yhat]))
    p, y = sigmoid(z), np.array([givens.y])
    by_z = float(losses.binary_cross_entropy_from_logits_grad(z, y, reduction="sum")[0])
    by_p = float(losses.binary_cross_entropy_grad(p, y, reduction="sum")[0])
    loss = losses.binary_cross_entropy_from_logits(z, y, reduction="sum")
    found = {"z": float(z[0]), "yhat": float(p[0]), "loss": loss, "dyhat": by_p, "yhat_by_z": by_z / by_p}
    found |= {name: by_z * x for name, x in zip(WEIGHTS, givens.x, strict=False)}
    found |= {name: by_z * w for name, w in zip(INPUTS, givens.W1[0], strict=False)}
    return found | {"db1_1": by_z}


family = Family(
    givens=NeuronGivens,
    options=NeuronOptions,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    mistakes="logistic_neuron",
    topics=(22,),
    lectures=("cs540", "cs760"),
    answers=("number", "choice"),
    presets={"easy": {"inputs": [2]}, "hard": {"inputs": [3], "bias": True, "backward": 2}},
    variants=(
        {"inputs": [2], "backward": 3},
        {"inputs": [3]},
        {"bias": True},
        {"decimals": 3},
        {"calculator": False},
    ),
)
