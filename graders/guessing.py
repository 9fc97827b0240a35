"""Whether a mistake gives the student's numbers: the derivation with it made, beside what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from graders.cases import ALIVE, Case
from graders.closeness import same
from graders.questions import Steps, needed_for, run
from reference.derivation import Derivation
from reference.mistakes import Mistake, MistakeError


@dataclass(frozen=True)
class Bent:
    """A derivation with a mistake made: the whole, and only the steps whose values may differ."""

    whole: Derivation
    changed: Derivation


@lru_cache(256)
def bent_by(catalogue: tuple[Mistake, ...], right: Derivation) -> Mapping[Mistake, Bent | None]:
    """{mistake: the derivation with it made, or None where it can't be made}.

    Raises
    ------
    MistakeError
        When one doesn't fit the derivation; names the mistake and the step.
    """
    bents = {mistake: mistake.bend(right, form="array") for mistake in catalogue}
    return {
        mistake: None if bent is None else Bent(bent, bent.changed_from(right))
        for mistake, bent in bents.items()
    }


@lru_cache(1024)
def bent_together(mistakes: tuple[Mistake, ...], right: Derivation) -> Bent | None:
    """The derivation with all of these mistakes made, or None where they can't be made together."""
    bent = right
    for mistake in mistakes:
        try:
            bent = mistake.bend(bent, form="array") or bent
        except MistakeError:  # such as two new rules that need each other's step
            return None
    return None if bent is right else Bent(bent, bent.changed_from(right))


def tells(predicted: Any, right: Any) -> bool:
    """Whether a prediction is evidence: another value than the right one, and not just zeros."""
    if same(predicted, right):
        return False
    sizes = np.abs(np.nan_to_num(predicted, nan=np.inf))
    return float(np.max(sizes, initial=0)) > ALIVE * float(np.max(np.abs(right), initial=0))


class Guess:
    """Derivations bent by mistakes, one a case, tried on all cases; worked when they are looked at."""

    def __init__(self, cases: Sequence[Case], bents: Sequence[Bent | None]) -> None:
        self._cases = cases
        self._bents = bents
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
                found = found or (step in case.faults and tells(predicted[step], case.question.right[step]))
        return found

    def explains_first_faults(self) -> bool:
        """Whether the first wrong step of each case is as predicted from the student's own before it."""
        if not all(case.leaves for case in self._cases):
            return False
        found = False
        for place, case in enumerate(self._cases):
            if case.faults:
                fits, evidence = self._given_own(place, next(iter(case.faults)))
                if not fits:
                    return False
                found = found or evidence
        return found

    def explains_every_fault(self) -> bool:
        """Whether each wrong value is as predicted, all along or from the student's own steps before it."""
        found = False
        for place, case in enumerate(self._cases):
            if not case.leaves:
                return False
            for step in case.faults:
                fits, evidence = self.gives(place, step)
                if not fits:
                    return False
                found = found or evidence
        return found

    def gives(self, place: int, step: str) -> tuple[bool, bool]:
        """Whether the mistake gives the student's value of a step, and whether that is evidence of it."""
        case, bent = self._cases[place], self._bents[place]
        if bent is None or step not in bent.changed.names:
            return False, False
        predicted = self._prediction(place)
        if predicted is not None and same(case.leaves[step].value, predicted[step]):
            return True, tells(predicted[step], case.question.right[step])
        return self._given_own(place, step)

    def _given_own(self, place: int, step: str) -> tuple[bool, bool]:
        """The same from the student's own steps before it."""
        case, bent = self._cases[place], self._bents[place]
        if bent is None or step not in bent.changed.names:
            return False, False
        question = case.question
        right, wrong = needed_for(step, question.derivation), needed_for(step, bent.whole)
        for given in case.earlier(step):
            with suppress(ValueError):  # shapes that don't fit
                predicted = run(wrong, question.inputs, given)[step]
                if same(case.leaves[step].value, predicted):
                    return True, tells(predicted, run(right, question.inputs, given)[step])
        return False, False
