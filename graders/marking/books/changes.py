"""Whose points the corrections change, and by which."""

from __future__ import annotations

from collections.abc import Sequence

from generator.points import amount
from graders.marking.books import Book, table
from graders.marking.corrections import Correction
from graders.marking.sheets import Sheet
from graders.marking.verdicts import Verdict

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
        why = [_why(one) for one in book.corrections if _changes(one, sheet)]
        if abs(sheet.points - sheet.before) > SAME:
            row = {
                "id": sheet.id,
                "name": sheet.name,
                "before": amount(sheet.before),
                "after": amount(sheet.points),
            }
            rows.append(row | {"why": "; ".join(why)})
    return table(COLUMNS, rows)


def idle(corrections: Sequence[Correction], sheets: Sequence[Sheet]) -> list[int]:
    """Which corrections change nobody's points, counted from 1 as in their file."""
    return [
        number
        for number, one in enumerate(corrections, start=1)
        if not any(_changes(one, sheet) for sheet in sheets)
    ]


def _changes(one: Correction, sheet: Sheet) -> bool:
    return any(
        verdict.label in problem.changed
        and one.concerns(problem.item, verdict.label)
        and _acted(one, verdict)
        for problem in sheet.problems
        for verdict in problem.verdicts
    )


def _acted(one: Correction, verdict: Verdict) -> bool:
    """Whether the verdict has the correction's remark."""
    kind = "given" if one.full else "dropped" if one.drop else "allowed"
    return any(remark.kind == kind and remark.facts["why"] == one.why for remark in verdict.remarks)


def _why(one: Correction) -> str:
    return f"problem {one.item}{one.part or ''}: {one.why or _what(one)}"


def _what(one: Correction) -> str:
    if one.full:
        return "full points for all"
    if one.drop:
        return "dropped"
    return f"{one.accept or one.mistake} accepted"
