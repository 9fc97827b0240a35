"""What reading hands back: values, how they were typed, and where a text can't be read."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import pytest

from generator.conventions import load_convention
from generator.draw import Request, draw
from generator.family import family_names, load_family
from generator.keys import rng_of, seed_for
from graders.reading import (
    Array,
    Choice,
    Expression,
    Integer,
    Number,
    TruthTable,
    Unreadable,
    Value,
    Weights,
    read,
    wanted_by,
)


@pytest.mark.parametrize("as_choice", [False, True])
@pytest.mark.parametrize("name", family_names())
def test_the_key_as_it_is_printed_is_read_and_right(name, as_choice):
    loaded = load_family(name)
    if as_choice and "choice" not in loaded.family.answers:
        pytest.skip("it is not asked with options")
    for convention in ("cs540", "cs2109s"):
        request = Request.read(loaded, convention=load_convention(convention), as_choice=as_choice)
        for number in range(3):
            problem = draw(request, rng_of(seed_for("reading", name, number)))
            for part in problem.parts:
                answer = part.answer
                wanted = wanted_by(answer, problem.convention.notation().symbol)
                texts = [answer.shown, answer.latex(answer.value)]
                if part.options:
                    texts = [answer.shown, part.options["ABCDEFGHIJ".index(answer.shown)]]
                for text in texts:
                    found = read(text, wanted)
                    assert isinstance(found, Value), (text, found)
                    assert answer.accepts(found.value), (text, found)


@pytest.mark.parametrize(
    ("text", "decimals", "form"),
    [
        ("0.50", 2, "decimal"),
        ("3", 0, "whole"),
        ("1.20e-3", 5, "scientific"),
        ("1.2 × 10^2", 0, "scientific"),
        ("12.5%", 3, "percent"),
        ("1/3", None, "fraction"),
        (r"-\frac{1}{3}", None, "fraction"),
        ("1/(1+e)", None, "worked"),
        ("2*3", None, "worked"),
        ("z = 0.123", 3, "decimal"),
        ("1/3 = 0.333", 3, "decimal"),
    ],
)
def test_a_number_tells_how_it_was_typed(text, decimals, form):
    found = read(text, Number(4))
    assert isinstance(found, Value)
    assert (found.decimals, found.form) == (decimals, form)


def test_an_array_tells_the_decimals_of_each_entry():
    found = read("(0.5, 1/3, 0.250)", Array((3,)))
    assert isinstance(found, Value)
    assert found.decimals == (1, None, 3)
    assert found.shown == "(0.5, 0.333333333333, 0.25)"


def test_what_was_asked_for_decides_what_a_comma_means():
    assert read("1,234", Integer()) == Value(1234, "1234", (), 0, "whole")
    three = read("1,234", Number(3))
    assert isinstance(three, Value)
    assert three.value == 1.234
    assert three.notes == ("1,234 was read as 1.234, since 3 decimals were asked for",)
    four = read("1,234", Number(4))
    assert four == Unreadable("1,234 may be 1.234 or 1234; write one of these", 0)
    pair = read("1,234", Array((2,)))
    assert isinstance(pair, Value)
    assert pair.value == (1, 234)


def test_an_array_of_another_length_is_a_value_and_of_another_arrangement_is_not():
    found = read("(1, 2)", Array((3,)))
    assert isinstance(found, Value)
    assert found.value == (1, 2)
    assert found.notes == ("2 numbers; asked for are 3",)
    found = read("[[1, 2], [3, 4]]", Array((4,)))
    assert found == Unreadable("this is 2 rows of 2; asked for is a list of 4 numbers", 0)


def test_the_place_is_that_in_the_text_as_typed():
    found = read("  ½ + 𝑥₁ + σ(q)", Expression(("x1",)))
    assert isinstance(found, Unreadable)
    assert found.position == "  ½ + 𝑥₁ + σ(q)".index("q")
    assert found.pointed("  ½ + 𝑥₁ + σ(q)") == "  ½ + 𝑥₁ + σ(q)\n             ^"
    text = "1 2\n3 four"
    found = read(text, Array((2, 2)))
    assert isinstance(found, Unreadable)
    assert found.pointed(text) == "3 four\n  ^"


def test_a_long_line_is_cut_around_the_place():
    text = "x1 + " * 60 + "q + x1"
    found = read(text, Expression(("x1",)))
    assert isinstance(found, Unreadable)
    line, caret = found.pointed(text).splitlines()
    assert line[len(caret) - 1] == "q"
    assert len(line) <= 70


def test_half_a_character_is_an_invisible_one():
    for wanted in (
        Number(),
        Expression(("x",)),
        Array((2,)),
        Choice(("a", "b")),
        TruthTable(1),
        Weights(("w",)),
    ):
        found = read("0.5\ud800", wanted)
        assert isinstance(found, Unreadable)
        assert found.position == 3
        assert found.reason.startswith("there is an invisible character here (U+D800, ")


def test_nothing_typed_is_told_from_what_can_not_be_read():
    assert read(" \n", Number()) == Unreadable("nothing is typed here that could be read", 2, blank=True)
    found = read("?", Number())
    assert isinstance(found, Unreadable)
    assert not found.blank


def test_another_reading_comes_with_a_sentence():
    found = read("1/2x", Expression(("x",)))
    assert isinstance(found, Value)
    assert (found.value, found.otherwise) == ("1/2*x", "1/(2*x)")
    assert found.notes == ("a product after a slash was read from left to right: 1/2x is (1/2)x",)


def test_what_can_not_be_asked_for_is_refused():
    with pytest.raises(ValueError, match=r"shape is \(2, 0\); allowed are one or two whole"):
        Array((2, 0))
    with pytest.raises(ValueError, match="27 options are given; allowed are 1 to 26"):
        Choice(("x",) * 27)
    with pytest.raises(ValueError, match="names is empty; allowed is one name or more"):
        Weights(())


def test_a_truth_table_has_few_inputs():
    with pytest.raises(ValueError, match="inputs is 7; allowed are 1 to 6"):
        TruthTable(7)
    with pytest.raises(ValueError, match="outputs is 0; allowed are 1 to 6"):
        TruthTable(2, 0)
