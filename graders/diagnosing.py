"""Which catalogued mistake gives a student's numbers, over all the questions of a check at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from graders.comparing import Fault, same
from graders.general import general
from graders.questions import Leaf, Names, Question, Steps, read, run
from graders.rearranging import rearranged
from reference.derivation import Derivation
from reference.mistakes import Mistake

ALIVE = 1e-6
"""Values this much smaller than the right ones are as good as zeros: nothing to build on, and no evidence."""


@dataclass(frozen=True, eq=False)
class Case:
    """One question and what the student answered.

    Attributes
    ----------
    answer
        The value that came back; None where the function raised or gave no reply.
    raised
        Whether the function raised an exception.
    leaves
        {step: its place and value} of what was returned; a value may be a Fault.
    own
        The student's values of steps that can be built on, those of an earlier function among them.
    faults
        {step: what is wrong with it}, in working order, of the steps that this check looks at.
    judged
        The steps that this check looks at.
    """

    question: Question
    answer: Any
    raised: bool
    leaves: Mapping[str, Leaf]
    own: Steps
    judged: frozenset[str]
    faults: dict[str, Fault] = field(default_factory=dict)

    @cached_property
    def off(self) -> frozenset[str]:
        """The student's own steps that don't have the right value."""
        right = self.question.right
        return frozenset(step for step, value in self.own.items() if not same(value, right[step]))

    def earlier(self, step: str) -> dict[str, Any]:
        """The student's own values of what comes before a step, with what follows from them."""
        order = self.question.order
        before = {name: value for name, value in self.own.items() if order[name] < order[step]}
        return {**self.question.follows({**self.question.inputs, **before}), **before}


def diagnose(cases: Sequence[Case], mistakes: Iterable[Mistake]) -> tuple[str, str] | None:
    """(name, sentence) of the mistake that gives all the student's numbers, or None.

    What explains everything that was returned comes first, then what explains all that the check looks at,
    then what explains the first wrong step given the steps before it.
    """
    failed_first = sorted(cases, key=lambda case: not case.faults)
    catalogue = [_Guess(mistake, failed_first) for mistake in mistakes]
    for guess in catalogue:
        if guess.explains(judged_only=False):
            return guess.named
    if misplaced := _misplaced(cases):
        return misplaced
    for guess in catalogue:
        if guess.explains(judged_only=True):
            return guess.named
    for guess in catalogue:
        if guess.explains_first_fault():
            return guess.named
    return _of_all_faults(cases)


class _Guess:
    """One mistake tried on all cases; what it predicts is worked out no sooner than it is looked at."""

    def __init__(self, mistake: Mistake, cases: Sequence[Case]) -> None:
        self.named = mistake.name, mistake.says
        self._cases = cases
        self._bents = [_bent(mistake, case.question.derivation) for case in cases]
        self._predicted: dict[int, Steps | None] = {}

    def _prediction(self, place: int) -> Steps | None:
        """What someone gets who makes the mistake; None where shapes then don't fit, which raises."""
        bent, question = self._bents[place], self._cases[place].question
        if bent is None:
            return question.right
        if place not in self._predicted:
            try:
                self._predicted[place] = {**question.right, **run(bent.changed, question.right)}
            except ValueError:
                self._predicted[place] = None
        return self._predicted[place]

    def _can_explain(self, place: int) -> bool:
        """Whether the mistake touches the first wrong step at all."""
        first, bent = next(iter(self._cases[place].faults), None), self._bents[place]
        return first is None or (bent is not None and first in bent.changed.names)

    def explains(self, *, judged_only: bool) -> bool:
        """Whether all values are as predicted, and a wrong one is predicted to be wrong."""
        found = False
        for place, case in enumerate(self._cases):
            if not self._can_explain(place):
                return False
            predicted = self._prediction(place)
            if predicted is None or not case.leaves:
                if predicted is None and case.raised:
                    continue
                return False
            for step in case.judged if judged_only else case.leaves:
                if not same(case.leaves[step].value, predicted[step]):
                    return False
                found = found or (step in case.faults and _tells(predicted[step], case.question.right[step]))
        return found

    def explains_first_fault(self) -> bool:
        """Whether the first wrong step of each case is as predicted from the student's own before it."""
        found = False
        for place, case in enumerate(self._cases):
            bent = self._bents[place]
            if not case.leaves or bent is None or not self._can_explain(place):
                return False
            if not case.faults:
                continue
            step = next(iter(case.faults))
            given = case.earlier(step)
            try:
                predicted = run(bent.whole, case.question.inputs, given)[step]
            except ValueError:
                return False
            if not same(case.leaves[step].value, predicted):
                return False
            found = found or _tells(
                predicted, run(case.question.derivation, case.question.inputs, given)[step]
            )
        return found


@dataclass(frozen=True)
class _Bent:
    """A derivation with a mistake made: the whole, and only the steps whose values may differ."""

    whole: Derivation
    changed: Derivation


@lru_cache(4096)
def _bent(mistake: Mistake, right: Derivation) -> _Bent | None:
    bent = mistake.bend(right, form="array")
    return None if bent is None else _Bent(bent, bent.changed_from(right))


def _tells(predicted: Any, right: Any) -> bool:
    """Whether a prediction is evidence: another value than the right one, and not just zeros."""
    if same(predicted, right):
        return False
    sizes = np.abs(np.nan_to_num(predicted, nan=np.inf))
    return float(np.max(sizes, initial=0)) > ALIVE * float(np.max(np.abs(right), initial=0))


def _misplaced(cases: Sequence[Case]) -> tuple[str, str] | None:
    """The mistake in how results are handed back that puts all right values in their places."""
    if not all(case.leaves for case in cases):
        return None
    choices: list[dict[tuple[str, object], Names]] = [
        dict(rearranged(case.question.returns, next(iter(case.question.inputs)))) for case in cases
    ]
    for key in choices[0]:
        read_so = [
            (case, tuple(read(case.answer, options[key])))
            for case, options in zip(cases, choices, strict=True)
            if key in options
        ]
        found_all = len(read_so) == len(cases) and any(leaves for _, leaves in read_so)
        if found_all and all(_is_right(case, leaves) for case, leaves in read_so):
            return key[0], general()[key[0]]
    return None


def _of_all_faults(cases: Sequence[Case]) -> tuple[str, str] | None:
    """The general mistake that every wrong answer shows; a lost mean shows in the shape of most of them."""
    if not all(case.leaves for case in cases):
        return None
    names = {next(iter(case.faults.values())).mistake for case in cases if case.faults}
    name = "array_for_number" if names == {"array_for_number", "axis_too_many"} else None
    if len(names) == 1:
        name = names.pop()
    return (name, general()[name]) if name else None


def _is_right(case: Case, leaves: Sequence[Leaf]) -> bool:
    right = case.question.right
    return all(not isinstance(leaf.value, Fault) and same(leaf.value, right[leaf.step]) for leaf in leaves)
