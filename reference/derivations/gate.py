"""The truth table of a single unit whose weights students choose.

put_w_1 is the number put in for w_1, z_01 the weighted sum for the input (0, 1), out_01 the output.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation
from reference.derivations.unit import fires
from reference.truth_tables import input_rows


@lru_cache(128)
def table(inputs: int, blanks: tuple[str, ...], *, at_zero: int) -> Derivation:
    """Every weighted sum and output for every input of 0s and 1s; inputs w_i and b, some of them blank."""
    names = [*(f"w_{i}" for i in range(1, inputs + 1)), "b"]
    rules = {f"put_{name}": name for name in blanks}
    put = {name: f"put_{name}" if name in blanks else name for name in names}
    for bits in input_rows(inputs):
        row = "".join(map(str, bits))
        terms = [put[f"w_{i}"] for i, bit in enumerate(bits, start=1) if bit]
        rules[f"z_{row}"] = " + ".join([*terms, put["b"]])
        rules[f"out_{row}"] = fires(f"z_{row}", at_zero)
    return Derivation.of(rules, inputs=names)
