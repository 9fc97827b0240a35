"""The characters that people type and paste, brought to a few plain ones; each remembers its column.

Minus signs, primes, spaces and multiplication dots come in many kinds; a PDF gives mathematical
letters, superscripts and ŷ. What is invisible or turns the direction of text is not read at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from graders.reading.values import ReadingError

_ORDINARY = re.compile(r"[ -~\n]*")
_TABLE = {
    **dict.fromkeys("−–—‐‑‒﹣－⁃", "-"),
    **dict.fromkeys("×⋅·∙•∗✕✖⨯・\u2062", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("’‘′´ʹˈ", "'"),
    **dict.fromkeys("″”“", "''"),
    **dict.fromkeys("≈≃≅≐∼～", "≈"),
    **dict.fromkeys("→⇒⟶⟹↦", "→"),
    **dict.fromkeys("⟨〈", "<"),
    **dict.fromkeys("⟩〉", ">"),
    **dict.fromkeys("\u200b\ufeff\u2060\u00ad\u2061\t", " "),
    "≤": "<=", "≥": ">=", "≠": "!=", "√": "√", "ϵ": "ε", "ϑ": "θ", "ϕ": "φ", "ς": "σ", "…": "...",
    "٫": ".", "٬": ",", "、": ",", "▁": "_",
}  # fmt: skip
_MARKS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde"}
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


class Source(NamedTuple):
    """A text in plain characters; columns: for each of them, and for the end, its index as typed."""

    text: str
    columns: Sequence[int]

    def part(self, start: int, end: int) -> Source:
        """The characters from start to before end, without the spaces around them."""
        text = self.text[start:end]
        piece = text.strip()
        if len(piece) == len(self.text):
            return self
        if piece != text:
            start += len(text) - len(text.lstrip())
        return Source(piece, self.columns[start : start + len(piece) + 1])


def plain(text: str, *, longest: int) -> Source:
    """The text in plain characters, without spaces around it.

    Raises
    ------
    ReadingError
        When it is longer than `longest`, or holds a character that can't be seen.
    """
    if len(text) > longest:
        raise ReadingError(f"the answer has {len(text)} characters; at most {longest} are read", longest)
    if _ORDINARY.fullmatch(text):
        return Source(text, range(len(text) + 1)).part(0, len(text))
    pieces: list[str] = []
    columns: list[int] = []
    raised = ""
    for column, char in enumerate(text):
        piece, kind = _plain_character(char)
        if not piece:
            raise ReadingError(_complaint(char), column)
        if raised and kind != raised:
            pieces.append("}")
            columns.append(column - 1)
        if kind and kind != raised:
            piece = f"{kind}{{{piece}"
        raised = kind
        if char == "\r":
            piece = " " if text[column + 1 : column + 2] == "\n" else "\n"
        elif _is_fraction(piece) and pieces and (pieces[-1][-1].isdigit() or _is_fraction(pieces[-1])):
            raise ReadingError(f"write the mixed number {text[column - 1]}{char} as a decimal", column)
        pieces.append(piece)
        columns += [column] * len(piece)
    if raised:
        pieces.append("}")
        columns.append(len(text) - 1)
    source = Source("".join(pieces), [*columns, len(text)])
    return source.part(0, len(source.text))


@lru_cache(4_000)
def _plain_character(char: str) -> tuple[str, str]:
    """What stands for the character, nothing if it is not read; ^ or _ if it is raised or lowered."""
    if char in _TABLE:
        return _TABLE[char], ""
    if char in "\n\r":
        return "\n", ""
    category = unicodedata.category(char)
    if category in _HIDDEN:
        return "", ""
    if category in ("Zl", "Zp"):
        return "\n", ""
    if category == "Zs":
        return " ", ""
    if category == "Nd":
        return str(unicodedata.decimal(char)), ""
    if char in _MARKS:
        return _MARKS[char], ""
    kind, _, _ = unicodedata.decomposition(char).partition(" ")
    simple = unicodedata.normalize("NFKC", char).replace("−", "-")
    if kind in ("<super>", "<sub>") and len(simple) == 1:
        return simple, "^" if kind == "<super>" else "_"
    if kind == "<fraction>":
        return f"({simple.replace('⁄', '/')})", ""
    base = unicodedata.normalize("NFD", char)
    if len(base) == 2 and base[1] in _MARKS:
        return base[0] + _MARKS[base[1]], ""
    if simple.isascii() or len(simple) == 1:
        return simple, ""
    return char, ""


def _is_fraction(piece: str) -> bool:
    return piece[0] == "(" and "/" in piece


def _complaint(char: str) -> str:
    kind = "direction mark" if char in _TURNING else "control character"
    return f"there is an invisible character here (U+{ord(char):04X}, a {kind}); type the answer without it"
