"""One submission in a sandbox: imported, called in batches, started anew after it broke, within a budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

import numpy as np

from graders.sandbox.layers import Plan
from graders.sandbox.limits import Limits
from graders.sandbox.messages import Answered, Broke, Call, Raised, Reply, Started
from graders.sandbox.printed import readable
from graders.sandbox.process import BrokenError, Process

_LONGEST_KIND = 100
_LONGEST_MESSAGE = 2000
_LAST_LINE = 10**6
_NO_REPLY = "sent something that is no reply"


class Child:
    """A submission that runs; use it in a `with` statement, so that it ends."""

    def __init__(
        self,
        plan: Callable[[], Plan],
        source: bytes,
        *,
        file: str,
        functions: Sequence[str],
        limits: Limits,
    ) -> None:
        self._plan = plan
        self._limits = limits
        self._functions = tuple(functions)
        self._all_used = f"used up its {limits.submission_seconds:g} s"
        name = file.rsplit(".", 1)[0]
        self._order = {
            "name": name,
            "file": file,
            "source": np.frombuffer(source, np.uint8),
            "functions": list(self._functions),
        }
        self._process: Process | None = None
        self._started: Started | Raised | Broke | None = None
        self._spent = 0.0

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End it and everything that it started."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def start(self) -> Started | Raised | Broke:
        """Import the submission, once; the answer stays the same.

        Raises
        ------
        SandboxError
            When the sandbox itself doesn't start.
        """
        if self._started is None:
            self._started = self._import()
        return self._started

    def _import(self) -> Started | Raised | Broke:
        self._process = Process(self._plan(), self._limits)
        try:
            reply, printed = self._ask(self._order)
        except BrokenError as error:
            return self._break(str(error))
        match _worded(reply):
            case ["started", list(names)] if all(type(name) is str for name in names):
                return Started(frozenset(names).intersection(self._functions), printed)
        return self._raised(reply, printed)

    def call(self, calls: Sequence[Call]) -> list[Reply]:
        """One reply a call, in order.

        After a call that broke the child, the rest of these calls are not made and their replies are `Broke`,
        too; the next batch starts a new child. A submission that can't be imported answers each with why.

        Raises
        ------
        SandboxError
            When the sandbox itself doesn't start.
        WireError
            When an argument is no plain value.
        """
        started = self.start()
        if not isinstance(started, Started):
            return [started for _ in calls]
        if self._spent >= self._limits.submission_seconds:
            return [self._break(self._all_used) for _ in calls]
        if calls and self._process is None:
            began, spent = time.monotonic(), self._spent
            again = self._import()
            self._spent = spent + time.monotonic() - began  # starting anew counts as well
            if not isinstance(again, Started):
                return [again for _ in calls]
        replies: list[Reply] = []
        for call in calls:
            reply = self._one(call)
            replies.append(reply)
            if isinstance(reply, Broke):
                rest = Broke(f"not called, since an earlier call {reply.why}")
                return replies + [rest] * (len(calls) - len(replies))
        return replies

    def _one(self, call: Call) -> Reply:
        try:
            reply, printed = self._ask([call.function, tuple(call.args), dict(call.kwargs)])
        except BrokenError as error:
            return self._break(str(error))
        match _worded(reply):
            case ["answered", value, list(changes)]:
                return _answered(call, value, changes, printed) or self._break(_NO_REPLY)
        return self._raised(reply, printed)

    def _raised(self, reply: Any, printed: str) -> Raised | Broke:
        match _worded(reply):
            case ["raised", str("MemoryError"), str(), int() | None]:
                return self._break(f"used more than {self._limits.memory_mb} MB", printed)
            case ["raised", str(kind), str(message), int() | None as line]:
                kind, message = readable(kind[:_LONGEST_KIND]), readable(message[:_LONGEST_MESSAGE])
                return Raised(kind, message, line if line and 0 < line < _LAST_LINE else None, printed)
        return self._break(_NO_REPLY, printed)

    def _ask(self, message: Any) -> tuple[Any, str]:
        """The reply to a message, and what was printed before it; the time counts.

        Raises
        ------
        BrokenError
            When there is none.
        """
        limits, process = self._limits, self._process
        left = limits.submission_seconds - self._spent
        if process is None or left <= 0:
            raise BrokenError(self._all_used)
        began = time.monotonic()
        try:
            if left < limits.seconds:
                reply = process.ask(message, left, late=self._all_used)
            else:
                reply = process.ask(message, limits.seconds)
            return reply, process.printed.take()
        finally:
            self._spent += time.monotonic() - began

    def _break(self, why: str, printed: str = "") -> Broke:
        process, self._process = self._process, None
        if process is not None:
            process.end()
            printed += process.printed.take()
        return Broke(why, printed)


def _worded(reply: Any) -> list[Any]:
    """A reply that begins with a word, as a list; an empty one for all else.

    A student can put an array in the word's place, whose `==` is no truth value.
    """
    return reply if type(reply) is list and reply and type(reply[0]) is str else []


def _answered(call: Call, value: Any, changes: list[Any], printed: str) -> Answered | None:
    """The answer with the changed arguments in their places; None when such places don't exist."""
    arguments = list(call.args)
    places: list[int | str] = []
    for change in changes:
        match change:
            case [int(place), new] if 0 <= place < len(arguments):
                arguments[place] = new
            case [str(place), _] if place in call.kwargs:
                pass
            case _:
                return None
        places.append(place)
    return Answered(value, printed, tuple(arguments) if places else call.args, tuple(places))
