"""The PDFs: accessible, the same bytes in every process, nothing cut off, the key complete."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.documents.formats import load
from generator.documents.paper import Paper, PaperPart, PaperProblem, PartKey
from generator.errors import InputError

KeyFor = Callable[..., Paper]
HERE = Path(__file__).parent


def pdf_text(data: bytes, tmp_path: Path, *options: str) -> str:
    """What pdftotext reads."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    (tmp_path / "it.pdf").write_bytes(data)
    return subprocess.run(
        ["pdftotext", *options, str(tmp_path / "it.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout


def objects(data: bytes, tmp_path: Path) -> bytes:
    """The PDF with its object streams unpacked."""
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed (Debian: qpdf)")
    (tmp_path / "in.pdf").write_bytes(data)
    command = [
        "qpdf",
        "--qdf",
        "--object-streams=disable",
        str(tmp_path / "in.pdf"),
        str(tmp_path / "out.pdf"),
    ]
    subprocess.run(command, check=True)
    return (tmp_path / "out.pdf").read_bytes()


def alternatives(data: bytes, tmp_path: Path) -> list[str]:
    """The alt texts in the PDF, in reading order."""
    found = re.findall(
        rb"/Alt (<[0-9a-f]+>|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))", objects(data, tmp_path), re.DOTALL
    )
    return [_string(one) for one in found]


def _string(raw: bytes) -> str:
    if raw.startswith(b"<"):
        raw = bytes.fromhex(raw[1:-1].decode())
    else:
        raw = re.sub(
            rb"\\([0-7]{3}|.)", lambda m: bytes([int(m[1], 8)]) if len(m[1]) == 3 else m[1], raw[1:-1]
        )
    return raw.decode("utf-16") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def formulas_of(problem: PaperProblem) -> list[str]:
    texts = [
        problem.prompt,
        *(text for part in problem.parts for text in (part.asked, *part.choices, *part.fields)),
    ]
    return [" ".join(tex.split()) for text in texts for tex in re.findall(r"\$\$?([^$]+)\$\$?", text)]


NUMBER = re.compile(r"-?\d+(\.\d+)?")  # printed as text


def test_a_formulas_alt_text_is_its_tex_and_a_figures_its_alt(key_for: KeyFor, tmp_path: Path) -> None:
    quiz = key_for(1).without_key()
    quiz = replace(quiz, instructions=(), notation=())
    alts = alternatives(load("pdf").render([quiz])[0].data, tmp_path)
    tex = [one for problem in quiz.problems for one in formulas_of(problem) if not NUMBER.fullmatch(one)]
    assert sorted(alts) == sorted([*tex, quiz.problems[0].figures[0].alt])


def test_the_pdf_claims_ua_1_and_has_title_language_tags_and_table_headers(
    key_for: KeyFor, tmp_path: Path
) -> None:
    raw = objects(load("pdf").render([key_for(1)])[0].data, tmp_path)
    for piece in (
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"/Marked true",
        b"/Lang (en",
        b"/DisplayDocTitle true",
        b"/S /TH",
        b"/S /H2",
    ):
        assert piece in raw, piece


def test_another_process_prints_the_same_bytes(key_for: KeyFor) -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = ['.', sys.argv[1]]; from conftest import sample_key; "
        "from generator.documents.formats import load; key = sample_key(3); "
        "out = load('pdf').render([key.without_key(), key]); "
        "print(*(hashlib.sha256(one.data).hexdigest() for one in out))"
    )
    out = subprocess.run([sys.executable, "-c", code, str(HERE)], capture_output=True, text=True, check=True)
    key = key_for(3)
    here = [hashlib.sha256(one.data).hexdigest() for one in load("pdf").render([key.without_key(), key])]
    assert out.stdout.split() == here


def test_the_key_can_be_searched_for_each_answer(key_for: KeyFor, tmp_path: Path) -> None:
    key = key_for(1)
    text = pdf_text(load("pdf").render([key])[0].data, tmp_path, "-layout")
    answers = [part.key.answer for problem in key.problems for part in problem.parts if part.key]
    for answer in answers:
        if answer.startswith("`"):
            assert answer.replace("`", "") in text
    for words in ("accepted: ±0.0004", "Marks:", "what went wrong", "forgot the biases", "Solution"):
        assert words in text
    assert len(re.findall(r"Answer key", text)) >= text.count("\f")


def test_every_page_says_its_number_and_the_version(key_for: KeyFor, tmp_path: Path) -> None:
    pages = pdf_text(load("pdf").render([key_for(1).without_key()])[0].data, tmp_path, "-layout").split("\f")[
        :-1
    ]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Version A7K1" in page


def test_a_key_of_ten_problems_has_at_most_five_pages(key_for: KeyFor, tmp_path: Path) -> None:
    assert pdf_text(load("pdf").render([key_for(1)])[0].data, tmp_path).count("\f") <= 5


def test_large_print_is_larger(key_for: KeyFor, tmp_path: Path) -> None:
    quiz = key_for(1).without_key()
    sizes = []
    for large in (False, True):
        words = pdf_text(load("pdf").render([replace(quiz, large_print=large)])[0].data, tmp_path, "-bbox")
        top, bottom = re.findall(r'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">weights<', words)[0]
        sizes.append(float(bottom) - float(top))
    assert sizes[1] / sizes[0] == pytest.approx(16 / 10.5, rel=0.01)


def test_short_choices_stand_in_columns_long_ones_below_each_other(key_for: KeyFor, tmp_path: Path) -> None:
    def lines(choices: tuple[str, ...]) -> int:
        part = PaperPart("", "", 1, choices=choices)
        quiz = replace(key_for(1).without_key(), problems=(PaperProblem(1, 1, "Choose.", (part,)),))
        text = pdf_text(load("pdf").render([quiz])[0].data, tmp_path, "-layout")
        return sum("choice" in line for line in text.splitlines())

    assert lines(tuple(f"choice {n}" for n in range(8))) == 2
    assert lines(tuple(f"choice {n} " + "words " * 4 for n in range(4))) == 2
    assert lines(tuple(f"choice {n} " + "words " * 10 for n in range(4))) == 4


def test_a_solution_of_60_lines_breaks_between_lines_and_none_is_lost(
    key_for: KeyFor, tmp_path: Path
) -> None:
    rows = " \\\\\n".join(rf"a_{{{n}}} &= {1000 + n} \cdot x" for n in range(60))
    solution = f"Line by line:\n\n$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$"
    part = PaperPart("", "", 1, key=PartKey("`1`"))
    problem = PaperProblem(1, 1, "Words. " * 300, (part,), solution=solution)
    key = replace(key_for(1), problems=(problem,))
    pages = pdf_text(load("pdf").render([key])[0].data, tmp_path, "-layout").split("\f")
    assert all(str(1000 + n) in "".join(pages) for n in range(60))
    (page,) = (page for page in pages if "Solution" in page)
    assert "1000" in page
    assert "1059" not in page


def test_a_problem_taller_than_a_page_breaks_and_is_not_cut_off(key_for: KeyFor, tmp_path: Path) -> None:
    prompt = "\n\n".join(f"Paragraph {n} of a very long problem." for n in range(120))
    problems = (
        PaperProblem(1, 1, "Short.", (PaperPart("", "", 1),)),
        PaperProblem(2, 1, prompt, (PaperPart("", "", 1),), work=60),
    )
    quiz = replace(key_for(1).without_key(), problems=problems)
    text = pdf_text(load("pdf").render([quiz])[0].data, tmp_path, "-layout")
    assert all(f"Paragraph {n} of" in text for n in range(120))
    assert "Answer:" in text.split("Paragraph 119")[1]


def test_space_for_working_breaks_off_before_the_question_does(key_for: KeyFor, tmp_path: Path) -> None:
    prompt = "\n\n".join(f"Paragraph {n}." for n in range(28))
    problems = (
        PaperProblem(1, 1, "Short.", (PaperPart("", "", 1),)),
        PaperProblem(2, 1, prompt, (PaperPart("", "What?", 1),), work=25),
        PaperProblem(3, 1, "The last.", (PaperPart("", "", 1),)),
    )
    quiz = replace(key_for(1).without_key(), problems=problems)
    pages = pdf_text(load("pdf").render([quiz])[0].data, tmp_path, "-layout").split("\f")
    (whole,) = (page for page in pages if "Paragraph 0." in page)
    assert all(text in whole for text in ("Problem 2", "Paragraph 27.", "What?", "Working"))
    assert "The last." not in whole


def test_a_short_formula_does_not_break_at_the_end_of_a_line(key_for: KeyFor, tmp_path: Path) -> None:
    formula = r"a_{2} = \mathrm{step}(-2 x_{1} - x_{2} + 0.5)"
    prompts = [f"{'x' * n} ${formula}$ follows." for n in range(40, 75)]
    problems = tuple(PaperProblem(n, 1, text, (PaperPart("", "", 1),)) for n, text in enumerate(prompts, 1))
    quiz = replace(key_for(1).without_key(), problems=problems)
    lines = pdf_text(load("pdf").render([quiz])[0].data, tmp_path, "-layout").splitlines()
    whole = [line for line in lines if "step(" in line]
    assert len(whole) == len(prompts)
    assert all("0.5)" in line for line in whole)


@pytest.mark.parametrize("lines", [44, 48, 90])
@pytest.mark.parametrize("part", [PaperPart("", "", 1), PaperPart("", "Which?", 1, choices=("this", "that"))])
def test_without_space_for_working_it_is_not_cut_off_either(
    lines: int, part: PaperPart, key_for: KeyFor, tmp_path: Path
) -> None:
    prompt = "\n\n".join(f"Line {n} of many." for n in range(lines))
    quiz = replace(key_for(1).without_key(), problems=(PaperProblem(1, 1, prompt, (part,)),))
    text = pdf_text(load("pdf").render([quiz])[0].data, tmp_path, "-layout")
    assert all(f"Line {n} of" in text for n in range(lines))
    assert ("that" if part.choices else "Answer:") in text


def test_a_formula_wider_than_the_page_is_set_smaller_or_refused(key_for: KeyFor, tmp_path: Path) -> None:
    def rendered(terms: int) -> bytes:
        formula = " + ".join(f"w_{{{n}}} x_{{{n}}}" for n in range(terms))
        problem = PaperProblem(1, 1, f"$${formula}$$", (PaperPart("", "", 1),))
        return load("pdf").render([replace(key_for(1), problems=(problem,), large_print=True)])[0].data

    boxes = pdf_text(rendered(10), tmp_path, "-bbox")
    right = [float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert max(right) < 595 - 51 + 1, "A4 is 595 points wide, its margin 51"
    with pytest.raises(InputError, match=r"the formula \$w_\{0\}.* is wider than the page; break it"):
        rendered(60)


def test_a_problem_that_fits_on_a_page_never_breaks(key_for: KeyFor, tmp_path: Path) -> None:
    problems = tuple(
        PaperProblem(
            n, 1, f"Start {n}.\n\n" + "Words. " * 150 + f"\n\nEnd {n}.", (PaperPart("", "", 1),), work=5
        )
        for n in range(1, 8)
    )
    pages = pdf_text(
        load("pdf").render([replace(key_for(1).without_key(), problems=problems)])[0].data, tmp_path
    ).split("\f")
    for n in range(1, 8):
        assert [f"Start {n}." in page for page in pages] == [f"End {n}." in page for page in pages]


def sheet_of(key: Paper, rows: int, choices: int = 4) -> Paper:
    """The key with so many short problems, of which the right choices are A, B, … in turn, and a sheet."""
    problems = tuple(
        PaperProblem(
            n,
            1,
            f"Question {n}?",
            (
                PaperPart(
                    "", "", 1, tuple(f"v{k}" for k in range(choices)), (), PartKey("v", right=n % choices)
                ),
            ),
        )
        for n in range(1, rows + 1)
    )
    return replace(key, problems=problems, answer_sheet=True, compact=True, student="", student_id="")


def words_of(data: bytes, tmp_path: Path) -> list[list[tuple[float, float, str]]]:
    """The words of each page with their places."""
    pages = pdf_text(data, tmp_path, "-bbox").split("<page ")[1:]
    return [
        [
            (float(x), float(y), word)
            for x, y, word in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', page)
        ]
        for page in pages
    ]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("rows", [5, 30, 100])
def test_the_keys_answer_sheet_lies_on_the_students_circle_by_circle(
    rows: int, large: bool, key_for: KeyFor, tmp_path: Path
) -> None:
    key = replace(sheet_of(key_for(1), rows), large_print=large)
    papers = [words_of(one.data, tmp_path) for one in load("pdf").render([key.without_key(), key])]
    circles = []
    for pages in papers:
        first = next(
            n for n, page in enumerate(pages) if {"Answer", "sheet"} <= {word for _, _, word in page}
        )
        letters = [(n, x, y, w) for n, page in enumerate(pages[first:]) for x, y, w in page if w in "ABCD"]
        circles.append(letters)
    quiz, filled = circles
    assert len(quiz) == 4 * rows
    assert [letter for *_, letter in quiz] == [letter for *_, letter in filled]
    for (page, x, y, _), (other, across, down, _) in zip(quiz, filled, strict=True):
        assert page == other
        assert max(abs(x - across), abs(y - down)) < 0.7, "in points; the right letter is bold, so wider"


def test_the_answer_sheet_begins_on_a_leaf_of_its_own(key_for: KeyFor, tmp_path: Path) -> None:
    ends = set()
    for rows in (3, 40, 60):
        quiz = sheet_of(key_for(1), rows).without_key()
        pages = pdf_text(load("pdf").render([quiz])[0].data, tmp_path, "-layout").split("\f")[:-1]
        (sheet,) = (n for n, page in enumerate(pages, start=1) if "Answer sheet" in page)
        assert sheet % 2 == 1
        assert "Version" in pages[sheet - 1].split("Student ID")[0]
        ends.add("This page is left empty." in pages[sheet - 2])
        assert all("Question" in page for page in pages[: sheet - 2])
    assert ends == {True, False}


def test_only_the_keys_sheet_is_filled_and_says_so_to_screen_readers(key_for: KeyFor, tmp_path: Path) -> None:
    key = sheet_of(key_for(1), 8)
    quiz, filled = load("pdf").render([key.without_key(), key])
    assert objects(quiz.data, tmp_path).count(b"/Artifact") < objects(filled.data, tmp_path).count(
        b"/Artifact"
    )


def test_compact_problems_stand_close_together(key_for: KeyFor, tmp_path: Path) -> None:
    quiz = replace(sheet_of(key_for(1), 24), answer_sheet=False).without_key()
    pages = [
        pdf_text(load("pdf").render([one])[0].data, tmp_path).count("\f")
        for one in (quiz, replace(quiz, compact=False))
    ]
    assert pages[0] < pages[1]
