"""Simulated students: honest ones round in every way that a calculator allows."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import pytest

from generator.answers.array import Array
from generator.answers.integer import Integer
from generator.answers.number import Number
from generator.family import Ask
from generator.students import WAYS, honest_answers, honest_values, mistaken_answers
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
    values = dict(honest_values(working(), "seed"))
    assert len(values) == 1 + 2 * len(WAYS)
    assert len({run["out"] for run in values.values()}) > 4
    assert values["full precision"]["out"] == working().values["out"]


def test_who_rounds_every_step_has_only_rounded_numbers():
    for who, run in honest_values(working(), "seed"):
        if who != "full precision" and not who.startswith("mixed"):
            assert all(
                float(run[name]) == pytest.approx(round(float(run[name]), 3), abs=1e-12) for name in RULES
            ), who


def test_rounding_every_key_pressed_differs_from_rounding_every_step():
    values = dict(honest_values(working(), "seed"))
    assert values["truncation, every step"]["out"] != values["truncation, every operation"]["out"]


def test_a_mixed_student_is_the_same_for_the_same_seed():
    def mixed(seed):
        return [float(run["out"]) for who, run in honest_values(working(), seed) if who.startswith("mixed")]

    assert mixed("a") == mixed("a")
    assert any(mixed("a") != mixed(other) for other in "bcdefgh")


def test_every_honest_student_of_a_number_is_accepted():
    answer, ask = Number.settle(working(), ("out",)), Ask(("out",))
    handed_in = list(honest_answers(answer, ask, working(), "seed"))
    assert len(handed_in) >= 2 * len(WAYS)
    assert all(answer.accepts(value) for _, value in handed_in)


def test_every_honest_student_of_an_array_is_accepted():
    answer, ask = Array.settle(working(), ("s", "out")), Ask(("s", "out"), "array", of="p")
    handed_in = list(honest_answers(answer, ask, working(), "seed"))
    assert all(len(value) == 2 for _, value in handed_in)
    assert all(answer.accepts(value) for _, value in handed_in)


def test_an_integer_is_handed_in_as_it_is():
    whole = Working(Derivation.of({"out": "a*b"}), ("out",), {"a": 3, "b": 4}, 3)
    answer = Integer.settle(whole, ("out",))
    assert [value for _, value in honest_answers(answer, Ask(("out",), "integer"), whole, "seed")] == [12]


def test_a_mistaken_student_hands_in_the_mistakes_value_full_and_rounded():
    bent = working().bent(Mistake("m", "M.", Bend({"out": "s/b"}), Bend()))
    answer, ask = Number.settle(working(), ("out",)), Ask(("out",))
    full, *rounded = mistaken_answers(answer, ask, bent)
    assert full == bent.values["out"]
    assert len(rounded) == len(WAYS)
    assert rounded == pytest.approx([full] * len(WAYS), abs=0.002)
    assert rounded == [round(value, 3) for value in rounded]
    assert not answer.accepts(full)
