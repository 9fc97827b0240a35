"""Whether units and small nets realise a truth table, and by how much.

Tables and conventions are those of `reference.truth_tables`; a sigmoid output counts as 1 if it is above 0.5.
Weights have one row a unit. What is about tables alone, and about filling blanks, can be imported from here
too.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from reference.activations import sigmoid
from reference.filling import Net, fill_sigmoid, fillable
from reference.truth_tables import (
    GATES,
    Number,
    check_at_zero,
    check_shapes,
    checked,
    exact,
    input_rows,
    separable,
    separating_weights,
    truth_table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "GATES", "Net", "fill_sigmoid", "fillable", "input_rows", "margin", "outputs", "realises", "separable",
    "separating_weights", "truth_table",
]  # fmt: skip

UnitName: TypeAlias = Literal["step", "sigmoid"]


def margin(
    table: Sequence[int],
    weights: Sequence[Sequence[Sequence[Number]]],
    biases: Sequence[Sequence[Number]],
    *,
    unit: UnitName = "step",
    at_zero: int = 0,
) -> Fraction | float:
    """Return the smallest of z over rows that want 1 and −z over rows that want 0, z the output's logit.

    Positive: the table is realised. Negative: it is not. Zero: it depends on the output at z = 0.

    Parameters
    ----------
    table
        The table, of as many inputs as the first layer has.
    weights, biases
        For each layer a row of weights a unit and a bias a unit, the last layer being of a single unit: a
        lone unit is weights=[[[1, 1]]], biases=[[-1.5]].
    unit
        What every unit is; exact for step units, in floating point for sigmoid units.
    at_zero
        The value of the step at 0, for the hidden units.

    Raises
    ------
    ValueError
        If the table, a shape, a unit's name or at_zero is not as described.
    """
    wanted = checked(table)
    logits = _logits(len(wanted).bit_length() - 1, weights, biases, unit, at_zero)
    return min(z if one else -z for z, one in zip(logits, wanted, strict=True))


def realises(
    table: Sequence[int],
    weights: Sequence[Sequence[Sequence[Number]]],
    biases: Sequence[Sequence[Number]],
    *,
    unit: UnitName = "step",
    at_zero: int = 0,
) -> bool:
    """Whether a unit or net has the table; arguments as for `margin`. A sigmoid of just 0.5 counts as 0."""
    wanted = checked(table)
    return wanted == outputs(len(wanted).bit_length() - 1, weights, biases, unit=unit, at_zero=at_zero)


def outputs(
    inputs: int,
    weights: Sequence[Sequence[Sequence[Number]]],
    biases: Sequence[Sequence[Number]],
    *,
    unit: UnitName = "step",
    at_zero: int = 0,
) -> tuple[int, ...]:
    """Return the table that a unit or net computes; the rest is as for `realises`."""
    fires_at_zero = at_zero if unit == "step" else 0
    logits = _logits(inputs, weights, biases, unit, at_zero)
    return tuple(int(z > 0 or (z == 0 and fires_at_zero == 1)) for z in logits)


def _logits(
    inputs: int,
    weights: Sequence[Sequence[Sequence[Number]]],
    biases: Sequence[Sequence[Number]],
    unit: str,
    at_zero: int,
) -> Sequence[Fraction | float]:
    if unit not in ("step", "sigmoid"):
        raise ValueError(f"unit must be 'step' or 'sigmoid'; got {unit!r}")
    check_at_zero(at_zero)
    check_shapes(inputs, weights, biases)
    if unit == "sigmoid":
        a = np.array(input_rows(inputs), dtype=np.float64)
        z = a
        for W, b in zip(weights, biases, strict=True):
            z = a @ np.array(W, dtype=np.float64).T + np.array(b, dtype=np.float64)
            a = sigmoid(z)
        return [float(value) for value in z[:, 0]]
    layers = [
        ([[exact(w) for w in row] for row in W], [exact(c) for c in b])
        for W, b in zip(weights, biases, strict=True)
    ]
    logits = []
    for row in input_rows(inputs):
        signals = [Fraction(x) for x in row]
        for W_exact, b_exact in layers:
            zs = [
                sum((w * s for w, s in zip(w_row, signals, strict=True)), c)
                for w_row, c in zip(W_exact, b_exact, strict=True)
            ]
            signals = [Fraction(z > 0 or (z == 0 and at_zero == 1)) for z in zs]
        logits.append(zs[0])
    return logits
