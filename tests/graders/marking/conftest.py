"""Small builds on disk, and classes that hand in for them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from generator.build import Plan, build
from generator.copies import copies_for
from generator.rebuilt import Rebuilt, read_build
from generator.roster import Student

QUIZ = """
title = "Marked"

[[problem]]
family = "parameter_count"
points = 2

[[problem]]
family = "backprop"
points = 6
options = { ask = ["z1_1", "yhat", "dW1_1_1"], activation = ["sigmoid"] }

[[problem]]
family = "softmax_values"
points = 3
as = "choice"
"""
CLASS = (Student("ada", "Ada L."), Student("emmy", "Emmy N."), Student("grace", "Grace H."))


@pytest.fixture(scope="session")
def build_folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A build for three students, and one of two versions of which the second stands in another order."""
    folder = tmp_path_factory.mktemp("builds")
    (folder / "quiz.toml").write_text(QUIZ, encoding="utf-8")
    for name, copies in (("roster", copies_for(CLASS, 1)), ("versions", copies_for((), 2))):
        build(Plan(folder / "quiz.toml", "a secret of tests", copies, ("md",)), folder / name)
    return {name: folder / name for name in ("roster", "versions")}


@pytest.fixture
def built(build_folders: dict[str, Path]) -> Rebuilt:
    """The build for three students."""
    return read_build(build_folders["roster"])


@pytest.fixture
def versions(build_folders: dict[str, Path]) -> Rebuilt:
    """The build of two versions."""
    return read_build(build_folders["versions"])


LONGER = """
title = "Quiz 1"
course = "CS 540"

[[problem]]
family = "parameter_count"
points = 4

[[problem]]
family = "softmax_values"
points = 8

[[problem]]
family = "backprop"
points = 9
options = { forward = 1, weights = 1 }

[[problem]]
family = "xor_weights"
points = 4
as = "choice"
"""
NAMES = ("Ada Lovelace", "Grace Hopper", "Emmy Noether", "Zoë Łuczak")
HOSTILE = (
    "<script>alert(1)</script>",
    "$x_1$ # *bold* `a` \\frac{1}{2} [l](http://x)",
    "\u202e0.5",
    "你好 😀",
    "A" * 5000,
    "1 2\n3 4\n5",
    "\\input{/etc/passwd}",
    '"); #panic("x") @ref <label>',
)
Rows = list[dict[str, str]]


def build_for(folder: Path, students: int, *, versions: int = 0, quiz: str = LONGER) -> Path:
    """A build in `folder`, for students s01, s02, … or in so many versions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "quiz.toml").write_text(quiz, encoding="utf-8")
    roster = [Student(f"s{k:02}", NAMES[k % 4] if k < 5 else f"Student {k}") for k in range(1, students + 1)]
    plan = Plan(
        folder / "quiz.toml", "a secret of tests", copies_for(() if versions else roster, versions), ("md",)
    )
    build(plan, folder / "out")
    return folder / "out"


def parts_of(copy: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(column, the manifest's entry) of each part of a paper."""
    for number, problem in enumerate(copy["problems"], start=1):
        for part in problem["parts"]:
            yield f"{number}{part['label']}", part


def copies_of(folder: Path) -> list[dict[str, Any]]:
    """The papers in a build's manifest."""
    copies: list[dict[str, Any]] = json.loads((folder / "instructor" / "manifest.json").read_text())["copies"]
    return copies


def answers_of(copy: dict[str, Any], rng: Random) -> dict[str, str]:
    """What one student hands in: right, mistaken, blank, or whatever people type."""
    skill, row = rng.random(), {}
    for column, part in parts_of(copy):
        mistakes = [wrong["shown"] for wrong in part["mistakes"]]
        drawn = rng.random()
        if drawn < skill:
            row[column] = part["answer"]["shown"]
        elif drawn < 0.7 * (1 - skill) + skill and mistakes:
            row[column] = rng.choice(mistakes)
        else:
            row[column] = rng.choice(["", "0.5", "7", *HOSTILE])
    return row


def written(path: Path, rows: Rows) -> Path:
    """The rows as CSV."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """This file's functions, for tests: they can't import it."""
    return SimpleNamespace(
        build_for=build_for,
        parts_of=parts_of,
        copies_of=copies_of,
        answers_of=answers_of,
        written=written,
        HOSTILE=HOSTILE,
    )


@pytest.fixture(scope="session")
def class_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build for twenty students."""
    return build_for(tmp_path_factory.mktemp("class"), 20)


@pytest.fixture(scope="session")
def class_rows(class_build: Path) -> Rows:
    """What the class handed in; s02 nothing, s03 only what is right."""
    rng = Random(1)
    rows = [{"id": copy["id"], **answers_of(copy, rng)} for copy in copies_of(class_build)]
    rows[2] = {"id": "s03"} | {
        column: part["answer"]["shown"] for column, part in parts_of(copies_of(class_build)[2])
    }
    return [row for row in rows if row["id"] != "s02"]


@pytest.fixture
def responses(tmp_path: Path, class_rows: Rows) -> Callable[..., Path]:
    """`responses(change)` writes what the class handed in, changed row by row."""

    def write(
        change: Callable[[dict[str, str]], dict[str, str] | None] = dict, name: str = "answers.csv"
    ) -> Path:
        rows = [row for one in class_rows if (row := change(dict(one))) is not None]
        return written(tmp_path / name, rows)

    return write
