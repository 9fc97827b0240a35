"""The features that two sigmoid hidden units make of XOR or XNOR, and the line that separates them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention
from generator.errors import InputError
from generator.family import Ask, Family, Options
from reference.activations import sigmoid
from reference.derivation import Derivation
from reference.derivations import features
from reference.numerals import plain
from reference.truth_tables import truth_table

Unit = tuple[float, float, float]
GATES = ("AND", "OR", "NAND", "NOR", "XOR", "XNOR")
PARTS = ("first", "second", "output", "function")
LARGEST, SMALLEST = 7, 1.5
"""Between these the sizes of the hidden sums lie, so that no feature prints as 0 and none is undecided."""


@dataclass(frozen=True)
class FeatureOptions(Options):
    """Which function, and what is asked."""

    gates: tuple[str, ...] = fields.words(
        "XOR", "XNOR", default=("XOR", "XNOR"), help="what the network computes, one of these"
    )
    ask: tuple[str, ...] = fields.words(
        *PARTS,
        default=("first", "second", "function"),
        help="the hidden units' tables, that of the output's sum, the function",
    )
    alike: bool = fields.flag(default=False, help="whether a hidden unit's weights all have the same size, 4")
    output_weight: int = fields.whole(1, 3, default=1, help="the largest size of the output unit's weights")
    decimals: int = fields.whole(3, 6, default=3, help="decimals of every rounded number")


@dataclass(frozen=True)
class FeatureGivens:
    """W1 with one row a hidden unit, b1; W2, b2: the output unit."""

    W1: tuple[tuple[float, ...], ...] = fields.array(2, 2, limit=100)
    b1: tuple[float, ...] = fields.array(2, limit=100)
    W2: tuple[tuple[float, ...], ...] = fields.array(1, 2, limit=100)
    b2: tuple[float, ...] = fields.array(1, limit=100)


@lru_cache(2)
def _hidden(*, alike: bool) -> dict[tuple[int, ...], list[Unit]]:
    """Hidden units (w1, w2, b) by the table that they have nearly."""
    found: dict[tuple[int, ...], list[Unit]] = {}
    sizes = (-4, 4) if alike else (-5, -4, -3, 3, 4, 5)
    for w1, w2, twice in itertools.product(sizes, sizes, range(-16, 17)):
        b = twice / 2
        sums = (b, b + w2, b + w1, b + w1 + w2)
        if b and all(SMALLEST <= abs(z) <= LARGEST for z in sums):
            found.setdefault(tuple(int(z > 0) for z in sums), []).append((w1, w2, b))
    return found


@lru_cache(16)
def _pairs(gate: str, *, alike: bool, largest: int) -> list[tuple[list[Unit], list[Unit], Unit]]:
    """Hidden units by their tables, two at a time, with an output unit that makes the gate of them."""
    wanted = truth_table(gate)
    found: list[tuple[list[Unit], list[Unit], Unit]] = []
    outputs = [
        (v, v, round(c * v, 1)) for v in range(1, largest + 1) for c in (-0.5, -0.6, -0.7, -1.3, -1.4, -1.5)
    ]
    for (f, first), (g, second) in itertools.permutations(_hidden(alike=alike).items(), 2):
        for unit in outputs:
            sums = (unit[0] * p + unit[1] * q + unit[2] for p, q in zip(f, g, strict=True))
            if tuple(int(z > 0) for z in sums) == wanted:
                found.append((first, second, unit))
    return found


def sample(rng: Random, options: FeatureOptions, _: Convention) -> FeatureGivens:
    """Two hidden units that are nearly gates, and an output unit that makes the function of them."""
    if not options.calculator:
        raise InputError("family hidden_features: sigmoids need a calculator; calculator must be true")
    gate = rng.choice(options.gates)
    first, second, output = rng.choice(_pairs(gate, alike=options.alike, largest=options.output_weight))
    (w11, w12, b1), (w21, w22, b2) = rng.choice(first), rng.choice(second)
    return FeatureGivens(((w11, w12), (w21, w22)), (b1, b2), (output[:2],), (output[2],))


def refuse(givens: FeatureGivens, options: FeatureOptions, _: Convention) -> str | None:
    """The line separates with room to spare, and no sum is nearly 0."""
    sums = _sums(givens)
    if min(map(abs, sums)) < 0.1:
        return "an output is near the line"
    fires = tuple(int(z > 0) for z in sums)
    return None if fires in [truth_table(gate) for gate in options.gates] else "the line does not separate"


def _sums(givens: FeatureGivens) -> list[float]:
    """The output's sum for each input by plain arithmetic."""
    (v1, v2), (c,), found = givens.W2[0], givens.b2, []
    for x1, x2 in features.ROWS:
        zs = [w[0] * x1 + w[1] * x2 + b for w, b in zip(givens.W1, givens.b1, strict=True)]
        found.append(v1 / (1 + math.exp(-zs[0])) + v2 / (1 + math.exp(-zs[1])) + c)
    return found


@lru_cache(1)
def _tables() -> tuple[tuple[int, ...], ...]:
    return tuple(truth_table(gate) for gate in GATES)


def derive(*_: Any) -> Derivation:
    """The table of the features, then the output's."""
    return features.table(_tables())


def ask(_: Random, __: FeatureGivens, options: FeatureOptions, ___: Convention) -> tuple[Ask, ...]:
    """A column of the table each, for the four inputs in their order."""

    def column(name: str) -> tuple[str, ...]:
        return tuple(f"{name}_{k}" for k in range(1, 5))

    parts = {
        "first": Ask(column("h1"), "array", of="h1", share=2),
        "second": Ask(column("h2"), "array", of="h2", share=2),
        "output": Ask(column("score"), "array", of="score", share=2),
        "function": Ask(("fits",), "choice", extra={"options": (*GATES, "none of these")}),
    }
    return tuple(part for name, part in parts.items() if name in options.ask)


def cross_check(givens: FeatureGivens, *_: Any) -> Mapping[str, Any]:
    """NumPy's forward pass over all four inputs at once."""
    x = np.array(features.ROWS, float)
    hidden = sigmoid(x @ np.array(givens.W1, float).T + np.array(givens.b1, float))
    out = hidden @ np.array(givens.W2[0], float) + givens.b2[0]
    fires = tuple((out > 0).astype(int).tolist())
    place = _tables().index(fires) + 1 if fires in _tables() else len(GATES) + 1
    return {"h1": hidden[:, 0].tolist(), "h2": hidden[:, 1].tolist(), "score": out.tolist(), "fits": place}


def _affine(constant: float, terms: list[tuple[float, str]]) -> str:
    """-6 + 4 x_1 - x_2 as LaTeX."""
    text = plain(constant)
    for factor, name in terms:
        size = "" if abs(factor) == 1 else f"{plain(abs(factor))} "
        text += f" {'-' if factor < 0 else '+'} {size}{name}"
    return text


def _texts(givens: FeatureGivens, convention: Convention) -> tuple[list[str], str]:
    """The sums of the hidden units and of the output unit, as one writes them."""
    symbol = convention.notation().symbol
    names, features_ = (symbol("x_1"), symbol("x_2")), (symbol("h1"), symbol("h2"))
    hidden = [
        _affine(b, [*zip(row, names, strict=True)]) for row, b in zip(givens.W1, givens.b1, strict=True)
    ]
    return hidden, _affine(givens.b2[0], [*zip(givens.W2[0], features_, strict=True)])


def more(givens: FeatureGivens, convention: Convention) -> Mapping[str, object]:
    """The units' sums, and the inputs in their order."""
    hidden, line = _texts(givens, convention)
    return {"sums": hidden, "line": line, "rows": features.ROWS}


def printed(givens: FeatureGivens, convention: Convention) -> Mapping[str, str]:
    """Weights and biases stand in the prompt inside of formulas."""
    hidden, line = _texts(givens, convention)
    found = {f"W1[{j}][{i}]": text for j, text in enumerate(hidden) for i in (0, 1)}
    found |= {f"b1[{j}]": text for j, text in enumerate(hidden)}
    return found | {"W2[0][0]": line, "W2[0][1]": line, "b2[0]": line}


def complain(givens: FeatureGivens, _: Convention) -> str | None:
    """Weights of 0 would not be seen in the formulas."""
    values = [*givens.W1[0], *givens.W1[1], *givens.W2[0]]
    return "a given weight is 0, which leaves its input out of the formula" if 0 in values else None


family = Family(
    givens=FeatureGivens,
    options=FeatureOptions,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes="features",
    topics=(5,),
    lectures=("cs540", "cs2109s"),
    answers=("array", "choice"),
    printed=printed,
    presets={
        "easy": {"alike": True, "ask": ["first", "second"]},
        "hard": {"decimals": 4, "output_weight": 3, "ask": [*PARTS]},
    },
    variants=({}, {"gates": ["XNOR"]}, {"gates": ["XOR"], "decimals": 4}, {"ask": ["output", "function"]}),
)
