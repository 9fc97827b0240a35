"""Regions of the plane between the lines of two or three step units, and what a unit makes of them.

A sample is a point that stands for its region, then come the points asked about. pre{j}_{k} is the sum
of hidden unit j at sample k, h{j}_{k} its output, score_{k} the output unit's sum, bit_{k} the net's output.
Inputs W1_j_i, b1_j, x{k}_i, W2_1_j, b2_1; where the sides are seen, side{j}_{k} for the first three: 1 on
the side on which unit j gives 1. Source: CS 540 and CS 760, XOR by two lines.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from reference.derivation import Derivation

SETS_UP_TO = 4
"""Of so many regions the sets are listed of which one is in or out."""


def _hidden(units: int, samples: int, at_zero: int, *, seen: bool) -> dict[str, str]:
    rules: dict[str, str] = {}
    for k, j in product(range(1, samples + 1), range(1, units + 1)):
        if not seen:
            rules[f"pre{j}_{k}"] = f"W1_{j}_1*x{k}_1 + W1_{j}_2*x{k}_2 + b1_{j}"
        rules[f"h{j}_{k}"] = f"side{j}_{k}" if seen else f"step(pre{j}_{k}, {at_zero})"
    return rules


@lru_cache(64)
def net(units: int, regions: int, *, points: bool, at_zero: int, seen: bool) -> Derivation:
    """Steps as above for the regions, with `points` for two points too, and what is asked about them.

    number: in how many regions the output is 1. where: r if only in region r, regions + r if in all but
    that, else the number after these. both: 1 if at neither point, 2 at the first, 3 at the second, 4 at
    both. hidden: 1 and the first point's hidden outputs read as a binary number.
    """
    each, p, q = range(1, regions + 1), regions + 1, regions + 2
    samples = q if points else regions
    rules = _hidden(units, samples, at_zero, seen=seen)
    for k in range(1, samples + 1):
        terms = [f"W2_1_{j}*h{j}_{k}" for j in range(1, units + 1)]
        rules[f"score_{k}"] = " + ".join([*terms, "b2_1"])
        rules[f"bit_{k}"] = f"step(score_{k}, {at_zero})"
    rules["number"] = " + ".join(f"bit_{k}" for k in each)
    rules["inside"] = " + ".join(f"{k}*bit_{k}" for k in each)
    rules["outside"] = " + ".join(f"{k}*(1 - bit_{k})" for k in each)
    out = f"{regions} + outside if number == {regions - 1} else {2 * regions + 1}"
    rules["where"] = f"inside if number == 1 else {out}"
    if points:
        rules["both"] = f"1 + bit_{p} + 2*bit_{q}"
        digits = [f"{2 ** (units - j)}*h{j}_{p}" for j in range(1, units + 1)]
        rules["hidden"] = " + ".join(["1", *digits])
    return Derivation.of(rules)


@lru_cache(4)
def function(tables: tuple[tuple[int, ...], ...]) -> Derivation:
    """The sides of two hidden units in four regions, and fits: the function's place in the list.

    Inputs side{j}_{k} and shade_k, 1 where region k is shaded. The tables give the outputs for the hidden
    units' (0, 0), (0, 1), (1, 0), (1, 1); bit_{ab} is what the shading says of these. A table that isn't
    listed comes last.
    """
    rules = _hidden(2, 4, 0, seen=True)
    for a, b in product((0, 1), (0, 1)):
        there = [f"shade_{k}*{_is(f'h1_{k}', a)}*{_is(f'h2_{k}', b)}" for k in range(1, 5)]
        rules[f"bit_{a}{b}"] = f"max({', '.join(there)})"
    last = len(tables) + 1
    terms = [str(last)]
    for place, table in enumerate(tables, start=1):
        factors = [_is(f"bit_{a}{b}", table[2 * a + b]) for a, b in product((0, 1), (0, 1))]
        terms.append(f"{last - place}*{'*'.join(factors)}")
    rules["fits"] = " - ".join(terms)
    return Derivation.of(rules)


def _is(name: str, bit: int) -> str:
    return name if bit else f"(1 - {name})"
