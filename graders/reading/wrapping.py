"""What stands around an answer: dollar signs, "the answer is", `z =`, a full stop; and chains of equals."""

from __future__ import annotations

import re

from graders.reading.characters import Source
from graders.reading.values import ReadingError

LONGEST_LABEL = 60
MOST_WRAPPINGS = 6
_AROUND = (
    ("$$", "$$"),
    ("$", "$"),
    ("\\(", "\\)"),
    ("\\[", "\\]"),
    ("**", "**"),
    ("`", "`"),
    ("'", "'"),
    ('"', '"'),
)
_BEGINS = frozenset(left[0] for left, _ in _AROUND)
_SAID = re.compile(
    r"(?:the\s+)?(?:final\s+)?(?:answer|ans|result|solution)(?:\s+is\b|\s*[:=])\s*|[=≈~→]\s*|\\approx(?![a-zA-Z])\s*"
    r"|(?:approx(?:imately\b|\.|\b)|about\b|around\b|roughly\b|circa\b|ca\.)\s*",
    re.IGNORECASE,
)
_EQUALS = re.compile(
    r"(?P<open>[([{])|(?P<close>[)\]}])"
    r"|(?P<other>[<>!]=|==|=>|->)|(?P<sign>[=≈→]|\\approx(?![a-zA-Z])|\\simeq(?![a-zA-Z]))"
)
_MAY_EQUAL = re.compile(r"[=≈→]|->|\\approx|\\simeq")
_LABEL = re.compile(r"[A-Za-z∂Δ∇⌈⌊\\\u0370-\u03ff][\w∂Δ∇⌉⌋\\^{}()\[\]'/|,.:;* =-]*")


def unwrapped(source: Source) -> Source:
    """The answer without what only surrounds it.

    Raises
    ------
    ReadingError
        When nothing is left.
    """
    last = None
    for _ in range(MOST_WRAPPINGS):
        if not source.text or source.text == last:
            break
        last = source.text
        for left, right in _AROUND if last[0] in _BEGINS else ():
            if last.startswith(left) and last.endswith(right) and len(last) > len(left) + len(right):
                inner = last[len(left) : -len(right)]
                if left not in inner:
                    source = source.part(len(left), len(last) - len(right))
                    break
        else:
            said = _SAID.match(last)
            start = said.end() if said and said.end() < len(last) else 0
            end = len(last) - 1 if last[-1] in ".,;" and not last.endswith("..") else len(last)
            source = source.part(start, end)
    if not source.text:
        raise ReadingError("nothing is typed here that could be read", source.columns[0])
    return source


def without_dollars(source: Source) -> Source:
    """The text with spaces for the dollar signs around each of several pieces."""
    if source.text.count("$") % 2:
        return source
    return Source(source.text.replace("$", " "), source.columns).part(0, len(source.text))


def sides(source: Source) -> list[Source]:
    """The pieces between equals signs (also ≈ and →) that stand in no bracket."""
    if not _MAY_EQUAL.search(source.text):
        return [source.part(0, len(source.text))]
    depth, begin, pieces = 0, 0, []
    for found in _EQUALS.finditer(source.text):
        if found["open"]:
            depth += 1
        elif found["close"]:
            depth = max(0, depth - 1)
        elif depth == 0 and (found["sign"] or found["other"] in ("=>", "->")):
            pieces.append(source.part(begin, found.start()))
            begin = found.end()
    pieces.append(source.part(begin, len(source.text)))
    return pieces


def is_label(source: Source) -> bool:
    r"""Whether this may be the name of what follows an equals sign: z, dL/dw_1, \hat{y}."""
    text = source.text
    return not text or (len(text) <= LONGEST_LABEL and _LABEL.fullmatch(text) is not None)
