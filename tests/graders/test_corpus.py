"""Every folder of the corpus gets the score, the mistake and the failing checks that it expects.

A new case is a new folder: corpus/ASSIGNMENT/NAME/ with the student's file and expected.toml, which has
`score`, `not_passed` (names of checks) and, where a mistake is to be named, `mistake`.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from graders.assignment import assignments, load_assignment
from graders.general import general
from graders.sandbox import Limits
from graders.session import grade_many
from graders.submissions import Submission
from reference.mistakes import catalogue, load

CORPUS = Path(__file__).parent / "corpus"
FOLDERS = sorted(path.parent for path in CORPUS.glob("*/*/expected.toml"))
every_folder = pytest.mark.parametrize(
    "folder", [pytest.param(path, id=f"{path.parent.name}-{path.name}") for path in FOLDERS]
)
TAUGHT_BY_QUIZZES = {
    "activation_derivative_left_out",
    "activation_for_its_derivative",
    "derivative_of_preactivation",
    "error_sign",
    "output_derivative_twice",
    "preactivation_for_activation",
    "biases_left_out",
    "activation_left_out",
}
"""The mistakes of the quizzes' catalogue of backpropagation that show in a classifying net's results."""


def expected(folder):
    return tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))


@every_folder
def test_a_submission_gets_its_points_and_its_mistakes_name_and_no_other(folder, plain):
    assignment = load_assignment(folder.parent.name)
    submission = Submission(folder.name, folder / assignment.file)
    patient = Limits(seconds=20.0, submission_seconds=120.0)
    [report] = grade_many(assignment, [submission], sandbox=plain, limits=patient, seed="corpus")
    wanted = expected(folder)
    assert [check.name for check in report.checks if check.status == "could_not_grade"] == []
    assert [check.name for check in report.checks if check.status != "passed"] == wanted["not_passed"]
    assert report.score == wanted["score"]
    mistakes = {check.mistake for check in report.checks if check.mistake is not None}
    assert mistakes == ({wanted["mistake"]} if "mistake" in wanted else set())


def named(assignment):
    return Counter(
        expected(folder).get("mistake") for folder in FOLDERS if folder.parent.name == assignment.name
    )


def all_named():
    return Counter(expected(folder).get("mistake") for folder in FOLDERS)


@pytest.mark.parametrize("assignment", assignments(), ids=lambda assignment: assignment.name)
def test_every_catalogued_mistake_of_an_assignment_is_made_in_two_styles(assignment):
    counts = named(assignment)
    for mistake in load(assignment.folder / "mistakes.toml"):
        assert counts[mistake.name] >= 2, mistake.name


def test_every_mistake_in_handing_back_results_is_made_in_two_styles():
    counts = all_named()
    assert {name: counts[name] for name in general() if counts[name] < 2} == {}


def test_the_quizzes_mistakes_in_backpropagation_are_made_in_two_styles():
    counts = all_named()
    assert {mistake.name for mistake in catalogue("backprop")} >= TAUGHT_BY_QUIZZES
    assert {name for name in TAUGHT_BY_QUIZZES if counts[name] < 2} == set()


def test_there_are_many_mistakes():
    assert len(set(all_named()) - {None}) >= 80
