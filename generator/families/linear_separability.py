"""Which Boolean functions, given by their truth tables, are linearly separable."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from generator import fields, vectors
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from generator.terms import linear
from reference.derivation import Derivation
from reference.derivations import separability
from reference.truth_tables import input_rows, separating_weights

Table = tuple[int, ...]


@dataclass(frozen=True)
class SeparabilityOptions(Options):
    """How many functions of how many inputs, and what is asked of them."""

    inputs: tuple[int, ...] = fields.wholes(
        2, 3, lengths=(1, 2), default=(2,), help="how many inputs, one of these"
    )
    functions: int = fields.whole(3, 8, default=5, help="how many functions are shown")
    ask: tuple[str, ...] = fields.words(
        "count", "which", default=("count", "which"), help="how many are separable, or which one is not"
    )


@dataclass(frozen=True)
class SeparabilityGivens:
    """tables: the outputs of each function, the first input changing slowest. ask: what is asked."""

    tables: tuple[Table, ...] = vectors.rows((2, 8), (4, 8), limit=1)
    ask: str = fields.word("count", "which")


@lru_cache(2)
def _units(inputs: int) -> dict[Table, tuple[float, ...]]:
    """The separable functions, each with small weights and a bias of a unit that computes it, none on a 0."""
    found: dict[Table, tuple[float, ...]] = {}
    weights = itertools.product(range(-inputs + 1, inputs), repeat=inputs)
    for w in sorted(weights, key=lambda w: (sum(map(abs, w)), w)):
        sums = [sum(a for a, x in zip(w, row, strict=True) if x) for row in input_rows(inputs)]
        for twice in (-1, 1, -3, 3, -5, 5, -7, 7):
            found.setdefault(tuple(int(2 * z + twice > 0) for z in sums), (*w, twice / 2))
    return found


@lru_cache(2)
def _others(inputs: int) -> list[Table]:
    """The functions that are not separable."""
    return [table for table in itertools.product((0, 1), repeat=2**inputs) if table not in _units(inputs)]


@lru_cache(512)
def _separable(table: Table) -> bool:
    """Whether linear inequalities in exact fractions have a solution."""
    return separating_weights(table) is not None


def sample(rng: Random, options: SeparabilityOptions, _: Convention) -> SeparabilityGivens:
    """Different functions, one of which is not separable where that one is asked for."""
    size, asked = rng.choice(options.inputs), rng.choice(options.ask)
    possible, impossible = [*_units(size)], _others(size)
    most = min(len(impossible), options.functions - 1)
    without = 1 if asked == "which" else rng.randint(0 if most < 3 else 1, most)
    tables = rng.sample(possible, options.functions - without) + rng.sample(impossible, without)
    rng.shuffle(tables)
    return SeparabilityGivens(tuple(tables), asked)


def refuse(givens: SeparabilityGivens, *_: Any) -> str | None:
    """Constants are too easy to spot among functions of three inputs."""
    if len(givens.tables[0]) == 8 and any(sum(table) in (0, 1, 7, 8) for table in givens.tables):
        return "a function of three inputs is nearly constant"
    return None


def complain(givens: SeparabilityGivens, _: Convention) -> str | None:
    """Tables of 0 and 1, of two or three inputs; one that is not separable where it is asked for."""
    tables = givens.tables
    if len(tables[0]) not in (4, 8) or any(value not in (0, 1) for table in tables for value in table):
        return f"given tables has {list(tables[0])}; allowed are 4 or 8 numbers, each 0 or 1"
    impossible = sum(not _separable(table) for table in tables)
    if givens.ask == "which" and impossible != 1:
        return f"given ask is which, but {impossible} of the given tables are not separable"
    return None


def inputs(givens: SeparabilityGivens) -> Mapping[str, int]:
    """f1_1 is the first function's output in the table's first row."""
    return {f"f{k}_{r}": bit for k, table in enumerate(givens.tables, 1) for r, bit in enumerate(table, 1)}


def derive(givens: SeparabilityGivens, _: Convention) -> Derivation:
    """Each function tested, then counted."""
    return separability.count(2 if len(givens.tables[0]) == 4 else 3, len(givens.tables))


def ask(_: Random, givens: SeparabilityGivens, *__: Any) -> tuple[Ask, ...]:
    """Their number, or the one that is not."""
    if givens.ask == "count":
        return (Ask(("number",), "integer"),)
    texts = tuple(f"$f_{k}$" for k in range(1, len(givens.tables) + 1))
    return (Ask(("odd",), "choice", extra={"options": texts}),)


def cross_check(givens: SeparabilityGivens, *_: Any) -> Mapping[str, int]:
    """A unit sought for each table, by linear inequalities in exact fractions."""
    impossible = [k for k, table in enumerate(givens.tables, 1) if not _separable(table)]
    return {"number": len(givens.tables) - len(impossible), "odd": impossible[0] if impossible else 0}


def more(givens: SeparabilityGivens, convention: Convention) -> Mapping[str, object]:
    """The table's rows, and for each function what proves that it is separable or that it is not."""
    size = 2 if len(givens.tables[0]) == 4 else 3
    proofs = [_proof(table, size, convention) for table in givens.tables]
    constants = [len(set(table)) == 1 for table in givens.tables]
    return {"rows": input_rows(size), "size": size, "proofs": proofs, "constants": constants}


@lru_cache(512)
def _proof(table: Table, size: int, convention: Convention) -> tuple[str, ...]:
    """The weighted sum of a unit that has the table; or two pairs of inputs, with 1 and with 0."""
    if (unit := _units(size).get(table)) is not None:
        names = [convention.notation().symbol(f"x_{i}") for i in range(1, size + 1)]
        return (linear(zip(unit, [*names, ""], strict=True)),)
    rows = [f"({', '.join(map(str, row))})" for row in input_rows(size)]
    for pairs in separability.crossings(size):
        ones = [(rows[a], rows[b]) for a, b in pairs if table[a] == table[b] == 1]
        zeros = [(rows[a], rows[b]) for a, b in pairs if table[a] == table[b] == 0]
        if ones and zeros:
            return (*ones[0], *zeros[0])
    raise ArithmeticError(f"{table} has neither a unit nor a crossing")


def printed(givens: SeparabilityGivens, _: Convention) -> Mapping[str, str]:
    """What is asked stands below the prompt."""
    return {"ask": "just those" if givens.ask == "count" else "all but one"}


family = Family(
    givens=SeparabilityGivens,
    options=SeparabilityOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes="separability",
    topics=(3,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("integer", "choice"),
    printed=printed,
    presets={"easy": {"functions": 4, "ask": ["which"]}, "hard": {"inputs": [3], "functions": 4}},
    variants=(
        {},
        {"ask": ["count"], "functions": 6},
        {"inputs": [3], "functions": 4},
        {"ask": ["count"], "functions": 8},
        {"calculator": False},
    ),
)
