"""How a check ended, in words to the student: what pytest caught becomes a result."""

from __future__ import annotations

from inspect import cleandoc
from pathlib import Path

import pytest

from graders.checks import check_name, is_hidden, spoken, worth
from graders.comparing import CheckFailedError
from graders.desk import Desk
from graders.records import CheckResult, Status

PRINTED = 10_000
"""As many characters are kept of what the student's code prints during one check."""


def result_of(item: pytest.Item, call: pytest.CallInfo[None], desk: Desk) -> CheckResult:
    """The result of a check; what it costs is charged to the mistake that is named."""
    status, message, mistake, divergence = _outcome(item, call)
    points = worth(item) if status == "passed" else 0.0
    if call.excinfo is not None and isinstance(error := call.excinfo.value, CheckFailedError):
        before = desk.charge(error, check_name(item))
        if before is not None and before.points and error.alone:
            points = min(before.points, worth(item))
            cost = f"{error.mistake} has cost {before.points:g} in the check {spoken(before.check)} already"
            message += f"\n{cost}, and costs only what is left here."
    return CheckResult(
        name=check_name(item),
        points=points,
        max_points=worth(item),
        status=status,
        message="\n".join(desk.remarks) if status == "passed" else message,
        mistake=desk.shown if status == "passed" else mistake,
        first_divergence=divergence,
        hidden=is_hidden(item),
        printed="" if is_hidden(item) else "".join(desk.printed)[:PRINTED],
        trouble=_trouble(item, call.excinfo) if status == "could_not_grade" and call.excinfo else "",
    )


def _outcome(item: pytest.Item, call: pytest.CallInfo[None]) -> tuple[Status, str, str | None, str | None]:
    if call.excinfo is None:
        return "passed", "", None, None
    error = call.excinfo.value
    if isinstance(error, pytest.skip.Exception):
        return "skipped", error.msg or "Skipped.", None, None
    says = cleandoc(getattr(item.obj, "__doc__", None) or "") if isinstance(item, pytest.Function) else ""
    if isinstance(error, CheckFailedError):
        parts = [error.message, says and f"What is checked: {says}", "" if is_hidden(item) else error.details]
        return "failed", "\n".join(filter(None, parts)), error.mistake, error.divergence
    if isinstance(error, (AssertionError, pytest.fail.Exception)):
        shown = "" if is_hidden(item) else str(error)
        return "failed", "\n".join(filter(None, [says, shown])) or "The check failed.", None, None
    text = f"The grader itself failed here ({type(error).__name__}); this is no fault of yours."
    return "could_not_grade", text, None, None


def _trouble(item: pytest.Item, raised: pytest.ExceptionInfo[BaseException]) -> str:
    """The grader's own error, and the line of its file where it came about."""
    lines = [entry.lineno + 1 for entry in raised.traceback if Path(entry.path) == item.path]
    where = f" ({item.path.name}, line {lines[-1]})" if lines else ""
    error = raised.value
    if isinstance(error, pytest.FixtureLookupError):
        return f"there is no fixture {error.argname}; a check has student and draw ({item.path.name})"
    return f"{type(error).__name__}: {error}{where}"
