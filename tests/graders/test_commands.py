"""The command line's own words and exit codes for assignments, starters, checks, grades and exports."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import ast
import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from graders.assignment import assignments
from graders.sandbox import Sandbox

DATA = Path(__file__).resolve().parent.parent / "data"
DOUBLE = DATA / "assignments" / "double"
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    print('doubling', x)\n    return x + x + 1\n"
COMMANDS = ("assignment list", "starter", "check", "grade", "export gradescope")


@pytest.fixture(scope="module")
def strong():
    found = Sandbox.probe()
    if found.strength != "strong":
        pytest.skip(f"no sandbox that is strong enough works here: {found.reasons}")


@pytest.fixture
def file(tmp_path):
    """`file(text)` is a student's double.py."""

    def write(text, name="double.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


# --- help


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_and_option_has_a_help(quizgrad, line):
    ran = quizgrad(*line.split(), "--help")
    assert ran.code == 0
    options = re.findall(r"^  (--?[a-z].*)$", ran.out, re.MULTILINE)
    assert options
    for option in options:
        assert re.search(r"\S  +\S", option) or re.search(rf"{re.escape(option)}\n +\S", ran.out), option


def test_help_does_not_load_the_graders(environment):
    probe = (
        "import atexit, sys, quizgrad.cli; sys.argv = ['quizgrad', 'grade', '--help']\n"
        "atexit.register(lambda: print({'numpy', 'pytest', 'rich', 'graders'} & set(sys.modules)))\n"
        "quizgrad.cli.main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout.endswith("set()\n"), ran


# --- assignment list


def test_assignments_are_listed_for_people_and_programs(quizgrad):
    text = quizgrad("assignment", "list").out
    data = quizgrad("assignment", "list", "--format", "json").json
    assert [entry["assignment"] for entry in data] == [one.name for one in assignments()]
    assert {"activations", "losses", "forward", "backward"} <= {entry["assignment"] for entry in data}
    for entry in data:
        assert set(entry) == {"assignment", "title", "file", "functions"}
        assert f"{entry['assignment']}\n  {entry['title']}.\n  {entry['file']} defines " in text


# --- starter


@pytest.mark.parametrize("name", [one.name for one in assignments()])
def test_a_starter_is_written_that_needs_numpy_alone(quizgrad, tmp_path, name):
    ran = quizgrad("starter", name, "--out", "new/folder")
    assert ran.code == 0, ran.err
    (path,) = (tmp_path / "new" / "folder").iterdir()
    assert f"then quizgrad check {name} new/folder/{path.name}" in ran.out
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= {"numpy"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert "SOLUTION" not in path.read_text(encoding="utf-8")


def test_a_starter_never_overwrites_work(refused, file):
    path = file("years of work")
    assert "double.py: it is there already and may be somebody's work" in refused("starter", DOUBLE)
    assert path.read_text() == "years of work"


def test_an_unknown_assignment_is_answered_with_the_nearest(refused, file, tmp_path):
    assert refused("starter", "backwards").startswith(
        "there is no assignment 'backwards'; did you mean 'backward'?"
    )
    assert "did you mean 'losses'" in refused("check", "loses", file(RIGHT))
    assert "did you mean 'forward'" in refused("grade", "forwad", tmp_path)
    assert "did you mean 'forward'" in refused("export", "gradescope", "forwad")
    assert "has no assignment.toml, so it is no assignment" in refused("starter", tmp_path)


# --- check


def test_a_right_file_passes_at_home_and_hidden_checks_stay_out(quizgrad, file):
    ran = quizgrad("check", DOUBLE, file(RIGHT))
    assert ran.code == 0, ran.err
    assert "✓ number  2 of 2  passed" in ran.out
    assert "5 of 5 points, 2 of 2 checks passed" in ran.out
    assert "empty" not in ran.out


def test_a_wrong_file_is_told_what_is_off(quizgrad, file):
    ran = quizgrad("check", DOUBLE, file(WRONG))
    assert ran.code == 1
    assert re.search(r"✗ number  0 of 2  failed", ran.out)
    assert re.search(r"\n    yours +expected\n    5 +4\n", ran.out)
    assert "doubling 2.0" in ran.out
    assert re.search(r"– array  0 of 3  skipped", ran.out)
    assert not [line for line in ran.out.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def double(x:\n", "double.py can't be loaded: SyntaxError in line 1"),
        ("", "double.py defines no function double"),
        ("def double(x):\n    while True: pass\n", "double took longer than 2 s"),
        ("import os\nos._exit(0)\n", "double.py can't be loaded: it ended the process"),
        ("def double(x):\n    raise ValueError('no \x1b[31m')\n", "double raised ValueError in line 2"),
    ],
)
def test_whatever_a_file_does_the_check_ends_and_says_so(quizgrad, file, text, says):
    ran = quizgrad("check", DOUBLE, file(text))
    assert ran.code == 1
    assert says in " ".join(ran.out.split())
    assert "\x1b" not in ran.out
    assert "Traceback" not in ran.err


def test_one_reason_for_everything_is_said_once(quizgrad, file):
    ran = quizgrad("check", DOUBLE, file("def double(x:\n"))
    assert ran.out.count("can't be loaded") == 1
    reason = "double.py can't be loaded: SyntaxError in line 1"
    assert f"\n\nNo check passed, all for the same reason:\n    {reason}" in ran.out


def test_lines_are_wrapped_without_trailing_spaces_and_inputs_keep_their_rows(quizgrad, file, tmp_path):
    quizgrad("starter", "losses", "--out", "new")
    source = (tmp_path / "new" / "losses.py").read_text(encoding="utf-8")
    body = "return np.exp(logits) / np.exp(logits).sum()"
    wrong = file(source.replace("raise NotImplementedError", body, 1), "losses.py")
    ran = quizgrad("check", "losses", wrong)
    assert "All entries together add up to 1 here" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100
    assert not [line for line in ran.out.splitlines() if line != line.rstrip()]
    rows = re.search(r"    For logits = (\[\[.*?\]\])\n    index", ran.out, re.DOTALL)
    assert rows is not None
    assert np.array(ast.literal_eval(rows[1])).shape == (3, 4)
    assert {len(line) - len(line.lstrip()) for line in rows[0].splitlines()[1:-1]} == {18}
    assert "First value that is off" not in ran.out, "there is only one"


def test_a_file_may_have_another_name_or_place(quizgrad, file):
    assert quizgrad("check", DOUBLE, file(RIGHT, "deep/my double (2).py")).code == 0


def test_a_missing_file_is_named(refused, tmp_path):
    assert (
        refused("check", DOUBLE, "nowhere.py")
        == "nowhere.py: there is no such file; wanted is your double.py"
    )
    assert "there is no such file" in refused("check", DOUBLE, tmp_path)


# --- grade


def test_grading_ends_with_0_whatever_the_marks(quizgrad, file, tmp_path, strong):
    file(RIGHT, "subs/ada.py")
    file(WRONG, "subs/bob.py")
    file("", "subs/.hidden.py")
    ran = quizgrad("grade", DOUBLE, "subs", "--jobs", 1)
    assert (ran.code, ran.err) == (0, "")
    assert re.match(
        r"2 submissions graded\.\nSandbox: .*\.\nPoints of 6: median 6, lowest 1, highest 6\.\n", ran.out
    )
    assert "Passed over, since hidden: .hidden.py" in ran.out
    assert "double-grades/gradebook.csv" in ran.out
    out = tmp_path / "double-grades"
    assert {path.name for path in out.iterdir()} == {"gradebook.csv", "instructor", "junit.xml", "reports"}
    assert {path.name for path in (out / "reports").iterdir()} == {
        f"{id_}.{kind}" for id_ in ("ada", "bob") for kind in ("html", "json")
    }


def test_who_hands_in_the_starter_is_no_copycat(quizgrad, tmp_path, strong):
    for name in ("ada", "bob"):
        quizgrad("starter", DOUBLE, "--out", f"subs/{name}")
    ran = quizgrad("grade", DOUBLE, "subs", "--jobs", 1)
    assert ran.out.count("the starter as it was handed out") == 2
    assert "the same file" not in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_on_a_terminal_a_bar_says_how_many_are_done_and_how_long_it_takes(
    environment, file, tmp_path, strong
):
    import pty

    for k in range(3):
        file(RIGHT + f"# {k}\n", f"subs/s{k}.py")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "quizgrad", "grade", str(DOUBLE), "subs", "--jobs", "1"]
    ran = subprocess.Popen(
        command, cwd=tmp_path, env=environment | {"TERM": "xterm"}, stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # so ends a terminal that nobody writes to any more
        while part := os.read(ours, 4096):
            said += part
    os.close(ours)
    assert ran.wait(timeout=120) == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", said.decode())
    assert re.search(r"Grading .* 3/3 0:00:0\d", plain), plain


def test_one_file_is_graded(quizgrad, file, tmp_path, strong):
    ran = quizgrad("grade", DOUBLE, file(RIGHT, "ada.py"), "--out", "out")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("1 submission graded.")
    data = json.loads((tmp_path / "out" / "reports" / "ada.json").read_bytes())
    assert (data["submission"], data["score"], data["max_score"]) == ("ada", 6, 6)
    assert data["sandbox"]
    assert set(data["sandbox"].values()) <= {"on", "weaker", "off"}


def test_a_roster_names_who_handed_in_nothing(quizgrad, file, tmp_path, strong):
    file("id,name\nada,Ada\ncarl,=Carl\n", "roster.csv")
    file(RIGHT, "subs/ada.py")
    ran = quizgrad("grade", DOUBLE, "subs", "--roster", "roster.csv", "--out", "out")
    assert "carl  nothing handed in" in ran.out
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "gradebook.csv").read_text(encoding="utf-8"))))
    assert [(row["id"], row["name"], row["score"]) for row in rows] == [
        ("ada", "Ada", "6"),
        ("carl", "'=Carl", ""),
    ]


def test_roster_and_grades_may_lie_among_the_submissions(quizgrad, file, tmp_path, strong):
    file("id\nada\n", "roster.csv")
    file(RIGHT, "ada.py")
    for said in ("1 submission graded.", "1 submission graded, 1 of them before."):
        ran = quizgrad("grade", DOUBLE, ".", "--roster", "roster.csv")
        assert ran.out.startswith(said)
    text = (tmp_path / "double-grades" / "gradebook.csv").read_text(encoding="utf-8")
    assert [row["id"] for row in csv.DictReader(io.StringIO(text))] == ["ada"]


def test_a_submission_that_could_not_be_graded_ends_with_1(quizgrad, file, strong):
    file("def double(x):\n    return 666.0\n", "subs/ada.py")
    file(RIGHT, "subs/bob.py")
    ran = quizgrad("grade", DATA / "assignments" / "deadly", "subs", "--out", "out")
    assert ran.code == 1
    assert "could not grade 2 checks" in ran.out


def test_bad_input_is_one_sentence_and_nothing_is_written(refused, file, tmp_path, strong):
    file(RIGHT, "subs/ada.py")
    file("years of work", "thesis")
    before = sorted(tmp_path.rglob("*"))
    assert "nowhere: the submissions can't be read" in refused("grade", DOUBLE, "nowhere")
    assert "roster.csv: the roster can't be read" in refused(
        "grade", DOUBLE, "subs", "--roster", "roster.csv"
    )
    assert "did you mean 'ada'" in refused("grade", DOUBLE, "subs", "--only", "adda")
    assert "thesis: the output folder can't be written" in refused("grade", DOUBLE, "subs", "--out", "thesis")
    assert "0 is not in the range" in refused("grade", DOUBLE, "subs", "--jobs", "0")
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "thesis").read_text() == "years of work"


def as_in_docker(environment, tmp_path, *arguments):
    """`quizgrad` where neither namespaces nor Landlock are to be had."""
    return subprocess.run(
        [
            sys.executable,
            str(DATA / "as_in_docker.py"),
            "landlock",
            "--",
            sys.executable,
            "-m",
            "quizgrad",
            *map(str, arguments),
        ],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="denies system calls of Linux")
def test_without_a_proper_sandbox_grading_is_refused_and_unsafe_is_loud(environment, file, tmp_path):
    file(RIGHT, "subs/ada.py")
    ran = as_in_docker(environment, tmp_path, "grade", DOUBLE, "subs", "--out", "out")
    assert ran.returncode == 2
    assert ran.stderr.startswith("quizgrad: the sandbox of this machine is too weak for grading others' code")
    assert "--unsafe" in ran.stderr
    assert not (tmp_path / "out").exists()
    ran = as_in_docker(environment, tmp_path, "grade", DOUBLE, "subs", "--out", "out", "--unsafe")
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.startswith("UNSAFE: students' code runs without a proper sandbox on this machine")
    data = json.loads((tmp_path / "out" / "reports" / "ada.json").read_bytes())
    assert data["score"] == 6
    assert data["sandbox"]["bubblewrap"] == data["sandbox"]["landlock"] == "off"


# --- an assignment of one's own, and export


def test_an_assignment_of_ones_own_goes_all_the_way(quizgrad, file, tmp_path, strong):
    shutil.copytree(DOUBLE, tmp_path / "hw1", ignore=shutil.ignore_patterns("__pycache__"))
    assert quizgrad("starter", "hw1", "--out", "start").code == 0
    starter = tmp_path / "start" / "double.py"
    ran = quizgrad("check", "hw1", starter)
    assert ran.code == 1
    assert "double is not written yet" in ran.out
    starter.rename(file("", "subs/ada.py"))
    assert quizgrad("grade", "hw1", "subs").code == 0
    assert json.loads((tmp_path / "hw1-grades" / "reports" / "ada.json").read_bytes())["score"] == 0
    assert quizgrad("export", "gradescope", "hw1").code == 0
    with zipfile.ZipFile(tmp_path / "hw1-gradescope.zip") as archive:
        assert "assignment/hw1/checks.py" in archive.namelist()


def test_an_export_goes_where_it_is_told(quizgrad, refused, file, tmp_path):
    ran = quizgrad("export", "gradescope", "losses", "--out", "deep/autograder.zip")
    assert ran.code == 0, ran.err
    assert zipfile.is_zipfile(tmp_path / "deep" / "autograder.zip")
    file("years of work", "thesis")
    assert "can't be written" in refused("export", "gradescope", "losses", "--out", "thesis/x.zip")
