"""The forward pass of a multilayer perceptron, unit by unit, for one sample or a small batch.

Names: z1_2 and a1_2 are unit 2 of layer 1 before and after its activation; yhat3_2 is output 2 of a net of
three layers of weights (yhat3 where there is one output), expz3_2 and sumexp3 are what its softmax needs.
With several samples each name has the sample's number before it: S2z1_2. Source: CS 540 (2021, 2023, 2026).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from reference.derivation import Derivation

_ACT = {"identity": "{z}", "sigmoid": "sigmoid({z})", "tanh": "tanh({z})", "relu": "relu({z})"}


def prefixes(samples: int) -> list[str]:
    """What stands before the names of each sample's steps."""
    return [""] if samples == 1 else [f"S{n}" for n in range(1, samples + 1)]


def outputs(layer: int, count: int) -> list[str]:
    """The names of the outputs of a net of `layer` layers of weights."""
    return [f"yhat{layer}"] if count == 1 else [f"yhat{layer}_{k}" for k in range(1, count + 1)]


@lru_cache(512)
def passes(
    sizes: tuple[int, ...], *, hidden: str, output: str, bias: bool = True, samples: int = 1
) -> Derivation:
    """Every z, a and output; hidden: identity, sigmoid, tanh or relu; output: one of these, or softmax."""
    rules: dict[str, str] = {}
    for before in prefixes(samples):
        rules |= dict(_forward(sizes, hidden, output, bias, before))
    inputs = [f"{before}x_{i}" for before in prefixes(samples) for i in range(1, sizes[0] + 1)]
    for layer, (below, units) in enumerate(pairwise(sizes), start=1):
        for j in range(1, units + 1):
            inputs += [f"W{layer}_{j}_{i}" for i in range(1, below + 1)]
            inputs += [f"b{layer}_{j}"] if bias else []
    return Derivation.of(rules, inputs=inputs)


def _forward(
    sizes: tuple[int, ...], hidden: str, output: str, bias: bool, before: str
) -> Iterator[tuple[str, str]]:
    last = len(sizes) - 1
    for layer, (below, units) in enumerate(pairwise(sizes), start=1):
        each = range(1, units + 1)
        under = f"{before}a{layer - 1}" if layer > 1 else f"{before}x"
        for j in each:
            terms = [f"W{layer}_{j}_{i}*{under}_{i}" for i in range(1, below + 1)]
            yield f"{before}z{layer}_{j}", " + ".join([*terms, *([f"b{layer}_{j}"] if bias else [])])
        if layer < last:
            for j in each:
                yield f"{before}a{layer}_{j}", _ACT[hidden].format(z=f"{before}z{layer}_{j}")
    each = range(1, sizes[-1] + 1)
    if output == "softmax":
        for k in each:
            yield f"{before}expz{last}_{k}", f"exp({before}z{last}_{k})"
        yield f"{before}sumexp{last}", " + ".join(f"{before}expz{last}_{k}" for k in each)
    for k, name in enumerate(outputs(last, sizes[-1]), start=1):
        rule = f"{before}expz{last}_{k}/{before}sumexp{last}"
        yield before + name, rule if output == "softmax" else _ACT[output].format(z=f"{before}z{last}_{k}")
