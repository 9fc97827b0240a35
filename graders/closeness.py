"""Whether numbers are close, and which values are numbers at all."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

RELATIVE = 1e-6
"""Of the largest expected entry: float32 arithmetic passes, no catalogued mistake does."""
ABSOLUTE = 1e-10


def same(actual: object, expected: npt.ArrayLike) -> bool:
    """Whether a value is the predicted one; NaN and the infinities count as one and the same."""
    array, wanted = as_array(actual), np.asarray(expected)
    if array is None or array.shape != wanted.shape:
        return False
    if (fits := agrees(array, wanted)) is not None:
        return fits
    finite = np.isfinite(wanted)
    return bool((np.isfinite(array) == finite).all() and close(array, wanted)[finite].all())


def as_array(value: object) -> Array | None:
    """A number or array of numbers as an array; None for anything else."""
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "biuf" else None
    if isinstance(value, (bool, float)):
        return np.asarray(value)
    if isinstance(value, int):
        return np.asarray(float(value)) if abs(value) < 1e300 else None
    return None


def from_list(value: object) -> Array | None:
    """A list of numbers, or of lists of such, as an array; None for anything else."""
    if not _holds_numbers(value):  # texts would become an array as wide as the longest
        return None
    try:
        return as_array(np.array(value))
    except ValueError:  # rows of different lengths
        return None


def _holds_numbers(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_holds_numbers, value))
    return isinstance(value, (bool, int, float)) or as_array(value) is not None


def agrees(array: Array, wanted: Array) -> bool | None:
    """Whether all entries are close, for arrays of one shape; None where not all wanted ones are finite."""
    with np.errstate(all="ignore"):
        largest = float(np.abs(wanted).max(initial=0))
        if not math.isfinite(largest):
            return None
        return bool(gaps_between(array, wanted).max(initial=0.0) <= RELATIVE * largest + ABSOLUTE)


def gaps_between(array: Array, wanted: Array) -> Array:
    """How far apart they are, as floats: truth values can't be subtracted, unsigned numbers wrap."""
    gaps: Array = np.abs(np.subtract(array, wanted, dtype=float))
    return gaps


def close(array: Array, wanted: Array) -> npt.NDArray[np.bool_]:
    """Which entries are close; NaN is close to NaN."""
    with np.errstate(all="ignore"):
        sizes = np.abs(wanted[np.isfinite(wanted)])
        allowed = RELATIVE * (float(sizes.max()) if sizes.size else 0.0) + ABSOLUTE
        near: npt.NDArray[np.bool_] = (array == wanted) | (gaps_between(array, wanted) <= allowed)
        return near | (np.isnan(array) & np.isnan(wanted))
