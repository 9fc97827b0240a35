"""A small build on disk, and a class that hands in for it."""

from __future__ import annotations

from pathlib import Path

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
