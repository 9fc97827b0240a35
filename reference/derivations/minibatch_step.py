"""One step of minibatch gradient descent for a single unit: linear or logistic regression.

Source: CS 540 (2023, 2026), CS 760: the gradient of the minibatch's mean loss.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(64)
def step(model: str, samples: int, features: int, *, rate: bool = True) -> Derivation:
    """Steps z_k, yhat_k, delta_k, grad_i, grad_b, and with a learning rate w_new_i, b_new.

    model: linear (identity, ½ squared error) or logistic (sigmoid, binary cross-entropy).
    Inputs w_i, b, X_k_i, y_k, eta, and n, the number of samples.
    """
    each, places = range(1, samples + 1), range(1, features + 1)
    rules: dict[str, str] = {}
    for k in each:
        total = " + ".join([*(f"w_{i}*X_{k}_{i}" for i in places), "b"])
        if model == "logistic":
            rules[f"z_{k}"] = total
            rules[f"yhat_{k}"] = f"sigmoid(z_{k})"
        else:
            rules[f"yhat_{k}"] = total
        rules[f"delta_{k}"] = f"yhat_{k} - y_{k}"
    for i in places:
        rules[f"grad_{i}"] = f"({' + '.join(f'delta_{k}*X_{k}_{i}' for k in each)})/{samples}"
    rules["grad_b"] = f"({' + '.join(f'delta_{k}' for k in each)})/{samples}"
    if rate:
        rules |= {f"w_new_{i}": f"w_{i} - eta*grad_{i}" for i in places}
        rules["b_new"] = "b - eta*grad_b"
    names = [f"w_{i}" for i in places] + ["b"] + [f"X_{k}_{i}" for k in each for i in places]
    return Derivation.of(rules, inputs=[*names, *(f"y_{k}" for k in each), *(["eta"] if rate else []), "n"])
