"""A derivative estimated by a central difference, and by its formula.

Source: CS 540 (2021): the derivative as a limit; the usual check of a backward pass.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

FUNCTIONS: dict[str, tuple[str, str, str]] = {
    "square": ("{w}**2", "2*w", "w**2"),
    "cube": ("{w}**3", "3*w**2", "w**3"),
    "quadratic": ("a*{w}**2 + b*{w}", "2*a*w + b", "a*w**2 + b*w"),
    "cubic": ("a*{w}**3 + b*{w}", "3*a*w**2 + b", "a*w**3 + b*w"),
    "squared_error": ("1/2*(a*{w} - b)**2", "(a*w - b)*a", "1/2*(a*w - b)**2"),
    "reciprocal": ("1/(a*{w})", "-1/(a*w**2)", "1/(a*w)"),
    "sigmoid": ("sigmoid(a*{w})", "a*sigmoid(a*w)*(1 - sigmoid(a*w))", "sigmoid(a*w)"),
    "logistic": ("log(1 + exp(-a*{w}))", "-a*sigmoid(-a*w)", "log(1 + exp(-a*w))"),
    "logarithm": ("log({w}**2 + b)", "2*w/(w**2 + b)", "log(w**2 + b)"),
}
"""{name: (the function at {w}, its derivative, the function)}."""


@lru_cache(64)
def check(name: str) -> Derivation:
    """Steps above, below, f_above, f_below, central, exact. Inputs w, h, and a, b where f has them.

    f_here, the value at w, is there for mistakes, and exact for the comparison.
    """
    function, slope, _ = FUNCTIONS[name]
    return Derivation.of(
        {
            "w_above": "w + h",
            "w_below": "w - h",
            "f_above": function.format(w="w_above"),
            "f_below": function.format(w="w_below"),
            "central": "(f_above - f_below)/(2*h)",
            "f_here": function.format(w="w"),
            "exact": slope,
        }
    )
