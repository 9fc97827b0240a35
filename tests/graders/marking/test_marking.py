"""Marking one problem: right forms, follow-through, too few digits, named mistakes, the unreadable."""

from __future__ import annotations

from typing import Any

import pytest

from generator.credit import Credit
from generator.draw import Request, draw
from generator.family import load_family
from generator.keys import rng_of, seed_for
from generator.problem import Problem
from generator.working import Written
from graders.marking import Allowance, Verdict, mark_problem
from graders.marking.marking import Marker
from graders.marking.words import said
from graders.reading import Number, Value, reading
from graders.reading.numbers import read_number

ASKED = ("z1_1", "a1_1", "yhat", "dW1_1_1")


def drawn(family: str, **options: Any) -> Problem:
    request = Request.read(load_family(family), options=options)
    seed = seed_for("marking", family, 1)
    return draw(request, rng_of(seed), seed=seed)


@pytest.fixture
def net() -> Problem:
    return drawn("backprop", ask=list(ASKED), activation=["sigmoid"])


def key(problem: Problem) -> dict[str, str]:
    return {part.label: part.answer.shown for part in problem.parts}


def wrong_by(problem: Problem, label: str, mistake: str) -> str:
    part = next(part for part in problem.parts if part.label == label)
    return next(wrong.shown for wrong in part.wrong if wrong.mistake.name == mistake)


def statuses(verdicts: tuple[Verdict, ...]) -> list[str]:
    return [verdict.status for verdict in verdicts]


def test_the_key_earns_all_points_in_the_shares_of_the_parts(net: Problem) -> None:
    verdicts = mark_problem(net, key(net), points=10)
    assert statuses(verdicts) == ["full"] * 4
    assert [verdict.points for verdict in verdicts] == pytest.approx([2, 2, 2, 4])


def test_the_answer_may_stand_behind_its_symbol_or_be_a_fraction(net: Problem) -> None:
    value = float(key(net)["a"])
    for text in (f"z_11 = {value}", f"{value * 4}/4", f"{value}0000", f" {value} "):
        assert mark_problem(net, {"a": text})[0].status == "full", text


def test_what_an_answer_earns_counts_as_it_is_printed(net: Problem) -> None:
    short = {"b": key(net)["b"][:4], "c": key(net)["c"][:4]}
    halves = mark_problem(net, short, points=2.35)[1:3]
    assert [(verdict.max_points, verdict.points) for verdict in halves] == [(0.47, 0.24)] * 2


def test_nothing_typed_is_blank_and_what_cannot_be_read_costs_nothing_yet(net: Problem) -> None:
    blank, unread, *_ = mark_problem(net, {"b": "about half"})
    assert (blank.status, unread.status) == ("blank", "unread")
    assert unread.waiting
    assert "person will look" in said(unread)[0]


def test_a_mistake_is_named_with_its_sentence(net: Problem) -> None:
    verdict = mark_problem(net, {"d": wrong_by(net, "d", "other_input")})[3]
    assert (verdict.status, verdict.mistake) == ("none", "other_input")
    assert said(verdict)[0].endswith(".")


def followed(problem: Problem, asked: str, **given: float) -> str:
    """What someone comes to who goes on from these values, in four decimals."""
    written = {name: Written(value, 1e-4) for name, value in given.items()}
    working = problem.working.followed((asked,), written)
    assert working is not None
    return f"{working.value(asked):.4f}"


def test_what_is_right_given_an_own_wrong_answer_earns_its_marks(net: Problem) -> None:
    z = float(key(net)["a"]) - 1.2
    typed = {"a": f"{z:.4f}", "b": followed(net, "a1_1", z1_1=z), "c": followed(net, "yhat", z1_1=z)}
    a, b, c, _ = mark_problem(net, typed | {"d": followed(net, "dW1_1_1", z1_1=z)}, points=5)
    assert statuses((a, b, c)) == ["none", "full", "full"]
    assert (b.points, b.followed, c.followed) == (1.0, ("a",), ("a",))
    assert said(b) == ("Not the right value, but right given your answer to part (a).",)


def test_the_quiz_says_what_follow_through_earns(net: Problem) -> None:
    z = float(key(net)["a"]) - 1.2
    typed = {"a": f"{z:.4f}", "b": followed(net, "a1_1", z1_1=z)}
    typed["c"] = followed(net, "yhat", z1_1=z)
    verdicts = mark_problem(net, typed, points=5, credit=Credit(follow_through=0.5))
    assert (verdicts[1].status, verdicts[1].points) == ("partial", 0.5)
    assert verdicts[2].followed == ("a",), "what follows from it is wrong by no more than it is"


def test_a_later_answer_may_follow_from_one_of_two_wrong_ones(net: Problem) -> None:
    z = float(key(net)["a"]) - 1.2
    typed = {"a": f"{z:.4f}", "b": "0.0123", "c": followed(net, "yhat", a1_1=0.0123)}
    assert mark_problem(net, typed)[2].followed == ("a", "b")
    typed["c"] = followed(net, "yhat", z1_1=z)
    assert mark_problem(net, typed)[2].followed == ("a",)


def test_a_mistake_made_after_a_wrong_answer_is_named_too(net: Problem) -> None:
    z = float(key(net)["a"]) - 1.2
    mistake = next(m for m in net.loaded.family.catalogue if m.name == "other_input")
    bent = net.working.bent(mistake)
    assert bent is not None
    working = bent.followed(("dW1_1_1",), {"z1_1": Written(z, 1e-4)})
    assert working is not None
    value = f"{working.value('dW1_1_1'):.4f}"
    verdict = mark_problem(net, {"a": f"{z:.4f}", "d": value})[3]
    assert (verdict.mistake, verdict.followed, verdict.points) == (
        "other_input",
        ("a",),
        0.0,
    )


def test_zeros_all_the_way_earn_nothing_by_following_from_each_other(net: Problem) -> None:
    assert statuses(mark_problem(net, dict.fromkeys("abcd", "0"))) == ["none"] * 4


def test_too_few_digits_are_told_and_earn_what_the_quiz_sets(net: Problem) -> None:
    short = {"b": key(net)["b"][:4]}
    verdict = mark_problem(net, short, points=5)[1]
    assert (verdict.status, verdict.points) == ("partial", 0.5)
    assert said(verdict) == ("Right to 2 places; 4 were asked for.",)
    assert mark_problem(net, short, credit=Credit(few_digits=0))[1].status == "none"
    assert mark_problem(net, {"b": "1"})[1].status == "none"  # no decimals at all show nothing


def test_a_calculation_left_standing_is_right_unless_the_quiz_asks_for_more(net: Problem) -> None:
    value = float(key(net)["a"])
    typed = {"a": f"2*{value / 2} + 1 - 1"}
    assert mark_problem(net, typed)[0].status == "full"
    verdict = mark_problem(net, typed, credit=Credit(unfinished=0.5))[0]
    assert (verdict.status, said(verdict)) == (
        "partial",
        ("Right, but the calculation is left to be worked out.",),
    )


def test_any_equal_formula_is_right_and_a_long_one_can_be_told_apart() -> None:
    problem = drawn("chain_rule_partial")
    right = key(problem)[""]
    long = f"({right})*(x1 + x2 + 3)/(x2 + x1 + 1 + 2)"
    assert statuses(mark_problem(problem, {"": right}) + mark_problem(problem, {"": long})) == [
        "full",
        "full",
    ]
    verdict = mark_problem(problem, {"": long}, credit=Credit(unfinished=0.5))[0]
    assert said(verdict) == ("Right, but it can be simplified.",)


def test_weights_that_give_another_table_are_told_which_row() -> None:
    problem = drawn("xor_weights", leave=["all"])
    verdict = mark_problem(problem, {"": "1, 1, 1, 1, 1, 1, 1, 1, 1"})[0]
    assert verdict.status == "none"
    assert said(verdict)[0].startswith("For the input (0, ")


def test_a_wrong_letter_is_told_the_mistake_that_leads_to_it() -> None:
    request = Request.read(load_family("softmax_values"), as_choice=True)
    problem = draw(request, rng_of(seed_for("marking", "choice")))
    part = problem.parts[0]
    for wrong in part.wrong:
        verdict = mark_problem(problem, {part.label: f"({wrong.value.lower()})"})[0]
        assert (verdict.status, verdict.mistake) == ("none", wrong.mistake.name)


def test_a_correction_can_accept_an_answer_or_a_mistakes_own(net: Problem) -> None:
    wrong = wrong_by(net, "d", "other_input")
    by_text = {"d": [Allowance(text=wrong, why="The figure could be misread")]}
    by_name = {"d": [Allowance(mistake="other_input", credit=0.5)]}
    full, half = (mark_problem(net, {"d": wrong}, points=5, allowed=also)[3] for also in (by_text, by_name))
    assert (full.status, said(full)) == ("full", ("The figure could be misread.",))
    assert (half.status, half.points) == ("partial", 1.0)


def test_what_follows_from_an_accepted_answer_stays_right(net: Problem) -> None:
    z = float(key(net)["a"]) - 1.2
    typed = {"a": f"{z:.4f}", "b": followed(net, "a1_1", z1_1=z), "d": followed(net, "dW1_1_1", z1_1=z)}
    also = {"a": [Allowance(text=typed["a"])]}
    verdicts = mark_problem(net, typed, allowed=also)
    assert statuses(verdicts) == ["full", "full", "blank", "full"]
    assert verdicts[3].followed == ("a",)


def test_what_follows_from_too_few_digits_is_right_whatever_they_earn(net: Problem) -> None:
    short = key(net)["b"][:4]
    typed = {"b": short, "c": followed(net, "yhat", a1_1=float(short))}
    assert typed["c"] != key(net)["c"]
    for share in (0.5, 1):
        assert mark_problem(net, typed, credit=Credit(few_digits=share))[2].status == "full"


def test_nothing_goes_wrong_after_a_right_answer_that_is_left_to_be_worked_out(net: Problem) -> None:
    typed = {"a": f"2*{float(key(net)['a']) / 2}", "d": wrong_by(net, "d", "other_input")}
    verdict = mark_problem(net, typed, credit=Credit(unfinished=0.5))[3]
    assert (verdict.mistake, verdict.followed) == ("other_input", ())


def test_a_correction_can_accept_what_can_not_be_read(net: Problem) -> None:
    also = {"a": [Allowance(text="about  Half", credit=0.5, why="An estimate was asked for")]}
    accepted, other = (
        mark_problem(net, {"a": text}, points=5, allowed=also)[0] for text in ("About half", "half")
    )
    assert (accepted.status, accepted.points, said(accepted)) == (
        "partial",
        0.5,
        ("An estimate was asked for.",),
    )
    assert other.status == "unread"


def test_an_accepted_answer_may_have_another_number_of_entries(layers: Problem) -> None:
    also = {"a": [Allowance(text="0.5", why="One entry was asked for in the room")]}
    for text, status in (("0.5", "full"), ("0.7", "none"), ("(0.5, 0.5)", "none")):
        assert mark_problem(layers, {"a": text}, allowed=also)[0].status == status, text


@pytest.fixture
def layers() -> Problem:
    return drawn("layer_backprop", ask=["dz2", "dW2", "dW1"], outputs=[2], inputs=[3], widths=[2])


def as_rows(problem: Problem, label: str) -> list[list[float]]:
    answer = next(part.answer for part in problem.parts if part.label == label)
    rows: list[list[float]] = answer.to_json()["value"]
    return [[round(entry, 4) for entry in row] for row in rows]


def typed_rows(rows: list[list[float]]) -> str:
    return "; ".join(" ".join(map(str, row)) for row in rows)


def test_a_matrix_is_right_in_its_own_shape_only(layers: Problem) -> None:
    rows = as_rows(layers, "c")
    assert [len(row) for row in rows] == [3, 3]
    assert mark_problem(layers, {"c": typed_rows(rows)})[2].status == "full"
    turned = [list(column) for column in zip(*rows, strict=True)]
    verdict = mark_problem(layers, {"c": typed_rows(turned)})[2]
    assert verdict.status == "none"
    assert said(verdict) == ("3 rows of 2; asked for are 2 of 3.",)
    flat = " ".join(str(entry) for row in rows for entry in row)
    assert mark_problem(layers, {"c": flat})[2].status == "unread", "a list says nothing of rows"


def test_the_entries_of_a_matrix_that_are_off_are_told_by_row_and_column(layers: Problem) -> None:
    rows = as_rows(layers, "c")
    rows[1][0] += 5
    verdict = mark_problem(layers, {"c": typed_rows(rows)})[2]
    assert said(verdict) == ("The entry in row 2, column 1 is off; the others are right.",)
    rows[0][2] += 5
    verdict = mark_problem(layers, {"c": typed_rows(rows)})[2]
    assert said(verdict) == (
        "Counted by row and column, the entries (1, 3) and (2, 1) are off; the others are right.",
    )


def test_the_entries_of_a_list_that_are_off_are_told_by_their_place(layers: Problem) -> None:
    first, second = layers.parts[0].answer.value
    verdict = mark_problem(layers, {"a": f"({first:.4f}, {second + 5:.4f})"})[0]
    assert said(verdict) == ("Entry 2 is off; the other is right.",)


def test_a_matrix_that_follows_from_an_own_wrong_error_earns_its_marks(layers: Problem) -> None:
    wrong = [round(2.5 * entry, 4) for entry in layers.parts[0].answer.value]
    after = [[round(2.5 * entry, 4) for entry in row] for row in as_rows(layers, "b")]
    verdicts = mark_problem(layers, {"a": str(tuple(wrong)), "b": typed_rows(after)})
    assert statuses(verdicts)[:2] == ["none", "full"]
    assert verdicts[1].followed == ("a",)


def test_a_mistake_is_named_however_far_rounding_takes_who_divides_by_a_prediction_near_0() -> None:
    givens = {
        "W1": [[-0.9, -1.0], [0.3, -0.7]], "b1": [0.1, 0.5], "W2": [[-0.9, -1.0]], "b2": [-0.7],
        "x": [-1, -3], "y": 1, "activation": "relu", "output": "sigmoid", "loss": "binary_cross_entropy",
    }  # fmt: skip
    options = {"decimals": 3, "weights": 3, "ask": ["db2_1"]}
    request = Request.read(load_family("backprop"), options=options, given=givens)
    marker = Marker(draw(request, rng_of(seed_for("near 0"))))
    # The prediction 0.00136 was rounded to 0.001 before -1/0.001 was taken for the answer, -0.999.
    for text in ("-1000", "-736.095"):
        assert marker.alone("", text).mistake == "output_derivative_left_out", text
    assert not marker.alone("", "-100").mistake


def test_a_mistake_is_named_where_what_it_adds_up_nearly_cancels() -> None:
    givens = {"f": "sigmoid", "g": "sigmoid", "h": "quotient", "a": [0.5, -0.5], "b": [-2, -3], "x": -1}
    request = Request.read(load_family("two_path_chain_rule"), given=givens)
    marker = Marker(draw(request, rng_of(seed_for("cancels"))))
    # 13.1752 - 13.1579, after z1 = 0.0759 and z2 = 0.0760 with one rounded and one cut off, not 0.
    for text in ("0", "0.0173", "-0.2"):
        verdict = marker.alone("", text)
        assert "inner_derivatives_left_out" in (verdict.mistake, *verdict.equal), text
    assert not marker.alone("", "0.4").mistake


def test_a_transposed_square_gradient_is_named() -> None:
    square = drawn("layer_backprop", ask=["dW2"], outputs=[2], widths=[2])
    verdict = mark_problem(square, {"": wrong_by(square, "", "gradient_transposed")})[0]
    assert (verdict.status, verdict.mistake) == ("none", "gradient_transposed")


def test_a_marker_says_of_each_student_what_it_says_of_the_first(net: Problem) -> None:
    z = round(net.parts[0].answer.value + 0.5, 4)
    right, wrong = key(net), {"a": f"{z}", "d": wrong_by(net, "d", "other_input")}
    follows = {"a": f"{z}", "b": followed(net, "a1_1", z1_1=z)}
    alone = {"b": follows["b"]}
    marker = Marker(net, points=5)
    for typed in (follows, alone, right, {}, wrong, {"d": "?"}, alone, follows, right, wrong):
        assert marker.marked(typed) == mark_problem(net, typed, points=5), typed
        for part in net.parts:
            text = typed.get(part.label, "")
            verdict = mark_problem(net, {part.label: text}, points=5)[net.parts.index(part)]
            assert marker.alone(part.label, text) == verdict


def test_equal_texts_are_read_once(net: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = []

    def reader(text: str, wanted: Number) -> Value:
        texts.append(text)
        return read_number(text, wanted)

    monkeypatch.setitem(reading._READERS, Number, reader)
    marker = Marker(net)
    for text in ("7", "7.0", "7", "", "", "half", "half"):
        marker.alone("a", text)
    assert texts == ["7", "7.0", "", "half"]


def test_a_bug_of_ours_is_never_a_students_zero(net: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setitem(reading._READERS, Number, broken)
    verdict = mark_problem(net, {"a": "1"})[0]
    assert (verdict.status, verdict.waiting) == ("ungraded", True)
    assert "no fault of yours" in said(verdict)[0]


def test_a_verdict_can_be_kept_as_plain_data(net: Problem) -> None:
    typed = {"a": "7", "b": "half", "c": key(net)["c"][:4], "d": wrong_by(net, "d", "other_input")}
    for verdict in mark_problem(net, typed):
        assert Verdict.from_data(verdict.as_data()) == verdict
