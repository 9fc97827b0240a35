"""What tests of graders share: a sandbox that any machine has, and the report of a piece of code."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import pytest

from graders.assignment import load_assignment
from graders.sandbox import Limits, Sandbox
from graders.session import grade_many
from graders.submissions import Submission

PATIENT = Limits(seconds=20.0, submission_seconds=120.0)
"""An honest call is no slow one, however busy the machine is with other tests."""


@pytest.fixture(scope="session")
def plain():
    """A sandbox that holds nobody back; what others promise is tested in tests/graders/sandbox."""
    return Sandbox.probe(allow=["plain"])


@pytest.fixture
def report_of(plain, tmp_path):
    """`report_of("losses", source)` is the report of that source; an assignment may be a folder, too."""

    def grade(assignment, source, **options):
        found = load_assignment(assignment)
        path = tmp_path / "handed in" / found.file
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
        someone = Submission("someone", path)
        [report] = grade_many(found, [someone], sandbox=plain, limits=PATIENT, **options)
        return report

    return grade


@pytest.fixture
def assignment_of(tmp_path):
    """`assignment_of(checks, solution)` is the folder of an assignment made of these two texts."""

    def make(checks, solution, *, functions=("double",), file="double.py"):
        folder = tmp_path / "an_assignment"
        folder.mkdir(exist_ok=True)
        listed = ", ".join(f'"{name}"' for name in functions)
        settings = f'title = "Something"\nfile = "{file}"\nfunctions = [{listed}]\n'
        (folder / "assignment.toml").write_text(settings, encoding="utf-8")
        (folder / "checks.py").write_text(checks, encoding="utf-8")
        (folder / "solution.py").write_text(solution, encoding="utf-8")
        return folder

    return make
