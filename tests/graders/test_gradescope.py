"""The Gradescope autograder, run in a copy of Gradescope's folders, also where Docker denies namespaces."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from graders.assignment import assignments, load_assignment
from graders.gradescope import autograder_zip

DATA = Path(__file__).resolve().parent.parent / "data"
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    print('doubling', x)\n    return x * x\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Gradescope's images are Linux")


@pytest.fixture
def double():
    return load_assignment(DATA / "assignments" / "double")


@pytest.fixture
def autograder(tmp_path, double):
    """`autograder({"double.py": text})` grades as Gradescope would; gives (process, results or None)."""

    def run(files, denied=None, assignment=double):
        root = tmp_path / "autograder"
        shutil.rmtree(root, ignore_errors=True)
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(io.BytesIO(autograder_zip(assignment))) as archive:
            archive.extractall(root / "source")
        shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
        (root / "run_autograder").chmod(0o755)
        for name, data in files.items():
            path = root / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        confined = [] if denied is None else [sys.executable, str(DATA / "as_in_docker.py"), denied, "--"]
        ran = subprocess.run(
            [*confined, str(root / "run_autograder")],
            env={
                "PATH": os.environ["PATH"],
                "QUIZGRAD_PYTHON": sys.executable,
                "SECRET": "canary-in-the-environment",
            },
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        target = root / "results" / "results.json"
        return ran, json.loads(target.read_bytes()) if target.exists() else None

    return run


def test_the_zip_has_what_gradescope_wants_at_its_root(double):
    with zipfile.ZipFile(io.BytesIO(autograder_zip(double))) as archive:
        names = set(archive.namelist())
        assert {"setup.sh", "run_autograder", "requirements.txt"} <= names
        for name in ("setup.sh", "run_autograder"):
            assert archive.getinfo(name).external_attr >> 16 & 0o111
            assert archive.read(name).startswith(b"#!/usr/bin/env bash\n")
            assert subprocess.run(["bash", "-n"], input=archive.read(name), check=False).returncode == 0
        assert archive.read("requirements.txt").decode().splitlines() == sorted(
            line for line in archive.read("requirements.txt").decode().splitlines() if line
        )
        for line in archive.read("constraints.txt").decode().splitlines():
            assert re.fullmatch(r"[\w.-]+==\d[\w.]*", line)
        assert "assignment/double/checks.py" in names
        assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_the_same_assignment_gives_the_same_bytes(double):
    assert autograder_zip(double) == autograder_zip(double)


@pytest.mark.parametrize("name", [one.name for one in assignments()])
def test_every_assignment_s_zip_grades_its_solution_and_starter(autograder, name):
    from graders.starter import starter

    assignment = load_assignment(name)
    ran, results = autograder({assignment.file: assignment.solution.read_bytes()}, "", assignment)
    assert ran.returncode == 0, ran.stderr
    assert results["score"] == sum(test["max_score"] for test in results["tests"]) > 0
    _, results = autograder({assignment.file: starter(assignment)}, "", assignment)
    assert results["score"] == 0


@pytest.mark.parametrize("denied", [None, "", "landlock"], ids=["free", "docker", "docker without Landlock"])
def test_a_submission_is_graded_whatever_docker_denies(autograder, denied):
    ran, results = autograder({"double.py": WRONG}, denied)
    assert ran.returncode == 0, ran.stderr
    assert results["score"] == 3
    assert [
        (test["name"], test["score"], test["max_score"], test["status"]) for test in results["tests"]
    ] == [
        ("number", 2, 2, "passed"),
        ("array", 0, 3, "failed"),
        ("empty", 1, 1, "passed"),
    ]
    _, array, hidden = results["tests"]
    assert "index" in array["output"]
    assert "doubling" in array["output"], "what the student's code printed is shown"
    assert "doubling" not in hidden["output"]
    kinds = {"name": str, "score": float, "max_score": float, "status": str, "output": str}
    for test in results["tests"]:
        assert test["visibility"] == "visible"
        assert test["output_format"] == "text"
        for key, kind in kinds.items():
            assert isinstance(test[key], kind), (key, test[key])
    states = json.loads(ran.stdout)["sandbox"]
    if denied is None:
        return
    assert states["bubblewrap"] == "off"
    assert (states["landlock"] == "off") == (denied == "landlock")


def test_the_seed_is_printed_for_instructors_and_stands_in_no_result(autograder):
    ran, results = autograder({"double.py": RIGHT}, "")
    seed = json.loads(ran.stdout)["seed"]
    assert len(seed) >= 16
    assert seed not in json.dumps(results)
    assert results["stdout_visibility"] == "hidden"


SPY = """
import os
seen = []
for path in ("{root}/source", "{root}/source/assignment/double/checks.py", "{root}/results", "{root}",
             "{root}/source/quizgrad/graders/session.py", "/proc/1/environ", "/proc/self/environ"):
    try:
        seen.append(path + str(os.listdir(path) if os.path.isdir(path) else open(path, "rb").read()))
    except OSError:
        pass
try:
    open("{root}/results/results.json", "w").write('{{"score": 100}}')
    seen.append("wrote")
except OSError:
    pass
def double(x):
    print(seen, dict(os.environ))
    return 2 * x
"""


@pytest.mark.parametrize("denied", ["", "landlock"], ids=["docker", "docker without Landlock"])
def test_the_student_s_code_reads_and_writes_nothing_of_ours(autograder, tmp_path, denied):
    ran, results = autograder({"double.py": SPY.format(root=tmp_path / "autograder")}, denied)
    assert ran.returncode == 0, ran.stderr
    said = json.dumps(results)
    assert results["score"] == 6
    for secret in ("canary", "compare(actual", "checks.py", "grade_many", "wrote", "run_autograder"):
        assert secret not in said, said


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "there is no Python file; hand in double.py"),
        ({"notes.txt": "x"}, "there is no Python file (only notes.txt); hand in double.py"),
        ({"a.py": RIGHT, "b.py": RIGHT}, "no file is called double.py, and there are several (a.py, b.py)"),
        ({"double.py": "def double(x:\n"}, "SyntaxError"),
        ({"double.py": "import os\nos._exit(0)\n"}, "ended the process"),
    ],
)
def test_what_can_not_be_run_has_no_points_and_says_why(autograder, files, says):
    ran, results = autograder(files, "")
    assert ran.returncode == 0, ran.stderr
    assert results["score"] == 0
    assert all(says in test["output"] for test in results["tests"])


def test_a_file_with_another_name_is_graded_and_said(autograder):
    _, results = autograder({"hw1/doubling.py": RIGHT}, "")
    assert results["score"] == 6
    note, sandbox = results["output"].splitlines()
    assert note == "The file is called doubling.py, not double.py; it is graded all the same."
    assert sandbox.startswith("Sandbox: bubblewrap off, ")


def test_a_grader_that_dies_leaves_no_results_rather_than_a_zero(autograder):
    deadly = load_assignment(DATA / "assignments" / "deadly")
    ran, results = autograder({"double.py": "def double(x):\n    return 666.0\n"}, "", deadly)
    assert ran.returncode != 0
    assert results is None


def test_a_check_that_fails_itself_is_said_to_be_no_fault_of_the_student_s(autograder, tmp_path):
    own = tmp_path / "broken"
    shutil.copytree(DATA / "assignments" / "double", own, ignore=shutil.ignore_patterns("__pycache__"))
    with (own / "checks.py").open("a") as file:
        file.write("\n\ndef test_broken(student):\n    student.double(1.0)\n    [][0]\n")
    _, results = autograder({"double.py": RIGHT}, "", load_assignment(own))
    assert results["output"].startswith("1 of 4 checks could not be graded. That is no fault of yours;")
    assert results["score"] == 6


def test_the_zip_needs_only_what_its_requirements_name(double, tmp_path):
    with zipfile.ZipFile(io.BytesIO(autograder_zip(double))) as archive:
        wanted = archive.read("requirements.txt").decode()
        archive.extractall(tmp_path)
    for name in ("numpy", "pytest", "jinja2"):
        assert name in wanted
    blocked = ["typst", "pypandoc", "rich", "click", "hypothesis"]
    assert not [name for name in blocked if name in wanted]
    code = f"import sys; sys.modules.update(dict.fromkeys({blocked})); import graders.gradescope"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={"PYTHONPATH": str(tmp_path / "quizgrad")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
