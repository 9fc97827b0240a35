"""From a quiz file to folders of papers and keys.

Every copy (a student's, or a version's) is drawn, derived twice and printed by itself, so copies can
be worked on by several processes and come out the same however many there are. All is written to a
folder of its own first and moved into place at the end: a build is there whole or not at all.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from generator.copies import Copy, arranged, settled
from generator.documents import formats
from generator.draw import draw
from generator.errors import ExhaustedError, InputError
from generator.files import csv_bytes, write_whole
from generator.keys import rng_of, seed_for
from generator.machine import part_json
from generator.papers import Head, Placed, key_paper
from generator.points import amount
from generator.pool import worked
from generator.quiz import Quiz, read_quiz
from generator.render import Renderer
from generator.roster import Student

MANIFEST = Path("instructor") / "manifest.json"
ANSWERS = ("id", "version", "problem", "item", "part", "of", "type", "answer", "tolerance", "points")
VERSIONS = ("version", "id", "file")
ROUNDS = 20
FOLDERS = ("papers", "instructor")


@dataclass(frozen=True)
class Plan:
    """A build: which quiz, for whom, in which formats."""

    quiz: Path
    secret: str
    copies: tuple[Copy, ...]
    formats: tuple[str, ...]
    fonts: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Made:
    """What became of one copy: its entry in the manifest and its rows of answers.csv."""

    entry: dict[str, Any]
    rows: list[dict[str, object]]


def build(
    plan: Plan, out: Path, *, jobs: int = 1, progress: Callable[[int], None] = lambda _: None
) -> dict[str, Any]:
    """Make all papers and keys in `out`; returns the manifest.

    progress is called with the number of copies finished since its last call.

    Raises
    ------
    InputError
        When the quiz, a name or the output folder is at fault; nothing is then written.
    KeyDisagreementError
        When the two derivations of a key differ; nothing is then written.
    """
    quiz = read_quiz(plan.quiz)
    plan = replace(plan, copies=settled(plan.copies, quiz, plan.secret))
    check_out(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-"))
    except OSError as error:
        raise InputError(f"{out}: the output folder can't be written: {error.strerror or error}") from None
    try:
        made = list(worked(_maker, (plan, staging), plan.copies, jobs=jobs, progress=progress))
        manifest = _manifest(plan, quiz, made)
        rows = [row for item in made for row in item.rows]
        tables = {"answers": (ANSWERS, rows), "versions": (VERSIONS, version_rows(manifest))}
        for name, (header, lines) in tables.items():
            write_whole(staging / "instructor" / f"{name}.csv", csv_bytes(header, lines), private=True)
        write_whole(staging / MANIFEST, manifest_json(manifest).encode(), private=True)
        _move(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def draw_copy(quiz: Quiz, secret: str, copy: Copy) -> list[Placed]:
    """The problems of one copy, in its order; what is drawn does not depend on where it stands.

    Raises
    ------
    InputError
        When an item can't be drawn, or the quiz asks for more statements than there are.
    """
    drawn = _drawn_at_once(quiz, secret, copy)
    return [drawn[number - 1] for number in arranged(quiz.fixed, copy.order)]


def _drawn_at_once(quiz: Quiz, secret: str, copy: Copy) -> list[Placed]:
    """In the quiz file's order; drawn anew where the first statements leave too few for the others."""
    for attempt in range(ROUNDS):
        try:
            return list(_drawn(quiz, secret, copy, attempt))
        except ExhaustedError:
            if attempt == ROUNDS - 1:
                raise
    raise AssertionError


def _drawn(quiz: Quiz, secret: str, copy: Copy, attempt: int) -> Iterator[Placed]:
    before: dict[int, Mapping[str, Any]] = {}
    for number, item in enumerate(quiz.items, start=1):
        seed = seed_for(secret, quiz.path.stem, copy.name, number, *[attempt] * (attempt > 0))
        try:
            problem = draw(quiz.request(number, before), rng_of(seed), seed=seed)
        except InputError as error:
            raise type(error)(f"{item.place}: {error}") from None
        if not all(problem.worth(item.points)):
            worth = f"points is {amount(item.points)}, too few for {len(problem.parts)} parts"
            raise InputError(f"{item.place}: {worth}: none may be worth nothing")
        if item.request.loaded.family.once:
            before[number] = problem.givens_json()
        yield Placed(problem, item.points, number)


def check_out(out: Path) -> None:
    """Whether a build may go there.

    Raises
    ------
    InputError
        When it is a file, or holds papers that are not from a build.
    """
    try:
        there = out.exists()
    except OSError as error:
        raise InputError(f"{out}: the output folder can't be written: {error.strerror or error}") from None
    if there and not out.is_dir():
        raise InputError(f"{out}: the output folder is a file; name a folder with --out")
    if not (out / MANIFEST).is_file():
        for folder in FOLDERS:
            if (out / folder).exists():
                raise InputError(
                    f"{out / folder}: it is there and not from a build; name another folder with --out"
                )


def _maker(plan: Plan, staging: Path) -> Callable[[Sequence[Copy]], list[Made]]:
    """Reads the quiz once; what it gives makes a batch of copies."""
    quiz = read_quiz(plan.quiz)
    renderer = Renderer(quiz.folders)
    return lambda batch: _make(plan, quiz, renderer, batch, staging)


def _make(plan: Plan, quiz: Quiz, renderer: Renderer, batch: Sequence[Copy], staging: Path) -> list[Made]:
    """Draw and print a batch of copies."""
    keys, made = [], []
    for copy in batch:
        placed = draw_copy(quiz, plan.secret, copy)
        student = copy.student or Student("")
        head = Head(
            quiz.title,
            quiz.course,
            copy.version,
            student.name,
            student.id,
            quiz.large_print,
            quiz.key_questions,
            quiz.working,
            quiz.answer_sheet,
        )
        keys.append(key_paper(renderer, head, placed, quiz.convention))
        made.append(Made(_entry(copy, placed), list(answer_rows(copy.name, copy.version, placed))))
    quizzes = [key.without_key() for key in keys]
    for name in plan.formats:
        rendered = formats.load(name).render([*quizzes, *keys], fonts=plan.fonts)
        folders = [staging / "papers"] * len(batch) + [staging / "instructor" / "keys"] * len(batch)
        for copy, folder, document in zip([*batch, *batch], folders, rendered, strict=True):
            write_whole(folder / f"{copy.file}.{name}", document.data, private=folder.name == "keys")
            for asset, data in document.assets.items():
                if not (folder / asset).exists():
                    write_whole(folder / asset, data)
    return made


def _entry(copy: Copy, placed: Sequence[Placed]) -> dict[str, Any]:
    return {
        "id": copy.name,
        "version": copy.version,
        "file": copy.file,
        "order": copy.order,
        "student": None if copy.student is None else copy.student.name,
        "problems": [_problem_entry(item) for item in placed],
    }


def _problem_entry(item: Placed) -> dict[str, Any]:
    problem = item.problem
    worth = problem.worth(item.points)
    parts = [part_json(part) | {"points": points} for part, points in zip(problem.parts, worth, strict=True)]
    return {
        "item": item.item,
        "family": problem.name,
        "seed": problem.seed,
        "points": item.points,
        "givens": problem.givens_json(),
        "parts": parts,
    }


def answer_rows(name: str, version: str, placed: Sequence[Placed]) -> Iterator[dict[str, object]]:
    """One copy's rows of answers.csv."""
    for number, item in enumerate(placed, start=1):
        for part, points in zip(item.problem.parts, item.problem.worth(item.points), strict=True):
            answer = part.answer
            yield {
                "id": name,
                "version": version,
                "problem": number,
                "item": item.item,
                "part": part.label,
                "of": part.ask.name,
                "type": answer.type,
                "answer": answer.shown,
                "tolerance": answer.margin,
                "points": amount(points),
            }


def version_rows(manifest: Mapping[str, Any]) -> list[dict[str, object]]:
    """The rows of versions.csv, by code: which key belongs to the paper in one's hand."""
    form = manifest["formats"][0]
    rows: list[dict[str, object]] = [
        {"version": copy["version"], "id": copy["id"], "file": f"keys/{copy['file']}.{form}"}
        for copy in manifest["copies"]
    ]
    return sorted(rows, key=lambda row: str(row["version"]))


def _manifest(plan: Plan, quiz: Quiz, made: Sequence[Made]) -> dict[str, Any]:
    packages = ("quizgrad", "numpy", "sympy", "jinja2", "pypandoc_binary", "typst")
    return {
        "quiz": {"file": quiz.path.name, "title": quiz.title, "source": quiz.source},
        "formats": list(plan.formats),
        "versions": {"python": platform.python_version()}
        | {name: metadata.version(name) for name in packages},
        "copies": [item.entry for item in made],
    }


def manifest_json(manifest: Mapping[str, Any]) -> str:
    """The manifest with a line for each copy; json.dumps with an indent would take four times as long."""
    head = {name: value for name, value in manifest.items() if name != "copies"}
    copies = ",\n".join(json.dumps(copy, ensure_ascii=False) for copy in manifest["copies"])
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "copies": [\n{copies}\n]}}\n'


def _move(staging: Path, out: Path) -> None:
    """Put the new folders in the place of an earlier build's, which comes back where that fails."""
    done: list[str] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _alone(out):
            try:
                for folder in FOLDERS:
                    if (out / folder).exists():
                        (out / folder).rename(staging / f"old-{folder}")
                    done.append(folder)
                    (staging / folder).rename(out / folder)
            except OSError:
                for folder in reversed(done):
                    if (out / folder).exists():
                        (out / folder).rename(staging / folder)
                    if (staging / f"old-{folder}").exists():
                        (staging / f"old-{folder}").rename(out / folder)
                raise
    except OSError as error:
        raise InputError(f"{out}: the output folder can't be written: {error.strerror or error}") from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No two builds move their papers and keys into one folder at once, where the system can say so."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def default_jobs() -> int:
    """As many processes as there are cores to use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def same_problem(entry: dict[str, Any], again: Placed) -> bool:
    """Whether a manifest's entry and the problem drawn anew from its seed say the same."""
    return bool(json.loads(json.dumps(_problem_entry(again))) == entry)
