"""What is practised: the families that fit what the user asks for, and how each is drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from generator import fields
from generator.conventions import DEFAULT, Convention, available, load_convention
from generator.draw import Request
from generator.errors import InputError, unknown
from generator.family import STANDARD, Loaded, family_names, load_family
from generator.places import TEMPLATES

TOPICS = TEMPLATES / "topics.toml"


@lru_cache(1)
def topics() -> Mapping[int, str]:
    """{number: what the topic is called}."""
    return {int(number): title for number, title in tomllib.loads(TOPICS.read_text(encoding="utf-8")).items()}


@dataclass(frozen=True)
class Wish:
    """What the user asks for. names: families, all when empty; "" and None: no wish."""

    names: tuple[str, ...] = ()
    topic: int | None = None
    lecture: str = ""
    difficulty: str = STANDARD
    as_choice: bool = False
    convention: Convention = field(default_factory=load_convention)
    folders: tuple[Path, ...] = ()

    def request(self, name: str) -> Request:
        """What to draw of a family; a family about many topics is asked about the one that was told."""
        loaded = load_family(name, self.folders)
        options: dict[str, object] = {}
        if self.difficulty != STANDARD:
            options["difficulty"] = self.difficulty
        if self.topic is not None and "topics" in fields.specs(loaded.family.options):
            options["topics"] = [self.topic]
        return Request.read(loaded, options=options, convention=self.convention, as_choice=self.as_choice)


def convention_for(name: str, lecture: str, folders: tuple[Path, ...]) -> Convention:
    """The notation of that name, else the lecture's own, else the usual one."""
    own = lecture if lecture in available(folders) else DEFAULT
    return load_convention(name or own, folders)


def pool(wish: Wish) -> tuple[str, ...]:
    """The names of the families that fit.

    Raises
    ------
    InputError
        For a family, topic or lecture that there is not, or when no family fits.
    """
    known = family_names(wish.folders)
    for name in wish.names:
        if name not in known:
            raise unknown("family", name, known)
    names = tuple(dict.fromkeys(wish.names)) or tuple(known)
    if wish.topic is None and not wish.lecture and not wish.as_choice:
        return names  # no family has to be loaded for that
    loaded = [load_family(name, wish.folders) for name in known]
    _check(wish, loaded)
    fitting = tuple(item.name for item in loaded if item.name in names and _fits(wish, item))
    if not fitting:
        raise InputError(_none(wish, loaded))
    return fitting


def _fits(wish: Wish, loaded: Loaded) -> bool:
    family = loaded.family
    return (
        (wish.topic is None or wish.topic in family.topics)
        and (not wish.lecture or wish.lecture in family.lectures)
        and (not wish.as_choice or "choice" in family.answers)
    )


def _check(wish: Wish, loaded: list[Loaded]) -> None:
    lectures = {lecture for item in loaded for lecture in item.family.lectures}
    if wish.lecture and wish.lecture not in lectures:
        raise unknown("lecture", wish.lecture, lectures)
    numbers = sorted({number for item in loaded for number in item.family.topics})
    if wish.topic is not None and wish.topic not in numbers:
        listed = ", ".join(map(str, numbers))
        raise InputError(f"--topic is {wish.topic}; the topics are {listed}")


def _none(wish: Wish, loaded: list[Loaded]) -> str:
    wishes = [f"topic {wish.topic}"] if wish.topic is not None else []
    wishes += [f"lecture {wish.lecture}"] if wish.lecture else []
    wishes += ["multiple choice"] if wish.as_choice else []
    among = f" of {', '.join(wish.names)}" if wish.names else ""
    near = [item.name for item in loaded if wish.topic is not None and wish.topic in item.family.topics]
    hint = f"; topic {wish.topic} is asked by {', '.join(near)}" if near else ""
    return f"none{among or ' of the families'} fits {' and '.join(wishes)}{hint}"
