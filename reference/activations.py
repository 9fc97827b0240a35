"""Activation functions and their derivatives, both as functions of the logit z.

Every function takes an array of any shape (0-d and empty too) and returns one of the same shape. Float32,
float64 and their complex twins keep their type; integers and truth values become float64. Complex numbers
branch on their real part, so that a complex step can run through every function. Results are accurate to
a few units in the last place in the tails too; where the true value is below 1e-300 (1e-37 in float32) a tiny
positive number may stand in for it, so that nothing overflows or underflows.

`out`, where given, receives the result and is returned: same shape as z, and no memory in common with it.

Convention: the derivative of ReLU at 0 is 1 (CS 540, 2021), and so is that of leaky ReLU; the derivative of
the step is 0 everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

Array: TypeAlias = npt.NDArray[Any]

# Largest |z| for which exp(z), exp(-z) and their reciprocals are all normal numbers.
_LIMITS = {"f": 87.0, "d": 708.0, "F": 87.0, "D": 708.0}


class Elementwise(Protocol):
    """A function of an array, element by element, that may write into `out`."""

    def __call__(self, z: npt.ArrayLike, *, out: Array | None = None) -> Array:
        """Return the values at z, an array of the same shape."""
        ...


def as_inexact(values: npt.ArrayLike) -> Array:
    """Return values as a float32, float64, complex64 or complex128 array, copied only if need be.

    Raises
    ------
    ValueError
        If the values are no numbers of these types, integers or truth values.
    """
    array = np.asarray(values)
    if array.dtype.char in _LIMITS:
        return array
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    raise ValueError(f"values must be integers, float32, float64 or complex numbers; got dtype {array.dtype}")


def _arrays(z: npt.ArrayLike, out: Array | None) -> tuple[Array, Array]:
    array = as_inexact(z)
    if out is None:
        return array, np.empty_like(array)
    if out.shape != array.shape:
        raise ValueError(f"out must have the shape of z, {array.shape}; got {out.shape}")
    return array, out


def clip_exponent(z: Array, *, out: Array, share: float = 1.0) -> Array:
    """Write z into out with its real part limited so that exp(±z/share) stays a normal number."""
    limit = _LIMITS[z.dtype.char] * share
    # Complex numbers are ordered by their real part first, so these two clip by it.
    np.maximum(z, -limit, out=out)
    np.minimum(out, limit, out=out)
    return out


def step(z: npt.ArrayLike, *, at_zero: float = 0.0, out: Array | None = None) -> Array:
    """Return 1 where z > 0, 0 where z < 0 and `at_zero` where z = 0.

    CS 540 has at_zero = 0 (fires at z > 0), CS 760 has at_zero = 1 (fires at z ≥ 0).
    """
    z, out = _arrays(z, out)
    np.heaviside(z.real, at_zero, out=out)
    return out


def step_grad(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return 0 everywhere, at z = 0 too."""
    z, out = _arrays(z, out)
    out.fill(0.0)
    return out


def identity(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return a copy of z."""
    z, out = _arrays(z, out)
    np.copyto(out, z)
    return out


def identity_grad(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return 1 everywhere."""
    z, out = _arrays(z, out)
    out.fill(1.0)
    return out


def sigmoid(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return σ(z) = 1 / (1 + exp(−z))."""
    z, out = _arrays(z, out)
    clip_exponent(z, out=out)
    np.negative(out, out=out)
    np.exp(out, out=out)
    np.add(out, 1.0, out=out)
    return np.reciprocal(out, out=out)


def sigmoid_grad(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return σ(z)(1 − σ(z)), computed as 1 / (2 cosh(z/2))²: no digits cancel for large z."""
    z, out = _arrays(z, out)
    clip_exponent(z, out=out)
    np.multiply(out, 0.5, out=out)
    np.cosh(out, out=out)
    np.multiply(out, 2.0, out=out)
    np.square(out, out=out)
    return np.reciprocal(out, out=out)


def tanh(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return tanh(z) = 2σ(2z) − 1."""
    z, out = _arrays(z, out)
    return np.tanh(z, out=out)


def tanh_grad(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return 1 − tanh²(z), computed as 1 / cosh²(z): no digits cancel for large z."""
    z, out = _arrays(z, out)
    clip_exponent(z, out=out, share=0.5)
    np.cosh(out, out=out)
    np.square(out, out=out)
    return np.reciprocal(out, out=out)


def relu(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return max(z, 0)."""
    z, out = _arrays(z, out)
    if z.dtype.kind == "c":
        np.copyto(out, np.where(z.real >= 0, z, 0.0))
        return out
    np.maximum(z, 0.0, out=out)
    return out


def relu_grad(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return 1 where z ≥ 0 and 0 elsewhere (1 at z = 0: CS 540, 2021)."""
    z, out = _arrays(z, out)
    np.heaviside(z.real, 1.0, out=out)
    return out


def _check_slope(slope: float) -> None:
    if not 0 < slope < 1:
        raise ValueError(f"slope must lie strictly between 0 and 1; got {slope!r}")


def leaky_relu(z: npt.ArrayLike, slope: float = 0.01, *, out: Array | None = None) -> Array:
    """Return max(slope·z, z), for 0 < slope < 1."""
    _check_slope(slope)
    z, out = _arrays(z, out)
    if z.dtype.kind == "c":
        np.copyto(out, np.where(z.real >= 0, z, slope * z))
        return out
    np.multiply(z, slope, out=out)
    np.maximum(out, z, out=out)
    return out


def leaky_relu_grad(z: npt.ArrayLike, slope: float = 0.01, *, out: Array | None = None) -> Array:
    """Return 1 where z ≥ 0 and `slope` elsewhere (1 at z = 0, as for ReLU)."""
    _check_slope(slope)
    z, out = _arrays(z, out)
    np.heaviside(z.real, 1.0, out=out)
    np.maximum(out, slope, out=out)
    return out


def softmax(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
    """Return exp(z_j) / Σ_k exp(z_k) over the last axis; adding a constant to z changes nothing.

    Raises
    ------
    ValueError
        If z is a single number, which has no axis to normalise over.
    """
    given = out is not None
    z, out = _arrays(z, out)
    if z.ndim == 0:
        raise ValueError("z must have at least one axis for softmax; got a single number")
    if z.size == 0:
        return out
    np.copyto(out, z.real.max(axis=-1, keepdims=True))
    np.subtract(z, out, out=out)
    # Not the full range: dividing by the sum must not underflow either.
    clip_exponent(out, out=out, share=0.9)
    np.exp(out, out=out)
    total = out.sum(axis=-1, keepdims=True)
    if not given:
        np.divide(out, total, out=out)
        return out
    # Class by class, because NumPy makes a buffer to divide by a broadcast column.
    for k in range(out.shape[-1]):
        np.divide(out[..., k], total[..., 0], out=out[..., k])
    return out


def softmax_vjp(z: npt.ArrayLike, v: npt.ArrayLike) -> Array:
    """Return vᵀJ for the Jacobian J of softmax at z: p_j (v_j − Σ_k v_k p_k); z and v have one shape."""
    p, v = softmax(z), as_inexact(v)
    if p.shape != v.shape:
        raise ValueError(f"v must have the shape of z, {p.shape}; got {v.shape}")
    product: Array = p * (v - (v * p).sum(axis=-1, keepdims=True))
    return product


def softmax_jacobian(z: npt.ArrayLike) -> Array:
    """Return ∂p_j/∂z_k = p_j (δ_jk − p_k), of shape (…, K, K) for z of shape (…, K)."""
    p = softmax(z)
    jacobian: Array = p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])
    return jacobian


@dataclass(frozen=True)
class Activation:
    """An elementwise activation: its `value` and its derivative `grad`, both functions of z."""

    name: str
    value: Elementwise
    grad: Elementwise


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "step": Activation("step", step, step_grad),
        "identity": Activation("identity", identity, identity_grad),
        "sigmoid": Activation("sigmoid", sigmoid, sigmoid_grad),
        "tanh": Activation("tanh", tanh, tanh_grad),
        "relu": Activation("relu", relu, relu_grad),
        "leaky_relu": Activation("leaky_relu", leaky_relu, leaky_relu_grad),
    }
)


@lru_cache(maxsize=256)
def activation_named(name: str, *, slope: float = 0.01, at_zero: float = 0.0) -> Activation:
    """Return the activation of that name; `slope` matters to leaky_relu only, `at_zero` to step only.

    Raises
    ------
    ValueError
        If there is no activation of that name, or slope does not lie strictly between 0 and 1.
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}; got {name!r}")
    if name == "leaky_relu":
        _check_slope(slope)

        def value(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
            return leaky_relu(z, slope, out=out)

        def grad(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
            return leaky_relu_grad(z, slope, out=out)

        return Activation(name, value, grad)
    if name == "step":

        def fire(z: npt.ArrayLike, *, out: Array | None = None) -> Array:
            return step(z, at_zero=at_zero, out=out)

        return Activation(name, fire, step_grad)
    return ACTIVATIONS[name]
