"""A batch ends with everybody graded once, whatever they handed in and however often it was killed."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import InputError
from generator.roster import Student
from graders import workers
from graders.assignment import load_assignment
from graders.batch import Batch, grade
from graders.sandbox import Limits, Sandbox
from graders.submissions import find_submissions

resource = pytest.importorskip("resource")
ASSIGNMENTS = Path(__file__).resolve().parent.parent / "data" / "assignments"
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return x * x\n"
LIMITS = Limits(seconds=1.0, submission_seconds=4.0)


@pytest.fixture(scope="module")
def sandbox():
    found = Sandbox.probe()
    if found.strength != "strong":
        pytest.skip(f"no sandbox that is strong enough works here: {found.reasons}")
    return found


@pytest.fixture
def place(tmp_path):
    """`place({"ada.py": text})` is a folder of submissions."""

    def make(files):
        folder = tmp_path / "submissions"
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if data is None:
                path.mkdir()
            else:
                path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return folder

    return make


@pytest.fixture
def run(sandbox, tmp_path):
    """`run(folder)` grades it into OUT and gives the outcome."""

    def go(folder, name="double", **changes):
        assignment = load_assignment(ASSIGNMENTS / name)
        found = find_submissions(folder, assignment.file).submissions
        batch = Batch(assignment, found, tmp_path / "out", sandbox, jobs=2, limits=LIMITS)
        return grade(replace(batch, **changes))

    return go


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def gradebook(out):
    with (out / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def report(out, id_):
    return json.loads((out / "reports" / f"{id_}.json").read_text(encoding="utf-8"))


def kept(out, id_):
    return json.loads((out / "instructor" / f"{id_}.json").read_text(encoding="utf-8"))


CLASS = {
    "ada.py": RIGHT,
    "bob.py": WRONG,
    "crash.py": "import os\nos._exit(0)\n",
    "dies.py": "import os, signal\ndef double(x):\n    os.kill(os.getpid(), signal.SIGKILL)\n",
    "empty.py": "",
    "hang.py": "def double(x):\n    while True: pass\n",
    "latin.py": b'NAME = "\xff"\n' + RIGHT.encode(),
    "syntax.py": "def double(x:\n",
    "notebook.ipynb": "{}",
    "folder/other.py": RIGHT,
    "nothing/": None,
    "ada/double.py": WRONG,
    "Zoë.py": "# Zoë\n" + RIGHT,
    "raises.py": "def double(x):\n    raise ValueError('no')\n",
}


def test_a_class_with_every_sort_of_hand_in_is_graded_whole_and_says_what_each_was(run, place, out):
    outcome = run(place(CLASS))
    assert outcome.now == len(CLASS)
    book = gradebook(out)
    scores = {id_: row["score"] for id_, row in book.items()}
    assert scores == {
        "Zoë": "6",
        "ada": "3",
        "ada.py": "6",
        "bob": "3",
        "crash": "0",
        "dies": "0",
        "empty": "0",
        "folder": "6",
        "hang": "0",
        "latin": "0",
        "nothing": "0",
        "notebook": "0",
        "raises": "0",
        "syntax": "0",
    }
    assert {row["status"] for row in book.values()} == {"graded"}
    said = {
        "crash": "ended the process",
        "syntax": "SyntaxError",
        "empty": "the file is empty",
        "latin": "not UTF-8",
        "folder": "the file is called other.py, not double.py",
        "nothing": "there is no Python file; hand in double.py",
        "notebook": "notebook.ipynb is no Python file",
        "ada": "handed in more than once: ada, ada.py",
        "ada.py": "handed in more than once: ada, ada.py",
    }
    for id_, text in said.items():
        assert text in book[id_]["notes"], book[id_]
    assert "took longer than 1 s" in report(out, "hang")["checks"][0]["message"]
    assert "ValueError" in report(out, "raises")["checks"][0]["message"]
    for id_ in scores:
        assert (out / "reports" / f"{id_}.html").is_file()
        assert report(out, id_)["submission"] == id_


def test_the_seed_is_the_instructors_alone_and_fresh_for_each(run, place, out):
    run(place({"ada.py": RIGHT, "bob.py": WRONG}))
    seeds = {kept(out, id_)["seed"] for id_ in ("ada", "bob")}
    assert len(seeds) == 2
    for path in [*(out / "reports").iterdir(), out / "gradebook.csv", out / "junit.xml"]:
        assert not any(seed.encode() in path.read_bytes() for seed in seeds), path
    for path in out.rglob("*.*"):
        assert path.stat().st_mode & 0o077 == 0, f"{path} can be read by others of this machine"


def test_the_same_command_again_grades_nobody_twice(run, place, out):
    folder = place({"ada.py": RIGHT, "bob.py": WRONG, "nothing.txt": "x"})
    run(folder)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    outcome = run(folder)
    assert (outcome.now, outcome.before) == (0, 3)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_new_hand_in_is_graded_anew_with_new_inputs(run, place, out):
    folder = place({"ada.py": WRONG, "bob.py": WRONG})
    run(folder)
    before = {id_: kept(out, id_)["seed"] for id_ in ("ada", "bob")}
    place({"ada.py": RIGHT})
    assert run(folder).now == 1
    assert gradebook(out)["ada"]["score"] == "6"
    assert kept(out, "ada")["seed"] != before["ada"]
    assert kept(out, "bob")["seed"] == before["bob"]


def test_changed_checks_grade_everybody_anew(run, place, tmp_path, out):
    own = tmp_path / "mine"
    own.mkdir()
    for path in (ASSIGNMENTS / "double").glob("*.*"):
        (own / path.name).write_bytes(path.read_bytes())
    folder = place({"ada.py": RIGHT})
    run(folder, own)
    (own / "checks.py").write_text((own / "checks.py").read_text().replace("@points(2)", "@points(5)"))
    assert run(folder, own).now == 1
    assert gradebook(out)["ada"]["score"] == "9"


def test_only_grades_the_named_one_again_and_keeps_the_others(run, place, out):
    folder = place({"ada.py": RIGHT, "bob.py": WRONG, "eve.py": RIGHT})
    run(folder)
    before = {id_: kept(out, id_)["seed"] for id_ in ("ada", "bob")}
    assert run(folder, only=("ada",)).now == 1
    assert kept(out, "ada")["seed"] != before["ada"]
    assert kept(out, "bob")["seed"] == before["bob"]
    assert set(gradebook(out)) == {"ada", "bob", "eve"}


def test_only_in_an_empty_folder_leaves_the_others_ungraded_and_says_so(run, place, out):
    run(place({"ada.py": RIGHT, "bob.py": WRONG}), only=("bob",))
    book = gradebook(out)
    assert (book["ada"]["score"], book["ada"]["status"]) == ("", "not graded yet")
    assert book["bob"]["score"] == "3"


def test_an_unknown_id_is_answered_with_the_nearest(run, place, out):
    with pytest.raises(InputError, match="there is no submission 'adda'; did you mean 'ada'"):
        run(place({"ada.py": RIGHT}), only=("adda",))
    assert not out.exists()


def test_the_roster_orders_the_gradebook_and_names_who_handed_in_nothing(run, place, out):
    roster = (Student("zoe", "Zoë =1"), Student("ADA", "Ada"), Student("carl", "Carl"))
    run(place({"ada.py": RIGHT, "eve.py": WRONG, "zoe.py": RIGHT}), roster=roster)
    book = gradebook(out)
    assert list(book) == ["zoe", "ADA", "carl", "eve"]
    assert [book[id_]["score"] for id_ in book] == ["6", "6", "", "3"]
    assert book["carl"]["status"] == "nothing handed in"
    assert book["eve"]["notes"].endswith("not on the roster")
    assert "Ada" in (out / "reports" / "ada.html").read_text(encoding="utf-8")


def test_grades_of_another_assignment_are_not_mixed_in(run, place, out):
    folder = place({"ada.py": RIGHT})
    run(folder)
    with pytest.raises(InputError, match="holds grades of the assignment 'double', not of 'deadly'"):
        run(folder, "deadly")


def test_a_broken_entry_is_graded_again(run, place, out):
    folder = place({"ada.py": RIGHT, "bob.py": WRONG})
    run(folder)
    (out / "instructor" / "ada.json").write_text('{"submission": "ada", "sco')
    assert run(folder).now == 1
    assert set(gradebook(out)) == {"ada", "bob"}


# --- the grader's own process dies


def test_a_grader_that_dies_costs_nobody_else_and_is_no_ones_zero(run, place, out):
    deadly = {f"{k:02}.py": RIGHT for k in range(12)} | {
        "03.py": "def double(x):\n    return 666.0\n",
        "07.py": "def double(x):\n    return 667.0\n",
    }
    outcome = run(place(deadly), "deadly")
    assert outcome.now == len(deadly)
    book = gradebook(out)
    assert {id_: row["score"] for id_, row in book.items()} == {
        f"{k:02}": "" if k in (3, 7) else "3" for k in range(12)
    }
    assert book["03"]["status"] == "could not grade 2 of 2 checks"
    assert "killed by SIGKILL" in book["03"]["notes"]
    assert "ended with code 3" in book["07"]["notes"]
    lost = report(out, "03")
    assert [(check["name"], check["status"]) for check in lost["checks"]] == [
        ("number", "could_not_grade"),
        ("negative", "could_not_grade"),
    ]
    assert lost["max_score"] == 3
    assert "no fault of yours" in lost["checks"][0]["message"]
    assert "SIGKILL" not in (out / "reports" / "03.html").read_text(encoding="utf-8")


def test_a_grader_that_is_stopped_from_within_costs_nobody_else(run, place, out):
    run(place({"ada.py": RIGHT, "bob.py": "def double(x):\n    return 668.0\n", "eve.py": RIGHT}), "deadly")
    book = gradebook(out)
    assert (book["ada"]["score"], book["eve"]["score"]) == ("3", "3")
    assert book["bob"]["status"].startswith("could not grade")


def test_a_grader_that_hangs_costs_nobody_else(run, place, out, monkeypatch):
    monkeypatch.setattr(workers, "PATIENCE", 0.0)  # besides twice the submission's 4 s
    run(place({"ada.py": RIGHT, "bob.py": "def double(x):\n    return 669.0\n", "eve.py": RIGHT}), "deadly")
    book = gradebook(out)
    assert (book["ada"]["score"], book["eve"]["score"]) == ("3", "3")
    assert book["bob"]["status"].startswith("could not grade")
    assert "the grader took longer than 8 s" in book["bob"]["notes"]


def test_a_submission_that_vanishes_meanwhile_costs_nobody_else(sandbox, place, tmp_path, out):
    folder = place({"ada.py": RIGHT, "bob.py": WRONG, "eve.py": RIGHT})
    assignment = load_assignment(ASSIGNMENTS / "double")
    found = find_submissions(folder, assignment.file).submissions
    (folder / "bob.py").unlink()
    grade(Batch(assignment, found, out, sandbox))
    book = gradebook(out)
    assert (book["ada"]["score"], book["eve"]["score"]) == ("6", "6")
    assert "can't be read" in book["bob"]["notes"]


def test_remarks_are_those_of_the_present_hand_ins(run, place, out):
    run(place({"ada.py": RIGHT}))
    assert gradebook(out)["ada"]["notes"] == ""
    run(place({"bob.py": RIGHT}))
    assert gradebook(out)["ada"]["notes"] == "the same file as bob"


def test_checks_that_can_not_be_read_are_bad_input(run, place, tmp_path, out):
    own = tmp_path / "mine"
    own.mkdir()
    for path in (ASSIGNMENTS / "double").glob("*.*"):
        (own / path.name).write_bytes(path.read_bytes())
    (own / "checks.py").write_text("import nowhere\n")
    with pytest.raises(InputError, match=r"checks\.py"):
        run(place({"ada.py": RIGHT}), own)
    assert not (out / "gradebook.csv").exists()


# --- killed and started again


def started(folder, out, environment, *more):
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "quizgrad",
            "grade",
            str(ASSIGNMENTS / "double"),
            str(folder),
            "--out",
            str(out),
            "--jobs",
            "2",
            *more,
        ],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )


def until_some_are_graded(out, process, number):
    end = time.monotonic() + 60
    while len(list((out / "instructor").glob("*.json"))) < number:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def processes_of(folder):
    """The processes whose arguments or environment name the folder, by number."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            said = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in said and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_in_the_middle_and_started_again_it_ends_with_the_same_gradebook(
    place, tmp_path, environment, sandbox, how
):
    folder = place({f"s{k:02}.py": (RIGHT, WRONG)[k % 2] + f"# {k}\n" for k in range(24)})
    environment = environment | {"WHOSE": str(tmp_path)}
    whole = started(folder, tmp_path / "whole", environment)
    assert (whole.communicate(timeout=120), whole.returncode)[1] == 0
    out = tmp_path / "out"
    killed = started(folder, out, environment)
    until_some_are_graded(out, killed, 6)
    if how == signal.SIGINT:
        os.killpg(killed.pid, how)  # as a terminal does
    else:
        killed.send_signal(how)
    _, said = killed.communicate(timeout=20)
    assert killed.returncode == (-signal.SIGKILL if how == signal.SIGKILL else 130), said
    assert "Traceback" not in said
    assert ("the same command again goes on from there" in said) == (how == signal.SIGINT)
    end = time.monotonic() + 10
    while (left := processes_of(tmp_path)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not left, "what was killed leaves no process"
    seeds = {path.name: json.loads(path.read_bytes())["seed"] for path in (out / "instructor").glob("*.json")}
    assert 6 <= len(seeds) < 24
    again = started(folder, out, environment)
    said, _ = again.communicate(timeout=120)
    assert again.returncode == 0
    assert f"{len(seeds)} of them before" in said
    for name, seed in seeds.items():
        assert json.loads((out / "instructor" / name).read_bytes())["seed"] == seed, "graded twice"
    assert (out / "gradebook.csv").read_bytes() == (tmp_path / "whole" / "gradebook.csv").read_bytes()
    names = {path.name for path in (tmp_path / "whole" / "reports").iterdir()}
    assert {path.name for path in (out / "reports").iterdir()} == names
    assert not list(out.rglob("*.part"))


@pytest.mark.parametrize("wait", [0.0, 0.1, 0.2, 0.4])
def test_stopped_while_its_workers_start_it_says_no_more_than_that(
    place, tmp_path, environment, sandbox, wait
):
    folder = place({f"s{k:02}.py": f"# {k}\n{RIGHT}" for k in range(24)})
    stopped = started(folder, tmp_path / "out", environment)
    end = time.monotonic() + 30
    while not (tmp_path / "out" / "instructor").is_dir() and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(wait)
    os.killpg(stopped.pid, signal.SIGINT)
    _, said = stopped.communicate(timeout=20)
    assert stopped.returncode in {0, 130}
    assert "Traceback" not in said


def test_two_at_once_do_not_grade_into_one_folder(place, tmp_path, environment, sandbox, refused):
    folder = place({f"s{k}.py": f"# {k}\nwhile True: pass\n" for k in range(4)})
    first = started(folder, tmp_path / "out", environment)
    try:
        end = time.monotonic() + 30
        while not (tmp_path / "out" / "instructor").is_dir() and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.2)
        said = refused("grade", ASSIGNMENTS / "double", folder, "--out", tmp_path / "out")
        assert "another quizgrad grade is at work in this folder" in said
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.communicate()


def test_memory_stays_flat(run, place):
    """After many submissions, neither this process nor a worker has held more than after few."""
    folder = place({f"s{k:03}.py": f"# {k}\n{RIGHT}" for k in range(60)})

    def most():
        return [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]

    run(folder, only=tuple(f"s{k:03}" for k in range(8)), jobs=1)
    few = most()
    run(folder, jobs=1)
    assert [
        after - before for before, after in zip(few, most(), strict=True) if after - before > 8 * 1024
    ] == []


# --- names


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode there")
def test_hostile_names_are_graded_like_any_other(run, place, tmp_path, out):
    names = [
        "=cmd|'calc'!A0",
        "line\nbreak",
        "esc\x1b[31m",
        "a\u202eb",
        "李明 (2)",
        "x" * 240,
        "$(touch x)",
        "-rf",
    ]
    folder = place({f"{name}.py": f"# {k}\n{RIGHT}" for k, name in enumerate(names)})
    with open(os.fsencode(folder) + b"/b\xffb.py", "wb") as file:  # noqa: PTH123  # a Path can't hold the name
        file.write(RIGHT.encode())
    place({"..hidden../double.py": RIGHT, "sub 'quoted\"/do uble.py": RIGHT})
    run(folder)
    book = gradebook(out)
    assert len(book) == len(names) + 2
    assert {row["score"] for row in book.values()} == {"6"}, book
    assert "'=cmd|'calc'!A0" in book
    assert "'-rf" in book
    assert len(list((out / "reports").iterdir())) == 2 * len(book)
    assert (out / "reports" / "李明 (2).html").is_file()
    assert not list(tmp_path.rglob("x"))


def test_a_flood_of_output_is_capped_in_every_report(run, place, out):
    flood = "print('y' * 10_000_000)\ndef double(x):\n    print('z' * 10_000_000)\n    return 2 * x\n"
    run(place({"ada.py": flood}))
    assert gradebook(out)["ada"]["score"] == "6"
    for path in out.rglob("*.*"):
        if path.is_file():
            assert path.stat().st_size < 100_000, path
