"""Some steps of gradient descent on a quadratic loss of one or two parameters.

Source: CS 540 (2021, 2023, 2026), CS 2109S: w ← w − η ∂L/∂w, all parameters at once.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

ONE = "a*(w - c)**2"
TWO = "a_1*(w_1 - c_1)**2 + a_2*(w_2 - c_2)**2"
COUPLED = f"{TWO} + k*w_1*w_2"


@lru_cache(64)
def steps(parameters: int, count: int, *, coupled: bool = False) -> Derivation:
    """Steps g_at_t and w_at_t (g_i_at_t and w_i_at_t with two parameters), t = 1 … count.

    Inputs: a, c, eta and w_at_0, each with _1 and _2 for two parameters; k where they are coupled.
    """
    rules: dict[str, str] = {}
    names = [""] if parameters == 1 else ["_1", "_2"]
    other = {"_1": "_2", "_2": "_1"}
    for t in range(1, count + 1):
        for i in names:
            rules[f"g{i}_at_{t - 1}"] = f"2*a{i}*(w{i}_at_{t - 1} - c{i})"
            if coupled:
                rules[f"g{i}_at_{t - 1}"] += f" + k*w{other[i]}_at_{t - 1}"
        for i in names:
            rules[f"w{i}_at_{t}"] = f"w{i}_at_{t - 1} - eta*g{i}_at_{t - 1}"
    return Derivation.of(rules)
