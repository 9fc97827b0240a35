"""The words of typed formulas: what functions, constants and conditions are called, and what they mean."""

from __future__ import annotations

import math
from typing import NamedTuple

FUNCTIONS = {
    **dict.fromkeys(("sigmoid", "sigma", "σ", "logistic", "sigm", "sig", "expit"), "sigmoid"),
    **dict.fromkeys(("sigmoid_grad", "sigmoid_prime"), "sigmoid_grad"),
    **dict.fromkeys(("tanh_grad", "tanh_prime"), "tanh_grad"),
    **dict.fromkeys(("relu_grad", "relu_prime"), "relu_grad"),
    **dict.fromkeys(("leakyrelu", "leaky_relu", "lrelu"), "leaky_relu"),
    **dict.fromkeys(("step", "heaviside"), "step"),
    **dict.fromkeys(("log", "ln"), "log"),
    **dict.fromkeys(("abs", "absolute", "fabs"), "abs"),
    **dict.fromkeys(("sign", "sgn"), "sign"),
    **dict.fromkeys(("max", "maximum"), "max"),
    **dict.fromkeys(("min", "minimum"), "min"),
    **dict.fromkeys(("indicator", "ind", "I"), "indicator"),
    "leaky_relu_grad": "leaky_relu_grad", "tanh": "tanh", "relu": "relu", "exp": "exp", "sqrt": "sqrt",
    "log2": "log2", "log10": "log10", "softplus": "softplus", "square": "square",
    "sinh": "sinh", "cosh": "cosh", "sech": "sech",
}  # fmt: skip
"""{word: meaning}; upper and lower case are the same."""

CONSTANTS = {"e": "e", "pi": "pi", "π": "pi"}
VALUES = {"pi": repr(math.pi)}

KEYWORDS = {
    **dict.fromkeys(("if", "when", "for"), "if"),
    **dict.fromkeys(("else", "otherwise"), "else"),
}  # fmt: skip

DERIVATIVES = {
    "sigmoid": "sigmoid_grad", "tanh": "tanh_grad", "relu": "relu_grad", "leaky_relu": "leaky_relu_grad",
    "exp": "exp", "log": "reciprocal", "softplus": "sigmoid", "sinh": "cosh", "cosh": "sinh",
    "g_of": "g_prime",
}  # fmt: skip
"""What a prime after a function makes of it."""


class Written(NamedTuple):
    """A function that the rule language lacks, as it is written in it; # is its argument in brackets."""

    text: str
    level: int


WRITTEN = {
    "abs": Written("max(@, -#)", 5),
    "sign": Written("1 if @ > 0 else -1 if @ < 0 else 0", 0),
    "log2": Written("log(@)/log(2)", 2),
    "log10": Written("log(@)/log(10)", 2),
    "softplus": Written("log(1 + exp(@))", 5),
    "square": Written("#**2", 4),
    "sinh": Written("(exp(@) - exp(-#))/2", 2),
    "cosh": Written("(exp(@) + exp(-#))/2", 2),
    "sech": Written("2/(exp(@) + exp(-#))", 2),
    "reciprocal": Written("1/#", 2),
}
"""@ stands for the argument, # for the argument in brackets."""
