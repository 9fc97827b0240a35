"""The page that a student gets back, in every format: typed text stays text; what became of it is said."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.documents import formats
from generator.documents.formats import md, tex
from generator.documents.paper import Feedback, Paper, PaperPart, PaperProblem, PartFeedback, Result
from generator.documents.typesetter import lacking

KeyFor = Callable[..., Paper]
TYPED = [
    "<script>alert(1)</script> &amp; <img src=x onerror=alert(1)>",
    "$x_1$ **bold** _it_ [link](http://x) ![i](figure:network) # Title",
    r"\input{/etc/passwd} \frac{1}{2} %comment ^ ~ {",
    '"); #panic("x") @ref <label> = Heading',
    "`a` ``b`` ```c```",
    "{{ 7 * 7 }} {% raw %}",
    "| a | b |",
    "- item",
    "1. item",
    "\\",
    "Zoë Łuczak σ(w₁x₁) ≤ ½",
    "A" * 400,
]
RIGHT = Result("right", "✓", "right", 2, 2)
WRONG = Result("wrong", "✗", "wrong", 0, 2)
HALF = Result("partly", "½", "partly right", 1, 2)
WAITS = Result("waiting", "?", "waits for a person", 0, 2)


def problem(number: int, result: Result, *parts: PaperPart, solution: str = "") -> PaperProblem:
    return PaperProblem(number, 2, f"Question {number}?", parts, result=result, solution=solution or None)


def page(*problems: PaperProblem, first: tuple[int, str] | None = None, waits: bool = False) -> Paper:
    total = Result("waiting" if waits else "partly", "", "", 3, 2 * len(problems))
    feedback = Feedback(total, ("One answer waits.",), first, "The biases are missing from $w_1$.")
    return Paper(
        "Midterm", "CS 540", "A7K1", problems, "Ada Lovelace", "ada", feedback=feedback, answer_sheet=False
    )


def typed(text: str) -> Paper:
    return page(problem(1, WRONG, PaperPart("", "", 2, feedback=PartFeedback(WRONG, text))))


@pytest.fixture
def returned() -> Paper:
    """A page with a part of each kind."""
    choices = ("one", "two", "three")
    return page(
        problem(
            1, RIGHT, PaperPart("", "", 2, choices, feedback=PartFeedback(RIGHT, "b", chosen=1, right=1))
        ),
        problem(
            2,
            HALF,
            PaperPart("a", "First", 1, feedback=PartFeedback(RIGHT, "0.5")),
            PaperPart(
                "b",
                "Second",
                1,
                fields=("$z =$",),
                feedback=PartFeedback(
                    WRONG, "1/(2x)", "$\\frac{1}{2x}$", None, ("The biases are missing.",), "`0.25`"
                ),
            ),
            solution="Multiply, then add.",
        ),
        problem(3, WAITS, PaperPart("", "", 2, choices, feedback=PartFeedback(WAITS, "D?", right=0))),
        first=(2, "b"),
        waits=True,
    )


def pdf_text(data: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    (tmp_path / "it.pdf").write_bytes(data)
    return subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "it.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout


def text_of(name: str, paper: Paper, tmp_path: Path) -> str:
    """The words of a page, without what only marks them up."""
    data = formats.load(name).render([paper])[0].data
    if name == "pdf":
        return " ".join(pdf_text(data, tmp_path).split())
    text = data.decode()
    if name == "html":
        text = html.unescape(
            re.sub(r"<style>.*?</style>|<annotation.*?</annotation>|<[^>]*>", "", text, flags=re.DOTALL)
        )
    return " ".join(re.sub(r"[*`]|\\textbf|\\texttt|[{}]", "", text).split())


@pytest.mark.parametrize("name", ["html", "md", "pdf", "tex"])
def test_every_format_says_what_was_answered_and_what_became_of_it(
    name: str, returned: Paper, tmp_path: Path
) -> None:
    text = text_of(name, returned, tmp_path)
    for piece in (
        "Midterm",
        "Ada Lovelace",
        "3 of 6 points so far",
        "One answer waits.",
        "Look here first: problem 2 (b)",
        "✓ right",
        "½ partly right",
        "✗ wrong",
        "? waits for a person",
        "0 of 2 points so far",
        "your answer, right",
        "1/(2x)",
        "read as",
        "The biases are missing.",
        "Right answer:",
        "0.25",
        "D?",
        "Multiply, then add.",
    ):
        assert piece in text, (piece, text)


@pytest.mark.parametrize("name", formats.names())
def test_the_same_page_has_the_same_bytes(name: str, returned: Paper) -> None:
    render = formats.load(name).render
    assert render([returned])[0].data == render([returned, returned])[1].data


@pytest.mark.parametrize("name", ["html", "md", "pdf", "tex"])
def test_what_is_not_told_is_not_there(name: str, returned: Paper, tmp_path: Path) -> None:
    problems = tuple(
        replace(
            one,
            solution=None,
            parts=tuple(
                replace(part, feedback=replace(part.feedback, answer="", right=None))
                for part in one.parts
                if part.feedback
            ),
        )
        for one in returned.problems
    )
    text = text_of(name, replace(returned, problems=problems), tmp_path)
    assert "1/(2x)" in text
    for piece in ("Right answer", "0.25", "Solution", ", right"):
        assert piece not in text


@pytest.mark.parametrize("text", TYPED)
def test_html_prints_what_was_typed_letter_by_letter(text: str) -> None:
    data = formats.load("html").render([typed(text)])[0].data.decode()
    (inside,) = re.findall(r'<bdi class="typed">(.*?)</bdi>', data, re.DOTALL)
    assert html.unescape(inside) == text
    assert "<" not in inside
    assert "<script" not in data


@pytest.mark.parametrize("text", TYPED)
def test_markdown_prints_what_was_typed_letter_by_letter(text: str) -> None:
    import pypandoc

    data = formats.load("md").render([typed(text)])[0].data.decode()
    command = [pypandoc.get_pandoc_path(), "-f", "gfm", "-t", "html", "--wrap=none"]
    out = subprocess.run(command, input=data, capture_output=True, text=True, check=True).stdout
    (inside,) = re.findall(r"Your answer: <code>(.*?)</code>", out, re.DOTALL)
    assert html.unescape(inside) == text


def test_pdf_prints_what_was_typed_letter_by_letter(tmp_path: Path) -> None:
    printed = "".join("".join(TYPED).split())
    paper = page(
        *(
            problem(n, WRONG, PaperPart("", "", 2, feedback=PartFeedback(WRONG, text)))
            for n, text in enumerate(TYPED, start=1)
        )
    )
    text = pdf_text(formats.load("pdf").render([paper])[0].data, tmp_path)
    answers = re.findall(r"Your answer:(.*?)(?=Problem \d+|Version|$)", text, re.DOTALL)
    found = "".join("".join(answers).replace("\u200b", "").split())
    assert found.replace("\ufffd", "") == printed


def test_latex_sets_what_was_typed(tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed (Debian: texlive-latex-recommended)")
    texts = [*TYPED, "你好 😀 ع\n2  3"]
    paper = page(
        *(
            problem(n, WRONG, PaperPart("", "", 2, feedback=PartFeedback(WRONG, text)))
            for n, text in enumerate(texts, start=1)
        )
    )
    (tmp_path / "it.tex").write_bytes(formats.load("tex").render([paper])[0].data)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "it.tex"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    assert ran.returncode == 0, ran.stdout[-1500:]
    assert "Missing character" not in ran.stdout


def test_lines_stay_lines() -> None:
    matrix = typed("1 2\n3  4")
    assert (
        '<bdi class="typed lines">1 2\n3  4</bdi>' in formats.load("html").render([matrix])[0].data.decode()
    )
    assert "Your answer:\n\n```\n1 2\n3  4\n```\n" in formats.load("md").render([matrix])[0].data.decode()
    assert md.Markdown().typed(["```", "x"]) == "````\n```\nx\n````"
    assert tex._Latex().typed(["1 2", "3"]) == r"\texttt{1 2} \newline \texttt{3}"


def test_a_pdf_prints_in_place_of_what_no_font_has_something_else(tmp_path: Path) -> None:
    assert lacking("a½你😀", ()) == {"你", "😀"}
    text = pdf_text(formats.load("pdf").render([typed("你 ０．５ 😀!")])[0].data, tmp_path)
    assert "� 0.5 �!" in text


def test_a_blank_answer_leaves_no_empty_line(returned: Paper) -> None:
    blank = Result("blank", "–", "no answer", 0, 2)
    paper = page(problem(1, blank, PaperPart("", "", 2, feedback=PartFeedback(blank, answer="`1`"))))
    for name in ("html", "md"):
        text = formats.load(name).render([paper])[0].data.decode()
        assert "Your answer" not in text
        assert "no answer" in text


def test_the_first_thing_that_went_wrong_can_be_reached(returned: Paper) -> None:
    text = formats.load("html").render([returned])[0].data.decode()
    assert '<a href="#p2b">problem 2 (b)</a>' in text
    assert 'id="p2b"' in text
    for number in (1, 2, 3):
        assert f'href="#problem-{number}"' in text
        assert f'id="problem-{number}"' in text


def test_right_choices_fill_a_page_before_the_next_begins(tmp_path: Path) -> None:
    choices = ("one", "two", "three", "four")
    problems = [
        problem(n, RIGHT, PaperPart("", "", 2, choices, feedback=PartFeedback(RIGHT, "b", chosen=1, right=1)))
        for n in range(1, 10)
    ]
    pages = pdf_text(formats.load("pdf").render([page(*problems)])[0].data, tmp_path).split("\f")[:-1]
    assert len(pages) <= 2
    for text in pages:
        assert text.count("Question") == text.count("your answer, right")
