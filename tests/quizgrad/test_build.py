"""A build from end to end: papers and keys on disk, whole or not at all, the same bytes again."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import csv
import io
import json
import re
import signal
import stat
import subprocess
import sys
import time
from decimal import Decimal

import pytest

QUIZ = """
title = "Practice"
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
as = "choice"
"""
ROSTER = "id,name\nada,Ada Lovelace\ngrace,Grace Hopper\nemmy,Emmy Noether\n"
EVERYTHING = """
[[problem]]
family = "backprop"
points = 6

[[problem]]
family = "chain_rule_partial"
points = 3

[[problem]]
family = "chain_rule_partial"
points = 3
as = "choice"

[[problem]]
family = "parameter_count"

[[problem]]
family = "softmax_values"
count = 2

[[problem]]
family = "xor_weights"
"""


@pytest.fixture
def quiz(tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    path = tmp_path / "quiz.toml"
    path.write_text(QUIZ, encoding="utf-8")
    return path


@pytest.fixture
def built(quizgrad, quiz, tmp_path):
    """`built()` builds the quiz in Markdown and returns the output folder."""

    def run(*arguments, out="out"):
        ran = quizgrad(
            "build",
            quiz,
            "--formats",
            "md",
            "--roster",
            tmp_path / "roster.csv",
            "--out",
            tmp_path / out,
            *arguments,
        )
        assert ran.code == 0, ran.err
        return tmp_path / out

    return run


def bytes_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(folder):
    text = (folder / "instructor" / "answers.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def leftovers(folder):
    return [
        path.name for path in folder.rglob("*") if path.name.endswith(".part") or path.name.startswith(".out")
    ]


# --- what lies where


def test_students_papers_and_the_instructors_keys_lie_apart(built):
    out = built()
    assert sorted(path.name for path in out.iterdir()) == ["instructor", "papers"]
    assert sorted(path.name for path in (out / "papers").glob("*.md")) == ["ada.md", "emmy.md", "grace.md"]
    assert sorted(path.name for path in (out / "instructor" / "keys").glob("*.md")) == [
        "ada.md",
        "emmy.md",
        "grace.md",
    ]
    assert {path.name for path in (out / "instructor").iterdir() if path.is_file()} == {
        "answers.csv",
        "manifest.json",
        "versions.csv",
    }
    assert leftovers(out.parent) == []


def test_a_paper_has_its_head_and_no_key(built):
    out = built()
    paper, key = (
        (out / place / "ada.md").read_text(encoding="utf-8") for place in ("papers", "instructor/keys")
    )
    for text in (paper, key):
        assert "Ada Lovelace" in text
        assert "Practice" in text
        assert "CS 540" in text
    assert "Solution" in key
    for word in ("Solution", "Answer: `", "**Answer", "← right", "what went wrong", "Without rounding"):
        assert word not in paper


def test_every_answer_stands_in_the_students_own_key(built):
    out = built()
    rows = rows_of(out)
    assert {row["id"] for row in rows} == {"ada", "grace", "emmy"}
    for row in rows:
        key = (out / "instructor" / "keys" / f"{row['id']}.md").read_text(encoding="utf-8")
        assert f"`{row['answer']}`" in key
        assert row["version"] in key
        if row["tolerance"]:
            assert f"±{row['tolerance']}" in key


def test_the_points_of_a_paper_add_up(built):
    rows = [row for row in rows_of(built()) if row["id"] == "ada"]
    assert sum(Decimal(row["points"]) for row in rows) == 21


def test_students_get_different_problems_and_opaque_versions(built):
    manifest = json.loads((built() / "instructor" / "manifest.json").read_text(encoding="utf-8"))
    givens = [json.dumps([problem["givens"] for problem in copy["problems"]]) for copy in manifest["copies"]]
    assert len(set(givens)) == 3
    assert len({copy["version"] for copy in manifest["copies"]}) == 3
    seeds = [problem["seed"] for copy in manifest["copies"] for problem in copy["problems"]]
    assert len(set(seeds)) == len(seeds)


def test_the_secret_and_the_seeds_stand_on_no_paper(built, quiz):
    out = built()
    secret = (quiz.parent / ".quizgrad" / "quiz.secret").read_text().strip()
    manifest = json.loads((out / "instructor" / "manifest.json").read_text(encoding="utf-8"))
    assert secret not in json.dumps(manifest)
    seeds = [problem["seed"] for copy in manifest["copies"] for problem in copy["problems"]]
    for text in bytes_of(out / "papers").values():
        assert secret.encode() not in text
        assert not any(seed.encode() in text for seed in seeds)


def test_the_keys_are_their_owners_alone(built):
    out = built()
    for path in [*(out / "instructor" / "keys").glob("*.md"), *(out / "instructor").glob("*.*")]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_versions_without_a_roster(quizgrad, quiz, tmp_path):
    ran = quizgrad("build", quiz, "--versions", 2, "--formats", "md,html")
    assert ran.code == 0
    names = {path.name for path in (tmp_path / "quiz" / "papers").iterdir() if path.is_file()}
    assert names == {"version-1.md", "version-2.md", "version-1.html", "version-2.html"}
    assert ran.out == "2 papers in quiz/papers, keys in quiz/instructor\n"


def test_every_family_open_and_as_choice_can_be_built_and_verified(quizgrad, tmp_path):
    (tmp_path / "all.toml").write_text(EVERYTHING, encoding="utf-8")
    assert quizgrad("build", "all.toml", "--versions", 3, "--formats", "md").code == 0
    ran = quizgrad("verify", "all")
    assert (ran.code, ran.err) == (0, "")
    assert "3 papers" in ran.out
    assert "0 faults" in ran.out


def test_the_three_formats_are_built_together(quizgrad, quiz, tmp_path):
    assert quizgrad("build", quiz, "--formats", "pdf,md,html", "--out", "out").code == 0
    assert (tmp_path / "out" / "papers" / "version-1.pdf").read_bytes().startswith(b"%PDF-")
    assert (
        (tmp_path / "out" / "papers" / "version-1.html").read_bytes().lower().startswith(b"<!doctype html>")
    )
    assert quizgrad("verify", "out").code == 0


# --- versions of a paper exam

SHUFFLED = """
shuffle = true

[[problem]]
family = "softmax_values"
points = 8
fixed = true

[[problem]]
family = "parameter_count"
points = 4
count = 3

[[problem]]
family = "epoch_updates"
points = 2

[[problem]]
family = "backprop"
points = 9
fixed = true
"""


@pytest.fixture
def versions(quizgrad, tmp_path):
    """`versions(n)` builds so many versions and returns the folder; settings replace `shuffle = true`."""

    def run(count, setting="", *arguments, out="versions"):
        (tmp_path / "exam.toml").write_text(SHUFFLED.replace("shuffle = true", setting), encoding="utf-8")
        ran = quizgrad("build", "exam.toml", "--versions", count, "--formats", "md", "--out", out, *arguments)
        assert ran.code == 0, ran.err
        return tmp_path / out

    return run


def manifest_of(folder):
    return json.loads((folder / "instructor" / "manifest.json").read_text(encoding="utf-8"))


def orders_of(folder):
    return [tuple(problem["item"] for problem in copy["problems"]) for copy in manifest_of(folder)["copies"]]


def test_versions_have_other_numbers_and_another_order(quizgrad, versions):
    out = versions(5)
    orders = orders_of(out)
    assert orders[0] == (1, 2, 3, 4, 5, 6), "the first is as the quiz file has it"
    assert len(set(orders)) == 5
    for order in orders:
        assert sorted(order) == [1, 2, 3, 4, 5, 6]
        assert (order[0], order[5]) == (1, 6), "these are fixed"
    for item in range(1, 7):
        givens = [
            json.dumps(problem["givens"])
            for copy in manifest_of(out)["copies"]
            for problem in copy["problems"]
            if problem["item"] == item
        ]
        assert len(set(givens)) == 5
    assert quizgrad("verify", out).code == 0


def test_answers_say_which_problem_of_the_quiz_file_stands_where(versions):
    out = versions(4)
    orders = orders_of(out)
    rows = rows_of(out)
    for copy, order in zip(manifest_of(out)["copies"], orders, strict=True):
        places = {row["problem"]: row["item"] for row in rows if row["id"] == copy["id"]}
        assert places == {str(place): str(item) for place, item in enumerate(order, start=1)}
        families = [problem["family"] for problem in sorted(copy["problems"], key=lambda one: one["item"])]
        assert families == ["softmax_values", *["parameter_count"] * 3, "epoch_updates", "backprop"]


def test_the_code_on_a_page_leads_to_its_key(versions):
    out = versions(3)
    text = (out / "instructor" / "versions.csv").read_text(encoding="utf-8")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(table[0]) == ["version", "id", "file"]
    assert len({row["version"] for row in table}) == 3
    assert [row["version"] for row in table] == sorted(row["version"] for row in table)
    for row in table:
        assert row["version"] in (out / "papers" / f"{row['id']}.md").read_text(encoding="utf-8")
        key = (out / "instructor" / row["file"]).read_text(encoding="utf-8")
        assert row["version"] in key
        assert "answer key" in key


def test_without_shuffling_versions_keep_the_order_and_their_numbers(versions):
    shuffled, kept = versions(3), versions(3, "shuffle = false", out="kept")
    assert set(orders_of(kept)) == {(1, 2, 3, 4, 5, 6)}
    for one, other in zip(manifest_of(shuffled)["copies"], manifest_of(kept)["copies"], strict=True):
        assert sorted(one["problems"], key=lambda problem: problem["item"]) == other["problems"]


def test_a_version_stays_the_same_when_more_are_built(versions):
    few, many = bytes_of(versions(2)), bytes_of(versions(4, out="many"))
    papers = [name for name in few if name.endswith(".md")]
    assert len(papers) == 4
    assert all(few[name] == many[name] for name in papers)


def test_where_too_few_problems_move_versions_are_built_all_the_same(quizgrad, tmp_path):
    (tmp_path / "two.toml").write_text(
        '[[problem]]\nfamily = "parameter_count"\ncount = 2\n', encoding="utf-8"
    )
    assert quizgrad("build", "two.toml", "--versions", 4, "--formats", "md").code == 0
    orders = orders_of(tmp_path / "two")
    assert orders[:2] == [(1, 2), (2, 1)]
    assert len({copy["version"] for copy in manifest_of(tmp_path / "two")["copies"]}) == 4
    assert quizgrad("verify", "two").code == 0


def test_the_papers_of_a_roster_are_shuffled_where_the_quiz_file_says_so(quizgrad, built, quiz):
    assert set(orders_of(built())) == {(1, 2, 3)}
    quiz.write_text(f"shuffle = true\n{QUIZ}", encoding="utf-8")
    out = built(out="shuffled")
    assert len(set(orders_of(out))) > 1
    assert quizgrad("verify", out).code == 0


# --- multiple choice on an answer sheet


def test_the_circles_of_the_keys_answer_sheet_are_the_answers(quizgrad, root, monkeypatch, tmp_path):
    monkeypatch.setenv("QUIZGRAD_SECRET", "the examples' secret")
    quiz = root / "examples" / "midterm-choice.toml"
    assert quizgrad("build", quiz, "--versions", 2, "--formats", "md", "--out", "out").code == 0
    for name in ("version-1", "version-2"):
        sheets = []
        for place in ("papers", "instructor/keys"):
            text = (tmp_path / "out" / place / f"{name}.md").read_text(encoding="utf-8")
            lines = text.split("## Answer sheet")[1].splitlines()
            table = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
            sheets.append({row[0]: [cell.strip() for cell in row[1:]] for row in table[1:]})
        blank, filled = sheets
        answers = {
            row["problem"] + row["part"]: row for row in rows_of(tmp_path / "out") if row["id"] == name
        }
        assert list(blank) == list(filled) == list(answers)
        for label, row in answers.items():
            assert row["type"] == "choice"
            assert [k for k, cell in enumerate(filled[label]) if cell == "●"] == [
                "ABCDEFGHIJ".index(row["answer"])
            ]
            assert blank[label] == [cell.replace("●", "○") for cell in filled[label]]


def test_a_quiz_with_an_answer_sheet_has_choices_only(refused, quiz):
    quiz.write_text(f"answer_sheet = true\n{QUIZ}", encoding="utf-8")
    says = refused("build", quiz)
    assert "problem 1: parameter_count is asked open; with answer_sheet = true every problem is" in says


# --- the same again


def test_the_same_command_makes_the_same_bytes_also_with_the_secret_that_it_made(built):
    first = bytes_of(built(out="out"))
    assert bytes_of(built(out="again")) == first
    assert bytes_of(built(out="out")) == first, "over an earlier build"
    assert bytes_of(built("--jobs", 1, out="alone")) == first


def test_more_processes_make_the_same_bytes(quizgrad, quiz, tmp_path):
    """More than one batch of copies, so that two processes do work."""
    for jobs in (1, 2):
        assert (
            quizgrad(
                "build", quiz, "--versions", 10, "--formats", "md", "--jobs", jobs, "--out", f"out{jobs}"
            ).code
            == 0
        )
    assert bytes_of(tmp_path / "out1") == bytes_of(tmp_path / "out2")


def test_a_pdf_and_a_page_are_the_same_bytes_again(quizgrad, quiz, tmp_path):
    for out in ("one", "two"):
        assert quizgrad("build", quiz, "--formats", "pdf,html", "--out", out).code == 0
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_a_student_keeps_the_same_paper_when_the_roster_changes(built, tmp_path):
    first = bytes_of(built())["papers/grace.md"]
    (tmp_path / "roster.csv").write_text("name,id\nNew,aaa\nGrace Hopper,grace\n", encoding="utf-8")
    out = built()
    assert bytes_of(out)["papers/grace.md"] == first
    assert sorted(path.name for path in (out / "papers").glob("*.md")) == ["aaa.md", "grace.md"], (
        "no paper of before is left"
    )


def test_a_secret_of_ones_own_draws_other_papers(built, monkeypatch):
    first = bytes_of(built())
    monkeypatch.setenv("QUIZGRAD_SECRET", "another secret")
    other = bytes_of(built())
    assert other["instructor/answers.csv"] != first["instructor/answers.csv"]


def test_the_secret_is_private_ignored_by_git_and_announced_once(quizgrad, quiz, tmp_path):
    ran = quizgrad("build", quiz, "--formats", "md")
    secret = tmp_path / ".quizgrad" / "quiz.secret"
    assert ran.err == f"Made the secret {secret}: keep it, whoever has it can print the keys.\n"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert len(secret.read_text().strip()) >= 32
    assert sorted(path.name for path in secret.parent.iterdir()) == [".gitignore", "quiz.secret"]
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    ignored = subprocess.run(["git", "check-ignore", secret], cwd=tmp_path, check=False, capture_output=True)
    assert ignored.returncode == 0
    assert quizgrad("build", quiz, "--formats", "md").err == ""


def test_with_a_secret_of_ones_own_no_file_is_made(quizgrad, quiz, monkeypatch):
    ran = (
        monkeypatch.setenv("QUIZGRAD_SECRET", "a secret of mine"),
        quizgrad("build", quiz, "--formats", "md"),
    )[1]
    assert (ran.code, ran.err) == (0, "")
    assert not (quiz.parent / ".quizgrad").exists()


# --- strange names

HOSTILE = {
    "../../../etc/passwd": "Path Up",
    "/etc/shadow": "Root",
    "..": "Dots",
    "a/b\\c": "Slashes",
    "名前": "山田 太郎",
    "😀": "Smile 😀",
    "$HOME": "Cash $1 and $2$",
    "`id`": "`code`",
    "<script>alert(1)</script>": "<script>alert('x')</script>",
    "#1": "# Heading",
    'quo"te': 'O\'Neil "Q"',
    "Ada": "*bold* _it_ [link](http://x.y)",
    "ada": "a | b \\ c",
    "con": "{{ 7 * 7 }} {% raw %}",
    "-rf": "--flag",
}


def test_strange_names_make_harmless_files_and_print_as_themselves(quizgrad, quiz, tmp_path):
    out = io.StringIO()
    csv.writer(out).writerows([("id", "name"), *HOSTILE.items()])
    (tmp_path / "roster.csv").write_text(out.getvalue(), encoding="utf-8")
    before = {path.name for path in tmp_path.iterdir()}
    assert quizgrad("build", quiz, "--roster", "roster.csv", "--formats", "md,html", "--out", "out").code == 0
    assert {path.name for path in tmp_path.iterdir()} - before == {"out", ".quizgrad"}
    files = {path.stem for path in (tmp_path / "out" / "papers").glob("*.html")}
    assert len({file.lower() for file in files}) == len(HOSTILE)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", file) for file in files)
    manifest = json.loads((tmp_path / "out" / "instructor" / "manifest.json").read_text(encoding="utf-8"))
    for copy in manifest["copies"]:
        page = (tmp_path / "out" / "papers" / f"{copy['file']}.html").read_text(encoding="utf-8")
        assert "<script" not in page.lower()
        assert "49" not in re.findall(r"Name.{0,80}", page)
    assert {row["id"] for row in rows_of(tmp_path / "out")} == set(HOSTILE)
    assert quizgrad("verify", "out").code == 0


# --- verification of a build


def test_an_untouched_build_has_no_fault(quizgrad, built):
    ran = quizgrad("verify", built())
    assert ran.code == 0
    assert re.fullmatch(r"3 papers, \d+ keys derived anew, 0 faults\n", ran.out)


def changed_csv(out, change, name="answers.csv"):
    path = out / "instructor" / name
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    change(rows)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def at(row, column, value):
    return lambda rows: rows[row].__setitem__(rows[0].index(column), value)


TAMPERED = {
    "another answer": at(1, "answer", "42"),
    "another tolerance": at(2, "tolerance", "5"),
    "other points": at(1, "points", "100"),
    "another student": at(1, "id", "mallory"),
    "another version": at(1, "version", "AAAAAA"),
    "a row less": lambda rows: rows.pop(),
    "a row more": lambda rows: rows.append(rows[1]),
    "another header": at(0, "answer", "result"),
    "a column less": lambda rows: [row.pop() for row in rows],
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_answers_file_is_found(quizgrad, built, name):
    out = built()
    changed_csv(out, TAMPERED[name])
    ran = quizgrad("verify", out)
    assert ran.code == 1
    assert "answers.csv: " in ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("row", "column", "value"), [(1, "version", "AAAAAA"), (2, "id", "mallory"), (3, "file", "x.md")]
)
def test_a_tampered_table_of_versions_is_found(quizgrad, built, row, column, value):
    out = built()
    changed_csv(out, at(row, column, value), "versions.csv")
    ran = quizgrad("verify", out)
    assert ran.code == 1
    assert "versions.csv: " in ran.out


def first(manifest):
    return manifest["copies"][0]["problems"][0]


MANIFESTS = {
    "another key": lambda m: first(m)["parts"][0]["answer"].update(value=-42),
    "another text of a key": lambda m: first(m)["parts"][0]["answer"].update(shown="-42"),
    "a wider tolerance": lambda m: m["copies"][0]["problems"][1]["parts"][0]["answer"][
        "tolerance"
    ].__setitem__(0, 9.0),
    "other givens": lambda m: first(m)["givens"].update(bias=not first(m)["givens"]["bias"]),
    "another seed": lambda m: first(m).update(seed="0" * 32),
    "a seed that is none": lambda m: first(m).update(seed="xyz"),
    "other points": lambda m: first(m).update(points=99),
    "another mistake": lambda m: first(m)["parts"][0]["mistakes"].pop(),
    "another item": lambda m: first(m).update(item=2),
    "another order": lambda m: m["copies"][0].update(order="1" * 32),
    "an order that is none": lambda m: m["copies"][0].update(order="xyz"),
    "another family": lambda m: first(m).update(family="backprop"),
    "a problem less": lambda m: m["copies"][0]["problems"].pop(),
    "a copy more": lambda m: m["copies"].append(m["copies"][0]),
    "a copy less": lambda m: m["copies"].pop(),
    "another file": lambda m: m["copies"][0].update(file="nowhere"),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_tampered_manifest_is_found(quizgrad, built, name):
    out = built()
    path = out / "instructor" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    MANIFESTS[name](manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    ran = quizgrad("verify", out)
    assert ran.code == 1
    assert not re.search(r"\b0 faults", ran.out)
    assert "Traceback" not in ran.err


BROKEN = {
    "a copy without problems": lambda m: m["copies"][0].pop("problems"),
    "a copy without an order": lambda m: m["copies"][0].pop("order"),
    "a problem without a seed": lambda m: first(m).pop("seed"),
    "no formats": lambda m: m.pop("formats"),
    "copies that are none": lambda m: m.update(copies=[3]),
    "a quiz file outside": lambda m: m["quiz"].update(
        file="../../outside.toml", source=m["quiz"]["source"] + "\n"
    ),
    "a quiz that is none": lambda m: m["quiz"].update(source="title = "),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_manifest_that_is_none_is_one_sentence(refused, built, name):
    out = built()
    path = out / "instructor" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    BROKEN[name](manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    refused("verify", out)
    assert not list(out.parent.parent.glob("outside.toml"))


@pytest.mark.parametrize("file", ["papers/ada.md", "instructor/keys/grace.md"])
def test_a_missing_paper_or_key_is_found(quizgrad, built, file):
    out = built()
    (out / file).unlink()
    ran = quizgrad("verify", out)
    assert ran.code == 1
    assert f"{file} is missing" in ran.out


def test_a_build_can_be_verified_where_the_quiz_file_is_gone(quizgrad, built, quiz):
    out = built()
    quiz.unlink()
    assert quizgrad("verify", out).code == 0


def test_a_changed_quiz_file_does_not_disturb_an_older_build(quizgrad, built, quiz):
    out = built()
    quiz.write_text(QUIZ.replace("points = 4", "points = 5"), encoding="utf-8")
    assert quizgrad("verify", out).code == 0


# --- several programs at once, and Ctrl-C


def start(environment, tmp_path, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "quizgrad", "build", "quiz.toml", "--formats", "md", *map(str, arguments)],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def ended(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_nothing_half_written(environment, quiz, tmp_path, jobs):
    process = start(environment, tmp_path, "--versions", 600, "--jobs", jobs, "--out", "out")
    deadline = time.monotonic() + 60
    while not any(tmp_path.glob(".out-*/papers/*.md")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    code, _, err = ended(process)
    assert code == 130
    assert "stopped; nothing half-written is left" in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"quiz.toml", "roster.csv", ".quizgrad"}


def test_ctrl_c_leaves_the_build_before_as_it_was(environment, quizgrad, quiz, tmp_path):
    assert quizgrad("build", quiz, "--formats", "md", "--out", "out").code == 0
    before = bytes_of(tmp_path / "out")
    process = start(environment, tmp_path, "--versions", 600, "--jobs", 1, "--out", "out")
    while not any(tmp_path.glob(".out-*/papers/*.md")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert ended(process)[0] == 130
    assert bytes_of(tmp_path / "out") == before
    assert not list(tmp_path.glob(".out-*"))


def test_two_builds_at_once_into_two_folders_use_one_secret(environment, quizgrad, quiz, tmp_path):
    processes = [
        start(environment, tmp_path, "--versions", 3, "--jobs", 1, "--out", out) for out in ("one", "two")
    ]
    for process in processes:
        code, _, err = ended(process)
        assert code == 0, err
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert [path.name for path in (tmp_path / ".quizgrad").glob("*secret*")] == ["quiz.secret"]
    assert quizgrad("verify", "one").code == 0


def test_two_builds_at_once_into_one_folder_leave_one_whole_build(environment, quizgrad, quiz, tmp_path):
    processes = [
        start(environment, tmp_path, "--versions", count, "--jobs", 1, "--out", "out") for count in (2, 4, 3)
    ]
    for process in processes:
        code, _, err = ended(process)
        assert code == 0, err
    ran = quizgrad("verify", "out")
    assert ran.code == 0, ran.out
    papers = {path.name for path in (tmp_path / "out" / "papers").glob("*.md")}
    assert papers == {path.name for path in (tmp_path / "out" / "instructor" / "keys").glob("*.md")}
    assert not list(tmp_path.glob(".out-*"))
