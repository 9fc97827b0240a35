"""The files of the pages that students get back, and what is known of them afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.documents import formats
from generator.documents.layout import FIGURES
from generator.documents.paper import Paper
from generator.files import write_whole
from generator.papers import Head, Placed, key_paper
from generator.rebuilt import Rebuilt
from generator.render import Renderer
from graders.marking.feedback import Reveal, feedback_paper
from graders.marking.papers import Handed
from graders.marking.sheets import Sheet

FOLDER = "feedback"


@dataclass(frozen=True)
class Style:
    """How the pages are to be. formats: their names; fonts: files of fonts for names in other scripts."""

    formats: tuple[str, ...] = ("html",)
    reveal: Reveal = "solutions"
    fonts: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Page:
    """A student's page, still to be printed."""

    sheet: Sheet
    paper: Paper


def page_of(
    build: Rebuilt, renderer: Renderer, handed: Handed, placed: Sequence[Placed], sheet: Sheet, style: Style
) -> Page | None:
    """The student's page; None for whom nothing was marked."""
    if not sheet.problems or handed.copy is None:
        return None
    quiz = build.quiz
    student_id = handed.id if handed.copy["student"] is None else str(handed.copy["id"])
    head = Head(
        quiz.title, quiz.course, sheet.version, sheet.name, student_id, quiz.large_print, working=False
    )
    key = key_paper(renderer, head, placed, quiz.convention)
    return Page(sheet, feedback_paper(key, placed, sheet, style.reveal))


def printed(pages: Sequence[Page], out: Path, style: Style) -> list[dict[str, str]]:
    """Write the pages, in one go for each format; for each what was written: {name in out: digest}."""
    written: list[dict[str, str]] = [{} for _ in pages]
    for name in style.formats:
        rendered = formats.load(name).render([page.paper for page in pages], fonts=style.fonts)
        for page, document, files in zip(pages, rendered, written, strict=True):
            every = {f"{page.sheet.file}.{name}": document.data, **document.assets}
            for file, data in every.items():
                place = f"{FOLDER}/{file}"
                if not _is(out / place, of := hashlib.sha256(data).hexdigest()):
                    write_whole(out / place, data, private=True)
                files[place] = of
    return written


def there(out: Path, files: Mapping[str, str]) -> bool:
    """Whether all that was written is still as it was."""
    return all(_is(out / name, of) for name, of in files.items())


def remove(out: Path, files: Mapping[str, str], keep: Mapping[str, str]) -> None:
    """Take away what an earlier run wrote; pictures are shared, see `tidy`."""
    for name in files.keys() - keep.keys():
        if not name.startswith(f"{FOLDER}/{FIGURES}/"):
            (out / name).unlink(missing_ok=True)


def tidy(out: Path, keep: Mapping[str, str]) -> None:
    """Take away pictures that no page shows, and what a killed run left half-written."""
    for path in _pictures(out):
        if str(path.relative_to(out)) not in keep:
            path.unlink(missing_ok=True)


def _pictures(out: Path) -> Iterator[Path]:
    yield from sorted((out / FOLDER / FIGURES).glob("*"))
    yield from sorted((out / FOLDER).glob(".*.part"))


def _is(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False
