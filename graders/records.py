"""What grading gives: the result of one check, and the report of a submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, TypeAlias

Status: TypeAlias = Literal["passed", "failed", "skipped", "could_not_grade"]
"""How a check ended: skipped means that a prerequisite failed, could_not_grade that the grader did."""

_SHOWN = ("name", "points", "max_points", "status", "message", "mistake", "first_divergence")


@dataclass(frozen=True)
class CheckResult:
    """How one check ended, as its student may read it.

    Attributes
    ----------
    name
        The check's name, such as `softmax`.
    points, max_points
        What was earned, and what could have been.
    status
        See `Status`.
    message
        What the student reads. Of a hidden check it holds no input and no expected value.
    mistake
        The name of the catalogued mistake that gives these numbers, if one does.
    first_divergence
        The first step whose value is off, such as `dW1`.
    hidden
        Whether inputs and expected values are kept from the student.
    printed
        What the student's code printed meanwhile; empty for a hidden check, whose inputs it could print.
    trouble
        Why the grader itself failed, and where; for the instructor only.
    """

    name: str
    points: float
    max_points: float
    status: Status
    message: str
    mistake: str | None = None
    first_divergence: str | None = None
    hidden: bool = False
    printed: str = ""
    trouble: str = ""

    def shown(self) -> dict[str, Any]:
        """The result in a student's JSON report."""
        return {name: getattr(self, name) for name in _SHOWN}


@dataclass(frozen=True)
class Report:
    """How one submission fared; `score` is the sum of its checks' points.

    Attributes
    ----------
    submission
        The submission's id.
    score, max_score
        Points earned, and points of all checks that were asked for.
    sandbox
        The state of every sandbox layer, by its name.
    checks
        The results, in the order in which the checks stand in the grader.
    seed
        What the inputs were drawn from; for the instructor only.
    notes
        What is to be said of the submission as a whole, such as that its file can't be read.
    """

    submission: str
    score: float
    max_score: float
    sandbox: Mapping[str, str]
    checks: tuple[CheckResult, ...]
    seed: str = field(repr=False)
    notes: tuple[str, ...] = ()

    def shown(self) -> dict[str, Any]:
        """The student's JSON report: without the seed."""
        return {
            "submission": self.submission,
            "score": self.score,
            "max_score": self.max_score,
            "sandbox": dict(self.sandbox),
            "checks": [check.shown() for check in self.checks],
        }

    def as_data(self) -> dict[str, Any]:
        """Everything, as plain data that `from_data` reads back; for the instructor only, with the seed."""
        return asdict(self) | {"sandbox": dict(self.sandbox)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Report:
        """The report that `as_data` wrote.

        Raises
        ------
        KeyError, TypeError
            When it did not.
        """
        known = {part.name: data[part.name] for part in fields(cls)}
        checks = tuple(CheckResult(**check) for check in data["checks"])
        return cls(**known | {"checks": checks, "notes": tuple(data["notes"])})
