"""The functions that a rule may call: name, arity, how it prints, and what it does to floats.

The arithmetic here is plain `math`, on purpose: `reference.activations` is written apart in
NumPy, so that a key computed by one is checked by the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Value: TypeAlias = Any
"""A number of any world: a float, an array, a complex number, a SymPy expression, an interval."""

Kind = Literal["increasing", "exact", "decision", "bump", "leaky", "array", "formal"]

MANY = 100
"""As many arguments as max, min and argmax take."""
MOST_BITS = 4096
"""Whole numbers with more binary digits are no numbers of an exercise."""


@dataclass(frozen=True)
class Function:
    """One function of the rule language.

    value: what it does to floats; latex: a template with #1, #2 for its arguments, #* for all.
    kind says how it acts on intervals: "increasing" in every argument, "exact" the same but without
    rounding, "decision" steps between constant values, "bump" rises up to 0 and falls after it,
    "leaky" is leaky ReLU; "array" functions exist for arrays only, "formal" ones in formulas only.
    """

    name: str
    value: Callable[..., float]
    latex: str
    kind: Kind
    arity: tuple[int, int] = (1, 1)

    @property
    def variadic(self) -> bool:
        """Whether all arguments are of one kind, as argmax's; else the first is z, others are settings."""
        return self.arity[1] == MANY


def power(base: Value, exponent: Value) -> Value:
    """Return base ** exponent, but no whole number of thousands of digits and no complex one.

    Raises
    ------
    OverflowError
        When the result would take more than `MOST_BITS` binary digits.
    ValueError
        For a fractional power of a negative number.
    """
    if type(base) is int and type(exponent) is int and base.bit_length() * exponent > MOST_BITS:
        raise OverflowError("a power is too large")
    result = base**exponent
    if type(result) is complex and not isinstance(base, complex) and not isinstance(exponent, complex):
        raise ValueError("a fractional power of a negative number")
    return result


def sigmoid(z: float) -> float:
    """1 / (1 + e^(-z)), without overflow for any z."""
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    e = math.exp(z)
    return e / (1.0 + e)


def _sigmoid_grad(z: float) -> float:
    return sigmoid(z) * sigmoid(-z)


def _tanh_grad(z: float) -> float:
    return 1.0 - math.tanh(z) ** 2


def _relu(z: float) -> float:
    return z if z > 0 else 0


def _at_least_zero(z: float) -> float:
    return 1 if z >= 0 else 0


def _step(z: float, at_zero: float = 0) -> float:
    if z == 0:
        return at_zero
    return 1 if z > 0 else 0


def _leaky_relu(z: float, slope: float) -> float:
    return z if z >= 0 else slope * z


def _leaky_relu_grad(z: float, slope: float) -> float:
    return 1 if z >= 0 else slope


def _argmax(*values: float) -> int:
    """The 1-based place of the largest value (the first of equals)."""
    return max(range(len(values)), key=lambda k: values[k]) + 1


def _any_activation(z: Value) -> Value:
    """A cubic in place of an activation g that is not said: nobody would write an identity that it has."""
    return (2 * z * z * z - 3 * z * z + 7 * z + 1) / 5


def _any_activation_grad(z: Value) -> Value:
    return (6 * z * z - 6 * z + 7) / 5


def _arrays_only(*_: float) -> float:
    raise TypeError("this function needs the array world")


FUNCTIONS: dict[str, Function] = {
    f.name: f
    for f in (
        Function("sigmoid", sigmoid, r"\sigma(#1)", "increasing"),
        Function("sigmoid_grad", _sigmoid_grad, r"\sigma'(#1)", "bump"),
        Function("tanh", math.tanh, r"\tanh(#1)", "increasing"),
        Function("tanh_grad", _tanh_grad, r"\tanh'(#1)", "bump"),
        Function("relu", _relu, r"\operatorname{ReLU}(#1)", "exact"),
        Function("relu_grad", _at_least_zero, r"\operatorname{ReLU}'(#1)", "decision"),
        Function("leaky_relu", _leaky_relu, r"\operatorname{LeakyReLU}(#1)", "leaky", (2, 2)),
        Function("leaky_relu_grad", _leaky_relu_grad, r"\operatorname{LeakyReLU}'(#1)", "decision", (2, 2)),
        Function("step", _step, r"\operatorname{step}(#1)", "decision", (1, 2)),
        Function("exp", math.exp, r"e^{#1}", "increasing"),
        Function("log", math.log, r"\log(#1)", "increasing"),
        Function("sqrt", math.sqrt, r"\sqrt{#1}", "increasing"),
        Function("max", max, r"\max(#*)", "exact", (2, MANY)),
        Function("min", min, r"\min(#*)", "exact", (2, MANY)),
        Function("argmax", _argmax, r"\mathrm{arg\,max}(#*)", "decision", (2, MANY)),
        Function("g_of", _any_activation, r"g(#1)", "formal"),
        Function("g_prime", _any_activation_grad, r"g'(#1)", "formal"),
        Function("sum", _arrays_only, r"\sum #1", "array"),
        Function("rows", _arrays_only, r"\sum_{\text{columns}} #1", "array"),
        Function("columns", _arrays_only, r"\sum_{\text{samples}} #1", "array"),
        Function("count", _arrays_only, r"n", "array"),
    )
}
