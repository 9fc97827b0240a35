"""How each problem fared, for programs."""

from __future__ import annotations

import json
from typing import Any

from graders.marking import statistics
from graders.marking.books import Book
from graders.marking.items import ItemReport, Tally

FILE = "instructor/items.json"


def written(book: Book) -> bytes:
    """One JSON object; null where there is nothing to say."""
    shares = book.shares
    data = {
        "title": book.build.quiz.title,
        "students": len(book.sheets),
        "marked": len(book.marked),
        "waiting": sum(sheet.waiting for sheet in book.marked),
        "scores": {
            "mean": _rounded(statistics.mean(shares)),
            "median": _rounded(statistics.median(shares)),
            "spread": _rounded(statistics.spread(shares)),
            "histogram": statistics.histogram(shares),
        },
        "problems": [_problem(book, report) for report in book.items],
    }
    return f"{json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)}\n".encode(errors="replace")


def _problem(book: Book, report: ItemReport) -> dict[str, Any]:
    return {
        "item": report.item,
        "family": report.family,
        "asks": report.asks,
        "points": report.points,
        **_tally(report.whole),
        "parts": [{"part": tally.label, **_tally(tally)} for tally in report.parts],
        "versions": [
            {"version": one.code, "students": one.students, "share": _rounded(one.share)}
            for one in report.versions
        ],
        "versions_p": _rounded(report.p),
        "warnings": list(book.warnings[report.item]),
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "of": list(tally.of),
        "students": tally.students,
        "answered": tally.answered,
        "counts": dict(tally.counts),
        "share": _rounded(tally.share),
        "spread": _rounded(tally.spread),
        "discrimination": _rounded(tally.discrimination),
        "mistakes": [
            {"name": made.name, "says": made.says, "answers": made.count} for made in tally.mistakes
        ],
        "wrong_letters": dict(tally.letters),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0
