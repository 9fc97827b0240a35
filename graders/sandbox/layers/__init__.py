"""The layers of protection: a module a layer, found by being there.

A layer's module has NAME, ORDER (strongest first), STRENGTH, PROMISES (the trials of trial.py that must
be refused under it), `look(runtime)` (can it work here? cheap), and `apply(plan, limits)`.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, cast

from graders.sandbox.limits import Limits
from graders.sandbox.runtime import Runtime

State = Literal["on", "weaker", "off"]
Strength = Literal["strong", "one submission", "none"]


@dataclass(frozen=True)
class Ability:
    """Whether a layer works here, and why not or not fully."""

    state: State
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """How one child is started, and what it does to itself before it sees the student's code.

    command: the program and its arguments. environment: all of it.
    user: the number of the user that the child becomes, or None.
    landlock: the handled rights (files, network, scopes), then pairs of a path and its rights; or None.
    filter: a seccomp program, or None.
    demands: limits without which the child may not run.
    writable: the folders that it may write into, each a file system of its own, and their sizes.
    contained: whether everything that it starts ends with it (no new processes, or their own namespace).
    """

    runtime: Runtime
    command: tuple[str, ...]
    environment: Mapping[str, str]
    user: int | None = None
    landlock: tuple[list[int], list[tuple[str, int]]] | None = None
    filter: bytes | None = None
    writable: Mapping[str, str] = field(default_factory=dict)
    demands: frozenset[str] = frozenset()
    contained: bool = False


class Layer(Protocol):
    """What a layer's module holds."""

    NAME: str
    ORDER: int
    STRENGTH: Strength
    PROMISES: frozenset[str]

    def look(self, runtime: Runtime) -> Ability:
        """Whether it can work here, as far as one sees without trying."""
        ...

    def apply(self, plan: Plan, limits: Limits) -> Plan:
        """The plan with this layer in force."""
        ...


@functools.cache
def layers() -> tuple[Layer, ...]:
    """All layers, strongest first."""
    found: list[Any] = [
        importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
    ]
    return tuple(cast("Layer", module) for module in sorted(found, key=lambda module: module.ORDER))
