"""Which family comes next, and which families there are to choose from."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from generator.errors import InputError
from generator.family import family_names, load_family
from graders.practice.choosing import APART, Chooser
from graders.practice.pool import Wish, convention_for, pool, topics
from graders.practice.progress import Outcome

FOUR = ("a", "b", "c", "d")


def chooser(seed: int = 1, families: tuple[str, ...] = FOUR, **boxes: int) -> Chooser:
    return Chooser(Random(seed), families, boxes)


def test_no_family_comes_twice_in_a_row_unless_it_is_the_only_one() -> None:
    some = chooser(a=0)
    names = [some.next() for _ in range(200)]
    assert all(one != other for one, other in pairwise(names))
    only = chooser(families=("a",))
    assert [only.next() for _ in range(3)] == ["a"] * 3


def test_what_went_wrong_before_comes_more_often_than_what_is_firm() -> None:
    some = chooser(a=0, b=5, c=5, d=5)
    counts = Counter(some.next() for _ in range(600))
    assert counts["a"] > 250
    assert min(counts["b"], counts["c"], counts["d"]) > 50  # what is firm comes, too


def test_what_goes_wrong_comes_back_soon_but_not_at_once() -> None:
    gaps = []
    for seed in range(100):
        some = chooser(seed, tuple("abcdefghijklmnopqrst"))
        wrong = some.next()
        some.learn(Outcome(wrong, "wrong"), 0)
        assert some.owed == (wrong,)
        later = [some.next() for _ in range(20)]
        gaps.append(later.index(wrong) if wrong in later else 20)
    assert sorted(gaps)[50] <= APART + 2  # without the rule the median would be about 7
    assert sum(gaps) / len(gaps) < 5


def test_what_was_right_since_is_no_longer_owed() -> None:
    some = chooser()
    name = some.next()
    some.learn(Outcome(name, "later"), 1)
    some.learn(Outcome(name, "first"), 2)
    assert some.owed == ()


def test_the_same_generator_and_outcomes_give_the_same_order() -> None:
    assert [chooser(7).next() for _ in range(5)] == [chooser(7).next() for _ in range(5)]


def test_every_familys_topics_have_titles() -> None:
    numbers = {number for name in family_names() for number in load_family(name).family.topics}
    assert numbers <= topics().keys()


def test_families_are_chosen_by_name_topic_lecture_and_kind() -> None:
    assert pool(Wish()) == tuple(family_names())
    assert pool(Wish(names=("softmax_values", "backprop", "backprop"))) == ("softmax_values", "backprop")
    assert "softmax_values" in pool(Wish(topic=16))
    assert "backprop" not in pool(Wish(topic=16))
    assert all("cs760" in load_family(name).family.lectures for name in pool(Wish(lecture="cs760")))
    assert "xor_weights" not in pool(Wish(names=("parameter_count", "gate_weights"), topic=13))


def test_a_family_about_many_topics_is_asked_about_the_one_that_was_told() -> None:
    request = Wish(topic=16).request("true_or_false")
    assert request.options.topics == (16,)  # type: ignore[attr-defined]  # each family has its own


def test_a_lecture_is_practised_in_its_own_notation_unless_another_is_told() -> None:
    assert convention_for("", "cs2109s", ()).name == "cs2109s"
    assert convention_for("cs760", "cs2109s", ()).name == "cs760"
    assert convention_for("", "", ()).name == "cs540"


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (
            Wish(names=("sofmax_values",)),
            "there is no family 'sofmax_values'; did you mean 'softmax_values'?",
        ),
        (Wish(lecture="cs54"), "there is no lecture 'cs54'; did you mean 'cs540'?"),
        (Wish(topic=99), "--topic is 99; the topics are 1, 2, 3,"),
        (Wish(names=("backprop",), topic=16), "none of backprop fits topic 16; topic 16 is asked by "),
        (
            Wish(names=("backprop",), topic=9, lecture="cs540"),
            "none of backprop fits topic 9 and lecture",
        ),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(wish: Wish, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        pool(wish)
    assert str(error.value).startswith(sentence)


def test_own_families_are_practised_too(tmp_path: Path, root: Path) -> None:
    for name in ("unit.py", "unit.md.j2", "unit.toml"):
        source = root / "templates" / "new" / name.replace("unit", "family")
        (tmp_path / name).write_bytes(source.read_bytes())
    assert "unit" in pool(Wish(folders=(tmp_path,)))
