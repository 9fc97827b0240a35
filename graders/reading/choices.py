"""Choices: a letter (B, b, (b), "option B"), the option's own text, or both."""

from __future__ import annotations

import re
import string

from graders.reading.characters import Source, plain
from graders.reading.option_texts import bare, begun_by, matching
from graders.reading.values import ReadingError, Value, quoted
from graders.reading.wanted import Choice
from graders.reading.wrapping import unwrapped

LONGEST = 1_000
LETTERS = string.ascii_uppercase
_LOOK_ALIKE = str.maketrans("АВСЕНаВсеΑΒΕΗ", "ABCEHaBceABEH")
_LETTER = re.compile(
    r"(?:(?:option|choice|letter|answer)\s+)?[(\[]?\s*([A-Za-z])\s*[)\]]?\s*(?:[).:\]]|\s|$)\s*",
    re.IGNORECASE,
)
_WORDS = {"true", "false", "yes", "no"}
"""Options that their first letters stand for."""
_BEHIND = re.compile(r"\s*[(\[]\s*([A-Za-z])\s*[)\]]$")
_SEVERAL = re.compile(r"\s*(?:,|;|/|&|\+|\band\b|\s)\s*", re.IGNORECASE)


def read_choice(text: str, wanted: Choice) -> Value:
    """The letter of the option; of several a tuple of letters in order.

    Raises
    ------
    ReadingError
        When it is no option, or may be two.
    """
    source = unwrapped(plain(text, longest=LONGEST))
    letters = LETTERS[: len(wanted.options)]
    if wanted.several:
        return _several(source, wanted, letters)
    letter = _one(source, wanted, letters)
    return Value(letter, letter)


def _several(source: Source, wanted: Choice, letters: str) -> Value:
    body = source.text.strip("()[]{} ").translate(_LOOK_ALIKE)
    pieces = [piece.strip("().:") for piece in _SEVERAL.split(body)]
    if 1 < len(set(body.upper())) == len(body) and set(body.upper()) <= set(letters):
        pieces = list(body)
    if body.lower() in ("none", "none of them", "none of these", "-"):
        return Value((), "none")
    if all(len(piece) == 1 and piece.upper() in letters for piece in pieces):
        chosen = tuple(sorted({piece.upper() for piece in pieces}))
        return Value(chosen, ", ".join(chosen))
    chosen = tuple(sorted({_one(part, wanted, letters) for part in _parts(source)}))
    if not chosen:
        raise ReadingError("no option is named here", source.columns[0])
    return Value(chosen, ", ".join(chosen))


def _parts(source: Source) -> list[Source]:
    """What stands between semicolons or line ends, or else between commas."""
    pattern = r"[;\n]" if re.search(r"[;\n]", source.text) else ","
    out, begin = [], 0
    for found in re.finditer(pattern, source.text):
        out.append(source.part(begin, found.start()))
        begin = found.end()
    out.append(source.part(begin, len(source.text)))
    return [part for part in out if part.text]


def _one(source: Source, wanted: Choice, letters: str) -> str:
    """The one option that the text names.

    Its own text counts before a letter, unless the two name different options.
    """
    text = source.text
    options = [bare(option) for option in wanted.options]
    by_text = matching(text, options)
    found = _LETTER.match(text.translate(_LOOK_ALIKE))
    letter = found[1].upper() if found else ""
    if found and found.end() == len(text):
        return _alone(source.part(found.start(1), found.end(1)), letter, by_text, wanted, options)
    if by_text is not None:
        return letters[by_text]
    behind = _BEHIND.search(text.translate(_LOOK_ALIKE))
    rest = text[: behind.start()] if behind else text[found.end() :] if found else ""
    named = matching(rest, options)
    letter = behind[1].upper() if behind else letter
    if named is not None and letter in letters:
        return letter if letters[named] == letter else _unclear(source, letter, letters[named])
    begun = begun_by(text, wanted.options)
    if begun is not None:
        return letters[begun]
    two = re.fullmatch(r"([A-Za-z])\W+(?:(?:or|and)\W+)?([A-Za-z])", text)
    if two:
        raise ReadingError("one letter was asked for, and here are two", source.columns[two.start(2)])
    raise ReadingError(
        f"{quoted(text)} is none of the options; write a letter from A to {letters[-1]}", source.columns[0]
    )


def _alone(source: Source, letter: str, by_text: int | None, wanted: Choice, options: list[str]) -> str:
    """The option of a letter with nothing behind it. by_text: the option whose own text it is."""
    letters = LETTERS[: len(options)]
    formulas = all(option.startswith("$") for option in wanted.options)
    if formulas and letter in letters and bare(source.text) not in options:
        return letter  # that it is all that tells one formula from another is chance
    if by_text is not None and letters[by_text] != letter:
        return _unclear(source, letter, letters[by_text]) if letter in letters else letters[by_text]
    if letter in letters:
        return letter
    begin = [k for k, option in enumerate(options) if option[0] == letter.lower()]
    if set(options) <= _WORDS and len(begin) == 1:
        return letters[begin[0]]
    raise ReadingError(f"there is no option {letter}; the options are A to {letters[-1]}", source.columns[0])


def _unclear(source: Source, letter: str, other: str) -> str:
    raise ReadingError(f"this may be option {letter} or option {other}", source.columns[0])
