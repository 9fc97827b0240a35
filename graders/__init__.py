"""Marks answers and grades code against the reference.

What the author of a grader needs stands here: see docs/graders.md. It is loaded when it is asked for, since
marking and practising need none of it, and pytest takes its time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graders.checks import hidden, needs, points
    from graders.comparing import CheckFailedError, compare
    from graders.drawing import Draw, Net
    from graders.judging import judge, observe
    from graders.questions import Question
    from graders.student import Function, Student

__all__ = [
    "CheckFailedError",
    "Draw",
    "Function",
    "Net",
    "Question",
    "Student",
    "compare",
    "hidden",
    "judge",
    "needs",
    "observe",
    "points",
]

_WHERE = {
    "checks": ("hidden", "needs", "points"),
    "comparing": ("CheckFailedError", "compare"),
    "drawing": ("Draw", "Net"),
    "judging": ("judge", "observe"),
    "questions": ("Question",),
    "student": ("Function", "Student"),
}


def __getattr__(name: str) -> Any:
    """What stands in `__all__`, from the module that defines it."""
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"graders.{module}"), name)
    raise AttributeError(f"module 'graders' has no attribute '{name}'")
