"""Gradescope: the zip of an autograder, and what it runs there.

The zip brings quizgrad itself, so that students are graded by the very version that made it. In
Gradescope's container everything of ours is readable by root only, and the student's code runs in
the strongest sandbox that works there.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from generator.errors import InputError
from generator.files import read_text, write_whole
from generator.places import TEMPLATES
from graders.assignment import HERE, Assignment, load_assignment
from graders.records import CheckResult, Report
from graders.reports import divergence_of, sandbox_of, title_of
from graders.reports.html import readable, sentence
from graders.sandbox import Limits, Sandbox
from graders.session import grade_many
from graders.submissions import find_in_folder

PACKAGES = ("reference", "generator", "graders")
CHOICE, OWN = "assignment.txt", "assignment"
NOT_THERE = ("typst", "pypandoc", "rich", "click")
PROGRAMS = ("setup.sh", "run_autograder")
EARLIEST = (1980, 1, 1, 0, 0, 0)


def autograder_zip(assignment: Assignment) -> bytes:
    """The zip to upload; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(_files(assignment)):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name in PROGRAMS else 0o100644) << 16
            archive.writestr(entry, data)
    return out.getvalue()


def results(report: Report) -> dict[str, Any]:
    """Gradescope's results.json: https://gradescope-autograders.readthedocs.io/en/latest/specs/."""
    lost = sum(check.status == "could_not_grade" for check in report.checks)
    notes = [sentence(readable(note)) for note in report.notes]
    if lost:
        share = f"{lost} of {len(report.checks)} checks could not be graded."
        notes.insert(0, f"{share} That is no fault of yours; tell your instructor, the score isn't final.")
    notes.append(f"Sandbox: {sandbox_of(report)}.")
    return {
        "score": report.score,
        "output": "\n".join(notes),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": [_test(check) for check in report.checks],
    }


def grade_there(root: Path) -> Report:
    """Grade ROOT/submission by what is in ROOT/source, and write ROOT/results/results.json.

    Raises
    ------
    InputError
        When the sandbox is too weak, or the assignment can't be used; there are no results then.
    """
    target = root / "results" / "results.json"
    target.unlink(missing_ok=True)
    for folder in (root / "source", root / "results"):
        folder.chmod(0o700)
    name = read_text(root / "source" / CHOICE, "the assignment's name").strip()
    own = root / "source" / OWN / name
    assignment = load_assignment(own if own.is_dir() else name)
    sandbox = Sandbox.probe()
    sandbox.require(one_submission=True)
    submission = find_in_folder(root / "submission", assignment.file, id="submission")
    (report,) = grade_many(assignment, [submission], sandbox=sandbox, limits=Limits(), which="all")
    write_whole(target, json.dumps(results(report), indent=1).encode())
    return report


def main() -> None:
    """What run_autograder runs: the seed and the sandbox's state are printed for the instructor."""
    try:
        report = grade_there(Path(sys.argv[1]).resolve())
    except InputError as error:
        sys.exit(f"quizgrad: {error}")
    sys.stdout.write(json.dumps(report.as_data(), indent=1) + "\n")


def _test(check: CheckResult) -> dict[str, Any]:
    said = [check.message] if check.message else []
    if step := divergence_of(check):
        said.append(f"First value that is off: {step}")
    if check.mistake:
        said.append(f"Known mistake: {check.mistake}")
    if check.printed:
        said.append(f"\nYour code printed:\n{check.printed}")
    return {
        "name": title_of(check),
        "score": check.points,
        "max_score": check.max_points,
        "status": "passed" if check.status == "passed" else "failed",
        "output": readable("\n".join(said)),
        "output_format": "text",
        "visibility": "visible",
    }


def _files(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    for name in PROGRAMS:
        yield name, (TEMPLATES / "gradescope" / name).read_bytes()
    needed = _requirements()
    names = [found[0] for line in needed if (found := re.match(r"[\w.-]+", line))]
    yield "requirements.txt", "".join(f"{line}\n" for line in needed).encode()
    yield "constraints.txt", "".join(f"{name}=={metadata.version(name)}\n" for name in names).encode()
    yield CHOICE, f"{assignment.name}\n".encode()
    home = TEMPLATES.parent
    for package in PACKAGES:
        yield from _of_folder(home / package, f"quizgrad/{package}")
    if assignment.folder.resolve().parent != HERE.resolve():
        yield from _of_folder(assignment.folder, f"{OWN}/{assignment.name}")


def _of_folder(folder: Path, where: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if path.is_file() and not hidden:
            yield f"{where}/{inside.as_posix()}", path.read_bytes()


def _requirements() -> list[str]:
    """What quizgrad needs to grade: all that it needs but what prints documents."""
    wanted = [line for line in metadata.requires("quizgrad") or [] if "extra ==" not in line]
    return sorted(line for line in wanted if not line.startswith(NOT_THERE))


if __name__ == "__main__":
    main()
