"""What is known of the submission that is being graded, and what its mistakes have cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from graders.checks import spoken
from graders.comparing import CheckFailedError
from graders.general import general
from graders.questions import Question
from graders.sandbox import Call, Reply

OVERWRITING = "input_overwritten"


class Child(Protocol):
    """What answers calls: the sandbox's child."""

    def call(self, calls: Sequence[Call]) -> Sequence[Reply]:
        """A reply to each call, in order."""


@dataclass(frozen=True)
class Charge:
    """What a mistake has cost: a check, and its points."""

    check: str
    points: float


@dataclass
class Desk:
    """One submission being graded, and what has come to light in the check that runs now.

    worth: the points of the check that runs. charged: {(function, mistake): what it has cost}.
    answers: {(function, question): the reply}, so that checks may share questions. In this check, overwrites:
    the arguments that a function wrote into, {function: places}; lenders: the functions on whose values it
    builds; shown: a mistake that shows again.
    """

    child: Child
    file: str
    lines: int
    functions: frozenset[str]
    worth: float = 1.0
    charged: dict[tuple[str, str], Charge] = field(default_factory=dict)
    answers: dict[tuple[str, Question], Reply] = field(default_factory=dict)
    overwrites: dict[str, tuple[int | str, ...]] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lenders: set[str] = field(default_factory=set)
    shown: str | None = None

    def next_check(self, worth: float) -> None:
        """Forget what came to light in the check before; the next one has these points."""
        self.worth = worth
        self.overwrites.clear()
        self.printed.clear()
        self.remarks.clear()
        self.lenders.clear()
        self.shown = None

    def charge(self, error: CheckFailedError, check: str) -> Charge | None:
        """The check has failed: write down what the mistake has cost, and return what it had cost before.

        One slip costs once, as many points as the check is worth that is worth most among those it spoils.
        """
        if not error.mistake or not error.function:
            return None
        before = self.charged.get((error.function, error.mistake))
        if before is None or before.points < self.worth:
            self.charged[error.function, error.mistake] = Charge(check, self.worth)
        return before

    def settled(self, function: str, mistake: str) -> Charge | None:
        """What a mistake has cost, where that is no less than this check is worth.

        The mistake may be that of a function on whose values the check builds.
        """
        charges = [self.charged.get((name, mistake)) for name in (function, *sorted(self.lenders))]
        return next((charge for charge in charges if charge and charge.points >= self.worth), None)

    def refuse_overwriting(self) -> None:
        """Raise a CheckFailedError for the first function that wrote into its arguments, once a function."""
        for function, places in self.overwrites.items():
            if charge := self.settled(function, OVERWRITING):
                where = f"which has cost its points in the check {spoken(charge.check)}"
                self.remarks.append(f"{function} changes its arguments, {where}.")
                continue
            text = _overwrote(function, places)
            raise CheckFailedError(text, mistake=OVERWRITING, function=function, alone=True)

    def blame_overwriting(self, error: CheckFailedError) -> None:
        """Say in the error for a wrong result of unknown cause that the function wrote into its arguments."""
        if error.mistake is None and (places := self.overwrites.get(error.function)):
            error.mistake = OVERWRITING
            error.message += f" {_overwrote(error.function, places)}"


def _overwrote(function: str, places: tuple[int | str, ...]) -> str:
    which = " and ".join(f'"{k}"' if isinstance(k, str) else f"number {k + 1}" for k in places)
    return f"{function} changed its argument {which}. {general()[OVERWRITING]}"
