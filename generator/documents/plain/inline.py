"""A formula as one line of plain text, spaced as TeX spaces it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from generator.documents.plain.nodes import (
    Accented,
    Fraction,
    Gap,
    Grid,
    Group,
    Node,
    Nodes,
    Root,
    Scripted,
    Sign,
)
from generator.documents.plain.parsing import parse
from generator.documents.plain.signs import Kind, accented, lowered, raised

WIDE = "\u2003"
"""Stands for a \\quad until the line is laid out."""
SUM, QUOTIENT, PRODUCT, ATOM = range(4)
"""How tightly what is written holds together."""
_SIGNS = "+−±∓"
_PREFIXES = ("¬", "∇", "∂")
_WORD = re.compile(r"[A-Za-zα-ωΑ-Ω]+|[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Item:
    """One sign or what is set like one.

    spaced: whether space stands before it in the source. grid: the matrix whose text this is.
    """

    text: str
    kind: Kind | Literal["sign", "quotient", "inner", "wide"]
    spaced: bool = False
    grid: Grid | None = None


@dataclass(frozen=True)
class Line:
    """A formula on one line, and how tightly it holds together."""

    text: str
    level: int


@lru_cache(20_000)
def inline(tex: str) -> str:
    r"""The formula as plain text: \frac{1}{2} w^{(1)}_{12} is 1/2 · w⁽¹⁾₁₂."""
    return write(parse(tex)).text.replace(WIDE, "  ").strip()


def write(nodes: Sequence[Node]) -> Line:
    """A piece of a formula on one line, its wide spaces still as they were asked for."""
    items = set_items(nodes)
    text, before = "", None
    for item in items:
        text += between(before, item) + item.text
        before = item
    return Line(text, _level(items))


def set_items(nodes: Sequence[Node]) -> list[Item]:
    """What stands on the line, in order."""
    return _settled(_items(nodes, set()))


def _items(nodes: Sequence[Node], fences: set[str]) -> Iterator[Item]:
    spaced = False
    for node in nodes:
        if isinstance(node, Gap):
            spaced = True
            if node.wide > 1:
                yield Item(WIDE * (node.wide // 2), "wide")
            continue
        for item in _of(node, fences):
            yield replace(item, spaced=item.spaced or spaced)
            spaced = False


def _of(node: Node, fences: set[str]) -> Iterator[Item]:
    match node:
        case Sign(text, kind):
            yield Item(text, _side(text, fences) if kind == "fence" else kind)
        case Group(body):
            yield from _items(body, fences)
        case Scripted(Sign() as base):
            (item,) = _of(base, fences)
            yield Item(_scripted(item.text, node), item.kind)
        case Scripted(base):
            yield Item(_scripted(_atom(write((base,))), node), "ord")
        case Fraction():
            yield _fraction(node)
        case Root(body, degree):
            sign = (raised(write(degree).text) or f"({write(degree).text})") + "√" if degree else "√"
            under = set_items(body)
            yield Item(sign + (under[0].text if len(under) == 1 else f"({write(body).text})"), "ord")
        case Accented(body, mark):
            yield Item(accented(write(body).text, mark), "ord")
        case Grid():
            yield Item(in_line(node), "inner", grid=node)


def _side(text: str, fences: set[str]) -> Kind:
    """The second of two equal fences closes."""
    fences ^= {text}
    return "open" if text in fences else "close"


def _atom(line: Line) -> str:
    return line.text if line.level == ATOM else f"({line.text})"


def _scripted(base: str, node: Scripted) -> str:
    above = write(node.above).text if node.above else ""
    below = write(node.below).text if node.below else ""
    high, low = raised(above) if above else "", lowered(below) if below else ""
    low = _typed("_", below) if low is None else low
    if high is None:
        return base + low + _typed("^", above)
    return base + high + low if node.raised_first or not low or low[0] == "_" else base + low + high


def _typed(mark: str, text: str) -> str:
    bare = _WORD.fullmatch(text) or (text.startswith("[") and text.endswith("]"))
    return f"{mark}{text}" if bare else f"{mark}({text})"


def _fraction(node: Fraction) -> Item:
    above, below = _derivative(node.above), _derivative(node.below)
    if above and below:
        return Item(f"{above}/{below}", "op" if above in ("d", "∂") else "quotient")
    top, bottom = write(node.above), write(node.below)
    over = top.text if top.level >= PRODUCT else f"({top.text})"
    return Item(f"{over}/{_atom(bottom)}", "quotient")


def _derivative(nodes: Nodes) -> str:
    """A differential, ∂z or d x, without space in it; nothing if it is none."""
    first = nodes[0].base if nodes and isinstance(nodes[0], Scripted) else nodes[0] if nodes else None
    if not isinstance(first, Sign) or first.text not in ("∂", "d"):
        return ""
    rest = write(nodes[1:])
    if rest.level != ATOM:
        return ""
    return write(nodes[:1]).text + rest.text


def in_line(grid: Grid) -> str:
    """A grid as it stands within a line: [1, 2; 3, 4], or (1 if z > 0; 0 otherwise)."""
    rows = [[write(cell).text.strip() for cell in row] for row in grid.rows]
    if grid.kind in ("cases", "aligned", "align", "gathered", "split"):
        text = "; ".join(" ".join(filter(None, row)) for row in rows)
        return f"({text})" if grid.kind == "cases" else text
    return f"[{'; '.join(', '.join(row) for row in rows)}]"


def _settled(given: Iterator[Item]) -> list[Item]:
    """The items, with + and − that are signs of what follows told from those between two things."""
    items: list[Item] = []
    for item in given:
        before = items[-1].kind if items else None
        if item.kind == "bin" and item.text in _SIGNS:
            if before in (None, "open", "bin", "rel", "punct", "sign", "over", "op", "wide"):
                item = replace(item, kind="sign")
        elif item.kind == "quotient" and (
            before == "op" or (before in ("sign", "bin") and item.text[0] in _SIGNS)
        ):
            item = replace(item, kind="inner", text=f"({item.text})")
        items.append(item)
    return items


def between(before: Item | None, item: Item) -> str:
    """The space, or the dot, between two neighbours."""
    left, right = before.kind if before else None, item.kind
    if before is None or "wide" in (left, right) or "over" in (left, right) or left == "sign":
        return ""
    if before.text in _PREFIXES:
        return ""
    if left == "open" or right in ("close", "punct"):
        return ""
    if left in ("rel", "bin", "punct") or right in ("rel", "bin"):
        return " "
    if right == "sign":
        return " "
    if left == "op":
        return "" if right in ("open", "inner") else " "
    if "quotient" in (left, right):
        return " · "
    return " " if right == "op" or item.spaced else ""


def _level(items: Sequence[Item]) -> int:
    depth, factors, level = 0, 0, ATOM
    before: Item | None = None
    for item in items:
        if depth == 0:
            if item.kind in ("rel", "punct", "wide") or (item.kind == "bin" and item.text in _SIGNS):
                return SUM
            if item.kind in ("over", "quotient"):
                level = min(level, QUOTIENT)
            if item.kind in ("bin", "sign"):
                level = min(level, PRODUCT)
            called = item.kind in ("open", "inner") and _calls(before) and not item.spaced
            factors += item.kind in ("ord", "op", "open", "inner") and not called
        depth += (item.kind == "open") - (item.kind == "close")
        before = item
    return min(level, PRODUCT) if factors > 1 else level


def _calls(before: Item | None) -> bool:
    """Whether a bracket behind this item holds the argument of a function."""
    return before is not None and before.kind in ("ord", "op") and not before.text[-1:].isdigit()
