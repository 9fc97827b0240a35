"""The student's functions as a check sees them: inputs go into the sandbox, plain numbers come back."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from graders.comparing import CheckFailedError, about
from graders.general import general
from graders.sandbox import Answered, Broke, Call, Raised, Reply, Unreadable

_EXCEPTIONS = frozenset(
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)
)


class Child(Protocol):
    """What answers calls: the sandbox's child."""

    def call(self, calls: Sequence[Call]) -> Sequence[Reply]:
        """A reply to each call, in order."""


@dataclass
class Desk:
    """One submission being graded, and what has come to light in the check that runs now.

    overwrites: {function: which arguments it wrote into}, in this check; charged: the functions for which a
    check has failed because of that already, so that one slip costs once.
    """

    child: Child
    file: str
    lines: int
    functions: frozenset[str]
    charged: set[str] = field(default_factory=set)
    overwrites: dict[str, tuple[int | str, ...]] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def next_check(self) -> None:
        """Forget what came to light in the check before."""
        self.overwrites.clear()
        self.printed.clear()
        self.remarks.clear()

    def refuse_overwriting(self) -> None:
        """Raise a CheckFailedError for the first function that wrote into its arguments, once a function."""
        for function, places in self.overwrites.items():
            if function in self.charged:
                self.remarks.append(f"{function} changes its arguments, which has cost its points already.")
                continue
            self.charged.add(function)
            which = " and ".join(f'"{k}"' if isinstance(k, str) else f"number {k + 1}" for k in places)
            says = general()["input_overwritten"]
            raise CheckFailedError(
                f"{function} changed its argument {which}. {says}", mistake="input_overwritten"
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
        desk = self._desk
        if self.name not in desk.functions:
            raise CheckFailedError(f"{desk.file} defines no function {self.name}.")
        named = {key: _plain(value) for key, value in kwargs.items()}
        sent = [Call(self.name, tuple(map(_plain, call)), named) for call in calls]
        replies = list(desk.child.call(sent))
        for reply in replies:
            if reply.printed:
                desk.printed.append(reply.printed)
            if isinstance(reply, Answered) and reply.changed:
                desk.overwrites.setdefault(self.name, reply.changed)
        return replies

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
        return CheckFailedError(
            f"{self.name} raised {kind}{place}.", details=f"{reply.kind}: {reply.message}"
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
