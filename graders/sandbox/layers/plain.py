"""A plain process with limits and a timeout: for one's own file on one's own machine, any system."""

from __future__ import annotations

from graders.sandbox.layers import Ability, Plan
from graders.sandbox.limits import Limits
from graders.sandbox.runtime import Runtime

NAME = "plain"
ORDER = 9
STRENGTH = "none"
PROMISES: frozenset[str] = frozenset()


def look(runtime: Runtime) -> Ability:
    """It works everywhere."""
    return Ability("on", "limits and a timeout, no protection")


def apply(plan: Plan, limits: Limits) -> Plan:
    """Nothing beyond what every child gets."""
    return plan
