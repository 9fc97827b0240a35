"""One forward and one backward pass through a multilayer perceptron in NumPy, written by hand.

The batch axis comes first, and a weight matrix has one row a unit: layer l computes Z = A Wᵀ + b from the
activations A below it and A' = g(Z), that is h = σ(W x + b) for a single sample (CS 540, 2026). Gradients are
those of the loss reduced over the samples as `reduction` says, the mean unless told otherwise. Complex
weights run through everything, so that a complex step can check it; nothing here comes from a symbolic
derivation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from reference.activations import (
    ACTIVATIONS,
    Activation,
    Array,
    Elementwise,
    activation_named,
    as_inexact,
    sigmoid,
    softmax,
)
from reference.losses import (
    Reduction,
    binary_cross_entropy_from_logits,
    cross_entropy_from_logits,
    divisor,
    one_hot,
    squared_error,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

ActivationName: TypeAlias = Literal["step", "identity", "sigmoid", "tanh", "relu", "leaky_relu"]
OutputName: TypeAlias = ActivationName | Literal["softmax"]
LossName: TypeAlias = Literal["binary_cross_entropy", "cross_entropy", "squared_error"]

OUTPUTS: dict[str, tuple[str, ...]] = {
    "binary_cross_entropy": ("sigmoid",),
    "cross_entropy": ("softmax",),
    "squared_error": (*ACTIVATIONS, "softmax"),
}
"""The outputs that each loss goes with."""


@dataclass(frozen=True)
class Gradients:
    """One forward and backward pass over N samples; lists go from the first layer to the output.

    Attributes
    ----------
    zs
        Logits of every layer, each of shape (N, units).
    activations
        Activations of every layer, each of shape (N, units); the last are the net's outputs.
    loss
        The reduced loss; complex where a parameter or an input is.
    weights, biases, inputs
        Gradients of the loss, in the shapes of the weights, the biases (none for a net without) and X.
    """

    zs: list[Array]
    activations: list[Array]
    loss: float
    weights: list[Array]
    biases: list[Array]
    inputs: Array


class _Delta(Protocol):
    def __call__(self, z: Array, a: Array, y: Array, out: Array | None, spare: Array | None) -> Array: ...


class _Loss(Protocol):
    def __call__(self, prediction: Array, /, y: Array, *, reduction: Reduction) -> float: ...


class Workspace:
    """Arrays for a pass to write into; `None` in place of one makes a new array."""

    def __init__(self, sizes: Sequence[int], samples: int, dtype: np.dtype[np.generic]) -> None:
        pairs = list(pairwise(sizes))
        self.inputs: Array | None = np.empty((samples, sizes[0]), dtype)
        self.targets: Array | None = np.empty((samples, sizes[-1]), dtype)
        self.input_gradient: Array | None = np.empty((samples, sizes[0]), dtype)
        self.weights: list[Array | None] = [np.empty((units, fan_in), dtype) for fan_in, units in pairs]
        self.biases: list[Array | None] = [np.empty(units, dtype) for _, units in pairs]
        self.zs, self.activations, self.deltas, self.slopes = (
            [np.empty((samples, units), dtype) for _, units in pairs] for _ in range(4)
        )


class Fresh:
    """A workspace that keeps nothing: every array of the pass is a new one."""

    def __init__(self, layers: int) -> None:
        nothing: list[Array | None] = [None] * layers
        self.zs = self.activations = self.deltas = self.slopes = self.weights = self.biases = nothing
        self.input_gradient: Array | None = None


# Each gradient of the summed loss in the output's logits z takes the activations a and the targets y, and
# two arrays to write into, or None for new ones.


def _binary_cross_entropy_delta(
    z: Array, a: Array, y: Array, out: Array | None, spare: Array | None
) -> Array:
    # σ(z) − y as (1 − y) σ(z) − y σ(−z): a prediction close to y keeps its digits.
    spare = np.negative(z, out=spare)
    out = sigmoid(spare, out=out)
    np.multiply(out, y, out=out)
    np.multiply(y, a, out=spare)
    np.subtract(a, spare, out=spare)
    return np.subtract(spare, out, out=out)


def _cross_entropy_delta(z: Array, a: Array, y: Array, out: Array | None, spare: Array | None) -> Array:
    # p − y with p_y − 1 as minus the sum of the others, for the same reason.
    spare = np.multiply(a, y, out=spare)
    np.subtract(a, spare, out=spare)
    out = np.empty_like(a) if out is None else out
    np.copyto(out, np.add.reduce(spare, axis=1, keepdims=True))
    np.multiply(out, y, out=out)
    return np.subtract(spare, out, out=out)


def _squared_error_delta(grad: Elementwise) -> _Delta:
    def delta(z: Array, a: Array, y: Array, out: Array | None, spare: Array | None) -> Array:
        out = np.subtract(a, y, out=out)
        return np.multiply(out, grad(z, out=spare), out=out)

    return delta


def _squared_error_softmax_delta(
    z: Array,
    a: Array,
    y: Array,
    out: Array | None,
    spare: Array | None,
) -> Array:
    out = np.subtract(a, y, out=out)
    spare = np.multiply(out, a, out=spare)
    np.copyto(spare, np.add.reduce(spare, axis=1, keepdims=True))
    np.subtract(out, spare, out=out)
    return np.multiply(out, a, out=out)


@dataclass(frozen=True)
class Plan:
    """What a combination of activation, output and loss computes; `loss` is one of z or of a."""

    hidden: Activation
    output: Elementwise
    delta: _Delta
    loss: _Loss
    loss_of_z: bool


@lru_cache(maxsize=256)
def plan_for(activation: str, output: str, loss: str, slope: float, at_zero: float) -> Plan:
    """Return what a net of these names computes; raise a ValueError if they do not go together."""
    hidden = activation_named(activation, slope=slope, at_zero=at_zero)
    if loss not in OUTPUTS:
        raise ValueError(f"loss must be one of {', '.join(OUTPUTS)}; got {loss!r}")
    if output not in OUTPUTS[loss]:
        allowed = ", ".join(OUTPUTS[loss])
        raise ValueError(f"output must be one of {allowed} for the loss {loss!r}; got {output!r}")
    if loss == "binary_cross_entropy":
        delta: _Delta = _binary_cross_entropy_delta
        return Plan(hidden, sigmoid, delta, binary_cross_entropy_from_logits, loss_of_z=True)
    if loss == "cross_entropy":
        return Plan(hidden, softmax, _cross_entropy_delta, cross_entropy_from_logits, loss_of_z=True)
    if output == "softmax":
        return Plan(hidden, softmax, _squared_error_softmax_delta, squared_error, loss_of_z=False)
    unit = activation_named(output, slope=slope, at_zero=at_zero)
    return Plan(hidden, unit.value, _squared_error_delta(unit.grad), squared_error, loss_of_z=False)


def _plus_bias(z: Array, b: Array, spare: Array | None) -> Array:
    if spare is None:
        total: Array = z + b
        return total
    # NumPy makes a buffer to add a broadcast row, but none to copy it.
    np.copyto(spare, b)
    return np.add(z, spare, out=z)


def forward_pass(
    X: Array, weights: Sequence[Array], biases: Sequence[Array], plan: Plan, space: Workspace | Fresh
) -> tuple[list[Array], list[Array]]:
    """Return the logits and the activations of every layer."""
    zs, activations = [], []
    a, last = X, len(weights) - 1
    for layer, W in enumerate(weights):
        z = np.matmul(a, W.T, out=space.zs[layer])
        if biases:
            z = _plus_bias(z, biases[layer], space.activations[layer])
        value = plan.hidden.value if layer < last else plan.output
        a = value(z, out=space.activations[layer])
        zs.append(z)
        activations.append(a)
    return zs, activations


def backward_pass(
    X: Array,
    y: Array,
    weights: Sequence[Array],
    plan: Plan,
    zs: list[Array],
    activations: list[Array],
    space: Workspace | Fresh,
    *,
    bias: bool,
    samples: int,
) -> tuple[list[Array], list[Array], Array]:
    """Return the gradients of weights, biases and inputs, the summed loss divided by `samples`."""
    last = len(weights) - 1
    weight_gradients, bias_gradients = [], []
    delta = plan.delta(zs[last], activations[last], y, space.deltas[last], space.slopes[last])
    if samples != 1:
        np.divide(delta, samples, out=delta)
    for layer in range(last, -1, -1):
        below = activations[layer - 1] if layer else X
        weight_gradients.append(np.matmul(delta.T, below, out=space.weights[layer]))
        if bias:
            bias_gradients.append(np.add.reduce(delta, axis=0, out=space.biases[layer]))
        if layer:
            back = np.matmul(delta, weights[layer], out=space.deltas[layer - 1])
            slopes = plan.hidden.grad(zs[layer - 1], out=space.slopes[layer - 1])
            delta = np.multiply(back, slopes, out=back)
    inputs = np.matmul(delta, weights[0], out=space.input_gradient)
    return weight_gradients[::-1], bias_gradients[::-1], inputs


def as_batch(X: npt.ArrayLike) -> Array:
    """Return inputs as an array of shape (N, d), or raise a ValueError if they have other axes."""
    array = as_inexact(X)
    if array.ndim != 2:
        raise ValueError(f"X must have two axes, samples and inputs; got shape {array.shape}")
    return array


def as_targets(y: npt.ArrayLike, shape: tuple[int, ...], loss: str, *, out: Array | None = None) -> Array:
    """Return targets in the shape of the outputs, or raise a ValueError if they do not fit it."""
    if loss == "cross_entropy":
        return one_hot(y, shape, out=out)
    targets = as_inexact(y)
    if targets.shape == shape[:1] and shape[1] == 1:
        targets = targets.reshape(shape)
    if targets.shape != shape:
        raise ValueError(f"y must have the shape of the outputs, {shape}; got {targets.shape}")
    return targets


def gradients(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    weights: Sequence[npt.ArrayLike],
    biases: Sequence[npt.ArrayLike] | None,
    *,
    activation: str,
    output: str,
    loss: str,
    slope: float = 0.01,
    at_zero: float = 0.0,
    reduction: Reduction = "mean",
) -> Gradients:
    """Return one forward and backward pass, every array new; the light path beside the class `MLP`.

    Parameters
    ----------
    X
        Inputs of shape (N, d).
    y
        Targets of shape (N, K), or (N,) for a single output; for the cross-entropy integer labels of shape
        (N,) or one-hot rows of shape (N, K).
    weights, biases
        For each layer a matrix of shape (units, units below) and a vector of shape (units,); biases may be
        None for a net without.
    activation, output, loss
        Names, as in `MLP`.
    slope, at_zero
        The slope of leaky ReLU; the value of the step at 0.
    reduction
        Whether the loss is the mean or the sum over the N samples.

    Raises
    ------
    ValueError
        If a name is unknown, output and loss do not go together, or shapes do not fit.
    """
    plan = plan_for(activation, output, loss, slope, at_zero)
    X = as_batch(X)
    Ws = [np.asarray(W) for W in weights]
    bs = [] if biases is None else [np.asarray(b) for b in biases]
    space = Fresh(len(Ws))
    zs, activations = forward_pass(X, Ws, bs, plan, space)
    targets = as_targets(y, zs[-1].shape, loss)
    value = plan.loss(zs[-1] if plan.loss_of_z else activations[-1], targets, reduction=reduction)
    parts = backward_pass(
        X,
        targets,
        Ws,
        plan,
        zs,
        activations,
        space,
        bias=bool(bs),
        samples=divisor(reduction, len(X)),
    )
    return Gradients(zs, activations, value, *parts)
