"""Where the line of a formula may end: at relations first, then at sums, products, any space."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

RELATIONS = frozenset("=≈<>≤≥≠∈↦→⇒⇔")
_SUMS = frozenset("+−")
_PRODUCTS = frozenset("+−·×")
INDENT = 4
"""How much further in a relation's right side goes on."""


def columns(line: str) -> int:
    """How many columns of a terminal a text takes."""
    if line.isascii():
        return len(line)
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in line)


def broken(line: str, width: int) -> list[str]:
    """A formula in lines: before relations if that does, else before sums, products, and at spaces."""
    if columns(line) <= width:
        return [line]
    ways: tuple[Callable[[str, int], bool], ...] = (
        lambda sign, depth: depth == 0 and sign in RELATIONS,
        lambda sign, depth: depth == 0 and sign in _SUMS,
        lambda sign, depth: depth == 0 and sign in _PRODUCTS,
        lambda sign, _: sign in _PRODUCTS,
        lambda _, __: True,
    )
    for number, way in enumerate(ways):
        pieces = _pieces(line, way)
        if len(pieces) > 1:
            indent = INDENT if number else 0
            lines = _filled(pieces, width, indent)
            return [part for one in lines for part in _again(one, width)]
    return [line]


def _again(line: str, width: int) -> list[str]:
    bare = line.lstrip()
    indent = len(line) - len(bare)
    first, *others = broken(bare, max(width - indent, 8))
    return [" " * indent + first, *(" " * indent + other for other in others)]


def _pieces(line: str, way: Callable[[str, int], bool]) -> list[str]:
    """The line cut before those of its signs with space around them at which it may be."""
    cuts, depth = [0], 0
    for k, sign in enumerate(line):
        depth += (sign in "([") - (sign in ")]")
        space_after = line[k + 1 : k + 2] == " "
        if (
            k
            and line[k - 1] == " "
            and line[cuts[-1] : k].strip()
            and way(sign if space_after else "", depth)
        ):
            cuts.append(k)
    return [line[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(line)], strict=True)]


def _filled(pieces: Sequence[str], width: int, indent: int) -> list[str]:
    lines = [pieces[0]]
    for piece in pieces[1:]:
        longer = f"{lines[-1]} {piece}"
        if columns(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(" " * indent + piece)
    return lines
