"""One question and what the student answered: what is there, and what can be built on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from graders.closeness import as_array, same
from graders.faults import Fault
from graders.questions import Leaf, Question, Steps, needed_for, run

ALIVE = 1e-6
"""Values this much smaller than the right ones are as good as zeros: nothing to build on, and no evidence."""
LIVELY = 1e-3
"""Values whose spread is this much smaller than the right ones' are as good as one and the same number."""


def alive(own: Any, right: Any) -> bool:
    """Whether a wrong value is one to build on: of the right shape, finite, not tiny, huge or constant.

    So nobody earns the later steps by handing in zeros, or any number throughout, for the earlier ones.
    """
    if np.shape(own) != np.shape(right):
        return False
    low, high = float(np.min(own, initial=0)), float(np.max(own, initial=0))
    size, wanted = max(-low, high), float(np.max(np.abs(right), initial=0))
    if not ALIVE * wanted <= size <= wanted / ALIVE:  # which NaN and infinity are not
        return False
    return np.size(own) < 2 or bool(np.ptp(own) >= LIVELY * np.ptp(right))


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
    past
        Gives the student's values of steps from an earlier function.
    judged
        The steps that this check looks at.
    faults
        {step: what is wrong with it}, in working order, of the steps that this check looks at.
    """

    question: Question
    answer: Any
    raised: bool
    leaves: Mapping[str, Leaf]
    past: Callable[[], Steps]
    judged: frozenset[str]
    faults: dict[str, Fault] = field(default_factory=dict)

    @cached_property
    def own(self) -> Steps:
        """The student's values of steps that can be built on, those of an earlier function among them."""
        own = dict(self.past())
        for step, leaf in self.leaves.items():
            array, right = as_array(leaf.value), self.question.right[step]
            if array is not None and array.dtype.kind != "b" and (same(array, right) or alive(array, right)):
                own[step] = array.astype(float)
        return own

    @cached_property
    def off(self) -> frozenset[str]:
        """The student's own steps that don't have the right value."""
        right = self.question.right
        return frozenset(step for step, value in self.own.items() if not same(value, right[step]))

    def earlier(self, step: str) -> Iterator[dict[str, Any]]:
        """The student's own values of what comes before a step, with what follows from them in each way."""
        order, right = self.question.order, self.question.right
        before = {name: value for name, value in self.own.items() if order[name] < order[step]}
        for led in self.question.follows({**self.question.inputs, **before}):
            yield {name: value for name, value in led.items() if alive(value, right[name])} | before

    def follows(self, step: str, value: Any) -> bool:
        """Whether a value follows by the right rules from the student's own, of which some are off."""
        if isinstance(value, Fault) or not self.off:
            return False
        right = self.question.right[step]
        return any(alive(expected, right) and same(value, expected) for expected in self._given_own(step))

    def _given_own(self, step: str) -> Iterator[Any]:
        """The step's values by the right rules from the student's own earlier ones, where they fit."""
        derivation = needed_for(step, self.question.derivation)
        for given in self.earlier(step):
            with suppress(ValueError):  # shapes that don't fit
                yield run(derivation, self.question.inputs, given)[step]
