"""An instructor's corrections after a quiz was taken: what is accepted besides, dropped, or given to all.

[[correction]]
item = 3                        # the problem's place in the quiz file, counted as the keys do
part = "b"                      # left out: every part
accept = "0.5"                  # this answer is right, too, or what can't be read, in the same words;
                                # or: mistake = "biases_left_out", whoever made it;
                                # or: full = true, full points for all; or: drop = true, as if never asked
credit = 1                      # of accept and mistake: the share of the points
why = "The figure could be read otherwise"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import InputError, unknown
from generator.files import read_text
from generator.rebuilt import Rebuilt
from graders.marking.marking import Allowance

_KEYS = {"item": int, "part": str, "accept": str, "mistake": str, "full": bool, "drop": bool, "why": str}
_WHAT = ("accept", "mistake", "full", "drop")


@dataclass(frozen=True)
class Correction:
    """One correction. item: the problem's place in the quiz file; part: its label, None for all parts."""

    item: int
    part: str | None
    accept: str = ""
    mistake: str = ""
    full: bool = False
    drop: bool = False
    credit: float = 1.0
    why: str = ""

    @property
    def allowance(self) -> Allowance | None:
        """What it accepts besides, if that is what it does."""
        if not (self.accept or self.mistake):
            return None
        return Allowance(self.accept, self.mistake, self.credit, self.why)

    def concerns(self, item: int, label: str) -> bool:
        """Whether it is about that part."""
        return self.item == item and self.part in (None, label)


def read_corrections(path: Path, build: Rebuilt) -> tuple[Correction, ...]:
    """The corrections in a TOML file.

    Raises
    ------
    InputError
        When it is none, or a correction names what the quiz has not, or says not exactly one thing.
    """
    try:
        data = tomllib.loads(read_text(path, "the corrections"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: the corrections are not TOML: {error}") from None
    for key in data:
        if key != "correction":
            raise unknown("key", key, ["correction"], where=str(path))
    entries = data.get("correction", [])
    if not isinstance(entries, list) or not entries:
        raise InputError(f"{path}: there are no corrections; write [[correction]] and its keys below")
    return tuple(_read(f"{path}, correction {k}", entry, build) for k, entry in enumerate(entries, start=1))


def _read(where: str, entry: Any, build: Rebuilt) -> Correction:
    if not isinstance(entry, dict):
        raise InputError(f"{where}: {entry!r} stands where a table is needed")
    for key, value in entry.items():
        if key == "credit":
            if type(value) not in (int, float) or not 0 <= value <= 1:
                raise InputError(f"{where}: credit is {value!r}; allowed is a number from 0 to 1")
        elif key not in _KEYS:
            raise unknown("key", key, [*_KEYS, "credit"], where=where)
        elif type(value) is not _KEYS[key]:
            raise InputError(f"{where}: {key} is {value!r}; allowed is a {_KEYS[key].__name__}")
    said = [key for key in _WHAT if entry.get(key)]
    if len(said) != 1:
        raise InputError(
            f"{where}: it must say one of {', '.join(_WHAT)}; it says {' and '.join(said) or 'none'}"
        )
    if "credit" in entry and said[0] in ("full", "drop"):
        raise InputError(f"{where}: credit goes with accept or mistake, not with {said[0]}")
    items = len(build.quiz.items)
    if not 1 <= entry.get("item", 0) <= items:
        raise InputError(
            f"{where}: item is {entry.get('item')}; allowed is 1 to {items}, its place in the quiz"
        )
    correction = Correction(**{"part": None, **entry})
    _check(where, correction, build)
    return correction


def _check(where: str, correction: Correction, build: Rebuilt) -> None:
    """The part must be one of the problem, and the mistake one of its family."""
    family = build.quiz.items[correction.item - 1].request.loaded
    labels = sorted({part["label"] for part in _parts(build, correction.item)})
    if correction.part is not None and correction.part not in labels:
        allowed = ", ".join(label for label in labels if label) or "none, since it has one part only"
        raise InputError(f"{where}: part is {correction.part!r}; allowed is {allowed}")
    if correction.mistake:
        names = [mistake.name for mistake in family.family.catalogue]
        if correction.mistake not in names:
            raise unknown("mistake", correction.mistake, names, where=f"{where}, family {family.name}")


def _parts(build: Rebuilt, item: int) -> list[Mapping[str, Any]]:
    """The manifest's parts of an item, in all copies."""
    with build.trusted():
        return [
            part
            for copy in build.copies
            for problem in copy["problems"]
            if problem["item"] == item
            for part in problem["parts"]
        ]
