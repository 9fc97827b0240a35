"""The examples build, verify, and give no two students of a large class the same paper."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.build import draw_copy
from generator.copies import Copy
from generator.family import family_names
from generator.quiz import read_quiz
from generator.roster import Student

EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*.toml"))
STUDENTS = 300
every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


@every_example
def test_an_example_builds_and_verifies(quizgrad, tmp_path, monkeypatch, path):
    monkeypatch.setenv("QUIZGRAD_SECRET", "the examples' secret")
    out = tmp_path / "out"
    ran = quizgrad("build", path, "--versions", 2, "--formats", "md", "--out", out, "--jobs", 1)
    assert ran.code == 0, ran.err
    assert len(list((out / "instructor" / "keys").glob("*.md"))) == 2
    assert quizgrad("verify", out).code == 0


def test_there_is_a_quiz_a_lecture_and_a_practice_bank_of_every_family():
    sizes = {path.stem: len(read_quiz(path).items) for path in EXAMPLES}
    assert {"cs540-2021", "cs540-2023", "cs540-2026", "cs760", "cs2109s", "midterm"} <= set(sizes)
    assert sizes["midterm-choice"] == 20
    practice = next(path for path in EXAMPLES if path.stem == "practice")
    assert {item.request.loaded.name for item in read_quiz(practice).items} == set(family_names())


@pytest.mark.parametrize(
    "path", [path for path in EXAMPLES if path.stem != "practice"], ids=lambda path: path.stem
)
def test_no_two_students_of_three_hundred_get_equal_papers(path):
    quiz = read_quiz(path)
    papers = set()
    for number in range(STUDENTS):
        name = f"s{number:04d}"
        placed = draw_copy(quiz, "a secret of the class", Copy(name, Student(name), name))
        asked = [
            [item.problem.givens_json(), [part.ask.name for part in item.problem.parts]] for item in placed
        ]
        papers.add(json.dumps(asked))
    assert len(papers) == STUDENTS
