"""Weights and bias with which a single unit computes a gate."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from generator.gate_names import spoken
from reference import gates
from reference.derivation import Derivation
from reference.derivations import gate as derivations
from reference.feasibility import feasible_point, unit_conditions
from reference.numerals import plain
from reference.truth_tables import exact, input_rows, truth_table

CLOSE = 1e-6
NAMES = ("AND", "OR", "NAND", "NOR")
PAIRS = ("x1 and not x2", "not x1 and x2", "x1 or not x2", "not x1 or x2")
SIGNS = [signs for signs in itertools.product(("", "not "), repeat=3) if len(set(signs)) > 1]
TRIPLES = tuple(
    join.join(f"{sign}x{i}" for i, sign in enumerate(signs, start=1))
    for join in (" and ", " or ")
    for signs in SIGNS
)
WANTED = {1: ("NOT",), 2: (*NAMES, *PAIRS), 3: (*NAMES, *TRIPLES), 4: NAMES}
LEAVE = ("all", "bias", "weights", "weight")
Blanks = tuple[float | None, ...]


@dataclass(frozen=True)
class GateOptions(Options):
    """Which gates, how many inputs, what is left blank."""

    inputs: tuple[int, ...] = fields.wholes(
        1, 4, lengths=(1, 4), default=(2, 3), help="how many inputs, one of these; the gate of one is NOT"
    )
    units: tuple[str, ...] = fields.words("step", "sigmoid", default=("step",), help="the unit, one of these")
    leave: tuple[str, ...] = fields.words(*LEAVE, default=LEAVE, help="what is left blank, one of these")


def _read_blanks(value: Any) -> Blanks:
    """Read a list of numbers, null where blank."""
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= 5:  # as the sentence says
        raise ValueError
    if not all(v is None or (type(v) in (int, float) and abs(v) <= 100) for v in value):  # likewise
        raise ValueError
    return tuple(value)


@dataclass(frozen=True)
class GateGivens:
    """gate, unit; numbers: the weights, then the bias, None where blank; example: numbers that do it."""

    gate: str = fields.word("NOT", *NAMES, *PAIRS, *TRIPLES)
    unit: str = fields.word("step", "sigmoid")
    numbers: Blanks = fields.custom(  # noqa: RUF009  # it makes a dataclass field
        _read_blanks, "a list of 1 to 4 weights and the bias, numbers within ±100, null where blank"
    )
    example: tuple[float, ...] | None = None

    @property
    def size(self) -> int:
        """How many inputs the unit has."""
        return len(self.numbers) - 1

    @property
    def named(self) -> dict[str, float | None]:
        """{w_1: number or None, …, b: …}."""
        names = [*(f"w_{i}" for i in range(1, self.size + 1)), "b"]
        return dict(zip(names, self.numbers, strict=True))

    @property
    def table(self) -> tuple[int, ...]:
        """The gate's truth table."""
        return _table(self.gate, self.size)


@lru_cache(256)
def _table(gate: str, inputs: int) -> tuple[int, ...]:
    return truth_table(gate, inputs=inputs)


@lru_cache(4)
def _units(inputs: int) -> dict[tuple[int, ...], list[tuple[float, ...]]]:
    """Small weights and a bias of a unit by the table that they realise, none on a boundary."""
    found: dict[tuple[int, ...], list[tuple[float, ...]]] = {}
    pool = (-3, -2, -1.5, -1, 1, 1.5, 2, 3) if inputs < 4 else (-2, -1, 1, 2)
    for w in itertools.product(pool, repeat=inputs):
        for twice in range(-11, 12):
            sums = [
                sum(a for a, x in zip(w, row, strict=True) if x) + twice / 2 for row in input_rows(inputs)
            ]
            if 0 not in sums and twice:
                found.setdefault(tuple(int(z > 0) for z in sums), []).append((*w, twice / 2))
    return found


def sample(rng: Random, options: GateOptions, _: Convention) -> GateGivens:
    """A unit that computes a gate, of which some numbers are left blank."""
    size, unit = rng.choice(options.inputs), rng.choice(options.units)
    gate = rng.choice(WANTED[size])
    example = rng.choice(_units(size)[_table(gate, size)])
    leave = rng.choice(options.leave)
    blank = {"all": range(size + 1), "bias": [size], "weights": range(size), "weight": [rng.randrange(size)]}[
        leave
    ]
    values = [None if k in blank else value for k, value in enumerate(example)]
    return GateGivens(gate, unit, tuple(values), example)


@lru_cache(256)
def _found(table: tuple[int, ...], blanks: Blanks, at_zero: int) -> tuple[float, ...] | None:
    """Numbers that fill the blanks (the last is the bias), exactly; None when there are none."""
    open_places = [k for k, value in enumerate(blanks) if value is None]
    rows, constants = [], []
    for row in input_rows(len(blanks) - 1):
        signals = (*map(Fraction, row), Fraction(1))
        rows.append(tuple(signals[k] for k in open_places))
        constants.append(
            sum((exact(v) * s for v, s in zip(blanks, signals, strict=True) if v is not None), Fraction(0))
        )
    conditions = unit_conditions(rows, constants, table, at_zero)
    strictly = tuple(dataclasses.replace(condition, strict=True) for condition in conditions)
    point = feasible_point(strictly, len(open_places)) or feasible_point(conditions, len(open_places))
    if point is None:
        return None
    filled = dict(zip(open_places, point, strict=True))
    return tuple(float(filled.get(k, exact(v or 0))) for k, v in enumerate(blanks))


def tidy(givens: GateGivens, convention: Convention) -> GateGivens:
    """Blanks fixed by hand need an example of their own, if there is one."""
    if givens.gate not in WANTED[givens.size]:
        return dataclasses.replace(givens, example=None)
    example = _found(givens.table, givens.numbers, _at_zero(givens, convention))
    return dataclasses.replace(givens, example=example)


def complain(givens: GateGivens, _: Convention) -> str | None:
    """A gate of that many inputs, blanks, and a way to fill them."""
    if givens.gate not in WANTED[givens.size]:
        allowed = ", ".join(WANTED[givens.size])
        return f"given gate is {givens.gate}; with {givens.size + 1} numbers allowed is {allowed}"
    if None not in givens.named.values():
        return "given numbers leave nothing blank; put null where students fill in"
    if givens.example is None:
        return f"given numbers can't be filled so that the unit computes {givens.gate}; leave more blank"
    return None


def inputs(givens: GateGivens) -> dict[str, float]:
    """The example's weights and bias."""
    return dict(zip(givens.named, givens.example or (), strict=True))


def _at_zero(givens: GateGivens, convention: Convention) -> int:
    return convention.step_at_zero if givens.unit == "step" else 0


def derive(givens: GateGivens, convention: Convention) -> Derivation:
    """The truth table."""
    blanks = tuple(name for name, value in givens.named.items() if value is None)
    return derivations.table(givens.size, blanks, at_zero=_at_zero(givens, convention))


def _exactly(givens: GateGivens, convention: Convention, filled: Mapping[str, float]) -> tuple[int, ...]:
    """The table that a filling computes, by exact fractions."""
    *w, b = {**inputs(givens), **filled}.values()
    return gates.outputs(givens.size, [[w]], [[b]], at_zero=_at_zero(givens, convention))


def ask(_: Random, givens: GateGivens, __: GateOptions, convention: Convention) -> tuple[Ask, ...]:
    """All blanks together; fractions decide where a sum is near 0 and floats may not hold it exactly."""
    example, steps = inputs(givens), derive(givens, convention)
    symbol = convention.notation().symbol
    rows = ["".join(map(str, row)) for row in input_rows(givens.size)]

    def outputs(filled: Mapping[str, float]) -> tuple[int, ...]:
        values = steps.run({**example, **filled})
        if any(abs(values[f"z_{row}"]) < CLOSE for row in rows) and any(8 * v % 1 for v in filled.values()):
            return _exactly(givens, convention, filled)
        return tuple(int(values[f"out_{row}"]) for row in rows)

    extra = {
        "outputs": outputs,
        "table": givens.table,
        "printed": lambda filled: ", ".join(f"${symbol(name)} = {plain(v)}$" for name, v in filled.items()),
    }
    blank = tuple(f"put_{name}" for name, value in givens.named.items() if value is None)
    return (Ask(blank, "realises", of="weights", extra=extra),)


def cross_check(givens: GateGivens, _: tuple[Ask, ...], convention: Convention) -> Mapping[str, Any]:
    """Exact fractions must give the gate's table."""
    return {"weights": lambda filled: _exactly(givens, convention, filled) == givens.table}


def more(givens: GateGivens, convention: Convention) -> Mapping[str, object]:
    """What is printed and what is blank."""
    rows = ["".join(map(str, row)) for row in input_rows(givens.size)]
    return {
        "label": spoken(givens.gate, convention),
        "inputs": range(1, givens.size + 1),
        "fixed": [name for name, value in givens.named.items() if value is not None],
        "values": givens.named,
        "rows": [*zip(rows, givens.table, strict=True)],
        "at_zero": _at_zero(givens, convention),
    }


def printed(givens: GateGivens, convention: Convention) -> Mapping[str, str]:
    """The gate as the prompt has it."""
    return {"gate": spoken(givens.gate, convention)}


family = Family(
    givens=GateGivens,
    options=GateOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    tidy=tidy,
    complain=complain,
    more=more,
    mistakes="gate",
    topics=(2,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("realises", "choice"),
    printed=printed,
    decimals=lambda _: 3,
    presets={
        "easy": {"inputs": [2], "leave": ["bias", "weight"]},
        "hard": {"inputs": [3, 4], "leave": ["all", "weights"]},
    },
    variants=(
        {},
        *({"leave": [leave]} for leave in LEAVE),
        {"inputs": [1, 4]},
        {"units": ["sigmoid"]},
        {"calculator": False},
    ),
)
