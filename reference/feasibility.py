"""Exact feasibility of linear inequalities in rational arithmetic, and what it says about step units."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

Point: TypeAlias = tuple[Fraction, ...]
Unit: TypeAlias = tuple[Fraction | None, ...]


@dataclass(frozen=True)
class Inequality:
    """The condition coefficients·v + constant > 0 if `strict`, else ≥ 0."""

    coefficients: Point
    constant: Fraction
    strict: bool

    def holds(self, v: Point) -> bool:
        """Whether the point v satisfies the condition."""
        value = sum((c * x for c, x in zip(self.coefficients, v, strict=True)), self.constant)
        return value > 0 if self.strict else value >= 0


@lru_cache(maxsize=4096)
def feasible_point(inequalities: tuple[Inequality, ...], variables: int) -> Point | None:
    """Return a point of `variables` rational coordinates that satisfies all inequalities, or None.

    None is a proof that there is none. The inequalities are made homogeneous with a factor τ for the
    constants, and the smallest slack ε ≤ 1 of τ > 0 and the strict rows is maximised by the simplex method
    with Bland's rule, which cannot cycle; v/τ is a point exactly if that slack can be positive.

    Raises
    ------
    ValueError
        If an inequality has another number of coefficients than `variables`.
    """
    for row in inequalities:
        if len(row.coefficients) != variables:
            raise ValueError(
                f"every inequality must have {variables} coefficients; got {len(row.coefficients)}"
            )
    # The nonnegative unknowns are u, t, τ, ε with v = u − t: row · unknowns ≤ bound, and all 0 is feasible.
    zero, one = Fraction(0), Fraction(1)
    rows, bounds = [], []
    for row in inequalities:
        a = list(row.coefficients)
        rows.append([*(-c for c in a), sum(a, zero), -row.constant, one if row.strict else zero])
        bounds.append(zero)
    rows.append([zero] * (variables + 1) + [-one, one])
    rows.append([zero] * (variables + 2) + [one])
    bounds += [zero, one]
    values = _maximise_last(rows, bounds)
    if values[-1] == 0:
        return None
    scale = values[variables + 1]
    return tuple((u - values[variables]) / scale for u in values[:variables])


def _maximise_last(rows: list[list[Fraction]], bounds: list[Fraction]) -> list[Fraction]:
    """Return nonnegative values with rows · values ≤ bounds whose last is as large as can be.

    Bounds must not be negative. The table holds, for every basic unknown, its bound and its coefficients in
    the nonbasic ones: basic = bound − Σ coefficient · nonbasic.
    """
    width = len(rows[0])
    nonbasic = list(range(width))
    basic = list(range(width, width + len(rows)))
    gains = [Fraction(0)] * (width - 1) + [Fraction(1)]
    while True:
        entering = min((n for n, gain in zip(nonbasic, gains, strict=True) if gain > 0), default=None)
        if entering is None:
            break
        column = nonbasic.index(entering)
        # The last unknown is bounded, so some row always stops the one that enters.
        _, _, pivot = min(
            (bounds[r] / row[column], basic[r], r) for r, row in enumerate(rows) if row[column] > 0
        )
        factor = 1 / rows[pivot][column]
        rows[pivot] = [c * factor for c in rows[pivot]]
        rows[pivot][column] = factor
        bounds[pivot] *= factor
        for r, row in enumerate(rows):
            if r != pivot and row[column]:
                rows[r] = _eliminated(row, rows[pivot], column)
                bounds[r] -= row[column] * bounds[pivot]
        gains = _eliminated(gains, rows[pivot], column)
        basic[pivot], nonbasic[column] = entering, basic[pivot]
    values = [Fraction(0)] * (width + len(rows))
    for unknown, bound in zip(basic, bounds, strict=True):
        values[unknown] = bound
    return values[:width]


def _eliminated(row: list[Fraction], pivot_row: list[Fraction], column: int) -> list[Fraction]:
    share = row[column]
    changed = [c - share * p for c, p in zip(row, pivot_row, strict=True)]
    changed[column] = -share * pivot_row[column]
    return changed


def unit_conditions(
    rows: Sequence[Point], constants: Sequence[Fraction], pattern: Sequence[int], at_zero: int
) -> tuple[Inequality, ...]:
    """Return what v must satisfy for a step unit with the logits row·v + constant to give the pattern.

    Where the unit is to fire z > 0 is asked, or z ≥ 0 if the step is 1 at 0; elsewhere the opposite.
    """
    return tuple(
        Inequality(row, constant, strict=not at_zero)
        if fires
        else Inequality(tuple(-c for c in row), -constant, strict=bool(at_zero))
        for row, constant, fires in zip(rows, constants, pattern, strict=True)
    )


_HALVES = range(-6, 7)


@lru_cache(maxsize=4096)
def unit_fillings(unit: Unit, *, at_zero: int) -> dict[tuple[int, ...], tuple[float, Point]]:
    """Return all patterns that a partly blank step unit can have, with a cost and the numbers of a filling.

    Parameters
    ----------
    unit
        The weights of its n inputs, each 0 or 1, then its bias; None is a blank.
    at_zero
        The value of the step at 0.

    Returns
    -------
    The key is the pattern, the unit's outputs for the 2ⁿ inputs in counting order. The cost is low for a
    filling with small numbers, few of them fractions, and high where a logit is exactly 0; fillings are
    looked for among the halves from −3 to 3 first. The dictionary is shared: do not change it.
    """
    blanks = [i for i, number in enumerate(unit) if number is None]
    signals = [(*row, 1) for row in product((0, 1), repeat=len(unit) - 1)]
    best: dict[tuple[int, ...], tuple[float, Point]] = {}
    for pattern, cost, values in _simple_fillings(unit, blanks, signals, at_zero):
        best[pattern] = cost, _filled(unit, values)
    rows = [tuple(Fraction(signal[i]) for i in blanks) for signal in signals]
    known = tuple(Fraction(0) if number is None else number for number in unit)
    constants = [sum((n for n, s in zip(known, signal, strict=True) if s), Fraction(0)) for signal in signals]
    for pattern in product((0, 1), repeat=len(signals)):
        if pattern not in best:
            conditions = unit_conditions(rows, constants, pattern, at_zero)
            found = feasible_point(conditions, len(blanks))
            if found is not None:
                rounded = tuple(Fraction(round(2 * v), 2) for v in found)
                if all(condition.holds(rounded) for condition in conditions):
                    found = rounded
                best[pattern] = 100.0 + float(sum(map(abs, found))), _filled(unit, found)
    return best


def _filled(unit: Unit, values: Point) -> Point:
    numbers = iter(values)
    return tuple(next(numbers) if number is None else number for number in unit)


def _simple_fillings(
    unit: Unit, blanks: Sequence[int], signals: Sequence[tuple[int, ...]], at_zero: int
) -> list[tuple[tuple[int, ...], float, Point]]:
    """Return the cheapest filling by small halves for each pattern that has one."""
    scale = math.lcm(2, *(number.denominator for number in unit if number is not None))
    fixed = [0 if number is None else int(number * scale) for number in unit]
    if max(map(abs, fixed), default=0) + 3 * scale > 2**53:
        return []  # Sums of such numbers might leave the 64-bit integers.
    combinations = list(product(_HALVES, repeat=len(blanks)))
    halves = np.array(combinations, dtype=np.int64).reshape(len(combinations), len(blanks))
    numbers = np.tile(np.array(fixed, dtype=np.int64), (len(halves), 1))
    numbers[:, blanks] = halves * (scale // 2)
    logits = numbers @ np.array(signals, dtype=np.int64).T
    fires = (logits >= 0) if at_zero else (logits > 0)
    costs = np.abs(halves).sum(axis=1) / 2 + 0.6 * (halves % 2).sum(axis=1) + 20.0 * (logits == 0).sum(axis=1)
    codes = fires @ (1 << np.arange(len(signals)))
    order = np.lexsort((costs, codes))
    _, first = np.unique(codes[order], return_index=True)
    return [
        (tuple(fires[k].astype(int).tolist()), float(costs[k]), tuple(Fraction(int(h), 2) for h in halves[k]))
        for k in order[first]
    ]
