"""Choices: a letter (B, b, (b), "option B"), the option's own text, or both."""

from __future__ import annotations

import re
import string

from graders.reading.characters import Source, plain
from graders.reading.numerals import read_numeral
from graders.reading.values import ReadingError, Value, quoted
from graders.reading.wanted import Choice, Number
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
    options = [_bare(option) for option in wanted.options]
    by_text = _matching(text, options)
    found = _LETTER.match(text.translate(_LOOK_ALIKE))
    letter = found[1].upper() if found else ""
    if found and found.end() == len(text):
        formulas = all(option.startswith("$") for option in wanted.options)
        if formulas and letter in letters and _bare(text) not in options:
            return letter  # that it is all that tells one formula from another is chance
        if by_text is not None and letters[by_text] != letter:
            return _unclear(source, letter, letters[by_text]) if letter in letters else letters[by_text]
        if letter not in letters and set(options) <= _WORDS:
            begin = [k for k, option in enumerate(options) if option[0] == letter.lower()]
            if len(begin) == 1:
                return letters[begin[0]]
        if letter not in letters:
            where = source.columns[found.start(1)]
            raise ReadingError(f"there is no option {letter}; the options are A to {letters[-1]}", where)
        return letter
    if by_text is not None:
        return letters[by_text]
    behind = _BEHIND.search(text.translate(_LOOK_ALIKE))
    rest = text[: behind.start()] if behind else text[found.end() :] if found else ""
    named = _matching(rest, options)
    letter = behind[1].upper() if behind else letter
    if named is not None and letter in letters:
        return letter if letters[named] == letter else _unclear(source, letter, letters[named])
    two = re.fullmatch(r"([A-Za-z])\W+(?:(?:or|and)\W+)?([A-Za-z])", text)
    if two:
        raise ReadingError("one letter was asked for, and here are two", source.columns[two.start(2)])
    raise ReadingError(
        f"{quoted(text)} is none of the options; write a letter from A to {letters[-1]}", source.columns[0]
    )


def _unclear(source: Source, letter: str, other: str) -> str:
    raise ReadingError(f"this may be option {letter} or option {other}", source.columns[0])


def _bare(text: str) -> str:
    """An option's text without what only makes it look good: dollar signs, capitals, spaces."""
    text = re.sub(r"\\[,;! ]|[$*`'\"\s{}]|\\left|\\right|\\text|\\mathrm", "", text)
    return text.replace("−", "-").replace("\\cdot", "*").rstrip(".").casefold()


def _matching(text: str, options: list[str]) -> int | None:
    """The option that has this text, or all of it that tells it from the others, or the same number."""
    bare = _bare(text)
    if not bare:
        return None
    begin, end = _shared(options)
    for forms in (options, [option[begin : len(option) - end] for option in options]):
        same = [k for k, form in enumerate(forms) if form == bare]
        if len(same) == 1:
            return same[0]
    number = _number(bare)
    if number is None or any(re.match(r"0[0-9]", option) for option in options):  # 001 is a code, no number
        return None
    same = [k for k, option in enumerate(options) if _number(option) == number]
    return same[0] if len(same) == 1 else None


def _shared(options: list[str]) -> tuple[int, int]:
    """How many characters all options have in common at their beginning, and at their end."""
    if len(options) < 2:
        return 0, 0
    shortest = min(map(len, options))
    begin = next((k for k in range(shortest) if len({o[k] for o in options}) > 1), shortest)
    while begin and (options[0][begin - 1].isdigit() or options[0][begin - 1] in ".,-"):
        begin -= 1
    rest = shortest - begin
    end = next((k for k in range(rest) if len({o[-1 - k] for o in options}) > 1), rest)
    while end and (options[0][-end].isdigit() or options[0][-end] in ".,"):
        end -= 1
    return begin, end


def _number(text: str) -> float | None:
    try:
        found = read_numeral(text, Number(), 0)
    except ReadingError:
        return None
    return None if found is None else float(found.value)
