"""What comes of reading an answer: a value, or the place and the reason why there is none.

Reading is not marking: a value may be wrong, and what can't be read costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Form = Literal["", "whole", "decimal", "scientific", "percent", "fraction", "worked"]


@dataclass(frozen=True)
class Value:
    """An answer as it was read.

    value: what the answer's `accepts` takes: an int or a float; a tuple of numbers, of rows for a matrix;
    an expression's text in the rule language; a letter, or a tuple of them; {name: number}; a truth
    table's outputs. shown: the same in plain text, for "read as …".
    decimals: how many were typed (a tuple for an array), None where a number is not a decimal but a
    fraction or a calculation; form says what it is. notes: sentences on where another might read
    otherwise; otherwise: the value that such a reader would take, None where there is none.
    """

    value: Any
    shown: str
    notes: tuple[str, ...] = ()
    decimals: int | tuple[int | None, ...] | None = None
    form: Form = ""
    otherwise: Any = None


@dataclass(frozen=True)
class Unreadable:
    """Why a text has no value, in one sentence, and the index of the character at which that showed.

    blank: nothing was typed at all.
    """

    reason: str
    position: int
    blank: bool = False

    def pointed(self, text: str) -> str:
        """The line of the text that holds the position, and a second line with a caret under it."""
        start = text.rfind("\n", 0, self.position) + 1
        line = text[start:].split("\n", 1)[0]
        place = self.position - start
        begin = max(0, place - 50)
        piece = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line[begin:])
        return f"{piece[:70]}\n{' ' * (place - begin)}^"


class ReadingError(ValueError):
    """Raised inside the reading where it can't go on; becomes an `Unreadable`."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


def quoted(text: str) -> str:
    """A piece of a student's text as a reason may hold it: short, and of printable characters."""
    short = text if len(text) <= 30 else text[:29] + "…"
    return f"'{''.join(c if c.isprintable() else f'U+{ord(c):04X}' for c in short)}'"
