"""The truth table of a two-layer net with two inputs, two hidden units and one output unit.

Where students choose the weights, the derivation is the table itself: put_W1_1_2 is the number put
in for W1_1_2, z1_1_01 the first hidden unit's weighted sum for the input (0, 1), out_01 the output.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

WEIGHTS = ("W1_1_1", "W1_1_2", "W1_2_1", "W1_2_2", "b1_1", "b1_2", "W2_1_1", "W2_1_2", "b2_1")
ROWS = ("00", "01", "10", "11")


@lru_cache(8)
def table(unit: str, *, at_zero: int) -> Derivation:
    """Every weighted sum and activation for every input; unit is "step" or "sigmoid".

    A sigmoid output above 0.5 counts as 1.
    """
    rules = {f"put_{name}": name for name in WEIGHTS}
    for row in ROWS:
        for j in (1, 2):
            terms = [f"put_W1_{j}_{i}" for i in (1, 2) if row[i - 1] == "1"]
            rules[f"z1_{j}_{row}"] = " + ".join([*terms, f"put_b1_{j}"])
            rules[f"a1_{j}_{row}"] = _unit(unit, f"z1_{j}_{row}", at_zero)
        rules[f"z2_1_{row}"] = f"put_W2_1_1*a1_1_{row} + put_W2_1_2*a1_2_{row} + put_b2_1"
        rules[f"a2_1_{row}"] = _unit(unit, f"z2_1_{row}", at_zero)
        rules[f"out_{row}"] = f"a2_1_{row}" if unit == "step" else f"1 if a2_1_{row} > 0.5 else 0"
    return Derivation.of(rules, inputs=WEIGHTS)


def _unit(unit: str, z: str, at_zero: int) -> str:
    return f"step({z}, {at_zero})" if unit == "step" else f"sigmoid({z})"
