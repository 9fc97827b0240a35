"""What checks draw their inputs from: fresh numbers for each submission, the same again for the same seed."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, TypeVar

import numpy as np

from graders.closeness import Array
from reference.passes import Fresh, forward_pass, plan_for

KINK = 1e-3
SATURATED = 4.0
FEW = 4
APART = 1e-4
TRIES = 1000
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Net:
    """A multilayer perceptron and a batch for it.

    Attributes
    ----------
    labels
        Integers from 0 to classes - 1, (n,).
    activation
        Of the hidden units, by name.
    X
        Inputs, (n, d).
    weights, biases
        For each layer (units, units below) and (units,).
    """

    labels: Array
    activation: str
    X: Array
    weights: list[Array]
    biases: list[Array]


class Draw:
    """Draws for one check of one submission.

    rng: NumPy's generator, for whatever has no method here. Every check has draws of its own, whichever
    others run, but for what it draws `once`.
    """

    def __init__(self, seed: str, check: str, drawn: dict[object, Any] | None = None) -> None:
        self._seed = seed
        self._drawn: dict[object, Any] = {} if drawn is None else drawn
        digest = hashlib.sha256(f"{seed}\0{check}".encode()).digest()
        self.rng = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))

    def once(self, make: Callable[[Draw], T]) -> T:
        """What `make(draw)` gives, the same for all checks of a submission that ask for it."""
        if make not in self._drawn:
            self._drawn[make] = make(Draw(self._seed, make.__qualname__, self._drawn))
        found: T = self._drawn[make]
        return found

    def numbers(self, *shape: int, scale: float = 1.0) -> Array:
        """Normally distributed numbers of that shape."""
        return self.rng.normal(size=shape) * scale

    def rounded(self, *shape: int, scale: float = 1.0, decimals: int = 2) -> Array:
        """The same, rounded so that they can be read in a table, and none of them 0."""
        values = np.round(self.numbers(*shape, scale=scale), decimals)
        return np.where(values == 0, 10.0**-decimals, values)

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return int(self.rng.integers(low, high, endpoint=True))

    def labels(self, n: int, classes: int) -> Array:
        """Integer labels (n,); as many different ones as there is room for, the first class not first."""
        some = np.arange(1, classes + 1) % classes
        every = np.concatenate([self.rng.permutation(some[:-1]), some[-1:]]) if classes > 1 else some
        more = self.rng.integers(0, classes, size=max(0, n - classes))
        return np.concatenate([every, more])[:n].astype(np.int64)

    def probabilities(self, n: int, classes: int) -> Array:
        """Rows of positive numbers that add up to 1, (n, classes), none of them tiny."""
        shares = self.rng.uniform(0.1, 1.0, size=(n, classes))
        rows: Array = shares / shares.sum(axis=1, keepdims=True)
        return rows

    def net(self, sizes: Sequence[int], n: int, activation: str) -> Net:
        """A net of these layer sizes, inputs first, with n samples.

        All z keep away from the kink of ReLU at 0 and from saturation; no layer has negative ones only, one
        of several has both signs; where a layer has as many units as there are samples, it tells them apart.
        """
        plan = plan_for(activation, "softmax", "cross_entropy", 0.01, 0.0)
        for _ in range(TRIES):
            net = Net(self.labels(n, sizes[-1]), activation, *self._parameters(sizes, n))
            zs, activations = forward_pass(net.X, net.weights, net.biases, plan, Fresh(len(net.weights)))
            if all(map(_usual, zs)) and all(map(_independent, (net.X, *activations[:-1]))):
                return net
        raise RuntimeError(f"no net of sizes {sizes} is usual enough in {TRIES} draws")

    def _parameters(self, sizes: Sequence[int], n: int) -> tuple[Array, list[Array], list[Array]]:
        """X, weights and biases out of one draw of numbers with two decimals."""
        shapes: list[tuple[int, ...]] = [(n, sizes[0])]
        shapes += [(units, below) for below, units in pairwise(sizes)]
        shapes += [(units,) for units in sizes[1:]]
        scales = [1.0, *(below**-0.5 + 0.2 for below in sizes[:-1]), *[0.5] * (len(sizes) - 1)]
        counts = [math.prod(shape) for shape in shapes]
        values = np.round(self.rng.normal(size=sum(counts)) * np.repeat(scales, counts), 2)
        values[values == 0] = 0.01
        parts = np.split(values, list(accumulate(counts))[:-1])
        X, *rest = (part.reshape(shape) for part, shape in zip(parts, shapes, strict=True))
        return X, rest[: len(sizes) - 1], rest[len(sizes) - 1 :]


def _usual(z: Array) -> bool:
    """Whether a layer's z are neither saturated nor at the kink of ReLU, and of both signs if a few."""
    low, high, sizes = z.min(), z.max(), np.abs(z)
    signs = high > 0 and (low < 0 or z.size < FEW)
    return bool(signs and sizes.min() > KINK and sizes.max() < SATURATED)


def _independent(rows: Array) -> bool:
    """Whether samples differ in the values of a layer; true where it has too few units to say."""
    if len(rows) > rows.shape[1]:
        return True
    sizes = np.linalg.svd(rows, compute_uv=False)
    return bool(sizes[-1] > APART * sizes[0])
