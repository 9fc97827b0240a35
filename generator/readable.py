"""Whether a question says everything that was drawn: the printed question is what was computed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from generator.problem import Problem
from reference.numerals import plain

_FIGURE = re.compile(r"!\[.*?\]\(.*?\)", re.DOTALL)
_INDEX = re.compile(r"[_^](?:\{[^{}]*\}|\w)")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")


def unreadable_givens(problem: Problem, question: str) -> list[str]:
    """The givens that can't be read off the question's own text (figures don't count)."""
    text = _FIGURE.sub("", question)
    numbers = Counter(_NUMBER.findall(_INDEX.sub("", text)))
    family = problem.loaded.family
    printed = family.printed(problem.givens, problem.convention)
    missing = [name for name, words in printed.items() if words not in text]
    for name, value in _leaves(problem.givens_json()):
        if name in printed or isinstance(value, bool) or value is None:
            continue
        if isinstance(value, str):
            if value not in text:
                missing.append(name)
        else:
            number = plain(value)
            numbers[number] -= 1
            if numbers[number] < 0:
                missing.append(f"{name} = {number}")
    return missing


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for k, item in enumerate(value):
            yield from _leaves(item, f"{name}[{k}]")
    else:
        yield name, value
