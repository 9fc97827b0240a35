"""How the problem at hand goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graders.practice.progress import Outcome, Result


@dataclass
class Going:
    """How a problem goes. left: how many parts are still to be asked.

    typed: the last answer to each part that could be read, by label. erred: whether one was
    not right; helped: whether a hint was given; lost: whether all tries that count were
    wrong, or an answer was shown. made: {(mistake's name, its sentence): times}.
    """

    left: int
    typed: dict[str, str] = field(default_factory=dict)
    erred: bool = False
    helped: bool = False
    lost: bool = False
    made: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def result(self) -> Result | None:
        """How it went; None where it was left before anything went wrong."""
        if self.lost or (self.left and self.erred):
            return "wrong"
        if self.left:
            return None
        return "later" if self.erred or self.helped else "first"

    def outcome(self, family: str) -> Outcome | None:
        """The same for the progress."""
        result = self.result
        return result and Outcome(family, result, tuple(dict.fromkeys(name for name, _ in self.made)))
