"""The entries of a list, each behind a name of its own: p1 = 0.1, p2 = 0.9, or m = 2, c = 1."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graders.reading.characters import Source
from graders.reading.names import symbol_in
from graders.reading.pairs import pairs
from graders.reading.spelling import names_for
from graders.reading.values import ReadingError


def in_order(source: Source, printed: tuple[str, ...]) -> list[Source] | None:
    """The entries in the order of the paper's own names (LaTeX), else of the names' numbers.

    None where the text is no such list.
    """
    found = pairs(source)
    if found is None or len(found) < 2:
        return None
    written = [_without_new(name) for name, _ in found]
    places = _printed_places(written, printed) if printed else _numbered_places(written)
    if places is None or sorted(places) != list(range(len(found))):
        return None
    by_place = {place: entry for place, (_, entry) in zip(places, found, strict=True)}
    return [by_place[place] for place in range(len(found))]


def _printed_places(written: Sequence[Source], printed: tuple[str, ...]) -> list[int] | None:
    """Where the paper's own list of names has each of these."""
    names = names_for(printed, tuple((name, name) for name in printed))
    try:
        return [printed.index(symbol_in(name, names)) for name in written]
    except ReadingError:
        return None


def _numbered_places(written: Sequence[Source]) -> list[int] | None:
    """The places by the numbers at the names' ends; b, the bias, may stand behind all others."""
    texts = [name.text for name in written]
    if re.fullmatch(r"(?:.*[^A-Za-z])?d?b", texts[-1]):
        texts.pop()
    for digits in ("[0-9]{1,3}", "[0-9]"):  # a11 and a12 are units 1 and 2 of layer 1
        found = [re.fullmatch(rf"(.*?)[_({{\[]*({digits})[)}}\]]*", text) for text in texts]
        numbers = [int(one[2]) - 1 for one in found if one]
        bases = {one[1] for one in found if one}
        if len(bases) == 1 and sorted(numbers) == list(range(len(texts))):
            return [*numbers, *range(len(texts), len(written))]
    return None


def _without_new(name: Source) -> Source:
    """A name without the mark of what comes after a step: w_new."""
    end = re.search(r"[_^]?[{(]?(?:\\text\{)?new[})]*$", name.text)
    return name.part(0, end.start()) if end else name
