"""Which family comes next: spaced practice by Leitner's boxes.

A family in box b is drawn with the weight 2^(5 − b): what went wrong (box 0) twice as often as what was never
tried (box 1), and that sixteen times as often as what was right at first four times running (box 5). Besides,
whatever was not right at first in this session comes back in it: once two other problems have been set, with
an even chance each time. No family comes twice in a row unless it is the only one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from graders.practice.progress import NEW, TOP, Outcome

APART = 2
"""So many other problems stand at least between one that went wrong and the next of its family."""


class Chooser:
    """Chooses from the families; boxes: {family: box} before this session."""

    def __init__(self, rng: Random, families: Sequence[str], boxes: Mapping[str, int]) -> None:
        self._rng = rng
        self._families = list(families)
        self._boxes = dict(boxes)
        self._owed: dict[str, int] = {}
        self._set = 0
        self._last = ""

    @property
    def families(self) -> tuple[str, ...]:
        """Those that are left to choose from."""
        return tuple(self._families)

    @property
    def owed(self) -> tuple[str, ...]:
        """Those that were not right at first in this session, and have not been since."""
        return tuple(self._owed)

    def next(self) -> str:
        """The next problem's family."""
        others = [name for name in self._families if name != self._last] or self._families
        due = [name for name in others if name in self._owed and self._set - self._owed[name] >= APART]
        if due and self._rng.random() < 0.5:
            name = self._rng.choice(due)
        else:
            weights = [2 ** (TOP - self._boxes.get(name, NEW)) for name in others]
            (name,) = self._rng.choices(others, weights)
        self._set += 1
        self._last = name
        return name

    def drop(self, name: str) -> None:
        """Leaves a family out from now on."""
        self._families.remove(name)
        self._owed.pop(name, None)

    def learn(self, outcome: Outcome, box: int) -> None:
        """Takes note of how the last problem went, after which its family is in that box."""
        self._boxes[outcome.family] = box
        self._owed.pop(outcome.family, None)
        if outcome.result != "first":
            self._owed[outcome.family] = self._set
