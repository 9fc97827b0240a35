"""What every type of answer can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from generator.working import Working, Written
from reference.numerals import typographic

WIDEST = 0.02
"""A tolerance beyond this share of the answer would accept too much; such draws are redrawn."""


@dataclass(frozen=True)
class Answer(ABC):
    """The right answer to one part. shown: the text of the key and of answers.csv.

    rounded: whether it is made of numbers that may have to be rounded. work_lines: how much space its
    working needs; with stepwise so much more as the steps to it take.
    """

    type: ClassVar[str]
    rounded: ClassVar[bool] = False
    work_lines: ClassVar[int] = 0
    stepwise: ClassVar[bool] = False
    value: Any
    shown: str

    @classmethod
    @abstractmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> Any:
        """The value to which a working leads, right or wrong."""

    @classmethod
    def hopeless(cls, working: Working, steps: Sequence[str]) -> str:  # noqa: ARG003  # types that look use them
        """Why no answer here can be fair, as far as the values alone tell; a look before `settle`."""
        return ""

    @property
    def inexact(self) -> bool:
        """Whether someone who works as told rounds on the way to it."""
        return False

    @property
    def unfair(self) -> str:
        """Why this answer must not be asked for (the guard's name), or nothing."""
        return self.objection(WIDEST)

    def objection(self, widest: float) -> str:
        """Why the answer tells nothing, or accepts too much: more than this share of itself around it."""
        return ""

    @abstractmethod
    def accepts(self, value: Any) -> bool:
        """Whether a student's value is taken for right."""

    @abstractmethod
    def agrees(self, other: Any) -> bool:
        """Whether an independent derivation came to the same."""

    def same(self, other: Any) -> bool:
        """Whether `other` is this very answer in full precision, so that a mistake changes nothing."""
        return self.agrees(other)

    @abstractmethod
    def text(self, value: Any) -> str:
        """A value of this type as `shown` would have it."""

    @abstractmethod
    def latex(self, value: Any) -> str:
        """A value of this type as a printed choice (Markdown)."""

    def plausible(self, value: Any, within: tuple[float, float]) -> bool:
        """Whether a wrong value may stand among printed choices without being seen at once to be wrong."""
        return True

    def looks_like(self, value: Any) -> bool:
        """Whether a printed choice with this wrong value looks like the key: no rounded one beside 1.2."""
        return True

    def instead(self, value: Any) -> Answer:
        """The answer if another value were right."""
        return replace(self, value=value)

    def taken(self, value: Any) -> Any:
        """A value as it was read, as this type holds it."""
        return value

    def data(self, value: Any) -> Any:
        """A value of this type as the machine interface has it."""
        return value

    @property
    def key_text(self) -> str:
        """The answer as the key prints it (Markdown): as answers.csv has it, and how it is read best."""
        return f"`{self.shown}`"

    def wrote(self, value: Any) -> str:
        """A value as a marker finds it on the paper (Markdown); plain text is set faster than formulas."""
        return typographic(self.text(value))

    def near(self, value: Any) -> bool:
        """Whether a wrong value is so near that `reaches` has to be asked."""
        return False

    def reaches(self, wrong: Working, steps: Sequence[str]) -> bool:
        """Whether someone who works with a mistake may by rounding end within the tolerance."""
        return False

    def leading(self, wrong: Any, bent: Working, steps: Sequence[str]) -> Callable[[Any], bool]:
        """Tells of a value whether a mistake leads to it: to `wrong` in full precision, worked as `bent`."""
        return lambda value: bool(value == wrong)

    def places_right(self, value: Any, decimals: Any) -> int | None:
        """To how many decimals a value is right that was written with too few; None when it is not."""
        return None

    def entries_off(self, value: Any) -> tuple[int, ...]:
        """Which entries of a value are wrong, counted from 0, where some are right; else nothing."""
        return ()

    def written(self, value: Any, steps: Sequence[str], decimals: Any) -> Mapping[str, Written]:
        """A student's values of steps, from which later parts may go on."""
        return {}

    def other_forms(self) -> Iterator[Any]:
        """The answer in forms in which an honest student may hand it in."""
        yield self.value

    @property
    def margin(self) -> str:
        """The tolerance as printed, or nothing."""
        return ""

    @property
    def accepted(self) -> str:
        """What else is taken for right, for the key: "±0.0004", or nothing."""
        return f"±{self.margin}" if self.margin else ""

    def to_json(self) -> dict[str, Any]:
        """The answer as the machine interface has it."""
        return {"type": self.type, "value": self.value, "shown": self.shown}
