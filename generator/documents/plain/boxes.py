"""Pieces of a formula that take several lines: matrices, and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.documents.plain.breaking import columns
from generator.documents.plain.inline import WIDE, Item, between, set_items
from generator.documents.plain.nodes import Grid

BRACKETS = {
    "pmatrix": ("⎛⎜⎝", "⎞⎟⎠", "()"), "bmatrix": ("⎡⎢⎣", "⎤⎥⎦", "[]"), "vmatrix": ("│││", "│││", "||"),
    "matrix": ("   ", "   ", "  "), "array": ("   ", "   ", "  "),
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A piece of a formula as lines of equal width; base: the line on which its neighbours stand."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """In columns."""
        return columns(self.lines[0])


def on_line(items: Sequence[Item]) -> str:
    """Items on one line."""
    line, before = "", None
    for item in items:
        line += between(before, item) + item.text
        before = item
    return line.replace(WIDE, "  ")


def box_of(items: Sequence[Item]) -> Box:
    """Items side by side, matrices over several lines."""
    boxes: list[Box] = []
    line, before = "", None
    for item in items:
        line += between(before, item)
        if item.grid and item.grid.kind in BRACKETS:
            boxes += [Box((line.replace(WIDE, "  "),)), _matrix(item.grid)]
            line = ""
        else:
            line += item.text
        before = item
    return beside([*boxes, Box((line.replace(WIDE, "  "),))])


def beside(boxes: Sequence[Box]) -> Box:
    """The boxes side by side."""
    above = max(box.base for box in boxes)
    below = max(len(box.lines) - box.base for box in boxes)
    lines = [""] * (above + below)
    for box in boxes:
        for k in range(len(lines)):
            own = k - above + box.base
            lines[k] += box.lines[own] if 0 <= own < len(box.lines) else " " * box.width
    return Box(tuple(lines), above)


def _matrix(grid: Grid) -> Box:
    cells = [[on_line(set_items(cell)).strip() for cell in row] for row in grid.rows]
    count = max(map(len, cells))
    widths = [max(columns(row[k]) for row in cells if k < len(row)) for k in range(count)]
    left, right, single = BRACKETS[grid.kind]
    lines = []
    for number, row in enumerate(cells):
        inner = "  ".join(
            " " * (width - columns(cell)) + cell
            for cell, width in zip(row + [""] * (count - len(row)), widths, strict=True)
        )
        if len(cells) == 1:
            lines.append(f"{single[0]}{inner}{single[1]}")
        else:
            part = 0 if number == 0 else 2 if number == len(cells) - 1 else 1
            lines.append(f"{left[part]} {inner} {right[part]}")
    return Box(tuple(lines), (len(lines) - 1) // 2)
