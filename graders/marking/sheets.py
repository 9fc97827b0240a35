"""A student's marked sheet: every problem's verdicts, as plain data that can be kept and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from graders.marking.verdicts import Verdict

MARKED, NOTHING = "marked", "nothing handed in"


@dataclass(frozen=True)
class MarkedProblem:
    """One problem's verdicts. number: on the student's paper; item: its place in the quiz file.

    dropped: a correction took it out, so it is worth nothing to anybody. changed: the labels of the parts
    whose points are others through corrections.
    """

    number: int
    item: int
    family: str
    verdicts: tuple[Verdict, ...]
    dropped: bool = False
    changed: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """What was earned."""
        return 0.0 if self.dropped else sum(verdict.points for verdict in self.verdicts)

    @property
    def max_points(self) -> float:
        """What could have been."""
        return 0.0 if self.dropped else sum(verdict.max_points for verdict in self.verdicts)


@dataclass(frozen=True)
class Sheet:
    """What became of one student's answers.

    version: the code of the paper. file: the stem of the feedback's files. state: "marked", or why not.
    remarks: what the instructor should know. before: the points without the corrections.
    """

    id: str
    name: str = ""
    version: str = ""
    file: str = ""
    state: str = MARKED
    problems: tuple[MarkedProblem, ...] = ()
    remarks: tuple[str, ...] = ()
    before: float = 0.0

    @property
    def points(self) -> float:
        """The sum over the problems."""
        return sum(problem.points for problem in self.problems)

    @property
    def max_points(self) -> float:
        """What could have been earned."""
        return sum(problem.max_points for problem in self.problems)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """On all parts of all problems."""
        return tuple(verdict for problem in self.problems for verdict in problem.verdicts)

    @property
    def waiting(self) -> int:
        """How many answers a person has to look at before the points are final."""
        return sum(verdict.waiting for verdict in self.verdicts if verdict.max_points)

    def as_data(self) -> dict[str, Any]:
        """Plain data that `from_data` reads back."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Sheet:
        """The sheet that `as_data` wrote.

        Raises
        ------
        KeyError, TypeError
            When it did not.
        """
        problems = tuple(
            MarkedProblem(
                **{
                    **item,
                    "verdicts": tuple(map(Verdict.from_data, item["verdicts"])),
                    "changed": tuple(item["changed"]),
                }
            )
            for item in data["problems"]
        )
        return cls(**{**data, "problems": problems, "remarks": tuple(data["remarks"])})
