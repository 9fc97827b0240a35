"""A classifying net layer by layer: `backprop.layers` with a softmax that can't overflow, for arrays.

Besides its steps it has `logits`, the last z, and, which students take by mistake, `acted` and `dacted`, the
hidden activation and its derivative at the output; `reacted1`, …, the activation of what is activated; and
`dacted_x`, the derivative's formula at the inputs. What the rule language can't pick out is an input:
`largest`, each row's largest logit, and, which only mistakes use, `largest_of_column` and `largest_of_all`.
Source: CS 540 (2026).
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation
from reference.derivations import backprop

_DERIVATIVES = {
    "sigmoid": ("acted*(1 - acted)", "x*(1 - x)"),
    "tanh": ("1 - acted**2", "1 - x**2"),
    "relu": ("relu_grad(logits)", "relu_grad(x)"),
}
"""Of the hidden activation at the output, and, by its formula, at the inputs."""

_LARGEST = ("largest", "largest_of_column", "largest_of_all")


@lru_cache(64)
def classifier(depth: int, *, hidden: str) -> Derivation:
    """Forward and backward through `depth` layers of weights; the loss is the mean cross-entropy.

    hidden: sigmoid, tanh or relu. Inputs as for `backprop.layers`, largest (n, 1), largest_of_column (K,)
    and largest_of_all.

    Raises
    ------
    ValueError
        When depth is below 1 or hidden is another name.
    """
    if hidden not in _DERIVATIVES:
        raise ValueError(f"hidden must be one of {', '.join(_DERIVATIVES)}; got {hidden!r}")
    layers = backprop.layers(depth, hidden=hidden, output="softmax", loss="cross_entropy")
    at_output, at_inputs = _DERIVATIVES[hidden]
    rules: dict[str, str] = {}
    for name, rule in layers.rules.items():
        if name == "yhat":
            rules |= {
                "logits": f"z{depth}",
                "acted": f"{hidden}(logits)",
                "dacted": at_output,
                "shifted": "logits - largest",
                "e": "exp(shifted)",
                "total": "rows(e)",
                "yhat": "e/total",
            }
        else:
            rules[name] = rule
            if name.startswith("a"):
                rules[f"reacted{name[1:]}"] = f"{hidden}({name})"
    rules["dacted_x"] = at_inputs
    return Derivation.of(rules, inputs=[*layers.inputs, *_LARGEST])


@lru_cache(64)
def forward_half(depth: int, *, hidden: str) -> Derivation:
    """The steps of `classifier` up to yhat."""
    whole = classifier(depth, hidden=hidden)
    names = list(whole.rules)
    return Derivation(whole.steps[: names.index("yhat") + 1], whole.inputs)
