"""Whole sessions of the real command, at the end of a pipe."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import json
import os
import re

import pytest

from generator.draw import draw
from generator.family import family_names
from generator.keys import rng_of, seed_for
from generator.secrets_file import SHORTEST
from generator.working import Written
from graders.marking import mark_problem
from graders.practice.pool import Wish
from graders.practice.session import SEEDED, seed_of


def problem_of(family, *, seed, number=1, **wish):
    """The problem that a session with that seed sets, if it sets one of that family."""
    key = seed_of(SEEDED, (seed,), number, family)
    return draw(Wish(**wish).request(family), rng_of(key), seed=key)


def kept(data):
    return json.loads((data / "progress.json").read_text())["families"]


def wrong_by(part, mistake=None):
    """An answer that shows a mistake, and its name and sentence."""
    wrong = next(one for one in part.wrong if mistake in (None, one.mistake.name))
    return wrong.shown, wrong.mistake.name, wrong.mistake.says


def words(text):
    return " ".join(text.split())


def test_a_session_from_the_first_problem_to_the_summary(practise, data):
    problem = problem_of("backprop", seed=4)
    a, b, c = problem.parts
    shown, name, says = wrong_by(b)
    lines = [
        a.answer.shown,  # right at first
        "0.1x",  # can't be read, and costs nothing
        shown,  # a catalogued mistake
        ":h",
        b.answer.shown,  # right at the second try
        "9.9",
        "-9.9",
        "",  # shows the right answer
        "s",
        "q",
    ]
    ran = practise(lines, "backprop", "--seed", 4)
    assert (ran.code, ran.err) == (0, "")
    out = ran.words
    story = [
        "1 · Backprop",
        f"= {a.answer.shown} ✓ Right.",
        "0.1x 0.1x ^ This can't be read, so it costs nothing:",
        f"= {shown} ✗ Not right. {words(says)}",
        "Try again (one more try); Enter shows the right answer.",
        "Hint: ",
        f"= {b.answer.shown} ✓ Right now.",
        "= -9.9 ✗ Not right.",
        "Enter shows the right answer. You may also try on, which counts no more.",
        f"The right answer: {c.answer.shown} (accepted: ±",
        "Enter: next problem · s: worked solution · q: end > s",
        "Forward, from the inputs to the output:",
        "Enter: next problem · q: end > q",
        "1 problem: 0 right at first, 0 right later, 1 not.",
        words(says),
        "To practise next: quizgrad practice backprop",
        "Your progress is kept in",
    ]
    place = 0
    for piece in story:
        assert piece in out[place:], f"{piece!r} is not in {out[place:]!r}"
        place = out.index(piece, place) + len(piece)
    entry = kept(data)["backprop"]
    assert (entry["first"], entry["later"], entry["wrong"], entry["box"]) == (0, 0, 1, 0)
    assert entry["mistakes"][name] == 1


def test_right_at_first_moves_a_family_up_and_is_counted(practise, data):
    right = [part.answer.shown for part in problem_of("parameter_count", seed=1).parts]
    ran = practise([*right, ""], "parameter_count", "--seed", 1, "--count", 1)
    assert "1 problem: 1 right at first, 0 right later, 0 not." in ran.words
    assert "Enter: the summary" in ran.words
    assert "To practise next" not in ran.words
    assert kept(data)["parameter_count"]["box"] == 2


def test_help_makes_it_right_later(practise, data):
    right = problem_of("parameter_count", seed=1).parts[0].answer.shown
    ran = practise([":hint", right, "q"], "parameter_count", "--seed", 1)
    assert "Right now." in ran.words
    assert kept(data)["parameter_count"] | {"mistakes": {}} == {
        "box": 1, "first": 0, "later": 1, "wrong": 0, "mistakes": {},
    }  # fmt: skip


def test_too_few_digits_are_partly_right(practise):
    problem = problem_of("logistic_neuron", seed=2)
    number = next(part for part in problem.parts if part.answer.type == "number")
    before = [part.answer.shown for part in problem.parts[: problem.parts.index(number)]]
    ran = practise([*before, number.answer.shown[:-1], ":q"], "logistic_neuron", "--seed", 2)
    assert "◐ Partly right. Right to 3 places; 4 were asked for." in ran.words


def goes_on_wrong():
    """A seed, a wrong answer to part (a), and what follows from it rightly for part (b)."""
    for seed in range(60):
        a, b, *_ = (problem := problem_of("backprop", seed=seed)).parts
        own = float(a.answer.shown) + 0.37
        followed = problem.working.followed(b.ask.steps, {a.ask.name: Written(own, 1e-4)})
        if followed is not None:
            typed = {"a": f"{own:.4f}", "b": f"{followed.value(b.ask.name):.4f}"}
            if mark_problem(problem, typed)[1].followed:
                return seed, typed["a"], typed["b"], b.answer.shown
    raise LookupError


def test_going_on_from_an_own_wrong_value_is_told(practise):
    seed, wrong, follows, right = goes_on_wrong()
    ran = practise([wrong, "?", follows, ":q"], "backprop", "--seed", seed)
    assert "✓ Right. Not the right value, but right given your answer to part (a)." in ran.words
    assert f"From the right values it is {right}." in ran.words


def test_commands_are_never_answers_and_answers_never_commands(practise):
    ran = practise(["q", "n", ":foo", ":k", ":solution", "quit"], "true_or_false", "--seed", 1)
    assert ran.words.count("commands begin with a colon, as in :q.") == 1
    assert "there is no option N" in ran.words
    assert "There is no command :foo." in ran.words
    assert "log is the natural logarithm" in ran.words
    assert re.search(r"\(a\) (True|False)\. ", ran.words)
    assert ran.code == 0


def test_enter_alone_shows_nothing_by_accident(practise):
    ran = practise(["", "", "q"], "parameter_count", "--seed", 1)
    assert ran.words.count("Nothing was typed.") == 1
    assert ran.words.count("The right answer: ") == 1


def test_a_problem_left_before_anything_went_wrong_does_not_count(practise, data):
    ran = practise([":n", ":q"], "parameter_count", "--seed", 1)
    assert "2 · Parameter count" in ran.words
    assert "Nothing was answered." in ran.words
    assert not data.exists()


def test_an_array_may_be_pasted_over_several_lines(practise):
    problem = problem_of("softmax_values", seed=3)
    first, *rest = problem.parts[0].answer.shown.strip("()").split(", ")
    ran = practise([f"[{first}", " ".join(rest) + "]", ":q"], "softmax_values", "--seed", 3)
    assert "A bracket is open" in ran.words
    assert "✓ Right." in ran.words
    assert "costs nothing" in practise(["1 2 3 4 5 6 7 8 9", ":q"], "softmax_values", "--seed", 3).words


def test_a_session_with_a_seed_can_be_repeated_whatever_the_progress(practise):
    lines = ["?"] * 12
    first = practise(lines, "--seed", 11, "--difficulty", "easy")
    assert practise(lines, "--seed", 11, "--difficulty", "easy").out == first.out
    assert practise(lines, "--seed", 12, "--difficulty", "easy").out != first.out


def test_without_a_seed_problems_are_always_others(practise):
    prompts = {practise([":q"], "parameter_count").out for _ in range(3)}
    assert len(prompts) == 3


def test_practice_shares_no_draw_with_an_instructor(practise, monkeypatch):
    assert len(SEEDED) < SHORTEST
    with_secret = practise([":q"], "parameter_count", "--seed", 1, QUIZGRAD_SECRET="an instructor's secret")
    assert with_secret.out == practise([":q"], "parameter_count", "--seed", 1).out
    assert seed_of(SEEDED, (1,), 1, "parameter_count") != seed_for("show", "parameter_count", 1)


def test_multiple_choice_and_a_lectures_notation(practise):
    ran = practise([":q"], "parameter_count", "--choice", "--seed", 1)
    assert "A–D: " in ran.out
    ran = practise([":k", ":q"], "backprop", "--lecture", "cs2109s", "--seed", 1)
    assert "W₁₁^[1] = " in ran.words
    assert "^[l]" in ran.words
    assert "w⁽¹⁾₁₁ = " in practise([":q"], "backprop", "--convention", "cs760", "--seed", 1).words


def test_damaged_progress_is_told_and_set_aside(practise, data):
    data.mkdir()
    (data / "progress.json").write_text("{oh no")
    ran = practise(["?", "q"], "parameter_count")
    assert "is damaged" in ran.words
    assert "counting begins anew" in ran.words
    assert ran.words.index("is damaged") < ran.words.index("1 · Parameter count")
    assert (data / "progress.damaged.json").read_text() == "{oh no"
    assert kept(data)["parameter_count"]["wrong"] == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="for root every folder can be written to")
def test_a_folder_that_cannot_be_written_to_is_told_once(practise, data):
    data.mkdir(mode=0o500)
    ran = practise(["?", "", "?", "q"], "parameter_count", "unit_output")
    assert ran.words.count("can't be kept in") == 1
    assert ran.code == 0


def test_a_data_folder_that_is_a_file_is_told_once(practise, data):
    data.write_text("no folder")
    ran = practise(["?", "", "?", "?", "?", "q", "q"], "parameter_count", "epoch_updates")
    assert (
        ran.words.count("Practising goes on without.") + ran.words.count("What you do now is not added") == 1
    )
    assert ran.code == 0
    assert "Your progress is kept" not in ran.words


def test_progress_is_shown_by_topic(practise, data):
    assert "Nothing has been practised yet." in practise([], "--progress").words
    assert not data.exists()
    shown, _, says = wrong_by(problem_of("parameter_count", seed=1).parts[0])
    practise([shown, "", "q"], "parameter_count", "--seed", 1)
    practise(["?", "q"], "true_or_false", "--seed", 1)
    ran = practise([], "--progress")
    assert "13 Counting parameters and connections 1 0 (0 %) ○○○○○" in ran.words
    assert "Concepts, all topics" in ran.words
    assert words(says) in ran.words
    assert "To practise next: quizgrad practice parameter_count true_or_false" in ran.words


def test_every_family_is_set_and_given_up_without_an_error(practise):
    ran = practise([":s", ""] * 2 + ["q"], "backprop", "--seed", 1)
    assert ran.code == 0
    names = family_names()
    lines = [line for _ in range(2 * len(names)) for line in ("?", ":h", "abc", "1", ":s", "", "")]
    ran = practise(lines, "--seed", 2, "--count", len(names), "--tries", 9)
    assert (ran.code, ran.err) == (0, "")
    assert not re.search(r"[\\$\ue000-\uf8ff]", ran.out)


def test_hostile_lines_are_answers_that_cannot_be_read(practise):
    hostile = b"\xff\xfe\x00\n\x1b[31mred\x1b[0m\n" + "\u202e1.5\n".encode() + b"1" * 100_000 + b"\n"
    hostile += b"__import__('os')\n9**9**9**9\n\xee\x80\x80\n$x$ \\frac *a* _b_ `c`\n:q\n"
    for family in ("unit_output", "chain_rule_partial", "softmax_values", "gate_weights"):
        ran = practise(hostile, family, "--seed", 3)
        assert (ran.code, ran.err) == (0, ""), ran.err
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out


def test_what_an_encoding_lacks_is_written_in_plainer_letters(practise):
    for encoding in ("latin-1", "ascii"):
        ran = practise([":k", ":s", "q"], "backprop", "--seed", 1, PYTHONIOENCODING=encoding)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.isascii()
        assert "sigma(z) = 1/(1 + e^(-z))" in ran.words
        assert "dl/dz_21 = yhat - y" in ran.words
        assert "w^(1)_11 x_1 + w^(1)_21 x_2" in ran.words


def test_nothing_is_coloured_away_from_a_terminal(practise):
    assert "\x1b" not in practise(["1", ":q"], "parameter_count").out


def test_the_commands_of_the_readme_run(practise, root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^quizgrad practice(.*?)#", readme, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        ran = practise([":q"], *command.split())
        assert (ran.code, ran.err) == (0, "")
        assert ran.out


def test_what_is_asked_for_wrongly_is_refused(refused):
    assert refused("practice", "sofmax_values").startswith("there is no family 'sofmax_values'; did you mean")
    assert refused("practice", "backprop", "--topic", 16).startswith("none of backprop fits topic 16;")
    assert refused("practice", "--topic", 99).startswith("--topic is 99; the topics are ")
    assert refused("practice", "--lecture", "cs54").startswith("there is no lecture 'cs54'; did you mean")
    assert refused("practice", "--convention", "cs54").startswith("there is no convention 'cs54'")
    assert refused("practice", "--topic", 4, "--choice", "--lecture", "cs760", "softmax_values").startswith(
        "none of softmax_values fits topic 4 and lecture cs760 and multiple choice"
    )
