"""Which Boolean functions of two or three inputs one step unit can compute.

Two pairs of inputs with the same midpoint, one pair at which the function is 1 and one at which it is 0,
forbid it; for two and three inputs nothing else does.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from reference.derivation import Derivation
from reference.truth_tables import input_rows

Pair = tuple[int, int]


@lru_cache(4)
def crossings(inputs: int) -> tuple[tuple[Pair, ...], ...]:
    """Groups of pairs of rows (from 0) that have their midpoint in common, two or more a group."""
    rows = input_rows(inputs)
    found: dict[tuple[int, ...], list[Pair]] = {}
    for first, second in combinations(range(len(rows)), 2):
        middle = tuple(a + b for a, b in zip(rows[first], rows[second], strict=True))
        found.setdefault(middle, []).append((first, second))
    return tuple(tuple(pairs) for pairs in found.values() if len(pairs) > 1)


@lru_cache(32)
def count(inputs: int, functions: int) -> Derivation:
    """Steps ones_k, spread_k, sep_k (1: one unit can), number, and odd: the place of one that can't.

    For mistakes height, the number of the table's rows, and again_k: above 0 where a function is 0 at all
    ones, but not everywhere. Input fk_r is function k's value in row r, from 1.
    """
    rules = {"height": str(2**inputs)}
    for k in range(1, functions + 1):
        rules[f"ones_{k}"] = " + ".join(f"f{k}_{r}" for r in range(1, 2**inputs + 1))
        spreads = []
        for pairs in crossings(inputs):
            sums = ", ".join(f"f{k}_{a + 1} + f{k}_{b + 1}" for a, b in pairs)
            spreads.append(f"max({sums}) - min({sums})")
        rules[f"spread_{k}"] = spreads[0] if len(spreads) == 1 else f"max({', '.join(spreads)})"
        rules[f"again_{k}"] = f"ones_{k}*(1 - f{k}_{2**inputs})"
        rules[f"sep_{k}"] = f"0 if spread_{k} == 2 else 1"
    each = range(1, functions + 1)
    rules["number"] = " + ".join(f"sep_{k}" for k in each)
    rules["odd"] = f"argmax({', '.join(f'1 - sep_{k}' for k in each)})"
    return Derivation.of(rules)
