"""The negative log likelihood of logistic regression with labels ±1, and the MAP objective.

Source: CS 540 (2026): minimise the sum of log(1 + exp(−y wᵀx)), plus λ/2 ‖w‖² for a Gaussian prior.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(64)
def objective(samples: int, features: int, *, prior: bool) -> Derivation:
    """Steps z_k, m_k (the margin), loss_k, total_loss; with a prior squared_norm, penalty, objective.

    Inputs w_i, X_k_i, y_k, lam, and n, the number of samples, which only mistakes use.
    """
    each, places = range(1, samples + 1), range(1, features + 1)
    rules: dict[str, str] = {}
    for k in each:
        rules[f"z_{k}"] = " + ".join(f"w_{i}*X_{k}_{i}" for i in places)
        rules[f"m_{k}"] = f"y_{k}*z_{k}"
        rules[f"loss_{k}"] = f"log(1 + exp(-m_{k}))"
    rules["total_loss"] = " + ".join(f"loss_{k}" for k in each)
    if prior:
        rules["squared_norm"] = " + ".join(f"w_{i}**2" for i in places)
        rules["penalty"] = "lam/2*squared_norm"
        rules["objective"] = "total_loss + penalty"
    names = [f"w_{i}" for i in places] + [f"X_{k}_{i}" for k in each for i in places]
    return Derivation.of(rules, inputs=[*names, *(f"y_{k}" for k in each), "lam", "n"])
