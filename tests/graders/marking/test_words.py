"""What is said of an answer is Markdown in which nothing that a student typed means anything."""

from __future__ import annotations

import pytest

from generator.documents.slots import slotted
from graders.marking.verdicts import Remark, Verdict
from graders.marking.words import plain, said, worded


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("'about half' is no number", "'about half' is no number"),
        ("the arguments of \\frac stand in braces {}", "the arguments of `\\frac` stand in braces `{}`"),
        ("x_1 is *bold*, and w₁₁.", "`x_1` is `*bold*`, and `w₁₁`."),
        ("- 1. # x", "`-` 1. `#` x"),
        ("1. first", "`1`. first"),
        ("it's 3.5 für alle, (or 7)", "it's 3.5 für alle, (or 7)"),
        ("see www.x.org or a@b.c", "see `www.x.org` or `a@b.c`"),
        ("a `b` c", "a `` `b` `` c"),
        ("a ``b`` c", "a `` `b` `` c"),
        ("<b>$x$</b>", "`<b>$x$</b>`"),
        ("a character (U+0000)", "a character (U+0000)"),
        ("\u202e你 😀", "`U+202EU+4F60` `U+1F600`"),
        ("\ue000 \\", "`U+E000` `\\`"),
        ("", ""),
    ],
)
def test_plain_text_keeps_its_letters_and_loses_its_markup(text: str, printed: str) -> None:
    assert plain(text) == printed
    slotted(printed)  # has no stray dollar, no private character


def test_a_reason_that_quotes_the_student_is_plain() -> None:
    remark = Remark("unread", {"reason": "'$x_1' is no number", "pointed": ""})
    verdict = Verdict("a", "yhat", "unread", 0, 1, "$x_1", remarks=(remark,))
    (sentence,) = said(verdict)
    assert sentence.endswith("a person will look at it: `'$x_1'` is no number.")


def test_the_papers_own_symbols_in_a_reason_print_as_formulas() -> None:
    reason = "'q' is no symbol of this answer; its symbols are w_{1}, x_{1}"
    assert plain(reason, ["w_{1}", "x_{1}"]).endswith("its symbols are $w_{1}$, $x_{1}$")


@pytest.mark.parametrize(
    ("state", "kinds", "word"),
    [
        ("right", (), "right"),
        ("right", ("followed",), "right given your earlier answer"),
        ("right", ("given",), "full points for all"),
        ("right", ("allowed",), "accepted"),
        ("partly", ("followed",), "partly right"),
        ("wrong", (), "wrong"),
        ("blank", (), "no answer"),
        ("waiting", (), "waits for a person"),
        ("dropped", (), "does not count"),
    ],
)
def test_each_state_has_a_word(state: str, kinds: tuple[str, ...], word: str) -> None:
    assert worded("word", state, kinds) == word
    assert len(worded("sign", state)) == 1
