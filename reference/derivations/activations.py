"""Every activation function and its derivative, a step each, as functions of z. For the array world.

Steps are named after what they are: step_of_z, sigmoid_of_z, …, sigmoid_grad_of_z, …; inputs are z and slope.
Source: CS 540 (2021), where ReLU'(0) = 1 and the step fires at z > 0.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(1)
def elementwise() -> Derivation:
    """All of them at z, an array of any shape; slope is leaky ReLU's.

    The derivatives of sigmoid and tanh are worked from their values, as students work them.
    """
    plain = ("step", "sigmoid", "tanh", "relu", "relu_grad")
    rules = {f"{name}_of_z": f"{name}(z)" for name in plain}
    rules |= {
        "sigmoid_grad_of_z": "sigmoid_of_z*(1 - sigmoid_of_z)",
        "tanh_grad_of_z": "1 - tanh_of_z**2",
    }
    rules |= {f"{name}_of_z": f"{name}(z, slope)" for name in ("leaky_relu", "leaky_relu_grad")}
    return Derivation.of(rules, inputs=["z", "slope"])
