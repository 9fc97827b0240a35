"""Every format prints quizzes and keys: found by being there, the same bytes, nothing secret in a quiz."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from generator.documents import formats
from generator.documents.paper import Paper, PaperPart, PaperProblem, PartKey
from generator.errors import InputError

KeyFor = Callable[..., Paper]
NAMES = formats.names()


def test_formats_are_found_by_being_there_without_loading_them() -> None:
    code = (
        "import sys; from generator.documents import formats; names = formats.names(); "
        "print(names, [m for m in ('typst', 'pypandoc') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=".")
    assert out.stdout.split("]")[0] + "]" == str(NAMES)
    assert out.stdout.strip().endswith("[]")


def test_an_unknown_format_is_an_error_that_suggests_one() -> None:
    with pytest.raises(InputError, match=r"there is no format 'pfd'; did you mean 'pdf'\?"):
        formats.load("pfd")


@pytest.mark.parametrize("name", NAMES)
def test_quiz_and_key_render_to_the_same_bytes_each_time(name: str, key_for: KeyFor) -> None:
    papers = [key_for(1).without_key(), key_for(1)]
    first, again = formats.load(name).render(papers), formats.load(name).render(papers)
    assert [one.data for one in first] == [one.data for one in again]
    assert first[0].data != first[1].data
    assert all(one.data for one in first)


@pytest.mark.parametrize("name", NAMES)
def test_rendering_together_is_rendering_alone(name: str, key_for: KeyFor) -> None:
    papers = [key_for(student).without_key() for student in (1, 2)]
    together = formats.load(name).render(papers)
    assert [one.data for one in together] == [formats.load(name).render([paper])[0].data for paper in papers]


@pytest.mark.parametrize("name", NAMES)
def test_a_quiz_does_not_depend_on_its_key(name: str, key_for: KeyFor) -> None:
    key = key_for(1)
    problems = tuple(
        replace(
            problem,
            solution="Something else.",
            parts=tuple(replace(part, key=None) for part in problem.parts),
        )
        for problem in key.problems
    )
    render = formats.load(name).render
    quiz, other = render([key.without_key(), replace(key, problems=problems).without_key()])
    assert quiz.data == other.data
    assert b"Solution" not in quiz.data


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("It costs $ 3 $.", r"problem 1: a dollar sign is stray at '\$ 3 \$\.'"),
        ("# Big", "problem 1: it has a heading"),
        (r"So \frac{1}{2} it is", r"problem 1: the TeX \\frac stands outside dollar signs"),
        ("![x](other.png)", r"problem 1: the picture other\.png is not written as figure:NAME"),
        ("![x](figure:net)", "problem 1: there is no figure 'net'"),
        ("a \ue000 b", r"problem 1: the private character U\+E000"),
    ],
)
def test_a_text_that_would_print_wrongly_is_refused(name: str, text: str, says: str, key_for: KeyFor) -> None:
    problem = PaperProblem(1, 1, text, (PaperPart("", "", 1),))
    with pytest.raises(InputError, match=says):
        formats.load(name).render([replace(key_for(1), problems=(problem,))])


@pytest.mark.parametrize("name", ["html", "pdf"])
def test_tex_that_nobody_knows_is_refused_by_name(name: str, key_for: KeyFor) -> None:
    problem = PaperProblem(2, 1, "Fine.", (PaperPart("b", r"What is $a \foo b$?", 1),))
    with pytest.raises(InputError, match=r"problem 2, part b: the formula \$a \\foo b\$ can't be printed: "):
        formats.load(name).render([replace(key_for(1), problems=(problem,))])


def test_markdown_reads_as_text(key_for: KeyFor) -> None:
    quiz, key = formats.load("md").render([key_for(1).without_key(), key_for(1)])
    text = quiz.data.decode()
    assert text.startswith("# Midterm practice: networks\n\n**CS 540** · version **A7K1** · 36 points\n")
    assert "\n\n$$\nz = (0, 1, -2).\n$$\n\n" in text
    assert r"$x_1, x_2 \in \lbrace 0, 1\rbrace$" in text
    assert "- (A) class 1\n- (B) class 2\n- (C) class 3\n" in text
    assert "$p_1 =$ ________\n" in text
    assert max(map(len, text.splitlines())) < 130
    assert "\n\n\n" not in text
    assert re.search(
        r"\*\*Answer:\*\* \$\\hat\{y\} =\$ \*\*`-?0\.\d{4}`\*\* \(accepted: ±0\.0004\)", key.data.decode()
    )
    assert "**Answer:** **`B` class 2**" in key.data.decode()
    assert "| **A** class 1 | took the smallest logit |" in key.data.decode()


def test_markdown_keeps_dollars_bars_and_blocks_apart(key_for: KeyFor) -> None:
    code = ("```python\nx = 1\n```", "$x$")
    mistakes = ((r"a \| b", "so $$a$$ and $|b|$"),)
    parts = (
        PaperPart("a", "| a |\n|---|\n| 1 |", 1),
        PaperPart("b", r"It costs \$5, not $x$.", 1, choices=code, key=PartKey("A")),
        PaperPart("c", "", 1, key=PartKey("$1$", mistakes=mistakes)),
    )
    key = replace(key_for(1), problems=(PaperProblem(1, 3, "Say.", parts),))
    text = formats.load("md").render([key])[0].data.decode()
    assert "**(a)** (1 point)\n\n| a   |\n" in text
    assert r"It costs \$5, not $x$." in text
    assert "- (A)\n\n  ``` python\n  x = 1\n  ```\n- (B) $x$\n" in text
    assert "| a \\| b | so $a$ and $\\|b\\|$ |\n" in text


@pytest.mark.parametrize("name", ["md", "html"])
def test_a_key_repeats_the_questions_only_where_it_is_to(name: str, key_for: KeyFor) -> None:
    key, render = key_for(1), formats.load(name).render
    short = replace(key, questions=False)
    question, answer = "What are the probabilities", "took the smallest logit"
    asked, prompt = "Which class is predicted?", "The output layer of a classifier"
    texts = [one.data.decode() for one in render([key, short, short.without_key()])]
    assert [prompt in text for text in texts] == [True, False, True]
    assert [answer in text for text in texts] == [True, True, False]
    assert all(question in text and asked in text for text in texts)


def test_the_figures_of_markdown_lie_beside_it_named_by_their_content(key_for: KeyFor) -> None:
    one, two = formats.load("md").render([key_for(1), key_for(2)])
    assert one.assets == two.assets
    ((name, svg),) = one.assets.items()
    assert re.fullmatch(r"figures/[0-9a-f]{16}\.svg", name)
    assert svg.startswith(b"<svg")
    assert f"]({name})" in one.data.decode()


def sheeted(key: Paper) -> Paper:
    """The key's two problems of one choice, right at C and A, with an answer sheet."""
    problems = tuple(
        replace(problem, parts=(replace(problem.parts[0], key=PartKey("it", right=right)),))
        for problem, right in ((key.problems[2], 2), (key.problems[3], 0))
    )
    return replace(key, problems=problems, answer_sheet=True)


def test_an_answer_sheet_has_a_row_a_question_and_is_filled_on_the_key_alone(key_for: KeyFor) -> None:
    key = sheeted(key_for(1))
    assert [(row.label, row.choices, row.right) for row in key.sheet] == [("3", 4, 2), ("4", 4, 0)]
    assert [row.right for row in key.without_key().sheet] == [None, None]
    assert replace(key, answer_sheet=False).sheet == ()


def test_markdown_has_the_answer_sheet_as_a_table(key_for: KeyFor) -> None:
    key = sheeted(key_for(1))
    quiz, filled = (one.data.decode() for one in formats.load("md").render([key.without_key(), key]))
    assert "| Problem | A | B | C | D |\n|--:|:-:|:-:|:-:|:-:|\n| 3 | ○ | ○ | ○ | ○ |\n" in quiz
    assert "| 3 | ○ | ○ | ● | ○ |\n| 4 | ● | ○ | ○ | ○ |\n" in filled
    assert "●" not in quiz


def test_latex_has_the_answer_sheet(key_for: KeyFor) -> None:
    key = sheeted(key_for(1))
    quiz, filled = (one.data.decode() for one in formats.load("tex").render([key.without_key(), key]))
    assert r"\textbf{3} & \bubble{A} & \bubble{B} & \bubblefilled{C} & \bubble{D} \\" in filled
    assert r"\textbf{4} & \bubblefilled{A} & \bubble{B}" in filled
    assert r"\bubblefilled{" not in quiz.split(r"\begin{document}")[1]


def test_html_has_circles_that_can_be_chosen_and_on_the_key_are(key_for: KeyFor) -> None:
    key = sheeted(key_for(1))
    papers = (key.without_key(), key)
    for paper, rendered in zip(papers, formats.load("html").render(papers), strict=True):
        page = _Page(rendered.data.decode())
        circles = [attrs for tag, attrs in page.tags if tag == "input"]
        assert [(one["name"], one["value"]) for one in circles] == [
            (f"sheet-{number}", letter) for number in (3, 4) for letter in "ABCD"
        ]
        chosen = [(one["name"], one["value"]) for one in circles if "checked" in one]
        assert chosen == ([("sheet-3", "C"), ("sheet-4", "A")] if paper.is_key else [])
        assert all(("disabled" in one) is paper.is_key for one in circles)


def test_formulas_that_head_a_column_have_names_in_html(key_for: KeyFor) -> None:
    table = "| $x_1$ | $\\hat{y}$ | word |\n|---|---|---|\n| $x_1$ | 2 | 3 |"
    paper = replace(key_for(1), problems=(PaperProblem(1, 1, table, (PaperPart("", "", 1),)),))
    page = formats.load("html").render([paper])[0].data.decode()
    assert re.findall(r'<th[^>]*>(?:<math aria-label="([^"]*)"|word)', page) == ["x 1", "hat y", ""]
    assert "<td" in page
    assert 'aria-label="x 1"' not in page.split("</thead>")[1]


@pytest.mark.parametrize(
    ("tex", "printed"),
    [
        (r"y \log x", "y_log_x"),
        (r"-y \log (1 - x)", "−y_log(1−x)"),
        (r"-\log x", "−log_x"),
        (r"(1 - y) \log (x)", "(1−y)_log(x)"),
        (r"v \operatorname{ReLU}(z)", "v_ReLU(z)"),
        (r"2 \tanh^{2}(z)", "2_tanh2(z)"),
        (r"\log(x)", "log(x)"),
    ],
)
def test_functions_keep_their_distance_in_html(tex: str, printed: str, key_for: KeyFor) -> None:
    paper = replace(key_for(1), problems=(PaperProblem(1, 1, f"${tex}$", (PaperPart("", "", 1),)),))
    page = formats.load("html").render([paper])[0].data.decode()
    maths = re.findall(r"<math.*?</math>", page.split('class="prompt"')[1], re.DOTALL)[0]
    _Page(maths)
    thin = maths.replace('<mspace width="0.167em"></mspace>', "_")
    text = re.sub(r"<annotation.*?</annotation>|<[^>]*>|&#8289;|\u2061", "", thin, flags=re.DOTALL)
    assert text.strip() == printed


def test_a_hat_is_as_wide_as_its_letter_in_html(key_for: KeyFor) -> None:
    paper = replace(key_for(1), problems=(PaperProblem(1, 1, r"$\hat{y}$", (PaperPart("", "", 1),)),))
    page = formats.load("html").render([paper])[0].data.decode()
    assert '<mover><mi>y</mi><mo accent="true">^</mo></mover>' in page


def test_what_was_written_stands_on_one_line_beside_its_remark_in_html(key_for: KeyFor) -> None:
    mistakes = (
        ("(0.4707, 0.7936)", "Short."),
        (r"**A** $(0.4707, 0.7936)$", "Short."),
        ("0.5 " * 40, "Long."),
    )
    part = PaperPart("", "", 1, key=PartKey("`1`", mistakes=mistakes))
    paper = replace(key_for(1), problems=(PaperProblem(1, 1, "Problem.", (part,)),))
    page = formats.load("html").render([paper])[0].data.decode()
    assert re.findall(r'<tr><td( class="short")?>', page) == [' class="short"'] * 2 + [""]


@pytest.mark.parametrize(
    ("lengths", "columns"),
    [
        ([3] * 4, 4),
        ([3] * 6, 4),
        ([9] * 3, 3),
        ([9] * 4, 4),
        ([15] * 4, 2),
        ([15] * 3, 3),
        ([40] * 4, 1),
        ([3], 1),
    ],
)
def test_choices_stand_in_as_many_columns_as_fit_and_leave_none_alone(
    lengths: list[int], columns: int, key_for: KeyFor
) -> None:
    choices = tuple(f"{number}{'x' * length}" for number, length in enumerate(lengths))
    part = PaperPart("", "", 1, choices=choices)
    paper = replace(key_for(1), problems=(PaperProblem(1, 1, "Choose.", (part,)),)).without_key()
    page = formats.load("html").render([paper])[0].data.decode()
    assert re.findall(r"--columns: (\d)", page) == [str(columns)]


class _Page(HTMLParser):
    VOID = frozenset({"meta", "img", "br", "hr", "link", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.sources: list[str | None] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.sources += [value for name, value in attrs if name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_whole_and_needs_nothing_else(key_for: KeyFor) -> None:
    for rendered in formats.load("html").render([key_for(1).without_key(), key_for(1)]):
        page = _Page(rendered.data.decode())
        assert page.open == []
        names = {tag for tag, _ in page.tags}
        assert names >= {"html", "title", "header", "main", "h1", "h2", "section", "math", "img", "footer"}
        assert not names & {"script", "link", "iframe", "object"}
        assert all(str(source).startswith("data:image/svg+xml;base64,") for source in page.sources)
        assert "url(" not in rendered.data.decode()
        assert page.tags[0] == ("html", {"lang": "en", "class": dict(page.tags[0][1])["class"]})
        assert all(attrs["alt"] for tag, attrs in page.tags if tag == "img")


@pytest.mark.parametrize("name", NAMES)
def test_a_dead_pandoc_is_started_again(name: str, key_for: KeyFor) -> None:
    from generator.documents.pandoc import PANDOC

    render = formats.load(name).render
    problem = PaperProblem(1, 1, f"Before *{name}*.", (PaperPart("", "", 1),))
    render([replace(key_for(1), problems=(problem,))])
    process = PANDOC._process
    assert process is not None
    process.kill()
    process.wait()
    problem = PaperProblem(1, 1, f"After *{name}*.", (PaperPart("", "", 1),))
    (out,) = render([replace(key_for(1), problems=(problem,))])
    assert out.data
