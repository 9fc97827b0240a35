"""The gradebook: one line a student, as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

from typing import Any

from generator.files import csv_bytes
from generator.points import amount
from graders.reports import Book, Row, remarks

FILE = "gradebook.csv"
COLUMNS = ("id", "name", "score", "max_score", "status", "mistakes", "notes")
FORMULA = tuple("=+-@\t\n＝＋－＠")


def batch(book: Book) -> bytes:
    """Everybody's line; a score stays empty where nothing, or not everything, could be graded."""
    graded = [row.graded for row in book.rows if row.graded is not None]
    names = dict.fromkeys(check.name for one in graded for check in one.report.checks)
    columns = {name: name if name not in COLUMNS else f"check {name}" for name in names}
    rows = [_row(row, columns) for row in book.rows]
    return csv_bytes((*COLUMNS, *map(cell, columns.values())), rows)


def cell(value: Any) -> Any:
    """A text as a cell that stays a text: one that begins like a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r", " ")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _row(row: Row, columns: dict[str, str]) -> dict[Any, object]:
    line: dict[str, object] = {"id": row.id, "name": row.name, "status": row.state}
    if row.graded is not None:
        report = row.graded.report
        lost = row.graded.ungraded
        line["status"] = f"could not grade {lost} of {len(report.checks)} checks" if lost else "graded"
        line["score"] = "" if lost else amount(report.score)
        line["max_score"] = amount(report.max_score)
        line["mistakes"] = "; ".join(dict.fromkeys(check.mistake for check in report.checks if check.mistake))
        for check in report.checks:
            if check.name in columns:
                line[columns[check.name]] = "" if check.status == "could_not_grade" else amount(check.points)
    line["notes"] = "; ".join(remarks(row))
    return {cell(name): cell(value) for name, value in line.items()}
