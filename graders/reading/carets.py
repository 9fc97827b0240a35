"""A caret typed for a hat: (y^ - y) x, where ŷ is a symbol of the answer.

Where behind the caret nothing stands that could be an exponent, it is a hat, and so is each behind the same
letter but one with a number. Where y^-y or y^x alone may be either, it is not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from graders.reading.spelling import Names
from graders.reading.tokens import Token
from graders.reading.values import ReadingError


def with_hats(given: Sequence[Token], names: Names) -> list[Token]:
    """The tokens with yhat in place of y^ where a hat is meant.

    Raises
    ------
    ReadingError
        Where it may be a hat or a power.
    """
    places = [place for place in range(len(given) - 2) if _marked(given, place, names)]
    meant = {given[place].text for place in places if _is_hat(given, place + 2)}
    out, taken = [], 0
    for place in places:
        word, follows = given[place], given[place + 2]
        if word.text in meant and follows.kind != "number" and not _is_power(given, place + 2):
            out += [*given[taken:place], word._replace(text=f"{word.text}hat")]
            taken = place + 2
        elif follows.kind == "word" or (follows[:2] == ("op", "-") and not _is_power(given, place + 2)):
            raise ReadingError(
                f"{word.text}^ may be {word.text} with a hat or a power; write {word.text}hat for the hat",
                given[place + 1].position,
            )
    return [*out, *given[taken:]]


def _marked(given: Sequence[Token], place: int, names: Names) -> bool:
    word, caret = given[place], given[place + 1]
    return (
        (word.kind, caret.kind, caret.text) == ("word", "op", "^")
        and len(word.text) == 1
        and not caret.spaced
        and names.find(f"{word.text}hat", "", "", exact=True) is not None
    )


def _is_hat(given: Sequence[Token], place: int) -> bool:
    """Whether no exponent can begin here; a minus sign between spaces begins none either."""
    token = given[place]
    if token[:2] == ("op", "-"):
        return token.spaced and given[place + 1].spaced
    return token.kind in ("end", "close") or (token.kind == "op" and token.text not in ("'", "|"))


def _is_power(given: Sequence[Token], place: int) -> bool:
    """Whether an exponent with a sign stands here: -1."""
    if given[place][:2] != ("op", "-"):
        return False
    number = given[place + 1]
    return number.kind == "number" and not number.spaced
