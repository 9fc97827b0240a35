"""Values as bytes, the other way than wire.py; the same code runs on both sides."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

from graders.sandbox.inside.wire import DTYPES, LONGEST_INT, LONGEST_NAME, MOST_AXES, Unreadable, WireError

_CODES = {np.dtype(name): code for code, name in enumerate(DTYPES)}


class TooMuchError(ValueError):
    """A value is larger than the caps."""


def pack(value: Any, *, most_bytes: int, depth: int, values: int) -> bytes:
    """Bytes for a value; what is no plain value becomes an `Unreadable` in its place.

    most_bytes, depth, values: the caps on bytes, on nesting and on how many values there are.
    A value over the caps on bytes or values becomes one `Unreadable` as a whole.
    """
    packer = _Packer(most_bytes, values, strict=False)
    try:
        packer.add(value, depth)
    except TooMuchError as error:
        return _text(b"u", str(error))
    return bytes(packer.out)


def pack_ours(value: Any) -> bytes:
    """Bytes for a value of our own.

    Raises
    ------
    WireError
        When it holds something that is no plain value.
    """
    packer = _Packer(2**30, 2**30, strict=True)
    packer.add(value, 64)
    return bytes(packer.out)


def join(parts: list[bytes]) -> bytes:
    """Bytes for the list whose values are packed already."""
    return b"l" + struct.pack("<I", len(parts)) + b"".join(parts)


class _Packer:
    def __init__(self, most_bytes: int, values: int, *, strict: bool) -> None:
        self.out = bytearray()
        self._strict = strict
        self._most = most_bytes
        self._left = values

    def add(self, value: Any, depth: int) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooMuchError("a value that holds too many values")
        kind = type(value)
        if value is None:
            self.out += b"N"
        elif kind is bool:
            self.out += b"T" if value else b"F"
        elif kind is float:
            self.out += b"f" + struct.pack("<d", value)
        elif kind is int:
            self._integer(value)
        elif kind is str:
            self._room(len(value))
            self.out += _text(b"s", value)
        elif kind is np.ndarray:
            self._array(value)
        elif kind is Unreadable:
            self._unreadable(value.what)
        elif kind is list or kind is tuple or kind is dict:
            self._container(value, kind, depth)
        elif issubclass(kind, np.generic) and kind.__module__ == "numpy":
            self._scalar(value)
        else:
            self._unreadable(f"an object of type {str(kind.__name__)[:LONGEST_NAME]}")
        self._room(0)

    def _room(self, more: int) -> None:
        if len(self.out) + more > self._most:
            raise TooMuchError(f"a value of more than {self._most:,} bytes")

    def _unreadable(self, what: str) -> None:
        if self._strict:
            raise WireError(f"{what} can't be sent to a student's function")
        self.out += _text(b"u", what)

    def _integer(self, value: int) -> None:
        size = value.bit_length() // 8 + 1
        if size > LONGEST_INT:
            self._unreadable(f"an integer of more than {8 * LONGEST_INT} bits")
        else:
            self.out += b"i" + struct.pack("<I", size) + value.to_bytes(size, "little", signed=True)

    def _scalar(self, value: Any) -> None:
        plain = value.item()
        if type(plain) in {bool, int, float}:
            self._left += 1
            self.add(plain, 0)
        else:
            self._unreadable(f"a NumPy scalar of type {value.dtype!s:.{LONGEST_NAME}}")

    def _array(self, value: Any) -> None:
        dtype = value.dtype.newbyteorder("<")
        code = _CODES.get(dtype)
        if code is None or value.ndim > MOST_AXES:
            self._unreadable(f"an array of dtype {value.dtype!s:.{LONGEST_NAME}} and {value.ndim} axes")
            return
        self._room(value.nbytes)
        self.out += b"a" + struct.pack(f"<BB{value.ndim}Q", code, value.ndim, *value.shape)
        self.out += value.astype(dtype, order="C", copy=False).tobytes()

    def _container(self, value: Any, kind: type, depth: int) -> None:
        if depth <= 0:
            self._unreadable("a value nested too deep")
            return
        if kind is dict:
            if any(type(key) is not str for key in value):
                self._unreadable("a dict with a key that is no string")
                return
            self.out += b"d" + struct.pack("<I", len(value))
            for key, item in value.items():
                self._room(len(key))
                self.out += _text(b"s", key)
                self.add(item, depth - 1)
            return
        self.out += (b"l" if kind is list else b"t") + struct.pack("<I", len(value))
        for item in value:
            self.add(item, depth - 1)


def _text(tag: bytes, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return tag + struct.pack("<I", len(data)) + data
