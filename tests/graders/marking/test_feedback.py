"""The page that a student gets back: what was answered, how it was read, what went wrong first."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.documents import formats
from generator.documents.paper import Paper, PartFeedback
from generator.draw import Request, draw
from generator.family import load_family
from generator.keys import rng_of, seed_for
from generator.papers import Head, Placed, key_paper
from generator.render import Renderer
from graders.marking import Allowance, mark_problem
from graders.marking.feedback import REVEALS, Reveal, feedback_paper
from graders.marking.sheets import MarkedProblem, Sheet

CORPUS = Path(__file__).parent.parent / "reading" / "corpus"
RENDERER = Renderer()


def placed(family: str, *, as_choice: bool = False, **options: Any) -> Placed:
    seed = seed_for("feedback", family)
    request = Request.read(load_family(family), options=options, as_choice=as_choice)
    return Placed(draw(request, rng_of(seed), seed=seed), 4)


NET = placed("backprop", ask=["z1_1", "a1_1", "yhat"], activation=["sigmoid"])
CHAIN = placed("chain_rule_partial")
COUNT = placed("parameter_count")
CHOICE = placed("softmax_values", as_choice=True)
XOR = placed("xor_weights", leave=["all"])


def page(*answered: tuple[Placed, dict[str, str]], reveal: Reveal = "solutions", **more: Any) -> Paper:
    """The page of someone who answered these problems so."""
    items = [item for item, _ in answered]
    key = key_paper(RENDERER, Head("Quiz", "C", "V1", "Ada", "ada"), items, items[0].problem.convention)
    marked = tuple(
        MarkedProblem(k, k, item.problem.name, mark_problem(item.problem, typed, points=item.points, **more))
        for k, (item, typed) in enumerate(answered, start=1)
    )
    return feedback_paper(key, items, Sheet("ada", "Ada", "V1", "ada", problems=marked), reveal)


def key_of(item: Placed) -> dict[str, str]:
    return {part.label: part.answer.shown for part in item.problem.parts}


def parts(paper: Paper, number: int = 1) -> list[PartFeedback]:
    return [part.feedback for part in paper.problems[number - 1].parts if part.feedback]


def test_a_page_holds_no_key() -> None:
    for reveal in REVEALS:
        paper = page((NET, {"a": "7"}), (COUNT, {"": "7"}), reveal=reveal)
        assert not paper.is_key
        assert all(part.key is None for problem in paper.problems for part in problem.parts)


@pytest.mark.parametrize(
    ("reveal", "answer", "solution"),
    [("nothing", "", False), ("answers", "`", False), ("solutions", "`", True)],
)
def test_reveal_leaves_out_what_is_not_told(reveal: Reveal, answer: str, solution: bool) -> None:
    paper = page((COUNT, {"": "7"}), (CHOICE, {"": "A"}), reveal=reveal)
    assert parts(paper)[0].answer[:1] == answer
    assert (paper.problems[0].solution is not None) is solution
    assert (parts(paper, 2)[0].right is None) is (reveal == "nothing")


def test_who_is_right_gets_no_solution_and_no_answer_that_is_their_own() -> None:
    paper = page((COUNT, key_of(COUNT)), (NET, key_of(NET)))
    assert [problem.solution for problem in paper.problems] == [None, None]
    assert [one.answer for one in (*parts(paper, 1), *parts(paper, 2))] == [""] * 4
    assert [problem.result.word for problem in paper.problems if problem.result] == ["right", "right"]
    assert paper.feedback
    assert paper.feedback.first is None
    assert paper.feedback.notes == ("Everything is right.",)


def test_other_weights_that_do_it_are_right_and_the_keys_own_are_not_held_against_them() -> None:
    values = XOR.problem.parts[0].answer.value
    halves = ", ".join(f"{0.5 * value}" for value in values.values())
    (right,), (wrong,) = parts(page((XOR, {"": halves}))), parts(page((XOR, {"": "0" + ", 0" * 8})))
    assert (right.result.state, right.answer) == ("right", "")
    assert (wrong.result.state, bool(wrong.answer)) == ("wrong", True)


def test_the_right_answer_is_told_where_the_same_digits_could_not_be_read() -> None:
    layers = placed("layer_backprop")
    (label, *_) = [label for label, shown in key_of(layers).items() if "[" in shown]
    flat = key_of(layers)[label].replace("[", "").replace("]", "")
    told = next(
        part.feedback
        for part in page((layers, {label: flat})).problems[0].parts
        if part.label == label and part.feedback
    )
    assert told.result.state == "waiting"
    assert told.answer


def test_what_went_wrong_first_is_said_at_the_top() -> None:
    wrong = COUNT.problem.parts[0].wrong[0]
    paper = page((NET, key_of(NET)), (COUNT, {"": wrong.shown}), (CHAIN, {}))
    assert paper.feedback
    assert paper.feedback.first == (2, "")
    assert paper.feedback.start == wrong.mistake.says


def test_a_wrong_answer_comes_before_a_missing_one() -> None:
    paper = page((COUNT, {}), (NET, {**key_of(NET), "c": "9.9999"}))
    assert paper.feedback
    assert paper.feedback.first == (2, "c")
    missing = page((NET, key_of(NET)), (COUNT, {}))
    assert missing.feedback
    assert missing.feedback.first == (2, "")
    assert missing.feedback.start == "No answer."


def test_what_waits_for_a_person_is_said_and_is_not_wrong() -> None:
    paper = page((COUNT, {"": "a lot"}), (NET, {**key_of(NET), "b": "half"}))
    assert paper.feedback
    assert paper.feedback.first is None
    assert paper.feedback.result.state == "waiting"
    assert paper.feedback.notes == (
        "2 answers could not be read or marked yet. A person will look at them, so the score may rise.",
    )
    assert [problem.result.state for problem in paper.problems if problem.result] == ["waiting", "waiting"]


def test_what_is_right_given_an_own_mistake_says_so_and_shows_the_solution() -> None:
    net = NET.problem
    z = float(key_of(NET)["a"]) - 1.2
    from generator.working import Written

    working = net.working.followed(("a1_1",), {"z1_1": Written(z, 1e-4)})
    assert working
    paper = page((NET, {"a": f"{z:.4f}", "b": f"{working.value('a1_1'):.4f}"}))
    told = parts(paper)[1]
    assert (told.result.state, told.result.word) == ("right", "right given your earlier answer")
    assert told.answer
    assert paper.problems[0].solution


def test_an_accepted_answer_says_so() -> None:
    also = {"": [Allowance(text="7", why="It was *unclear*")]}
    (told,) = parts(page((COUNT, {"": "7"}), allowed=also))
    assert (told.result.state, told.result.word) == ("right", "accepted")
    assert told.remarks == ("It was `*unclear*`.",)
    assert told.answer


def test_how_an_answer_was_read_is_shown_where_it_is_not_as_typed() -> None:
    first, *_ = parts(page((NET, {"a": " 0.50 "})))
    assert (first.typed.strip(), first.read) == ("0.50", "")
    first, *_ = parts(page((NET, {"a": "1/2"})))
    assert first.read == "`0.5`"
    first, *_ = parts(page((NET, {"a": "0,5"})))
    assert first.read == "`0.5`"
    (formula,) = parts(page((CHAIN, {"": "(1-σ(w1x1 + w2x2)) x1"})))
    assert formula.read.startswith("$")
    (weights,) = parts(page((XOR, {"": "1, 1, 1, 1, 1, 1, 1, 1, 1"})))
    assert weights.read.startswith("$w^{(1)}_{11} = 1$, ")


def test_a_long_formula_is_shown_as_it_was_read() -> None:
    (told,) = parts(page((CHAIN, {"": " + ".join(["w1 x1"] * 20)})))
    assert told.read.startswith("`w1*x1 + w1*x1")
    assert told.read.endswith("…`")


def test_a_choice_is_marked_among_the_choices_however_it_was_written() -> None:
    right = CHOICE.problem.parts[0].answer.value
    other = "B" if right == "A" else "A"
    label = CHOICE.problem.parts[0].label
    told, *_ = parts(page((CHOICE, {label: f"({other.lower()})"})))
    assert (told.chosen, told.right) == (ord(other) - ord("A"), ord(right) - ord("A"))
    unread, *_ = parts(page((CHOICE, {label: "all of them"})))
    assert (unread.chosen, unread.result.state) == (None, "waiting")


def test_what_can_not_be_seen_is_shown_and_what_is_too_long_is_cut() -> None:
    (told,) = parts(page((COUNT, {"": "\u202e1\u200b2\x00" + "3" * 700})))
    assert told.typed.startswith("\ufffd1\ufffd2\ufffd333")
    assert told.typed.endswith("\n… and 105 characters more")
    (lines,) = parts(page((COUNT, {"": "\r\n1\r2\n" * 30})))
    assert lines.typed.startswith("1\n2\n")
    assert lines.typed.count("\n") == 12


def test_every_typed_answer_of_the_corpus_prints_in_every_format() -> None:
    texts: list[str] = []
    for path in ("hostile", "numbers", "expressions"):
        found = tomllib.loads((CORPUS / f"{path}.toml").read_text(encoding="utf-8"))
        texts += [text for text in _texts(found) if len(text) < 3_000]
    texts = list(dict.fromkeys(texts))
    assert len(texts) > 300
    items = [(item, {"": text}) for text in texts for item in (CHAIN, COUNT)]
    papers = [page(*items[k : k + 150]) for k in range(0, len(items), 150)]
    for name in ("html", "md", "pdf", "tex"):
        for out in formats.load(name).render(papers):
            assert out.data
            assert b"<script>" not in out.data if name == "html" else True


def _texts(found: Any) -> list[str]:
    if isinstance(found, str):
        return [found]
    inside = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return [text for one in inside for text in _texts(one)]
