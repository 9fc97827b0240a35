"""One slip costs once: what a mistake spoils again, after it has cost its points in an earlier check."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graders.cases import Case
from graders.diagnosing import misplaced
from graders.guessing import Guess, bent_together
from reference.mistakes import Mistake


def forgive(
    cases: Sequence[Case], mistakes: tuple[Mistake, ...], settled: Collection[str]
) -> tuple[str, ...]:
    """Take out the faults that are those of mistakes which have cost enough already; returns which did.

    A catalogued mistake accounts for a step whose value it gives, all along or from the student's own steps
    before it, alone or together with the others; one in how results are handed back, for what is there, and
    right apart from its form or place.
    """
    known = [mistake for mistake in mistakes if mistake.name in settled]
    tries = [(mistake,) for mistake in known] + ([tuple(known)] if len(known) > 1 else [])
    found: dict[str, None] = {}
    for some in tries:
        guess = Guess(cases, [bent_together(some, case.question.derivation) for case in cases])
        for place, case in enumerate(cases):
            for step in [step for step in case.faults if guess.gives(place, step)[0]]:
                del case.faults[step]
                found |= dict.fromkeys(mistake.name for mistake in some)
    for case in cases:
        for step, fault in list(case.faults.items()):
            if fault.form and fault.mistake is not None and fault.mistake in settled:
                del case.faults[step]
                found[fault.mistake] = None
    elsewhere = misplaced(cases) if any(case.faults for case in cases) else None
    if elsewhere is not None and elsewhere[0] in settled:
        for case, steps in zip(cases, elsewhere[1], strict=True):
            for step in steps.intersection(case.faults):
                del case.faults[step]
                found[elsewhere[0]] = None
    return tuple(found)
