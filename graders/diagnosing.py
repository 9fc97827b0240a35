"""Which catalogued mistake gives a student's numbers, over all the questions of a check at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graders.cases import Case
from graders.closeness import same
from graders.faults import Fault
from graders.general import general
from graders.guessing import Guess, bent_by
from graders.questions import Leaf, Names, read
from graders.rearranging import rearranged
from reference.mistakes import Mistake


@dataclass(frozen=True)
class Diagnosis:
    """A mistake's name, its sentence to the student, and whether it is all that is wrong in this check."""

    name: str
    says: str
    alone: bool


def diagnose(cases: Sequence[Case], mistakes: tuple[Mistake, ...]) -> Diagnosis | None:
    """The mistake that gives the student's numbers, or None.

    What explains everything that was returned comes first, then what explains all that the check looks at,
    then what explains the first wrong step of each question given the steps before it, then what explains
    each wrong value, whatever else would be wrong as well.
    """
    failed_first = sorted(cases, key=lambda case: not case.faults)
    bents = [bent_by(mistakes, case.question.derivation) for case in failed_first]
    catalogue = [(mistake, Guess(failed_first, [bent[mistake] for bent in bents])) for mistake in mistakes]
    answered = all(case.leaves for case in cases)
    for mistake, guess in catalogue:
        if guess.explains(judged_only=False):
            return Diagnosis(mistake.name, mistake.says, alone=answered)
    if elsewhere := misplaced(cases):
        name, found = elsewhere
        alone = all(steps.issuperset(case.faults) for case, steps in zip(cases, found, strict=True))
        return Diagnosis(name, general()[name], alone)
    for mistake, guess in catalogue:
        if guess.explains(judged_only=True):
            return Diagnosis(mistake.name, mistake.says, alone=answered)
    for mistake, guess in catalogue:
        if guess.explains_first_faults():
            return Diagnosis(mistake.name, mistake.says, alone=guess.explains_every_fault())
    for mistake, guess in catalogue:
        if guess.explains_every_fault():
            return Diagnosis(mistake.name, mistake.says, alone=True)
    return _of_all_faults(cases)


def misplaced(cases: Sequence[Case]) -> tuple[str, list[frozenset[str]]] | None:
    """The mistake in how results are handed back that gives right values in wrong places; and which."""
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
            return key[0], [frozenset(leaf.step for leaf in leaves) for _, leaves in read_so]
    return None


def _of_all_faults(cases: Sequence[Case]) -> Diagnosis | None:
    """The general mistake that every wrong answer shows; a lost mean shows in the shape of most of them."""
    if not all(case.leaves for case in cases):
        return None
    faults = [fault for case in cases for fault in case.faults.values()]
    names = {next(iter(case.faults.values())).mistake for case in cases if case.faults}
    name = "array_for_number" if names == {"array_for_number", "axis_too_many"} else None
    if len(names) == 1:
        name = names.pop()
    alone = all(fault.form and fault.mistake == name for fault in faults)
    return Diagnosis(name, general()[name], alone) if name else None


def _is_right(case: Case, leaves: Sequence[Leaf]) -> bool:
    right = case.question.right
    return all(not isinstance(leaf.value, Fault) and same(leaf.value, right[leaf.step]) for leaf in leaves)
