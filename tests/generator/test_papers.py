"""From problems to papers: the key, and the quiz that is the key with everything secret left out."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

import pytest

from generator.draw import Request, draw
from generator.family import family_names, load_family
from generator.keys import rng_of, seed_for
from generator.papers import Head, Placed, key_paper, quiz_paper
from generator.points import amount
from generator.render import Renderer

RENDERER = Renderer()
HEAD = Head("Title", "Course", "ABC234", "Ada", "a1", large_print=True)


def placed(name, points=10.0, **request):
    seed = seed_for("papers", name)
    return Placed(draw(Request.read(load_family(name), **request), rng_of(seed), seed=seed), points)


def steps_in(text):
    """How many steps the words of a mark stand for."""
    return int(text.split()[1])


def key_of(*items):
    return key_paper(RENDERER, HEAD, items, items[0].problem.convention)


@pytest.mark.parametrize("as_choice", [False, True])
@pytest.mark.parametrize("name", family_names())
def test_the_quiz_is_the_key_without_what_is_secret(name, as_choice):
    item = placed(name, as_choice=as_choice)
    key = key_of(item)
    quiz = quiz_paper(RENDERER, HEAD, [item], item.problem.convention)
    assert key.is_key
    assert not quiz.is_key
    for problem, shown in zip(key.problems, quiz.problems, strict=True):
        assert (problem.prompt, problem.figures, problem.points) == (
            shown.prompt,
            shown.figures,
            shown.points,
        )
        assert problem.solution
        assert shown.solution is None
        for part, blank in zip(problem.parts, shown.parts, strict=True):
            assert part.key is not None
            assert blank.key is None
            assert dataclasses.replace(part, key=None) == blank


@pytest.mark.parametrize("name", family_names())
def test_points_are_those_of_the_quiz_file(name):
    key = key_of(placed(name, 7.5))
    (problem,) = key.problems
    assert problem.points == 7.5 == key.points
    assert sum(Decimal(amount(part.points)) for part in problem.parts) == Decimal("7.5")


@pytest.mark.parametrize("name", family_names())
def test_the_marks_of_a_part_add_up_to_its_points(name):
    for problem in key_of(placed(name, 12)).problems:
        for part in problem.parts:
            assert part.key is not None
            if part.key.marks:
                assert sum(points for _, points in part.key.marks) == pytest.approx(part.points)
                for what, points in part.key.marks:
                    each = float(re.findall(r"([\d.]+) each", what)[0])
                    assert each * steps_in(what) == pytest.approx(points, abs=0.005 * steps_in(what))
                    assert ("about" in what) == (abs(each * steps_in(what) - points) > 1e-9)


def test_a_step_earns_points_once():
    """A step that an earlier part needed earns nothing again."""
    item = placed("backprop", 12, options={"ask": ["z1_1", "yhat", "loss", "dW1_1_1"]})
    (problem,) = key_of(item).problems
    needed = item.problem.working.derivation.steps
    by_itself = sum(not part.key.marks for part in problem.parts if part.key)
    counted = sum(steps_in(steps) for part in problem.parts if part.key for steps, _ in part.key.marks)
    assert counted + by_itself == len(needed)


def test_what_the_problem_states_earns_nothing():
    """The values that stand in a graph are given, unless they are asked for."""
    given = {"expression": "(x + y)*max(y, z)", "at": {"x": 1, "y": 2, "z": -1}, "asked": ["u2", "z", "y"]}
    for forward, counted in ((False, [None, 2, 5]), (True, [3, None, 2, 5])):
        item = placed("computation_graph", 12, given={**given, "forward": forward})
        (problem,) = key_of(item).problems
        keys = [part.key.marks for part in problem.parts if part.key]
        assert [steps_in(marks[0][0]) if marks else None for marks in keys] == counted


def test_the_key_says_what_else_is_right_and_what_went_wrong():
    item = placed("backprop")
    (problem,) = key_of(item).problems
    for part, drawn in zip(problem.parts, item.problem.parts, strict=True):
        assert part.key is not None
        assert part.key.answer == f"`{drawn.answer.shown}`"
        assert part.key.accepted == (f"±{drawn.answer.margin}" if drawn.answer.margin else "")
        wrote = {text.strip("$").replace("\N{MINUS SIGN}", "-") for text, _ in part.key.mistakes}
        assert wrote == {wrong.shown for wrong in drawn.wrong}
        says = " ".join(why for _, why in part.key.mistakes)
        assert all(wrong.mistake.says in says for wrong in drawn.wrong)


def test_a_wrong_number_stands_once_with_all_its_reasons():
    (problem,) = key_of(placed("backprop")).problems
    for part in problem.parts:
        assert part.key is not None
        wrote = [text for text, _ in part.key.mistakes]
        assert len(set(wrote)) == len(wrote)


def test_the_key_of_a_choice_points_to_the_right_letter():
    item = placed("parameter_count", as_choice=True)
    (problem,) = key_of(item).problems
    (part,) = problem.parts
    answer = item.problem.parts[0].answer
    assert part.key is not None
    assert part.choices == item.problem.parts[0].options
    assert part.key.answer == f"`{answer.value}` {part.choices[answer.right]}"
    wrote = {f"**{letter}** {text}" for letter, text in zip("ABCD", part.choices, strict=True)}
    assert {text for text, _ in part.key.mistakes} == wrote - {
        f"**{answer.value}** {part.choices[answer.right]}"
    }


def test_the_head_is_handed_on():
    key = key_of(placed("parameter_count"))
    assert (key.title, key.course, key.version, key.student, key.student_id) == (
        "Title",
        "Course",
        "ABC234",
        "Ada",
        "a1",
    )
    assert key.large_print
    assert key.notation


def test_problems_are_numbered_and_share_one_box_of_instructions():
    key = key_of(placed("parameter_count"), placed("backprop"), placed("softmax_values"))
    assert [problem.number for problem in key.problems] == [1, 2, 3]
    assert any("calculator may be used" in line for line in key.instructions)
    assert any("letters" in line for line in key.instructions), "softmax's class is a choice"


def test_a_quiz_without_a_calculator_says_so():
    key = key_of(placed("parameter_count", options={"calculator": False}))
    assert any("No calculator" in line for line in key.instructions)


def test_a_calculator_may_be_used_where_one_problem_needs_it():
    key = key_of(placed("layer_shapes"), placed("softmax_values"))
    assert any("calculator may be used" in line for line in key.instructions)


def test_the_instructions_are_those_of_the_paper():
    choice, blank = placed("parameter_count", as_choice=True), placed("parameter_count")
    sheet = dataclasses.replace(HEAD, answer_sheet=True, working=False)

    def instructions(head, *items):
        return " ".join(key_paper(RENDERER, head, items, items[0].problem.convention).instructions)

    assert "space below each problem" in instructions(HEAD, choice, blank)
    assert "Fractions" in instructions(HEAD, choice, blank)
    assert "Fractions" not in instructions(HEAD, choice)
    assert "space below" not in instructions(dataclasses.replace(HEAD, working=False), choice, blank)
    assert "answer sheet" in instructions(sheet, choice)
    assert "letters are printed" not in instructions(sheet, choice)


def test_without_working_there_is_no_space_for_it():
    item = placed("backprop")
    head = dataclasses.replace(HEAD, working=False)
    key = key_paper(RENDERER, head, [item], item.problem.convention)
    assert [problem.work for problem in key.problems] == [0]
    assert key.compact


@pytest.mark.parametrize("name", family_names())
def test_there_is_space_to_work_in_where_something_is_worked_out(name):
    item = placed(name)
    (problem,) = key_of(item).problems
    assert (problem.work > 0) == any(part.answer.type != "choice" for part in item.problem.parts)


def test_the_more_steps_the_more_space():
    spaces = [
        key_of(placed(name, options=options)).problems[0].work
        for name, options in (
            ("table_size", {"models": ["full"]}),
            ("logistic_neuron", {"ask": ["dW1_1_1"]}),
            ("logistic_objective", {"samples": [3]}),
        )
    ]
    assert spaces == sorted(set(spaces))


def test_a_calculator_is_allowed_where_one_problem_needs_it():
    without, needs = placed("layer_shapes"), placed("backprop")
    assert not without.problem.options.calculator
    assert any("calculator may be used" in line for line in key_of(without, needs).instructions)


def test_remarks_on_letters_stand_in_their_order():
    for kind in ("binary", "classes", "regression", "numbers"):
        parts = key_of(placed("output_layer", options={"kinds": [kind]})).problems[0].parts
        for part in parts:
            letters = [wrote for wrote, _ in part.key.mistakes]
            assert letters == sorted(letters)
            assert len(letters) == len(part.choices) - 1
