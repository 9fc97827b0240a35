"""What can't be read off a prompt is found."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import pytest

from generator.draw import Request, draw
from generator.family import load_family
from generator.keys import rng_of, seed_for
from generator.readable import unreadable_givens
from generator.render import Renderer


def problem_of(name, **given):
    seed = seed_for("readable")
    return draw(Request.read(load_family(name), given=given), rng_of(seed), seed=seed)


def prompt_of(problem):
    return Renderer().texts(problem).prompt


@pytest.fixture(scope="module")
def counted():
    return problem_of("parameter_count", sizes=[4, 7, 7, 3], bias=True)


def test_a_whole_prompt_hides_nothing(counted):
    assert unreadable_givens(counted, prompt_of(counted)) == []


@pytest.mark.parametrize(
    ("word", "other"), [("4 inputs", "four inputs"), ("3 output units", "some output units")]
)
def test_a_number_that_is_not_printed_is_found(counted, word, other):
    prompt = prompt_of(counted)
    assert word in prompt
    assert len(unreadable_givens(counted, prompt.replace(word, other))) == 1


def test_a_number_that_is_given_twice_must_be_printed_twice(counted):
    prompt = prompt_of(counted)
    assert unreadable_givens(counted, prompt.replace("7 and 7", "7")) == ["sizes[2] = 7"]


def test_an_index_is_no_number_that_is_given():
    problem = problem_of("softmax_values", logits=[1.5, -2.5, 0.5])
    assert unreadable_givens(problem, r"$z_{1.5} = z^{-2.5}$ and $z_0.5$")


def test_a_picture_does_not_count():
    problem = problem_of("backprop")
    figure = prompt_of(problem).rpartition("![")[2]
    assert len(unreadable_givens(problem, f"![{figure}")) > 5


def test_a_longer_number_does_not_count(counted):
    prompt = prompt_of(counted)
    assert unreadable_givens(counted, prompt.replace("4 inputs", "14 inputs")) == ["sizes[0] = 4"]
    assert unreadable_givens(counted, prompt.replace("4 inputs", "4.5 inputs")) == ["sizes[0] = 4"]


def test_a_minus_counts():
    problem = problem_of("softmax_values", logits=[1.5, -2.5, 0.5])
    assert unreadable_givens(problem, prompt_of(problem).replace("-2.5", "2.5")) == ["logits[1] = -2.5"]


def test_a_word_that_is_given_must_be_printed():
    problem = problem_of("xor_weights", gate="XNOR", unit="step", blanks="all")
    assert "gate" in unreadable_givens(problem, prompt_of(problem).replace("XNOR", "XOR"))
