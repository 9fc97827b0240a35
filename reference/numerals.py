"""Numbers as people print and round them: decimal, half up."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def round_half_up(value: Any, decimals: int) -> Any:
    """The value rounded to `decimals` decimals, ties away from zero as taught at school.

    A float within 1e-9 of a tie counts as one: 0.1 * 0.25 is 0.025 on paper.
    """
    if isinstance(value, np.ndarray):
        scale = 10.0**decimals
        return np.copysign(np.floor(np.abs(value) * scale + (0.5 + 1e-9)), value) / scale + 0.0
    if isinstance(value, int):
        return value
    scale = 10**decimals
    magnitude = math.floor(abs(value) * scale + (0.5 + 1e-9)) / scale
    return -magnitude if value < 0 and magnitude else magnitude


def is_exact(value: float, decimals: int) -> bool:
    """Whether `decimals` decimals say the whole value."""
    return abs(value - round_half_up(value, decimals)) <= 1e-12 * max(1.0, abs(value))


def fixed(value: float, decimals: int) -> str:
    """The value with exactly `decimals` decimals, half up, and no minus before a zero."""
    rounded = round_half_up(float(value), decimals)
    return f"{rounded + 0.0:.{decimals}f}"


def plain(value: float, decimals: int = 12) -> str:
    """The value without trailing zeros, at most `decimals` decimals: 0.5, -3, 1024."""
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    text = fixed(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(value: float, decimals: int) -> str:
    """As a worked line shows it: without trailing zeros when exact, else with all its decimals."""
    return plain(value, decimals) if is_exact(value, decimals) else fixed(value, decimals)
