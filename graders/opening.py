"""A submission opened for grading: its file loaded in a sandbox, or the reason why it can't be."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.files import read_text
from graders.desk import Desk
from graders.sandbox import Broke, Limits, Raised, Sandbox


@contextmanager
def opened(
    sandbox: Sandbox, path: Path, *, file: str, functions: Sequence[str], limits: Limits
) -> Iterator[tuple[Desk, str]]:
    """The submission at `path`, and why it can't be loaded: an empty text if it was.

    file: the name by which the student knows the file.
    """
    with sandbox.open(path, functions=functions, limits=limits) as child:
        started = child.start()
        desk = Desk(child, file, _lines(path), frozenset())
        if isinstance(started, Raised):
            place = f" in line {started.line}" if started.line else ""
            yield desk, f"{file} can't be loaded: {started.kind}{place}: {started.message}"
        elif isinstance(started, Broke):
            yield desk, f"{file} can't be loaded: it {started.why}."
        else:
            desk.functions = started.functions
            desk.printed.append(started.printed)
            yield desk, ""


def functions_used(grader: Path) -> tuple[str, ...]:
    """The student's functions that a grader names, as in `student.softmax`.

    Raises
    ------
    InputError
        When the grader can't be read; whether it is Python, pytest says.
    """
    try:
        tree = ast.parse(read_text(grader, "the grader"))
    except SyntaxError:
        return ()
    names = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "student"
    ]
    return tuple(dict.fromkeys(names))


def _lines(path: Path) -> int:
    try:
        return path.read_bytes().count(b"\n") + 1
    except OSError:
        return 0
