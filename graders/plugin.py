"""The pytest plugin: `python -m pytest -p graders.plugin my_grader.py --submission losses.py`.

A check is a plain test function with the fixtures `student` and `draw`; the student reads its docstring.
"""

from __future__ import annotations

import secrets
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from generator.errors import InputError
from graders.checks import check_name, in_order, is_hidden, needed, spoken, worth
from graders.comparing import CheckFailedError
from graders.desk import Desk
from graders.drawing import Draw
from graders.outcomes import result_of
from graders.records import CheckResult
from graders.student import Student

BENCH = pytest.StashKey["Bench"]()
NO_SUBMISSION = "there is no submission to grade; give --submission FILE"
MARKS = {
    "points(number)": "how many points the check is worth",
    "hidden": "inputs and expected values are kept from the student",
    "needs(*checks)": "the checks that must have passed",
}


@dataclass
class Bench:
    """Where submissions are graded, one after the other.

    desk: the submission that is being graded. drawn: what its checks share. standing: the checks that one
    known mistake alone has failed, given which others can be judged. order: the checks as they stand in the
    grader. notes: what is odd about the submission. trouble: why the grader can't be read.
    """

    desk: Desk | None = None
    seed: str = ""
    results: dict[str, CheckResult] = field(default_factory=dict)
    drawn: dict[object, Any] = field(default_factory=dict)
    standing: set[str] = field(default_factory=set)
    order: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    sandbox: Mapping[str, str] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)

    def next_submission(self, seed: str) -> None:
        """Nothing of one submission is left for the next."""
        self.desk, self.seed = None, seed
        for part in (self.results, self.drawn, self.standing):
            part.clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of grading."""
    group = parser.getgroup("grading")
    group.addoption("--submission", type=Path, help="the student's file")
    group.addoption("--public", action="store_true", help="leave out the hidden checks")
    group.addoption("--seed", help="what inputs are drawn from, to see a report's inputs again")
    group.addoption("--unsafe", action="store_true", help="run the student's code without a proper sandbox")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known; a student's file given on the command line is graded by this session."""
    for mark, says in MARKS.items():
        config.addinivalue_line("markers", f"{mark}: {says}")
    config.stash[BENCH] = Bench(seed=config.getoption("--seed") or secrets.token_hex(16))


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Student:
    """The student's functions: `student.softmax(z)`."""
    desk = request.config.stash[BENCH].desk
    if desk is None:
        raise pytest.UsageError(NO_SUBMISSION)
    return Student(desk)


@pytest.fixture
def draw(request: pytest.FixtureRequest) -> Draw:
    """Inputs drawn for this check and submission."""
    bench = request.config.stash[BENCH]
    return Draw(bench.seed, request.node.name, bench.drawn)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out hidden checks where asked to, and run each check after those that it needs."""
    ordered = in_order(items)
    gone = [item for item in items if is_hidden(item)] if config.getoption("--public") else []
    if gone:
        config.hook.pytest_deselected(items=gone)
    config.stash[BENCH].order = [check_name(item) for item in items if item not in gone]
    items[:] = [item for item in ordered if item not in gone]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport, Any]:
    """Keep what keeps a grader from being read."""
    report = yield
    if report.failed:
        lines = [line for line in report.longreprtext.splitlines() if line.strip()]
        collector.config.stash[BENCH].trouble.append(lines[-1].removeprefix("E").strip() if lines else "?")
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Grade the file that `--submission` names."""
    bench = session.config.stash[BENCH]
    path: Path | None = session.config.getoption("--submission")
    if path is None:
        wanted = any("student" in getattr(item, "fixturenames", ()) for item in session.items)
        if wanted and bench.desk is None:
            raise pytest.UsageError(NO_SUBMISSION)
        return (yield)
    from graders.opening import functions_used, opened
    from graders.sandbox import Limits, Sandbox
    from graders.submissions import find_submissions

    functions = tuple(dict.fromkeys(name for item in session.items for name in functions_used(item.path)))
    if not path.is_file():
        raise pytest.UsageError(f"{path}: there is no such file")
    try:
        (submission,) = find_submissions(path, path.name).submissions
        sandbox = Sandbox.probe()
        sandbox.require(unsafe=session.config.getoption("--unsafe"))
    except InputError as error:
        raise pytest.UsageError(str(error)) from None
    if submission.trouble:
        raise pytest.UsageError(f"{path}: {submission.trouble}")
    with opened(sandbox, submission.path, file=path.name, functions=functions, limits=Limits()) as (
        desk,
        trouble,
    ):
        if trouble:
            raise pytest.UsageError(trouble)
        bench.desk, bench.sandbox, bench.notes = desk, sandbox.states, submission.notes
        try:
            return (yield)
        finally:
            bench.desk = None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The points, what the sandbox was, and the seed."""
    bench = config.stash[BENCH]
    if results := bench.results.values():
        earned, most = sum(result.points for result in results), sum(result.max_points for result in results)
        layers = ", ".join(f"{name} {state}" for name, state in bench.sandbox.items())
        terminalreporter.section("grading")
        for note in bench.notes:
            terminalreporter.line(f"{note[:1].upper()}{note[1:]}.")
        terminalreporter.line(f"{earned:g} of {most:g} points; sandbox: {layers}; seed {bench.seed}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a check when one that it needs has not passed."""
    bench = item.config.stash[BENCH]
    if bench.desk is not None:
        bench.desk.next_check(worth(item))
    for name in needed(item):
        result = bench.results.get(name)
        if result is not None and result.status != "passed" and name not in bench.standing:
            pytest.skip(f"Skipped, since it needs the check {spoken(name)}, which did not pass.")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """See whether the student's code wrote into its arguments, which may be why a check fails."""
    desk = pyfuncitem.config.stash[BENCH].desk
    if desk is None:
        return (yield)
    try:
        result = yield
    except CheckFailedError as error:
        desk.blame_overwriting(error)
        raise
    desk.refuse_overwriting()
    return result


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
    """Write down how the check ended; the student's text stands in place of a traceback, which costs time."""
    bench = item.config.stash[BENCH]
    if bench.desk is None or call.when == "collect" or (call.excinfo is None and call.when != "call"):
        return None
    result = result_of(item, call, bench.desk)
    bench.results[result.name] = result
    if call.excinfo is None or not isinstance(call.excinfo.value, CheckFailedError):
        return None
    if call.excinfo.value.alone:
        bench.standing.add(result.name)
    return pytest.TestReport(
        item.nodeid,
        item.location,
        dict.fromkeys(item.keywords, 1),
        "failed",
        result.message,
        call.when,
        duration=call.duration,
        start=call.start,
        stop=call.stop,
        user_properties=item.user_properties,
    )
