"""What docs/graders.md shows works as it stands there."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from graders import Draw, checks
from graders.assignment import load_assignment
from graders.sandbox import Sandbox
from graders.starter import starter
from reference.mistakes import load

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "graders.md").read_text(encoding="utf-8")
SOLUTION = "def linear(X, W, b):\n    return X @ W.T + b\n"


def shown(name, language):
    """The block that the guide shows for a file."""
    return re.search(rf"`{re.escape(name)}`.*?```{language}\n(.*?)```", GUIDE, re.DOTALL)[1]


@pytest.fixture
def linear(tmp_path):
    """The guide's assignment."""
    folder = tmp_path / "linear"
    folder.mkdir()
    for name, language in (
        ("assignment.toml", "toml"), ("solution.py", "python"),
        ("checks.py", "python"), ("mistakes.toml", "toml"),
    ):  # fmt: skip
        (folder / name).write_text(shown(f"linear/{name}", language), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("def double(x):\n    return x + x\n", "3 of 3 points"),
        ("def double(x):\n    return x\n", "0 of 3 points"),
        ("def double(x):\n    return 2 * x if x.shape else 1.0\n", "2 of 3 points"),
    ],
)
def test_the_grader_in_ten_lines_grades(tmp_path, environment, source, says):
    grader = shown("my_grader.py", "python")
    (tmp_path / "my_grader.py").write_text(grader, encoding="utf-8")
    (tmp_path / "double.py").write_text(source, encoding="utf-8")
    command = shlex.split(re.search(r"```sh\n(python -m pytest .*)\n```", GUIDE)[1])
    ran = subprocess.run(
        [sys.executable, *command[1:], "--unsafe", "-p", "no:cacheprovider"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert says in ran.stdout, ran.stdout + ran.stderr


def test_the_own_assignment_has_a_starter_and_a_solution_that_gets_all_points(linear, report_of):
    found = load_assignment(linear)
    assert "raise NotImplementedError" in starter(found)
    assert report_of(linear, found.solution.read_text(encoding="utf-8")).score == 3
    assert report_of(linear, starter(found)).score == 0


def test_the_own_solution_is_graded_as_the_guide_says(linear, quizgrad):
    if Sandbox.probe().strength != "strong":
        pytest.skip("no sandbox that is strong enough works here")
    line = re.search(r"`quizgrad (grade linear .*?)`", GUIDE)[1]
    ran = quizgrad(*line.split())
    assert ran.code == 0, ran.err
    assert "Points of 3: median 3, lowest 3, highest 3." in ran.out


@pytest.mark.parametrize(
    ("source", "mistake"),
    [
        (SOLUTION.replace(" + b", ""), "bias_left_out"),
        (SOLUTION.replace("W.T", "W"), "weights_transposed"),
        (SOLUTION.replace("X @", "2 * X @"), None),
    ],
)
def test_the_own_assignments_mistakes_are_named(linear, report_of, source, mistake):
    report = report_of(linear, source)
    assert report.score == (1 if mistake == "bias_left_out" else 0)
    assert report.checks[0].mistake == mistake
    assert len(load(linear / "mistakes.toml")) == 2


def test_the_guide_lists_every_mark_and_every_draw():
    public = {name for name in vars(checks) if name in ("points", "hidden", "needs")}
    assert all(f"@{name}" in GUIDE for name in public)
    draws = {name for name in vars(Draw) if not name.startswith("_")}
    assert all(f"`{name}`" in GUIDE for name in draws)


def test_the_guides_regression_case_has_the_keys_of_the_corpus():
    block = re.search(r"`expected.toml`:\n\n```toml\n(.*?)```", GUIDE, re.DOTALL)[1]
    folder = ROOT / "tests" / "graders" / "corpus" / "activations" / "relu_derivative_zero_at_zero_where"
    assert tomllib.loads(block) == tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
