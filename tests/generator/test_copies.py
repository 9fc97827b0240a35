"""Copies: whose papers they are, their codes, and the order of their problems."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import pytest

from generator import copies
from generator.copies import arranged, copies_for, settled
from generator.keys import seed_for
from generator.quiz import read_quiz
from generator.roster import Student

QUIZ = '[[problem]]\nfamily = "parameter_count"\ncount = 5\n'
FIXED = (False, True, False, False, True, False)


@pytest.fixture
def quiz(tmp_path):
    def write(text=QUIZ):
        (tmp_path / "quiz.toml").write_text(text, encoding="utf-8")
        return read_quiz(tmp_path / "quiz.toml")

    return write


def test_without_a_seed_the_order_is_the_quiz_files():
    assert arranged(FIXED, "") == (1, 2, 3, 4, 5, 6)


def test_every_order_has_each_item_once_and_the_fixed_ones_at_their_places():
    orders = {arranged(FIXED, seed_for("orders", number)) for number in range(400)}
    assert all(sorted(order) == [1, 2, 3, 4, 5, 6] and (order[1], order[4]) == (2, 5) for order in orders)
    assert len(orders) == 24, "all arrangements of the four others come up"


def test_an_order_follows_from_the_secret_and_the_copy(quiz):
    found = settled(copies_for((), 4), quiz(), "secret one")
    assert found == settled(copies_for((), 4), quiz(), "secret one")
    assert [copy.order for copy in found] != [
        copy.order for copy in settled(copies_for((), 4), quiz(), "secret two")
    ]


def test_versions_take_all_orders_before_one_comes_again(quiz):
    three = quiz(QUIZ.replace("5", "3"))
    orders = [arranged(three.fixed, copy.order) for copy in settled(copies_for((), 8), three, "a secret")]
    assert len(set(orders[:6])) == 6
    assert orders[0] == (1, 2, 3)


def test_a_code_that_comes_twice_is_made_anew(quiz, monkeypatch):
    def code_for(secret, *key):
        return "SAME23" if len(key) == 2 else f"OTHER{key[-1] + key[1].count('3')}"

    monkeypatch.setattr(copies, "code_for", code_for)
    codes = [copy.version for copy in settled(copies_for((), 3), quiz(), "a secret")]
    assert codes == ["SAME23", "OTHER1", "OTHER2"]


@pytest.mark.parametrize(
    ("setting", "moved"), [("", False), ("shuffle = false\n", False), ("shuffle = true\n", True)]
)
def test_a_rosters_papers_are_shuffled_on_request(quiz, setting, moved):
    students = [Student(name) for name in ("ada", "emmy", "grace")]
    found = settled(copies_for(students, 1), quiz(setting + QUIZ), "a secret")
    assert [bool(copy.order) for copy in found] == [moved] * 3
    alone = settled(copies_for(students[1:2], 1), quiz(setting + QUIZ), "a secret")
    assert alone == found[1:2], "whoever else is on the roster"
