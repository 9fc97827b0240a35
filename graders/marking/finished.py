"""Whether a right answer was worked out to the end."""

from __future__ import annotations

import ast
from typing import Literal

from generator.answers.answer import Answer
from generator.answers.expression import Expression
from graders.reading import Value

MORE, FEW = 1.5, 2
"""A formula of more than MORE times the key's operations, and FEW besides, can be simplified."""
Unfinished = Literal["", "calculation", "formula"]


def unfinished(answer: Answer, value: Value) -> Unfinished:
    """What is left to do: a calculation to be worked out, a formula to be simplified, or nothing."""
    if isinstance(answer, Expression):
        longer = _operations(value.shown) > MORE * _operations(answer.value) + FEW
        return "formula" if longer else ""
    return "calculation" if value.form == "worked" else ""


def _operations(text: str) -> int:
    nodes = ast.walk(ast.parse(text, mode="eval"))
    return sum(isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Call, ast.Compare, ast.IfExp)) for node in nodes)
