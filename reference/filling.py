"""Blanks in the weights of a 2-2-1 net, and how they can be filled so that it has a truth table.

For step units the answer is exact; for sigmoid units it is a bounded search. Weights have one row a unit, a
blank is None.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reference.activations import Array, sigmoid
from reference.feasibility import Point, unit_fillings
from reference.truth_tables import Number, Table, check_at_zero, check_shapes, checked, exact, input_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Blank: TypeAlias = Number | None


@dataclass(frozen=True)
class Net:
    """The parameters of a net, for each layer a row of weights a unit and a bias a unit."""

    weights: tuple[tuple[Point, ...], ...]
    biases: tuple[Point, ...]


def fillable(
    table: Sequence[int],
    W1: Sequence[Sequence[Blank]],
    b1: Sequence[Blank],
    W2: Sequence[Sequence[Blank]],
    b2: Sequence[Blank],
    *,
    at_zero: int = 0,
) -> Net | None:
    """Return a filling of the blanks with which a 2-2-1 net of step units has the table, or None.

    The answer is exact: None proves that there is no filling. Witnesses are small whole numbers and halves
    from −3 to 3 where such a filling exists, and avoid logits of exactly 0.

    Parameters
    ----------
    table
        The 4 outputs for (0,0), (0,1), (1,0), (1,1).
    W1, b1, W2, b2
        Weights of shape (2, 2) and (1, 2), biases of shape (2,) and (1,); a blank is None.
    at_zero
        The value of the step at 0.

    Raises
    ------
    ValueError
        If the table, a shape or at_zero is not as described, or a number is not finite.
    """
    wanted, units = _blanks(table, W1, b1, W2, b2)
    check_at_zero(at_zero)
    first, second, last = (unit_fillings(unit, at_zero=at_zero) for unit in units)
    # The cheapest output unit for each demand on the hidden pairs (0,0), (0,1), (1,0), (1,1): 0, 1 or any.
    demands: dict[tuple[int | None, ...], tuple[float, Point] | None] = {}
    best: tuple[float, tuple[Point, Point, Point]] | None = None
    for (one, (cost_1, unit_1)), (two, (cost_2, unit_2)) in product(first.items(), second.items()):
        demand: list[int | None] = [None] * 4
        for h1, h2, value in zip(one, two, wanted, strict=True):
            if demand[2 * h1 + h2] not in (None, value):
                break
            demand[2 * h1 + h2] = value
        else:
            key = tuple(demand)
            if key not in demands:
                fitting = [
                    filling
                    for pattern, filling in last.items()
                    if all(d in (None, value) for d, value in zip(key, pattern, strict=True))
                ]
                demands[key] = min(fitting, default=None)
            output = demands[key]
            if output is not None and (best is None or cost_1 + cost_2 + output[0] < best[0]):
                best = cost_1 + cost_2 + output[0], (unit_1, unit_2, output[1])
    return None if best is None else _net(best[1])


def _blanks(
    table: Sequence[int],
    W1: Sequence[Sequence[Blank]],
    b1: Sequence[Blank],
    W2: Sequence[Sequence[Blank]],
    b2: Sequence[Blank],
) -> tuple[Table, list[tuple[Fraction | None, ...]]]:
    """Return the checked table and the three units, each its weights and its bias."""
    wanted = checked(table)
    if len(wanted) != 4:
        raise ValueError(f"table must hold 4 outputs; got {wanted}")
    check_shapes(2, (W1, W2), (b1, b2))
    if len(b1) != 2:
        raise ValueError(f"W1 must have two hidden units; got {W1}")
    units = [(*row, c) for W, b in ((W1, b1), (W2, b2)) for row, c in zip(W, b, strict=True)]
    return wanted, [tuple(None if n is None else exact(n) for n in unit) for unit in units]


def _net(units: Sequence[Point]) -> Net:
    first, second, last = units
    return Net(((first[:2], second[:2]), (last[:2],)), ((first[2], second[2]), (last[2],)))


_PLEASANT = np.array([0, 1, -1, 2, -2, 4, -4, 6, -6, 8, -8, 10, -10, 0.5, -0.5])
_FINE = np.arange(-40, 41) / 2.0
_SCALES = np.array([1, 2, 4, 6, 8, 10, 12, 20, 40])


def fill_sigmoid(
    table: Sequence[int],
    W1: Sequence[Sequence[Blank]],
    b1: Sequence[Blank],
    W2: Sequence[Sequence[Blank]],
    b2: Sequence[Blank],
    *,
    least_margin: float = 0.1,
) -> Net | None:
    """Return a filling with which a 2-2-1 net of sigmoid units has the table, or None if none was found.

    None is no proof: this is a bounded search, the same for the same arguments, among multiples of step
    fillings, pleasant numbers up to 10, and halves up to 20 by coordinate ascent (times up to 40 for the
    output unit).

    Parameters
    ----------
    table, W1, b1, W2, b2
        As for `fillable`.
    least_margin
        What `margin` of the filled net must reach.

    Raises
    ------
    ValueError
        If the table or a shape is not as described, a number is not finite, or least_margin not above 0.
    """
    if not 0 < least_margin < math.inf:
        raise ValueError(f"least_margin must be a finite number above 0; got {least_margin!r}")
    wanted, units = _blanks(table, W1, b1, W2, b2)
    numbers = [number for unit in units for number in unit]
    blanks = [i for i, number in enumerate(numbers) if number is None]
    fixed = np.array([0.0 if number is None else float(number) for number in numbers])
    signs = 2.0 * np.array(wanted) - 1.0

    def margins(values: Array) -> Array:
        nets = np.tile(fixed, (len(values), 1))
        nets[:, blanks] = values
        return _sigmoid_margins(nets, signs)

    def best_of(values: Array) -> Net | None:
        good = values[margins(values) >= least_margin]
        if not len(good):
            return None
        chosen = good[np.argmin(np.abs(good).sum(axis=1))]
        filling = iter(Fraction(float(v)) for v in chosen)
        flat = [next(filling) if number is None else number for number in numbers]
        return _net([tuple(flat[:3]), tuple(flat[3:6]), tuple(flat[6:])])

    # Hidden units and output are stretched apart: sigmoids near 0 and 1 behave as steps do.
    hidden = np.array(blanks) < 6
    steps = [fillable(table, W1, b1, W2, b2, at_zero=at_zero) for at_zero in (0, 1)]
    stretched = [
        _flat(net)[blanks] * np.where(hidden, inner, outer)
        for net in steps
        if net is not None
        for inner, outer in product(_SCALES, _SCALES)
    ]
    candidates = np.array(stretched, dtype=np.float64).reshape(len(stretched), len(blanks))
    found = best_of(candidates)
    if found is not None:
        return found
    # Where both weights of a hidden unit are blank, equal ones serve the symmetric tables.
    twins = [[blanks.index(i), blanks.index(i + 1)] for i in (0, 3) if {i, i + 1} <= set(blanks)]
    if len(_PLEASANT) ** len(blanks) <= 4000:
        combinations = list(product(_PLEASANT, repeat=len(blanks)))
        grid = np.array(combinations, dtype=np.float64).reshape(len(combinations), len(blanks))
    else:
        grid = np.random.default_rng(0).choice(_PLEASANT, size=(4000, len(blanks)))
        for pair in twins:
            grid[::2, pair[1]] = grid[::2, pair[0]]
    found = best_of(grid)
    if found is not None or not blanks:
        return found
    quality = _quality(fixed, blanks, signs)
    starts = np.concatenate(
        [some[np.argsort(-quality(some), kind="stable")[:24]] for some in (candidates, grid)]
    )
    ends = _ascent(starts, [*([i] for i in range(len(blanks))), *twins], quality)
    return best_of(np.concatenate([ends * np.where(hidden, 1.0, outer) for outer in _SCALES]))


def _quality(fixed: Array, blanks: list[int], signs: Array) -> Callable[[Array], Array]:
    """Return the margin relative to the output unit's numbers, which small ones cannot improve."""

    def quality(values: Array) -> Array:
        nets = np.tile(fixed, (len(values), 1))
        nets[:, blanks] = values
        size = np.abs(nets[:, 6:]).sum(axis=1)
        relative: Array = _sigmoid_margins(nets, signs) / np.where(size == 0, 1.0, size)
        return np.where(size == 0, -1.0, relative)

    return quality


def _ascent(starts: Array, moves: list[list[int]], quality: Callable[[Array], Array]) -> Array:
    """Set the numbers of one move to one value, for every start, until no quality rises or for 12 rounds."""
    points = starts
    for _ in range(12):
        before = points
        for move in moves:
            trials = np.repeat(points[:, None, :], 1 + len(_FINE), axis=1)
            trials[:, 1:, move] = _FINE[:, None]
            scores = quality(trials.reshape(-1, points.shape[1])).reshape(len(points), -1)
            points = trials[np.arange(len(points)), scores.argmax(axis=1)]
        if np.array_equal(before, points):
            break
    return points


def _flat(net: Net) -> Array:
    """Return the parameters unit by unit, a unit's weights before its bias."""
    pairs = [
        (*row, c) for W, b in zip(net.weights, net.biases, strict=True) for row, c in zip(W, b, strict=True)
    ]
    return np.array([float(number) for unit in pairs for number in unit])


def _sigmoid_margins(nets: Array, signs: Array) -> Array:
    """Return the margin of each of M nets, given as an array (M, 9) in the order of `_flat`."""
    x = np.array(input_rows(2), dtype=np.float64).T
    first = sigmoid(nets[:, 0:2] @ x + nets[:, 2:3])
    second = sigmoid(nets[:, 3:5] @ x + nets[:, 5:6])
    z = nets[:, 6:7] * first + nets[:, 7:8] * second + nets[:, 8:9]
    smallest: Array = (z * signs).min(axis=1)
    return smallest
