"""Backpropagation through two inputs, two hidden units and one output in letters, each name as on the edges.

Either the edges are numbered, w_1: x_1 -> z_1, w_2: x_1 -> z_2, w_3: x_2 -> z_1, w_4: x_2 -> z_2,
w_5: a_1 -> z_3, w_6: a_2 -> z_3 (CS 2109S), or named by what they join as in `backprop` (CS 540, CS 760).
There are no biases. Units' values are inputs: a formula may say a_1 for g(z_1).
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

NAMES = {
    "edges": {
        "w1": "w_1", "w2": "w_2", "w3": "w_3", "w4": "w_4", "w5": "w_5", "w6": "w_6",
        "x1": "x_1", "x2": "x_2", "z1": "z_1", "z2": "z_2", "a1": "a_1", "a2": "a_2", "z3": "z_3",
        "act1": "act_1", "act2": "act_2", "act3": "act_3",
    },
    "indices": {
        "w1": "W1_1_1", "w2": "W1_2_1", "w3": "W1_1_2", "w4": "W1_2_2", "w5": "W2_1_1", "w6": "W2_1_2",
        "x1": "x_1", "x2": "x_2", "z1": "z1_1", "z2": "z1_2", "a1": "a1_1", "a2": "a1_2", "z3": "z2_1",
        "act1": "act1_1", "act2": "act1_2", "act3": "act2_1",
    },
}  # fmt: skip
"""{way of naming: {what: its name}}."""
ACTIVATIONS = ("general", "sigmoid", "tanh", "relu", "identity")
LOSSES = ("squared_error", "binary_cross_entropy")
_SLOPE = {
    "general": "g_prime({z})", "sigmoid": "{a}*(1 - {a})", "tanh": "1 - {a}**2", "relu": "relu_grad({z})",
}  # fmt: skip
_VALUE = {
    "general": "g_of({z})", "sigmoid": "sigmoid({z})", "tanh": "tanh({z})", "relu": "relu({z})",
    "identity": "{z}",
}  # fmt: skip


def output(activation: str, loss: str) -> str:
    """The output's activation: the hidden units', but identity above ReLU, and sigmoid for cross-entropy."""
    if loss == "binary_cross_entropy":
        return "sigmoid"
    return "identity" if activation == "relu" else activation


@lru_cache(64)
def net(activation: str, loss: str, *, naming: str) -> Derivation:
    """The backward pass of a net whose output has the activation that `output` says.

    Steps: dyhat with squared_error, dNAME by every unit, weight and input, dact_1 … the activation's slopes.
    """
    n, last = NAMES[naming], output(activation, loss)
    rules = {}
    if loss == "binary_cross_entropy":
        rules[f"d{n['z3']}"] = "yhat - y"
    else:
        rules["dyhat"] = "yhat - y"
        if last != "identity":
            rules[f"d{n['act3']}"] = _SLOPE[last].format(z=n["z3"], a="yhat")
        rules[f"d{n['z3']}"] = "dyhat" + ("" if last == "identity" else f"*d{n['act3']}")
    for weight, unit in (("w5", "a1"), ("w6", "a2")):
        rules[f"d{n[weight]}"] = f"d{n['z3']}*{n[unit]}"
        rules[f"d{n[unit]}"] = f"d{n['z3']}*{n[weight]}"
    for k in "12":
        slope = f"d{n[f'act{k}']}"
        if activation != "identity":
            rules[slope] = _SLOPE[activation].format(z=n[f"z{k}"], a=n[f"a{k}"])
        rules[f"d{n[f'z{k}']}"] = f"d{n[f'a{k}']}" + ("" if activation == "identity" else f"*{slope}")
    for weight, unit, value in (
        ("w1", "z1", "x1"),
        ("w2", "z2", "x1"),
        ("w3", "z1", "x2"),
        ("w4", "z2", "x2"),
    ):
        rules[f"d{n[weight]}"] = f"d{n[unit]}*{n[value]}"
    for value, one, other in (("x1", "w1", "w2"), ("x2", "w3", "w4")):
        rules[f"d{n[value]}"] = f"d{n['z1']}*{n[one]} + d{n['z2']}*{n[other]}"
    inputs = [name for what, name in n.items() if what[:3] != "act"]
    return Derivation.of(rules, inputs=[*inputs, "yhat", "y"])


@lru_cache(64)
def meanings(activation: str, loss: str, *, naming: str) -> tuple[tuple[str, str], ...]:
    """The units' names with their formulas in weights and inputs."""
    n = NAMES[naming]
    value = _VALUE[activation]
    z1, z2 = (f"{n[a]}*x_1 + {n[b]}*x_2" for a, b in (("w1", "w3"), ("w2", "w4")))
    a1, a2 = (value.format(z=f"({z})" if activation == "identity" else z) for z in (z1, z2))
    z3 = f"{n['w5']}*{a1} + {n['w6']}*{a2}"
    yhat = _VALUE[output(activation, loss)].format(z=z3)
    names = (n["z1"], n["z2"], n["a1"], n["a2"], n["z3"], "yhat")
    return tuple(zip(names, (z1, z2, a1, a2, z3, yhat), strict=True))
