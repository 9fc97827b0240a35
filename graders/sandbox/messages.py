"""What is asked of a student's function, and what may come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graders.sandbox.inside.wire import Unreadable

Value = Any
"""None, bool, int, float, str, np.ndarray (of bools, ints or floats), list, tuple, dict[str, Value] or
Unreadable: exactly these types, never a subclass. NumPy's scalars arrive as bool, int or float."""


class SandboxError(RuntimeError):
    """The sandbox itself failed: our fault or the machine's, never the student's."""


@dataclass(frozen=True, eq=False)
class Call:
    """One call of one of the student's functions."""

    function: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Started:
    """The submission was imported; `functions` are those asked for which it has."""

    functions: frozenset[str]
    printed: str = ""


@dataclass(frozen=True, eq=False)
class Answered:
    """The function returned.

    arguments: the positional arguments as they were after the call; `call.args` itself when none changed.
    changed: the places (a number, or a keyword) of the arguments that the function wrote into.
    """

    value: Value
    printed: str = ""
    arguments: tuple[Value, ...] = ()
    changed: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class Raised:
    """The student's code raised: the exception's type, its text, and the line in the student's file."""

    kind: str
    message: str
    line: int | None = None
    printed: str = ""


@dataclass(frozen=True)
class Broke:
    """No reply: `why` is a phrase such as "took longer than 2 s"."""

    why: str
    printed: str = ""


Reply = Answered | Raised | Broke

__all__ = [
    "Answered",
    "Broke",
    "Call",
    "Raised",
    "Reply",
    "SandboxError",
    "Started",
    "Unreadable",
    "Value",
]
