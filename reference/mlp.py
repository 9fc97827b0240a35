"""Multilayer perceptrons: forward, backward and gradient descent in NumPy, written by hand.

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
    check_binary,
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


class _Workspace:
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


class _Fresh:
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
class _Plan:
    """What a combination of activation, output and loss computes; `loss` is one of z or of a."""

    hidden: Activation
    output: Elementwise
    delta: _Delta
    loss: _Loss
    loss_of_z: bool


@lru_cache(maxsize=256)
def _plan(activation: str, output: str, loss: str, slope: float, at_zero: float) -> _Plan:
    hidden = activation_named(activation, slope=slope, at_zero=at_zero)
    if loss not in OUTPUTS:
        raise ValueError(f"loss must be one of {', '.join(OUTPUTS)}; got {loss!r}")
    if output not in OUTPUTS[loss]:
        allowed = ", ".join(OUTPUTS[loss])
        raise ValueError(f"output must be one of {allowed} for the loss {loss!r}; got {output!r}")
    if loss == "binary_cross_entropy":
        delta: _Delta = _binary_cross_entropy_delta
        return _Plan(hidden, sigmoid, delta, binary_cross_entropy_from_logits, loss_of_z=True)
    if loss == "cross_entropy":
        return _Plan(hidden, softmax, _cross_entropy_delta, cross_entropy_from_logits, loss_of_z=True)
    if output == "softmax":
        return _Plan(hidden, softmax, _squared_error_softmax_delta, squared_error, loss_of_z=False)
    unit = activation_named(output, slope=slope, at_zero=at_zero)
    return _Plan(hidden, unit.value, _squared_error_delta(unit.grad), squared_error, loss_of_z=False)


def _plus_bias(z: Array, b: Array, spare: Array | None) -> Array:
    if spare is None:
        total: Array = z + b
        return total
    # NumPy makes a buffer to add a broadcast row, but none to copy it.
    np.copyto(spare, b)
    return np.add(z, spare, out=z)


def _forward(
    X: Array, weights: Sequence[Array], biases: Sequence[Array], plan: _Plan, space: _Workspace | _Fresh
) -> tuple[list[Array], list[Array]]:
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


def _backward(
    X: Array,
    y: Array,
    weights: Sequence[Array],
    plan: _Plan,
    zs: list[Array],
    activations: list[Array],
    space: _Workspace | _Fresh,
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


def _batch(X: npt.ArrayLike) -> Array:
    array = as_inexact(X)
    if array.ndim != 2:
        raise ValueError(f"X must have two axes, samples and inputs; got shape {array.shape}")
    return array


def _targets(y: npt.ArrayLike, shape: tuple[int, ...], loss: str, *, out: Array | None = None) -> Array:
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
    plan = _plan(activation, output, loss, slope, at_zero)
    X = _batch(X)
    Ws = [np.asarray(W) for W in weights]
    bs = [] if biases is None else [np.asarray(b) for b in biases]
    space = _Fresh(len(Ws))
    zs, activations = _forward(X, Ws, bs, plan, space)
    targets = _targets(y, zs[-1].shape, loss)
    value = plan.loss(zs[-1] if plan.loss_of_z else activations[-1], targets, reduction=reduction)
    parts = _backward(
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


class MLP:
    """A multilayer perceptron of any depth and widths.

    Parameters
    ----------
    sizes
        Units of every layer, inputs first and outputs last: (2, 2, 1) has one hidden layer of 2 units.
    activation
        Of all hidden units: step, identity, sigmoid, tanh, relu or leaky_relu.
    output, loss
        sigmoid with binary_cross_entropy; softmax with cross_entropy; any activation or softmax with
        squared_error.
    bias
        Whether units have biases.
    slope, at_zero
        The slope of leaky ReLU; the value of the step at 0.
    reduction
        Whether the loss is the mean or the sum over the samples of a batch.
    dtype
        float32, float64 or complex128.
    weights, biases
        Starting values, copied: a matrix (units, units below) and a vector (units,) for each layer. Without
        weights, `rng` draws them from a normal distribution of variance 1 / units below; without biases
        they start at 0.

    Attributes
    ----------
    weights, biases
        The parameters, one array a layer; `biases` is empty for a net without.

    Raises
    ------
    ValueError
        From the constructor and every method, for a bad argument, in one sentence that names it.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        activation: ActivationName = "sigmoid",
        output: OutputName = "sigmoid",
        loss: LossName = "binary_cross_entropy",
        bias: bool = True,
        slope: float = 0.01,
        at_zero: float = 0.0,
        reduction: Reduction = "mean",
        dtype: npt.DTypeLike = np.float64,
        weights: Sequence[npt.ArrayLike] | None = None,
        biases: Sequence[npt.ArrayLike] | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        if len(sizes) < 2 or any(int(size) != size or size < 1 for size in sizes):
            raise ValueError(f"sizes must be at least two positive whole numbers; got {tuple(sizes)}")
        self.sizes = tuple(int(size) for size in sizes)
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64, np.complex128):
            raise ValueError(f"dtype must be float32, float64 or complex128; got {self.dtype}")
        divisor(reduction, 1)
        self._plan = _plan(activation, output, loss, slope, at_zero)
        self.activation, self.output, self.loss_name = activation, output, loss
        self.slope, self.at_zero, self.reduction, self.bias = slope, at_zero, reduction, bias
        if biases is not None and not bias:
            raise ValueError("biases must be None for a net with bias=False; got some")
        pairs = list(pairwise(self.sizes))
        if weights is None:
            if rng is None:
                raise ValueError("rng must be a generator where no weights are given; got None")
            weights = [rng.normal(size=(units, fan_in)) / np.sqrt(fan_in) for fan_in, units in pairs]
        self.weights = self._parameters("weights", weights, [(units, fan_in) for fan_in, units in pairs])
        starts = [np.zeros(units) for _, units in pairs] if biases is None else biases
        self.biases = self._parameters("biases", starts, [(units,) for _, units in pairs]) if bias else []
        self._spaces: dict[int, _Workspace] = {}

    def _parameters(
        self, name: str, values: Sequence[npt.ArrayLike], shapes: Sequence[tuple[int, ...]]
    ) -> list[Array]:
        arrays: list[Array] = [np.array(value, dtype=self.dtype, order="C") for value in values]
        if [array.shape for array in arrays] != list(shapes):
            found = [array.shape for array in arrays]
            raise ValueError(f"{name} must have the shapes {list(shapes)}; got {found}")
        return arrays

    def _inputs(self, X: npt.ArrayLike) -> Array:
        array = _batch(X)
        if array.shape[1] != self.sizes[0]:
            raise ValueError(f"X must have {self.sizes[0]} inputs a sample; got shape {array.shape}")
        if array.dtype.kind == "c" and self.dtype.kind != "c":
            raise ValueError(f"X must be real for a net of {self.dtype}; got {array.dtype}")
        return array.astype(self.dtype, copy=False)

    def forward(self, X: npt.ArrayLike) -> Array:
        """Return the outputs, of shape (N, K), for inputs of shape (N, d)."""
        space = _Fresh(len(self.weights))
        return _forward(self._inputs(X), self.weights, self.biases, self._plan, space)[1][-1]

    def loss(self, X: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """Return the reduced loss; y as in `gradients`."""
        space = _Fresh(len(self.weights))
        zs, activations = _forward(self._inputs(X), self.weights, self.biases, self._plan, space)
        targets = _targets(y, zs[-1].shape, self.loss_name)
        last = zs[-1] if self._plan.loss_of_z else activations[-1]
        return self._plan.loss(last, targets, reduction=self.reduction)

    def backward(self, X: npt.ArrayLike, y: npt.ArrayLike) -> Gradients:
        """Return the gradients of the reduced loss, with the forward pass they come from; y as there."""
        return gradients(
            self._inputs(X),
            y,
            self.weights,
            self.biases if self.bias else None,
            activation=self.activation,
            output=self.output,
            loss=self.loss_name,
            slope=self.slope,
            at_zero=self.at_zero,
            reduction=self.reduction,
        )

    def _space(self, samples: int) -> _Workspace:
        if samples not in self._spaces:
            if len(self._spaces) == 4:
                del self._spaces[next(iter(self._spaces))]
            self._spaces[samples] = _Workspace(self.sizes, samples, self.dtype)
        return self._spaces[samples]

    def _step(self, X: Array, targets: Array, learning_rate: float, space: _Workspace) -> None:
        zs, activations = _forward(X, self.weights, self.biases, self._plan, space)
        samples = divisor(self.reduction, len(X))
        weights, biases, _ = _backward(
            X, targets, self.weights, self._plan, zs, activations, space, bias=self.bias, samples=samples
        )
        for parameters, parts in ((self.weights, weights), (self.biases, biases)):
            for parameter, gradient in zip(parameters, parts, strict=True):
                np.multiply(gradient, learning_rate, out=gradient)
                np.subtract(parameter, gradient, out=parameter)

    def _training_data(
        self, X: npt.ArrayLike, y: npt.ArrayLike, learning_rate: float, out: Array | None = None
    ) -> tuple[Array, Array]:
        if not 0 < learning_rate < float("inf"):
            raise ValueError(f"learning_rate must be a finite number above 0; got {learning_rate!r}")
        inputs = self._inputs(X)
        if len(inputs) == 0:
            raise ValueError(f"X must hold at least one sample; got shape {inputs.shape}")
        targets = _targets(y, (len(inputs), self.sizes[-1]), self.loss_name, out=out)
        if self.loss_name == "binary_cross_entropy":
            check_binary(targets)
        return inputs, targets.astype(self.dtype, copy=False)

    def gradient_descent(
        self, X: npt.ArrayLike, y: npt.ArrayLike, *, learning_rate: float, steps: int = 1
    ) -> None:
        """Take steps w ← w − η ∂L/∂w on all of X and y at once, η being `learning_rate`.

        Once a batch of this size has been seen, and X and y have the dtype of the net, no array is made.
        """
        space = self._space(len(_batch(X)))
        inputs, targets = self._training_data(X, y, learning_rate, space.targets)
        for _ in range(steps):
            self._step(inputs, targets, learning_rate, space)

    def sgd(
        self,
        X: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        learning_rate: float,
        batch_size: int,
        rng: np.random.Generator,
        epochs: int = 1,
    ) -> None:
        """Run minibatch gradient descent, shuffling the samples anew with `rng` for every epoch.

        The last batch of an epoch is the shorter one if `batch_size` does not divide the number of samples;
        with the "mean" its loss is the mean over the samples it has.
        """
        inputs, targets = self._training_data(X, y, learning_rate)
        if int(batch_size) != batch_size or batch_size < 1:
            raise ValueError(f"batch_size must be a positive whole number; got {batch_size!r}")
        order = np.arange(len(inputs))
        for _ in range(epochs):
            rng.shuffle(order)
            for start in range(0, len(order), batch_size):
                rows = order[start : start + batch_size]
                space = self._space(len(rows))
                # mode="raise" would buffer the output.
                X_rows = np.take(inputs, rows, axis=0, out=space.inputs, mode="clip")
                y_rows = np.take(targets, rows, axis=0, out=space.targets, mode="clip")
                self._step(X_rows, y_rows, learning_rate, space)
