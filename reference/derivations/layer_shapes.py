"""The shapes of weight matrices and of a batch's activations, in either layout of W.

Source: CS 540 (W x, one row a unit) and CS 2109S (Wᵀ x, one column a unit).
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(64)
def shapes(layers: int, *, unit_is_row: bool) -> Derivation:
    """Steps rows_Wl, columns_Wl, rows_Al, columns_Al a layer; a step names the layout for the mistakes.

    Inputs: n0, n1, … units a layer, N samples, one a row of A.
    """
    rules = {"unit_is_row" if unit_is_row else "unit_is_column": "1"}
    for layer in range(1, layers + 1):
        own, below = f"n{layer}", f"n{layer - 1}"
        rules[f"rows_W{layer}"], rules[f"columns_W{layer}"] = (own, below) if unit_is_row else (below, own)
        rules[f"rows_A{layer}"], rules[f"columns_A{layer}"] = "N", own
    return Derivation.of(rules, inputs=["N", *(f"n{layer}" for layer in range(layers + 1))])
