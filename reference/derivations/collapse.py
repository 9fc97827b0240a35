"""A network without activation functions, collapsed into one affine map f = v·x + c."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(32)
def affine(sizes: tuple[int, ...]) -> Derivation:
    """Steps v_i and c of a net with these layers (inputs first, one output); inputs W1_j_i, b1_j and so on.

    With two hidden layers first u_j, the weight on unit j of the first hidden layer.
    """
    inputs, hidden = sizes[0], sizes[1]
    units = range(1, hidden + 1)
    weight, rules, rest = "W2_1_{}", {}, "b2_1"
    if len(sizes) == 4:
        deeper = range(1, sizes[2] + 1)
        rules = {f"u_{j}": " + ".join(f"W3_1_{k}*W2_{k}_{j}" for k in deeper) for j in units}
        rest = " + ".join([*(f"W3_1_{k}*b2_{k}" for k in deeper), "b3_1"])
        weight = "u_{}"
    for i in range(1, inputs + 1):
        rules[f"v_{i}"] = " + ".join(f"{weight.format(j)}*W1_{j}_{i}" for j in units)
    rules["c"] = " + ".join([*(f"{weight.format(j)}*b1_{j}" for j in units), rest])
    return Derivation.of(rules)
