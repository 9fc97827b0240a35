"""DOCX for editing: native equations, figures as pictures; pandoc makes it of the Markdown paper."""

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

READER = "gfm+tex_math_dollars-tex_math_gfm"
DPI = 200
WIDE = "--columns=10000"  # else tables with long lines get columns of equal widths


def render(papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
    """One document a paper; the editor's own fonts print it."""
    return [
        Rendered(_docx(paper, document)) for paper, document in zip(papers, md.render(papers), strict=True)
    ]


def _docx(paper: Paper, document: Rendered) -> bytes:
    import pypandoc  # only when a document is made

    with tempfile.TemporaryDirectory(prefix="quizgrad-docx-") as folder:
        for name, svg in document.assets.items():
            place = Path(folder, name).with_suffix(".png")
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(picture(svg.decode(), dpi=DPI))
        text = re.sub(rf"\(({FIGURES}/\w+)\.svg\)", r"(\1.png)", document.data.decode())
        out = Path(folder, "paper.docx")
        subprocess.run(  # noqa: S603  # our own text to our own pandoc
            [
                pypandoc.get_pandoc_path(),
                f"--from={READER}",
                "--to=docx",
                f"--output={out}",
                f"--metadata=lang={paper.language}",
                WIDE,
            ],
            input=text,
            encoding="utf-8",
            check=True,
            cwd=folder,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(STAMP.timestamp()))},
        )
        return out.read_bytes()
