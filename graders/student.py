"""The student's functions as a check sees them: inputs go into the sandbox, plain numbers come back."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from graders.checks import spoken
from graders.comparing import CheckFailedError
from graders.desk import Desk
from graders.faults import about
from graders.general import general, raised
from graders.questions import Question
from graders.sandbox import Answered, Broke, Call, Raised, Reply, Unreadable

_EXCEPTIONS = frozenset(
    name
    for place in (builtins, np.exceptions, np.linalg)
    for name, value in vars(place).items()
    if isinstance(value, type) and issubclass(value, Exception)
)


class Student:
    """`student.softmax(z)` calls the student's softmax; see `Function`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_"):
            raise AttributeError(name)
        return Function(name, self._desk)


class Function:
    """One function of the student's file. Called, it returns numbers, arrays, lists, tuples and dicts."""

    def __init__(self, name: str, desk: Desk) -> None:
        self.name = name
        self._desk = desk

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the student's function returns.

        Raises
        ------
        CheckFailedError
            When the function is missing, raises, takes too long, or returns what can't be read.
        """
        return self.map([args], **kwargs)[0]

    def map(self, calls: Iterable[Any], **kwargs: Any) -> list[Any]:
        """What it returns for each of several calls, made in one go; as for a single call.

        calls: a tuple of arguments each, or the argument where there is only one. kwargs: for every call.
        """
        tuples = [call if isinstance(call, tuple) else (call,) for call in calls]
        return [self.value(reply) for reply in self.replies(tuples, **kwargs)]

    def replies(self, calls: Iterable[tuple[Any, ...]], **kwargs: Any) -> list[Reply]:
        """The sandbox's reply to each of several calls; raises only where the function is missing."""
        return self._noted(self._sent(calls, kwargs))

    def answers(self, questions: Sequence[Question]) -> list[Reply]:
        """The reply to each question, as for calls; what an earlier check asked is not asked again."""
        kept = self._desk.answers
        new = [question for question in questions if (self.name, question) not in kept]
        sent = iter(self._sent([tuple(question.arguments.values()) for question in new], {}))
        found = [(question, kept.get((self.name, question)) or next(sent)) for question in questions]
        kept.update(
            ((self.name, question), reply) for question, reply in found if not isinstance(reply, Broke)
        )
        return self._noted([reply for _, reply in found])

    def _sent(self, calls: Iterable[tuple[Any, ...]], kwargs: dict[str, Any]) -> list[Reply]:
        desk = self._desk
        if self.name not in desk.functions:
            raise CheckFailedError(f"{desk.file} defines no function {self.name}.")
        named = {key: _plain(value) for key, value in kwargs.items()}
        sent = [Call(self.name, tuple(map(_plain, call)), named) for call in calls]
        return list(desk.child.call(sent)) if sent else []

    def _noted(self, replies: list[Reply]) -> list[Reply]:
        """The replies, after the desk has taken down what was printed and which arguments were changed."""
        for reply in replies:
            if reply.printed:
                self._desk.printed.append(reply.printed)
            if isinstance(reply, Answered) and reply.changed:
                self._desk.overwrites.setdefault(self.name, reply.changed)
        return replies

    @property
    def shown_again(self) -> str | None:
        """The mistake that shows in this check again, after it has cost points in another."""
        return self._desk.shown

    def settled(self) -> set[str]:
        """The mistakes of this function that have cost as much already as this check is worth."""
        return {mistake for _, mistake in self._desk.charged if self._desk.settled(self.name, mistake)}

    def lend(self) -> None:
        """Its values are given to what this check judges."""
        self._desk.lenders.add(self.name)

    def show_again(self, mistake: str) -> None:
        """Say that this check shows a mistake again, and costs nothing for it."""
        self._desk.shown = self._desk.shown or mistake
        if charge := self._desk.settled(self.name, mistake):
            check = spoken(charge.check)
            self.remark(f"Right, apart from {mistake}, which has cost its points in the check {check}.")

    def value(self, reply: Reply) -> Any:
        """The value of a reply; raises a CheckFailedError where there is none."""
        match reply:
            case Answered(value=Unreadable() as value):
                raise CheckFailedError(
                    f"{self.name} returned no number, array, list or dict.", details=about(value)
                )
            case Answered(value=value):
                return value
            case Raised(kind="NotImplementedError"):
                raise CheckFailedError(
                    f"{self.name} is not written yet: put your code in place of `raise NotImplementedError`."
                )
            case Raised():
                raise self._raised(reply)
            case Broke(why=why):
                raise CheckFailedError(f"{self.name} {why}.")

    def remark(self, text: str) -> None:
        """Add a sentence to what the student reads about this check."""
        if text not in self._desk.remarks:
            self._desk.remarks.append(text)

    def _raised(self, reply: Raised) -> CheckFailedError:
        kind = reply.kind if reply.kind in _EXCEPTIONS else "an exception"
        known = reply.line is not None and 0 < reply.line <= self._desk.lines
        place = f" in line {reply.line} of {self._desk.file}" if known else ""
        mistake = raised().get(reply.kind)
        says = f" {general()[mistake]}" if mistake else ""
        return CheckFailedError(
            f"{self.name} raised {kind}{place}.{says}",
            details=f"{reply.kind}: {reply.message}",
            mistake=mistake,
            function=self.name,
        )


def _plain(value: Any) -> Any:
    """A value of exactly the types that can be sent."""
    if isinstance(value, np.ndarray):
        return np.array(value, order="C", subok=False)
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple)):
        return type(value)(map(_plain, value))
    return value
