"""How the names of a typed formula may be spelled: w1, w_1, w_{1}, w₁, w^{(1)}_{12}, ŷ.

What the paper prints decides which spellings belong to a symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from graders.reading.latex import GREEK
from graders.reading.values import quoted
from graders.reading.vocabulary import FUNCTIONS
from graders.reading.wanted import Pairs

Key: TypeAlias = tuple[str, str, str]
"""A symbol's letters, what is raised in brackets, what is lowered (the typed pieces with commas)."""
_NAME = re.compile(r"([A-Za-z]+)([0-9]*)((?:_[0-9]+)*)")
_PRINTED = re.compile(
    r"(?:\\(?:wide)?(?P<mark>hat|bar|tilde)\{(?P<marked>[A-Za-z])\}"
    r"|\\(?:mathbf|mathrm|text|boldsymbol)\{(?P<upright>[A-Za-z]+)\}|\\(?P<greek>[a-z]+)|(?P<letters>[A-Za-z]+))"
    r"(?:\^\{?[(\[](?P<raised>[0-9]+)[)\]]\}?)?(?:_(?:\{(?P<lowered>[0-9, ]+)\}|(?P<digit>[0-9])))?"
)
_ENGLISH = {letter: name for name, letter in GREEK.items()}


@dataclass(frozen=True, eq=False)
class Names:
    """What the words of a formula may stand for.

    shown: the symbols as the paper prints them; keys: their spellings, None where two symbols share one;
    folded: the same in small letters; partial: without the layer's mark; bare: by the letters
    alone, or with the layer's number and no index.
    """

    shown: tuple[str, ...]
    keys: dict[Key, str | None] = field(default_factory=dict)
    folded: dict[Key, str | None] = field(default_factory=dict)
    partial: dict[Key, str | None] = field(default_factory=dict)
    bare: dict[Key, str | None] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    functions: dict[str, str] = field(default_factory=dict)

    def find(self, letters: str, raised: str, lowered: str, *, exact: bool) -> str | None:
        """The symbol so spelled; upper and lower case are the same where only one of them is a symbol."""
        key = (_english(letters), raised, lowered)
        if key in self.keys:
            return self.keys[key]
        small = (key[0].casefold(), raised, lowered)
        if small in self.folded:
            return self.folded[small]
        if exact or raised:
            return self.bare.get(small) if exact and raised else None
        return self.partial[small] if small in self.partial else self.bare.get(small)

    def unknown(self, word: str) -> str:
        """The sentence that a word is none of the symbols."""
        if not self.shown:
            return f"{quoted(word)} is no number"
        return f"{quoted(word)} is no symbol of this answer; its symbols are {', '.join(self.shown[:12])}"


@lru_cache(512)
def names_for(symbols: tuple[str, ...], printed: Pairs = (), functions: Pairs = ()) -> Names:
    """The spellings of these symbols, which the paper prints in LaTeX as `printed` says."""
    latex = dict(printed)
    names = Names(
        tuple(latex.get(name, name) for name in symbols), functions={**FUNCTIONS, **dict(functions)}
    )
    for name in symbols:
        keys = {*_keys_of(name), *_keys_printed(latex.get(name, ""))}
        small = {(letters.casefold(), raised, lowered) for letters, raised, lowered in keys}
        partial = {(letters, "", lowered) for letters, raised, lowered in small if raised}
        bare = {
            key
            for letters, raised, _ in small
            for key in ((letters, "", ""), (letters, raised, ""), (letters, "", raised))
        }
        tables = ((names.keys, keys), (names.folded, small), (names.partial, partial), (names.bare, bare))
        for table, some in tables:
            for key in some:
                table[key] = name if table.get(key, name) == name else None
        names.words.add(name)
    return names


def _keys_of(name: str) -> Iterable[Key]:
    found = _NAME.fullmatch(name)
    if found is None:
        return [(name, "", "")]
    letters, number, rest = found.groups()
    return [(_english(letters), "", joined([number, *rest.split("_")]))]


def _keys_printed(latex: str) -> Iterable[Key]:
    found = _PRINTED.fullmatch(latex.replace(" ", ""))
    if found is None:
        return []
    letters = found["marked"] or found["upright"] or found["greek"] or found["letters"]
    letters += found["mark"] or ""
    raised, lowered = found["raised"] or "", joined([found["lowered"] or found["digit"] or ""])
    keys = [(letters, raised, lowered)]
    return [*keys, (letters, "", f"{raised},{lowered}" if lowered else raised)] if raised else keys


def _english(letters: str) -> str:
    return "".join(_ENGLISH.get(letter, letter) for letter in letters)


def joined(parts: Sequence[str]) -> str:
    """Indices as one text: 1 and 2 are 12 if they were typed in one place, else 1,2."""
    given = [part for part in parts if part]
    pieces = [part.split(",") for part in given]
    flat = ["".join(some) if all(len(p) == 1 for p in some) else ",".join(some) for some in pieces]
    return ",".join(flat)
