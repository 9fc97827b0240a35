"""The quiz file: TOML that says which problems a quiz has.

title = "Midterm practice"
course = "CS 540"
convention = "cs540"
notation = { step_at_zero = 1, symbols = { loss = 'L' } }  # what differs from the convention
calculator = true
large_print = false
key_questions = false  # whether the key repeats the questions
marking = { few_digits = 0.5, follow_through = 1 }  # what earns less than all, see generator.credit
shuffle = true  # another order of the problems on each paper; unsaid, on all versions but the first
working = true  # space to work in below each problem; false: close together
answer_sheet = false  # a page of circles to fill in, where every problem is multiple choice

[[problem]]
family = "backprop"
points = 12
count = 2
as = "open"
fixed = false  # true: it keeps its place where problems are shuffled
options = { activation = ["tanh"] }
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.conventions import DEFAULT, Convention, changed, load_convention
from generator.credit import Credit
from generator.draw import Request
from generator.errors import InputError, unknown
from generator.family import load_family
from generator.fields import read_values
from generator.files import read_text
from generator.points import DECIMALS, counted

TOP = {
    "title": str,
    "course": str,
    "convention": str,
    "notation": dict,
    "calculator": bool,
    "large_print": bool,
    "key_questions": bool,
    "marking": dict,
    "shuffle": bool,
    "working": bool,
    "answer_sheet": bool,
    "problem": list,
}
PROBLEM = {
    "family": str,
    "points": (int, float),
    "count": int,
    "as": str,
    "fixed": bool,
    "options": dict,
    "given": dict,
}
LONGEST_TEXT = 200
MOST_PROBLEMS = 200
MOST_POINTS = 10_000


@dataclass(frozen=True)
class Item:
    """One problem of the quiz: what to draw and what it is worth.

    place: where it stands in the file. fixed: whether it keeps its place where problems are shuffled.
    """

    request: Request
    points: float
    place: str
    fixed: bool = False


@dataclass(frozen=True)
class Quiz:
    """A quiz as its file says it. shuffle: None where the file leaves it unsaid."""

    path: Path
    title: str
    course: str
    convention: Convention
    items: tuple[Item, ...]
    large_print: bool
    key_questions: bool
    credit: Credit
    source: str
    shuffle: bool | None = None
    working: bool = True
    answer_sheet: bool = False

    @property
    def fixed(self) -> tuple[bool, ...]:
        """Which items keep their places."""
        return tuple(item.fixed for item in self.items)

    def request(self, number: int, before: Mapping[int, Mapping[str, Any]]) -> Request:
        """What to draw for the item of that number, from 1: nothing that its paper asks already.

        before: the givens of the items before it, by number; what is given by hand is asked wherever it
        stands.
        """
        own = self.items[number - 1].request
        if not own.loaded.family.once:
            return own
        asked: list[str] = []
        for other, item in enumerate(self.items, start=1):
            if once := item.request.loaded.family.once:
                givens = before[other] if other < number else item.request.fixed
                asked += givens.get(once, ())
        return own.without(asked)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where an instructor's own families, templates and conventions may lie: beside the file."""
        return (self.path.resolve().parent,)


def read_quiz(path: Path) -> Quiz:
    """The quiz in a TOML file.

    Raises
    ------
    InputError
        One sentence with the file, the place, the value and what is allowed.
    """
    source = read_text(path, "the quiz file")
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: the quiz file is not TOML: {error}") from None
    _check(data, TOP, str(path))
    folders = (path.resolve().parent,)
    try:
        convention = load_convention(data.get("convention", DEFAULT), folders)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    if "notation" in data:
        convention = changed(convention, data["notation"], where=f"{path}, notation")
    problems = data.get("problem", [])
    if not problems:
        raise InputError(f"{path}: the quiz has no problems; add a [[problem]] with a family")
    common = {"calculator": data["calculator"]} if "calculator" in data else {}
    items: list[Item] = []
    for number, entry in enumerate(problems, start=1):
        items += _items(path, number, entry, convention, folders, common)
    if len(items) > MOST_PROBLEMS:
        raise InputError(f"{path}: the quiz has {len(items)} problems; at most {MOST_PROBLEMS} are allowed")
    sheet = data.get("answer_sheet", False)
    for item in items if sheet else ():
        if not item.request.all_choices:
            raise InputError(
                f"{item.place}: {item.request.loaded.name} is asked open; with answer_sheet = true "
                'every problem is multiple choice (as = "choice")'
            )
    title = _text(data, "title", "Quiz", path)
    return Quiz(
        path,
        title,
        _text(data, "course", "", path),
        convention,
        tuple(items),
        data.get("large_print", False),
        data.get("key_questions", False),
        Credit(**read_values(Credit, data.get("marking", {}), kind="marking", where=str(path))),
        source,
        data.get("shuffle"),
        data.get("working", True),
        sheet,
    )


def _text(data: Mapping[str, Any], key: str, default: str, path: Path) -> str:
    value = str(data.get(key, default))
    if len(value) > LONGEST_TEXT or any(ord(c) < 32 for c in value):  # control characters
        raise InputError(f"{path}: {key} must be one line of at most {LONGEST_TEXT} characters")
    return value


def _check(data: Any, keys: Mapping[str, Any], where: str) -> None:
    if not isinstance(data, dict):
        raise InputError(
            f"{where}: {data!r} stands where a table is needed; write [[problem]] and its keys below"
        )
    for key, value in data.items():
        if key not in keys:
            raise unknown("key", key, keys, where=where)
        kinds = keys[key] if isinstance(keys[key], tuple) else (keys[key],)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise InputError(
                f"{where}: {key} is {value!r}; allowed is a {' or '.join(kind.__name__ for kind in kinds)}"
            )


def _items(
    path: Path,
    number: int,
    entry: Any,
    convention: Convention,
    folders: tuple[Path, ...],
    common: Mapping[str, Any],
) -> list[Item]:
    where = f"{path}, problem {number}"
    _check(entry, PROBLEM, where)
    if "family" not in entry:
        raise InputError(f"{where}: it names no family")
    points, count, kind = entry.get("points", 1), entry.get("count", 1), entry.get("as", "open")
    if not (0 < points <= MOST_POINTS and counted(points) == points):
        raise InputError(
            f"{where}: points is {points}; allowed is a number above 0 and up to {MOST_POINTS} with at most "
            f"{DECIMALS} decimals"
        )
    if not 1 <= count <= MOST_PROBLEMS:
        raise InputError(f"{where}: count is {count}; allowed is 1 to {MOST_PROBLEMS}")
    if kind not in ("open", "choice"):
        raise InputError(f'{where}: as is {kind!r}; allowed is "open" or "choice"')
    try:
        loaded = load_family(entry["family"], folders)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    request = Request.read(
        loaded,
        options={**common, **entry.get("options", {})},
        given=entry.get("given", {}),
        convention=convention,
        as_choice=kind == "choice",
        where=where,
    )
    return [
        Item(
            request, points, f"{where}{f' ({k} of {count})' if count > 1 else ''}", entry.get("fixed", False)
        )
        for k in range(1, count + 1)
    ]
