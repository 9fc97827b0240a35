"""Truth tables, and the step units that realise them.

A truth table of n inputs is a tuple of 2ⁿ outputs, 0 or 1, in counting order with x₁ the slowest: for two
inputs (0,0), (0,1), (1,0), (1,1). A step unit fires at z > 0 if `at_zero` is 0 (CS 540) and at z ≥ 0 if it is
1 (CS 760).

Decisions about step units are exact: numbers become fractions, a float the decimal that it prints as.
"""

from __future__ import annotations

import math
import operator
import re
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reference.feasibility import Point, feasible_point, unit_conditions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Number: TypeAlias = int | float | Fraction
Table: TypeAlias = tuple[int, ...]

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


def exact(number: Number) -> Fraction:
    """Return the number as a fraction, a float as the decimal that it prints as."""
    if isinstance(number, Fraction):
        return number
    if isinstance(number, float | np.floating):
        if not math.isfinite(number):
            raise ValueError(f"weights and biases must be finite numbers; got {number!r}")
        return Fraction(str(float(number)))
    return Fraction(operator.index(number))


def checked(table: Sequence[int]) -> Table:
    """Return the table as a tuple of whole numbers, or raise a ValueError if it is none."""
    values = tuple(int(value) for value in table)
    if len(values) < 2 or len(values) & (len(values) - 1) or not set(table) <= {0, 1}:
        raise ValueError(f"table must hold 2, 4, 8, … outputs, each 0 or 1; got {tuple(table)}")
    return values


def check_at_zero(at_zero: int) -> None:
    """Raise a ValueError unless at_zero is 0 or 1."""
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
    table = checked(table)
    check_at_zero(at_zero)
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


def check_shapes(
    inputs: int, weights: Sequence[Sequence[Sequence[object]]], biases: Sequence[Sequence[object]]
) -> None:
    """Raise a ValueError unless these are the layers of a net with that many inputs and one output."""
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
