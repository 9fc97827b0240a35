"""Grades many submissions into a folder: reports, gradebook, and a journal to go on from after a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.errors import unknown
from generator.files import write_whole
from generator.roster import Student
from graders import reports
from graders.assignment import Assignment
from graders.journal import Graded, Journal, stem_of
from graders.records import CheckResult, Report
from graders.reports import Book, Row
from graders.sandbox import Limits, Sandbox
from graders.submissions import Submission, folded
from graders.worker import Task
from graders.workers import Lost, grade_all

NOTHING = "nothing handed in"
NOT_YET = "not graded yet"


@dataclass(frozen=True)
class Batch:
    """What to grade, and how. only: the ids to grade anew; all that are not graded yet, when empty."""

    assignment: Assignment
    submissions: tuple[Submission, ...]
    out: Path
    sandbox: Sandbox
    roster: tuple[Student, ...] = ()
    only: tuple[str, ...] = ()
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Outcome:
    """How many were graded now and before, and the whole gradebook."""

    now: int
    before: int
    book: Book


def grade(batch: Batch, *, progress: Callable[[int], None] = lambda _: None) -> Outcome:
    """Grade what isn't graded yet, and write everything that follows from it.

    progress is called with the number of submissions done since its last call.

    Raises
    ------
    InputError
        When the assignment, the sandbox, an id of `only` or the output folder is at fault.
    """
    wanted = _wanted(batch)
    journal = Journal(batch.out, batch.assignment)
    names = {folded(student.id): student.name for student in batch.roster}
    now = 0
    with journal.alone():
        for graded in journal.all():  # a killed run may have left an entry without its reports
            _write_reports(batch, _named(graded, names))
        left = [one for one in wanted if batch.only or not journal.has(one)]
        progress(before := len(wanted) - len(left))
        try:
            for submission, graded in _graded(batch, left):
                journal.keep(submission, graded)
                _write_reports(batch, _named(graded, names))
                now += 1
                progress(1)
        finally:
            book = _book(batch, journal)
            if now or not left:
                for file, data in reports.of_batch(book):
                    write_whole(batch.out / file, data, private=True)
    return Outcome(now, before, book)


def _wanted(batch: Batch) -> list[Submission]:
    by_id = {folded(submission.id): submission for submission in batch.submissions}
    for id_ in batch.only:
        if folded(id_) not in by_id:
            raise unknown("submission", id_, [submission.id for submission in batch.submissions])
    only = {folded(id_) for id_ in batch.only}
    return [one for one in batch.submissions if not only or folded(one.id) in only]


def _graded(batch: Batch, left: Sequence[Submission]) -> Iterator[tuple[Submission, Graded]]:
    task = Task(batch.assignment.folder.resolve(), batch.sandbox, batch.limits)
    like: Report | None = None
    for item in grade_all(task, left, batch.jobs):
        if isinstance(item, Lost):
            submission, report, why = item.submission, _ungraded(item, like), item.why
        else:
            (submission, report), why = item, ""
            like = report
        notes = tuple(dict.fromkeys((*submission.notes, *report.notes)))
        yield submission, Graded(replace(report, notes=notes), why, submission.remarks)


def _ungraded(lost: Lost, like: Report | None) -> Report:
    """The report of a submission that could not be graded, with the checks of another's if there is one."""
    message = "This could not be graded. That is no fault of yours; your instructor sees it too."
    template = like.checks if like else (CheckResult("grading", 0.0, 0.0, "could_not_grade", message),)
    checks = tuple(
        CheckResult(check.name, 0.0, check.max_points, "could_not_grade", message, hidden=check.hidden)
        for check in template
    )
    worth = like.max_score if like else 0.0
    return Report(lost.submission.id, 0.0, worth, like.sandbox if like else {}, checks, seed="")


def _write_reports(batch: Batch, graded: Graded) -> None:
    for kind, data in reports.of_student(graded, batch.assignment):
        path = batch.out / "reports" / f"{stem_of(graded.id)}.{kind}"
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data, private=True)


def _named(graded: Graded, names: dict[str, str]) -> Graded:
    return replace(graded, name=names.get(folded(graded.id), ""))


def _book(batch: Batch, journal: Journal) -> Book:
    """Everybody: the roster in its order, then who isn't on it; also who handed in nothing."""
    waiting = {folded(one.id): one for one in batch.submissions if not journal.has(one)}
    there = {folded(one.id): one for one in batch.submissions}
    entries = {}
    for graded in journal.all():
        if (key := folded(graded.id)) not in waiting:
            remarks = there[key].remarks if key in there else graded.remarks
            entries[key] = replace(_without_output(graded), remarks=remarks)
    rows = []
    for student in batch.roster:
        key = folded(student.id)
        state = NOT_YET if waiting.pop(key, None) else NOTHING
        rows.append(Row(student.id, student.name, entries.pop(key, None), state))
    known = "not on the roster" if batch.roster else ""
    rest = [Row(one.id, "", None, NOT_YET, (known,)) for one in waiting.values()]
    rest += [
        Row(one.id, "", one, "", (known, "" if key in there else "not among the submissions this time"))
        for key, one in entries.items()
    ]
    return Book(batch.assignment, (*rows, *sorted(rest, key=lambda row: row.id)))


def _without_output(graded: Graded) -> Graded:
    """The book of a large class stays small: what students printed stands in their own reports."""
    checks = tuple(replace(check, printed="") for check in graded.report.checks)
    return replace(graded, report=replace(graded.report, checks=checks))
