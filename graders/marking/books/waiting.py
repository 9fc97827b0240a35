"""What a person has to look at: answers that could not be read or marked, and whatever else is odd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graders.marking.books import Book, table
from graders.marking.sheets import MARKED, MarkedProblem, Sheet
from graders.reports.html import readable

FILE = "instructor/waiting.csv"
COLUMNS = ("id", "problem", "part", "what", "answer")
LONGEST = 200
_WHAT = {"unread": "could not be read", "ungraded": "could not be marked"}


def written(book: Book) -> bytes:
    """A row for each."""
    rows: list[dict[str, Any]] = [{"what": trouble} for trouble in book.troubles]
    for sheet in book.sheets:
        rows += [{"id": sheet.id, "what": what} for what in _odd(sheet)]
        rows += [row for problem in sheet.problems for row in _waiting(sheet, problem)]
    return table(COLUMNS, rows)


def _odd(sheet: Sheet) -> tuple[str, ...]:
    return sheet.remarks if sheet.state == MARKED else (sheet.state, *sheet.remarks)


def _waiting(sheet: Sheet, problem: MarkedProblem) -> Iterator[dict[str, Any]]:
    for verdict in problem.verdicts:
        if verdict.waiting and verdict.max_points:
            yield {
                "id": sheet.id,
                "problem": f"{problem.number}",
                "part": verdict.label,
                "what": _WHAT[verdict.status],
                "answer": readable(verdict.typed, longest=LONGEST),
            }
