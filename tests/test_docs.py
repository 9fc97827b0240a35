"""What README.md and docs/ show runs as it stands there."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from generator.family import family_names
from graders.reading import Array, Choice, Expression, Integer, Number, Value, Wanted, Weights, read

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
AUTHORING = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands():
    lines = [line.partition("#")[0].strip() for block in blocks(README, "sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith(("quizgrad list", "quizgrad show"))]


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(quizgrad, command):
    ran = quizgrad(*shlex.split(command)[1:])
    assert ran.code == 0, ran.err
    assert ran.data


def test_the_readmes_textbook_case_has_the_textbooks_answer(quizgrad):
    (command,) = [line for line in commands() if "parameter_count" in line]
    assert json.loads(quizgrad(*shlex.split(command)[1:]).data)["parts"][0]["answer"]["value"] == 529411


def test_the_readmes_quiz_file_builds_and_verifies(quizgrad, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quiz.toml").write_text(blocks(README, "toml")[0], encoding="utf-8")
    assert quizgrad("build", "quiz.toml", "--versions", "3", "--formats", "html,md").code == 0
    assert len(list((tmp_path / "quiz" / "papers").glob("*.md"))) == 3
    assert quizgrad("verify", "quiz").code == 0


def test_the_readme_lists_every_family():
    table = README.split("| about | families |")[1].split("\n\n")[0]
    assert sorted(re.findall(r"`(\w+)`", table)) == family_names()


def test_the_readmes_picture_is_there():
    (picture,) = re.findall(r"!\[.+\]\((.+)\)", README)
    assert (ROOT / picture).is_file()


NEW = ROOT / "templates" / "new"


@pytest.mark.parametrize(
    ("language", "file"), [("python", "family.py"), ("jinja", "family.md.j2"), ("toml", "family.toml")]
)
def test_the_guide_shows_the_files_that_new_family_writes(language, file):
    assert (NEW / file).read_text(encoding="utf-8") in blocks(AUTHORING, language)


def test_a_new_family_works_verifies_and_passes_its_test(quizgrad, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert quizgrad("new", "family", "linear_unit").code == 0
    for command in blocks(AUTHORING, "sh")[0].splitlines()[1:]:
        ran = quizgrad(*shlex.split(command)[1:])
        assert ran.code == 0, ran.out
    test = [sys.executable, "-m", "pytest", "-q", "test_linear_unit.py"]
    ran = subprocess.run(test, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert "4 passed" in ran.stdout


@pytest.mark.parametrize("name", ["../x", "X", "backprop", "a" * 61, ""])
def test_a_new_family_needs_a_name_of_its_own(quizgrad, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    ran = quizgrad("new", "family", name)
    assert ran.code == 2
    assert "allowed are" in ran.err or "already" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_new_family_overwrites_nothing(quizgrad, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text("kept", encoding="utf-8")
    ran = quizgrad("new", "family", "mine")
    assert ran.code == 2
    assert "mine.toml: it is there already" in ran.err
    assert [path.read_text() for path in tmp_path.iterdir()] == ["kept"]


def test_the_guide_to_paper_exams_shows_the_table_that_a_build_makes():
    from generator.build import VERSIONS

    guide = (ROOT / "docs" / "papers.md").read_text(encoding="utf-8")
    (table,) = blocks(guide, "csv")
    assert table.splitlines()[0] == ",".join(VERSIONS)
    (command,) = blocks(guide, "sh")
    assert (ROOT / command.split()[2]).is_file()


MARKING = (ROOT / "docs" / "marking.md").read_text(encoding="utf-8")
FILES = re.findall(r"`([\w.]+)`:\n\n```\w+\n(.*?)```", MARKING, re.DOTALL)
ASKED: dict[str, Wanted] = {
    "a number": Number(4),
    "a whole number": Integer(),
    "several numbers": Array((3,), 4),
    "a formula": Expression(("w1", "x1"), (("w1", "w_1"), ("x1", "x_1"))),
    "a choice": Choice(("$0.5$", "$0.7$", "$0.9$")),
    "weights": Weights(("w1", "b"), (("w1", "w_1"), ("b", "b")), ordered=True),
}


@pytest.fixture
def marking_files(quizgrad, tmp_path):
    """The guide's files in the working directory."""
    for name, text in FILES:
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_guide_to_marking_runs_line_by_line(quizgrad, marking_files):
    assert {name for name, _ in FILES} == {
        "quiz.toml", "class.csv", "answers.csv", "long.csv", "answers.json", "corrections.toml",
    }  # fmt: skip
    lines = [line for block in blocks(MARKING, "sh") for line in block.splitlines()]
    assert [line.split()[1] for line in lines] == ["build", *["mark"] * 3]
    for line in lines:
        ran = quizgrad(*shlex.split(line)[1:])
        assert ran.code == 0, ran.err
    out = marking_files / "quiz-marks"
    for name in set(re.findall(r"`(?:quiz-marks/|instructor/)?([\w-]+\.(?:csv|html|json))`", MARKING)):
        found = [out / name, out / "instructor" / name, marking_files / name]
        assert any(path.is_file() for path in found), name
    assert sorted(path.name for path in (out / "feedback").iterdir()) == ["ada.html", "grace.html"]


@pytest.mark.parametrize("name", ["answers.csv", "long.csv", "answers.json"])
def test_each_form_of_responses_that_the_guide_shows_is_marked(quizgrad, marking_files, name):
    assert quizgrad(*shlex.split(blocks(MARKING, "sh")[0].splitlines()[0])[1:]).code == 0
    ran = quizgrad("mark", "quiz", name, "--out", "out")
    assert ran.code == 0, ran.err
    assert f"{1 if name == 'long.csv' else 2} of 3 marked" in ran.out
    assert "no such part" not in (marking_files / "out" / "instructor" / "waiting.csv").read_text()


def test_answers_are_read_as_the_guide_to_marking_says():
    rows = [
        line.strip("|").split("|") for line in MARKING.splitlines() if line.split("|")[1:2] and "`" in line
    ]
    seen = set()
    for asked, typed, read_as in rows:
        for text in re.findall(r"`([^`]+)`", typed):
            value = read(text, ASKED[asked.strip()])
            assert isinstance(value, Value), (text, value)
            assert value.shown == read_as.strip(" `"), text
            seen.add(asked.strip())
    assert seen == set(ASKED)


def test_the_readme_says_how_marking_is_called(quizgrad, marking_files):
    assert quizgrad(*shlex.split(blocks(MARKING, "sh")[0].splitlines()[0])[1:]).code == 0
    lines = [line.partition("#")[0].strip() for block in blocks(README, "sh") for line in block.splitlines()]
    marks = [line for line in lines if line.startswith("quizgrad mark")]
    assert len(marks) == 2
    for line in marks:
        assert quizgrad(*shlex.split(line)[1:]).code == 0


def test_no_text_of_the_project_names_a_machine_or_another_folder():
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "templates").rglob("*.j2")]
    for path in texts:
        assert not re.search(r"(^|[\s(`])/(work|root|home)/|\.\./shared", path.read_text(encoding="utf-8")), (
            path
        )
