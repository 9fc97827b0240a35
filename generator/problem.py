"""A problem: one drawn variant of a family, as data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator import fields
from generator.answers.answer import Answer
from generator.conventions import Convention, Notation
from generator.family import Ask, Loaded, Options
from generator.points import divided
from generator.working import Working
from reference.mistakes import Mistake


@dataclass(frozen=True)
class WrongAnswer:
    """What someone answers who makes one mistake; `answer` knows how such a value is printed."""

    mistake: Mistake
    value: Any
    answer: Answer

    @property
    def shown(self) -> str:
        """The value as the key's `shown` would have it."""
        return self.answer.text(self.value)

    @property
    def latex(self) -> str:
        """The value as a printed choice."""
        return self.answer.latex(self.value)


@dataclass(frozen=True)
class Part:
    """One thing asked. `answer` is right; `wrong` are the answers that active mistakes lead to."""

    label: str
    ask: Ask
    share: float
    answer: Answer
    wrong: tuple[WrongAnswer, ...] = ()

    @property
    def open_answer(self) -> Answer:
        """The answer as it would be asked without printed choices."""
        return getattr(self.answer, "underlying", None) or self.answer

    @property
    def options(self) -> tuple[str, ...]:
        """The printed choices (Markdown), none for an open part."""
        return getattr(self.answer, "options", ())


@dataclass(frozen=True)
class Problem:
    """One drawn variant.

    inexact: whether anything is rounded on the way, so that the paper has to say how. redraws: how many
    draws the guards turned away before, by guard.
    """

    loaded: Loaded
    seed: str
    options: Options
    convention: Convention
    givens: Any
    parts: tuple[Part, ...]
    working: Working = field(repr=False)
    inexact: bool = False
    redraws: dict[str, int] = field(default_factory=dict, compare=False)
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The family's name."""
        return self.loaded.name

    @property
    def notation(self) -> Notation:
        """How names are printed on its paper."""
        family = self.loaded.family
        letters = tuple(family.letters(self.givens).items())
        return self.convention.notation(letters, tuple(family.symbols.items()))

    def worth(self, points: float) -> tuple[float, ...]:
        """What each part is worth where the problem is worth so many points."""
        return divided(points, [part.share for part in self.parts])

    def givens_json(self) -> dict[str, Any]:
        """The givens by name, arrays as nested lists."""
        named = {name: getattr(self.givens, name) for name in fields.specs(type(self.givens))}
        return {name: _plain(value) for name, value in named.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value
