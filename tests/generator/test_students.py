"""Simulated students: honest ones round in every way that a calculator allows."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import pytest

from generator.answers.array import Array
from generator.answers.integer import Integer
from generator.answers.number import Number
from generator.draw import Request, draw
from generator.family import Ask, load_family
from generator.keys import rng_of, seed_for
from generator.students import WAYS, Students
from generator.working import Working
from reference.derivation import Derivation
from reference.mistakes import Bend, Mistake

RULES = {"z": "a*b", "s": "sigmoid(z)", "out": "s*s/b + 10*s/3 + z/7"}


def working(decimals=3):
    return Working(Derivation.of(RULES), ("out",), {"a": 0.37, "b": 1.9}, decimals)


def test_the_ways_to_round_differ_where_they_should():
    made = {name: way(2) for name, way in WAYS.items()}
    assert (made["half up"](0.125), made["half even"](0.125), made["truncation"](0.129)) == (0.13, 0.12, 0.12)
    assert made["truncation"](-0.129) == -0.12


def test_truncation_does_not_lose_what_a_calculator_shows():
    assert WAYS["truncation"](2)(0.1 + 0.2 + 0.46) == 0.76
    assert WAYS["truncation"](2)(0.7599999999999999) == 0.76


def test_honest_students_differ_from_one_another():
    values = Students(working(), "seed").honest
    assert len(values) == 1 + 2 * len(WAYS)
    assert len({run["out"] for run in values.values()}) > 4
    assert values["full precision"]["out"] == working().values["out"]


def test_who_rounds_every_step_has_only_rounded_numbers():
    for who, run in Students(working(), "seed").honest.items():
        if who != "full precision" and not who.startswith("mixed"):
            assert all(
                float(run[name]) == pytest.approx(round(float(run[name]), 3), abs=1e-12) for name in RULES
            ), who


def test_rounding_every_key_pressed_differs_from_rounding_every_step():
    values = Students(working(), "seed").honest
    assert values["truncation, every step"]["out"] != values["truncation, every operation"]["out"]


@pytest.mark.parametrize(
    ("rule", "pressed"),
    [
        ("a + 0.001", 0.37),
        ("1 - a", 0.63),
        ("a - 0.006", 0.36),
        ("a*a*a", 0.04),
        ("2/a", 5.4),
        ("a/2", 0.18),
        ("a**2", 0.13),
        ("2**a", 1.29),
        ("-a*a", -0.13),
        ("sigmoid(a)*2", 1.18),
        ("max(a, 0.5)*a", 0.18),
    ],
)
def test_who_writes_down_every_key_pressed_cuts_off_what_each_gives(rule, pressed):
    once = Working(Derivation.of({"out": rule}, inputs=["a"]), ("out",), {"a": 0.37}, 2)
    assert float(Students(once, "seed").honest["truncation, every operation"]["out"]) == pressed


def test_a_mixed_student_is_the_same_for_the_same_seed():
    def mixed(seed):
        runs = Students(working(), seed).honest
        return [float(run["out"]) for who, run in runs.items() if who.startswith("mixed")]

    assert mixed("a") == mixed("a")
    assert any(mixed("a") != mixed(other) for other in "bcdefgh")


def test_every_honest_student_of_a_number_is_accepted():
    answer, ask = Number.settle(working(), ("out",)), Ask(("out",))
    handed_in = list(Students(working(), "seed").honest_answers(answer, ask))
    assert len(handed_in) >= 2 * len(WAYS)
    assert all(answer.accepts(value) for _, value in handed_in)


def test_every_honest_student_of_an_array_is_accepted():
    answer, ask = Array.settle(working(), ("s", "out")), Ask(("s", "out"), "array", of="p")
    handed_in = list(Students(working(), "seed").honest_answers(answer, ask))
    assert all(len(value) == 2 for _, value in handed_in)
    assert all(answer.accepts(value) for _, value in handed_in)


def test_an_integer_is_handed_in_as_it_is():
    whole = Working(Derivation.of({"out": "a*b"}), ("out",), {"a": 3, "b": 4}, 3)
    answer = Integer.settle(whole, ("out",))
    handed_in = Students(whole, "seed").honest_answers(answer, Ask(("out",), "integer"))
    assert [value for _, value in handed_in] == [12]


def test_a_mistaken_student_hands_in_the_mistakes_value_full_and_rounded():
    mistake = Mistake("m", "M.", Bend({"out": "s/b"}), Bend())
    answer, ask = Number.settle(working(), ("out",)), Ask(("out",))
    full, *rounded = Students(working(), "seed").mistaken_answers(answer, ask, mistake)
    assert full == working().bent(mistake).values["out"]
    assert len(rounded) == len(WAYS)
    assert rounded == pytest.approx([full] * len(WAYS), abs=0.002)
    assert rounded == [round(value, 3) for value in rounded]
    assert not answer.accepts(full)


@pytest.mark.parametrize("way", [way for way in WAYS if way != "mixed"])
@pytest.mark.parametrize("name", ["backprop", "layer_backprop", "forward_pass", "computation_graph"])
def test_who_makes_a_mistake_comes_to_what_the_whole_mistaken_working_comes_to(name, way):
    """Only the steps that a mistake changes are worked anew; the others are an honest student's."""
    for number in range(4):
        seed = seed_for("students", name, number)
        problem = draw(Request.read(load_family(name)), rng_of(seed), seed=seed)
        students = Students(problem.working, seed)
        for part in problem.parts:
            for wrong in part.wrong:
                bent = problem.working.bent(wrong.mistake)
                assert bent is not None
                run = bent.whole.run(bent.inputs, shown=WAYS[way](bent.decimals))
                right = students.honest[f"{way}, every step"]
                assert bent.shown_after(right, WAYS[way](bent.decimals)) == {**right, **run}


def test_rounding_may_leave_a_mistaken_student_with_nothing_to_hand_in():
    small = Working(Derivation.of({"z": "a*a", "out": "b + z"}), ("out",), {"a": 0.03, "b": 2}, 2)
    answer, ask = Number.settle(small, ("out",)), Ask(("out",))
    divides = Mistake("m", "M.", Bend({"out": "b/z"}), Bend())
    assert len(list(Students(small, "seed").mistaken_answers(answer, ask, divides))) < 1 + len(WAYS)


def test_nobody_makes_a_mistake_that_cannot_be_made():
    answer, ask = Number.settle(working(), ("out",)), Ask(("out",))
    nowhere = Mistake("m", "M.", Bend({"elsewhere": "s/b"}), Bend())
    assert list(Students(working(), "seed").mistaken_answers(answer, ask, nowhere)) == []
