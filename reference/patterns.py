"""Patterns over names: `dW1_{j}_{i}` matches dW1_2_1 and knows j = 2, i = 1.

A pattern over a whole step, `by{i} = v{j}`, matches where its rule is such a one as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PLACEHOLDER = r"\{[A-Za-z]\w*\}"
_IS = " = "
_FILLED = re.compile(r"\{([A-Za-z]\w*)([+-][0-9]+)?\}")


@lru_cache(10_000)
def _regex(pattern: str) -> re.Pattern[str]:
    seen: set[str] = set()
    out = []
    for piece in re.split(rf"({_PLACEHOLDER}|\*)", pattern):
        if piece == "*" and _IS not in pattern:
            out.append(".*")
        elif re.fullmatch(_PLACEHOLDER, piece):
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


def match_steps(pattern: str, rules: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The names of the steps that `pattern` matches; in one of whole steps a star is a times sign."""
    if _IS not in pattern:
        return match_all(pattern, rules)
    found = {name: match(pattern, f"{name}{_IS}{rule}") for name, rule in rules.items()}
    return {name: groups for name, groups in found.items() if groups is not None}


def fill(template: str, groups: Mapping[str, str]) -> str:
    """The template with each {word} that `groups` knows put in, also {word+1} and {word-1}.

    Other braces stay as they are: LaTeX has many.
    """

    def put(found: re.Match[str]) -> str:
        word, shift = found.groups()
        if word not in groups:
            return found[0]
        return groups[word] if shift is None else str(int(groups[word]) + int(shift))

    return _FILLED.sub(put, template)
