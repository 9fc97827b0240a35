"""One slip costs once: as many points as the check is worth that is worth most among those it spoils."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import pytest

CHECKS = '''
from pathlib import Path

from graders import Question, hidden, judge, needs, points
from reference.derivation import Derivation
from reference.mistakes import load

MISTAKES = load(Path(__file__).with_name("mistakes.toml"))
STEPS = Derivation.of({{"u": "2*x", "v": "u + 1"}}, inputs=["x"])


def question(draw, name="work"):
    x = draw.rounded(3)
    return Question({{"x": x}}, ["u", "v"], STEPS, {{"x": x}})


@points({first})
def test_first(student, draw):
    """First."""
    judge(student.work, [question(draw)], mistakes=MISTAKES)


@hidden
@points({second})
@needs("first")
def test_second(student, draw):
    """Second."""
    judge(student.work, [question(draw), question(draw)], mistakes=MISTAKES)


def test_other(student, draw):
    """Another function."""
    judge(student.play, [question(draw)], mistakes=MISTAKES)
'''
MISTAKES = """
[not_doubled]
says = "It was not doubled."
array.rules = { u = "x" }

[one_left_out]
says = "The one is missing."
array.rules = { v = "u" }
"""
RIGHT = "def play(x):\n    return [2 * x, 2 * x + 1]\n"


@pytest.fixture
def graded(assignment_of, report_of):
    """`graded(source, first, second)`: the checks of a report by name, where those two have these points."""

    def grade(source, first, second):
        solution = "def work(x):\n    ### BEGIN SOLUTION\n    ### END SOLUTION\n    return x\n"
        checks = CHECKS.format(first=first, second=second)
        folder = assignment_of(checks, solution, functions=("work", "play"), file="work.py")
        (folder / "mistakes.toml").write_text(MISTAKES, encoding="utf-8")
        return {check.name: check for check in report_of(folder, source).checks}

    return grade


def points(checks):
    return [check.points for check in checks.values()]


def test_a_known_slip_costs_in_the_first_check_that_it_spoils(graded):
    checks = graded(RIGHT + "def work(x):\n    return [2 * x, 2 * x]\n", 2, 1)
    assert points(checks) == [0, 1, 1]
    assert [check.mistake for check in checks.values()] == ["one_left_out", "one_left_out", None]
    assert checks["second"].status == "passed"
    assert checks["second"].message == (
        "Right, apart from one_left_out, which has cost its points in the check first."
    )


def test_a_check_that_is_worth_more_takes_what_is_left(graded):
    checks = graded(RIGHT + "def work(x):\n    return [2 * x, 2 * x]\n", 1, 3)
    assert points(checks) == [0, 1, 1]
    assert checks["second"].status == "failed"
    assert "one_left_out has cost 1 in the check first already" in checks["second"].message


def test_a_check_for_practice_settles_nothing(graded):
    checks = graded(RIGHT + "def work(x):\n    return [2 * x, 2 * x]\n", 0, 3)
    assert points(checks) == [0, 0, 1]
    assert checks["second"].status == "failed"


def test_the_same_slip_in_another_function_is_another_slip(graded):
    slip = "def {}(x):\n    return [2 * x, 2 * x]\n"
    checks = graded(slip.format("work") + slip.format("play"), 1, 1)
    assert points(checks) == [0, 1, 0]


def test_an_unknown_slip_costs_wherever_it_shows_and_stops_what_needs_the_check(graded):
    checks = graded(RIGHT + "def work(x):\n    return [2 * x, 2 * x + 7]\n", 1, 1)
    assert points(checks) == [0, 0, 1]
    assert checks["second"].status == "skipped"


def test_a_second_slip_beside_a_settled_one_costs_too(graded):
    second = "[x, x + 1] if len(calls) > 1 else [2 * x, 2 * x]"
    source = f"calls = []\ndef work(x):\n    calls.append(1)\n    return {second}\n"
    checks = graded(RIGHT + source, 1, 1)
    assert [check.mistake for check in checks.values()] == ["one_left_out", "not_doubled", None]
    assert points(checks) == [0, 0, 1]


def test_two_slips_together_cost_once_each(graded):
    only_once = "[2 * x, 2 * x] if len(calls) == 1 else [x, x]"
    source = f"calls = []\ndef work(x):\n    calls.append(1)\n    return {only_once}\n"
    checks = graded(RIGHT + source, 1, 1)
    assert checks["second"].mistake == "not_doubled", "the one left out is settled"


@pytest.mark.parametrize("body", ["raise ValueError('no')", "return None", "return 0"])
def test_where_there_is_nothing_to_judge_nothing_is_settled(graded, body):
    checks = graded(f"{RIGHT}def work(x):\n    {body}\n", 1, 1)
    assert points(checks) == [0, 0, 1]


def test_zeros_settle_nothing(graded):
    checks = graded(RIGHT + "def work(x):\n    return [0 * x, 0 * x]\n", 1, 1)
    assert points(checks) == [0, 0, 1]


def test_what_is_missing_is_not_settled_by_the_mistake_of_leaving_it_out(report_of):
    only_dW = '\n_whole = backward\ndef backward(*given):\n    return _whole(*given)["dW"]\n'
    from graders.assignment import load_assignment

    solution = load_assignment("backward").solution.read_text(encoding="utf-8")
    checks = {check.name: check for check in report_of("backward", solution + only_dW).checks}
    assert checks["output_layer"].mistake == "one_part_only"
    assert checks["weights_everywhere"].points == 2, "it is there, and right"
    assert checks["biases_everywhere"].points == checks["inputs_everywhere"].points == 0


def test_two_slips_in_one_gradient_cost_once_each(report_of):
    from graders.assignment import load_assignment

    source = load_assignment("backward").solution.read_text(encoding="utf-8")
    source = source.replace("dz.T @ below)", "dz.T @ below / n)")
    source = source.replace("dz = da * _slope(zs[layer - 1], activations[layer - 1], activation)", "dz = da")
    report = report_of("backward", source, seed="two slips")
    failed = {check.name: check.mistake for check in report.checks if check.status != "passed"}
    assert failed == {"output_layer": "mean_taken_twice", "hidden_layer": "activation_derivative_left_out"}
    assert report.score == report.max_score - 4


def test_a_slip_in_forward_costs_nothing_in_the_gradient_check(report_of):
    from graders.assignment import load_assignment

    source = (
        load_assignment("backward").solution.read_text(encoding="utf-8").replace("a @ W.T + b", "a @ W.T")
    )
    report = report_of("backward", source)
    assert {check.name for check in report.checks if check.status != "passed"} == {"forward"}
    said = {check.name: check.message for check in report.checks}["gradient_check"]
    assert "Your forward is off itself, at z1." in said
    assert "The gradients are right for the values that it gives." in said


def test_the_gradient_check_tells_a_backward_that_is_off_from_a_forward_that_is(report_of):
    from graders.assignment import load_assignment

    source = load_assignment("backward").solution.read_text(encoding="utf-8")
    off = source.replace("dz.T @ below)", "dz.T @ below * 3)")
    [check] = [one for one in report_of("backward", off).checks if one.name == "gradient_check"]
    assert check.status == "failed"
    assert check.message.startswith(
        "Your backward doesn't match your forward, in dW1, dW2. Your forward is right."
    )
    both = off.replace("z = a @ W.T + b", "z = 1.5 * (a @ W.T) + b")
    [check] = [one for one in report_of("backward", both).checks if one.name == "gradient_check"]
    assert "Your forward is off itself, at z1." in check.message
