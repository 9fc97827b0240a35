"""Softmax, one-hot labels and the losses of a batch, step by step. For the array world.

Whatever students get wrong is a step of its own. A loss is the mean over the samples of terms that are summed
over outputs; probabilities are clipped to [epsilon, 1 − epsilon] before their logarithm is taken. What the
rule language can't pick out of an array is an input: the largest logit of each row, the labels as a column,
the classes as a row. Source: CS 540 (2026).
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(1)
def softmax() -> Derivation:
    """Step p over the last axis.

    Inputs: z, the logits; largest, each row's largest, with an axis of length 1; and, which only mistakes
    use, largest_of_column, that of each place along the first axis, and largest_of_all.
    """
    return Derivation.of(
        {"shifted": "z - largest", "e": "exp(shifted)", "total": "rows(e)", "p": "e/total"},
        inputs=["z", "largest", "largest_of_column", "largest_of_all"],
    )


@lru_cache(1)
def one_hot() -> Derivation:
    """Step rows_of_labels (n, K).

    Inputs: labels (n, 1); classes (1, K), which counts 0, 1, …; and, which only mistakes use, K, and
    classes_seen, which counts up to the largest label.
    """
    return Derivation.of(
        {"place": "labels", "rows_of_labels": "1.0 if place == classes else 0.0"},
        inputs=["labels", "classes", "classes_seen", "K"],
    )


@lru_cache(1)
def cross_entropy() -> Derivation:
    """Step loss. Inputs: p (n, K); y (n, K), one-hot; epsilon."""
    return Derivation.of(
        {
            "clipped": "max(p, epsilon)",
            "logs": "log(clipped)",
            "picked": "logs if y == 1 else 0.0",
            "terms": "-picked",
            "loss": "sum(terms)/count(p)",
        },
        inputs=["p", "y", "epsilon"],
    )


@lru_cache(1)
def binary_cross_entropy() -> Derivation:
    """Step loss. Inputs: p and y (n,); epsilon."""
    return Derivation.of(
        {
            "clipped": "min(max(p, epsilon), 1 - epsilon)",
            "logs": "log(clipped)",
            "logs_of_rest": "log(1 - clipped)",
            "picked": "logs if y == 1 else 0.0",
            "picked_of_rest": "logs_of_rest if y == 0 else 0.0",
            "terms": "-(picked + picked_of_rest)",
            "loss": "sum(terms)/count(p)",
        },
        inputs=["p", "y", "epsilon"],
    )


@lru_cache(1)
def squared_error() -> Derivation:
    """Step loss. Inputs: prediction and y (n, K)."""
    return Derivation.of(
        {
            "error": "prediction - y",
            "terms": "1/2*error**2",
            "per_sample": "rows(terms)",
            "loss": "sum(per_sample)/count(prediction)",
        },
        inputs=["prediction", "y"],
    )
