"""An assignment: a folder with its settings, its checks, and one annotated solution; found by being there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import InputError, unknown
from generator.files import read_text

HERE = Path(__file__).parent / "assignments"
SETTINGS = "assignment.toml"


@dataclass(frozen=True)
class Assignment:
    """What students are asked to implement, and where its parts lie.

    Attributes
    ----------
    name
        Its folder's name.
    folder
        Where everything of it lies.
    title
        One line for people.
    file
        The name of the student's file, such as `losses.py`.
    functions
        The functions that the student's file is to define.
    """

    name: str
    folder: Path
    title: str
    file: str
    functions: tuple[str, ...]

    @property
    def checks(self) -> Path:
        """The grader: plain pytest functions."""
        return self.folder / "checks.py"

    @property
    def solution(self) -> Path:
        """The annotated solution, from which the starter is made."""
        return self.folder / "solution.py"


def assignments() -> tuple[Assignment, ...]:
    """The assignments that come with quizgrad, by name."""
    return tuple(_read(path.parent) for path in sorted(HERE.glob(f"*/{SETTINGS}")))


def load_assignment(name: str | Path) -> Assignment:
    """The assignment of that name, or in that folder.

    Raises
    ------
    InputError
        When there is none, or a part of it is missing or can't be used; names the file and the key.
    """
    if str(name).isidentifier() and (HERE / name / SETTINGS).is_file():
        return _read(HERE / name)
    if (Path(name) / SETTINGS).is_file():
        return _read(Path(name))
    if Path(name).is_dir():
        raise InputError(f"{name}: the folder has no {SETTINGS}, so it is no assignment")
    raise unknown("assignment", str(name), [path.parent.name for path in HERE.glob(f"*/{SETTINGS}")])


def _read(folder: Path) -> Assignment:
    path = folder / SETTINGS
    try:
        data = tomllib.loads(read_text(path, "the assignment's settings"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: the assignment's settings are not TOML: {error}") from None
    for key in data:
        if key not in _KEYS:
            raise unknown("key", key, _KEYS, where=str(path))
    for key, (fits, allowed) in _KEYS.items():
        if key not in data:
            raise InputError(f"{path}: {key} is missing; it is {allowed}")
        if not fits(data[key]):
            raise InputError(f"{path}: {key} is {data[key]!r}; allowed is {allowed}")
    found = Assignment(folder.resolve().name, folder, data["title"], data["file"], tuple(data["functions"]))
    for part in (found.checks, found.solution):
        if not part.is_file():
            raise InputError(
                f"{part}: the file is missing; an assignment has {SETTINGS}, checks.py, solution.py"
            )
    return found


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200 and value.isprintable()


def _is_file(value: Any) -> bool:
    return isinstance(value, str) and value.endswith(".py") and value[:-3].isidentifier()


def _are_functions(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_function, value))


def _is_function(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier() and not value.startswith("_")


_KEYS = {
    "title": (_is_line, "one line of text"),
    "file": (_is_file, 'the name of the student\'s file, such as "losses.py"'),
    "functions": (_are_functions, 'the names of the functions to write, such as ["softmax"]'),
}
