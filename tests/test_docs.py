"""What README.md and docs/ show runs as it stands there."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from generator.family import family_names

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FAMILIES = (ROOT / "docs" / "families.md").read_text(encoding="utf-8")


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
    assert set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)) == set(family_names())


def test_the_readmes_picture_is_there():
    (picture,) = re.findall(r"!\[.+\]\((.+)\)", README)
    assert (ROOT / picture).is_file()


def test_the_own_family_of_the_guide_works_and_verifies(quizgrad, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "linear_unit.py").write_text(blocks(FAMILIES, "python")[0], encoding="utf-8")
    (tmp_path / "linear_unit.md.j2").write_text(blocks(FAMILIES, "jinja")[0], encoding="utf-8")
    assert quizgrad("show", "linear_unit", "--seed", 1).code == 0
    ran = quizgrad("verify", "linear_unit", "--seeds", 100, "--jobs", 1)
    assert ran.code == 0, ran.out


def test_no_text_of_the_project_names_a_machine_or_another_folder():
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "templates").rglob("*.j2")]
    for path in texts:
        assert not re.search(r"(^|[\s(`])/(work|root|home)/|\.\./shared", path.read_text(encoding="utf-8")), (
            path
        )
