"""The decision boundary of a unit: its value at a point, the distance, and the line in two dimensions."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation
from reference.derivations.unit import weighted_sum


@lru_cache(16)
def point(inputs: int, *, at_zero: int = 0) -> Derivation:
    """Steps z (signed value at the point), side (2 where the unit gives 1, else 1), norm, distance.

    With two inputs also m and c: the boundary is x_2 = m x_1 + c. Inputs w_i, b, x_i.
    """
    each = range(1, inputs + 1)
    rules = {
        "z": weighted_sum(inputs),
        "side": f"2 if z {'>=' if at_zero else '>'} 0 else 1",
        "square": " + ".join(f"w_{i}**2" for i in each),
        "norm": "sqrt(square)",
        "size": "max(z, -z)",
        "distance": "size/norm",
    }
    if inputs == 2:
        rules |= {"m": "-w_1/w_2", "c": "-b/w_2"}
    return Derivation.of(rules)
