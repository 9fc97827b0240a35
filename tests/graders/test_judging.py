"""Judging by derivations: first divergence, follow-through, names; and whatever comes back is judged."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graders import CheckFailedError, Question, judge, observe
from graders.desk import Charge, Desk
from graders.drawing import Draw
from graders.general import general
from graders.guessing import bent_together
from graders.nets import backward_question, forward_question
from graders.questions import run
from graders.sandbox import Answered, Broke, Raised, Unreadable
from graders.student import Function
from reference.derivation import Derivation
from reference.mistakes import catalogue, load

TWO_STEPS = Derivation.of({"u": "2*x", "v": "u + 1", "w": "v*v"}, inputs=["x"])
X = np.array([1.0, 2.0, 3.0])
QUESTION = Question({"x": X}, ["u", "v", "w"], TWO_STEPS, {"x": X})


class Canned:
    """A child whose replies are known, so that judging can be tried on any of them."""

    def __init__(self, replies):
        self.replies = replies

    def call(self, calls):
        assert len(calls) == len(self.replies)
        return self.replies


def function(*replies, name="work"):
    answers = [r if isinstance(r, (Answered, Raised, Broke)) else Answered(r) for r in replies]
    return Function(name, Desk(Canned(answers), "work.py", 100, frozenset({name})))


def refused(student, questions, **options):
    with pytest.raises(CheckFailedError) as caught:
        judge(student, questions, **options)
    return caught.value


@pytest.fixture
def mistakes(tmp_path):
    """Two mistakes in the derivation of two steps."""
    path = tmp_path / "mistakes.toml"
    path.write_text(
        '[one_left_out]\nsays = "The one is missing."\narray.rules = { v = "u" }\n'
        '[nothing_squared]\nsays = "It was not squared."\narray.rules = { w = "v" }\n'
        '[too_wide]\nsays = "The shapes do not fit."\narray.rules = { u = "x @ x.T @ x" }\n'
        '[flat]\nsays = "It is all zeros."\narray.rules = { u = "0*x" }\n',
        encoding="utf-8",
    )
    return load(path)


def test_right_values_pass():
    student = function([2 * X, 2 * X + 1, (2 * X + 1) ** 2])
    judge(student, [QUESTION])
    assert student._desk.remarks == []


def test_the_first_divergence_is_named_with_what_came_before_it(mistakes):
    error = refused(function([2 * X, 2 * X + 2, (2 * X + 2) ** 2]), [QUESTION], mistakes=mistakes)
    assert error.divergence == "v"
    assert error.mistake is None
    assert "work(…)[1] (v) is off in 3 of 3 entries." in error.message
    assert "In working order: u right, v off." in error.message


def test_a_step_that_is_right_given_a_slip_before_it_passes():
    slipped = [2 * X, 2 * X, (2 * X) ** 2]
    assert refused(function(slipped), [QUESTION]).divergence == "v"
    later = function(slipped)
    judge(later, [QUESTION], only=["w"])
    assert later._desk.remarks == ["Right, given your own values of the steps before."]


def test_a_right_value_after_a_slip_passes_too():
    judge(function([2 * X, 2 * X, (2 * X + 1) ** 2]), [QUESTION], only=["w"])


@pytest.mark.parametrize("slip", [np.zeros(3), 1e-9 * X, np.full(3, math.nan), np.full(3, 1e12), np.ones(2)])
def test_nothing_is_built_on_zeros_and_the_like(slip):
    with np.errstate(all="ignore"):
        given_own = (slip[:3] if slip.shape == (3,) else np.ones(3)) ** 2
    assert refused(function([2 * X, slip, given_own]), [QUESTION], only=["w"]).divergence == "w"


def test_values_of_an_earlier_function_are_built_on():
    later = Question({"x": X}, "w", TWO_STEPS, {"x": X})
    before = observe(function([2 * X, 2 * X, None]), [QUESTION])
    assert set(before[0]) == {"u", "v"}
    judge(function((2 * X) ** 2), [later], before=before)
    assert refused(function((2 * X) ** 2), [later]).mistake is None


def test_observing_what_raises_gives_nothing():
    assert observe(function(Raised("ValueError", "no")), [QUESTION])[0] == {}


def test_a_mistake_is_named_when_it_gives_all_numbers(mistakes):
    error = refused(function([2 * X, 2 * X, (2 * X) ** 2]), [QUESTION], mistakes=mistakes)
    assert error.mistake == "one_left_out"
    assert error.message.endswith("The one is missing.")


def test_a_mistake_is_named_given_an_unknown_slip_before_it(mistakes):
    error = refused(function([2 * X, 5 * X, 5 * X]), [QUESTION], mistakes=mistakes, only=["w"])
    assert error.mistake == "nothing_squared"


def test_a_mistake_has_to_explain_every_question(mistakes):
    questions = [QUESTION, QUESTION]
    student = function([2 * X, 2 * X, (2 * X) ** 2], [2 * X, 3 * X, (3 * X) ** 2])
    assert refused(student, questions, mistakes=mistakes).mistake is None


def test_zeros_are_no_evidence_of_a_mistake(mistakes):
    error = refused(function([0 * X, 0 * X + 1, 0 * X + 1]), [QUESTION], mistakes=mistakes, only=["u"])
    assert error.mistake is None


def test_right_numbers_as_truth_values_are_no_evidence_of_a_mistake(mistakes):
    question = Question({}, "u", TWO_STEPS, {"x": np.array([0.0, 0.5])})
    error = refused(function(np.array([False, True])), [question], mistakes=mistakes)
    assert error.mistake == "truth_values_for_numbers"


def test_where_a_mistake_can_not_be_computed_the_student_raises_too():
    net, square = Draw("a", "b").net((3, 4, 2), 3, "tanh"), Draw("a", "c").net((3, 3, 3), 2, "tanh")
    wrong = [a @ W for a, W in zip([square.X], square.weights, strict=False)]
    z1 = wrong[0] + square.biases[0]
    a1 = np.tanh(z1)
    z2 = a1 @ square.weights[1] + square.biases[1]
    p = np.exp(z2) / np.exp(z2).sum(axis=1, keepdims=True)
    questions = [forward_question(square), forward_question(net)]
    student = function(([z1, z2], [a1, p]), Raised("ValueError", "shapes"))
    known = load_forward()
    assert refused(student, questions, mistakes=known).mistake == "every_weight_matrix_transposed"


def load_forward():
    from graders.assignment import load_assignment

    return (*load(load_assignment("forward").folder / "mistakes.toml"), *catalogue("backprop"))


def test_a_missing_part_is_said_where_it_is_missing():
    net = Draw("a", "b").net((3, 4, 2), 3, "tanh")
    question = backward_question(net)
    right = question.right
    partly = {"dW": [right["dW1"], right["dW2"]], "db": [right["db1"], right["db2"]]}
    judge(function(partly), [question], only=["dW{layer}", "db{layer}"])
    error = refused(function(partly), [question], only=["dx"])
    assert 'lacks the key "dX"' in error.message
    assert error.divergence == "dX"


def test_dz_is_told_from_the_students_own_weight_gradient():
    net = Draw("a", "b").net((3, 4, 2), 3, "tanh")
    question = backward_question(net)
    right = question.right
    off = {
        "dW": [3 * right["dW1"], right["dW2"]],
        "db": [3 * right["db1"], right["db2"]],
        "dX": 3 * right["dx"],
    }
    assert refused(function(off), [question]).divergence == "dW1"
    judge(function(off), [question], only=["dx", "db1"])


def test_what_raises_is_said_with_its_line_and_what_it_says_in_the_details():
    error = refused(function(Raised("ValueError", "z is [1.25]", line=7)), [QUESTION])
    assert error.message == "work raised ValueError in line 7 of work.py."
    assert error.details == "ValueError: z is [1.25]"


@pytest.mark.parametrize("line", [0, -3, 101, 10**30])
def test_a_line_that_the_file_does_not_have_is_not_repeated(line):
    assert refused(function(Raised("KeyError", "", line=line)), [QUESTION]).message == "work raised KeyError."


def test_an_exceptions_name_of_the_students_own_is_not_repeated():
    error = refused(function(Raised("Input125Error", "")), [QUESTION])
    assert "Input125" not in error.message


def test_what_breaks_is_said():
    assert (
        refused(function(Broke("took longer than 2 s")), [QUESTION]).message == "work took longer than 2 s."
    )


floats = arrays(
    np.float64,
    st.sampled_from([(), (0,), (3,), (2, 3), (3, 2), (1, 3)]),
    elements=st.floats(allow_nan=True, allow_infinity=True, width=64),
)
values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=2), floats,
    arrays(np.bool_, (2, 3)), arrays(np.int64, (2, 3)), st.builds(Unreadable, st.just("strange")),
)  # fmt: skip
nested = st.recursive(
    values,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.fixed_dictionaries({}, optional={"dW": inner, "db": inner, "dX": inner}),
    ),
    max_leaves=8,
)
NET = Draw("seed", "check").net((3, 2, 3), 2, "relu")


@settings(max_examples=200, deadline=None)
@given(nested, nested)
def test_whatever_comes_back_is_judged_and_never_breaks_the_grader(forwards, backwards):
    before = observe(function(forwards), [forward_question(NET)])
    with pytest.raises(CheckFailedError):
        judge(function(backwards), [backward_question(NET)], mistakes=load_forward(), before=before)


@settings(max_examples=100, deadline=None)
@given(st.lists(floats, min_size=2, max_size=2), st.lists(floats, min_size=2, max_size=2), floats)
def test_arrays_of_any_numbers_are_judged_and_never_break_the_grader(dW, db, dX):
    answer = {"dW": dW, "db": db, "dX": dX}
    with pytest.raises(CheckFailedError):
        judge(function(answer), [backward_question(NET)], mistakes=load_forward())


MISTAKES = load_forward()


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        nested, st.fixed_dictionaries({"dW": st.lists(floats, max_size=3), "db": floats, "dX": floats})
    ),
    st.lists(st.sampled_from([mistake.name for mistake in MISTAKES] + list(general())), max_size=4),
)
def test_with_slips_that_have_cost_points_whatever_comes_back_is_judged_too(backwards, charged):
    student = function(backwards)
    for name in charged:
        student._desk.charged[student.name, name] = Charge("an earlier check", 1.0)
    with pytest.raises(CheckFailedError):
        judge(student, [backward_question(NET)], mistakes=MISTAKES)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_each_mistake_is_settled_together_with_any_other(mistake):
    """Whoever makes two known mistakes gets what the derivation gives with both made."""
    question = backward_question(Draw("settled", "net").net((3, 3, 3), 2, "tanh"))
    others = MISTAKES[MISTAKES.index(mistake) + 1 :]
    for made in ((mistake,), *((mistake, other) for other in others)):
        bent = bent_together(made, question.derivation)
        if bent is None:
            continue
        try:
            values = run(bent.whole, question.inputs)
        except ValueError:  # shapes that no longer fit
            continue
        answer = {
            "dW": [values["dW1"], values["dW2"]],
            "db": [values["db1"], values["db2"]],
            "dX": values["dx"],
        }
        student = function(answer)
        for one in made:
            student._desk.charged[student.name, one.name] = Charge("an earlier check", 1.0)
        judge(student, [question], mistakes=MISTAKES)
