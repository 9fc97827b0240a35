"""One pytest session that grades many submissions."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from _pytest.config import _prepareconfig

from generator.errors import InputError, unknown
from graders.assignment import Assignment
from graders.checks import check_name, is_hidden, worth
from graders.opening import functions_used, opened
from graders.plugin import BENCH, Bench
from graders.records import CheckResult, Report, Status
from graders.sandbox import Limits, Sandbox, SandboxError
from graders.submissions import Submission

Which: TypeAlias = Literal["public", "all"]

_UNUSED = (
    "cacheprovider", "capture", "debugging", "doctest", "faulthandler", "junitxml", "logging", "pastebin",
    "stepwise", "terminal", "threadexception", "unraisableexception", "warnings",
)  # fmt: skip
_OURS_ALONE = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")


def grade_many(
    assignment: Assignment,
    submissions: Iterable[Submission],
    *,
    sandbox: Sandbox,
    limits: Limits,
    which: Which = "all",
    seed: str | None = None,
) -> Iterator[Report]:
    """The report of each submission, in the order given, each as soon as it is made.

    which: "public" leaves out the hidden checks. seed: what inputs are drawn from, to see a report's
    inputs again; without it every submission gets a fresh secret. A submission that has trouble is not
    run: its report gives that as the reason of every check, as our fault where it is none of the student's.

    Raises
    ------
    InputError
        When the assignment's checks can't be collected; names the file and what is wrong.
    """
    with _session(assignment, which) as (session, bench):
        for submission in submissions:
            bench.next_submission(seed or secrets.token_hex(16))
            notes = list(submission.notes)
            if submission.trouble:
                _all(
                    session, bench, "could_not_grade" if submission.no_fault else "failed", submission.trouble
                )
            else:
                notes += _grade(session, bench, assignment, submission, sandbox, limits)
            yield _report(session, bench, submission, sandbox, notes)


def _grade(
    session: pytest.Session,
    bench: Bench,
    assignment: Assignment,
    submission: Submission,
    sandbox: Sandbox,
    limits: Limits,
) -> list[str]:
    """Fill the bench's results; returns what is to be said of the submission as a whole."""
    try:
        with opened(
            sandbox, submission.path, file=assignment.file, functions=assignment.functions, limits=limits
        ) as (desk, trouble):
            if trouble:
                _all(session, bench, "failed", trouble)
                return []
            said = "".join(desk.printed).strip()
            bench.desk = desk
            _run(session)
            return [f"Printed while {assignment.file} was loaded: {said}"] if said else []
    except InputError as error:
        _all(session, bench, "failed", str(error).replace(str(submission.path), assignment.file))
        return []
    except SandboxError as error:
        _all(session, bench, "could_not_grade", f"The sandbox failed ({error}); this is no fault of yours.")
        return []
    finally:
        bench.desk = None


def _run(session: pytest.Session) -> None:
    followers = [*session.items[1:], None]
    for item, following in zip(session.items, followers, strict=True):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _all(session: pytest.Session, bench: Bench, status: Status, message: str) -> None:
    """The same result for every check that has none yet."""
    for item in session.items:
        name = check_name(item)
        hidden = is_hidden(item)
        bench.results.setdefault(name, CheckResult(name, 0.0, worth(item), status, message, hidden=hidden))


def _report(
    session: pytest.Session, bench: Bench, submission: Submission, sandbox: Sandbox, notes: Sequence[str]
) -> Report:
    _all(session, bench, "could_not_grade", "The grader gave no result here; this is no fault of yours.")
    checks = tuple(bench.results[name] for name in bench.order)
    return Report(
        submission=submission.id,
        score=round(sum(check.points for check in checks), 6),
        max_score=round(sum(check.max_points for check in checks), 6),
        sandbox=sandbox.states,
        checks=checks,
        seed=bench.seed,
        notes=tuple(notes),
    )


@contextmanager
def _session(assignment: Assignment, which: Which) -> Iterator[tuple[pytest.Session, Bench]]:
    """A pytest session with the assignment's checks collected, and nothing in it that keeps results."""
    arguments = [str(assignment.checks), "-c", str(Path(__file__).with_suffix(".ini")), "--noconftest"]
    arguments += ["--import-mode=importlib", "--strict-markers", "-p", "graders.plugin"]
    for name in _UNUSED:
        arguments += ["-p", f"no:{name}"]
    with _without_environment():
        config = _prepareconfig(arguments + (["--public"] if which == "public" else []))
    try:
        config._do_configure()
        session = pytest.Session.from_config(config)
        bench = config.stash[BENCH]
        config.hook.pytest_sessionstart(session=session)
        try:
            config.hook.pytest_collection(session=session)
        except pytest.UsageError as error:
            raise InputError(f"{assignment.checks}: {error}") from None
        if bench.trouble:
            raise InputError(f"{assignment.checks}: the checks can't be collected: {bench.trouble[0]}")
        if not session.items:
            raise InputError(f"{assignment.checks}: there is no check in it; a check is a function test_…")
        for name in functions_used(assignment.checks):
            if name not in assignment.functions:
                raise unknown(
                    "function", name, assignment.functions, where=f"{assignment.checks}, student.{name}"
                )
        yield session, bench
        config.hook.pytest_sessionfinish(session=session, exitstatus=0)
    finally:
        config._ensure_unconfigure()


@contextmanager
def _without_environment() -> Iterator[None]:
    """Pytest's own variables do not reach into grading, nor do plugins that happen to be installed."""
    kept = {name: os.environ.pop(name, None) for name in (*_OURS_ALONE, "PYTEST_DISABLE_PLUGIN_AUTOLOAD")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update({name: value for name, value in kept.items() if value is not None})
