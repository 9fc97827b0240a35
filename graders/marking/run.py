"""Marks a class into a folder: one entry a student, kept as soon as it is there, to go on from.

OUT/marks.csv is the gradebook, OUT/feedback what students may see, OUT/instructor all the rest. The same
command again marks only whose answers, paper or corrections have changed, and ends with the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from generator.errors import InputError
from generator.files import locked, safe_name, write_whole
from generator.pool import worked
from generator.rebuilt import Rebuilt, read_build
from graders.marking import books
from graders.marking.corrections import Correction
from graders.marking.papers import Handed
from graders.marking.sheet_marking import marked_sheet, placed_of
from graders.marking.sheets import Sheet

BATCH = 8
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


@dataclass(frozen=True)
class Outcome:
    """Everybody's sheets in order, and how many were marked now rather than before."""

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
        kept = [_kept(marking, one) for one in marking.handed]
        left = [one for one, sheet in zip(marking.handed, kept, strict=True) if sheet is None]
        progress(len(kept) - len(left))
        batches = [left[k : k + BATCH] for k in range(0, len(left), BATCH)]
        arguments = (marking.build.folder, marking.out, marking.corrections)
        new = worked(_marker, arguments, batches, jobs=marking.jobs, progress=progress)
        sheets = tuple(next(new) if sheet is None else sheet for sheet in kept)
        _tidy(marking, sheets)
        for name, data in books.files(marking.build, sheets, marking.corrections, marking.troubles):
            write_whole(marking.out / name, data, private=True)
    return Outcome(sheets, len(left))


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
    folder: Path, out: Path, corrections: tuple[Correction, ...]
) -> Callable[[Sequence[Handed]], list[Sheet]]:
    """Reads the build once; what it gives marks a batch of students, and keeps each one's sheet."""
    build = read_build(folder)

    def work(batch: Sequence[Handed]) -> list[Sheet]:
        sheets = []
        for one in batch:
            placed = placed_of(build, one) if one.copy is not None else []
            sheet = marked_sheet(build, one, placed, corrections)
            _keep(out, sheet, digest(build, one, corrections))
            sheets.append(sheet)
        return sheets

    return work


def digest(build: Rebuilt, handed: Handed, corrections: Sequence[Correction]) -> str:
    """What a sheet follows from; the same digest, the same sheet."""
    own = asdict(handed) | {"answers": sorted(handed.response.answers.items()) if handed.response else None}
    own.pop("response")
    everything = [
        own, [asdict(one) for one in corrections], asdict(build.quiz.credit), metadata.version("quizgrad"),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()


def _path(out: Path, one: Handed | Sheet) -> Path:
    return out / SHEETS / f"{one.file or safe_name(one.id)}.json"


def _keep(out: Path, sheet: Sheet, of: str) -> None:
    text = json.dumps({"digest": of, "sheet": sheet.as_data()}, indent=1, ensure_ascii=False)
    write_whole(_path(out, sheet), f"{text}\n".encode(errors="replace"), private=True)


def _kept(marking: Marking, one: Handed) -> Sheet | None:
    """The sheet of an earlier run, where all is as it was."""
    try:
        data = json.loads(_path(marking.out, one).read_bytes())
        if data["digest"] != digest(marking.build, one, marking.corrections):
            return None
        return Sheet.from_data(data["sheet"])
    except (OSError, ValueError, KeyError, TypeError):  # not there, or not whole: it is marked again
        return None


def _tidy(marking: Marking, sheets: Sequence[Sheet]) -> None:
    """Sheets of students who are no longer among the responses go."""
    current = {_path(marking.out, sheet) for sheet in sheets}
    for path in _there(marking.out):
        if path not in current:
            path.unlink(missing_ok=True)


def _there(out: Path) -> Iterator[Path]:
    yield from sorted((out / SHEETS).glob("*.json"))
