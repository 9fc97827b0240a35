"""Vectors and matrices: [1, 2; 3, 4], nested brackets, rows of numbers, what NumPy prints, LaTeX.

Commas separate entries, or are decimal commas where the text and the asked shape allow nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from graders.reading.characters import Source, plain
from graders.reading.named_entries import in_order
from graders.reading.numbers import number_in
from graders.reading.rows import Rows, rows_of
from graders.reading.values import ReadingError, Value
from graders.reading.wanted import Array, Number
from graders.reading.wrapping import is_label, sides, unwrapped, without_dollars

LONGEST = 5_000
MOST_ENTRIES = 500
Entries: TypeAlias = list[list[Value]]


def read_array(text: str, wanted: Array) -> Value:
    """A tuple of numbers; for a matrix a tuple of rows.

    Raises
    ------
    ReadingError
        When an entry is no number, rows differ in length, or the arrangement is another than asked.
    """
    return array_in(plain(text, longest=LONGEST), wanted)


def array_in(source: Source, wanted: Array) -> Value:
    """The array that the source's text is, maybe behind a name and an equals sign."""
    source = unwrapped(without_dollars(source))
    named = _named(source, wanted)
    if named is not None:
        return named
    *earlier, last = sides(source)
    if earlier and not (len(earlier) == 1 and is_label(earlier[0])):
        raise ReadingError("one array stands behind one equals sign", earlier[0].columns[-1])
    readings = rows_of(_in_one_line(last) if len(wanted.shape) == 1 else last)
    fitting = [rows for rows in readings if _fits(_shape(rows.rows), wanted.shape)]
    chosen = (fitting or readings)[0]
    return _value(chosen, wanted)


def _in_one_line(source: Source) -> Source:
    """A list that goes on in the next line, as NumPy prints long ones; nested brackets stay as they are."""
    if source.text.count("[") + source.text.count("(") > 1:
        return source
    return Source(source.text.replace("\n", " "), source.columns)


def _shape(rows: Sequence[Sequence[Source]]) -> tuple[int, int]:
    return len(rows), max(map(len, rows))


def _fits(shape: tuple[int, int], asked: tuple[int, ...]) -> bool:
    """Whether rows and columns are those asked for; a list may stand in a row or in a column."""
    if len(asked) == 2 and 1 not in asked:
        return shape == asked
    count = asked[0] * (asked[1] if len(asked) == 2 else 1)
    return shape in ((1, count), (count, 1))


def _value(found: Rows, wanted: Array) -> Value:
    shape, asked = _shape(found.rows), wanted.shape
    if shape[0] * shape[1] > MOST_ENTRIES:
        raise ReadingError(f"at most {MOST_ENTRIES} entries are read", found.position)
    for row in found.rows:
        if len(row) != shape[1]:
            where = row[-1].columns[-1]
            counted = f"{len(row)} {'entry' if len(row) == 1 else 'entries'}"
            raise ReadingError(f"this row has {counted}, another has {shape[1]}", where)
    number = Number(wanted.decimals)
    entries = [[number_in(entry, number) for entry in row] for row in found.rows]
    if found.transposed:
        entries = [list(column) for column in zip(*entries, strict=True)]
        shape = shape[1], shape[0]
    is_list = len(asked) == 1 or 1 in asked
    if is_list and 1 in shape:
        return _list([entry for row in entries for entry in row], asked)
    if is_list or (shape[0] == 1 and shape != asked):
        want = f"a list of {max(asked)} numbers" if is_list else f"{asked[0]} rows of {asked[1]} numbers"
        have = "a list" if shape[0] == 1 else f"{shape[0]} rows of {shape[1]}"
        raise ReadingError(f"this is {have}; asked for is {want}", found.position)
    told = f"{shape[0]} rows of {shape[1]}; asked for are {asked[0]} of {asked[1]}"
    notes = () if shape == asked else (told,)
    return Value(
        tuple(tuple(entry.value for entry in row) for row in entries),
        "[" + "; ".join(", ".join(entry.shown for entry in row) for row in entries) + "]",
        notes,
        tuple(entry.decimals for row in entries for entry in row),  # type: ignore[misc]  # an entry's is no tuple
    )


def _list(entries: list[Value], asked: tuple[int, ...]) -> Value:
    count = max(asked)
    notes = [note for entry in entries for note in entry.notes]
    if len(entries) != count:
        notes.append(f"{len(entries)} number{'s' * (len(entries) != 1)}; asked for are {count}")
    values = tuple(entry.value for entry in entries)
    if len(asked) == 2:
        values = (values,) if asked[0] == 1 else tuple((value,) for value in values)
    return Value(
        values,
        f"({', '.join(entry.shown for entry in entries)})",
        tuple(dict.fromkeys(notes)),
        tuple(entry.decimals for entry in entries),  # type: ignore[misc]  # an entry's is no tuple
    )


def _named(source: Source, wanted: Array) -> Value | None:
    """p1 = 0.1, p2 = 0.9: each entry of a list behind a name of its own."""
    if len(wanted.shape) == 2 and 1 not in wanted.shape:
        return None
    entries = in_order(source, wanted.names)
    if entries is None:
        return None
    number = Number(wanted.decimals)
    return _list([number_in(entry, number) for entry in entries], wanted.shape)
