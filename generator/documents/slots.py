"""Takes formulas and figures out of Markdown, so that no Markdown reader can misread them.

In their place stand slots: private characters that every writer carries through as they are. The
text around the formulas is then the same for all students, and is converted once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.errors import InputError

FENCE = 3
OPEN, CLOSE, FILL = "\ue000", "\ue001", "\ue002"
_SLOT = re.compile(f"{OPEN}(\\d+){FILL}*{CLOSE}")
_PIECE = re.compile(
    r"""
    (?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
  | (?P<escaped>\\[^A-Za-z\s])
  | \$\$(?P<display>(?:[^$\\]|\\.)+?)\$\$
  | \$(?P<inline>(?![\s$])(?:[^$\\]|\\.)*?(?<!\s))\$(?!\d)
  | !\[[^\n]*?\]\(figure:(?P<figure>[^()\s]+)\)
  | (?P<stray>\$[^\n]{0,20})
  | (?P<private>[\ue000-\uf8ff])
    """,
    re.VERBOSE | re.DOTALL,
)

_AMONG_WORDS = re.compile(r"(?<=[a-z,][ ])\d+(?=[ ][a-z]|,[ ])")


@dataclass(frozen=True)
class Formula:
    """TeX between dollar signs."""

    tex: str
    display: bool = False


@dataclass(frozen=True)
class Code:
    """What stands between backticks, printed character by character."""

    text: str


@dataclass(frozen=True)
class FigureName:
    """The place of a figure."""

    name: str


@dataclass(frozen=True)
class Number:
    """Digits between words, the same in every format."""

    text: str


Slot = Formula | FigureName | Code | Number


@dataclass(frozen=True)
class Slotted:
    """Markdown with slots, and what belongs into each."""

    text: str
    slots: tuple[Slot, ...]

    @property
    def only(self) -> bool:
        """Whether the text is one formula and nothing else."""
        return len(self.slots) == 1 and _SLOT.fullmatch(self.text) is not None


def slotted(markdown: str, width: Callable[[Slot], int] = lambda _: 0) -> Slotted:
    """The Markdown with its formulas, codes and figures taken out.

    width: pads each slot to the width of what will stand there.

    Raises
    ------
    InputError
        A dollar sign is stray, or a formula is empty or torn apart by an empty line.
    """
    slots: list[Slot] = []

    def slot(value: Slot) -> str:
        slots.append(value)
        return _slot(len(slots) - 1, width(value))

    def piece(found: re.Match[str]) -> str:
        if found["stray"]:
            raise InputError(f"a dollar sign is stray at '{found[0]}'; write \\$ for a dollar")
        if found["private"]:
            raise InputError(f"the private character U+{ord(found[0]):04X} stands for nothing that prints")
        if found["figure"]:
            # Its alt text comes from the figure itself; here it would make every student's text another.
            return f"![]({slot(FigureName(found['figure']))})"
        if found["code"] and len(found["ticks"]) < FENCE:
            return slot(Code(" ".join(found["code"].split())))
        tex = found["display"] or found["inline"]
        if not tex:
            return found[0]
        if not tex.strip() or re.search(r"\n\s*\n", tex):
            raise InputError(f"the formula ${tex}$ is empty or has an empty line")
        return slot(Formula(tex.strip(), found["display"] is not None))

    if len(markdown.rstrip()) - len(markdown.rstrip().rstrip("\\")) == 1:
        raise InputError("it ends with a backslash")
    return Slotted(_PIECE.sub(piece, markdown), tuple(slots))


def numbered(source: Slotted, width: Callable[[Slot], int] = lambda _: 0) -> Slotted:
    """With slots for the numbers among the words too: they are often all that differs between two texts."""
    slots = list(source.slots)

    def number(found: re.Match[str]) -> str:
        slots.append(Number(found[0]))
        return _slot(len(slots) - 1, width(slots[-1]))

    return Slotted(_AMONG_WORDS.sub(number, source.text), tuple(slots))


def _slot(number: int, width: int) -> str:
    fill = max(0, width - len(str(number)) - 2)
    return f"{OPEN}{number}{FILL * fill}{CLOSE}"


def filled(text: str, fill: Callable[[int], str]) -> str:
    """The text with each slot replaced by what belongs there."""
    return _SLOT.sub(lambda found: fill(int(found[1])), text)
