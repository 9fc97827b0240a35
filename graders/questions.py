"""A question: one call of a student's function, and the derivation of what it should return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

import numpy as np

from graders.faults import Fault, not_so_many, not_these_keys
from reference.derivation import Derivation
from reference.worlds import array_world

Names: TypeAlias = Any
"""A step's name, or a list, tuple or dict of such: what is returned, with names in place of arrays."""
Steps: TypeAlias = Mapping[str, Any]


def _nothing(_: Steps) -> Sequence[Steps]:
    return ({},)


@dataclass(frozen=True, eq=False)
class Question:
    """One call of a student's function.

    Attributes
    ----------
    arguments
        What the function is given, by the names in its signature; sent in this order.
    returns
        What it should return, with names of steps in place of arrays: "p", or (["z1", "z2"], ["a1", "yhat"]).
    derivation, inputs
        How it comes about: rules over arrays, and the values of the derivation's inputs.
    follows
        From the student's own values of some steps, those of further steps that must have led to them, such
        as dz2 from dW2; a mapping for each way in which they may have come about.
    """

    arguments: Mapping[str, Any]
    returns: Names
    derivation: Derivation
    inputs: Mapping[str, Any]
    follows: Callable[[Steps], Sequence[Steps]] = field(default=_nothing)
    spoken: Mapping[str, str] = field(default_factory=dict)

    def say(self, step: str) -> str:
        """The step's name as the student knows it."""
        return self.spoken.get(step, step)

    @cached_property
    def right(self) -> Steps:
        """The right value of every step and input."""
        return {**self.inputs, **run(self.derivation, self.inputs)}

    @property
    def order(self) -> dict[str, int]:
        """{step: its place in working order}."""
        return _order(self.derivation)


@lru_cache(256)
def _order(derivation: Derivation) -> dict[str, int]:
    return {step.name: place for place, step in enumerate(derivation.steps)}


@lru_cache(2048)
def needed_for(step: str, derivation: Derivation) -> Derivation:
    """Only the steps that this one needs."""
    return derivation.needed_for([step])


def run(derivation: Derivation, inputs: Mapping[str, Any], given: Steps | None = None) -> Steps:
    """The derivation in arrays, without a word about overflow: a mistake may well overflow.

    given: values of steps that are not worked; of other steps they do no harm.
    """
    known = None if given is None else {name: given[name] for name in given.keys() & derivation.names}
    with np.errstate(all="ignore"):
        return derivation.run(inputs, world=array_world(), given=known)


@dataclass(frozen=True)
class Leaf:
    """One value within what was returned: where it is, which step it should be, and the value or a Fault."""

    path: str
    step: str
    value: Any


def read(value: object, names: Names, path: str = "") -> Iterator[Leaf]:
    """The values within what a function returned, in the places where steps are named.

    Where a container isn't as named, its Fault stands in place of the values that can't be found.
    """
    if isinstance(names, str):
        yield Leaf(path, names, value)
    elif isinstance(names, dict):
        fault = not_these_keys(value, list(names))
        for key, inner in names.items():
            yield from _inner(value, key, inner, f'{path}["{key}"]', path, fault)
    else:
        fault = not_so_many(value, len(names))
        for place, inner in enumerate(names):
            yield from _inner(value, place, inner, f"{path}[{place}]", path, fault)


def _inner(value: Any, key: Any, names: Names, inside: str, path: str, fault: Fault | None) -> Iterator[Leaf]:
    there = fault is None or (isinstance(value, dict) and key in value)
    if there:
        yield from read(value[key], names, inside)
    else:
        yield from (Leaf(path, step, fault) for step in steps_of(names))


def steps_of(names: Names) -> Iterator[str]:
    """The names of steps in what is returned, from left to right."""
    if isinstance(names, str):
        yield names
    else:
        for inner in names.values() if isinstance(names, dict) else names:
            yield from steps_of(inner)
