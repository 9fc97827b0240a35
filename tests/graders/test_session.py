"""One session, many submissions: points, hidden checks, needs, seeds, and whose fault it is."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc

import pytest

from generator.errors import InputError
from graders.assignment import load_assignment
from graders.records import Report
from graders.sandbox import Limits
from graders.session import grade_many
from graders.submissions import Submission

CHECKS = '''
from graders import compare, hidden, needs, points


@points(2)
def test_double(student, draw):
    """double(x) is twice x."""
    x = draw.rounded(3)
    compare(actual=student.double(x), expected=2 * x)


@hidden
@points(0.5)
def test_more(student, draw):
    """double of a matrix."""
    x = draw.rounded(2, 2)
    compare(actual=student.double(x), expected=2 * x)


@needs("double", "more")
def test_number(student, draw):
    """double of a number."""
    compare(actual=student.double(1.5), expected=3.0)
'''
SOLUTION = """
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
"""


@pytest.fixture
def doubling(assignment_of):
    """An assignment of an instructor's own, in a folder."""
    return assignment_of(CHECKS, SOLUTION)


def statuses(report):
    return {check.name: check.status for check in report.checks}


def test_points_are_added_up(doubling, report_of):
    report = report_of(doubling, SOLUTION)
    assert (report.score, report.max_score) == (3.5, 3.5)
    assert [(check.name, check.max_points, check.hidden) for check in report.checks] == [
        ("double", 2.0, False),
        ("more", 0.5, True),
        ("number", 1.0, False),
    ]


def test_a_failed_prerequisite_skips_its_followers_and_says_so(doubling, report_of):
    report = report_of(doubling, "def double(x):\n    return 3 * x\n")
    assert statuses(report) == {"double": "failed", "more": "failed", "number": "skipped"}
    assert report.checks[2].message == "Skipped, since it needs the check double, which did not pass."
    assert report.score == 0


def test_a_prerequisite_that_is_left_out_skips_nobody(doubling, report_of):
    report = report_of(doubling, SOLUTION, which="public")
    assert statuses(report) == {"double": "passed", "number": "passed"}


def test_a_prerequisite_that_stands_below_runs_first(assignment_of, report_of):
    checks = '''
from graders import compare, needs


@needs("second")
def test_first(student):
    """First."""
    compare(actual=student.double(1.0), expected=2.0)


def test_second(student):
    """Second."""
    compare(actual=student.double(2.0), expected=5.0)
'''
    report = report_of(assignment_of(checks, SOLUTION), SOLUTION)
    assert statuses(report) == {"first": "skipped", "second": "failed"}


def test_public_checks_show_numbers_and_hidden_ones_do_not(doubling, report_of):
    report = report_of(doubling, "def double(x):\n    print('I got', x)\n    return 0 * x\n")
    shown, kept, _ = report.checks
    assert "index" in shown.message
    assert "expected" in shown.message
    assert "I got" in shown.printed
    assert "index" not in kept.message
    assert kept.printed == ""
    assert "double of a matrix" in kept.message, "the docstring tells what is checked"


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError(repr(x.tolist()))",
        "return type(f'T{x.ravel()[0]}', (), {})()",
        "raise type(f'T{x.ravel()[0]}', (Exception,), {})()",
        "return str(x.tolist())",
        "return {str(x.tolist()): 1.0}",
        "return [str(x.tolist())]",
    ],
)
def test_a_student_can_not_bring_hidden_inputs_into_the_report(doubling, report_of, body):
    report = report_of(doubling, f"def double(x):\n    {body}\n", seed="fixed")
    from graders.drawing import Draw

    hidden = Draw("fixed", "test_more").rounded(2, 2)
    digits = [f"{value:g}".lstrip("-") for value in hidden.ravel()]
    assert digits
    kept = report.checks[1]
    assert kept.status == "failed"
    assert not any(text in kept.message + kept.printed + str(kept.mistake) for text in digits)


def test_writing_into_an_argument_costs_once(doubling, report_of):
    report = report_of(doubling, "def double(x):\n    x *= 2\n    return x\n")
    assert statuses(report) == {"double": "failed", "more": "passed", "number": "passed"}
    assert report.checks[0].mistake == "input_overwritten"
    assert "argument number 1" in report.checks[0].message
    assert report.checks[1].message == (
        "double changes its arguments, which has cost its points in the check double."
    )


def test_a_graders_own_bug_is_not_the_students_zero_in_silence(assignment_of, report_of):
    checks = '''
def test_double(student):
    """Double."""
    student.double(1.0)
    raise KeyError("a bug of the grader's")


def test_other(student, no_such_fixture):
    """Other."""
'''
    report = report_of(assignment_of(checks, SOLUTION), SOLUTION)
    assert statuses(report) == {"double": "could_not_grade", "other": "could_not_grade"}
    assert "no fault of yours" in report.checks[0].message
    assert report.checks[0].trouble == 'KeyError: "a bug of the grader\'s" (checks.py, line 5)'
    assert report.checks[1].trouble.startswith("there is no fixture no_such_fixture; a check has student")
    assert "trouble" not in report.shown()["checks"][0], "for the instructor only"


def test_a_catalogue_that_does_not_fit_is_found_by_a_right_solution(assignment_of, report_of):
    checks = '''
from pathlib import Path

from graders import Question, judge
from reference.derivation import Derivation
from reference.mistakes import load

STEPS = Derivation.of({"u": "2*x"}, inputs=["x"])


def test_double(student):
    """Double."""
    mistakes = load(Path(__file__).with_name("mistakes.toml"))
    judge(student.double, [Question({"x": 1.5}, "u", STEPS, {"x": 1.5})], mistakes=mistakes)
'''
    folder = assignment_of(checks, SOLUTION)
    (folder / "mistakes.toml").write_text('[odd]\nsays = "Odd."\narray.rules = { u = "2*y" }\n', "utf-8")
    [check] = report_of(folder, SOLUTION).checks
    assert check.status == "could_not_grade"
    assert "mistake odd: step u: y is not known" in check.trouble


def test_a_function_that_the_assignment_does_not_list_is_the_graders_fault(assignment_of, report_of):
    folder = assignment_of(CHECKS.replace("student.double(1.5)", "student.duoble(1.5)"), SOLUTION)
    with pytest.raises(InputError, match="there is no function 'duoble'; did you mean 'double'"):
        report_of(folder, SOLUTION)


def test_a_plain_assert_is_a_check_too(assignment_of, report_of):
    checks = '''
from graders import hidden


def test_double(student):
    """Double."""
    assert student.double(1.0) == 7.25


@hidden
def test_kept(student):
    """Kept."""
    assert student.double(1.0) == 7.25
'''
    shown, kept = report_of(assignment_of(checks, SOLUTION), SOLUTION).checks
    assert shown.status == kept.status == "failed"
    assert "7.25" in shown.message
    assert kept.message == "Kept."


def test_a_missing_function_is_said(doubling, report_of):
    report = report_of(doubling, "def duoble(x):\n    return 2 * x\n")
    assert report.checks[0].message.startswith("double.py defines no function double.")


def test_what_can_not_be_loaded_is_said_at_every_check(doubling, report_of):
    report = report_of(doubling, "def double(x:\n")
    assert {check.status for check in report.checks} == {"failed"}
    assert report.checks[0].message.startswith("double.py can't be loaded: SyntaxError in line 1")
    assert report.max_score == 3.5


def test_what_is_printed_while_loading_is_noted(doubling, report_of):
    report = report_of(doubling, "print('hello')\ndef double(x):\n    return 2 * x\n")
    assert report.notes == ("Printed while double.py was loaded: hello",)
    assert report.score == 3.5


def test_a_submission_with_trouble_is_not_run(doubling, plain, tmp_path):
    path = tmp_path / "nothing.py"
    found = [
        Submission("a", path, trouble="There is no file.", notes=("odd",)),
        Submission("b", path, trouble="It was moved.", no_fault=True),
    ]
    first, second = grade_many(load_assignment(doubling), found, sandbox=plain, limits=Limits())
    assert {(check.status, check.message) for check in first.checks} == {("failed", "There is no file.")}
    assert first.notes == ("odd",)
    assert {(check.status, check.message) for check in second.checks} == {
        ("could_not_grade", "It was moved.")
    }
    assert first.max_score == second.max_score == 3.5


def test_a_file_that_is_gone_fails_and_the_next_is_graded(doubling, plain, tmp_path):
    path = tmp_path / "right.py"
    path.write_text(SOLUTION, encoding="utf-8")
    found = [Submission("gone", tmp_path / "gone.py"), Submission("right", path)]
    gone, right = grade_many(load_assignment(doubling), found, sandbox=plain, limits=Limits())
    assert gone.score == 0
    assert {check.status for check in gone.checks} == {"failed"}
    assert str(tmp_path) not in gone.checks[0].message
    assert right.score == 3.5


def test_one_student_leaves_nothing_to_the_next(doubling, plain, tmp_path):
    wrong, right = tmp_path / "wrong.py", tmp_path / "right.py"
    wrong.write_text("def double(x):\n    x *= 3\n    return x\n", encoding="utf-8")
    right.write_text(SOLUTION, encoding="utf-8")
    found = [Submission(str(k), path) for k, path in enumerate([right, wrong, right, wrong, right])]
    reports = list(grade_many(load_assignment(doubling), found, sandbox=plain, limits=Limits()))
    assert [report.score for report in reports] == [3.5, 0, 3.5, 0, 3.5]
    assert [report.submission for report in reports] == ["0", "1", "2", "3", "4"]
    assert not reports[4].checks[0].message


def test_reports_come_as_soon_as_they_are_made(doubling, plain, tmp_path):
    path = tmp_path / "right.py"
    path.write_text(SOLUTION, encoding="utf-8")
    asked = []

    def submissions():
        for k in range(3):
            asked.append(k)
            yield Submission(str(k), path)

    reports = grade_many(load_assignment(doubling), submissions(), sandbox=plain, limits=Limits())
    assert next(reports).submission == "0"
    assert asked == [0]
    reports.close()


def test_every_submission_gets_fresh_inputs_and_a_seed_gives_them_again(doubling, report_of):
    wrong = "def double(x):\n    return 0 * x\n"
    first, second = report_of(doubling, wrong), report_of(doubling, wrong)
    assert first.seed != second.seed
    assert first.checks[0].message != second.checks[0].message
    again = report_of(doubling, wrong, seed=first.seed)
    assert again.checks == first.checks
    assert len(first.seed) >= 32


def test_the_seed_is_the_instructors_only(doubling, report_of):
    report = report_of(doubling, SOLUTION)
    assert report.seed not in repr(report)
    assert report.seed not in str(report.shown())
    assert Report.from_data(report.as_data()) == report


def test_a_students_report_has_the_shape_that_tools_rely_on(doubling, report_of):
    shown = report_of(doubling, SOLUTION).shown()
    assert list(shown) == ["submission", "score", "max_score", "sandbox", "checks"]
    assert list(shown["checks"][0]) == [
        "name", "points", "max_points", "status", "message", "mistake", "first_divergence",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        ("", "there is no check in it"),
        ("def test_a(:\n", "can't be collected"),
        ("import nothing_of_the_kind\n", "nothing_of_the_kind"),
        ("from graders import points\n@points(-1)\ndef test_a(student): pass\n", "points must be a number"),
        ("from graders import points\n@points('2')\ndef test_a(student): pass\n", "got '2'"),
        ("from graders import needs\n@needs('b')\ndef test_a(student): pass\n", "a needs b, but there is no"),
        (
            "from graders import needs\n@needs('b')\ndef test_a(): pass\n@needs('a')\ndef test_b(): pass\n",
            "in a circle: a needs b needs a",
        ),
        ("import pytest\n@pytest.mark.hiden\ndef test_a(student): pass\n", "hiden"),
    ],
)
def test_a_grader_that_can_not_be_used_is_one_sentence(assignment_of, report_of, checks, says):
    folder = assignment_of(checks, SOLUTION)
    with pytest.raises(InputError) as caught:
        report_of(folder, SOLUTION)
    assert says in str(caught.value)
    assert str(folder / "checks.py") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_instructors_pytest_settings_and_conftest_do_not_reach_in(doubling, report_of, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    (doubling / "conftest.py").write_text("raise RuntimeError('not to be read')\n", encoding="utf-8")
    (doubling / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    assert report_of(doubling, SOLUTION).score == 3.5
    assert os.environ["PYTEST_ADDOPTS"] == "--no-such-option"


def test_grading_writes_nothing_into_the_assignment(doubling, report_of):
    before = {path.name for path in doubling.rglob("*")}
    report_of(doubling, SOLUTION)
    left = {path.name for path in doubling.rglob("*")} - before
    assert {name for name in left if name != "__pycache__" and not name.endswith(".pyc")} == set()


def test_memory_stays_flat_over_three_hundred_submissions(doubling, plain, tmp_path):
    """The sandbox is not part of this: what has trouble is not run, and nothing of it is kept."""
    path = tmp_path / "right.py"
    path.write_text(SOLUTION, encoding="utf-8")
    found = [Submission(str(k), path, trouble="" if k % 25 == 0 else "x" * 500) for k in range(301)]
    reports = grade_many(load_assignment(doubling), found, sandbox=plain, limits=Limits())
    for _ in range(60):
        next(reports)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        assert sum(1 for _ in reports) == 241
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert after - before < 200_000


def pytest_run(folder, environment, *arguments):
    command = [sys.executable, "-m", "pytest", "-p", "graders.plugin", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def at_the_desk(tmp_path, environment):
    """`at_the_desk(source, *arguments)` runs real pytest on a grader file of one's own."""
    (tmp_path / "my_grader.py").write_text(CHECKS, encoding="utf-8")

    def run(source, *arguments):
        (tmp_path / "double.py").write_text(source, encoding="utf-8")
        return pytest_run(
            tmp_path, environment, "my_grader.py", "--submission", "double.py", "--unsafe", *arguments
        )

    return run


def test_real_pytest_grades_with_a_grader_file(at_the_desk):
    ran = at_the_desk(SOLUTION)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "3 passed" in ran.stdout
    assert "3.5 of 3.5 points; sandbox: " in ran.stdout


def test_real_pytest_selects_with_k_and_writes_junit_xml(at_the_desk, tmp_path):
    ran = at_the_desk("def double(x):\n    return 3 * x\n", "-k", "double or number", "--junitxml=out.xml")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "1 failed, 1 skipped, 1 deselected" in ran.stdout
    assert "Traceback" not in ran.stdout
    xml = (tmp_path / "out.xml").read_text(encoding="utf-8")
    assert "is off in 3 of 3 entries" in xml
    assert 'tests="2"' in xml


def test_real_pytest_leaves_out_hidden_checks(at_the_desk):
    assert "2 passed, 1 deselected" in at_the_desk(SOLUTION, "--public").stdout


def test_real_pytest_says_what_can_not_be_loaded(at_the_desk):
    ran = at_the_desk("def double(x:\n")
    assert ran.returncode == 4
    assert "double.py can't be loaded: SyntaxError in line 1" in ran.stdout + ran.stderr


def test_real_pytest_without_a_submission_says_what_is_missing(tmp_path, environment):
    (tmp_path / "my_grader.py").write_text(CHECKS, encoding="utf-8")
    ran = pytest_run(tmp_path, environment, "my_grader.py")
    assert ran.stderr == "ERROR: there is no submission to grade; give --submission FILE\n\n"


def test_real_pytest_says_what_is_wrong_with_the_path(at_the_desk):
    ran = at_the_desk(SOLUTION, "--submission", "nowhere.py")
    assert ran.returncode == 4
    assert (ran.stdout + ran.stderr).count("nowhere.py: there is no such file") == 1
    assert "INTERNALERROR" not in ran.stdout + ran.stderr


def test_real_pytest_says_what_is_odd_about_the_file(at_the_desk):
    assert "The file is empty." in at_the_desk("").stdout
