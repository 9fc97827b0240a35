"""Marks a class into a folder: one entry a student, kept as soon as it is there, to go on from.

OUT/marks.csv is the gradebook, OUT/feedback what students may see, OUT/instructor all the rest. A student's
entry is written after the page, with the page's digest: who has both is done. The same command again marks
only whose answers, paper, corrections or pages have changed, and ends with the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from generator.errors import InputError
from generator.files import locked, safe_name, write_whole
from generator.pool import worked
from generator.rebuilt import Rebuilt, read_build
from generator.render import Renderer
from graders.marking import books, pages
from graders.marking.corrections import Correction
from graders.marking.pages import Style
from graders.marking.papers import Handed
from graders.marking.sheet_marking import marked_sheet, placed_of
from graders.marking.sheets import Sheet

SHEETS = Path("instructor") / "sheets"


@dataclass(frozen=True)
class Marking:
    """What to mark, and how."""

    build: Rebuilt
    handed: tuple[Handed, ...]
    out: Path
    corrections: tuple[Correction, ...] = ()
    troubles: tuple[str, ...] = ()
    jobs: int = 1
    style: Style = field(default_factory=Style)


@dataclass(frozen=True)
class Kept:
    """A student's entry: the sheet, and what was written for the student."""

    sheet: Sheet
    files: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """Everybody's sheets in order, and how many students were marked now rather than before."""

    sheets: tuple[Sheet, ...]
    now: int


def mark(marking: Marking, *, progress: Callable[[int], None] = lambda _: None) -> Outcome:
    """Mark whoever isn't marked yet, and write everything that follows from all sheets.

    progress is called with the number of students done since its last call.

    Raises
    ------
    InputError
        When the papers can't be drawn as they were built, or the output folder is at fault.
    """
    folder = _folder(marking.out)
    with locked(folder, marking.out, "mark"):
        before = [_kept(marking, one) for one in marking.handed]
        left = [one for one, kept in zip(marking.handed, before, strict=True) if kept is None]
        progress(len(before) - len(left))
        arguments = (marking.build.folder, marking.out, marking.corrections, marking.style)
        new = worked(_marker, arguments, left, jobs=marking.jobs, progress=progress)
        kept = [next(new) if one is None else one for one in before]
        _tidy(marking.out, kept)
        sheets = tuple(one.sheet for one in kept)
        books.write(marking.out, books.Book(marking.build, sheets, marking.corrections, marking.troubles))
    anew = sum(bool(one.sheet.problems) for one, old in zip(kept, before, strict=True) if old is None)
    return Outcome(sheets, anew)


def _folder(out: Path) -> Path:
    """The folder of the sheets, which only its owner may read."""
    folder = out / SHEETS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.parent.chmod(0o700)
    except OSError as error:
        raise InputError(f"{out}: the output folder can't be written: {error.strerror or error}") from None
    for part in folder.glob(".*.part"):  # what a killed run left half-written
        part.unlink(missing_ok=True)
    return folder


def _marker(
    folder: Path, out: Path, corrections: tuple[Correction, ...], style: Style
) -> Callable[[Sequence[Handed]], list[Kept]]:
    """Reads the build once; what it gives marks a batch of students, and keeps what became of each."""
    build = read_build(folder)
    renderer = Renderer(build.quiz.folders)

    def work(batch: Sequence[Handed]) -> list[Kept]:
        sheets, made = [], []
        for one in batch:
            placed = placed_of(build, one) if one.copy is not None else []
            sheet = marked_sheet(build, one, placed, corrections)
            sheets.append(sheet)
            made.append(pages.page_of(build, renderer, one, placed, sheet, style))
        printed = iter(pages.printed([page for page in made if page], out, style))
        kept = [Kept(sheet, next(printed) if page else {}) for sheet, page in zip(sheets, made, strict=True)]
        for one, entry in zip(batch, kept, strict=True):
            _keep(out, entry, digest(build, one, corrections, style))
        return kept

    return work


def digest(build: Rebuilt, handed: Handed, corrections: Sequence[Correction], style: Style) -> str:
    """What an entry follows from; the same digest, the same entry."""
    own = asdict(handed) | {"answers": sorted(handed.response.answers.items()) if handed.response else None}
    own.pop("response")
    everything = [
        own, [asdict(one) for one in corrections], asdict(style), build.manifest["quiz"], build.own_files,
        metadata.version("quizgrad"),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(everything, sort_keys=True, default=str).encode()).hexdigest()


def _path(out: Path, one: Handed | Sheet) -> Path:
    return out / SHEETS / f"{one.file or safe_name(one.id)}.json"


def _keep(out: Path, entry: Kept, of: str) -> None:
    path = _path(out, entry.sheet)
    pages.remove(out, _files(_read(path)), entry.files)
    data = {"digest": of, "files": entry.files, "sheet": entry.sheet.as_data()}
    write_whole(
        path, f"{json.dumps(data, indent=1, ensure_ascii=False)}\n".encode(errors="replace"), private=True
    )


def _kept(marking: Marking, one: Handed) -> Kept | None:
    """The entry of an earlier run, where all is as it was."""
    data = _read(_path(marking.out, one))
    files = _files(data)
    if data.get("digest") != digest(marking.build, one, marking.corrections, marking.style):
        return None
    try:
        sheet = Sheet.from_data(data["sheet"])
    except (KeyError, TypeError):  # not whole: it is marked again
        return None
    return Kept(sheet, files) if pages.there(marking.out, files) else None


def _read(path: Path) -> dict[str, Any]:
    """What an entry's file holds; nothing where it is not there, or not whole."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _files(data: Mapping[str, Any]) -> dict[str, str]:
    files = data.get("files")
    return files if isinstance(files, dict) else {}


def _tidy(out: Path, kept: Sequence[Kept]) -> None:
    """What belongs to students who are no longer among the responses goes."""
    current = {_path(out, entry.sheet) for entry in kept}
    files = {name: of for entry in kept for name, of in entry.files.items()}
    for path in sorted((out / SHEETS).glob("*.json")):
        if path not in current:
            pages.remove(out, _files(_read(path)), files)
            path.unlink(missing_ok=True)
    pages.tidy(out, files)
