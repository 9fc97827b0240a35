"""Softmax of logits and the predicted class (CS 540, 2026)."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(256)
def probabilities(classes: int) -> Derivation:
    """Steps e_1 … e_K, s, p_1 … p_K, predicted (1-based). Inputs z_1 … z_K, the logits."""
    each = range(1, classes + 1)
    rules = {f"e_{k}": f"exp(z_{k})" for k in each}
    rules["s"] = " + ".join(f"e_{k}" for k in each)
    rules |= {f"p_{k}": f"e_{k}/s" for k in each}
    rules["predicted"] = f"argmax({', '.join(f'z_{k}' for k in each)})"
    return Derivation.of(rules, inputs=[f"z_{k}" for k in each])
