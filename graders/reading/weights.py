"""Weights and biases by name: w^{(1)}_{12} = -2, b_1 = 0.5; or as the matrices that the paper prints."""

from __future__ import annotations

from graders.reading.arrays import array_in
from graders.reading.characters import Source, plain
from graders.reading.names import symbol_in
from graders.reading.numbers import number_in
from graders.reading.pairs import MOST_PAIRS, pairs
from graders.reading.rows import rows_of
from graders.reading.spelling import Names, names_for
from graders.reading.values import ReadingError, Value, quoted
from graders.reading.wanted import Array, Number, Weights
from graders.reading.wrapping import unwrapped, without_dollars
from reference.numerals import plain as plain_text

LONGEST = 4_000
_NUMBER = Number()


def read_weights(text: str, wanted: Weights) -> Value:
    """{name: number}, every name once.

    Raises
    ------
    ReadingError
        When a name is unknown, missing, or has two values.
    """
    source = unwrapped(without_dollars(plain(text, longest=LONGEST)))
    found = pairs(source)
    if found is None:
        return _value(_in_order(source, wanted))
    if len(found) > MOST_PAIRS:
        raise ReadingError(f"at most {MOST_PAIRS} names are read", found[-1][0].columns[0])
    arrays = dict(wanted.arrays)
    names = names_for(wanted.names + tuple(arrays), wanted.printed)
    values: dict[str, float] = {}
    waiting: list[Source] = []
    for name, behind in found:
        waiting.append(name)
        if not behind.text:
            continue
        for one in waiting:
            _put(one, behind, values, names, arrays)
        waiting = []
    if waiting:
        raise ReadingError("a number is missing behind this name", waiting[-1].columns[-1])
    missing = [name for name in wanted.names if name not in values]
    if missing:
        told = dict(wanted.printed).get(missing[0], missing[0])
        raise ReadingError(f"{told} is missing; write all that were asked for", source.columns[-1])
    return _value({name: values[name] for name in wanted.names})


def _value(values: dict[str, float]) -> Value:
    return Value(values, ", ".join(f"{name} = {plain_text(value)}" for name, value in values.items()))


def _put(
    written: Source,
    behind: Source,
    values: dict[str, float],
    names: Names,
    arrays: dict[str, tuple[tuple[str, ...], ...]],
) -> None:
    """The number, or the matrix of numbers, behind one name."""
    name = symbol_in(written, names)
    if name not in arrays:
        entries = {name: number_in(behind, _NUMBER).value}
    else:
        layout = arrays[name]
        shape = (len(layout), len(layout[0])) if len(layout[0]) > 1 else (len(layout),)
        rows = array_in(behind, Array(shape)).value
        flat = [entry for row in rows for entry in (row if isinstance(row, tuple) else (row,))]
        blanks = [entry for row in layout for entry in row]
        if len(flat) != len(blanks):
            raise ReadingError(f"{quoted(written.text)} has {len(blanks)} entries", behind.columns[0])
        entries = dict(zip(blanks, flat, strict=True))
    for key, value in entries.items():
        if values.setdefault(key, value) != value:
            raise ReadingError(f"{quoted(written.text)} has two values", written.columns[0])


def _in_order(source: Source, wanted: Weights) -> dict[str, float]:
    """Bare numbers, where the paper lists the names in an order, or has one name only."""
    if len(wanted.names) == 1:
        return {wanted.names[0]: number_in(source, _NUMBER).value}
    if not wanted.ordered:
        first = dict(wanted.printed).get(wanted.names[0], wanted.names[0])
        raise ReadingError(f"write each name with its number, such as {first} = 1", source.columns[0])
    for reading in rows_of(source):
        entries = [entry for row in reading.rows for entry in row]
        if len(entries) == len(wanted.names):
            numbers = [number_in(entry, _NUMBER).value for entry in entries]
            return dict(zip(wanted.names, numbers, strict=True))
    raise ReadingError(f"{len(wanted.names)} numbers are asked for", source.columns[0])
