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


def test_no_text_of_the_project_names_a_machine_or_another_folder():
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "templates").rglob("*.j2")]
    for path in texts:
        assert not re.search(r"(^|[\s(`])/(work|root|home)/|\.\./shared", path.read_text(encoding="utf-8")), (
            path
        )
