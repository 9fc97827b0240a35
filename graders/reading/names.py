"""The words of a typed formula, replaced by what they stand for; x1x2 stands for two symbols.

A run of letters that is no symbol is cut into those that are, in as few pieces as possible; where that can
be done in two ways it is not done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from graders.reading.carets import with_hats
from graders.reading.characters import Source
from graders.reading.spelling import Names, joined
from graders.reading.tokens import Token, tokens
from graders.reading.values import ReadingError, quoted
from graders.reading.vocabulary import CONSTANTS, KEYWORDS

Piece: TypeAlias = tuple[str, str, int]
"""A token's kind, its text, and where in the word it begins."""
LONGEST_PIECE = 20
_GLUED = ("ln", "sqrt")


def resolved(given: Sequence[Token], names: Names) -> list[Token]:
    """The tokens with each word replaced by the symbols, functions and constants that it stands for.

    Raises
    ------
    ReadingError
        At a word that stands for nothing, or for one thing or another.
    """
    given = with_hats(given, names)
    out: list[Token] = []
    place = 0
    while place < len(given):
        token = given[place]
        if token.kind == "word":
            pieces, place = _word(given, place, names)
            out += pieces
        else:
            out.append(token)
            place += 1
    return out


def symbol_in(source: Source, names: Names) -> str:
    """The one symbol that a text is.

    Raises
    ------
    ReadingError
        When it is another thing.
    """
    found = resolved(tokens(source), names)
    if len(found) != 2 or found[0].kind != "name":
        raise ReadingError(names.unknown(source.text), source.columns[0])
    return found[0].text


def _word(given: Sequence[Token], place: int, names: Names) -> tuple[list[Token], int]:
    """What the word at this place stands for, with its indices; and the place after them."""
    token = given[place]
    word = token.text
    if word.lower() in KEYWORDS and given[place + 1].kind != "index":
        return [token._replace(kind="keyword", text=KEYWORDS[word.lower()])], place + 1
    after, indices = _indices(given, place + 1)
    raised, behind, marked = _raised(given, after)
    if raised:
        end, more = _indices(given, behind)
        pieces = _tokens(token, raised, (*indices, *more), names, exact=marked)
        if pieces:
            return pieces, end
        if more and not indices:  # x^2_1 is x_1^2
            pieces = _tokens(token, "", more, names, exact=marked)
            if pieces:
                return [*pieces, *given[after:behind]], end
    if indices and _function(word, names) in ("log", "indicator"):
        return [token._replace(kind="function", text=_function(word, names) or "")], place + 1
    pieces = _tokens(token, "", indices, names, exact=marked)
    if pieces:
        return pieces, after
    written = word + "".join(f"_{index}" for index in indices) + (f"^{raised}" if raised and indices else "")
    follows = given[after]
    if follows.kind == "open" and follows.text == "(" and not indices and len(word) > 1:
        raise ReadingError(f"there is no function {quoted(written)} here", token.position)
    raise ReadingError(names.unknown(written), token.position)


def _indices(given: Sequence[Token], place: int) -> tuple[int, tuple[str, ...]]:
    start = place
    while given[place].kind == "index":
        place += 1
    return place, tuple(token.text for token in given[start:place])


def _raised(given: Sequence[Token], place: int) -> tuple[str, int, bool]:
    """The digits of a layer's mark, ^(1), ^{(1)}, ^[1], ^1; the place after it; whether it has brackets.

    Without brackets it may be an exponent.
    """
    if (given[place].kind, given[place].text) != ("op", "^"):
        return "", place, False
    opened = place + 1
    while given[opened].kind == "open":
        opened += 1
    depth = opened - place - 1
    closing = given[opened + 1 : opened + 1 + depth]
    if given[opened].kind != "number" or depth > 2 or any(token.kind != "close" for token in closing):
        return "", place, False
    marked = any(token.text in "([" for token in given[place + 1 : opened])
    return given[opened].text, opened + 1 + depth, marked


def _tokens(
    token: Token, raised: str, indices: tuple[str, ...], names: Names, *, exact: bool = False
) -> list[Token]:
    """The pieces of a word, the last of which has the indices; nothing where it can't be cut."""
    if token.text.rstrip("0123456789").lower() in _GLUED and not indices and token.text[-1].isdigit():
        letters = token.text.rstrip("0123456789")
        after = token.position + len(letters)
        digits = Token("number", token.text[len(letters) :], after)
        return [token._replace(kind="function", text=names.functions[letters.lower()]), digits]
    ways = _cut(token.text, raised, indices, names, exact)
    if len(ways) > 1:
        both = " or ".join("*".join(text for _, text, _ in way) for way in ways)
        raise ReadingError(f"{quoted(token.text)} may be {both}; write the * that is meant", token.position)
    if not ways:
        return []
    start, spaced = token.position, token.spaced
    return [Token(kind, text, start + begin, spaced and begin == 0) for kind, text, begin in ways[0]]


@lru_cache(20_000)
def _cut(word: str, raised: str, indices: tuple[str, ...], names: Names, exact: bool) -> list[list[Piece]]:
    """The ways in which a word can be cut into the fewest known pieces: none, one, or two of them.

    exact: whether the last piece can't be a symbol without its layer's mark.
    """
    written = word + "".join(f"_{index}" for index in indices)
    if not raised and written in names.words:
        return [[("name", written, 0)]]
    best: dict[int, list[list[Piece]]] = {0: [[]]}
    decorated = bool(raised or indices)
    for end in range(1, len(word) + 1):
        found: list[list[Piece]] = []
        last = decorated and end == len(word)
        for begin in range(max(0, end - LONGEST_PIECE), end):
            if begin not in best or not word[begin].isalpha():
                continue
            strict = exact and end == len(word)
            piece = _piece(
                word[begin:end], raised if last else "", indices if last else (), names, exact=strict
            )
            if piece is not None:
                found += [[*before, (*piece, begin)] for before in best[begin]]
        if found:
            fewest = min(map(len, found))
            best[end] = [way for way in found if len(way) == fewest][:2]
    return best.get(len(word), [])


def _piece(
    text: str, raised: str, indices: tuple[str, ...], names: Names, *, exact: bool
) -> tuple[str, str] | None:
    """Kind and meaning of one piece of a word."""
    found = re.fullmatch(r"([^0-9]+)([0-9]*)", text)
    if found is None:
        return None
    name = names.find(found[1], raised, joined([found[2], *indices]), exact=exact)
    if name is not None:
        return "name", name
    if raised or indices:
        return None
    function = _function(text, names)
    if function is not None:
        return "function", function
    return ("constant", CONSTANTS[text]) if text in CONSTANTS else None


def _function(word: str, names: Names) -> str | None:
    return names.functions.get(word) or names.functions.get(word.lower())
