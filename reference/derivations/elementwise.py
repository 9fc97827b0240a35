"""Which of some functions is, or is not, element-wise (CS 540 asks for the one that is not).

Inputs: mixed_1, …, 1 where a function mixes entries, else 0; kind_1, …, what it looks like (only mistakes use
it); wanted, the value of mixed that is looked for.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(8)
def among(count: int) -> Derivation:
    """Steps fits_1, …, and option, the place of the one that is looked for, from 1."""
    each = range(1, count + 1)
    rules = {f"fits_{k}": f"1 if mixed_{k} == wanted else 0" for k in each}
    rules["option"] = f"argmax({', '.join(rules)})"
    return Derivation.of(
        rules, inputs=[f"{name}_{k}" for k in each for name in ("mixed", "kind")] + ["wanted"]
    )
