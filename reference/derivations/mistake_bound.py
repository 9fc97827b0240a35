"""The perceptron's mistake bound from a data set and its best separator through the origin."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(32)
def bound(samples: int, *, unit_norm: bool) -> Derivation:
    """Steps nx_k (squared norm), D2 (the largest), m_k (margins), gamma, bound = (2 + D2)/gamma².

    Inputs xk_i, y_k and the separator best_i; unless that has norm 1 the smallest m_k is divided by its norm.
    Two steps that only mistakes use: shortest (the smallest nx_k) and widest (the largest m_k).
    """
    each = range(1, samples + 1)
    rules = {f"nx_{k}": f"x{k}_1**2 + x{k}_2**2" for k in each}
    norms, margins = (", ".join(f"{name}_{k}" for k in each) for name in ("nx", "m"))
    rules |= {"D2": f"max({norms})", "shortest": f"min({norms})"}
    rules |= {f"m_{k}": f"y_{k}*(best_1*x{k}_1 + best_2*x{k}_2)" for k in each}
    rules["widest"] = f"max({margins})"
    if unit_norm:
        rules["gamma"] = f"min({margins})"
    else:
        rules |= {
            "best_norm": "sqrt(best_1**2 + best_2**2)",
            "smallest": f"min({margins})",
            "gamma": "smallest/best_norm",
        }
    rules["bound"] = "(2 + D2)/gamma**2"
    return Derivation.of(rules)
