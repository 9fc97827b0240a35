"""What holds of every assignment that comes with quizgrad; a new one is found by being there."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import ast
import re

import numpy as np
import pytest

from graders.assignment import assignments
from graders.drawing import Draw
from graders.nets import backward_question
from graders.questions import run
from graders.starter import starter
from reference import activations, losses, passes
from reference.derivations import activations as elementwise
from reference.derivations import losses as derivations
from reference.mistakes import load

ALL = assignments()
every_assignment = pytest.mark.parametrize("assignment", ALL, ids=lambda assignment: assignment.name)


def test_the_four_assignments_are_there():
    assert {assignment.name for assignment in ALL} >= {"activations", "losses", "forward", "backward"}


@every_assignment
def test_the_solution_gets_all_points_whatever_is_drawn(assignment, report_of):
    for _ in range(3):
        report = report_of(assignment.name, assignment.solution.read_text(encoding="utf-8"))
        assert [check for check in report.checks if check.status != "passed"] == []
        assert report.score == report.max_score > 0
        assert not any(check.message for check in report.checks), "nothing is only right given a slip before"


@every_assignment
def test_the_untouched_starter_gets_no_points_and_is_told_what_to_do(assignment, report_of):
    report = report_of(assignment.name, starter(assignment))
    assert report.score == 0
    for check in report.checks:
        assert check.status in ("failed", "skipped")
        assert "is not written yet" in check.message or "needs the check" in check.message
        assert check.mistake is None


@every_assignment
def test_the_starter_is_a_file_of_its_own_without_the_solution(assignment):
    text = starter(assignment)
    tree = ast.parse(text)
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert defined == set(assignment.functions), "and no helper of the solution's"
    assert "SOLUTION" not in text
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported == {"numpy"}
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            assert ast.get_docstring(node), "the docstring is the task"
            assert isinstance(node.body[-1], ast.Raise)
            assert len(node.body) == 2


@every_assignment
def test_every_check_tells_the_student_what_it_looks_at(assignment):
    tree = ast.parse(assignment.checks.read_text(encoding="utf-8"))
    checks = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    said = [ast.get_docstring(node) for node in checks]
    assert all(text and text.endswith(".") for text in said)
    assert len(set(said)) == len(said)


@every_assignment
def test_some_checks_can_be_run_at_home_and_some_can_not(assignment, report_of):
    solution = assignment.solution.read_text(encoding="utf-8")
    whole, public = report_of(assignment.name, solution), report_of(assignment.name, solution, which="public")
    assert {check.name for check in public.checks} == {c.name for c in whole.checks if not c.hidden}
    assert 0 < public.max_score < whole.max_score


@every_assignment
def test_every_mistake_has_a_name_and_one_sentence_to_the_student(assignment):
    mistakes = load(assignment.folder / "mistakes.toml")
    assert len({mistake.says for mistake in mistakes}) == len(mistakes) >= 10
    for mistake in mistakes:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", mistake.name)
        assert re.fullmatch(r"[A-Z0-9a-z].*\.", mistake.says)
        assert not re.search(r"[.!?] ", mistake.says), "one sentence"
        assert 20 <= len(mistake.says) <= 140
        assert not mistake.scalar.rules, "mistakes of code only; quizzes have their own"


# --- what is right is derived twice

FUNCTIONS = ("step", "sigmoid", "tanh", "relu", "sigmoid_grad", "tanh_grad", "relu_grad")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_activations_derivation_agrees_with_the_library(name):
    z = np.concatenate([np.linspace(-5, 5, 21), [-1000.0, 1000.0]])
    found = run(elementwise.elementwise(), {"z": z, "slope": 0.1})
    np.testing.assert_allclose(found[f"{name}_of_z"], getattr(activations, name)(z), rtol=1e-12, atol=1e-15)


def test_leaky_relus_derivation_agrees_with_the_library():
    z = np.linspace(-5, 5, 21)
    found = run(elementwise.elementwise(), {"z": z, "slope": 0.1})
    np.testing.assert_allclose(found["leaky_relu_of_z"], activations.leaky_relu(z, 0.1))
    np.testing.assert_allclose(found["leaky_relu_grad_of_z"], activations.leaky_relu_grad(z, 0.1))


def test_the_losses_derivations_agree_with_the_library():
    draw = Draw("seed", "losses")
    logits, p, labels = draw.numbers(4, 3), draw.probabilities(4, 3), draw.labels(4, 3)
    given = {"z": logits, "largest": logits.max(axis=1, keepdims=True)}
    given |= {"largest_of_column": 0.0, "largest_of_all": 0.0}
    np.testing.assert_allclose(run(derivations.softmax(), given)["p"], activations.softmax(logits))
    found = run(derivations.cross_entropy(), {"p": p, "y": np.eye(3)[labels], "epsilon": 1e-12})
    np.testing.assert_allclose(found["loss"], losses.cross_entropy(p, labels, reduction="mean"))
    found = run(derivations.binary_cross_entropy(), {"p": p[:, 0], "y": labels % 2, "epsilon": 1e-12})
    np.testing.assert_allclose(
        found["loss"], losses.binary_cross_entropy(p[:, 0], labels % 2, reduction="mean")
    )
    found = run(derivations.squared_error(), {"prediction": p, "y": logits})
    np.testing.assert_allclose(found["loss"], losses.squared_error(p, logits, reduction="mean"))


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize(("sizes", "n"), [((3, 4), 4), ((3, 4, 2), 5), ((2, 5, 3, 4), 1)])
def test_the_classifiers_derivation_agrees_with_the_library(activation, sizes, n):
    net = Draw(activation, str(sizes)).net(sizes, n, activation)
    right = backward_question(net).right
    names = {"activation": activation, "output": "softmax", "loss": "cross_entropy"}
    found = passes.gradients(net.X, net.labels, net.weights, net.biases, **names)
    for layer, (z, dW, db) in enumerate(zip(found.zs, found.weights, found.biases, strict=True), start=1):
        np.testing.assert_allclose(right[f"z{layer}"], z, rtol=1e-9)
        np.testing.assert_allclose(right[f"dW{layer}"], dW, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(right[f"db{layer}"], db, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(right["yhat"], found.activations[-1], rtol=1e-9)
    np.testing.assert_allclose(right["dx"], found.inputs, rtol=1e-9, atol=1e-12)
