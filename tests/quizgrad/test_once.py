"""One student's paper asks no statement twice."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from pathlib import Path

import pytest

from generator import concepts
from generator.build import draw_copy
from generator.copies import Copy
from generator.quiz import read_quiz
from generator.roster import Student

PRACTICE = Path(__file__).resolve().parents[2] / "examples" / "practice.toml"
PROBLEM = '[[problem]]\nfamily = "{}"\ncount = {}\noptions = {}\n\n'
KINDS = "".join(
    PROBLEM.format(name, count, options)
    for name, count, options in [
        ("true_or_false", 5, "{ difficulty = 'hard' }"),
        ("both_or_neither", 8, "{}"),
        ("choose_statement", 5, "{ difficulty = 'easy' }"),
        ("fill_the_gap", 4, "{}"),
    ]
)
NARROW = PROBLEM.format("true_or_false", 4, "{ topics = [16, 17] }")
BY_HAND = """
[[problem]]
family = "both_or_neither"
count = 3
options = { topics = [22, 23] }

[[problem]]
family = "true_or_false"
given = { statements = ["STATEMENTS"] }
"""


def names(placed):
    """The statements and sentences of a paper."""
    return [name for item in placed for name in asked(item.problem.loaded.family, item.problem.givens)]


def asked(family, givens):
    return getattr(givens, family.once) if family.once else ()


def paper(quiz, number=0):
    name = f"s{number:03d}"
    return draw_copy(quiz, "a secret", Copy(name, Student(name), name))


@pytest.fixture
def quiz(tmp_path):
    def quiz(text):
        path = tmp_path / "quiz.toml"
        path.write_text(text, encoding="utf-8")
        return read_quiz(path)

    return quiz


@pytest.mark.parametrize("text", [KINDS, NARROW, PRACTICE.read_text(encoding="utf-8")])
def test_no_paper_of_three_hundred_asks_a_statement_twice(quiz, text):
    read = quiz(text)
    items = tuple(item for item in read.items if item.request.loaded.family.once)
    assert len(items) >= 4
    read = dataclasses.replace(read, items=items)  # the others ask no statements
    for number in range(300):
        found = Counter(names(paper(read, number)))
        assert max(found.values()) == 1, (number, found.most_common(1))


def test_the_problems_of_one_paper_alone_would_repeat_statements(quiz):
    """Or else the tests here would pass without anything being left out."""
    read = quiz(NARROW)
    draws = [paper(read, number)[0].problem.givens.statements for number in range(4)]
    assert len({name for draw in draws for name in draw}) < 16


def test_what_is_given_by_hand_is_asked_by_no_other_problem(quiz):
    usable = [item for item in concepts.bank().values() if item.topic in (22, 23) and "cs540" in item.taught]
    by_hand = usable[:6]
    read = quiz(BY_HAND.replace("STATEMENTS", '", "'.join(item.name for item in by_hand)))
    for number in range(40):
        *drawn, given = paper(read, number)
        assert given.problem.givens.statements == tuple(item.name for item in by_hand)
        assert set(names(drawn)).isdisjoint(names([given]))


def test_what_is_left_out_by_hand_is_not_asked(quiz):
    out = [item.name for item in concepts.bank().values() if item.topic == 22][:2]
    read = quiz(PROBLEM.format("both_or_neither", 1, f"{{ topics = [22], without = {json.dumps(out)} }}"))
    found = {name for number in range(60) for name in names(paper(read, number))}
    assert found
    assert found.isdisjoint(out)


def test_a_statement_that_is_not_there_can_not_be_left_out(quizgrad, tmp_path):
    path = tmp_path / "quiz.toml"
    path.write_text(PROBLEM.format("true_or_false", 1, "{ without = ['xor_by_magic'] }"), encoding="utf-8")
    ran = quizgrad("build", path, "--out", tmp_path / "out")
    assert ran.code == 2
    assert "there is no statement 'xor_by_magic'" in ran.err


def test_shuffled_papers_verify(quizgrad, tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZGRAD_SECRET", "a secret")
    path, out = tmp_path / "quiz.toml", tmp_path / "out"
    path.write_text(NARROW + PROBLEM.format("fill_the_gap", 2, "{}"), encoding="utf-8")
    ran = quizgrad("build", path, "--versions", 4, "--formats", "md", "--out", out, "--jobs", 1)
    assert ran.code == 0, ran.err
    ran = quizgrad("verify", out)
    assert ran.code == 0, ran.out + ran.err
    for copy in json.loads((out / "instructor" / "manifest.json").read_text(encoding="utf-8"))["copies"]:
        found = [name for problem in copy["problems"] for name in next(iter(problem["givens"].values()))]
        assert len(set(found)) == len(found) == 4 * 4 + 2 * 4


def test_a_quiz_that_asks_for_more_statements_than_there_are_is_told_so(quizgrad, tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZGRAD_SECRET", "a secret")
    path = tmp_path / "quiz.toml"
    path.write_text(PROBLEM.format("true_or_false", 12, "{ topics = [16, 17] }"), encoding="utf-8")
    ran = quizgrad("build", path, "--out", tmp_path / "out", "--jobs", 1)
    assert ran.code == 2
    (line,) = ran.err.splitlines()
    said = "too few statements on topics 16, 17 in the course cs540 that are not asked already can stand in"
    assert f" of 12): {said} one question; ask for fewer" in line
    assert not (tmp_path / "out").exists()
