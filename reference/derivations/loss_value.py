"""The loss of one sample, and its mean over a small data set, number by number.

A cross-entropy is minus the logarithm of the probability q that the model gives to the true label. Source:
CS 540 (2021, 2026); CS 2109S for the squared error.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation
from reference.rules import parse


def index(sample: int, samples: int) -> str:
    """What a name ends in: _2 for sample 2 of several, nothing where there is one."""
    return f"_{sample}" if samples > 1 else ""


@lru_cache(2_000)
def mean(loss: str, labels: tuple[int, ...], *, given: bool = False) -> Derivation:
    """Steps q_k or delta_k, loss_k, total_loss, mean_loss; with one sample q or delta, loss.

    labels: 0 or 1 for the binary cross-entropy; of other losses only their number counts.
    given: q is an input, a power of e, as a step kind_given says to mistakes; a class probability always is.
    Inputs yhat_k and y_k, or q_k and, which only a mistake uses, o_k, the probability of another class.
    """
    rules: dict[str, str] = {}
    each = [(index(k, len(labels)), label) for k, label in enumerate(labels, start=1)]
    if given:
        rules["kind_given"] = "1"
    given = given or loss == "cross_entropy"
    for at, label in each:
        if loss == "squared_error":
            rules[f"delta{at}"] = f"yhat{at} - y{at}"
            rules[f"loss{at}"] = f"1/2*delta{at}**2"
        else:
            if not given:
                rules[f"q{at}"] = f"yhat{at}" if label else f"1 - yhat{at}"
            rules[f"loss{at}"] = f"-log(q{at})"
    if len(labels) > 1:
        rules["total_loss"] = " + ".join(f"loss{at}" for at, _ in each)
        rules["mean_loss"] = f"total_loss/{len(labels)}"
    others = [f"o{at}" for at, _ in each] if loss == "cross_entropy" else []
    used = dict.fromkeys(name for text in rules.values() for name in parse(text).names if name not in rules)
    return Derivation.of(rules, inputs=[*used, *others])
