"""A class marked from end to end: marks, what waits for a person, corrections, going on where it stopped."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.build import Plan, build
from generator.copies import copies_for
from generator.errors import InputError
from generator.rebuilt import Rebuilt, read_build
from generator.roster import Student
from graders.marking import run
from graders.marking.corrections import Correction, read_corrections
from graders.marking.papers import handed_in
from graders.marking.responses import read_responses
from graders.marking.run import Marking, mark

Copy = Mapping[str, Any]


def key_of(copy: Copy) -> dict[str, str]:
    return {
        f"{number}{part['label']}": part["answer"]["shown"]
        for number, problem in enumerate(copy["problems"], start=1)
        for part in problem["parts"]
    }


def written(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def marked(
    build: Rebuilt, folder: Path, rows: Sequence[Mapping[str, str]], corrections: str = "", jobs: int = 1
) -> run.Outcome:
    responses = read_responses(written(folder / "responses.csv", rows))
    corrected: tuple[Correction, ...] = ()
    if corrections:
        (folder / "corrections.toml").write_text(corrections, encoding="utf-8")
        corrected = read_corrections(folder / "corrections.toml", build)
    handed = handed_in(build, responses)
    return mark(Marking(build, handed, folder / "marks", corrected, jobs=jobs))


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def wrong_of(copy: Copy, number: int, part: int = 0) -> dict[str, str]:
    """{mistake: what it leads to} of one part."""
    return {
        wrong["name"]: wrong["shown"] for wrong in copy["problems"][number - 1]["parts"][part]["mistakes"]
    }


def test_everybody_has_a_line_and_the_key_earns_all(built: Rebuilt, tmp_path: Path) -> None:
    ada, emmy, _ = built.copies
    mistake, wrong = next(iter(wrong_of(emmy, 1).items()))
    marked(built, tmp_path, [{"id": "ada", **key_of(ada)}, {"id": "emmy", **key_of(emmy), "1": wrong}])
    first, second, third = table(tmp_path / "marks" / "marks.csv")
    assert (first["name"], first["score"], first["max_score"], first["status"]) == (
        "Ada L.",
        "11",
        "11",
        "marked",
    )
    assert (second["score"], second["problem 1"], second["mistakes"]) == ("9", "0", f"{mistake} (1)")
    assert (third["id"], third["score"], third["status"]) == ("grace", "", "nothing handed in")


def test_what_waits_for_a_person_is_listed(built: Rebuilt, tmp_path: Path) -> None:
    ada, emmy, _ = built.copies
    rows = [
        {"id": "ada", **key_of(ada), "2b": "one half or so"},
        {"id": "stranger", "1": "5"},
        {"id": "emmy", **key_of(emmy), "version": ada["version"]},
        {"id": "grace", "1": "5", "9": "7"},
    ]
    outcome = marked(built, tmp_path, rows)
    assert outcome.sheets[0].waiting == 1
    listed = {
        (row["id"], row["what"], row["answer"]) for row in table(tmp_path / "marks/instructor/waiting.csv")
    }
    assert ("ada", "could not be read", "one half or so") in listed
    assert ("stranger", "not among the students of this build", "") in listed
    assert ("emmy", "answers for another version", "") in listed
    assert ("grace", "9: this paper has no such part, so its answer counts nowhere", "") in listed
    assert any(who == "emmy" and "is the paper of ada" in what for who, what, _ in listed)


def test_versions_are_told_by_their_codes_and_joined_by_item(versions: Rebuilt, tmp_path: Path) -> None:
    first, second = versions.copies
    assert [problem["item"] for problem in second["problems"]] != [1, 2, 3]
    rows = [
        {"id": "a", "version": first["version"], **key_of(first)},
        {"id": "b", "version": second["version"].lower(), **key_of(second)},
        {"id": "c", "version": "", **key_of(first)},
        {"id": "d", "version": "ZZZ", **key_of(first)},
    ]
    marked(versions, tmp_path, rows)
    a, b, c, d = table(tmp_path / "marks" / "marks.csv")
    points = {"problem 1": "2", "problem 2": "6", "problem 3": "3"}
    assert points.items() <= a.items(), (a, rows[0])
    assert points.items() <= b.items()
    assert (c["status"], d["status"]) == ("answers for another version",) * 2


def test_corrections_change_marks_and_say_whose(built: Rebuilt, tmp_path: Path) -> None:
    ada, emmy, grace = built.copies
    mistake, wrong = next(iter(wrong_of(emmy, 1).items()))
    rows = [
        {"id": "ada", **key_of(ada), "3a": "", "3b": ""},
        {"id": "emmy", **key_of(emmy), "1": wrong},
        {"id": "grace", **key_of(grace), "2a": "77"},
    ]
    corrections = f"""
    [[correction]]
    item = 1
    mistake = "{mistake}"
    credit = 0.5
    why = "The word layer was unclear"
    [[correction]]
    item = 2
    part = "a"
    full = true
    [[correction]]
    item = 3
    drop = true
    """
    marked(built, tmp_path, rows)
    before = {row["id"]: row["score"] for row in table(tmp_path / "marks" / "marks.csv")}
    marked(built, tmp_path, rows, corrections)
    after = {row["id"]: (row["score"], row["max_score"]) for row in table(tmp_path / "marks" / "marks.csv")}
    assert before == {"ada": "8", "emmy": "9", "grace": "9.5"}
    assert after == {"ada": ("8", "8"), "emmy": ("7", "8"), "grace": ("8", "8")}
    changes = {row["id"]: row for row in table(tmp_path / "marks/instructor/changes.csv")}
    assert set(changes) == {"emmy", "grace"}
    assert (changes["emmy"]["before"], changes["emmy"]["after"]) == ("9", "7")
    assert changes["emmy"]["why"] == "problem 1: The word layer was unclear; problem 3: dropped"
    assert changes["grace"]["why"] == "problem 2a: full points for all; problem 3: dropped"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "there are no corrections"),
        ("[[corection]]\nitem = 1", "there is no key 'corection'; did you mean 'correction'?"),
        ("[[correction]]\nitem = 9\nfull = true", "correction 1: item is 9; allowed is 1 to 3"),
        ("[[correction]]\nfull = true", "item is None; allowed is 1 to 3"),
        ("[[correction]]\nitem = 1", "it must say one of accept, mistake, full, drop; it says none"),
        ("[[correction]]\nitem = 1\nfull = true\ndrop = true", "it says full and drop"),
        ('[[correction]]\nitem = 2\npart = "z"\nfull = true', "part is 'z'; allowed is a, b, c"),
        ('[[correction]]\nitem = 1\npart = "b"\nfull = true', "allowed is none, since it has one part only"),
        ('[[correction]]\nitem = 1\nmistake = "typo"', "there is no mistake 'typo'"),
        (
            '[[correction]]\nitem = 1\naccept = "5"\ncredit = 2',
            "credit is 2; allowed is a number from 0 to 1",
        ),
        (
            "[[correction]]\nitem = 1\nfull = true\ncredit = 0.5",
            "credit goes with accept or mistake, not with full",
        ),
        ("[[correction]]\nitem = true\nfull = true", "item is True; allowed is a int"),
        ("item = ", "the corrections are not TOML"),
    ],
)
def test_corrections_that_are_none_are_refused_in_one_sentence(
    built: Rebuilt, tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_corrections(path, built)
    assert str(refused.value).startswith(str(path))
    assert sentence in str(refused.value)


def test_the_same_again_marks_nobody_and_ends_with_the_same_bytes(built: Rebuilt, tmp_path: Path) -> None:
    rows = [{"id": str(copy["id"]), **key_of(copy)} for copy in built.copies]
    assert marked(built, tmp_path, rows).now == 3
    before = everything(tmp_path / "marks")
    assert marked(built, tmp_path, rows).now == 0
    assert everything(tmp_path / "marks") == before
    rows[1]["1"] = "7"
    assert marked(built, tmp_path, rows).now == 1


@pytest.mark.parametrize("name", ["unit.py", "unit.md.j2", "unit.toml"])
def test_who_has_a_problem_of_a_changed_own_family_is_marked_again(
    tmp_path: Path, root: Path, name: str
) -> None:
    for file in ("unit.py", "unit.md.j2", "unit.toml"):
        source = root / "templates" / "new" / file.replace("unit", "family")
        (tmp_path / file).write_bytes(source.read_bytes())
    (tmp_path / "quiz.toml").write_text('title = "Own"\n[[problem]]\nfamily = "unit"\n', encoding="utf-8")
    students = [Student(who, who) for who in ("ada", "emmy", "grace")]
    build(
        Plan(tmp_path / "quiz.toml", "a secret of tests", copies_for(students, 1), ("md",)), tmp_path / "out"
    )
    rows = [{"id": student.id, "1": "5"} for student in students]

    def now() -> int:
        return marked(read_build(tmp_path / "out"), tmp_path, rows).now

    assert (now(), now()) == (3, 0)
    (tmp_path / "test_unit.py").write_text("# only a test", encoding="utf-8")
    assert now() == 0
    changed = tmp_path / name
    end = "{# a word #}" if name.endswith("j2") else "# a word"
    changed.write_text(f"{changed.read_text(encoding='utf-8')}\n{end}\n", encoding="utf-8")
    assert (now(), now()) == (3, 0)


def test_two_processes_end_with_the_same_bytes_as_one(built: Rebuilt, tmp_path: Path) -> None:
    rows = [{"id": str(copy["id"]), **key_of(copy)} for copy in built.copies]
    found = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        marked(built, folder, rows, jobs=jobs)
        found.append(everything(folder / "marks"))
    assert found[0] == found[1]


def test_a_sheet_that_is_damaged_is_marked_again(built: Rebuilt, tmp_path: Path) -> None:
    rows = [{"id": "ada", **key_of(built.copies[0])}]
    marked(built, tmp_path, rows)
    sheet = tmp_path / "marks" / "instructor" / "sheets" / "ada.json"
    whole = sheet.read_bytes()
    for damage in (whole[: len(whole) // 2], b"", b"[]", b"\xff"):
        sheet.write_bytes(damage)
        assert marked(built, tmp_path, rows).now == 1
        assert sheet.read_bytes() == whole


def test_a_build_whose_problems_cannot_be_drawn_as_they_were_is_refused(
    build_folders: dict[str, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "build"
    manifest = json.loads((build_folders["roster"] / "instructor" / "manifest.json").read_bytes())
    manifest["copies"][0]["problems"][0]["givens"]["sizes"] = [1, 1, 1]
    (folder / "instructor").mkdir(parents=True)
    (folder / "instructor" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(InputError, match="can't be drawn as they were built, by quizgrad"):
        marked(read_build(folder), tmp_path, [{"id": "ada", "1": "5"}])


def test_the_command_says_what_it_did(quizgrad: Any, build_folders: dict[str, Path], tmp_path: Path) -> None:
    copies = read_build(build_folders["roster"]).copies
    path = written(
        tmp_path / "r.csv", [{"id": "ada", **key_of(copies[0]), "1": "many"}, {"id": "zoe", "1": "5"}]
    )
    ran = quizgrad("mark", build_folders["roster"], path, "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert "1 of 4 marked, 1 now" in ran.out
    assert "zoe: not among the students of this build" in ran.out
    assert "1 answer waits for a person" in ran.out
    assert (tmp_path / "out" / "marks.csv").is_file()


def test_the_terminal_names_some_of_many_strangers(
    quizgrad: Any, build_folders: dict[str, Path], tmp_path: Path
) -> None:
    path = written(tmp_path / "r.csv", [{"id": f"x{number}", "1": "5"} for number in range(40)])
    ran = quizgrad("mark", build_folders["roster"], path, "--out", tmp_path / "out")
    assert ran.out.count("not among the students of this build") == 17  # and three who handed in nothing
    assert "and 23 others that were not" in ran.out
    assert len(table(tmp_path / "out" / "marks.csv")) == 43


def test_a_folder_that_is_no_build_is_refused(quizgrad: Any, tmp_path: Path) -> None:
    ran = quizgrad("mark", tmp_path, tmp_path / "r.csv")
    assert ran.code == 2
    assert "the manifest can't be read" in ran.err
