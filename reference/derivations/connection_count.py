"""Connections of a fully connected network, without biases (CS 760, 2022)."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(64)
def connections(layers: int) -> Derivation:
    """Steps weights_1, …, total_connections, for a net with `layers` layers of weights. Inputs n0, n1, …."""
    rules = {f"weights_{layer}": f"n{layer}*n{layer - 1}" for layer in range(1, layers + 1)}
    rules["total_connections"] = " + ".join(rules)
    return Derivation.of(rules, inputs=[f"n{layer}" for layer in range(layers + 1)])
