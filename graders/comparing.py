"""Whether a student's value is the right one, asked in a fixed order: there, kind, shape, finite, values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from graders.general import general
from graders.sandbox import Unreadable

Array: TypeAlias = npt.NDArray[Any]
Stage: TypeAlias = Literal["there", "kind", "shape", "finite", "values"]

RELATIVE = 1e-6
"""Of the largest expected entry: float32 arithmetic passes, no catalogued mistake does."""
ABSOLUTE = 1e-10
ROWS = 6
"""As many lines as a table of differences has."""


class CheckFailedError(AssertionError):
    """A check that the student's code does not pass.

    message: what the student reads in any case. details: inputs, expected values and whatever the student's
    code chose to say, which are shown for public checks only. function: whose fault it is. alone: whether
    the mistake is all that is wrong, so that what needs the check can be judged given the mistake.
    """

    def __init__(
        self,
        message: str,
        *,
        details: str = "",
        mistake: str | None = None,
        divergence: str | None = None,
        function: str = "",
        alone: bool = False,
    ) -> None:
        super().__init__(f"{message}\n{details}" if details else message)
        self.message, self.details, self.mistake, self.divergence = message, details, mistake, divergence
        self.function, self.alone = function, alone


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value: the stage that it failed, a phrase, and a general mistake's name.

    details: what gives away the expected value, or was chosen by the student's code, such as a type's name.
    form: whether the numbers themselves are right, and only their form is not.
    """

    stage: Stage
    says: str
    details: str = ""
    mistake: str | None = None
    form: bool = False


def compare(*, actual: object, expected: object, what: str = "The result") -> None:
    """Pass if `actual` is the value expected: a number, an array, or a list, tuple or dict of such.

    A list may stand for a tuple, and a number for an array without axes. The tolerance is 1e-6 of the
    largest expected entry of an array.

    Raises
    ------
    CheckFailedError
        When it is not; says what is wrong first in the order there, kind, shape, finite, values.
    """
    for path, value, wanted in _pairs(actual, expected, what):
        fault = wanted if isinstance(wanted, Fault) else find_fault(value, wanted)
        if fault is not None:
            raise failure(fault, path)


def failure(fault: Fault, what: str) -> CheckFailedError:
    """The error for a fault; `what` says where it is, such as `zs[0]`."""
    says = f" {general()[fault.mistake]}" if fault.mistake else ""
    return CheckFailedError(f"{what} {fault.says}.{says}", details=fault.details, mistake=fault.mistake)


def find_fault(actual: object, expected: npt.ArrayLike) -> Fault | None:
    """What is wrong with a number or array, or None if nothing is."""
    wanted = np.asarray(expected)
    if actual is None:
        return Fault("there", "is None", mistake="nothing_returned")
    if not isinstance(actual, (bool, int, float, np.ndarray)):
        named = "list_for_array" if isinstance(actual, (list, tuple)) and wanted.ndim else None
        form = named is not None and same(_from_list(actual), wanted)
        return Fault("kind", f"is {kind_of(actual)}, not {kind_of(wanted)}", about(actual), named, form)
    array = as_array(actual)
    if array is None:
        return Fault("kind", f"is {kind_of(actual)}, not {kind_of(wanted)}")
    if array.dtype.kind == "b" and wanted.dtype.kind != "b":
        says = "holds truth values" if array.ndim else "is a truth value"
        return Fault("kind", f"{says}, not numbers", "", "truth_values_for_numbers", same(array, wanted))
    if array.shape != wanted.shape:
        return _shape_fault(array, wanted)
    if _agrees(array, wanted):
        return None
    if (fault := _not_finite(array, wanted)) is not None:
        return fault
    off = ~_close(array, wanted)
    if not off.any():
        return None
    says = f"is off in {int(off.sum())} of {off.size} entries" if wanted.ndim else "is off"
    turned = array.ndim == 2 and array.shape[0] == array.shape[1] and same(array.T, wanted)
    return Fault("values", says, _table(array, wanted, off), "result_transposed" if turned else None, turned)


def same(actual: object, expected: npt.ArrayLike) -> bool:
    """Whether a value is the predicted one; NaN and the infinities count as one and the same."""
    array, wanted = as_array(actual), np.asarray(expected)
    if array is None or array.shape != wanted.shape:
        return False
    if (agrees := _agrees(array, wanted)) is not None:
        return agrees
    finite = np.isfinite(wanted)
    return bool((np.isfinite(array) == finite).all() and _close(array, wanted)[finite].all())


def as_array(value: object) -> Array | None:
    """A number or array of numbers as an array; None for anything else."""
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "biuf" else None
    if isinstance(value, (bool, float)):
        return np.asarray(value)
    if isinstance(value, int):
        return np.asarray(float(value)) if abs(value) < 1e300 else None
    return None


def kind_of(value: object) -> str:
    """The kind of a value in words, such as "a list of 3"."""
    match value:
        case None:
            return "None"
        case Unreadable():
            return "no number, array, list or dict"
        case np.ndarray() if value.ndim == 0:
            return "a number"
        case np.ndarray():
            return f"an array of shape {value.shape}"
        case bool():
            return "a truth value"
        case int() if as_array(value) is None:
            return "a whole number too large for a float"
        case int() | float():
            return "a number"
        case list() | tuple() | dict():
            return f"a {type(value).__name__} of {len(value)}"
        case str():
            return "a text"
    return f"an object of type {type(value).__name__}"


def about(value: object) -> str:
    """What the sandbox says of a value that it could not read."""
    return f"It is {value.what}." if isinstance(value, Unreadable) else ""


def _from_list(value: object) -> Array | None:
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


def _agrees(array: Array, wanted: Array) -> bool | None:
    """Whether all entries are close, for arrays of one shape; None where not all wanted ones are finite."""
    with np.errstate(all="ignore"):
        largest = float(np.abs(wanted).max(initial=0))
        if not math.isfinite(largest):
            return None
        return bool(_gaps(array, wanted).max(initial=0.0) <= RELATIVE * largest + ABSOLUTE)


def _gaps(array: Array, wanted: Array) -> Array:
    """How far apart they are, as floats: truth values can't be subtracted, unsigned numbers wrap."""
    gaps: Array = np.abs(np.subtract(array, wanted, dtype=float))
    return gaps


def _close(array: Array, wanted: Array) -> npt.NDArray[np.bool_]:
    with np.errstate(all="ignore"):
        sizes = np.abs(wanted[np.isfinite(wanted)])
        allowed = RELATIVE * (float(sizes.max()) if sizes.size else 0.0) + ABSOLUTE
        close: npt.NDArray[np.bool_] = (array == wanted) | (_gaps(array, wanted) <= allowed)
        return close | (np.isnan(array) & np.isnan(wanted))


def _shape_fault(array: Array, wanted: Array) -> Fault:
    says = f"has shape {array.shape}, not {wanted.shape}" if wanted.ndim else (
        f"is an array of shape {array.shape}, not a number"
    )  # fmt: skip
    squeezed = [length for length in array.shape if length != 1] == [k for k in wanted.shape if k != 1]
    named = None
    if array.ndim == wanted.ndim == 2 and same(array.T, wanted):
        named = "result_transposed"
    elif squeezed and same(array.reshape(wanted.shape), wanted):
        named = "axis_too_many" if array.ndim > wanted.ndim else "axis_lost"
    elif wanted.ndim == 0:
        named = "array_for_number"
    return Fault("shape", says, mistake=named, form=named not in {None, "array_for_number"})


def _not_finite(array: Array, wanted: Array) -> Fault | None:
    off = ~np.isfinite(array) & np.isfinite(wanted)
    if not off.any():
        return None
    found = "NaN" if np.isnan(array[off]).any() else "infinity"
    says = f"holds {found}" if wanted.ndim else f"is {found}"
    return Fault("finite", says, _table(array, wanted, off), mistake="not_finite")


def _table(array: Array, wanted: Array, off: npt.NDArray[np.bool_]) -> str:
    """The worst entries: index, yours, expected."""
    with np.errstate(all="ignore"):
        gaps = np.where(off, np.nan_to_num(_gaps(array, wanted), nan=np.inf), -1.0)
    worst = np.argsort(-gaps, axis=None, kind="stable")[: min(ROWS, int(off.sum()))]
    rows = [("index", "yours", "expected")[not wanted.ndim :]]
    for place in sorted(worst.tolist()):
        index = np.unravel_index(place, wanted.shape)
        where = ["[" + ", ".join(str(int(k)) for k in index) + "]"] if index else []
        rows.append((*where, f"{float(array.flat[place]):.7g}", f"{float(wanted.flat[place]):.7g}"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    if (more := int(off.sum()) - len(worst)) > 0:
        lines.append(f"and {more} more")
    return "\n".join(line.rstrip() for line in lines)


def _pairs(actual: object, expected: object, path: str) -> list[tuple[str, object, Any]]:
    """(where, the student's value, the expected one or a Fault), for every number or array expected."""
    if isinstance(expected, dict):
        keys = list(expected)
        fault = not_these_keys(actual, keys)
        if fault is not None or not isinstance(actual, dict):
            return [(path, actual, fault)]
        return [p for key in keys for p in _pairs(actual[key], expected[key], f'{path}["{key}"]')]
    if isinstance(expected, (list, tuple)):
        fault = not_so_many(actual, len(expected))
        if fault is not None or not isinstance(actual, (list, tuple)):
            return [(path, actual, fault)]
        return [
            pair
            for k, (value, wanted) in enumerate(zip(actual, expected, strict=True))
            for pair in _pairs(value, wanted, f"{path}[{k}]")
        ]
    return [(path, actual, expected)]


def not_these_keys(actual: object, keys: list[str]) -> Fault | None:
    """What keeps a value from being a dict with these keys; other keys do no harm."""
    if actual is None:
        return Fault("there", "is None", mistake="nothing_returned")
    if not isinstance(actual, dict):
        return Fault("kind", f"is {kind_of(actual)}, not a dict with the keys {_listed(keys)}", about(actual))
    missing = [key for key in keys if key not in actual]
    return Fault("there", f"lacks the key {_listed(missing)}") if missing else None


def not_so_many(actual: object, count: int) -> Fault | None:
    """What keeps a value from being a list or tuple of that many."""
    if actual is None:
        return Fault("there", "is None", mistake="nothing_returned")
    if not isinstance(actual, (list, tuple)):
        return Fault("kind", f"is {kind_of(actual)}, not a list of {count}", about(actual))
    if len(actual) != count:
        return Fault("shape", f"has {len(actual)} entries, not {count}")
    return None


def _listed(keys: list[str]) -> str:
    return ", ".join(f'"{key}"' for key in keys)
