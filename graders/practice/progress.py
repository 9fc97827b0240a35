"""How someone stands in each family: what was tried, what was right, which mistakes were made.

A problem is right `first` (every part at the first try, without help), `later`, or `wrong`. Families lie
in Leitner's boxes: right first moves a family one box up, right later puts it into box 1 and wrong into
box 0; a family that was never tried is in box 1.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

VERSION = 1
NEW, TOP = 1, 5
MOST = 10**9
Result: TypeAlias = Literal["first", "later", "wrong"]


@dataclass(frozen=True)
class Outcome:
    """How one problem went. mistakes: the names of the catalogued ones, each once."""

    family: str
    result: Result
    mistakes: tuple[str, ...] = ()


@dataclass
class Standing:
    """How someone stands in one family."""

    box: int = NEW
    first: int = 0
    later: int = 0
    wrong: int = 0
    mistakes: Counter[str] = field(default_factory=Counter)

    @property
    def tried(self) -> int:
        """How many problems."""
        return self.first + self.later + self.wrong

    def add(self, outcome: Outcome) -> None:
        """Counts one more problem."""
        setattr(self, outcome.result, getattr(self, outcome.result) + 1)
        self.mistakes.update(outcome.mistakes)
        self.box = {"first": min(self.box + 1, TOP), "later": NEW, "wrong": 0}[outcome.result]


Progress: TypeAlias = dict[str, Standing]
"""By the family's name."""


class OtherVersionError(ValueError):
    """The data are of a version that this program does not know."""


def to_bytes(progress: Mapping[str, Standing]) -> bytes:
    """The file of a progress."""
    families = {
        name: {
            "box": one.box,
            "first": one.first,
            "later": one.later,
            "wrong": one.wrong,
            "mistakes": dict(sorted(one.mistakes.items())),
        }
        for name, one in sorted(progress.items())
    }
    return (json.dumps({"version": VERSION, "families": families}, indent=1) + "\n").encode()


def from_bytes(data: bytes) -> Progress:
    """The progress in a file.

    Raises
    ------
    OtherVersionError
        When a newer program wrote it.
    ValueError
        When it is damaged; says how.
    """
    try:
        found = json.loads(data.decode())
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(found, dict) or type(found.get("version")) is not int:
        raise ValueError("it names no version")
    if found["version"] > VERSION:
        raise OtherVersionError(f"it has version {found['version']}, and this program knows {VERSION}")
    return {name: _standing(name, entry) for name, entry in _table(found.get("families"), "families").items()}


def _standing(name: str, entry: Any) -> Standing:
    table = _table(entry, name)
    counts = {key: _count(table.get(key), f"{name}, {key}") for key in ("box", "first", "later", "wrong")}
    mistakes = _table(table.get("mistakes"), f"{name}, mistakes")
    if counts["box"] > TOP:
        raise ValueError(f"{name}, box: {counts['box']} is no box")
    return Standing(**counts, mistakes=Counter({key: _count(n, key) for key, n in mistakes.items()}))


def _table(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{where}: {str(value)[:40]!r} stands where a table is needed")
    return value


def _count(value: Any, where: str) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        raise ValueError(f"{where}: {str(value)[:40]!r} is no count")
    return value
