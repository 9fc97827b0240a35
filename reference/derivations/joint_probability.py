"""The joint probability of independent features as a product of factors (CS 760 review)."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(256)
def product(signs: tuple[int, ...]) -> Derivation:
    """Steps q_k, the probability of feature k's value, and joint. Inputs p_k = P(feature k is 1)."""
    rules = {f"q_{k}": f"p_{k}" if sign > 0 else f"1 - p_{k}" for k, sign in enumerate(signs, start=1)}
    rules["joint"] = "*".join(rules)
    rules["together"] = " + ".join(f"q_{k}" for k in range(1, len(signs) + 1))
    return Derivation.of(rules, inputs=[*(f"p_{k}" for k in range(1, len(signs) + 1)), "n"])
