"""The chain rule along two paths: l = h(z1, z2) with z1 = f(x) and z2 = g(x) (CS 540, 2021)."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

INNER: dict[str, tuple[str, str]] = {
    "linear": ("a_{k}*x + b_{k}", "a_{k}"),
    "square": ("a_{k}*x**2 + b_{k}", "2*a_{k}*x"),
    "cube": ("a_{k}*x**3 + b_{k}", "3*a_{k}*x**2"),
    "exponential": ("exp(a_{k}*x) + b_{k}", "a_{k}*exp(a_{k}*x)"),
    "sigmoid": ("sigmoid(a_{k}*x + b_{k})", "a_{k}*z{k}*(1 - z{k})"),
}
OUTER: dict[str, tuple[str, str, str]] = {
    "product": ("z1*z2", "z2", "z1"),
    "square_of_first": ("z1**2 + z2", "2*z1", "1"),
    "squares": ("z1**2 + z2**2", "2*z1", "2*z2"),
    "first_squared_times_second": ("z1**2*z2", "2*z1*z2", "z1**2"),
    "quotient": ("z1/z2", "1/z2", "-z1/z2**2"),
    "half_square_of_difference": ("1/2*(z1 - z2)**2", "z1 - z2", "z2 - z1"),
}


@lru_cache(256)
def chain(first: str, second: str, outer: str) -> Derivation:
    """Steps z1, z2, by_x_1, by_x_2, l_by_1, l_by_2, path_1, path_2, total_by_x. Inputs x, a_k, b_k."""
    rules: dict[str, str] = {}
    for k, name in ((1, first), (2, second)):
        rules[f"z{k}"] = INNER[name][0].format(k=k)
    for k, name in ((1, first), (2, second)):
        rules[f"by_x_{k}"] = INNER[name][1].format(k=k)
    rules |= {"l_by_1": OUTER[outer][1], "l_by_2": OUTER[outer][2]}
    rules |= {f"path_{k}": f"l_by_{k}*by_x_{k}" for k in (1, 2)}
    rules["total_by_x"] = "path_1 + path_2"
    return Derivation.of(rules, inputs=["x", "a_1", "b_1", "a_2", "b_2"])
