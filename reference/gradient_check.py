"""Numeric gradients of scalar functions, to check analytic ones by."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from reference.activations import Array

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Arrays = TypeVar("Arrays", Array, list[Array])
"""One array, or a list of arrays such as all weights of a net."""

_Direction: TypeAlias = "Callable[[Array, int], complex]"


def complex_step(f: Callable[[Arrays], complex], x: Arrays, *, step: float = 1e-30) -> Arrays:
    """Return the gradient of f at x as Im f(x + i·step) / step, entry by entry, exact to rounding.

    Nothing is subtracted, so the step can be tiny (Squire and Trapp, SIAM Review 40, 1998).

    Parameters
    ----------
    f
        A scalar function that takes complex arrays and keeps their imaginary parts.
    x
        A real array, or a list of them; f is called with copies of the same form.
    step
        The size of the imaginary step.

    Raises
    ------
    ValueError
        If step is not above 0, or x is complex.
    """
    _check(x, step)
    point = _copies(x, np.complex128)

    def derivative(part: Array, i: int) -> complex:
        part.flat[i] += 1j * step
        value = f(point).imag
        part.flat[i] = part.flat[i].real
        return value / step

    return _gradient(point, derivative)


def central_differences(f: Callable[[Arrays], float], x: Arrays, *, step: float = 1e-6) -> Arrays:
    """Return the gradient of f at x as (f(x + h) − f(x − h)) / 2h, with h = step · max(1, |x|) an entry.

    Parameters
    ----------
    f
        A scalar function of a float64 array, or of a list of them if x is one; called with copies.
    x
        A real array, or a list of them.
    step
        The relative step; about the cube root of the rounding error of f serves best.

    Raises
    ------
    ValueError
        If step is not above 0, or x is complex.
    """
    _check(x, step)
    point = _copies(x, np.float64)

    def derivative(part: Array, i: int) -> float:
        start = part.flat[i]
        h = step * max(1.0, abs(start))
        part.flat[i] = start + h
        above, upper = f(point), part.flat[i]
        part.flat[i] = start - h
        below, lower = f(point), part.flat[i]
        part.flat[i] = start
        return float((above - below) / (upper - lower))

    return _gradient(point, derivative)


def relative_error(a: Array | Sequence[Array], b: Array | Sequence[Array]) -> float:
    """Return the largest absolute difference, relative to the largest entry of either; 0 if all are 0.

    Both are an array, or both a list of arrays, which are then taken as one: the largest entry is the
    largest of all. Entries that are not finite give infinity.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    first, second = _parts(a), _parts(b)
    shapes = [part.shape for part in first], [part.shape for part in second]
    if shapes[0] != shapes[1]:
        raise ValueError(f"a and b must have the same shapes; got {shapes[0]} and {shapes[1]}")
    if not all(np.isfinite(part).all() for part in (*first, *second)):
        return float("inf")
    largest = max((float(np.abs(part).max()) for part in (*first, *second) if part.size), default=0.0)
    if largest == 0.0:
        return 0.0
    return max(float(np.abs(p - q).max()) for p, q in zip(first, second, strict=True) if p.size) / largest


def _parts(x: Array | Sequence[Array]) -> list[Array]:
    return [x] if isinstance(x, np.ndarray) else [np.asarray(part) for part in x]


def _check(x: Array | Sequence[Array], step: float) -> None:
    if not 0 < step < float("inf"):
        raise ValueError(f"step must be a finite number above 0; got {step!r}")
    if any(np.iscomplexobj(part) for part in _parts(x)):
        raise ValueError("x must be real; got complex numbers")


def _copies(x: Arrays, dtype: type[np.inexact]) -> Arrays:
    if isinstance(x, list):
        return [np.array(part, dtype=dtype, order="C") for part in x]
    return np.array(x, dtype=dtype, order="C")


def _gradient(point: Arrays, derivative: _Direction) -> Arrays:
    if isinstance(point, list):
        return [_entries(part, derivative) for part in point]
    return _entries(point, derivative)


def _entries(part: Array, derivative: _Direction) -> Array:
    return np.array([derivative(part, i) for i in range(part.size)], dtype=np.float64).reshape(part.shape)
