"""Numbers as people type them: 0.5, .5, 1/3, 50 %, 1.2 × 10^-3, 3*4 + 2, z = 0.5, and 1,234."""

from __future__ import annotations

import ast
import math
import re
from functools import lru_cache

from graders.reading.characters import Source, plain
from graders.reading.dates import is_date
from graders.reading.expressions import calculated
from graders.reading.numerals import LARGEST, Numeral, in_digits, read_numeral
from graders.reading.values import Form, ReadingError, Value, quoted
from graders.reading.wanted import Integer, Number
from graders.reading.wrapping import is_label, sides, unwrapped
from reference.numerals import plain as plain_text

LONGEST = 1_000
SHORT = 24
"""Longer numbers in digits are too rare to be kept."""
_SAME = 1e-9
_COUNTED = re.compile(
    r"\s{1,4}(?:(?:learnable |trainable |free )?(?:param(?:eter)?s?|weights(?: and biases)?|connections"
    r"|updates|inputs|units|numbers|entries|functions|regions)(?: in total)?|in total|\(rounded\))",
    re.IGNORECASE,
)
_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_TIMES = re.compile(r"(?<=[0-9)])(?P<before>\s*)[xX](?=\s*[0-9(])")
_LOST_POWER = re.compile(r"[*]\s*10\s*-\s*[0-9]+\s*$")
_NOT_FINITE = re.compile(r"[-+]?\s*(?:nan|inf|infinity|∞|\\infty)", re.IGNORECASE)


def read_number(text: str, wanted: Integer | Number) -> Value:
    """A whole number or any number.

    Raises
    ------
    ReadingError
        When it is no number, may be one of two, or several stand there that differ.
    """
    return number_in(plain(text, longest=LONGEST), wanted)


def number_in(source: Source, wanted: Integer | Number) -> Value:
    """The number that the source's text is, maybe behind a name and an equals sign."""
    whole = isinstance(wanted, Integer)
    known = _in_digits(source.text, whole) if len(source.text) <= SHORT else None
    if known is not None:
        return known
    simple = read_numeral(source.text, wanted, source.columns[0]) if source.text[:40].isascii() else None
    return _value(simple or _last(sides(unwrapped(source)), wanted), whole=whole)


@lru_cache(4096)
def _in_digits(text: str, whole: bool) -> Value | None:
    """A number in plain digits: everybody who is right types the same, and an array has many of them."""
    numeral = in_digits(text, whole)
    return None if numeral is None else _value(numeral, whole=whole)


def _value(numeral: Numeral, *, whole: bool) -> Value:
    value = numeral.value
    if isinstance(value, float) and whole and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    notes = (numeral.note,) if numeral.note else ()
    return Value(value, _shown(value), notes, numeral.decimals, numeral.form)


def _shown(value: float) -> str:
    return plain_text(value) if 1e-6 <= abs(value) < 1e15 or value == 0 else repr(value)


def _numeral(source: Source, wanted: Integer | Number) -> Numeral:
    """The number of one side of an equals sign."""
    if not source.text:
        raise ReadingError("nothing stands behind the equals sign", source.columns[0])
    if is_date(source.text):
        raise ReadingError(
            "this is a date; a spreadsheet makes one of a fraction such as 1/2", source.columns[0]
        )
    counted = _COUNTED.search(source.text)
    if counted and counted.end() == len(source.text):
        source = source.part(0, counted.start())
    found = read_numeral(source.text, wanted, source.columns[0])
    if found is not None:
        return found
    if isinstance(wanted, Integer) and source.text.lower() in _WORDS:
        return Numeral(_WORDS.index(source.text.lower()), 0, "whole")
    if _NOT_FINITE.fullmatch(source.text):
        raise ReadingError(f"{quoted(source.text)} is no number that can be marked", source.columns[0])
    return _calculation(source, wanted)


def _calculation(source: Source, wanted: Integer | Number) -> Numeral:
    if source.text[:2].lower() == "0x":
        raise ReadingError("a number is written in decimal digits", source.columns[1])
    text = _TIMES.sub(lambda found: f"{found['before']}*", source.text)
    lost = _LOST_POWER.search(text)
    if lost:
        raise ReadingError("a power of ten has lost its ^ here; write 10^-3", source.columns[lost.start()])

    def numeral(digits: str, position: int) -> tuple[str, float]:
        asked = wanted if "," in digits or isinstance(wanted, Number) else Number()
        found = read_numeral(digits, asked, position)
        if found is None:
            raise ReadingError(f"{quoted(digits)} is no number", position)
        return repr(found.value), float(found.value)

    piece, notes = calculated(Source(text, source.columns), numeral)
    if piece.value is None or " if " in piece.text or not math.isfinite(piece.value):
        raise ReadingError("this calculation has no value", source.columns[0])
    if abs(piece.value) > LARGEST:
        raise ReadingError("the number is too large", source.columns[0])
    return Numeral(piece.value, None, _form(piece.text), " ".join(notes))


def _form(text: str) -> Form:
    """A fraction of whole numbers is one; all else has been left to be worked out."""
    match ast.parse(text, mode="eval").body if len(text) < 40 else None:
        case ast.BinOp(left=left, op=ast.Div(), right=right) if _whole(left) and _whole(right):
            return "fraction"
        case ast.UnaryOp(operand=ast.BinOp(left=left, op=ast.Div(), right=right)) if _whole(left) and _whole(
            right
        ):
            return "fraction"
    return "worked"


def _whole(node: ast.expr) -> bool:
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _last(pieces: list[Source], wanted: Integer | Number) -> Numeral:
    """The last piece between equals signs that is no name; all numbers before it are the same."""
    while (
        len(pieces) > 1
        and pieces[-1].text
        and is_label(pieces[-1])
        and _numeral_or_none(pieces[-1], wanted) is None
    ):
        pieces.pop()
    numeral = _numeral(pieces[-1], wanted)
    for side in pieces[:-1]:
        _check_side(side, numeral, wanted)
    return numeral


def _numeral_or_none(source: Source, wanted: Integer | Number) -> Numeral | None:
    try:
        return _numeral(source, wanted)
    except ReadingError:
        return None


def _check_side(side: Source, numeral: Numeral, wanted: Integer | Number) -> None:
    """An earlier piece of a chain of equals: a name for the answer, or the same number less rounded."""
    before = _numeral_or_none(side, wanted) if is_label(side) else _numeral(side, wanted)
    if before is None:
        return
    units = [10.0**-n.decimals for n in (before, numeral) if n.decimals and n.form != "whole"]
    within = max([*units, _SAME * max(1.0, abs(numeral.value))])
    if abs(before.value - numeral.value) > within * (1 - _SAME):
        raise ReadingError(
            "what stands before this equals sign is another number; write only the answer", side.columns[-1]
        )
