"""What single families say and draw, where the contract tests, which know no family, can't look."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import re

import pytest

from generator.conventions import load_convention
from generator.draw import Request, draw
from generator.family import load_family
from generator.keys import rng_of, seed_for
from generator.papers import Head, Placed, key_paper
from generator.render import Renderer

RENDERER = Renderer()


def drawn(family, number=0, convention="cs540", **request):
    seed = seed_for("texts", family, number)
    made = Request.read(load_family(family), convention=load_convention(convention), **request)
    return draw(made, rng_of(seed), seed=seed)


def prompt(family, **request):
    return RENDERER.texts(drawn(family, **request)).prompt


# --- layer_backprop

TWO_HIDDEN = {"hidden_layers": [2], "widths": [3]}


@pytest.mark.parametrize(("convention", "loss"), [("cs540", r"\ell"), ("cs2109s", "L")])
def test_the_loss_of_a_batch_has_the_symbol_by_which_it_is_differentiated(convention, loss):
    said = prompt("layer_backprop", convention=convention, options={"samples": [2]})
    assert f"The loss ${loss}$ is the mean over the samples of the cross-entropy" in said
    single = prompt("layer_backprop", convention=convention)
    assert f"The loss is the cross-entropy ${loss} = " in single


def test_every_array_of_a_batch_that_may_be_asked_about_is_named():
    said = prompt("layer_backprop", options={"samples": [2], **TWO_HIDDEN})
    names = ", ".join(f"${letter}^{{({layer})}}$" for layer in (1, 2) for letter in "ZA")
    assert f"{names} and $Z^{{(3)}}$ hold a row for each sample too:" in said
    flat = prompt("layer_backprop", options={"samples": [2], "hidden_layers": [0]})
    assert "; $Z^{(1)}$ holds a row for each sample too:" in flat


def test_equal_hidden_layers_are_told_once():
    assert "2 hidden layers of 3 units each and" in prompt("layer_backprop", options=TWO_HIDDEN)


def test_a_single_output_unit_has_one_sum_and_one_bias():
    options = {"outputs": [1], "heads": ["identity+squared_error"], "ask": ["dz2", "db2", "dW2"]}
    problem = drawn("layer_backprop", options=options)
    asked = RENDERER.texts(problem).asked
    assert asked == (
        "For the weighted sum of the output unit:",
        "For the weights into the output unit:",
        "For the bias of the output unit:",
    )
    assert "what comes back to the output's weighted sum is prediction" in RENDERER.solution(problem)
    back = drawn("layer_backprop", options={**options, "ask": ["da1"]})
    assert re.search(r"\\end\{pmatrix\} \\cdot \(?-?\d", RENDERER.solution(back)), "a column times a number"


def test_where_relu_is_off_a_0_is_printed_as_0():
    options = {"activation": ["relu"], "ask": ["dW2", "dz1"]}
    problem = drawn("layer_backprop", number=1, options=options)
    assert any(0 in part.answer.value for part in problem.parts), "else this shows nothing"
    solution = RENDERER.solution(problem)
    assert re.search(r"[^.\d]0 (&|\\)", solution)
    assert not re.search(r"(?<![\d.])-?0\.0+(?!\d)", solution)


def test_whole_arrays_earn_the_marks_of_a_matrix():
    problem = drawn("layer_backprop", options={"ask": ["dW2", "dz1"]})
    (paper,) = key_paper(RENDERER, Head("Title"), [Placed(problem, 6)], problem.convention).problems
    marks = [[text for text, _ in part.key.marks] for part in paper.parts if part.key]
    assert [text.split(", ")[0] for (text,) in marks] == ["over 8 steps", "over 3 steps"]
    assert marks[0][0].split(", ")[1].startswith("from $z^{(1)}$ to")


def test_a_blank_for_a_matrix_has_room_for_rows():
    options = {"ask": ["dW2", "db2"], "outputs": [3]}
    for as_choice in (False, True):
        problem = drawn("layer_backprop", options=options, as_choice=as_choice)
        (paper,) = key_paper(RENDERER, Head("Title"), [Placed(problem, 6)], problem.convention).problems
        assert [part.matrix for part in paper.parts] == [not as_choice, False]


def test_no_weight_matrix_is_its_own_transpose():
    for number in range(150):
        options = {"inputs": [2], "widths": [2], "outputs": [2], "calculator": False}
        for W in drawn("layer_backprop", number, options=options).givens.weights:
            assert tuple(zip(*W, strict=True)) != W


# --- computation_graph


def test_a_graph_with_relus_has_one_that_is_on():
    for number in range(120):
        working = drawn("computation_graph", number, options={"graphs": ["network", "neuron"]}).working
        values = working.whole.run(working.inputs)
        relus = [step.name for step in working.whole.steps if step.rule.text.startswith("relu(")]
        assert not relus or any(values[name] > 0 for name in relus)


def test_most_derivatives_that_a_graph_asks_for_differ():
    equal = 0
    for number in range(60):
        problem = drawn("computation_graph", number, options={"graphs": ["neuron"], "backward": 4})
        sizes = [round(abs(part.answer.value), 6) for part in problem.parts]
        equal += len(set(sizes)) < min(3, len(sizes))
    assert equal <= 6


# --- decision_regions


def test_how_many_regions_is_said_where_it_is_asked():
    def last(*ask):
        problem = drawn("decision_regions", options={"lines": [3], "ask": list(ask)})
        return RENDERER.solution(problem).splitlines()[-1]

    assert re.fullmatch(
        r"So \$\\hat\{y\} = 1\$ in regions? [\d, and]+; their number is \$n = \d\$\.", last("count")
    )
    assert re.fullmatch(r"So \$\\hat\{y\} = 1\$ in regions? [\d, and]+\.", last("points"))
