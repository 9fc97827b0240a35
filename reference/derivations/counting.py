"""Learnable parameters of a multilayer perceptron (CS 540, 2026: 2-1024-512-3 has 529411)."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(256)
def parameters(layers: int, *, bias: bool = True) -> Derivation:
    """Steps weights_1, biases_1, layer_1, …, total, for a net with `layers` layers of weights.

    Inputs n0 (inputs), n1, … (units a layer).
    """
    rules: dict[str, str] = {}
    for layer in range(1, layers + 1):
        rules[f"weights_{layer}"] = f"n{layer}*n{layer - 1}"
        if bias:
            rules[f"biases_{layer}"] = f"n{layer}"
            rules[f"layer_{layer}"] = f"weights_{layer} + biases_{layer}"
    each = "layer" if bias else "weights"
    rules["total"] = " + ".join(f"{each}_{layer}" for layer in range(1, layers + 1))
    return Derivation.of(rules, inputs=[f"n{layer}" for layer in range(layers + 1)])
