"""DOCX for editing: native equations, figures as pictures; pandoc makes it of Markdown."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.documents.formats import md
from generator.documents.layout import FIGURES
from generator.documents.paper import Paper, Rendered
from generator.documents.typesetter import STAMP, picture
from generator.documents.word import framed
from generator.errors import InputError

READER = "gfm+fenced_divs+tex_math_dollars-tex_math_gfm-emoji-autolink_bare_uris"
DPI = 200


def render(papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
    """One document a paper; the editor's own fonts print it."""
    pages = md.written(papers, "docx", _Word())
    return [Rendered(framed(_docx(paper, page), paper)) for paper, page in zip(papers, pages, strict=True)]


class _Word(md.Markdown):
    """Markdown for pandoc alone, which takes TeX as it is."""

    name = "word"

    def inline(self, tex: str) -> str:
        return " ".join(tex.split())


def _docx(paper: Paper, document: Rendered) -> bytes:
    import pypandoc  # only when a document is made

    with tempfile.TemporaryDirectory(prefix="quizgrad-docx-") as folder:
        for name, svg in document.assets.items():
            place = Path(folder, name).with_suffix(".png")
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(picture(svg.decode(), dpi=DPI))
        text = re.sub(rf"\(({FIGURES}/\w+)\.svg\)", r"(\1.png)", document.data.decode())
        out = Path(folder, "paper.docx")
        ran = subprocess.run(  # noqa: S603  # our own text to our own pandoc
            [
                pypandoc.get_pandoc_path(),
                f"--from={READER}",
                "--to=docx",
                f"--output={out}",
                f"--metadata=lang={paper.language}",
                "--fail-if-warnings",
            ],
            input=text,
            encoding="utf-8",
            check=False,
            capture_output=True,
            cwd=folder,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(STAMP.timestamp()))},
        )
        if ran.returncode:
            raise InputError(
                f"a Word document of '{paper.title}' can't be made: {' '.join(ran.stderr.split())}"
            )
        return out.read_bytes()
