"""Everybody's points: a row a student, a column a problem by its place in the quiz file."""

from __future__ import annotations

from collections import Counter
from typing import Any

from generator.points import amount
from graders.marking.books import Book, table
from graders.marking.sheets import MARKED, Sheet

FILE = "marks.csv"
COLUMNS = ("id", "name", "version", "score", "max_score", "status", "waiting", "mistakes", "notes")


def written(book: Book) -> bytes:
    """The gradebook; who was not marked has a row that says why."""
    items = {number: f"problem {number}" for number in range(1, len(book.build.quiz.items) + 1)}
    return table((*COLUMNS, *items.values()), [_row(sheet, items) for sheet in book.sheets])


def _row(sheet: Sheet, items: dict[int, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": sheet.id,
        "name": sheet.name,
        "version": sheet.version,
        "status": sheet.state,
        "notes": "; ".join(sheet.remarks),
    }
    if sheet.state == MARKED:
        row |= {"score": amount(sheet.points), "max_score": amount(sheet.max_points)}
        row |= {items[problem.item]: amount(problem.points) for problem in sheet.problems}
        row["waiting"] = sheet.waiting
        row["mistakes"] = "; ".join(f"{name} ({count})" for name, count in _mistakes(sheet).items())
    return row


def _mistakes(sheet: Sheet) -> Counter[str]:
    """How often each catalogued mistake was made."""
    return Counter(verdict.mistake for verdict in sheet.verdicts if verdict.mistake)
