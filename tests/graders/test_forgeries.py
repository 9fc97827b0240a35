"""Hostile submissions are graded like any other: they earn what their numbers are worth, no more."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from graders.assignment import load_assignment
from graders.sandbox import Limits, Sandbox
from graders.session import grade_many
from graders.submissions import Submission

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
LIMITS = Limits(seconds=1.5, submission_seconds=8.0, memory_mb=256)
ONLY_SOFTMAX = 4.0
"""An attack's file has softmax and nothing else."""


@functools.cache
def probed(layer):
    return Sandbox.probe(allow=[layer])


@pytest.fixture(params=["bubblewrap", "landlock"])
def sandbox(request):
    """A sandbox of one strong layer, where it works; root becomes another user."""
    found = probed(request.param)
    if found.strength != "strong":
        pytest.skip(f"{request.param} doesn't work here: {found.reasons[request.param]}")
    return found


def may_be_right(path):
    return '"right"' in re.search(r"^#: reply = (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)[1]


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_earns_nothing_and_the_next_submission_gets_its_points(path, sandbox):
    assignment = load_assignment("losses")
    found = [Submission("attack", path), Submission("honest", assignment.solution)]
    attack, honest = grade_many(assignment, found, sandbox=sandbox, limits=LIMITS)
    assert attack.score <= (ONLY_SOFTMAX if may_be_right(path) else 0)
    assert [check.name for check in attack.checks if check.status == "could_not_grade"] == []
    assert honest.score == honest.max_score
    assert not any(check.message for check in honest.checks)
