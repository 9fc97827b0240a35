"""Names with values: w11 = 1, w12 = -2; b = 0.5."""

from __future__ import annotations

import re

from graders.reading.characters import Source

_NAME = r"\\?[A-Za-z\u0370-\u03ff][A-Za-z0-9\u0370-\u03ff_^(){}\[\]\\,]{0,30}?"
_PAIR = re.compile(rf"(?:(?<=^)|(?<=[\s,;&|=([{{\n]))(?P<name>{_NAME})\s*(?:=|:=|:|≈|→)(?!=)\s*")
MOST_PAIRS = 60


def pairs(source: Source) -> list[tuple[Source, Source]] | None:
    """The names and what stands behind each, None where the text does not begin with such a name.

    What stands behind a name in w11 = w12 = 1 is nothing; it has the value of the next.
    """
    if not _PAIR.match(source.text):
        return None
    found = list(_PAIR.finditer(source.text))[: MOST_PAIRS + 1]
    out = []
    for number, one in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(source.text)
        name = source.part(one.start("name"), one.end("name"))
        out.append((name, _trimmed(source.part(one.end(), end))))
    return out


def _trimmed(source: Source) -> Source:
    """Without the signs that separate it from the next name."""
    end = len(source.text)
    while end and source.text[end - 1] in ",;&|\n \\":
        end -= 1
    if re.search(r"[,;\s]and$", source.text[:end]):
        end -= 4
        while end and source.text[end - 1] in ",; ":
            end -= 1
    return source.part(0, end)
