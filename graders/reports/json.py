"""The report for programs: score, sandbox, checks; never the seed."""

from __future__ import annotations

import json

from graders.assignment import Assignment
from graders.journal import Graded


def student(graded: Graded, assignment: Assignment) -> bytes:
    """One JSON object; see Report.shown."""
    text = json.dumps(graded.report.shown(), indent=1, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode(errors="replace")
