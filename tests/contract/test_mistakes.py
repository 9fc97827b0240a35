"""What holds of every mistake in every catalogue beside the derivations."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

import numpy as np
import pytest

from generator.conventions import load_convention
from generator.draw import Request
from generator.draw import draw as draw_problem
from generator.family import family_names, load_family
from generator.keys import rng_of, seed_for
from reference.derivation import Derivation
from reference.derivations import backprop, chain_rule, edges
from reference.mistakes import HERE, catalogue
from reference.patterns import fill, match, match_all, match_steps
from reference.worlds import array_world

Z = "w1*x1 + w2*x2"
LIKELIHOOD = f"y*log(sigmoid({Z})) + (1 - y)*log(1 - sigmoid({Z}))"
EXPRESSIONS = [
    LIKELIHOOD,
    f"log(1 - sigmoid({Z}))",
    f"log(sigmoid({Z}))",
    f"tanh({Z})",
    f"v*relu({Z})",
    f"exp(-({Z}))",
    f"log(sigmoid(v*sigmoid({Z})))",
]
HEADS = [
    ("sigmoid", "binary_cross_entropy"),
    ("sigmoid", "squared_error"),
    ("identity", "squared_error"),
    ("tanh", "squared_error"),
]
HIDDEN = ("sigmoid", "tanh", "relu", "identity")


@lru_cache(1)
def more_structures():
    """{catalogue: derivations} besides those that families draw: other sizes, other expressions."""
    nets = [
        backprop.scalar(sizes, hidden=hidden, output=output, loss=loss)
        for sizes in ((2, 2, 1), (3, 3, 1), (2, 2, 2, 1)) for hidden in HIDDEN for output, loss in HEADS
    ]  # fmt: skip
    nets += [
        backprop.scalar((2, 2, 3), hidden="tanh", output="softmax", loss="cross_entropy"),
        backprop.scalar((2, 2, 2), hidden="tanh", output="sigmoid", loss="squared_error"),
        backprop.scalar((2, 1), hidden="tanh", output="sigmoid", loss="binary_cross_entropy"),
        backprop.scalar((1, 1, 1), hidden="tanh", output="identity", loss="squared_error", bias=False),
        backprop.scalar((1, 3, 1), hidden="leaky_relu", output="identity", loss="squared_error"),
    ]
    return {
        "backprop": nets,
        "edges": [
            edges.net(activation, loss, naming=naming)
            for activation in edges.ACTIVATIONS
            for loss in edges.LOSSES
            for naming in edges.NAMES
        ],
        "chain_rule": [chain_rule.partial(text, v) for text in EXPRESSIONS for v in ("w1", "w2", "x1", "x2")],
    }


@dataclass(frozen=True)
class Case:
    """A derivation, inputs for it, and the steps that are asked."""

    right: Derivation
    inputs: Mapping[str, object]
    asked: tuple[str, ...]


@lru_cache(None)
def drawn_cases(catalogue_name):
    """What the families draw that use a catalogue, each of their variants some times."""
    found = []
    for name in family_names():
        loaded = load_family(name)
        if loaded.family.mistakes != catalogue_name:
            continue
        for options, course in product(loaded.family.every_variant, ("cs540", "cs760")):
            request = Request.read(loaded, options=options, convention=load_convention(course))
            for number in range(8):
                working = draw_problem(
                    request, rng_of(seed_for("mistakes", name, str(options), number))
                ).working
                found.append(Case(working.whole, working.inputs, working.asked))
    return found


@lru_cache(None)
def scalar_structures(name):
    return list(
        dict.fromkeys([*(case.right for case in drawn_cases(name)), *more_structures().get(name, [])])
    )


@lru_cache(1)
def array_structures():
    nets = [
        backprop.layers(depth, hidden=hidden, output=output, loss=loss)
        for depth in (2, 3) for hidden in HIDDEN for output, loss in HEADS
    ]  # fmt: skip
    return {"backprop": [*nets, backprop.layers(2, hidden="tanh", output="softmax", loss="cross_entropy")]}


RESULTS = {"backprop": ("d*", "loss", "yhat*"), "chain_rule": ("Df",), "edges": ("d*",)}
CATALOGUES = sorted(path.stem for path in HERE.glob("*.toml"))
ALL = [
    pytest.param(name, mistake, id=f"{name}-{mistake.name}")
    for name in CATALOGUES
    for mistake in catalogue(name)
]
every_mistake = pytest.mark.parametrize(("name", "mistake"), ALL)


def forms(name, mistake):
    """The bends of a mistake, each with its form and the derivations of that form."""
    for form, structures in (
        ("scalar", scalar_structures(name)),
        ("array", array_structures().get(name, [])),
    ):
        bend = getattr(mistake, form)
        if bend.rules or bend.exchange:
            yield form, bend, structures


def draw(name, derivation, rng):
    """Inputs as a problem of that kind has them."""
    if name == "chain_rule":
        return {key: rng.uniform(-0.9, 0.9) for key in derivation.inputs}
    values = {key: rng.randint(1, 20) / 10 * rng.choice((-1, 1)) for key in derivation.inputs}
    return values | {key: rng.randint(0, 1) for key in values if key[0] == "y"} | {"slope": 0.1}


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_catalogue_has_structures_to_be_tested_on(name):
    assert scalar_structures(name), "no family draws problems with these mistakes"
    if any(form == "array" for mistake in catalogue(name) for form, _, _ in forms(name, mistake)):
        assert name in array_structures()


@pytest.mark.parametrize("name", ["backprop", "chain_rule", "counting", "softmax"])
def test_there_are_enough_mistakes_for_a_multiple_choice_question(name):
    assert len(catalogue(name)) >= 6


@pytest.mark.parametrize("name", CATALOGUES)
def test_sentences_are_not_shared(name):
    sentences = [mistake.says for mistake in catalogue(name)]
    assert len(set(sentences)) == len(sentences)


@every_mistake
def test_a_mistake_has_a_name_and_one_sentence_to_the_student(name, mistake):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", mistake.name)
    assert re.fullmatch(r"[A-Z].*\.", mistake.says)
    assert not re.search(r"[.!?] ", mistake.says), "one sentence"
    assert "  " not in mistake.says
    assert 20 <= len(mistake.says) <= 140


@every_mistake
def test_a_mistake_of_arrays_is_one_of_scalars_too(name, mistake):
    assert "scalar" in {form for form, _, _ in forms(name, mistake)}


@every_mistake
def test_a_mistake_bends_some_structure_in_each_of_its_forms(name, mistake):
    for form, _, structures in forms(name, mistake):
        assert any(mistake.bend(right, form=form) for right in structures), form


@every_mistake
def test_every_pattern_of_a_mistake_is_hit(name, mistake):
    for _, bend, structures in forms(name, mistake):
        fitting = [right for right in structures if bend.apply(right) is not None]
        for pattern in bend.rules:
            assert any(match_steps(pattern, right.rules) for right in fitting), pattern
        for pattern, renames in bend.exchange.items():
            for old in renames:
                assert any(
                    fill(old, groups) in step.rule.names
                    for right in fitting
                    for step in right.steps
                    if (groups := match(pattern, step.name)) is not None
                ), (pattern, old)
        for wanted in (*bend.needs, *bend.lacks):
            assert any(match_all(wanted, right.names) for right in structures), wanted


@every_mistake
def test_a_mistake_leads_to_another_value_in_some_draw(name, mistake):
    rng = random.Random(mistake.name)
    more = (
        Case(right, draw(name, right, rng), tuple(step for step in right.names if is_result(name, step)))
        for right in more_structures().get(name, []) for _ in range(10)
    )  # fmt: skip
    # The array form has the same numbers, as the test below says.
    assert any(differs(mistake, case) for case in chain(drawn_cases(name), more))


def is_result(name, step):
    return any(match(pattern, step) is not None for pattern in RESULTS[name])


def differs(mistake, case):
    wrong = mistake.bend(case.right)
    if wrong is None or not case.inputs:  # formulas have letters for inputs
        return False
    try:
        one, other = case.right.run(case.inputs), wrong.run(case.inputs)
    except (ArithmeticError, ValueError):
        return False
    return any(abs(one[step] - other[step]) > 1e-6 * max(1, abs(one[step])) for step in case.asked)


@every_mistake
def test_a_mistake_changes_no_input_and_keeps_every_step(name, mistake):
    for form, _, structures in forms(name, mistake):
        for right in structures:
            wrong = mistake.bend(right, form=form)
            if wrong is not None:
                assert wrong.inputs == right.inputs
                assert wrong.names == right.names
                assert wrong.changed_from(right).steps


TWO_FORMS = [
    pytest.param(mistake, id=mistake.name)
    for mistake in catalogue("backprop")
    if len(list(forms("backprop", mistake))) == 2
]


def as_arrays(values):
    """A 2-2-1 net's scalars as arrays for one sample, by the names of the layers' derivation."""

    def at(pattern, *shape):
        return np.array(
            [[values[pattern.format(j, i)] for i in range(1, shape[1] + 1)] for j in range(1, shape[0] + 1)]
        )

    found = {}
    for d in ("", "d"):
        found |= {
            f"{d}W1": at(d + "W1_{}_{}", 2, 2),
            f"{d}W2": at(d + "W2_{}_{}", 1, 2),
            f"{d}x": at(d + "x_{1}", 1, 2),
        }
        found |= {f"{d}b1": at(d + "b1_{1}", 1, 2)[0], f"{d}b2": at(d + "b2_{1}", 1, 1)[0]}
    for name in ("z1", "a1", "da1", "dz1"):
        found[name] = at(name + "_{1}", 1, 2)
    found |= {"z2": at("z2_{1}", 1, 1), "dz2": at("dz2_{1}", 1, 1)}
    return found | {name: np.array([[values[name]]]) for name in ("yhat", "y")} | {"loss": values["loss"]}


@pytest.mark.parametrize("mistake", TWO_FORMS)
def test_both_forms_of_a_mistake_give_the_same_numbers_on_a_small_net(mistake):
    compared = 0
    for hidden in HIDDEN:
        for output, loss in HEADS:
            names = {"hidden": hidden, "output": output, "loss": loss}
            right = backprop.scalar((2, 2, 1), **names)
            by_units = mistake.bend(right)
            by_layers = mistake.bend(backprop.layers(2, **names), form="array")
            assert (by_units is None) == (by_layers is None), names
            if by_units is None:
                continue
            rng = random.Random(hidden + loss)
            for _ in range(5):
                inputs = draw("backprop", right, rng)
                try:
                    scalars = as_arrays({**inputs, **by_units.run(inputs)})
                except (ArithmeticError, ValueError):
                    continue  # such as the logarithm of a prediction below 0
                arrays = by_layers.run(
                    {name: scalars[name] for name in by_layers.inputs}, world=array_world()
                )
                for name, value in arrays.items():
                    if name in scalars:
                        assert np.allclose(value, scalars[name], rtol=1e-9, atol=1e-12), (name, names)
                        assert np.shape(value) in ((), np.shape(scalars[name])), name
                compared += 1
    assert compared >= 10


def test_most_mistakes_in_backpropagation_have_both_forms():
    assert len(TWO_FORMS) >= 10
