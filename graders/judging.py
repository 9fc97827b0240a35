"""The comparison that knows derivations: what is off first, and what is right given the student's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache, partial
from itertools import repeat
from typing import Any, overload

import numpy as np

from graders.cases import Case, alive
from graders.comparing import CheckFailedError, Fault, find_fault, same
from graders.diagnosing import Diagnosis, diagnose
from graders.forgiving import forgive
from graders.guessing import bent_by
from graders.questions import Question, Steps, needed_for, read, run
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
    raise _explained(function, cases[failed], replies[failed], diagnose(cases, mistakes))


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
            if fault is not None and _follows(case, step, leaf.value):
                given_own = True
            elif fault is not None:
                case.faults[step] = fault
    return given_own


def _follows(case: Case, step: str, value: Any) -> bool:
    """Whether a value is the one that follows by the right rules from the student's own, some of them off."""
    if isinstance(value, Fault) or not case.off:
        return False
    right = case.question.right[step]
    return any(alive(expected, right) and same(value, expected) for expected in _given_own(case, step))


def _given_own(case: Case, step: str) -> Iterator[Any]:
    """The step's values by the right rules from the student's own earlier ones, where they fit."""
    derivation = needed_for(step, case.question.derivation)
    for given in case.earlier(step):
        with suppress(ValueError):  # shapes that don't fit
            yield run(derivation, case.question.inputs, given)[step]


def _explained(function: Function, case: Case, reply: Reply, found: Diagnosis | None) -> CheckFailedError:
    if not case.leaves:
        try:
            function.value(reply)
        except CheckFailedError as error:
            found = found or (Diagnosis(error.mistake, "", alone=False) if error.mistake else None)
            return _named(function, error.message, error.details, found, None)
    step, fault = next(iter(case.faults.items()))
    leaf = case.leaves[step]
    alone = isinstance(case.question.returns, str)
    said = function.name if alone else case.question.say(step)
    what = f"{function.name}(…){leaf.path}" + (f" ({said})" if leaf.path else "")
    message = " ".join(filter(None, [f"{what} {fault.says}.", _trail(case, step)]))
    details = "\n".join(filter(None, [_inputs(case.question), fault.details]))
    return _named(function, message, details, found, said)


def _named(
    function: Function, message: str, details: str, found: Diagnosis | None, divergence: str | None
) -> CheckFailedError:
    if found is None:
        return CheckFailedError(message, details=details, divergence=divergence, function=function.name)
    return CheckFailedError(
        f"{message} {found.says}" if found.says else message,
        details=details,
        mistake=found.name,
        divergence=divergence,
        function=function.name,
        alone=found.alone,
    )


def _trail(case: Case, last: str) -> str:
    """Such as "z1 right, a1 right, dW2 right, dW1 off."; nothing where only one step can be seen."""
    order = case.question.order
    seen = {name for name in (*case.own, *case.leaves) if order[name] <= order[last]}
    if len(seen) < 2:
        return ""
    words = []
    for name in sorted(seen, key=order.__getitem__):
        value = case.leaves[name].value if name in case.leaves else case.own[name]
        if name in case.own and name not in case.off:
            state = "right"
        else:
            state = (
                "right given your own" if name not in case.faults and _follows(case, name, value) else "off"
            )
        words.append(f"{case.question.say(name)} {state}")
    return f"In working order: {', '.join(words)}."


def _inputs(question: Question) -> str:
    """The arguments, where they are few."""
    texts = []
    for name, value in question.arguments.items():
        parts = value if isinstance(value, (list, tuple)) else [value]
        if sum(np.size(part) for part in parts) > 40:
            return ""
        texts.append(f"{name} = {_shown(value, len(name) + 7)}")
    return "For " + ",\n    ".join(texts)


def _shown(value: Any, indent: int) -> str:
    """A value as one would type it, its rows below one another, `indent` columns from the left."""
    if isinstance(value, (list, tuple)):
        parts = [_shown(part, indent + 1) for part in value]
        between = f",\n{' ' * (indent + 1)}" if any("\n" in part for part in parts) else ", "
        return f"[{between.join(parts)}]"
    if isinstance(value, np.ndarray):
        return np.array2string(value, separator=", ", floatmode="unique", prefix=" " * indent)
    return repr(value)
