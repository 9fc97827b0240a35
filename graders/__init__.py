"""Marks answers and grades code against the reference.

What the author of a grader needs stands here: see docs/graders.md.
"""

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
