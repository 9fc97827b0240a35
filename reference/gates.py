"""Truth tables, and the units and small nets that realise them.

A truth table of n inputs is a tuple of 2ⁿ outputs, 0 or 1, in counting order with x₁ the slowest: for two
inputs (0,0), (0,1), (1,0), (1,1). A step unit fires at z > 0 if `at_zero` is 0 (CS 540) and at z ≥ 0 if it is
1 (CS 760); a sigmoid output counts as 1 if it is above 0.5. Weights have one row a unit.

Decisions about step units are exact: numbers become fractions, a float the decimal that it prints as.
"""

from __future__ import annotations

import math
import operator
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from reference.activations import Array, sigmoid
from reference.feasibility import Point, feasible_point, unit_conditions, unit_fillings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Number: TypeAlias = int | float | Fraction
Blank: TypeAlias = Number | None
Table: TypeAlias = tuple[int, ...]
UnitName: TypeAlias = Literal["step", "sigmoid"]

_GATES: dict[str, Callable[[tuple[int, ...]], int]] = {
    "AND": lambda x: int(all(x)),
    "OR": lambda x: int(any(x)),
    "NAND": lambda x: int(not all(x)),
    "NOR": lambda x: int(not any(x)),
    "XOR": lambda x: sum(x) % 2,
    "XNOR": lambda x: 1 - sum(x) % 2,
}
GATES = ("NOT", *_GATES)
"""The names of the gates; XOR of n inputs is 1 where an odd number of them is."""


@dataclass(frozen=True)
class Net:
    """The parameters of a net, for each layer a row of weights a unit and a bias a unit."""

    weights: tuple[tuple[Point, ...], ...]
    biases: tuple[Point, ...]


def input_rows(inputs: int) -> tuple[tuple[int, ...], ...]:
    """Return the 2ⁿ rows of a truth table of n inputs, in counting order."""
    return tuple(product((0, 1), repeat=inputs))


def truth_table(gate: str, *, inputs: int = 2) -> Table:
    """Return the table of a gate, or of literals joined by one connective, as "x1 and not x2".

    Parameters
    ----------
    gate
        AND, OR, NAND, NOR, XOR or XNOR of all inputs, NOT of a single one, or an expression: x1 … xn, each
        with or without "not", joined all by "and" or all by "or". Upper and lower case are the same.
    inputs
        The number of inputs, at least 1.

    Raises
    ------
    ValueError
        If the gate cannot be read, or inputs do not suit it.
    """
    if inputs < 1:
        raise ValueError(f"inputs must be at least 1; got {inputs}")
    name = gate.strip().upper()
    if name == "NOT":
        if inputs != 1:
            raise ValueError(f"inputs must be 1 for the gate NOT; got {inputs}")
        return (1, 0)
    rows = input_rows(inputs)
    if name in _GATES:
        return tuple(_GATES[name](row) for row in rows)
    words = {word for word in ("AND", "OR") if re.search(rf"\b{word}\b", name)}
    literals = [re.fullmatch(r"(NOT\s+)?X([1-9]\d*)", part) for part in re.split(r"\s+(?:AND|OR)\s+", name)]
    if len(words) > 1 or not all(literals):
        raise ValueError(f"gate must be one of {', '.join(GATES)} or like 'x1 and not x2'; got {gate!r}")
    wanted = [(int(found[2]) - 1, 0 if found[1] else 1) for found in literals if found]
    if max(index for index, _ in wanted) >= inputs:
        raise ValueError(f"gate must name inputs x1 to x{inputs} only; got {gate!r}")
    join = any if words == {"OR"} else all
    return tuple(int(join(row[index] == value for index, value in wanted)) for row in rows)


def _exact(number: Number) -> Fraction:
    if isinstance(number, Fraction):
        return number
    if isinstance(number, float | np.floating):
        if not math.isfinite(number):
            raise ValueError(f"weights and biases must be finite numbers; got {number!r}")
        return Fraction(str(float(number)))
    return Fraction(operator.index(number))


def _checked(table: Sequence[int]) -> Table:
    values = tuple(int(value) for value in table)
    if len(values) < 2 or len(values) & (len(values) - 1) or not set(table) <= {0, 1}:
        raise ValueError(f"table must hold 2, 4, 8, … outputs, each 0 or 1; got {tuple(table)}")
    return values


def _check_at_zero(at_zero: int) -> None:
    if at_zero not in (0, 1):
        raise ValueError(f"at_zero must be 0 or 1; got {at_zero!r}")


def separating_weights(
    table: Sequence[int], *, at_zero: int = 0, bias: bool = True
) -> tuple[Point, Fraction] | None:
    """Return whole-number weights and bias of one step unit with that table, or None if there is none.

    Where it can be, no logit is 0, so that they serve under either convention.

    The answer is exact: None proves that no unit has the table. With `bias` False the bias is held at 0,
    and then the answer depends on `at_zero`.

    Raises
    ------
    ValueError
        If the table or at_zero is not as the module describes.
    """
    table = _checked(table)
    _check_at_zero(at_zero)
    inputs = len(table).bit_length() - 1
    rows = [(*map(Fraction, row), *([Fraction(1)] if bias else [])) for row in input_rows(inputs)]
    conditions = unit_conditions(rows, [Fraction(0)] * len(rows), table, at_zero)
    strictly = tuple(replace(condition, strict=True) for condition in conditions)
    found = feasible_point(strictly, len(rows[0])) or feasible_point(conditions, len(rows[0]))
    if found is None:
        return None
    whole = math.lcm(*(v.denominator for v in found))
    divisor = math.gcd(*(int(v * whole) for v in found)) or 1
    scaled = tuple(v * whole / divisor for v in found)
    return (scaled[:inputs], scaled[inputs]) if bias else (scaled, Fraction(0))


def separable(table: Sequence[int], *, at_zero: int = 0, bias: bool = True) -> bool:
    """Whether one step unit can have the table; exact. Arguments as for `separating_weights`."""
    return separating_weights(table, at_zero=at_zero, bias=bias) is not None


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
    wanted = _checked(table)
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
    wanted = _checked(table)
    logits = _logits(len(wanted).bit_length() - 1, weights, biases, unit, at_zero)
    fires_at_zero = at_zero if unit == "step" else 0
    return wanted == tuple(int(z > 0 or (z == 0 and fires_at_zero == 1)) for z in logits)


def _logits(
    inputs: int,
    weights: Sequence[Sequence[Sequence[Number]]],
    biases: Sequence[Sequence[Number]],
    unit: str,
    at_zero: int,
) -> Sequence[Fraction | float]:
    if unit not in ("step", "sigmoid"):
        raise ValueError(f"unit must be 'step' or 'sigmoid'; got {unit!r}")
    _check_at_zero(at_zero)
    _check_shapes(inputs, weights, biases)
    if unit == "sigmoid":
        a = np.array(input_rows(inputs), dtype=np.float64)
        z = a
        for W, b in zip(weights, biases, strict=True):
            z = a @ np.array(W, dtype=np.float64).T + np.array(b, dtype=np.float64)
            a = sigmoid(z)
        return [float(value) for value in z[:, 0]]
    layers = [
        ([[_exact(w) for w in row] for row in W], [_exact(c) for c in b])
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


def _check_shapes(
    inputs: int, weights: Sequence[Sequence[Sequence[object]]], biases: Sequence[Sequence[object]]
) -> None:
    below = inputs
    for W, b in zip(weights, biases, strict=False):
        if len(b) != len(W) or any(len(row) != below for row in W):
            raise ValueError(f"weights must have {below} columns and a bias for each row; got {W} and {b}")
        below = len(W)
    if len(weights) != len(biases) or not weights or below != 1:
        raise ValueError(
            "weights and biases must be of equally many layers, the last of one unit; "
            f"got {weights} and {biases}"
        )


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
    _check_at_zero(at_zero)
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
    wanted = _checked(table)
    if len(wanted) != 4:
        raise ValueError(f"table must hold 4 outputs; got {wanted}")
    _check_shapes(2, (W1, W2), (b1, b2))
    if len(b1) != 2:
        raise ValueError(f"W1 must have two hidden units; got {W1}")
    units = [(*row, c) for W, b in ((W1, b1), (W2, b2)) for row, c in zip(W, b, strict=True)]
    return wanted, [tuple(None if n is None else _exact(n) for n in unit) for unit in units]


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
