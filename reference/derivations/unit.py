"""A single unit: the weighted sum of its inputs plus its bias, and the activation of that sum."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

RULES = {"tanh": "tanh(z)", "relu": "relu(z)", "leaky_relu": "leaky_relu(z, slope)"}


def weighted_sum(weights: int, *, sample: int = 0) -> str:
    """The rule w_1*x_1 + … + b; for sample 2 of several, w_1*x2_1 + … + b."""
    k = sample or ""
    x = f"x{k}_"
    return " + ".join([*(f"w_{i}*{x}{i}" for i in range(1, weights + 1)), "b"])


def fires(z: str, at_zero: int) -> str:
    """The rule of a step unit's output; unlike the function step it is decided where z is exactly 0."""
    return f"1 if {z} {'>=' if at_zero else '>'} 0 else 0"


@lru_cache(64)
def value(weights: int, unit: str, *, at_zero: int = 0) -> Derivation:
    """Steps z and o (step unit) or a, the output. Inputs w_i, x_i, b, and slope for leaky ReLU.

    fires is 1 where a step unit gives 0 and 2 where it gives 1; the sigmoid has the step expneg.
    """
    rules = {"z": weighted_sum(weights)}
    match unit:
        case "step":
            rules |= {"o": fires("z", at_zero), "fires": "1 + o"}
        case "sigmoid":
            rules |= {"expneg": "exp(-z)", "a": "1/(1 + expneg)"}
        case _:
            rules["a"] = RULES[unit]
    return Derivation.of(rules)


@lru_cache(64)
def outputs(weights: int, samples: int, *, at_zero: int) -> Derivation:
    """Steps z_k and o_k for each sample of a step unit, and outputs: their bits as a number, plus 1.

    Inputs w_i, b, and xk_i: input i of sample k.
    """
    each = range(1, samples + 1)
    rules = {f"z_{k}": weighted_sum(weights, sample=k) for k in each}
    rules |= {f"o_{k}": fires(f"z_{k}", at_zero) for k in each}
    rules["outputs"] = " + ".join(["1", *(f"{2 ** (samples - k)}*o_{k}" for k in each)])
    return Derivation.of(rules)
