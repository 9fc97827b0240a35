"""Finds what students handed in: a file, a folder of files, or a folder with a folder for each student.

Nothing is lost and nothing is guessed in silence: what can't be graded becomes a submission with its
trouble, and whatever else is odd is noted. Symbolic links are never followed, since a submission may
be a link to somebody else's work.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tokenize
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import InputError

LARGEST = 1 << 20
DEEPEST = 4
MOST_FILES = 2000
JUNK = frozenset({".ds_store", "__macosx", "__pycache__", "thumbs.db", "desktop.ini", ".git"})
SUFFIXES = frozenset(
    {".py", ".pyc", ".pyi", ".ipynb", ".txt", ".md", ".pdf", ".docx", ".zip", ".gz", ".tar", ".rar"}
)
UNSEEN = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Submission:
    """What one student handed in.

    id: the file's name without .py, or the folder's name. path: the file to grade; read it only when
    there is no trouble. trouble: why it can't be graded, one phrase that the student reads; no_fault
    says that it isn't the student's doing. notes: what student and instructor should know. remarks:
    for the instructor only. digest: of the file's bytes.
    """

    id: str
    path: Path
    trouble: str = ""
    no_fault: bool = False
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True)
class Found:
    """All submissions of a place, sorted by id, and the names of what was passed over."""

    submissions: tuple[Submission, ...]
    passed_over: tuple[str, ...] = ()


def find_submissions(place: Path, file: str, *, beside: Iterable[Path] = (), starter: str = "") -> Found:
    """The submissions there; `file` is the name that the assignment asks for, such as backward.py.

    beside: what may lie in the same folder and is none, such as the roster and the output folder.
    starter: the text that was handed out, to tell who handed it in as it was.

    Raises
    ------
    InputError
        When the place isn't there, can't be read, or holds nothing.
    """
    try:
        if place.is_file():
            return Found((_looked_at(Submission(shown(_stem(place)), place), file),))
        entries = sorted(place.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"{place}: the submissions can't be read: {error.strerror or error}") from None
    ours = {path.resolve() for path in beside}
    entries = [entry for entry in entries if entry.is_symlink() or entry.resolve() not in ours]
    kept = [entry for entry in entries if not entry.name.startswith(".") and entry.name.lower() not in JUNK]
    hidden = [shown(entry.name) for entry in entries if entry.name.startswith(".") and not _junk(entry)]
    if not kept:
        raise InputError(
            f"{place}: there are no submissions; wanted is a file, a folder of files, or a folder of folders"
        )
    found = [(shown(entry.name), _of_entry(entry, file)) for entry in kept]
    digest = hashlib.sha256(starter.encode()).hexdigest() if starter else "none"
    apart = _same_bytes(_told_apart(found), digest)
    return Found(tuple(sorted(apart, key=lambda one: one.id)), tuple(hidden))


def find_in_folder(folder: Path, file: str, *, id: str) -> Submission:  # noqa: A002  # the record's own word
    """The submission that one student's folder holds."""
    try:
        path, trouble, notes = _choose(folder, file)
    except OSError as error:
        return Submission(
            id, folder, trouble=f"the folder can't be read: {error.strerror or error}", no_fault=True
        )
    found = Submission(id, path, trouble=trouble, notes=notes)
    return found if trouble else _looked_at(found, file)


def shown(name: str) -> str:
    """A file's name as any report can print it: no control characters, no reversed writing."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join("\ufffd" if unicodedata.category(c) in UNSEEN or c in TURNING else c for c in text)


def folded(text: str) -> str:
    """Ids are the same when these are: however an accent is encoded, in capitals or not."""
    return unicodedata.normalize("NFC", text).casefold()


def _junk(entry: Path) -> bool:
    return entry.name.lower() in JUNK or entry.name.startswith("._")


def _stem(path: Path) -> str:
    return path.stem if path.suffix.lower() in SUFFIXES else path.name


def _of_entry(entry: Path, file: str) -> Submission:
    if entry.is_dir() and not entry.is_symlink():
        return find_in_folder(entry, file, id=shown(entry.name))
    return _looked_at(Submission(shown(_stem(entry)), entry), file)


def _looked_at(found: Submission, file: str) -> Submission:
    """The submission with its digest, and with what is wrong with the file itself."""
    name = shown(found.path.name)
    try:
        handle = os.open(
            found.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
    except OSError as error:
        if found.path.is_symlink():
            return replace(
                found, trouble=f"{name} is a symbolic link, which is not followed; hand in the file"
            )
        return replace(found, trouble=f"{name} can't be read: {error.strerror or error}", no_fault=True)
    with os.fdopen(handle, "rb") as opened:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return replace(found, trouble=f"{name} is no regular file")
        if found.path.suffix.lower() != ".py":
            return replace(found, trouble=f"{name} is no Python file; hand in {file}")
        if status.st_size > LARGEST:
            return replace(
                found, trouble=f"{name} has {status.st_size:,} bytes; at most {LARGEST:,} are read"
            )
        data = opened.read(LARGEST)
    return replace(found, digest=hashlib.sha256(data).hexdigest(), notes=(*found.notes, *_oddities(data)))


def _oddities(data: bytes) -> Iterator[str]:
    if not data.strip():
        yield "the file is empty"
        return
    try:
        encoding, _ = tokenize.detect_encoding(iter(data.splitlines(keepends=True)).__next__)
        data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError) as error:
        place = f" (byte {error.start + 1})" if isinstance(error, UnicodeDecodeError) else ""
        yield f"the file is not UTF-8 text{place}; save it as UTF-8"
    if b"\0" in data:
        yield "the file has null bytes, so it is no Python text"


def _choose(folder: Path, file: str) -> tuple[Path, str, tuple[str, ...]]:
    """Which file of a student's folder to grade, why none, and what to say about it."""
    files = list(_files(folder, DEEPEST))
    python = [path for path in files if path.suffix.lower() == ".py"]
    for same in (lambda name: name == file, lambda name: folded(name) == folded(file)):
        right = [path for path in python if same(path.name)]
        highest = [path for path in right if len(path.parts) == min(len(other.parts) for other in right)]
        if len(highest) == 1:
            return highest[0], "", tuple(_said(folder, highest[0], python, file))
        if highest:
            return folder, f"there are several files {file} ({_listed(folder, highest)}); hand in one", ()
    if len(python) == 1:
        return python[0], "", tuple(_said(folder, python[0], python, file))
    if python:
        return folder, f"no file is called {file}, and there are several ({_listed(folder, python)})", ()
    there = f" (only {_listed(folder, files)})" if files else ""
    return folder, f"there is no Python file{there}; hand in {file}", ()


def _said(folder: Path, chosen: Path, python: Sequence[Path], file: str) -> Iterator[str]:
    if chosen.name != file:
        yield f"the file is called {shown(chosen.name)}, not {file}; it is graded all the same"
    others = [path for path in python if path != chosen]
    if others:
        where = shown(str(chosen.relative_to(folder)))
        yield f"only {where} is graded, and it can't import the others ({_listed(folder, others)})"


def _files(folder: Path, depth: int) -> Iterator[Path]:
    """The files below, links too, without following any; hidden ones and junk left out."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)[:MOST_FILES]:
        if entry.name.startswith(".") or entry.name.lower() in JUNK:
            continue
        if entry.is_dir() and not entry.is_symlink():
            if depth > 1:
                yield from _files(entry, depth - 1)
        else:
            yield entry


def _listed(folder: Path, paths: Sequence[Path]) -> str:
    names = [shown(str(path.relative_to(folder))) for path in paths[:4]]
    return ", ".join(names) + (f" and {len(paths) - 4} more" if len(paths) > 4 else "")


def _told_apart(found: Iterable[tuple[str, Submission]]) -> Iterator[Submission]:
    """One id each: the first that can be graded keeps it, the others are called by their entries' names."""
    groups = defaultdict(list)
    for name, one in found:
        groups[folded(one.id)].append((name, one))
    taken = set(groups)
    for group in groups.values():
        (_, first), *others = sorted(group, key=lambda pair: bool(pair[1].trouble))
        remark = (f"handed in more than once: {', '.join(name for name, _ in group)}",) if others else ()
        yield replace(first, remarks=(*first.remarks, *remark))
        for name, other in others:
            id_ = name
            while folded(id_) in taken:
                id_ += "~"
            taken.add(folded(id_))
            yield replace(other, id=id_, remarks=(*other.remarks, *remark))


def _same_bytes(found: Iterable[Submission], starter: str) -> Iterator[Submission]:
    """A remark for the instructor on who handed in the very same file; `starter` is the starter's digest."""
    found = list(found)
    groups = defaultdict(list)
    for one in found:
        if one.digest and "the file is empty" not in one.notes:
            groups[one.digest].append(one.id)
    for one in found:
        same = [id_ for id_ in groups[one.digest] if id_ != one.id]
        if one.digest == starter:
            yield replace(one, remarks=(*one.remarks, "the starter as it was handed out"))
        elif same:
            yield replace(one, remarks=(*one.remarks, f"the same file as {', '.join(same[:5])}"))
        else:
            yield one
