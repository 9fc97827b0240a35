"""Another user: a number that no account has, a new one for each child; limits and kills hit it alone.

Everything that all users may read can be read: for an image that holds one submission and nothing else.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import os
import sys
from pathlib import Path

from graders.sandbox.layers import Ability, Plan
from graders.sandbox.limits import Limits
from graders.sandbox.runtime import Runtime

NAME = "other_user"
ORDER = 2
STRENGTH = "one submission"
PROMISES = frozenset({"private reading"})

_LARGE = (0x70000000, 1 << 22)
_SMALL = (20_000, 320)
"""The first number, and how many processes of ours get numbers of their own, in a container that has few."""
_EACH = 128  # numbers a process, two a child: its own, and the sender's of the signal that ends it
_turn = itertools.count()


def look(runtime: Runtime) -> Ability:
    """Only root can become somebody else, and only where there are other users."""
    if sys.platform != "linux":
        return Ability("off", "only on Linux")
    if os.geteuid() != 0:
        return Ability("off", "only root can run code as another user")
    if _numbers() is None:
        return Ability("off", "this container has no users to become")
    return Ability("on")


@functools.cache
def _numbers() -> tuple[int, int] | None:
    """The numbers to choose from, of those which this container maps."""
    for first, count in (_LARGE, _SMALL):
        last = first + count * _EACH - 1
        for line in Path("/proc/self/uid_map").read_text().splitlines():
            start, _, size = (int(word) for word in line.split())
            if start <= first and last < start + size:
                return first, count
    return None


def numbers_of(pid: int) -> range:
    """The numbers that the children of a process of ours get, in turn; the even ones are theirs.

    Raises
    ------
    RuntimeError
        When there are none.
    """
    numbers = _numbers()
    if numbers is None:
        raise RuntimeError("this container has no users to become")
    first, count = numbers
    return range(first + pid % count * _EACH, first + (pid % count + 1) * _EACH)


def apply(plan: Plan, limits: Limits) -> Plan:
    """The child becomes that user as soon as it has started."""
    numbers = numbers_of(os.getpid())[::2]
    return dataclasses.replace(plan, user=numbers[next(_turn) % len(numbers)])
