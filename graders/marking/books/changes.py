"""Whose points the corrections change, and by which."""

from __future__ import annotations

from generator.points import amount
from graders.marking.books import Book, table
from graders.marking.corrections import Correction
from graders.marking.sheets import Sheet

FILE = "instructor/changes.csv"
COLUMNS = ("id", "name", "before", "after", "why")
SAME = 1e-9
"""Sums of floats that differ by less are the same points."""


def written(book: Book) -> bytes | None:
    """A row for each student whose points are others; nothing without corrections."""
    if not book.corrections:
        return None
    rows = []
    for sheet in book.sheets:
        why = [_why(one) for one in book.corrections if _concerns(one, sheet)]
        if why and abs(sheet.points - sheet.before) > SAME:
            row = {
                "id": sheet.id,
                "name": sheet.name,
                "before": amount(sheet.before),
                "after": amount(sheet.points),
            }
            rows.append(row | {"why": "; ".join(why)})
    return table(COLUMNS, rows)


def _concerns(one: Correction, sheet: Sheet) -> bool:
    return any(problem.item == one.item for problem in sheet.problems)


def _why(one: Correction) -> str:
    return f"problem {one.item}{one.part or ''}: {one.why or _what(one)}"


def _what(one: Correction) -> str:
    if one.full:
        return "full points for all"
    if one.drop:
        return "dropped"
    return f"{one.accept or one.mistake} accepted"
