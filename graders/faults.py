"""What is wrong with a value, found in a fixed order: there, kind, shape, finite, values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from graders.closeness import Array, agrees, as_array, close, from_list, gaps_between, same
from graders.sandbox import Unreadable

Stage: TypeAlias = Literal["there", "kind", "shape", "finite", "values"]

ROWS = 6
"""As many lines as a table of differences has."""


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


def find_fault(actual: object, expected: npt.ArrayLike) -> Fault | None:
    """What is wrong with a number or array, or None if nothing is."""
    wanted = np.asarray(expected)
    if actual is None:
        return Fault("there", "is None", mistake="nothing_returned")
    if not isinstance(actual, (bool, int, float, np.ndarray)):
        named = "list_for_array" if isinstance(actual, (list, tuple)) and wanted.ndim else None
        form = named is not None and same(from_list(actual), wanted)
        return Fault("kind", f"is {kind_of(actual)}, not {kind_of(wanted)}", about(actual), named, form)
    array = as_array(actual)
    if array is None:
        return Fault("kind", f"is {kind_of(actual)}, not {kind_of(wanted)}")
    if array.dtype.kind == "b" and wanted.dtype.kind != "b":
        says = "holds truth values" if array.ndim else "is a truth value"
        return Fault("kind", f"{says}, not numbers", "", "truth_values_for_numbers", same(array, wanted))
    if array.shape != wanted.shape:
        return _shape_fault(array, wanted)
    if agrees(array, wanted):
        return None
    if (fault := _not_finite(array, wanted)) is not None:
        return fault
    off = ~close(array, wanted)
    if not off.any():
        return None
    says = f"is off in {int(off.sum())} of {off.size} entries" if wanted.ndim else "is off"
    turned = array.ndim == 2 and array.shape[0] == array.shape[1] and same(array.T, wanted)
    return Fault("values", says, _table(array, wanted, off), "result_transposed" if turned else None, turned)


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
        gaps = np.where(off, np.nan_to_num(gaps_between(array, wanted), nan=np.inf), -1.0)
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
