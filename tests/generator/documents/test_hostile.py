"""Titles and names are printed as they are: never markup, never code, never an empty box."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.documents.formats import load
from generator.documents.pandoc import PANDOC
from generator.documents.paper import Paper, PaperPart, PaperProblem
from generator.errors import InputError

KeyFor = Callable[..., Paper]
NAMES = [
    'Robert"); DROP TABLE students;--',
    "$x_1$ #panic(1) @ref <label> *bold* _it_ `code` ~ ^",
    "<script>alert(1)</script> & <b>b</b> &amp;",
    "{{ 7 * 7 }} {% raw %} [link](http://x) ![i](figure:network)",
    r"\input{/etc/passwd} \frac{1}{2} C:\new",
    "`{=typst}` #sys.inputs // comment /* more */ -- '''",
    "Zoë Łuczak-Nguyễn Ωmega Дарья",
    "- 1. # > | a | b | :smile: www.x.org",
]
CJK = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")


def paper(key_for: KeyFor, **texts: str) -> Paper:
    """A short quiz with these texts at its head."""
    key = key_for(1, **texts)
    return replace(key, problems=key.problems[2:4]).without_key()


def pdf_text(data: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    (tmp_path / "it.pdf").write_bytes(data)
    return subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "it.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("name", NAMES)
def test_pdf_prints_them_as_they_are(name: str, key_for: KeyFor, tmp_path: Path) -> None:
    quiz = paper(key_for, student=name, title=name, course=name, student_id=name[:20])
    text = "".join(pdf_text(load("pdf").render([quiz])[0].data, tmp_path).split())
    assert text.count("".join(name.split())) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_html_prints_them_as_they_are(name: str, key_for: KeyFor) -> None:
    quiz = paper(key_for, student=name, title=name, course=name, student_id=name, version=name)
    page = load("html").render([quiz])[0].data.decode()
    assert (
        page.count(f"<bdi>{html.escape(name).replace('&quot;', '&#34;').replace('&#x27;', '&#39;')}</bdi>")
        == 4
    )
    assert "<script" not in page


@pytest.mark.parametrize("name", NAMES)
def test_markdown_prints_them_as_they_are(name: str, key_for: KeyFor) -> None:
    quiz = paper(key_for, student=name, title=name, course=name, student_id=name)
    text = load("md").render([quiz])[0].data.decode()
    title = text.split("\n")[0]
    (plain,) = _plain([title])
    assert plain == name


def _plain(markdowns: list[str]) -> list[str]:
    """What GitHub's Markdown prints, by pandoc's own reader of it."""
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "-f", "gfm-smart", "-t", "html", "--wrap=none"]
    out = [
        subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
        for text in markdowns
    ]
    return [html.unescape(re.sub(r"</?(?:h1|a)\b[^>]*>", "", text)).strip() for text in out]


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (
            {"student": "Li 王小明"},
            (
                r"the name of student 'Li 王小明' has '王' \(U\+738B\), '小' \(U\+5C0F\), '明' \(U\+660E\), "
                r"which no font has; give a font that has it with --font FILE"
            ),
        ),
        ({"title": "Quiz 😀"}, r"the title 'Quiz 😀' has '😀' \(U\+1F600\)"),
        ({"course": "ไทย"}, r"the course 'ไทย' has 'ไ'"),
        ({"student_id": "號7"}, r"the ID of student 'Ada Nguyễn 1' has '號'"),
    ],
)
def test_a_character_that_no_font_has_is_one_sentence_that_names_it(
    texts: dict[str, str], says: str, key_for: KeyFor
) -> None:
    with pytest.raises(InputError, match=says):
        load("pdf").render([paper(key_for, **texts)])


def test_a_given_font_prints_it(key_for: KeyFor, tmp_path: Path) -> None:
    if not CJK.exists():
        pytest.skip("no CJK font here; apt: fonts-wqy-zenhei")
    quiz = paper(key_for, student="王小明")
    assert "王小明" in pdf_text(load("pdf").render([quiz], fonts=[CJK])[0].data, tmp_path)


def test_a_missing_font_file_is_an_error(key_for: KeyFor) -> None:
    with pytest.raises(InputError, match=r"there is no font file 'gone\.ttf'"):
        load("pdf").render([paper(key_for)], fonts=[Path("gone.ttf")])


@pytest.mark.parametrize("name", ["md", "html", "pdf"])
def test_a_control_character_is_refused_everywhere(name: str, key_for: KeyFor) -> None:
    with pytest.raises(InputError, match=r"the name of student .* has the character U\+0007"):
        load(name).render([paper(key_for, student="a\x07b")])


def test_hebrew_and_arabic_names_do_not_disturb_what_is_around(key_for: KeyFor, tmp_path: Path) -> None:
    text = pdf_text(
        load("pdf").render([paper(key_for, student="דוד לוי", student_id="s7")])[0].data, tmp_path
    )
    assert "Student ID: s7" in text


def test_pandoc_is_closed_and_opened_at_will() -> None:
    PANDOC.close()
    assert PANDOC.ask("html", "texts", ["*a*"]) == ["<em>a</em>"]


PRINTED = {
    "see a // b": "see a // b",
    "it ends //": "it ends //",
    "a /* b": "a /* b",
    r"it cost \$5 #x": "it cost $5 #x",
    "@ref to it": "@ref to it",
    "= no heading": "= no heading",
    "/ no term: x": "/ no term: x",
    "[0, 1) ] and so": "[0, 1) ] and so",
    "and `]` so": "and ] so",
    "*so*; then": "so; then",
    "*so*(then) on": "so(then) on",
    "**so**.then on": "so.then on",
    "so $x$; then": "so 𝑥; then",
    "so `x`; then": "so x; then",
    "see <b>x</b> there": "see <b>x</b> there",
    "@foo and x[^1] there": "@foo and x[^1] there",
    "see {=typst} there": "see {=typst} there",
    r"a \\ there": r"a \ there",
    "-5 it is": "-5 it is",
}


def test_what_is_code_for_typst_prints_in_a_problem_too(key_for: KeyFor, tmp_path: Path) -> None:
    problems = tuple(
        PaperProblem(number, 1, "Q.", (PaperPart("", text, 1, choices=(text, "other")),))
        for number, text in enumerate(PRINTED, start=1)
    )
    quiz = replace(key_for(1).without_key(), problems=problems)
    text = " ".join(pdf_text(load("pdf").render([quiz])[0].data, tmp_path).split())
    for printed in PRINTED.values():
        assert f"Q. {printed}" in text
        assert f"A {printed} B other" in text


@pytest.mark.parametrize("name", ["md", "html", "pdf"])
def test_a_text_that_ends_with_a_backslash_is_refused(name: str, key_for: KeyFor) -> None:
    problem = PaperProblem(1, 1, "It ends \\", (PaperPart("", "", 1),))
    with pytest.raises(InputError, match="problem 1: it ends with a backslash"):
        load(name).render([replace(key_for(1), problems=(problem,))])
