"""Truth tables: the outputs in order (0110, "0, 1, 1, 0"), or whole rows in any order, or a gate's name."""

from __future__ import annotations

import re
from typing import TypeAlias

from graders.reading.characters import Source, plain
from graders.reading.values import ReadingError, Value, quoted
from graders.reading.wanted import TruthTable
from graders.reading.wrapping import unwrapped, without_dollars
from reference.truth_tables import GATES, input_rows, truth_table

LONGEST = 4_000
Bits: TypeAlias = tuple[int, ...]
_BIT = re.compile(
    r"(?P<bits>[01]+)(?:\.0*)?(?![0-9])|(?P<word>true|false|[tf])(?![A-Za-z])"
    r"|(?P<between>(?:np\.)?array|[\s,;|()\[\]{}&:=→.]|->|=>|\\\\|\\to(?![a-z])|\\mid(?![a-z])|-{2,})",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<!\\)[A-Za-z\u0370-\u03ff]+")
_TRUTH = {"t", "f", "true", "false"}


def read_table(text: str, wanted: TruthTable) -> Value:
    """The outputs for the inputs in counting order; with several outputs a tuple for each row.

    Raises
    ------
    ReadingError
        When it is no table of that many inputs, or contradicts itself.
    """
    source = unwrapped(without_dollars(plain(text, longest=LONGEST)))
    named = _gate(source.text, wanted)
    if named is not None:
        return named
    bits = _bits(source)
    rows = input_rows(wanted.inputs)
    count, columns = len(rows), wanted.inputs + wanted.outputs
    values = [bit for bit, _ in bits]
    if len(bits) == count * wanted.outputs:
        width = wanted.outputs
        return _value([tuple(values[k : k + width]) for k in range(0, len(values), width)])
    if len(bits) != count * columns:
        wants = f"{count * wanted.outputs}, or {count} rows of {columns}"
        raise ReadingError(f"{len(bits)} values are here; asked for are {wants}", source.columns[-1])
    seen: dict[Bits, Bits] = {}
    for k in range(0, len(values), columns):
        row = tuple(values[k : k + columns])
        inputs, outputs = row[: wanted.inputs], row[wanted.inputs :]
        if inputs in seen:
            raise ReadingError(f"the inputs {', '.join(map(str, inputs))} stand in two rows", bits[k][1])
        seen[inputs] = outputs
    return _value([seen[row] for row in rows])


def _value(outputs: list[Bits]) -> Value:
    shown = ", ".join("".join(map(str, row)) for row in outputs)
    return Value(tuple(row[0] for row in outputs) if len(outputs[0]) == 1 else tuple(outputs), shown)


def _gate(text: str, wanted: TruthTable) -> Value | None:
    if text.upper() not in GATES or wanted.outputs > 1 or (text.upper() == "NOT") != (wanted.inputs == 1):
        return None
    outputs = truth_table(text, inputs=wanted.inputs)
    value = _value([(bit,) for bit in outputs])
    return Value(value.value, value.shown, (f"{text} was read as its table",))


def _bits(source: Source) -> list[tuple[int, int]]:
    """The bits of the table and their columns; a line of names above them is passed over."""
    header, line, _ = source.text.partition("\n")
    start = len(header) if line and any(w.lower() not in _TRUTH for w in _WORD.findall(header)) else 0
    out = []
    while start < len(source.text):
        found = _BIT.match(source.text, start)
        if found is None:
            wrong = re.compile(r"\w+|.", re.DOTALL).match(source.text, start)
            what = quoted(wrong[0] if wrong else "")
            raise ReadingError(f"{what} is neither 0 nor 1", source.columns[start])
        digits = found["bits"] or ("1" if (found["word"] or "f")[0] in "tT" else "0" if found["word"] else "")
        out += [(int(digit), source.columns[start + k]) for k, digit in enumerate(digits)]
        start = found.end()
    return out
