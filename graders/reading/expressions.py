"""Formulas as people type them, read into the project's own rule language."""

from __future__ import annotations

import re
from collections.abc import Callable

from graders.reading.characters import Source, plain
from graders.reading.grammar import Parser
from graders.reading.names import resolved
from graders.reading.numerals import read_numeral
from graders.reading.pieces import Piece
from graders.reading.spelling import Names, names_for
from graders.reading.tokens import tokens
from graders.reading.values import ReadingError, Value, quoted
from graders.reading.wanted import Expression, Number
from graders.reading.wrapping import is_label, sides, unwrapped
from reference import equality
from reference.composing import put_in
from reference.rules import RuleError, parse

LONGEST = 1_500
_ASKED = Number()
_DEFINING = re.compile(r"[,;]|\b(?:with(?! respect)|where|when|if|and|let)\b", re.IGNORECASE)
"""Behind it a name is defined; no name of an answer has it."""


def read_expression(text: str, wanted: Expression) -> Value:
    """The formula, as text of the rule language.

    Raises
    ------
    ReadingError
        When it is no formula in the symbols that were asked for; or several that differ.
    """
    source = unwrapped(plain(text, longest=LONGEST))
    names = names_for(wanted.symbols + tuple(n for n, _ in wanted.meanings), wanted.printed, wanted.functions)
    *earlier, last = sides(source)
    if not last.text:
        raise ReadingError("nothing stands behind the equals sign", last.columns[0])
    value = _read(last, names, wanted)
    for side in earlier:
        _check_side(side, value, names, wanted)
    return value


def _check_side(side: Source, value: Value, names: Names, wanted: Expression) -> None:
    """An earlier piece of a chain of equals: a name for the answer, or the same formula written otherwise."""
    try:
        before = _read(side, names, wanted)
    except ReadingError:
        defining = _DEFINING.search(side.text)
        if defining:
            raise ReadingError(
                f"what is defined behind {quoted(defining[0])} is not put in; write the whole formula",
                side.columns[defining.start()],
            ) from None
        if is_label(side):
            return
        raise
    if not equality.equal(value.value, before.value, wanted.symbols):
        raise ReadingError(
            "what stands before this equals sign is another formula; write only the answer", side.columns[-1]
        )


def _read(source: Source, names: Names, wanted: Expression) -> Value:
    """The value has the meanings put in for names that the paper defines; what is shown has the names."""
    pieces = resolved(tokens(source), names)
    parser = Parser(pieces, numeral=numeral)
    text = checked(parser.whole(), source)
    otherwise = None
    if parser.notes:
        try:
            otherwise = checked(Parser(pieces, numeral=numeral, tight=True).whole(), source)
        except ReadingError:
            otherwise = None
    other = put_in(otherwise, wanted.meanings) if otherwise not in (None, text) else None
    return Value(put_in(text, wanted.meanings), text, tuple(parser.notes), otherwise=other)


def checked(piece: Piece, source: Source) -> str:
    """The formula's text, which is a rule."""
    try:
        return parse(piece.text).text
    except RuleError:
        raise ReadingError("the formula is too long or too deeply nested", source.columns[0]) from None


def numeral(text: str, position: int) -> tuple[str, float]:
    """A number of a formula: its text in the rule language, and its value."""
    found = read_numeral(text, _ASKED, position)
    if found is None:
        raise ReadingError(f"{quoted(text)} is no number", position)
    return repr(found.value), float(found.value)


Reader = Callable[[str, int], tuple[str, float]]


def calculated(source: Source, reader: Reader) -> tuple[Piece, tuple[str, ...]]:
    """A calculation without symbols, its value and notes.

    Raises
    ------
    ReadingError
        When it has symbols, or is no calculation.
    """
    parser = Parser(resolved(tokens(source), names_for(())), numeral=reader)
    return parser.whole(), tuple(parser.notes)
