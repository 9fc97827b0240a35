"""Drawing: the same from the same seed, fair, derived twice, and with its guards named."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from generator import fields
from generator.answers.choice import Choice
from generator.conventions import load_convention
from generator.draw import TRIES, Request, draw
from generator.errors import InputError, KeyDisagreementError, NoDrawError
from generator.family import Ask, Family, Loaded, Options, load_family
from generator.keys import rng_of, seed_for
from generator.verify import chi_square_p
from reference.derivation import Derivation
from reference.mistakes import Bend, Mistake


@dataclass(frozen=True)
class Givens:
    """Two numbers."""

    a: float = fields.real(-1000, 1000)
    b: float = fields.real(-1000, 1000)


def family(**changes):
    """A small family that asks for a quotient, with some of its functions replaced."""
    parts: dict[str, Any] = {
        "givens": Givens,
        "options": Options,
        "sample": lambda rng, *_: Givens(rng.randint(10, 99), rng.choice((3, 7, 9))),
        "derive": lambda *_: Derivation.of({"out": "a/b"}),
        "ask": lambda *_: (Ask(("out",), "number"),),
        "cross_check": lambda givens, *_: {"out": givens.a / givens.b},
        "topics": (1,),
        "lectures": ("cs540",),
        "answers": ("number",),
    } | changes
    return Loaded("quotient", Family(**parts), load_family("backprop").template, "A quotient")


def mistake(rule, name="other_rule"):
    return Mistake(name, "Another rule was used.", Bend({"out": rule}), Bend())


def drawn(loaded, number=0, **request):
    seed = seed_for("tests", number)
    return draw(Request.read(loaded, **request), rng_of(seed), seed=seed)


def test_the_same_seed_draws_the_same_problem():
    first, again = drawn(family(), 5), drawn(family(), 5)
    assert first.givens == again.givens
    assert first.parts[0].answer == again.parts[0].answer
    assert first.seed == seed_for("tests", 5)


def test_neighbouring_seeds_share_nothing():
    draws = [drawn(load_family("backprop"), number).givens_json() for number in range(30)]
    assert len({str(givens["W1"]) for givens in draws}) == 30
    assert max(Counter(str(givens["W1"][0]) for givens in draws).values()) <= 3


def test_what_the_guards_turn_away_is_drawn_again_and_counted():
    problem = None
    for number in range(20):
        problem = drawn(family(refuse=lambda givens, *_: "b is 3" if givens.b == 3 else None), number)
        assert problem.givens.b != 3
        if problem.redraws:
            break
    assert problem is not None
    assert set(problem.redraws) == {"b is 3"}


def test_when_no_draw_passes_the_guard_that_objected_most_is_named():
    with pytest.raises(NoDrawError) as error:
        drawn(family(refuse=lambda *_: "the moon is full"))
    message = str(error.value)
    assert message.startswith("family quotient: no draw passed the guards")
    assert f"({TRIES} times): the moon is full" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("changes", "guard"),
    [
        (
            {"sample": lambda *_: Givens(0, 3), "cross_check": lambda *_: {"out": 0}},
            "the answer prints as zero",
        ),
        (
            {"sample": lambda rng, *_: Givens(rng.choice((4, 5, 7)) / 1000, 3)},
            "honest rounding reaches further than 2 %",
        ),
        ({"mistakes": [mistake("a/b + 0.00001")]}, "the mistake other_rule can't be told from the key"),
        (
            {"mistakes": [mistake("a/b + 0.00011")], "sample": lambda *_: Givens(10, 3)},
            "the mistake other_rule can't be told from the key",
        ),
        ({"sample": lambda *_: Givens(1, 0)}, "the arithmetic breaks down: "),
    ],
)
def test_unfair_draws_are_turned_away(changes, guard):
    with pytest.raises(NoDrawError) as error:
        drawn(family(**changes))
    assert guard in str(error.value)


def test_a_mistake_that_changes_nothing_is_not_active():
    problem = drawn(family(mistakes=[mistake("a/b*1")]))
    assert problem.parts[0].wrong == ()


def test_an_active_mistake_is_kept_with_its_answer():
    problem = drawn(family(mistakes=[mistake("b/a"), mistake("a*b", "product")]))
    assert {wrong.mistake.name: wrong.value for wrong in problem.parts[0].wrong} == {
        "other_rule": problem.givens.b / problem.givens.a,
        "product": problem.givens.a * problem.givens.b,
    }


def test_a_mistake_that_ends_in_a_division_by_zero_is_no_answer():
    problem = drawn(family(mistakes=[mistake("a/(b - b)")]))
    assert problem.parts[0].wrong == ()


@pytest.mark.parametrize("other", [lambda *_: {"out": 1.0}, lambda *_: {}, lambda *_: {"in": 3}])
def test_two_derivations_that_differ_stop_everything(other):
    with pytest.raises(
        KeyDisagreementError, match=r"family quotient: the key of out is .* by the derivation and"
    ):
        drawn(family(cross_check=other))


def test_a_disagreement_is_no_fault_of_the_users():
    assert not issubclass(KeyDisagreementError, InputError)


# --- givens fixed by hand


def test_givens_fixed_by_hand_stand_and_the_others_are_drawn():
    problems = [drawn(family(), number, given={"a": 50}) for number in range(10)]
    assert {problem.givens.a for problem in problems} == {50}
    assert len({problem.givens.b for problem in problems}) > 1
    assert all(problem.warnings == () for problem in problems)


def test_the_guards_warn_where_all_is_fixed_by_hand():
    problem = drawn(family(), given={"a": 0, "b": 3})
    assert problem.warnings == ("these givens would not be drawn: the answer prints as zero",)
    assert problem.parts[0].answer.shown == "0"


def test_a_number_that_prints_as_zero_accepts_zero():
    problem = drawn(family(), given={"a": 0.01, "b": 1000})
    answer = problem.parts[0].answer
    assert answer.shown == "0"
    assert answer.accepts(0)
    assert answer.accepts(1e-5)
    assert not answer.accepts(0.01)


def test_where_only_some_givens_are_fixed_the_guards_still_redraw():
    problem = drawn(family(refuse=lambda givens, *_: "b is 3" if givens.b == 3 else None), given={"a": 50})
    assert problem.givens.b != 3


def test_givens_without_an_answer_are_refused():
    with pytest.raises(InputError, match=r"family quotient: these givens have no answer: "):
        drawn(family(), given={"a": 1, "b": 0})


def test_a_familys_complaint_is_the_users_to_mend():
    with pytest.raises(InputError, match=r"^family quotient: a is odd$"):
        drawn(family(complain=lambda givens, _: "a is odd" if givens.a % 2 else None), given={"a": 51})


def test_tidy_makes_the_drawn_givens_fit_the_fixed_ones():
    loaded = family(tidy=lambda givens, _: dataclasses.replace(givens, b=givens.a / 4))
    assert drawn(loaded, given={"a": 50}).givens.b == 12.5


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"options": {"calculators": True}}, "there is no option 'calculators'; did you mean 'calculator'?"),
        ({"options": {"choices": 7}}, "option choices is 7; allowed is a whole number from 3 to 6"),
        ({"given": {"c": 1}}, "there is no given 'c'; known: a, b"),
        ({"given": {"a": "x"}}, "given a is 'x'; allowed is a number from -1000 to 1000"),
    ],
)
def test_an_unknown_or_wrong_value_is_named(request_, says):
    with pytest.raises(InputError) as error:
        Request.read(family(), **request_)
    assert str(error.value) == f"family quotient: {says}"
    with pytest.raises(InputError, match=r"^quiz\.toml, problem 3: "):
        Request.read(family(), **request_, where="quiz.toml, problem 3")


# --- multiple choice

MISTAKES = [mistake(f"a/b + {k}", f"plus_{k}") for k in range(1, 7)]


@pytest.mark.parametrize("count", [3, 4, 6])
def test_a_choice_prints_the_key_among_wrong_answers(count):
    problem = drawn(family(mistakes=MISTAKES), as_choice=True, options={"choices": count})
    (part,) = problem.parts
    answer = part.answer
    assert isinstance(answer, Choice)
    assert answer.underlying is not None
    assert len(answer.options) == len(set(answer.options)) == count
    assert answer.options[answer.right] == answer.underlying.latex(answer.underlying.value)
    assert {wrong.value for wrong in part.wrong} == set("ABCDEF"[:count]) - {answer.value}
    for wrong in part.wrong:
        right = next(m for m in MISTAKES if m.name == wrong.mistake.name)
        shown = answer.underlying.latex(problem.working.bent(right).values["out"])
        assert answer.options["ABCDEF".index(wrong.value)] == shown, "each letter has its own mistake"


def test_mistakes_that_print_alike_are_printed_once():
    alike = [mistake("a/b + 1"), mistake("1 + a/b", "the_same"), *MISTAKES[1:3]]
    problem = drawn(family(mistakes=alike), as_choice=True)
    assert len(set(problem.parts[0].options)) == 4


def test_beside_an_exact_key_no_choice_is_rounded_where_enough_are_exact():
    rounded = [mistake(f"(a + {k})/11", f"elevenths_{k}") for k in range(1, 5)]
    exact = family(mistakes=[*rounded, *MISTAKES[:3]], sample=lambda rng, *_: Givens(rng.choice((12, 36)), 5))
    for number in range(30):
        for option in drawn(exact, number, as_choice=True).parts[0].options:
            assert len(option.strip("$")) <= 4, "2.4 and such"
    few = family(mistakes=[*rounded, *MISTAKES[:2]], sample=lambda *_: Givens(12, 5))
    assert any(len(option) > 6 for option in drawn(few, as_choice=True).parts[0].options)


def test_too_few_mistakes_make_no_choice():
    with pytest.raises(NoDrawError, match="too few mistakes lead to other answers for a multiple choice"):
        drawn(family(mistakes=MISTAKES[:2]), as_choice=True)


def test_the_keys_place_is_uniform():
    loaded = family(mistakes=MISTAKES)
    places = Counter(drawn(loaded, number, as_choice=True).parts[0].answer.value for number in range(2000))
    assert chi_square_p([places[letter] for letter in "ABCD"]) > 1e-4


def test_the_keys_place_says_nothing_of_its_size():
    """Were the options sorted, a key among larger wrong answers would always come first."""
    loaded = family(mistakes=MISTAKES)
    orders: Counter[tuple[int, ...]] = Counter()
    for number in range(300):
        numbers = [float(text.strip("$")) for text in drawn(loaded, number, as_choice=True).parts[0].options]
        orders[tuple(sorted(range(4), key=numbers.__getitem__))] += 1
    assert len(orders) == 24
    assert max(orders.values()) < 40, "12.5 expected for each"


def test_the_numbers_do_not_depend_on_whether_letters_are_printed():
    loaded = family(mistakes=MISTAKES)
    assert drawn(loaded, 3).givens == drawn(loaded, 3, as_choice=True).givens


# --- parts


def test_shares_add_up_and_labels_count_on():
    loaded = family(
        derive=lambda *_: Derivation.of({"out": "a/b", "twice": "2*out"}),
        ask=lambda *_: (Ask(("out",), "number", share=1), Ask(("twice",), "number", share=3)),
        cross_check=lambda givens, *_: {"out": givens.a / givens.b, "twice": 2 * givens.a / givens.b},
    )
    problem = drawn(loaded)
    assert [(part.label, part.share) for part in problem.parts] == [("a", 0.25), ("b", 0.75)]


def test_the_convention_reaches_the_family():
    loaded = load_family("xor_weights")
    for name in ("cs540", "cs760"):
        seen = drawn(loaded, convention=load_convention(name))
        assert seen.convention.name == name
