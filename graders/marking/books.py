"""What is written of a whole class: a module-wide list of files, each made from all sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from generator.files import csv_bytes
from generator.rebuilt import Rebuilt
from graders.marking.corrections import Correction
from graders.marking.sheets import MARKED, Sheet
from graders.reports import points
from graders.reports.gradebook import cell

COLUMNS = ("id", "name", "version", "score", "max_score", "status", "waiting", "mistakes", "notes")
CHANGES = ("id", "name", "before", "after", "why")
LISTED = ("id", "problem", "part", "what", "answer")
LONGEST = 200


def files(
    build: Rebuilt, sheets: Sequence[Sheet], corrections: Sequence[Correction], troubles: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """(name in the output folder, bytes) of each file."""
    yield "marks.csv", marks(build, sheets)
    yield "instructor/waiting.csv", waiting(sheets, troubles)
    if corrections:
        yield "instructor/changes.csv", changes(sheets, corrections)


def marks(build: Rebuilt, sheets: Sequence[Sheet]) -> bytes:
    """A row a student, with a column of points for each problem by its place in the quiz file."""
    items = {number: f"problem {number}" for number in range(1, len(build.quiz.items) + 1)}
    rows = []
    for sheet in sheets:
        row: dict[Any, Any] = {
            "id": sheet.id,
            "name": sheet.name,
            "version": sheet.version,
            "status": sheet.state,
        }
        if sheet.state == MARKED:
            row |= {"score": points(sheet.points), "max_score": points(sheet.max_points)}
            row |= {items[problem.item]: points(problem.points) for problem in sheet.problems}
            row["waiting"] = sheet.waiting
            row["mistakes"] = "; ".join(f"{name} ({count})" for name, count in mistakes(sheet).items())
        rows.append({name: cell(value) for name, value in row.items()})
    return csv_bytes((*COLUMNS, *items.values()), rows)


def mistakes(sheet: Sheet) -> Counter[str]:
    """How often each catalogued mistake was made."""
    return Counter(
        verdict.mistake for problem in sheet.problems for verdict in problem.verdicts if verdict.mistake
    )


def waiting(sheets: Sequence[Sheet], troubles: Sequence[str]) -> bytes:
    """What a person has to look at: answers that could not be read or marked, and whatever else is odd."""
    rows = [{"what": trouble} for trouble in troubles]
    for sheet in sheets:
        said = [*([] if sheet.state == MARKED else [sheet.state]), *sheet.remarks]
        rows += [{"id": sheet.id, "what": what} for what in said]
        for problem in sheet.problems:
            rows += [
                {
                    "id": sheet.id,
                    "problem": f"{problem.number}",
                    "part": verdict.label,
                    "what": "could not be read" if verdict.status == "unread" else "could not be marked",
                    "answer": verdict.typed[:LONGEST],
                }
                for verdict in problem.verdicts
                if verdict.waiting and verdict.max_points
            ]
    return csv_bytes(LISTED, [{name: cell(value) for name, value in row.items()} for row in rows])


def changes(sheets: Sequence[Sheet], corrections: Sequence[Correction]) -> bytes:
    """Whose points the corrections change, and by which."""
    rows = []
    for sheet in sheets:
        why = [
            f"problem {one.item}{one.part or ''}: {one.why or _what(one)}"
            for one in corrections
            if any(problem.item == one.item for problem in sheet.problems)
        ]
        if abs(sheet.points - sheet.before) > 1e-9 and why:  # floats
            row = {
                "id": sheet.id,
                "name": sheet.name,
                "before": points(sheet.before),
                "after": points(sheet.points),
            }
            rows.append({name: cell(value) for name, value in (row | {"why": "; ".join(why)}).items()})
    return csv_bytes(CHANGES, rows)


def _what(one: Correction) -> str:
    if one.full:
        return "full points for all"
    if one.drop:
        return "dropped"
    return f"{one.accept or one.mistake} accepted"
