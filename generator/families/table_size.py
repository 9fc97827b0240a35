"""How many numbers a table holds: full, factorised, shared by all features, naive Bayes, a function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import table_size
from reference.derivations.table_size import INPUTS, MODELS

LARGEST = 10**7
NAMES = {"degree": "p"}
"""A name of the derivation's that is another one among the givens."""
WORDS = {
    "full": "every combination",
    "independent": "independent",
    "identical": "identically distributed",
    "naive_bayes": "naive Bayes",
    "polynomial": "polynomial",
}


@dataclass(frozen=True)
class TableOptions(Options):
    """Which tables, how many features."""

    models: tuple[str, ...] = fields.words(
        *MODELS, default=tuple(MODELS), help="the kind of table, one of these"
    )
    most_features: int = fields.whole(3, 60, default=16, help="the most features there are")
    values: tuple[int, ...] = fields.wholes(
        2, 20, lengths=(1, 10), default=(2, 3, 4), help="how many values a feature has, one of these"
    )


def _count(low: int, high: int) -> Any:
    def read(value: Any) -> int | None:
        if value is not None and (type(value) is not int or not low <= value <= high):
            raise ValueError
        return value

    return fields.custom(read, f"a whole number from {low} to {high}, or null where the table has none")


@dataclass(frozen=True)
class TableGivens:
    """D features of v values each, c classes; arguments from 0 to n, a polynomial of degree p."""

    model: str = fields.word(*MODELS)
    D: int | None = _count(1, 200)
    v: int | None = _count(2, 1000)
    c: int | None = _count(2, 1000)
    n: int | None = _count(1, 10**6)
    p: int | None = _count(1, 20)


def sample(rng: Random, options: TableOptions, convention: Convention) -> TableGivens:
    """Binary features most often; without a calculator tables that one counts in the head."""
    values = options.values if options.calculator else tuple(v for v in options.values if v <= 4) or (2,)
    v = rng.choice((values[0], *values))
    model = rng.choice(options.models)
    most = 10 // v + 4 if model == "full" and not options.calculator else options.most_features
    features = rng.randint(3, max(3, most))
    ends = (9, 19, 49, 99, 127, 199, 255, 499, 999)
    givens = TableGivens(
        model, features, v, rng.choice((2, 3, 4, 5, 10)), rng.choice(ends), rng.randint(1, 5)
    )
    return tidy(givens, convention)


def tidy(givens: TableGivens, _: Convention) -> TableGivens:
    """Only the numbers that the table has; a plain one where it is missing."""
    plain = {"D": 10, "v": 2, "c": 2, "n": 99, "p": 2}
    used = [NAMES.get(name, name) for name in INPUTS[givens.model]]
    numbers: dict[str, Any] = {
        name: (getattr(givens, name) or plain[name]) if name in used else None for name in plain
    }
    return replace(givens, **numbers)


def complain(givens: TableGivens, _: Convention) -> str | None:
    """No number that nobody can write down, no polynomial that is larger than the table."""
    if givens.model == "full" and (givens.v or 2) ** (givens.D or 1) > 10**60:
        return f"given D is {givens.D}: the table has more than 10**60 entries"
    if givens.model == "polynomial" and (givens.p or 0) >= (givens.n or 0):
        return f"given p is {givens.p}; the polynomial would need as many numbers as the table"
    return None


def derive(givens: TableGivens, _: Convention) -> Derivation:
    """The count, from the numbers of features, values and classes."""
    return table_size.size(givens.model)


def inputs(givens: TableGivens) -> Mapping[str, int]:
    """The numbers that the table has."""
    return {name: getattr(givens, NAMES.get(name, name)) for name in INPUTS[givens.model]}


def refuse(givens: TableGivens, options: TableOptions, convention: Convention) -> str | None:
    """No table of millions; not as many features as values."""
    if givens.D is not None and givens.v == givens.D:
        return "there are as many features as values"
    if givens.model == "full" and (givens.v or 2) ** (givens.D or 1) > LARGEST:
        return "the table is too large to write its size down"
    return complain(givens, convention)


def ask(_: Random, givens: TableGivens, *__: Any) -> tuple[Ask, ...]:
    """The number of entries; of a polynomial what it saves."""
    return (Ask(("saved" if givens.model == "polynomial" else "entries",), "integer"),)


def cross_check(givens: TableGivens, *_: Any) -> Mapping[str, int]:
    """Counted table by table: the rows of each, feature by feature and class by class."""
    if givens.model == "polynomial":
        arguments, powers = range((givens.n or 0) + 1), [givens.p, *range(givens.p or 0)]
        return {"saved": len(arguments) - len(powers)}
    one_table, features = range(givens.v or 0), range(givens.D or 0)
    if givens.model == "full":
        rows = 1
        for _feature in features:
            rows = sum(rows for _value in one_table)
        return {"entries": rows}
    if givens.model == "identical":
        return {"entries": len(one_table)}
    tables = [one_table for _class in range(givens.c or 1) for _feature in features]
    return {"entries": sum(map(len, tables))}


family = Family(
    givens=TableGivens,
    options=TableOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    tidy=tidy,
    complain=complain,
    mistakes="table_size",
    topics=(9,),
    lectures=("cs760",),
    answers=("integer", "choice"),
    printed=lambda givens, _: {"model": WORDS[givens.model]},
    presets={
        "easy": {"models": ["full", "independent", "identical"], "values": [2], "most_features": 10},
        "hard": {"models": ["full", "naive_bayes", "polynomial"], "values": [3, 4, 5]},
    },
    variants=(*({"models": [model]} for model in MODELS), {"calculator": False}),
)
