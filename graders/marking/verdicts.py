"""What became of an answer, as data; the sentences that are said of it stand in templates/marking.md.j2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

Status: TypeAlias = Literal["full", "partial", "none", "blank", "unread", "ungraded"]
"""unread: no points yet, a human is to look at it; ungraded: marking broke down, which is no fault of the
student's."""
WAITING = ("unread", "ungraded")
LENIENT = ("followed", "given", "allowed", "few_digits")
"""Remarks on an answer that earns something although its value is not the right one."""


@dataclass(frozen=True)
class Remark:
    """One thing to say of an answer: `kind` is the macro of the template, `facts` are its arguments."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What became of the answer to one part.

    label, of: the part's letter and the quantity it asks for. typed: the answer as it was handed in;
    shown: as it was read, if it was. mistake: the name of the catalogued mistake that leads to it;
    equal: the names of others that lead to the same. followed: the labels of the parts from whose wrong
    answers it follows.
    """

    label: str
    of: str
    status: Status
    points: float
    max_points: float
    typed: str = ""
    shown: str = ""
    mistake: str | None = None
    equal: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether a human has to look at it before the points are final."""
        return self.status in WAITING

    @property
    def kinds(self) -> set[str]:
        """The kinds of its remarks."""
        return {remark.kind for remark in self.remarks}

    @property
    def has_right_value(self) -> bool:
        """Whether the answer is right itself, though maybe unfinished, rather than taken for right."""
        return "unfinished" in self.kinds or (self.status == "full" and self.kinds.isdisjoint(LENIENT))

    def as_data(self) -> dict[str, Any]:
        """Plain data that `from_data` reads back."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Verdict:
        """The verdict that `as_data` wrote.

        Raises
        ------
        KeyError, TypeError
            When it did not.
        """
        remarks = tuple(Remark(item["kind"], item["facts"]) for item in data["remarks"])
        lists = {name: tuple(data[name]) for name in ("equal", "followed")}
        return cls(**{**data, **lists, "remarks": remarks})
