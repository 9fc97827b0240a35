"""The formats that instructors edit: Word documents and LaTeX."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.documents.formats import load
from generator.documents.paper import Paper

KeyFor = Callable[..., Paper]


def test_a_word_document_has_native_equations_pictures_and_the_answers(key_for: KeyFor) -> None:
    (out,) = load("docx").render([key_for(1)])
    files = zipfile.ZipFile(io.BytesIO(out.data))
    text = files.read("word/document.xml").decode()
    assert text.count("<m:oMath>") > 10
    assert "took the smallest logit" in text
    assert "$" not in text
    assert any(name.endswith(".png") for name in files.namelist())


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
