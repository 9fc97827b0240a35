"""Forward and backward through one sigmoid neuron with binary cross-entropy, or another output and loss.

Source: CS 540 (2021, 2023, 2026), CS 760: ∂ℓ/∂ŷ = (1 − y)/(1 − ŷ) − y/ŷ, ∂ŷ/∂z = ŷ(1 − ŷ), ∂ℓ/∂w = (ŷ − y) x.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

HEADS = ("sigmoid+binary_cross_entropy", "sigmoid+squared_error", "identity+squared_error")


ENTROPY: dict[int | None, tuple[str, str]] = {
    0: ("-log(1 - yhat)", "1/(1 - yhat)"),
    1: ("-log(yhat)", "-1/yhat"),
    None: ("-y*log(yhat) - (1 - y)*log(1 - yhat)", "(1 - y)/(1 - yhat) - y/yhat"),
}
"""The loss and its derivative by ŷ: of a label, and of a label that is left as y."""


@lru_cache(64)
def neuron(
    inputs: int, *, head: str = HEADS[0], bias: bool = False, given: bool = False, label: int | None = None
) -> Derivation:
    """Steps z, yhat, loss, dyhat, yhat_by_z, dz, dW1_1_i, dx_i, and db1_1 with a bias.

    given: ŷ is an input, and there is no forward pass. label: None to leave it as y.
    Inputs x_i, W1_1_i, y, and b1_1 or yhat.
    """
    places = range(1, inputs + 1)
    rules: dict[str, str] = {}
    if not given:
        rules["z"] = " + ".join([*(f"W1_1_{i}*x_{i}" for i in places), *(["b1_1"] if bias else [])])
        rules["yhat"] = "sigmoid(z)" if head.startswith("sigmoid") else "z"
    entropy = head.endswith("binary_cross_entropy")
    rules["loss"], rules["dyhat"] = ENTROPY[label] if entropy else ("1/2*(yhat - y)**2", "yhat - y")
    rules["yhat_by_z"] = "yhat*(1 - yhat)" if head.startswith("sigmoid") else "1"
    rules["dz"] = "(yhat - y)*yhat*(1 - yhat)" if head == HEADS[1] else "yhat - y"
    rules |= {f"dW1_1_{i}": f"dz*x_{i}" for i in places}
    if bias:
        rules["db1_1"] = "dz"
    rules |= {f"dx_{i}": f"dz*W1_1_{i}" for i in places}
    weights = [f"W1_1_{i}" for i in places]
    return Derivation.of(
        rules,
        inputs=[*(f"x_{i}" for i in places), *weights, *(["b1_1"] if bias else []), "y"]
        + (["yhat"] if given else []),
    )
