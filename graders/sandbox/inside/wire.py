"""Bytes as values: plain values and raw arrays, exact types only, hard caps, nothing ever evaluated.

Trusts nothing that it reads: every length, count, shape and depth is checked. packing.py is the other way.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

LONGEST_INT = 512  # bytes
LONGEST_NAME = 200  # characters of a type's name
DTYPES = ("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8")
MOST_AXES = 16
_LONGEST_AXIS = 2**31 - 1


class WireError(ValueError):
    """These bytes are no value."""


@dataclass(frozen=True)
class Unreadable:
    """Stands where a value of no plain type was: `what` says which, such as "an object of type Foo"."""

    what: str


def unpack(data: bytes, *, depth: int, values: int) -> Any:
    """The one value that these bytes hold.

    Raises
    ------
    WireError
        When they hold anything else: a bad length, dtype, shape or tag, bytes left over, too deep, too many.
    """
    reader = _Reader(data, values)
    value = reader.value(depth)
    if reader.at != len(data):
        raise WireError("bytes are left over")
    return value


class _Reader:
    def __init__(self, data: bytes, values: int) -> None:
        self._data = data
        self._left = values
        self.at = 0

    def _take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self._data):
            raise WireError("the bytes end too early")
        part = self._data[self.at : end]
        self.at = end
        return part

    def _count(self) -> int:
        size = int.from_bytes(self._take(4), "little")
        if size > len(self._data) - self.at:
            raise WireError("a count is larger than what follows")
        return size

    def _text(self) -> str:
        return self._take(self._count()).decode("utf-8", "replace")

    def value(self, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth < 0:
            raise WireError("too many values, or nested too deep")
        tag = self._take(1)
        if tag in _CONSTANTS:
            return _CONSTANTS[tag]
        if tag == b"f":
            return struct.unpack("<d", self._take(8))[0]
        if tag == b"i":
            size = self._count()
            if size > LONGEST_INT:
                raise WireError("an integer is too long")
            return int.from_bytes(self._take(size), "little", signed=True)
        if tag == b"s":
            return self._text()
        if tag == b"u":
            what = self._text()[: 2 * LONGEST_NAME]
            return Unreadable("".join(letter if letter.isprintable() else "�" for letter in what))
        if tag == b"a":
            return self._array()
        if tag in {b"l", b"t"}:
            items = [self.value(depth - 1) for _ in range(self._count())]
            return items if tag == b"l" else tuple(items)
        if tag == b"d":
            return self._dict(depth)
        raise WireError("an unknown tag")

    def _dict(self, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for _ in range(self._count()):
            if self._take(1) != b"s":
                raise WireError("a key is no string")
            key = self._text()
            result[key] = self.value(depth - 1)
        return result

    def _array(self) -> Any:
        code, axes = self._take(2)
        if code >= len(DTYPES) or axes > MOST_AXES:
            raise WireError("an unknown dtype, or too many axes")
        shape = struct.unpack(f"<{axes}Q", self._take(8 * axes))
        dtype = np.dtype(DTYPES[code])
        entries = 1
        for size in shape:  # Python's integers don't overflow
            entries *= size
            if size > _LONGEST_AXIS:
                raise WireError("an axis is too long")
        raw = self._take(entries * dtype.itemsize)
        if dtype.kind == "b" and raw.strip(b"\0\1"):
            raise WireError("a boolean that is neither 0 nor 1")
        try:
            return np.frombuffer(raw, dtype).reshape(shape).astype(dtype.newbyteorder("="))
        except ValueError as error:  # an empty array whose other axes overflow
            raise WireError(str(error)) from None


_CONSTANTS: dict[bytes, bool | None] = {b"N": None, b"T": True, b"F": False}
