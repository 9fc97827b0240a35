"""Values come through the wire as they are or as `Unreadable`; bytes that are no value are an error."""

from __future__ import annotations

import contextlib
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from graders.sandbox.inside.packing import join, pack, pack_ours
from graders.sandbox.inside.wire import Unreadable, WireError, unpack

CAPS = {"most_bytes": 10_000, "depth": 4, "values": 100}
ROOM = {"depth": 64, "values": 10_000}
DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", ">f8", ">i4")

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


def through(value: Any, **caps: int) -> Any:
    return unpack(pack(value, **(CAPS | caps)), **ROOM)


@given(plain)
def test_plain_values_come_through_as_they_are(value: Any) -> None:
    back = unpack(pack_ours(value), **ROOM)
    assert back == value
    assert repr(back) == repr(value), "1, 1.0 and True are different values"


@given(
    st.sampled_from(DTYPES).flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, min_side=0)))
)
def test_arrays_come_through_with_shape_kind_and_bits(array: np.ndarray[Any, Any]) -> None:
    for given_ in (array, array.T, array[::-1] if array.ndim else array):
        back = through(given_)
        assert type(back) is np.ndarray
        assert back.dtype == given_.dtype.newbyteorder("=")
        assert back.shape == given_.shape
        assert back.tobytes() == given_.astype(back.dtype).tobytes()
        assert back.flags.writeable
        assert back.flags.c_contiguous


@pytest.mark.parametrize("scalar", [np.float64(0.5), np.float32(0.5), np.int16(-3), np.bool_(True)])
def test_numpy_scalars_become_plain_numbers(scalar: Any) -> None:
    back = through([scalar])
    assert back == [scalar.item()]
    assert type(back[0]) is type(scalar.item())


class Float(float):
    """No plain float."""


class List(list[Any]):
    """No plain list."""


class Array(np.ndarray[Any, Any]):
    """No plain array."""


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (object(), "an object of type object"),
        (Float(1.0), "an object of type Float"),
        (List([1]), "an object of type List"),
        (np.zeros(2).view(Array), "an object of type Array"),
        (np.ma.MaskedArray([1.0, 2.0]), "an object of type MaskedArray"),
        (np.array([object()]), "an array of dtype object and 1 axes"),
        (np.zeros(2, complex), "an array of dtype complex128 and 1 axes"),
        (np.complex128(1), "a NumPy scalar of type complex128"),
        (1j, "an object of type complex"),
        (b"bytes", "an object of type bytes"),
        ({1: 2}, "a dict with a key that is no string"),
        (1 << 5000, "an integer of more than 4096 bits"),
        (lambda: 1, "an object of type function"),
        (np.zeros(5000), "a value of more than 10,000 bytes"),
        ("x" * 20_000, "a value of more than 10,000 bytes"),
        ([0] * 200, "a value that holds too many values"),
    ],
)
def test_what_is_no_plain_value_is_named(value: Any, what: str) -> None:
    assert through(value) == Unreadable(what)


def test_only_the_part_that_is_unreadable_is_replaced() -> None:
    assert through({"a": [1.0, object()], "b": 2}) == {
        "a": [1.0, Unreadable("an object of type object")],
        "b": 2,
    }


def test_a_cycle_ends_at_the_cap_on_depth() -> None:
    value: list[Any] = []
    value.append(value)
    back = through(value)
    for _ in range(CAPS["depth"]):
        [back] = back
    assert back == Unreadable("a value nested too deep")


def test_what_we_send_must_be_plain() -> None:
    with pytest.raises(WireError, match="an object of type object can't be sent"):
        pack_ours([1, object()])


def number(size: int) -> bytes:
    return struct.pack("<I", size)


ARRAY = b"a" + struct.pack("<BB", 11, 1)
HUGE = 2**64 - 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"?",
        b"Nx",
        b"f1234",
        b"s" + number(5) + b"abc",
        b"s" + number(2**32 - 1),
        b"i" + number(600) + bytes(600),
        b"l" + number(2**31),
        b"l" + number(2) + b"N",
        b"d" + number(1) + b"NN",
        b"l" + (b"\x01\0\0\0l") * 100 + number(0),
        b"l" + number(20_000) + b"N" * 20_000,
        ARRAY + struct.pack("<Q", 2) + bytes(8),
        ARRAY + struct.pack("<Q", HUGE) + bytes(8),
        b"a" + struct.pack("<BB1Q", 12, 1, 1) + bytes(8),
        b"a" + struct.pack("<BB", 11, 17) + bytes(8 * 17),
        b"a" + struct.pack("<BB2Q", 11, 2, 2**32, 2**32),
        b"a" + struct.pack("<BB3Q", 11, 3, 2**31 - 1, 0, 2**63),
        b"a" + struct.pack("<BB4Q", 11, 4, 2**31 - 1, 2**31 - 1, 2**31 - 1, 0),
        b"a" + struct.pack("<BB1Q", 0, 1, 2) + b"\x01\x02",
    ],
)
def test_bytes_that_are_no_value_are_an_error(data: bytes) -> None:
    with pytest.raises(WireError):
        unpack(data, **ROOM)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_an_error(data: bytes) -> None:
    with contextlib.suppress(WireError):
        unpack(data, **ROOM)


@given(plain, st.data())
def test_a_value_with_flipped_bytes_is_a_value_or_an_error(value: Any, data: st.DataObject) -> None:
    packed = bytearray(pack_ours([value, np.arange(3.0)]))
    for _ in range(3):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WireError):
        unpack(bytes(packed), **ROOM)


def test_packed_values_join_to_a_list() -> None:
    assert unpack(join([pack_ours(1), pack_ours("two")]), **ROOM) == [1, "two"]


def test_an_unreadable_text_has_no_control_characters() -> None:
    kind = type("\x1b[31mRed\n", (), {})
    assert through(kind()) == Unreadable("an object of type �[31mRed�")
