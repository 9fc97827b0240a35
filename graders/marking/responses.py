"""Reads what a class handed in: CSV with a row a student or a row an answer, or JSON.

Wide: `id,version,1a,1b,2`, a row a student. Long: `id,version,problem,part,answer`, a row an answer.
JSON: `{"s01": {"1a": "0.5", "2": "B"}}`, or a list of rows as in either CSV (answers may stand in
`"answers": {…}`). Problems go by the numbers that the student's own paper prints. The column version is
needed only where papers don't follow from ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import InputError
from generator.roster import ID_COLUMNS
from graders.marking.rows import Row, rows_of
from graders.submissions import folded

VERSION_COLUMNS = ("version", "code", "paper")
PROBLEM_COLUMNS, PART_COLUMNS, ANSWER_COLUMNS = ("problem", "question"), ("part",), ("answer", "response")
LONG_COLUMNS = (*PROBLEM_COLUMNS, *PART_COLUMNS, *ANSWER_COLUMNS)
_PLACE = re.compile(
    r"\s*(?:q|question|problem|p|task)?[\s._#-]*0*(?P<problem>[0-9]{1,4})[\s._()-]*(?P<part>[a-z]?)\s*\)?\s*",
    re.IGNORECASE,
)

Place = tuple[int, str]
"""(number of the problem on the paper, label of the part or "")."""


@dataclass
class Response:
    """What one student handed in. version: the code of the paper, where it was given."""

    id: str
    version: str = ""
    answers: dict[Place, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Trouble:
    """Something about a response that a person should know."""

    id: str
    what: str


@dataclass(frozen=True)
class Responses:
    """Everything that was handed in, by student, and what was odd about it."""

    by_id: Mapping[str, Response]
    troubles: tuple[Trouble, ...]


def read_responses(path: Path) -> Responses:
    """The responses in a CSV or JSON file.

    Raises
    ------
    InputError
        When it is neither, has no ids, or no column or key that is an answer.
    """
    return _collected(path, rows_of(path))


def place_of(text: str) -> Place | None:
    """The problem and part that a name such as 2a, Q2(a) or "Problem 2.a" means."""
    found = _PLACE.fullmatch(text)
    return (int(found["problem"]), found["part"].lower()) if found else None


def _collected(path: Path, rows: Iterator[Row]) -> Responses:
    by_id: dict[str, Response] = {}
    troubles: list[Trouble] = []
    unused: set[str] = set()
    seen = answered = False
    for row in rows:
        seen = True
        names = {name.strip().lower(): name for name in row.cells}
        id_column = _column(names, ID_COLUMNS)
        if id_column is None:
            raise InputError(f"{path}, {row.where}: there is no column id; there are {', '.join(names)[:80]}")
        who = row.cells[id_column].strip()
        if not who:
            if any(value.strip() for value in row.cells.values()):
                troubles.append(Trouble("", f"{row.where}: the id is empty, so nobody gets these answers"))
            continue
        version = _text(row, _column(names, VERSION_COLUMNS)).upper()
        long = _is_long(names)
        unused |= _unused(names, *LONG_COLUMNS) if long else _unused(names)
        answers = _long(row, names, troubles, who) if long else _wide(row, troubles, who)
        answered = answered or bool(answers) or long
        _put(by_id, troubles, row, who, version, answers, whole=not long)
    if not seen:
        raise InputError(f"{path}: there are no responses")
    if not answered:
        raise InputError(
            f"{path}: no column is an answer; name them by problem and part, such as 1a, 1b and 2, "
            "or give the columns problem, part and answer"
        )
    if unused:
        troubles.append(Trouble("", f"columns that are no answers: {', '.join(sorted(unused))}"))
    return Responses(by_id, tuple(troubles))


def _is_long(names: Mapping[str, str]) -> bool:
    return _column(names, PROBLEM_COLUMNS) is not None and _column(names, ANSWER_COLUMNS) is not None


def _unused(names: Mapping[str, str], *more: str) -> set[str]:
    """The columns that say nothing of an answer. more: names of columns that do."""
    known = (*ID_COLUMNS, *VERSION_COLUMNS, *more)
    return {name for small, name in names.items() if small not in known and (more or not place_of(name))}


def _wide(row: Row, troubles: list[Trouble], who: str) -> dict[Place, str]:
    answers: dict[Place, str] = {}
    for name, value in row.cells.items():
        place = place_of(name)
        if place is None:
            continue
        before = answers.get(place, "")
        if before.strip() and value.strip() and before != value:
            troubles.append(_twice(row, who, place))
        if value.strip() or not before:
            answers[place] = value
    return answers


def _twice(row: Row, who: str, place: Place) -> Trouble:
    number, part = place
    return Trouble(who, f"{row.where}: {number}{part} is answered twice; the later counts")


def _long(row: Row, names: Mapping[str, str], troubles: list[Trouble], who: str) -> dict[Place, str]:
    problem = _text(row, _column(names, PROBLEM_COLUMNS))
    part = _text(row, _column(names, PART_COLUMNS))
    place = place_of(problem + part)
    if place is None:
        troubles.append(
            Trouble(who, f"{row.where}: {problem[:20]!r} {part[:20]!r} names no problem and part")
        )
        return {}
    return {place: row.cells[_column(names, ANSWER_COLUMNS) or ""]}


def _put(
    by_id: dict[str, Response],
    troubles: list[Trouble],
    row: Row,
    who: str,
    version: str,
    answers: Mapping[Place, str],
    *,
    whole: bool,
) -> None:
    """Add a row's answers; where something was handed in twice the later counts, and it is said."""
    known = by_id.setdefault(folded(who), new := Response(who, version, dict(answers)))
    if known is new:
        return
    if version and known.version and version != known.version:
        troubles.append(Trouble(who, f"{row.where}: the version is {version} here, {known.version} before"))
    if whole and known.answers != answers:
        troubles.append(Trouble(who, f"{row.where}: handed in twice; the later answers count"))
        known.answers.clear()
    for place, text in answers.items():
        if known.answers.get(place, text) != text:
            troubles.append(_twice(row, who, place))
        known.answers[place] = text
    known.version = version or known.version


def _column(names: Mapping[str, str], known: Sequence[str]) -> str | None:
    return next((names[name] for name in known if name in names), None)


def _text(row: Row, column: str | None) -> str:
    return row.cells.get(column, "").strip() if column is not None else ""
