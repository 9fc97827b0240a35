"""The student's starter file, cut out of the annotated solution, so that the two can't drift apart."""

from __future__ import annotations

import ast

from generator.errors import InputError
from generator.files import read_text
from graders.assignment import SETTINGS, Assignment

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
STUB = "# YOUR CODE HERE"
RAISE = "raise NotImplementedError"


def starter(assignment: Assignment) -> str:
    """The text of the starter: every solution between its two marks replaced by a place for the student's.

    Inside a function that place raises NotImplementedError; outside of one, as around helpers, nothing is
    left.

    Raises
    ------
    InputError
        When the marks don't pair up, there are none, or what is left is not Python or lacks a function that
        the settings list; names file and line.
    """
    path = assignment.solution
    lines = read_text(path, "the annotated solution").splitlines()
    kept: list[str] = []
    begun = 0
    for number, line in enumerate(lines, start=1):
        mark = line.strip()
        if mark == BEGIN:
            if begun:
                raise InputError(f"{path}, line {number}: a second {BEGIN} before {END}")
            begun = number
            indent = line[: len(line) - len(line.lstrip())]
            kept.extend([indent + STUB, indent + RAISE] if indent else [])
        elif mark == END:
            if not begun:
                raise InputError(f"{path}, line {number}: {END} without a {BEGIN} before it")
            begun = 0
        elif not begun:
            kept.append(line)
    if begun:
        raise InputError(f"{path}, line {begun}: {BEGIN} without an {END} after it")
    if kept == lines:
        raise InputError(f"{path}: no solution is marked; put it between {BEGIN} and {END}")
    text = "\n".join(kept).rstrip() + "\n"
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise InputError(f"{path}: without its solutions it is no Python: {error.msg}") from None
    there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    if missing := [name for name in assignment.functions if name not in there]:
        raise InputError(f"{path}: it has no function {missing[0]}, which {SETTINGS} lists")
    return text
