"""Which graphs are drawn, with which numbers, and by which of their nodes it is worth to differentiate."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from random import Random

from reference.derivations.computation_graph import graph

BANK = {
    "arithmetic": (
        "(x {s} y)*{m}(y, z)", "(x {s} y)*(z {t} w)", "{m}(x, y)*z {s} w", "(x*y {s} z)**2",
        "(x {s} y)**2*z", "1/2*(w*x - y)**2", "1/2*(w*x + b - y)**2",
    ),
    "neuron": (
        "sigmoid(w1*x1 + w2*x2 + b)", "1/2*({a}(w*x + b) - y)**2", "1/2*({a}(w1*x1 + w2*x2) - y)**2",
        "-log(sigmoid(w1*x1 + w2*x2))", "-log(sigmoid(w*x + b))", "-log(1 - sigmoid(w*x + b))",
    ),
    "two_paths": (
        "(w*x {s} v)*(x**2 {t} z)", "(w*x {s} v)*{m}(x, z)", "(x**2 {s} w)*(v {t} x)",
        "(w*x - v)**2 {s} z*x", "1/2*(w*x - x**2)**2", "{a}(w*x)*(x {s} v)", "{a}(w*x + b)*x**2",
    ),
    "shared": (
        "(x {s} y)*z {t} {m}(x {s} y, w)", "{m}(x*y, z)*(x*y {s} z)", "{a}(x*y)*(x*y {s} z)",
        "(x {s} y)**2*(x {s} y {t} z)", "(x*y {s} x)*(x {t} z)", "1/2*({a}(w*x) + x - y)**2",
        "1/2*({a}(w*x + b) + x - y)**2",
    ),
    "network": (
        "1/2*(v1*{a}(w1*x) + v2*{a}(w2*x) - y)**2", "1/2*(v*{a}(w*x + b) - y)**2",
        "-log(sigmoid(v*{a}(w*x)))",
    ),
}  # fmt: skip
"""Signs go in for {s} and {t}, max or min for {m}, an activation for {a}."""
SMOOTH = re.compile("sigmoid|tanh|log")


@lru_cache(64)
def pool(kind: str, *, by_hand: bool) -> tuple[str, ...]:
    """The expressions of a kind; by hand those whose values come out even."""
    slots = product("+-", "+-", ("max", "min"), ("sigmoid", "tanh", "relu"))
    filled = [text.format(s=s, t=t, m=m, a=a) for s, t, m, a in slots for text in BANK[kind]]
    return tuple(dict.fromkeys(text for text in filled if not (by_hand and SMOOTH.search(text))))


def number(rng: Random, name: str, difficulty: str, *, smooth: bool) -> float:
    """A small number; where a function flattens, tenths for weights and labels of 0 and 1."""
    if smooth and name[0] in "bvwy":
        return rng.randint(0, 1) if name == "y" else rng.choice((-1, 1)) * rng.randint(1, 12) / 10
    sizes: tuple[float, ...] = (
        1,
        2,
        3,
        *(() if difficulty == "easy" else (0.5, 1.5)),
        *(() if smooth else (4, 5)),
    )
    return rng.choice((-1, 1)) * rng.choice(sizes)


@lru_cache(512)
def worth_asking(expression: str) -> tuple[list[int], list[int]]:
    """Nodes that several others read; and all but those whose derivative is at once seen to be 1 or −1."""
    found, last = graph(expression), len(graph(expression).nodes)
    at_once = (last,) if found.nodes[-1].operation in ("plus", "minus", "negate") else ()
    others = [k for k in range(1, last) if found.users(k) != at_once]
    return [k for k in others if len(found.users(k)) > 1], others
