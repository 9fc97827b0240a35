"""The formats that instructors edit: Word documents and LaTeX."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator.documents.formats import load
from generator.documents.omml import RELATIONS
from generator.documents.paper import Paper, PaperPart, PaperProblem

KeyFor = Callable[..., Paper]


def test_a_word_document_has_native_equations_pictures_and_the_answers(key_for: KeyFor) -> None:
    (out,) = load("docx").render([key_for(1)])
    files = zipfile.ZipFile(io.BytesIO(out.data))
    text = files.read("word/document.xml").decode()
    assert text.count("<m:oMath>") > 10
    assert "took the smallest logit" in text
    assert "$" not in text
    assert any(name.endswith(".png") for name in files.namelist())


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def parts_of(data: bytes) -> dict[str, ET.Element]:
    """The XML parts of a Word document, read."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {
        name: ET.fromstring(archive.read(name))
        for name in archive.namelist()
        if name.endswith((".xml", ".rels"))
    }


def text_of(root: ET.Element) -> str:
    return "".join("\t" if one.tag == f"{W}tab" else one.text or "" for one in root.iter())


@pytest.fixture
def documents(key_for: KeyFor) -> tuple[dict[str, ET.Element], dict[str, ET.Element]]:
    """A quiz and its key as Word documents."""
    key = key_for(1)
    quiz, filled = load("docx").render([key.without_key(), key])
    return parts_of(quiz.data), parts_of(filled.data)


def test_a_word_document_has_header_footer_page_numbers_and_a_title(
    documents: tuple[dict[str, ET.Element], dict[str, ET.Element]],
) -> None:
    for parts, edge in zip(documents, ("Version A7K1", "Answer key, version A7K1"), strict=True):
        assert text_of(parts["word/header1.xml"]) == f"Midterm practice: networks\t{edge}"
        footer = parts["word/footer1.xml"]
        assert {field.get(f"{W}instr", "").strip() for field in footer.iter(f"{W}fldSimple")} == {
            "PAGE",
            "NUMPAGES",
        }
        assert "Ada Nguyễn 1" in text_of(footer) or "Answer key" in text_of(footer)
        (section,) = parts["word/document.xml"].iter(f"{W}sectPr")
        assert [child.tag.removeprefix(W) for child in section][:3] == [
            "headerReference",
            "footerReference",
            "footerReference",
        ]
        assert "Midterm practice: networks" in text_of(parts["docProps/core.xml"])


def test_every_part_that_a_word_document_names_is_there_and_has_a_type(key_for: KeyFor) -> None:
    (out,) = load("docx").render([key_for(1)])
    names = zipfile.ZipFile(io.BytesIO(out.data)).namelist()
    assert len(set(names)) == len(names)
    parts = parts_of(out.data)
    related = list(parts["word/_rels/document.xml.rels"])
    assert len({one.get("Id") for one in related}) == len(related)
    for one in related:
        if one.get("TargetMode") != "External":
            assert f"word/{one.get('Target')}" in names
    typed = {str(one.get("PartName", "")).removeprefix("/") for one in parts["[Content_Types].xml"]}
    assert {"word/header1.xml", "word/footer1.xml", "word/document.xml"} <= typed
    styles = {one.get(f"{W}styleId") for one in parts["word/styles.xml"].iter(f"{W}style")}
    used = {one.get(f"{W}val") for one in parts["word/document.xml"].iter(f"{W}pStyle")}
    assert {"PaperOwner", "PaperNotation", "Heading2"} <= used <= styles


def test_a_word_quiz_has_a_name_box_space_to_work_in_and_choices_by_letter(
    documents: tuple[dict[str, ET.Element], dict[str, ET.Element]],
) -> None:
    quiz = documents[0]["word/document.xml"]
    paragraphs = [
        (style.get(f"{W}val") if (style := one.find(f"{W}pPr/{W}pStyle")) is not None else "", text_of(one))
        for one in quiz.iter(f"{W}p")
    ]
    assert ("PaperOwner", "Name: Ada Nguyễn 1\tStudent ID: s000001") in paragraphs
    assert ("Heading2", "Problem 1\t6 points") in paragraphs
    assert ("PaperChoice", "A.\tclass 1") in paragraphs
    assert any(style == "PaperWorking" and text.startswith("Working") for style, text in paragraphs)
    assert not any("\t" in (one.text or "") for one in quiz.iter(f"{W}t"))


def test_formulas_align_without_signs_that_libreoffice_would_print(
    documents: tuple[dict[str, ET.Element], dict[str, ET.Element]],
) -> None:
    for parts in documents:
        root = parts["word/document.xml"]
        assert not list(root.iter(f"{M}eqArr"))
        assert not [one for one in root.iter(f"{M}t") if one.text == "&"]
        sides = [*root.iter(f"{M}oMath"), *(cell for row in root.iter(f"{M}mr") for cell in row)]
        texts = ["".join(one.text or "" for one in side.iter(f"{M}t")) for side in sides]
        assert not [text for text in texts if text[:1] in RELATIONS or text[-1:] in RELATIONS]
    rows = [
        ["".join(one.text or "" for one in cell.iter(f"{M}t")) for cell in row]
        for row in documents[1]["word/document.xml"].iter(f"{M}mr")
    ]
    assert rows[0][0] == "z11"
    assert rows[0][1].startswith("\u200b=w11(1)x1+w12(1)x2+b1(1)=".replace("(1)", "1"))


MENDED = {
    "(a + b)^2": ("sSup", "a+b2"),
    r"\frac{|z|}{\lVert w \rVert}": ("f", "zw"),
    "P(a | b)": ("r", "Pa|b"),
    "((a) + b)": ("d", "a+b"),
    "a) + (b": ("r", "a)+(b"),
    "w^*": ("sSup", "w*"),
    r"\begin{aligned} a &= b \\ &= c \end{aligned}": ("m", "a\u200b=b\u200b\u200b=c"),
    "p_1 =": ("sSub", "p1=\u200b"),
    r"\begin{cases} z & \text{if } z > 0 \\ 0 & \text{else} \end{cases}": ("d", "zif z>00else"),
}


@pytest.mark.parametrize("tex", MENDED)
def test_a_formula_of_word_is_mended(tex: str, key_for: KeyFor) -> None:
    problem = PaperProblem(1, 1, f"So ${tex}$ it is.", (PaperPart("", "", 1, choices=("x",)),))
    quiz = replace(key_for(1).without_key(), problems=(problem,), notation=())
    root = parts_of(load("docx").render([quiz])[0].data)["word/document.xml"]
    (formula,) = root.iter(f"{M}oMath")
    first, text = MENDED[tex]
    assert formula[0].tag == f"{M}{first}"
    assert "".join(one.text or "" for one in formula.iter(f"{M}t")) == text


@pytest.mark.parametrize("name", [r"<b>&amp; \frac{1}{2} $x$ `code` :::", "::: {custom-style=x} *a* :smile:"])
def test_a_word_document_prints_names_as_they_are(name: str, key_for: KeyFor) -> None:
    key = key_for(1, student=name, title=name, course=name, student_id=name)
    quiz = replace(key, problems=key.problems[2:3], notation=()).without_key()
    parts = parts_of(load("docx").render([quiz])[0].data)
    assert text_of(parts["word/document.xml"]).count(name) == 4
    assert text_of(parts["word/header1.xml"]).startswith(name)


def test_libreoffice_opens_a_word_document(key_for: KeyFor, tmp_path: Path) -> None:
    if (soffice := shutil.which("soffice")) is None:
        pytest.skip("soffice is not installed (Debian: libreoffice-writer-nogui, libreoffice-math-nogui)")
    (tmp_path / "key.docx").write_bytes(load("docx").render([key_for(1)])[0].data)
    command = [
        soffice,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "key.docx"], check=True, capture_output=True)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "key.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Answer key, version A7K1" in text
    assert re.search(r"Page 2 of \d", text)
    assert "¿" not in text


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_latex_sets_quiz_and_key(engine: str, key_for: KeyFor, tmp_path: Path) -> None:
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed (Debian: texlive-latex-recommended, texlive-luatex)")
    key = key_for(1, title="50 % of_it & more #1 ~ \\ ^", student="Ada Noether")
    for number, out in enumerate(load("tex").render([key.without_key(), key])):
        for name, data in out.assets.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(data)
        (tmp_path / f"{number}.tex").write_bytes(out.data)
        run = subprocess.run(
            [engine, "-interaction=nonstopmode", "-halt-on-error", f"{number}.tex"],
            cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stdout[-2000:]
        assert "Missing character" not in run.stdout
        assert (tmp_path / f"{number}.pdf").stat().st_size > 10_000
