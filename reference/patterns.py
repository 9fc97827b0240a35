"""Patterns over names: `dW1_{j}_{i}` matches dW1_2_1 and knows j = 2, i = 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache


@lru_cache(10_000)
def _regex(pattern: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{\w+\}|\*)", pattern)
    seen: set[str] = set()
    out = []
    for piece in pieces:
        if piece == "*":
            out.append(".*")
        elif piece.startswith("{"):
            name = piece[1:-1]
            out.append(f"(?P={name})" if name in seen else f"(?P<{name}>[0-9]+)")
            seen.add(name)
        else:
            out.append(re.escape(piece))
    return re.compile("".join(out))


def match(pattern: str, name: str) -> dict[str, str] | None:
    """What the placeholders stand for when `pattern` matches `name`, else None.

    {word} stands for digits (the same word twice, for the same digits), * for anything.
    """
    found = _regex(pattern).fullmatch(name)
    return found.groupdict() if found else None


def match_all(pattern: str, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """The names that `pattern` matches; {last} keeps those with the highest number in its place."""
    found = {name: groups for name in names if (groups := match(pattern, name)) is not None}
    if found and "{last}" in pattern:
        highest = max(int(groups["last"]) for groups in found.values())
        found = {name: groups for name, groups in found.items() if int(groups["last"]) == highest}
    return found


def fill(template: str, groups: Mapping[str, str]) -> str:
    """The template with each {word} that `groups` knows put in, also {word+1} and {word-1}.

    Other braces stay as they are: LaTeX has many.
    """

    def put(m: re.Match[str]) -> str:
        if m[1] not in groups:
            return m[0]
        return groups[m[1]] if m[2] is None else str(int(groups[m[1]]) + int(m[2]))

    return re.sub(r"\{(\w+)([+-]\d+)?\}", put, template)
