"""From a text and what was asked for to a value, or to the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.answers.answer import Answer
from graders.reading.arrays import read_array
from graders.reading.choices import read_choice
from graders.reading.expressions import read_expression
from graders.reading.numbers import read_number
from graders.reading.tables import read_table
from graders.reading.values import ReadingError, Unreadable, Value
from graders.reading.wanted import (
    Array,
    Choice,
    Expression,
    Integer,
    Number,
    Pairs,
    TruthTable,
    Wanted,
    Weights,
)
from graders.reading.weights import read_weights

_READERS: dict[type, Callable[[str, Any], Value]] = {
    Integer: read_number,
    Number: read_number,
    Array: read_array,
    Expression: read_expression,
    Choice: read_choice,
    Weights: read_weights,
    TruthTable: read_table,
}


def read(text: str, wanted: Wanted) -> Value | Unreadable:
    """What the text says, as far as it can be told without knowing the right answer."""
    try:
        return _READERS[type(wanted)](text, wanted)
    except ReadingError as error:
        return Unreadable(error.reason, min(error.position, len(text)), blank=not text.strip())


def wanted_by(answer: Answer, symbol: Callable[[str], str] | None = None, name: str = "") -> Wanted:
    """What the answer asks for.

    symbol: the LaTeX of a name as the paper prints it (a notation's `symbol`); name: the asked quantity's.

    Raises
    ------
    TypeError
        For a type of answer that can't be typed.
    """
    given: Any = answer
    match answer.type:
        case "integer":
            return Integer()
        case "number":
            return Number(given.decimals)
        case "array":
            shape = given.shape or (len(given.value),)
            return Array(shape, given.decimals, _listed(symbol(name), shape) if symbol else ())
        case "expression":
            names = (*given.symbols, *(name for name, _ in given.meanings))
            return Expression(given.symbols, _printed(names, symbol), given.meanings, given.functions)
        case "choice":
            return Choice(given.options)
        case "realises":
            names = tuple(given.value)
            rows = _rows(names)
            return Weights(names, _printed((*names, *dict(rows)), symbol), ordered=True, arrays=rows)
    raise TypeError(f"an answer of type {answer.type} can't be typed")


def _listed(latex: str, shape: tuple[int, ...]) -> tuple[str, ...]:
    """The entries' symbols, of an array that is printed as a list of them."""
    found = re.match(r"\(([^()]*)\)", latex)
    names = tuple(piece.strip() for piece in found[1].split(",")) if found else ()
    return names if shape == (len(names),) else ()


def _rows(names: tuple[str, ...]) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    """The vectors that several of the names are all entries of: w of w_1 and w_2, W2 of W2_1_1 and W2_1_2."""
    by: dict[str, list[str]] = {}
    for name in names:
        by.setdefault(name.split("_")[0], []).append(name)
    one_row = {letters: own for letters, own in by.items() if len({n.rpartition("_")[0] for n in own}) == 1}
    return tuple((letters, (tuple(own),)) for letters, own in one_row.items() if len(own) > 1)


def _printed(names: tuple[str, ...], symbol: Callable[[str], str] | None) -> Pairs:
    return () if symbol is None else tuple((name, symbol(name)) for name in names)
