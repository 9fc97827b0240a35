"""Marks what students answered to drawn problems, as a good assistant would.

An answer is read generously and never guessed; every right form is right; a wrong one is told which
mistake gives it; what is right given the student's own earlier answers earns its marks.
"""

from graders.marking.marking import Allowance, mark_problem
from graders.marking.verdicts import Remark, Verdict

__all__ = ["Allowance", "Remark", "Verdict", "mark_problem"]
