"""The comparison that knows derivations: what is off first, and what is right given the student's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache, partial
from itertools import repeat
from typing import overload

from graders.cases import Case
from graders.diagnosing import diagnose
from graders.explaining import explained
from graders.faults import Fault, find_fault
from graders.forgiving import forgive
from graders.guessing import bent_by
from graders.questions import Question, Steps, read
from graders.sandbox import Answered, Raised, Reply
from graders.student import Function
from reference.derivation import Derivation
from reference.mistakes import Mistake
from reference.patterns import match_all


def judge(
    function: Function,
    questions: Sequence[Question],
    *,
    mistakes: Iterable[Mistake] = (),
    only: Sequence[str] = ("*",),
    before: Sequence[Steps] | None = None,
) -> None:
    """Pass if the student's function answers every question rightly.

    A step is right when it has the right value, or the one that follows by the right rules from the
    student's own values of the steps before it, or one that a mistake gives which has cost as much already,
    in an earlier check of the function or of one that it is given values of: a slip costs once.

    mistakes: catalogues to name a mistake from. only: patterns of the steps to look at, such as "dW{last}".
    before: for each question the student's own values of earlier steps, as `observe` finds them.

    Raises
    ------
    CheckFailedError
        When a step is off; names it, and the mistake if all numbers are those of one.
    """
    mistakes = tuple(mistakes)
    for question in questions:
        bent_by(mistakes, question.derivation)  # a catalogue that doesn't fit is found by a right answer, too
    replies = function.answers(questions)
    pasts = [partial(before.__getitem__, k) if before is not None else dict for k in range(len(questions))]
    cases = list(map(_case, questions, replies, repeat(tuple(only)), pasts))
    given_own = [_find_faults(case) for case in cases]
    again = forgive(cases, mistakes, function.settled()) if any(case.faults for case in cases) else ()
    failed = next((k for k, case in enumerate(cases) if case.faults or not case.leaves), None)
    if failed is None:
        for mistake in again:
            function.show_again(mistake)
        if any(given_own) and not again:
            function.remark("Right, given your own values of the steps before.")
        return
    raise explained(function, cases[failed], replies[failed], diagnose(cases, mistakes))


class Observed(Sequence[Steps]):
    """For each question the student's own values that can be built on; asked when they are needed."""

    def __init__(self, function: Function, questions: Sequence[Question]) -> None:
        self._function, self._questions = function, questions

    @cached_property
    def _steps(self) -> list[Steps]:
        replies = self._function.answers(self._questions)
        return [case.own for case in map(_case, self._questions, replies, repeat(("*",)), repeat(dict))]

    @overload
    def __getitem__(self, place: int) -> Steps: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Steps]: ...
    def __getitem__(self, place: int | slice) -> Steps | Sequence[Steps]:
        """The values of one question, or of several."""
        return self._steps[place]

    def __len__(self) -> int:
        return len(self._questions)


def observe(function: Function, questions: Sequence[Question]) -> Observed:
    """For each question the student's own values that can be built on; nothing of what can't be read."""
    function.lend()
    return Observed(function, questions)


@lru_cache(512)
def _judged(only: tuple[str, ...], derivation: Derivation) -> frozenset[str]:
    return frozenset(name for pattern in only for name in match_all(pattern, derivation.rules))


def _case(question: Question, reply: Reply, only: tuple[str, ...], past: Callable[[], Steps]) -> Case:
    judged = _judged(only, question.derivation)
    if not isinstance(reply, Answered):
        return Case(question, None, isinstance(reply, Raised), {}, past, judged)
    leaves = {leaf.step: leaf for leaf in read(reply.value, question.returns)}
    leaves = {step: leaves[step] for step in sorted(leaves, key=question.order.__getitem__)}
    return Case(question, reply.value, False, leaves, past, judged.intersection(leaves))


def _find_faults(case: Case) -> bool:
    """Find what is wrong; returns whether something that isn't the right value is right given the rest."""
    given_own = False
    for step, leaf in case.leaves.items():
        if step in case.judged:
            right = case.question.right[step]
            fault = leaf.value if isinstance(leaf.value, Fault) else find_fault(leaf.value, right)
            if fault is not None and case.follows(step, leaf.value):
                given_own = True
            elif fault is not None:
                case.faults[step] = fault
    return given_own
