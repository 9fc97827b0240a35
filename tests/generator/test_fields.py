"""Fields say once what a value may be, and check it with one sentence."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import fields
from generator.errors import InputError


@dataclass(frozen=True)
class Things:
    """One of each kind."""

    whole: int = fields.whole(1, 9, default=3, help="a number of things")
    real: float = fields.real(-2, 2, default=0.5)
    flag: bool = fields.flag(default=True)
    word: str = fields.word("red", "green", default="red")
    text: str = fields.text(longest=5, default="abc")
    wholes: tuple[int, ...] = fields.wholes(0, 5, lengths=(1, 3), default=(1,))
    words: tuple[str, ...] = fields.words("red", "green", default=("red",))
    row: tuple[float, ...] = fields.array(2, default=(1, 2))
    table: tuple[tuple[float, ...], ...] | None = fields.array(1, 2, limit=10, optional=True, default=None)


def read(**values):
    return fields.read_values(Things, values, kind="option", where="here")


@pytest.mark.parametrize(
    ("name", "value", "is_read_as"),
    [
        ("whole", 9, 9),
        ("real", 2, 2.0),
        ("real", -2, -2.0),
        ("flag", False, False),
        ("word", "green", "green"),
        ("text", "abcde", "abcde"),
        ("wholes", [0, 5], (0, 5)),
        ("words", "red", ("red",)),
        ("words", ["green", "red", "green"], ("green", "red")),
        ("row", [1, 2.5], (1, 2.5)),
        ("table", [[1, 2]], ((1, 2),)),
        ("table", None, None),
    ],
)
def test_what_is_allowed_is_read(name, value, is_read_as):
    assert read(**{name: value}) == {name: is_read_as}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("whole", 0),
        ("whole", 10),
        ("whole", 2.0),
        ("whole", True),
        ("whole", "3"),
        ("whole", None),
        ("whole", [3]),
        ("real", math.nan),
        ("real", math.inf),
        ("real", 2.0001),
        ("real", True),
        ("real", "1"),
        ("real", 10**400),
        ("flag", 1),
        ("flag", "true"),
        ("word", "blue"),
        ("word", ["red"]),
        ("word", 1),
        ("text", ""),
        ("text", "abcdef"),
        ("wholes", []),
        ("wholes", [1, 2, 3, 4]),
        ("wholes", [6]),
        ("wholes", [1.0]),
        ("wholes", 1),
        ("wholes", {"a": 1}),
        ("words", []),
        ("words", ["blue"]),
        ("words", [["red"]]),
        ("words", {"red": 1}),
        ("row", [1]),
        ("row", [1, 2, 3]),
        ("row", [[1, 2]]),
        ("row", [1, "2"]),
        ("row", [1, True]),
        ("row", [1, math.nan]),
        ("row", 5),
        ("row", [1, 10**5]),
        ("row", None),
        ("table", [1, 2]),
        ("table", [[1], [2]]),
        ("table", [[1, 11]]),
        ("table", "[[1, 2]]"),
    ],
)
def test_what_is_not_allowed_is_refused_with_name_value_and_what_is(name, value):
    with pytest.raises(InputError) as error:
        read(**{name: value})
    message = str(error.value)
    assert message.startswith(f"here: option {name} is ")
    assert f"allowed is {fields.specs(Things)[name].allowed}" in message
    assert "\n" not in message


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(InputError, match=r"here: there is no option 'worlds'; did you mean 'words'\?"):
        read(worlds=1)


def test_a_strange_name_is_answered_with_all_names():
    with pytest.raises(InputError, match="known: flag, real, row, table, text, whole, wholes, word, words"):
        read(zzzzzz=1)


def test_a_long_value_is_cut_short_in_the_sentence():
    with pytest.raises(InputError) as error:
        read(word="x" * 10_000)
    assert len(str(error.value)) < 200


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(fields.specs(Things))), json_values)
def test_any_json_is_read_or_refused_in_one_sentence(name, value):
    said = ""
    try:
        hash(read(**{name: value})[name])  # what is read can be a part of a frozen, hashable record
    except InputError as error:
        said = str(error)
    assert "\n" not in said


def test_help_and_defaults_are_kept():
    assert fields.specs(Things)["whole"].help == "a number of things"
    assert Things() == Things(3, 0.5)
