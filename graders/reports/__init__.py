"""The kinds of report: a module here is a kind, found by being there.

A module with `student(graded, assignment) -> bytes` makes a file a student, OUT/reports/ID.MODULE; one
with `FILE` and `batch(book) -> bytes` makes one file for all, OUT/FILE. Other modules print.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from graders.assignment import Assignment
from graders.checks import spoken
from graders.journal import Graded
from graders.records import CheckResult, Report

WORDS = {
    "passed": ("✓", "passed"),
    "failed": ("✗", "failed"),
    "skipped": ("–", "skipped"),
    "could_not_grade": ("!", "could not be graded"),
}
LONGEST = 300
PRINTED = "Printed while "


@dataclass(frozen=True)
class Row:
    """A student's line of the gradebook; graded is None where there is nothing, and state says why."""

    id: str
    name: str
    graded: Graded | None
    state: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Book:
    """A class's results."""

    assignment: Assignment
    rows: tuple[Row, ...]


def of_student(graded: Graded, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """(kind, file) of each report that a student gets."""
    for name, module in _modules().items():
        if hasattr(module, "student"):
            yield name, module.student(graded, assignment)


def of_batch(book: Book) -> Iterator[tuple[str, bytes]]:
    """(file's name, file) of each report on all."""
    for module in _modules().values():
        if hasattr(module, "batch"):
            yield module.FILE, module.batch(book)


def common_reason(report: Report) -> str:
    """Why no check at all passed, where there is one reason for all, such as a file that can't be loaded."""
    reasons = {check.message for check in report.checks if check.status != "passed"}
    everywhere = len(report.checks) > 1 and all(check.status != "passed" for check in report.checks)
    return reasons.pop() if everywhere and len(reasons) == 1 else ""


def remarks(row: Row) -> list[str]:
    """What is odd about a submission, a line each; what its file printed when it was loaded is not."""
    found = list(row.remarks)
    if row.graded is not None:
        report = row.graded.report
        reason = row.graded.why or common_reason(report)
        troubles = [f"{check.name}: {check.trouble}" for check in report.checks if check.trouble]
        found = [reason, *troubles, *report.notes, *row.graded.remarks, *found]
    texts = [text.strip() for text in found if text.strip() and not text.startswith(PRINTED)]
    return [text.splitlines()[0][:LONGEST].rstrip(".") for text in texts]


def divergence_of(check: CheckResult) -> str:
    """The first step that is off, where it is one of several: not the only value that a function returns."""
    step = check.first_divergence or ""
    return "" if check.message.startswith(f"{step}(…)") else step


def sandbox_of(report: Report) -> str:
    """The sandbox's layers and their states: bubblewrap on, landlock off."""
    return ", ".join(f"{layer.replace('_', ' ')} {state}" for layer, state in report.sandbox.items())


def title_of(check: CheckResult) -> str:
    """A check's name for people."""
    return spoken(check.name)


@cache
def _modules() -> dict[str, Any]:
    return {
        found.name: importlib.import_module(f"{__name__}.{found.name}")
        for found in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name)
    }
