"""A formula on lines of its own, aligned at its relations and broken where it is too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.documents.plain.boxes import BRACKETS, Box, beside, box_of, on_line
from generator.documents.plain.breaking import RELATIONS, broken, columns
from generator.documents.plain.inline import Item, set_items
from generator.documents.plain.nodes import Gap, Grid, Group, Node, Nodes
from generator.documents.plain.parsing import parse

ALIGNED = ("aligned", "align", "split", "gathered", "gather", "alignedat")


def display(tex: str, width: int) -> list[str]:
    """The formula's lines, none wider than `width` unless a single word is."""
    rows = [_sides(row) for row in _rows(parse(tex))]
    lefts = [columns(on_line(left)) for left, _ in rows]
    fits = max(lefts) <= width // 2
    lines: list[str] = []
    for (left, right), own in zip(rows, lefts, strict=True):
        indent = max(lefts) if fits else own
        lines += _row(left, right, indent, width)
    return [line.rstrip() for line in lines]


def _rows(nodes: Nodes) -> list[tuple[Nodes, ...]]:
    seen = [node for node in nodes if not isinstance(node, Gap)]
    if len(seen) == 1 and isinstance(seen[0], Grid) and seen[0].kind in ALIGNED:
        return list(seen[0].rows) or [((),)]
    return [(nodes,)]


def _sides(cells: tuple[Nodes, ...]) -> tuple[list[Item], list[Item]]:
    """What stands left of the relation at which lines are aligned, and the rest."""
    if len(cells) > 1:
        rest: list[Node] = [node for cell in cells[1:] for node in cell]
        return set_items(cells[0]), set_items((Group(()), *rest))
    items, depth = set_items(cells[0]), 0
    for k, item in enumerate(items):
        depth += (item.kind == "open") - (item.kind == "close")
        if item.kind == "rel" and not depth and item.text in RELATIONS:
            return items[:k], items[k:]
    return [], items


def _row(left: list[Item], right: list[Item], indent: int, width: int) -> Iterator[str]:
    start = on_line(left)
    pad = " " * (indent - columns(start)) + start
    gap = " " if indent else ""
    if any(item.grid and item.grid.kind in BRACKETS for item in (*left, *right)):
        boxes = _boxes(box_of(left), gap, [box_of(part) for part in _at_relations(right)], width)
        if all(box.width <= width for box in boxes):
            for box in boxes:
                yield from box.lines
            return
    room = max(width - indent - len(gap), width // 3)
    first, *others = broken(on_line(right), room) or [""]
    yield pad + gap + first
    for line in others:
        yield " " * (indent + len(gap)) + line


def _at_relations(items: Sequence[Item]) -> list[list[Item]]:
    """The items cut before the relations outside of all brackets."""
    parts: list[list[Item]] = [[]]
    depth = 0
    for item in items:
        depth += (item.kind == "open") - (item.kind == "close")
        if item.text in RELATIONS and not depth and parts[-1]:
            parts.append([])
        parts[-1].append(item)
    return parts


def _boxes(left: Box, gap: str, parts: Sequence[Box], width: int) -> list[Box]:
    """As many of the parts on each line as fit, all behind what stands left."""
    rows = [beside([left, Box((gap,)), parts[0]])]
    for part in parts[1:]:
        longer = beside([rows[-1], Box((" ",)), part])
        if longer.width <= width:
            rows[-1] = longer
        else:
            rows.append(beside([Box((" " * (left.width + len(gap)),)), part]))
    return rows
