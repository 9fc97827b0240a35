"""Questions about a classifying net: what `forward` and `backward` of the assignments should return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np

from graders.closeness import Array, same
from graders.drawing import Net
from graders.questions import Question, Steps, run
from reference import activations as act
from reference.derivations.classifier import classifier, forward_half

_HIDDEN = {
    "sigmoid": (act.sigmoid, act.sigmoid_grad),
    "tanh": (act.tanh, act.tanh_grad),
    "relu": (act.relu, act.relu_grad),
}
SPOKEN = {"dx": "dX", "yhat": "probabilities"}
RANK = 1e-6
"""The smallest singular value of a layer's input, beside the largest, from which its dz can be told."""


@lru_cache(64)
def forward_question(net: Net) -> Question:
    """`forward(X, weights, biases, activation) -> (zs, activations)`."""
    depth = len(net.weights)
    each = range(1, depth + 1)
    returns = ([f"z{k}" for k in each], [*(f"a{k}" for k in each if k < depth), "yhat"])
    arguments = {"X": net.X, **_parameters(net)}
    return Question(
        arguments, returns, forward_half(depth, hidden=net.activation), inputs(net), _on_the_way, SPOKEN
    )


@lru_cache(64)
def backward_question(net: Net) -> Question:
    """`backward(X, labels, weights, biases, activation) -> {"dW": [...], "db": [...], "dX": ...}`."""
    depth = len(net.weights)
    each = range(1, depth + 1)
    returns = {"dW": [f"dW{k}" for k in each], "db": [f"db{k}" for k in each], "dX": "dx"}
    arguments = {"X": net.X, "labels": net.labels, **_parameters(net)}
    derivation = classifier(depth, hidden=net.activation)
    return Question(arguments, returns, derivation, inputs(net), partial(_led_to, net.activation), SPOKEN)


@lru_cache(32)
def inputs(net: Net) -> Mapping[str, Any]:
    """The inputs of the net's derivation."""
    depth = len(net.weights)
    found: dict[str, Any] = {"x": net.X}
    for layer, (W, b) in enumerate(zip(net.weights, net.biases, strict=True), start=1):
        found |= {f"W{layer}": W, f"b{layer}": b}
    found["y"] = np.eye(len(net.biases[-1]))[net.labels]
    nothing = {"largest": 0.0, "largest_of_column": 0.0, "largest_of_all": 0.0}
    logits = run(forward_half(depth, hidden=net.activation), found | nothing)["logits"]
    return found | {
        "largest": logits.max(axis=1, keepdims=True),
        "largest_of_column": logits.max(axis=0),
        "largest_of_all": logits.max(),
    }


def forward_arguments(net: Net) -> dict[str, Any]:
    """What `forward` is given, by the names in its signature."""
    return {"X": net.X, **_parameters(net)}


def _parameters(net: Net) -> dict[str, Any]:
    return {"weights": net.weights, "biases": net.biases, "activation": net.activation}


def _on_the_way(own: Steps) -> Sequence[Steps]:
    return (_shifted(own),)


def _led_to(activation: str, own: Steps) -> Sequence[Steps]:
    """What led to a student's gradients: the derivatives by their own a, or at their own z."""
    found = _shifted(own) | _dz_from_dW(own)
    value, slope = _HIDDEN[activation]
    pairs = {
        name[1:]: (z, own[f"a{name[1:]}"])
        for name, z in own.items()
        if f"a{name[1:]}" in own and name[0] == "z"
    }
    if all(same(a, value(z)) for z, a in pairs.values()):
        return (found,)
    return (found, found | {f"dact{layer}": slope(z) for layer, (z, _) in pairs.items()})


def _shifted(own: Steps) -> dict[str, Any]:
    """The shifted logits by the student's own z, whose largest are not the right ones."""
    last = max(int(name[1:]) for name in own if name[0] == "W" and name[1:].isdigit())
    logits = own.get(f"z{last}")
    return {} if logits is None else {"shifted": logits - logits.max(axis=1, keepdims=True)}


def _dz_from_dW(own: Steps) -> dict[str, Any]:
    """The dz that a student must have had, from their own dW = dzᵀ @ (what comes from the layer below).

    It can be told where there are no more samples than units below.
    """
    found: dict[str, Any] = {}
    layer = 1
    while f"W{layer}" in own:
        below = own.get(f"a{layer - 1}") if layer > 1 else own["x"]
        dW = own.get(f"dW{layer}")
        if dW is not None and below is not None and _tells(below):
            found[f"dz{layer}"] = np.linalg.lstsq(below.T, dW.T, rcond=None)[0]
        layer += 1
    return found


def _tells(below: Array) -> bool:
    n, units = below.shape
    if n > units:
        return False
    sizes = np.linalg.svd(below, compute_uv=False)
    return bool(sizes[-1] > RANK * sizes[0])
