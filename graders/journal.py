"""What is graded already, on disk: one file a submission, written whole, so that a crash loses nothing.

The instructor's report of a submission (OUT/instructor/ID.json) is the journal's entry as well: it says
which bytes were graded by which checks. The same command again grades what has no such entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from generator.errors import InputError
from generator.files import locked, safe_name, write_whole
from graders.assignment import Assignment
from graders.records import Report
from graders.submissions import Submission

FOLDER = "instructor"
LONGEST = 200


@dataclass(frozen=True)
class Graded:
    """A report with what else the instructor knows of the submission.

    why: what kept it from being graded at all, if anything did. remarks: what is odd about what was handed
    in. name: from the roster.
    """

    report: Report
    why: str = ""
    remarks: tuple[str, ...] = ()
    name: str = ""

    @property
    def id(self) -> str:
        """The submission's id."""
        return self.report.submission

    @property
    def ungraded(self) -> int:
        """How many checks could not be graded, which is no fault of the student's."""
        return sum(check.status == "could_not_grade" for check in self.report.checks)


def stem_of(id_: str) -> str:
    """The name of a submission's report files: its id, unless no file can be called so."""
    harmless = not any(mark in id_ for mark in "/\\\0") and id_ not in {"", ".", ".."}
    return id_ if harmless and len(id_.encode()) <= LONGEST else safe_name(id_)


def version_of(assignment: Assignment) -> str:
    """What a report depends on besides the submission: the assignment's files and quizgrad's version."""
    total = hashlib.sha256(metadata.version("quizgrad").encode())
    for path in sorted(assignment.folder.rglob("*")):
        if path.suffix in {".py", ".toml"} and path.is_file() and "__pycache__" not in path.parts:
            total.update(f"\0{path.relative_to(assignment.folder)}\0".encode() + path.read_bytes())
    return total.hexdigest()[:16]


class Journal:
    """The entries in OUT/instructor of one assignment."""

    def __init__(self, out: Path, assignment: Assignment) -> None:
        self.out = out
        self.folder = out / FOLDER
        self._assignment = assignment.name
        self._version = version_of(assignment)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else grades into this folder meanwhile; what a killed run left half-written goes.

        Raises
        ------
        InputError
            When somebody does, or the folder can't be written to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
        except OSError as error:
            raise InputError(f"{self.out}: the output folder can't be written: {error.strerror}") from None
        try:
            with locked(self.folder, self.out, "grade"):
                for place in (self.out, self.folder, self.out / "reports"):
                    for part in place.glob(".*.part"):
                        part.unlink(missing_ok=True)
                yield
        finally:
            with suppress(OSError):  # they stay unless they are empty
                self.folder.rmdir()
                self.out.rmdir()

    def keep(self, submission: Submission, graded: Graded) -> None:
        """Write a submission's entry."""
        data = graded.report.as_data() | {
            "why": graded.why,
            "remarks": list(graded.remarks),
            "assignment": self._assignment,
            "graded_by": self._version,
            "file": str(submission.path),
            "digest": _digest(submission),
        }
        text = json.dumps(data, indent=1, ensure_ascii=False)
        write_whole(self._path(graded.id), f"{text}\n".encode(errors="replace"), private=True)

    def has(self, submission: Submission) -> bool:
        """Whether a submission has an entry, and neither its bytes nor the checks have changed since."""
        data = self._read(self._path(submission.id))
        now = (self._version, _digest(submission))
        return data is not None and (data["graded_by"], data["digest"]) == now

    def all(self) -> Iterator[Graded]:
        """Every entry, in the order of their files' names.

        Raises
        ------
        InputError
            When the folder holds another assignment's entries.
        """
        for path in sorted(self.folder.glob("*.json")):
            if (data := self._read(path)) is not None:
                yield _graded(data)

    def _path(self, id_: str) -> Path:
        return self.folder / f"{stem_of(id_)}.json"

    def _read(self, path: Path) -> dict[str, object] | None:
        try:
            data = json.loads(path.read_bytes())
            _graded(data)
            assignment, _, _ = data["assignment"], data["graded_by"], data["digest"]
        except (OSError, ValueError, KeyError, TypeError):  # not there, or not whole: it is graded again
            return None
        if assignment != self._assignment:
            raise InputError(
                f"{self.out}: the output folder holds grades of the assignment '{assignment}', "
                f"not of '{self._assignment}'; name another folder with --out"
            )
        return dict(data)


def _graded(data: dict[str, object]) -> Graded:
    remarks = data["remarks"]
    return Graded(
        Report.from_data(data), str(data["why"]), tuple(remarks) if isinstance(remarks, list) else ()
    )


def _digest(submission: Submission) -> str:
    return submission.digest or f"none: {submission.trouble}"
