"""The texts of printed options, and which of them is meant by what was typed."""

from __future__ import annotations

import re

from graders.reading.numerals import read_numeral
from graders.reading.values import ReadingError
from graders.reading.wanted import Number

_LOGIC = str.maketrans({"¬": "not", "∨": "or", "∧": "and"})
_SOME_WORDS = re.compile(r"[^\W_]+(?:[ -][^\W_]+)*\.?")
_SMALL = {"a", "an", "the", "at", "in"}
"""Words that may be left out before others."""
SHORTEST = 4
"""Letters of a word that can stand for the option that begins with it."""


def bare(text: str) -> str:
    """An option's text without what only makes it look good: dollar signs, capitals, spaces."""
    text = re.sub(r"\\[,;! ]|[$*`'\"\s{}]|\\left|\\right|\\text|\\mathrm", "", text)
    return text.replace("−", "-").replace("\\cdot", "*").rstrip(".").casefold()


def matching(text: str, options: list[str]) -> int | None:
    """The option, all of them bare, of this text, or of what tells it from the others, or of this number."""
    typed = bare(text)
    if not typed:
        return None
    begin, end = _shared(options)
    told = [option[begin : len(option) - end] for option in options]
    for forms, form in ((options, typed), (told, typed), ([*map(_loose, options)], _loose(typed))):
        same = [k for k, other in enumerate(forms) if other == form]
        if len(same) == 1:
            return same[0]
    number = _number(typed)
    if number is None or any(re.match(r"0[0-9]", option) for option in options):  # 001 is a code, no number
        return None
    same = [k for k, option in enumerate(options) if _number(option) == number]
    return same[0] if len(same) == 1 else None


def _loose(text: str) -> str:
    """Without what groups, lowers or joins: (not x_1) or x_2 is notx1orx2."""
    return re.sub(r"[()_]|(?<=[a-z])-(?=[a-z])", "", text.translate(_LOGIC))


def begun_by(text: str, options: tuple[str, ...]) -> int | None:
    """The one option that begins with these words, where no other holds them: "neither"."""
    typed = _words(text)
    longest = max(map(len, typed.split()), default=0)
    if not _SOME_WORDS.fullmatch(text) or (longest < SHORTEST and not text.isdecimal()):
        return None
    held = [k for k, option in enumerate(options) if typed in _words(option)]
    return held[0] if len(held) == 1 and _words(options[held[0]]).startswith(typed) else None


def _words(text: str) -> str:
    """The words and numbers from the first that matters on, with a space around each."""
    words = re.findall(r"[^\W\d_]+|\d+", text.casefold())
    while words and words[0] in _SMALL:
        del words[0]
    return f" {' '.join(words)} "


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
