"""How each problem fared, for spreadsheets: a row a problem, and one a part where there are several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graders.marking.books import Book, table
from graders.marking.items import ItemReport, Tally
from graders.marking.states import STATES

FILE = "instructor/items.csv"
COLUMNS = (
    "item", "part", "family", "of", "points", "students", "answered", *STATES, "share", "spread",
    "discrimination", "mistakes", "wrong_letters", "versions_p", "warnings",
)  # fmt: skip


def written(book: Book) -> bytes:
    """Shares are of the points; empty where there is nothing to say."""
    return table(COLUMNS, [row for report in book.items for row in _rows(book, report)])


def _rows(book: Book, report: ItemReport) -> Iterator[dict[str, Any]]:
    yield {
        **_row(report, report.whole),
        "points": f"{report.points:g}",
        "versions_p": number(report.p),
        "warnings": " ".join(book.warnings[report.item]),
    }
    yield from (_row(report, part) for part in report.parts)


def _row(report: ItemReport, tally: Tally) -> dict[str, Any]:
    return {
        "item": report.item,
        "part": tally.label,
        "family": report.family,
        "of": "; ".join(tally.of),
        "students": tally.students,
        "answered": tally.answered,
        **{str(state): count for state, count in tally.counts.items()},
        "share": number(tally.share),
        "spread": number(tally.spread),
        "discrimination": number(tally.discrimination),
        "mistakes": "; ".join(f"{made.name} ({made.count})" for made in tally.mistakes),
        "wrong_letters": "; ".join(f"{letter} ({count})" for letter, count in tally.letters),
    }


def number(value: float | None) -> float | str:
    """A statistic to four decimals."""
    return "" if value is None else round(value, 4) + 0.0
