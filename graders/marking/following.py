"""Follow-through: what is right given a student's own wrong answers to earlier parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from generator.answers.rounding import WILD, beyond
from generator.problem import Part, Problem
from generator.working import Working, Written
from graders.marking.naming import Bends, Named

MOST = 3
"""So many wrong answers before are also looked at one by one; all of them together always are."""


@dataclass(frozen=True)
class Earlier:
    """A wrong answer to an earlier part: the values of steps that the student may have gone on with."""

    label: str
    written: Mapping[str, Written]


def follows(problem: Problem, part: Part, value: Any, earlier: tuple[Earlier, ...]) -> tuple[str, ...]:
    """The labels of the earlier parts from whose wrong answers this value follows rightly; else none."""
    if part.options:
        return ()
    for labels, given in _ways(problem, part, earlier):
        if _accepts(problem.working, part, given, value):
            return labels
    return ()


def mistake_after(
    problem: Problem, part: Part, value: Any, earlier: tuple[Earlier, ...], bent: Bends
) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """The mistakes that lead to this value from the student's own earlier ones, and those parts' labels."""
    if part.options:
        return (), ()
    for labels, given in islice(_ways(problem, part, earlier), 1):
        found = []
        for mistake in problem.loaded.family.catalogue:
            worked = bent(mistake)
            if worked is not None and _accepts(worked, part, given, value):
                found.append((mistake.name, mistake.says))
        if found:
            return tuple(found), labels
    return (), ()


def _ways(
    problem: Problem, part: Part, earlier: tuple[Earlier, ...]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Written]]]:
    """What the student may have gone on with: all wrong answers that matter here, or one of them."""
    needed = problem.working.needs(part.ask.steps)
    used = [one for one in earlier if not needed.isdisjoint(one.written)]
    if used:
        together = {name: written for one in used for name, written in one.written.items()}
        yield tuple(one.label for one in used), together
    if 1 < len(used) <= MOST:
        yield from (((one.label,), one.written) for one in used)


def _accepts(working: Working, part: Part, given: Mapping[str, Written], value: Any) -> bool:
    followed = working.followed(part.ask.steps, given)
    if followed is None:
        return False
    steps, answer = part.ask.steps, part.answer
    try:
        if answer.rounded and beyond(value, answer.predict(followed, steps), working.decimals, WILD):
            return False
        expected = type(answer).settle(followed, steps, **part.ask.extra)  # type: ignore[attr-defined]  # each has its own
        # What prints as zero, or hangs on rounding, shows nothing of how it was found.
        return not expected.objection(WILD) and bool(expected.accepts(value))
    except (ArithmeticError, ValueError):
        return False
