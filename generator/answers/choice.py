"""One of some printed options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.answers.answer import Answer
from generator.answers.rounding import reach
from generator.working import Working

LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True)
class Choice(Answer):
    """One of some printed options. value: the letter; underlying: the open answer, where there is one."""

    type: ClassVar[str] = "choice"
    options: tuple[str, ...]
    underlying: Answer | None = None

    undecided: str = ""

    @classmethod
    def settle(cls, working: Working, steps: Sequence[str], *, options: tuple[str, ...] = ()) -> Choice:
        """The option whose number, counted from 1, is the value of the one asked step."""
        _, undecided = reach(working, steps, (0.0,))
        letter = cls.predict(working, steps)
        return cls(letter, letter, options, undecided=undecided)

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> str:
        return LETTERS[int(working.value(steps[0])) - 1]

    def objection(self, widest: float) -> str:
        return self.undecided

    @property
    def right(self) -> int:
        """The index of the right option."""
        return LETTERS.index(self.value)

    def accepts(self, value: Any) -> bool:
        return bool(value == self.value)

    def agrees(self, other: Any) -> bool:
        return bool(other == self.value or (isinstance(other, int) and other == self.right + 1))

    def text(self, value: Any) -> str:
        return str(value)

    def latex(self, value: Any) -> str:
        return str(value)

    @property
    def key_text(self) -> str:
        return f"`{self.shown}` {self.options[self.right]}"

    def wrote(self, value: Any) -> str:
        return f"**{value}** {self.options[LETTERS.index(value)]}"

    def to_json(self) -> dict[str, Any]:
        more: dict[str, Any] = {"options": list(self.options)}
        if self.underlying is not None:
            more["underlying"] = self.underlying.to_json()
        return super().to_json() | more
