"""Fields of options and givens: what a value may be, said once, checked with one clear sentence."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass
from typing import Any, TypeVar

from generator.errors import InputError, unknown

T = TypeVar("T")


@dataclass(frozen=True)
class Spec:
    """How a field is read: `read` returns the value or raises ValueError; `allowed` says what is."""

    read: Callable[[Any], Any]
    allowed: str
    help: str = ""


def _field(read: Callable[[Any], Any], allowed: str, help: str, default: Any) -> Any:  # noqa: A002  # click's word too
    metadata = {"spec": Spec(read, allowed, help)}
    return (
        dataclasses.field(metadata=metadata)
        if default is MISSING
        else dataclasses.field(default=default, metadata=metadata)
    )


def _need(condition: bool) -> None:
    if not condition:
        raise ValueError


def _number(value: Any) -> float:
    _need(type(value) in (int, float) and math.isfinite(value))
    return value  # type: ignore[no-any-return]  # checked in the line above


def whole(low: int, high: int, *, default: Any = MISSING, help: str = "") -> Any:  # noqa: A002  # click's word too
    """An integer from low to high."""

    def read(value: Any) -> int:
        _need(type(value) is int and low <= value <= high)
        return int(value)

    return _field(read, f"a whole number from {low} to {high}", help, default)


def real(low: float, high: float, *, default: Any = MISSING, help: str = "") -> Any:  # noqa: A002  # click's word too
    """A finite number from low to high."""

    def read(value: Any) -> float:
        _need(low <= _number(value) <= high)
        return float(value)

    return _field(read, f"a number from {low:g} to {high:g}", help, default)


def flag(*, default: Any = MISSING, help: str = "") -> Any:  # noqa: A002  # click's word too
    """True or false."""

    def read(value: Any) -> bool:
        _need(type(value) is bool)
        return bool(value)

    return _field(read, "true or false", help, default)


def word(*choices: str, default: Any = MISSING, help: str = "") -> Any:  # noqa: A002  # click's word too
    """One of some words."""

    def read(value: Any) -> str:
        _need(isinstance(value, str) and value in choices)
        return str(value)

    return _field(read, f"one of {', '.join(choices)}", help, default)


def text(*, longest: int, default: Any = MISSING, help: str = "") -> Any:  # noqa: A002  # click's word too
    """Any text up to a length."""

    def read(value: Any) -> str:
        _need(isinstance(value, str) and 0 < len(value) <= longest)
        return str(value)

    return _field(read, f"a text of at most {longest} characters", help, default)


def wholes(low: int, high: int, *, lengths: tuple[int, int], default: Any = MISSING, help: str = "") -> Any:  # noqa: A002  # click's word too
    """A list of integers."""

    def read(value: Any) -> tuple[int, ...]:
        _need(isinstance(value, (list, tuple)) and lengths[0] <= len(value) <= lengths[1])
        _need(all(type(item) is int and low <= item <= high for item in value))
        return tuple(value)

    return _field(
        read, f"a list of {lengths[0]} to {lengths[1]} whole numbers from {low} to {high}", help, default
    )


def words(*choices: str, default: Any = MISSING, help: str = "") -> Any:  # noqa: A002  # click's word too
    """A list of some of the words, at least one."""

    def read(value: Any) -> tuple[str, ...]:
        items = [value] if isinstance(value, str) else value
        _need(isinstance(items, (list, tuple)) and len(items) > 0 and all(item in choices for item in items))
        return tuple(dict.fromkeys(items))

    return _field(read, f"a list of {', '.join(choices)}", help, default)


def array(
    *shape: int,
    limit: float = 1e4,
    optional: bool = False,
    default: Any = MISSING,
    help: str = "",  # noqa: A002  # click's word too
) -> Any:
    """Nested lists of numbers of this shape, none beyond ±limit; optional: or null."""

    def read_level(value: Any, rest: Sequence[int]) -> Any:
        if not rest:
            _need(abs(_number(value)) <= limit)
            return value
        _need(isinstance(value, (list, tuple)) and len(value) == rest[0])
        return tuple(read_level(item, rest[1:]) for item in value)

    size = " × ".join(map(str, shape))
    allowed = (
        f"a list of {size} numbers, each within ±{limit:g}"
        if len(shape) == 1
        else f"a {size} array, {_example(shape)}, of numbers within ±{limit:g}"
    )
    if optional:
        return _field(
            lambda value: None if value is None else read_level(value, shape),
            f"{allowed}, or null",
            help,
            default,
        )
    return _field(lambda value: read_level(value, shape), allowed, help, default)


def custom(read: Callable[[Any], Any], allowed: str, *, default: Any = MISSING, help: str = "") -> Any:  # noqa: A002  # click's word too
    """A field that reads itself; `read` raises ValueError for what is not allowed."""
    return _field(read, allowed, help, default)


def _example(shape: Sequence[int]) -> str:
    row = "[" + ", ".join("…" for _ in range(shape[-1])) + "]"
    return "[" + ", ".join(row for _ in range(shape[0])) + "]"


def specs(cls: type) -> dict[str, Spec]:
    """The specification of each field of a dataclass."""
    return {
        field.name: field.metadata["spec"] for field in dataclasses.fields(cls) if "spec" in field.metadata
    }


def read_values(cls: type, values: Mapping[str, Any], *, kind: str, where: str) -> dict[str, Any]:
    """The values as the fields of `cls` take them.

    Raises
    ------
    InputError
        For a name that is no field, or a value that is not allowed.
    """
    known = specs(cls)
    read: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise unknown(kind, name, known, where=where)
        try:
            read[name] = known[name].read(value)
        except (ValueError, TypeError, OverflowError) as error:
            reason = f" ({error})" if str(error) else ""
            raise InputError(
                f"{where}: {kind} {name} is {_short(value)}; allowed is {known[name].allowed}{reason}"
            ) from None
    return read


def _short(value: Any) -> str:
    line = repr(value)
    return line if len(line) <= 80 else line[:77] + "…"
