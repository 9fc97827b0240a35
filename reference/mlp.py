"""The multilayer perceptron with its parameters, and gradient descent, in NumPy, written by hand.

Conventions, and the passes themselves, are those of `reference.passes`; its `gradients` is the light path
without a class and can be imported from here too.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reference.activations import Array
from reference.losses import Reduction, check_binary, divisor
from reference.passes import (
    OUTPUTS,
    ActivationName,
    Fresh,
    Gradients,
    LossName,
    OutputName,
    Workspace,
    as_batch,
    as_targets,
    backward_pass,
    forward_pass,
    gradients,
    plan_for,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MLP", "OUTPUTS", "Gradients", "gradients"]


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
        self._plan = plan_for(activation, output, loss, slope, at_zero)
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
        self._spaces: dict[int, Workspace] = {}

    def _parameters(
        self, name: str, values: Sequence[npt.ArrayLike], shapes: Sequence[tuple[int, ...]]
    ) -> list[Array]:
        arrays: list[Array] = [np.array(value, dtype=self.dtype, order="C") for value in values]
        if [array.shape for array in arrays] != list(shapes):
            found = [array.shape for array in arrays]
            raise ValueError(f"{name} must have the shapes {list(shapes)}; got {found}")
        return arrays

    def _inputs(self, X: npt.ArrayLike) -> Array:
        array = as_batch(X)
        if array.shape[1] != self.sizes[0]:
            raise ValueError(f"X must have {self.sizes[0]} inputs a sample; got shape {array.shape}")
        if array.dtype.kind == "c" and self.dtype.kind != "c":
            raise ValueError(f"X must be real for a net of {self.dtype}; got {array.dtype}")
        return array.astype(self.dtype, copy=False)

    def forward(self, X: npt.ArrayLike) -> Array:
        """Return the outputs, of shape (N, K), for inputs of shape (N, d)."""
        space = Fresh(len(self.weights))
        return forward_pass(self._inputs(X), self.weights, self.biases, self._plan, space)[1][-1]

    def loss(self, X: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """Return the reduced loss; y as in `gradients`."""
        space = Fresh(len(self.weights))
        zs, activations = forward_pass(self._inputs(X), self.weights, self.biases, self._plan, space)
        targets = as_targets(y, zs[-1].shape, self.loss_name)
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

    def _space(self, samples: int) -> Workspace:
        if samples not in self._spaces:
            if len(self._spaces) == 4:
                del self._spaces[next(iter(self._spaces))]
            self._spaces[samples] = Workspace(self.sizes, samples, self.dtype)
        return self._spaces[samples]

    def _step(self, X: Array, targets: Array, learning_rate: float, space: Workspace) -> None:
        zs, activations = forward_pass(X, self.weights, self.biases, self._plan, space)
        samples = divisor(self.reduction, len(X))
        weights, biases, _ = backward_pass(
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
        targets = as_targets(y, (len(inputs), self.sizes[-1]), self.loss_name, out=out)
        if self.loss_name == "binary_cross_entropy":
            check_binary(targets)
        return inputs, targets.astype(self.dtype, copy=False)

    def gradient_descent(
        self, X: npt.ArrayLike, y: npt.ArrayLike, *, learning_rate: float, steps: int = 1
    ) -> None:
        """Take steps w ← w − η ∂L/∂w on all of X and y at once, η being `learning_rate`.

        Once a batch of this size has been seen, and X and y have the dtype of the net, no array is made.
        """
        space = self._space(len(as_batch(X)))
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
