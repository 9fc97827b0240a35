"""The SymPy twin of the nets: one composed expression, differentiated by SymPy's own chain rule.

Nothing here knows how `reference.mlp` works, nor a derivation's steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
import sympy

from reference import activations
from reference.symbolic import Expr, LeakyReLU, ReLU, Sigmoid, Step, compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference.activations import Array


@dataclass(frozen=True)
class Structure:
    """What a net computes, apart from its numbers: sizes from inputs to outputs, and names as in `MLP`."""

    sizes: tuple[int, ...]
    activation: str
    output: str
    loss: str
    bias: bool = True
    at_zero: int = 0


@dataclass(frozen=True)
class TwinGradients:
    """The loss and its gradients in weights, biases (none for a net without) and inputs, as arrays."""

    loss: float
    weights: list[Array]
    biases: list[Array]
    inputs: Array


@dataclass(frozen=True)
class Twin:
    """The symbols of a net and its loss for one sample, composed to a single expression.

    Weight W1_1_2 is that of layer 1 from input 2 to unit 1; b1_1 is the bias of unit 1.
    """

    weights: tuple[tuple[tuple[sympy.Symbol, ...], ...], ...]
    biases: tuple[tuple[sympy.Symbol, ...], ...]
    inputs: tuple[sympy.Symbol, ...]
    targets: tuple[sympy.Symbol, ...]
    slope: sympy.Symbol
    outputs: tuple[Expr, ...]
    loss: Expr

    @property
    def variables(self) -> tuple[sympy.Symbol, ...]:
        """All weights, then all biases, then the inputs, each in reading order."""
        weights = (w for matrix in self.weights for row in matrix for w in row)
        return (*weights, *(b for vector in self.biases for b in vector), *self.inputs)


def _unit(name: str, z: Expr, slope: sympy.Symbol, at_zero: int) -> Expr:
    match name:
        case "identity":
            return z
        case "sigmoid":
            return Sigmoid(z)
        case "tanh":
            return sympy.tanh(z)
        case "relu":
            return ReLU(z)
        case "leaky_relu":
            return LeakyReLU(z, slope)
        case "step":
            return Step(z, sympy.Integer(at_zero))
    allowed = ", ".join(activations.ACTIVATIONS)
    raise ValueError(f"activation must be one of {allowed} (softmax: for outputs only); got {name!r}")


def _loss(name: str, outputs: Sequence[Expr], targets: Sequence[sympy.Symbol]) -> Expr:
    pairs = list(zip(outputs, targets, strict=True))
    match name:
        case "binary_cross_entropy":
            return sympy.Add(*(-t * sympy.log(p) - (1 - t) * sympy.log(1 - p) for p, t in pairs))
        case "cross_entropy":
            return sympy.Add(*(-t * sympy.log(p) for p, t in pairs))
        case "squared_error":
            return sympy.Add(*((p - t) ** 2 / 2 for p, t in pairs))
    raise ValueError(f"loss must be one of binary_cross_entropy, cross_entropy, squared_error; got {name!r}")


def _symbols(names: Sequence[str]) -> tuple[sympy.Symbol, ...]:
    return tuple(sympy.Symbol(name, real=True) for name in names)


@lru_cache(maxsize=256)
def twin(structure: Structure) -> Twin:
    """Return the net's loss for one sample as one expression in its symbols.

    Raises
    ------
    ValueError
        If a name is unknown or fewer than two sizes are given.
    """
    if len(structure.sizes) < 2:
        raise ValueError(f"sizes must be at least two; got {structure.sizes}")
    pairs = list(pairwise(structure.sizes))
    weights = tuple(
        tuple(_symbols([f"W{layer}_{i}_{j}" for j in range(1, fan_in + 1)]) for i in range(1, units + 1))
        for layer, (fan_in, units) in enumerate(pairs, start=1)
    )
    biases = tuple(
        _symbols([f"b{layer}_{i}" for i in range(1, units + 1)])
        for layer, (_, units) in enumerate(pairs, start=1)
        if structure.bias
    )
    inputs = _symbols([f"x_{j}" for j in range(1, structure.sizes[0] + 1)])
    count = structure.sizes[-1]
    targets = _symbols(["y"] if count == 1 else [f"y_{k}" for k in range(1, count + 1)])
    slope = sympy.Symbol("slope", positive=True)
    signals: tuple[Expr, ...] = inputs
    for layer, matrix in enumerate(weights):
        zs = [sympy.Add(*(w * s for w, s in zip(row, signals, strict=True))) for row in matrix]
        if structure.bias:
            zs = [z + b for z, b in zip(zs, biases[layer], strict=True)]
        name = structure.activation if layer < len(weights) - 1 else structure.output
        if layer == len(weights) - 1 and name == "softmax":
            total = sympy.Add(*(sympy.exp(z) for z in zs))
            signals = tuple(sympy.exp(z) / total for z in zs)
        else:
            signals = tuple(_unit(name, z, slope, structure.at_zero) for z in zs)
    loss = _loss(structure.loss, signals, targets)
    return Twin(weights, biases, inputs, targets, slope, signals, loss)


class LossGradients(Protocol):
    """A compiled twin: numbers in, the loss and its gradients out, the mean over the N samples.

    X is of shape (N, d); y of shape (N, K), or (N,) for a single output, with one-hot rows for the
    cross-entropy; weights and biases as in `reference.mlp.gradients`.
    """

    def __call__(
        self,
        X: npt.ArrayLike,
        y: npt.ArrayLike,
        weights: Sequence[npt.ArrayLike],
        biases: Sequence[npt.ArrayLike] | None,
        *,
        slope: float = 0.01,
    ) -> TwinGradients:
        """Return the loss and its gradients at these numbers."""
        ...


@lru_cache(maxsize=256)
def loss_gradients(structure: Structure) -> LossGradients:
    """Return the loss and all its first derivatives, by SymPy's `diff`, compiled once a structure.

    Accurate while no output saturates: the twin computes 1 − ŷ as it is written, so it loses the digits
    that `reference.mlp` keeps where ŷ is close to 1.

    Raises
    ------
    ValueError
        If a name is unknown or fewer than two sizes are given; from the result, if shapes do not fit.
    """
    net = twin(structure)
    derivatives = [sympy.diff(net.loss, symbol) for symbol in net.variables]
    function = compiled((*net.variables, *net.targets, net.slope), [net.loss, *derivatives])
    pairs = list(pairwise(structure.sizes))
    shapes: list[tuple[int, ...]] = [(units, fan_in) for fan_in, units in pairs]
    if structure.bias:
        shapes += [(units,) for _, units in pairs]
    cuts = np.cumsum([int(np.prod(shape)) for shape in shapes])

    def evaluate(
        X: npt.ArrayLike,
        y: npt.ArrayLike,
        weights: Sequence[npt.ArrayLike],
        biases: Sequence[npt.ArrayLike] | None,
        *,
        slope: float = 0.01,
    ) -> TwinGradients:
        rows = np.asarray(X, dtype=np.float64)
        targets = np.asarray(y, dtype=np.float64).reshape(len(rows), -1)
        parameters = [np.asarray(p, dtype=np.float64) for p in (*weights, *(biases or ()))]
        found = [p.shape for p in parameters]
        expected = [*shapes, (len(rows), structure.sizes[0]), (len(rows), structure.sizes[-1])]
        if [*found, rows.shape, targets.shape] != expected:
            raise ValueError(
                f"weights, biases, X and y must have the shapes {expected}; "
                f"got {[*found, rows.shape, targets.shape]}"
            )
        scalars = [float(value) for p in parameters for value in p.flat]
        values = function(*scalars, *rows.T, *targets.T, slope)
        table = np.array([np.broadcast_to(value, len(rows)) for value in values], dtype=np.float64)
        means = table.mean(axis=1)
        pieces = [
            piece.reshape(shape) for piece, shape in zip(np.split(means[1:], cuts)[:-1], shapes, strict=True)
        ]
        inputs = table[1 + cuts[-1] :].T / len(rows)
        return TwinGradients(float(means[0]), pieces[: len(pairs)], pieces[len(pairs) :], inputs)

    return evaluate
