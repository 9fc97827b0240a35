"""Assignments are found by being there; bad ones are one sentence; starters are cut from solutions."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import pytest

from generator.errors import InputError
from graders.assignment import assignments, load_assignment
from graders.starter import starter

SOLUTION = '''"""Doubling."""

import numpy as np


def double(x):
    """Return 2x."""
    ### BEGIN SOLUTION
    return _twice(x)
    ### END SOLUTION


### BEGIN SOLUTION
def _twice(x):
    return np.multiply(2, x)
### END SOLUTION
'''
STARTER = '''"""Doubling."""

import numpy as np


def double(x):
    """Return 2x."""
    # YOUR CODE HERE
    raise NotImplementedError
'''
CHECKS = "def test_double(student):\n    pass\n"


def refused(function, *arguments):
    with pytest.raises(InputError) as caught:
        function(*arguments)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_a_stock_assignment_is_found_by_its_name():
    found = load_assignment("losses")
    assert (found.name, found.file) == ("losses", "losses.py")
    assert "softmax" in found.functions
    assert found in assignments()


def test_an_own_assignment_is_found_by_its_folder(assignment_of):
    folder = assignment_of(CHECKS, SOLUTION)
    found = load_assignment(folder)
    assert (found.name, found.functions) == (folder.name, ("double",))
    assert load_assignment(str(folder)).checks == folder / "checks.py"


def test_a_folder_beside_it_does_not_hide_a_stock_assignment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "losses").mkdir()
    assert load_assignment("losses").file == "losses.py"


@pytest.mark.parametrize("name", ["loses", "../losses", "", "losses/..", "nothing at all"])
def test_an_unknown_name_is_one_sentence(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = refused(load_assignment, name)
    assert "assignment" in text


def test_a_near_name_is_suggested():
    assert refused(load_assignment, "loses") == "there is no assignment 'loses'; did you mean 'losses'?"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("title = ", "not TOML"),
        ('title = "A"\nfile = "a.py"\n', "functions is missing"),
        ('titel = "A"\n', "there is no key 'titel'; did you mean 'title'?"),
        ('title = 3\nfile = "a.py"\nfunctions = ["f"]\n', "title is 3; allowed is one line of text"),
        ('title = "A"\nfile = "../a.py"\nfunctions = ["f"]\n', "file is '../a.py'"),
        ('title = "A"\nfile = "a.txt"\nfunctions = ["f"]\n', "file is 'a.txt'"),
        ('title = "A"\nfile = "a.py"\nfunctions = []\n', "functions is []"),
        ('title = "A"\nfile = "a.py"\nfunctions = ["f g"]\n', "functions is ['f g']"),
        ('title = "A"\nfile = "a.py"\nfunctions = ["_f"]\n', "functions is ['_f']"),
    ],
)
def test_settings_that_can_not_be_used_are_one_sentence(assignment_of, settings, says):
    folder = assignment_of(CHECKS, SOLUTION)
    (folder / "assignment.toml").write_text(settings, encoding="utf-8")
    text = refused(load_assignment, folder)
    assert says in text
    assert str(folder / "assignment.toml") in text


@pytest.mark.parametrize("part", ["checks.py", "solution.py"])
def test_a_missing_part_is_named(assignment_of, part):
    folder = assignment_of(CHECKS, SOLUTION)
    (folder / part).unlink()
    assert str(folder / part) in refused(load_assignment, folder)


def test_the_starter_is_the_solution_without_what_is_between_the_marks(assignment_of):
    assert starter(load_assignment(assignment_of(CHECKS, SOLUTION))) == STARTER


@pytest.mark.parametrize(
    ("solution", "says"),
    [
        ("x = 1\n", "no solution is marked"),
        ("### BEGIN SOLUTION\n", "line 1: ### BEGIN SOLUTION without"),
        ("x = 1\n### END SOLUTION\n", "line 2: ### END SOLUTION without"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n", "line 2: a second"),
        ("def f(:\n### BEGIN SOLUTION\n### END SOLUTION\n", "without its solutions it is no Python"),
        ("def duoble(x):\n    ### BEGIN SOLUTION\n    ### END SOLUTION\n", "it has no function double"),
    ],
)
def test_marks_that_do_not_pair_up_are_one_sentence(assignment_of, solution, says):
    folder = assignment_of(CHECKS, solution)
    text = refused(starter, load_assignment(folder))
    assert says in text
    assert str(folder / "solution.py") in text
