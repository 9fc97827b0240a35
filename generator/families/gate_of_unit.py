"""The Boolean function that a perceptron with given weights computes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from generator import fields, vectors
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from generator.gate_names import spoken
from reference.derivation import Derivation
from reference.derivations import gate_of_unit
from reference.truth_tables import exact, input_rows, truth_table

Table = tuple[int, ...]
GATES = ("AND", "OR", "NAND", "NOR")
PAIRS = ("x1 and not x2", "not x1 and x2", "x1 or not x2", "not x1 or x2")
TRIPLES: dict[str, Callable[[int, int, int], bool]] = {
    "at least two of the inputs are 1": lambda p, q, r: p + q + r >= 2,
    "at most one of the inputs is 1": lambda p, q, r: p + q + r <= 1,
    "x1 and (x2 or x3)": lambda p, q, r: bool(p and (q or r)),
    "x1 or (x2 and x3)": lambda p, q, r: bool(p or (q and r)),
    "x3 and not (x1 or x2)": lambda p, q, r: bool(r and not (p or q)),
}
WEIGHTS = (-3, -2.5, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 2.5, 3)
NONE_SHARE = 0.1
"""How often the unit computes a function that is not listed."""


@dataclass(frozen=True)
class GateOptions(Options):
    """How many inputs, and whether weighted sums may be 0."""

    inputs: tuple[int, ...] = fields.wholes(
        2, 3, lengths=(1, 2), default=(2,), help="how many inputs, one of these"
    )
    ties: bool = fields.flag(default=True, help="whether a weighted sum may be exactly 0")


@dataclass(frozen=True)
class GateGivens:
    """w, b: the unit."""

    w: tuple[float, ...] = vectors.vector(2, 3)
    b: float = fields.real(-1000, 1000)


@lru_cache(2)
def functions(inputs: int) -> dict[str, Table]:
    """The functions among which students choose, but the last choice, by name."""
    named = {name: truth_table(name, inputs=inputs) for name in GATES}
    if inputs == 2:
        return named | {name: truth_table(name) for name in (*PAIRS, "XOR")}
    return named | {
        name: tuple(int(function(*row)) for row in input_rows(3)) for name, function in TRIPLES.items()
    }


@lru_cache(4)
def _units(inputs: int, at_zero: int) -> dict[Table, list[tuple[float, ...]]]:
    """Units (weights, then bias) by the function that they compute; with 0 as a sum here and there."""
    found: dict[Table, list[tuple[float, ...]]] = {}
    pool = WEIGHTS if inputs == 2 else (-3, -2, -1.5, -1, 1, 1.5, 2, 3)
    for w in itertools.product(pool, repeat=inputs):
        for twice in range(-10, 11):
            table = _table((*w, twice / 2), at_zero)
            found.setdefault(table, []).append((*w, twice / 2))
    return found


def _table(unit: tuple[float, ...], at_zero: int) -> Table:
    *w, b = unit
    sums = (sum(a for a, x in zip(w, row, strict=True) if x) + b for row in input_rows(len(w)))
    return tuple(int(z > 0 or (z == 0 and at_zero == 1)) for z in sums)


def sample(rng: Random, options: GateOptions, convention: Convention) -> GateGivens:
    """A function first, so that each is as likely; then a unit that computes it."""
    size, at_zero = rng.choice(options.inputs), convention.step_at_zero
    units, listed = _units(size, at_zero), functions(size).values()
    wanted = [table for table in listed if table in units]
    if rng.random() < NONE_SHARE:
        wanted = [table for table in units if table not in listed]
    *w, b = rng.choice(units[rng.choice(wanted)])
    return GateGivens(tuple(w), b)


def refuse(givens: GateGivens, options: GateOptions, _: Convention) -> str | None:
    """A bias, and no sum of 0 unless that is wanted."""
    if givens.b == 0:
        return "the bias is 0"
    tied = not options.ties and 0 in _sums(givens)
    return "a weighted sum is 0" if tied else None


def _sums(givens: GateGivens) -> list[Any]:
    w, b = [exact(weight) for weight in givens.w], exact(givens.b)
    return [sum((a for a, x in zip(w, row, strict=True) if x), b) for row in input_rows(len(w))]


def complain(givens: GateGivens, _: Convention) -> str | None:
    """No sum of 0 that floats can't hold."""
    floats = [
        sum(a for a, x in zip(givens.w, r, strict=True) if x) + givens.b for r in input_rows(len(givens.w))
    ]
    if any(z == 0 and near != 0 for z, near in zip(_sums(givens), floats, strict=True)):
        return "a weighted sum is exactly 0; give halves, which floats hold exactly"
    return None


def derive(givens: GateGivens, convention: Convention) -> Derivation:
    """The truth table, and its place among the functions."""
    size = len(givens.w)
    return gate_of_unit.gate(size, tuple(functions(size).values()), at_zero=convention.step_at_zero)


@lru_cache(64)
def _labels(inputs: int, convention: Convention) -> tuple[str, ...]:
    return tuple(spoken(text, convention) for text in (*functions(inputs), "none of these"))


def ask(_: Random, givens: GateGivens, __: GateOptions, convention: Convention) -> tuple[Ask, ...]:
    """One of the functions."""
    return (Ask(("gate",), "choice", extra={"options": _labels(len(givens.w), convention)}),)


def cross_check(givens: GateGivens, _: tuple[Ask, ...], convention: Convention) -> Mapping[str, Any]:
    """The table in exact fractions, looked up by name."""
    fires = [z > 0 or (z == 0 and convention.step_at_zero == 1) for z in _sums(givens)]
    places = [k for k, table in enumerate(functions(len(givens.w)).values(), 1) if list(table) == fires]
    return {"gate": places[0] if places else len(functions(len(givens.w))) + 1}


def more(givens: GateGivens, convention: Convention) -> Mapping[str, object]:
    """The rows of the table, and the step's value at 0."""
    return {
        "inputs": range(1, len(givens.w) + 1),
        "rows": ["".join(map(str, row)) for row in input_rows(len(givens.w))],
        "at_zero": convention.step_at_zero,
    }


family = Family(
    givens=GateGivens,
    options=GateOptions,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes="gate_of_unit",
    topics=(3,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("choice",),
    presets={"easy": {"ties": False}, "hard": {"inputs": [3]}},
    variants=({}, {"inputs": [3], "ties": False}, {"calculator": False}),
)
