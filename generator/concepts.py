"""The bank of concept statements: sentences that are true or false, with the reason, as data.

The statements stand in templates/concepts, a file a theme, a table a statement:

    [xor_by_one_unit]
    text = "A single perceptron can compute XOR of two inputs from {0, 1}."
    true = false
    topic = 3
    why = "One straight line can't separate (0, 1) and (1, 0) from (0, 0) and (1, 1)."
    misconception = "one_line_for_everything"
    about = ["xor"]
    check = ["one_unit_computes", "XOR", 2]

`misconception` names the wrong belief that a wrong answer shows; what holds in place of it is said in
misconceptions.toml. Statements that share it, or a word of `about`, give hints about each other and never
stand in one question. `check`, where there is one, names a computation in the tests that must come to
`true`. `taught` lists the courses that teach it, for a statement or for a whole file; all without it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.errors import ExhaustedError, InputError, unknown
from generator.family import Options
from generator.places import TEMPLATES
from reference.mistakes import Bend, Mistake

FOLDER = TEMPLATES / "concepts"
BELIEFS = FOLDER / "misconceptions.toml"
COURSES = ("cs540", "cs760", "cs2109s")
TRIES = 400
MOST_LEFT_OUT = 1000
NEAR = 2
"""So many topic numbers apart two statements are still on nearly the same matter."""
_KEYS = {"text": str, "true": bool, "topic": int, "why": str, "misconception": str}
_MORE = {"about": list, "check": list, "taught": list}


@dataclass(frozen=True)
class Statement:
    """One sentence, true or false as it stands, and what is known about it."""

    name: str
    text: str
    true: bool
    topic: int
    why: str
    misconception: str
    about: frozenset[str]
    check: tuple[Any, ...]
    taught: tuple[str, ...]

    def hints_at(self, other: Statement) -> bool:
        """Whether one of the two tells something about the other."""
        return self.misconception == other.misconception or not self.about.isdisjoint(other.about)


def _by_name() -> Mapping[str, Any]:
    return bank()


def names(
    least: int,
    most: int,
    *,
    known: Callable[[], Mapping[str, Any]] = _by_name,
    what: str = "statement",
    default: Any = MISSING,
    help: str = "",  # noqa: A002  # click's word too
) -> Any:
    """A field: a list of so many different names of statements, or of what else is `known` by names."""

    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, (list, tuple)) or not least <= len(value) <= most:
            raise ValueError
        for item in value:
            if item not in known():
                raise ValueError(f"there is no {what} {item!r}")
        if len(set(value)) < len(value):
            raise ValueError("one of them stands there twice")
        return tuple(value)

    many = f"{least}" if least == most else f"{least} to {most}"
    return fields.custom(read, f"a list of {many} names of {what}s", default=default, help=help)


@dataclass(frozen=True)
class ConceptOptions(Options):
    """About what the statements are."""

    topics: tuple[int, ...] = fields.wholes(
        1, 28, lengths=(0, 28), default=(), help="topics that the statements are about; all when empty"
    )
    beyond: bool = fields.flag(
        default=False, help="also statements about what the convention's own course does not teach"
    )
    without: tuple[str, ...] = names(
        0, MOST_LEFT_OUT, default=(), help="statements that are not to be asked, by name"
    )


@lru_cache(1)
def misconceptions() -> dict[str, str]:
    """{wrong belief: what holds in place of it}."""
    return dict(_toml(BELIEFS))


@lru_cache(1)
def bank() -> dict[str, Statement]:
    """{name: statement}, of all files.

    Raises
    ------
    InputError
        When a file is not TOML, or an entry is no statement; names file, statement and key.
    """
    found: dict[str, Statement] = {}
    for path in _themes():
        data = dict(_toml(path))
        taught = data.pop("taught", list(COURSES))
        for name, entry in data.items():
            where = f"{path}: statement {name}"
            if name in found:
                raise InputError(f"{where}: another statement has this name")
            found[name] = _read(where, name, {"taught": taught, **entry})
    return found


def _themes() -> list[Path]:
    return sorted(path for path in FOLDER.glob("*.toml") if path != BELIEFS)


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not a TOML file: {error}") from None


def _read(where: str, name: str, entry: Mapping[str, Any]) -> Statement:
    for key, value in entry.items():
        kind = (_KEYS | _MORE).get(key)
        if kind is None:
            raise unknown("key", key, _KEYS | _MORE, where=where)
        if type(value) is not kind:
            raise InputError(f"{where}: {key} is {value!r}; allowed is a {kind.__name__}")
    if missing := [key for key in _KEYS if key not in entry]:
        raise InputError(f"{where}: {missing[0]} is missing")
    if entry["misconception"] not in misconceptions():
        raise unknown("misconception", entry["misconception"], misconceptions(), where=where)
    if strange := [course for course in entry["taught"] if course not in COURSES]:
        raise unknown("course", strange[0], COURSES, where=where)
    return Statement(
        name,
        **{key: entry[key] for key in _KEYS},
        about=frozenset(entry.get("about", ())),
        check=tuple(entry.get("check", ())),
        taught=tuple(entry["taught"]),
    )


@lru_cache(256)
def pool(
    course: str, topics: tuple[int, ...], *, beyond: bool, plain: bool
) -> dict[bool, tuple[Statement, ...]]:
    """The true and the false statements that may be asked; plain: only those without a formula."""
    usable = [
        item
        for item in bank().values()
        if (not topics or item.topic in topics)
        and (beyond or course not in COURSES or course in item.taught)
        and not (plain and "$" in item.text)
    ]
    return {truth: tuple(item for item in usable if item.true is truth) for truth in (True, False)}


def pick(
    rng: Random, truths: Sequence[bool], options: ConceptOptions, convention: Convention
) -> tuple[str, ...]:
    """The names of statements that are true and false as told and give no hints about each other.

    Easy ones hold no formula; hard ones are on nearly the same matter.

    Raises
    ------
    ExhaustedError
        When the options leave too few statements.
    """
    usable = pool(convention.name, options.topics, beyond=options.beyond, plain=options.difficulty == "easy")
    if left_out := frozenset(options.without):
        usable = {
            truth: tuple(item for item in items if item.name not in left_out)
            for truth, items in usable.items()
        }
    near = options.difficulty == "hard"
    for _ in range(TRIES):
        chosen: list[Statement] = []
        for truth in truths:
            if not usable[truth]:
                break
            item = rng.choice(usable[truth])
            if near and chosen:
                close = [other for other in usable[truth] if abs(other.topic - chosen[0].topic) <= NEAR]
                item = rng.choice(close or [item])
            if any(item.hints_at(other) for other in chosen):
                break
            chosen.append(item)
        else:
            return tuple(item.name for item in chosen)
    raise too_few("statements", options, convention)


def too_few(what: str, options: ConceptOptions, convention: Convention) -> ExhaustedError:
    """The error where the options leave too few statements, or what else they choose from."""
    numbers = ", ".join(map(str, options.topics))
    topics = f" on topic{'s' if len(options.topics) > 1 else ''} {numbers}" if numbers else ""
    asked = " that are not asked already" if options.without else ""
    return ExhaustedError(
        f"too few {what}{topics} in the course {convention.name}{asked} can stand in one question; ask for "
        "fewer, name more topics, or set beyond to true"
    )


def hints(chosen: Iterable[str]) -> str | None:
    """Why these statements must not stand in one question, or None."""
    items = [bank()[name] for name in chosen]
    for k, item in enumerate(items):
        for other in items[:k]:
            if item.hints_at(other):
                return f"the statements {other.name} and {item.name} give hints about each other"
    return None


def facts(chosen: Sequence[str]) -> dict[str, int]:
    """The steps' inputs: true_1 is 1 if the first statement is true, belief_1 its misconception's number."""
    found = {}
    for k, name in enumerate(chosen, start=1):
        found[f"true_{k}"] = int(bank()[name].true)
        found[f"belief_{k}"] = numbers()[bank()[name].misconception]
    return found


@lru_cache(1)
def numbers() -> dict[str, int]:
    """{misconception: its number}, by which the steps know it."""
    return {name: number for number, name in enumerate(misconceptions(), start=1)}


def inputs(count: int) -> list[str]:
    """The names of `facts` for so many statements."""
    return [f"{name}_{k}" for k in range(1, count + 1) for name in ("true", "belief")]


def mistakes(
    step: str, rule: str, *, belief: str = "belief_{k}", among: Iterable[str] | None = None
) -> tuple[Mistake, ...]:
    """A mistake for each misconception: whoever has it works out `step` by `rule` where it matters.

    belief: the input that holds a misconception's number. among: only these misconceptions.
    """
    wanted = set(misconceptions() if among is None else among)
    return tuple(
        Mistake(name, says, Bend({step: f"{rule} if {belief} == {numbers()[name]} else {{old}}"}), Bend())
        for name, says in misconceptions().items()
        if name in wanted
    )


def printed(chosen: Sequence[str], _: Any = None) -> dict[str, str]:
    """In place of its name a statement's text is printed."""
    return {f"statements[{k}]": bank()[name].text for k, name in enumerate(chosen)}


def truth_as_printed(text: str) -> bool:
    """Whether the statement with that text is true, by a reading of the files' lines of its own."""
    return _truths()[text]


@lru_cache(1)
def _truths() -> dict[str, bool]:
    found: dict[str, bool] = {}
    for path in _themes():
        for block in re.split(r"(?m)^\[\w+\]$", path.read_text(encoding="utf-8"))[1:]:
            lines = dict(_lines(block))
            found[_unquoted(lines["text"])] = {"true": True, "false": False}[lines["true"]]
    return found


def _lines(block: str) -> Iterator[tuple[str, str]]:
    for line in block.splitlines():
        key, sign, value = line.partition(" = ")
        if sign:
            yield key, value


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        return str(json.loads(value))
    return value.strip("'")
