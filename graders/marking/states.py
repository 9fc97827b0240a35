"""In which of a few states an answer or a problem is, for whoever reads or counts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from graders.marking.verdicts import Verdict

State: TypeAlias = Literal["right", "partly", "wrong", "blank", "waiting", "dropped"]
STATES: tuple[State, ...] = get_args(State)
_STATES: dict[str, State] = {"full": "right", "partial": "partly", "none": "wrong", "blank": "blank"}


def state_of(verdict: Verdict) -> State:
    """An answer's state; waiting: a person has to look at it; dropped: it is worth nothing to anybody."""
    if not verdict.max_points:
        return "dropped"
    return "waiting" if verdict.waiting else _STATES[verdict.status]


def state_of_all(verdicts: Sequence[Verdict]) -> State:
    """What the answers to a problem's parts have in common, or something between."""
    states = {state_of(verdict) for verdict in verdicts}
    counted = states - {"dropped"}
    if "waiting" in counted:
        return "waiting"
    if len(counted) < 2:
        return counted.pop() if counted else "dropped"
    return "partly" if any(verdict.points for verdict in verdicts if verdict.max_points) else "wrong"
