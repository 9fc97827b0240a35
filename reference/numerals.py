"""Numbers as people print and round them: decimal, half up."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np

from reference.functions import Value

_TIE = 0.5 + 1e-9
_WHOLE = 2.0**49
"""From here on (in units of the last decimal) a float has hardly any digits left to round away."""
_SLACK = 1 + 2.0**-52
TYPED = 15
"""A float keeps so many digits of a number that a person typed; more come from arithmetic."""
SIGNIFICANT = 12
"""So many digits hide what float arithmetic added."""


def round_half_up(value: Value, decimals: int) -> Value:
    """The value rounded to `decimals` decimals, ties away from zero as taught at school.

    A float within 1e-9 of a tie (or its own last digits, if it is large) counts as one: 0.1 * 0.25 is
    0.025 on paper. Whole numbers stay what they are; arrays are rounded entry by entry.
    """
    if isinstance(value, int):
        return value
    scale = 10.0**decimals
    if isinstance(value, np.ndarray):
        scaled = np.abs(value) * scale
        rounded = np.copysign(np.floor(scaled * _SLACK + _TIE), value) / scale + 0.0
        return np.where(scaled < _WHOLE, rounded, value + 0.0)
    scaled = abs(value) * scale
    if scaled >= _WHOLE:
        return value
    magnitude = math.floor(scaled * _SLACK + _TIE) / scale
    return -magnitude if value < 0 and magnitude else magnitude


def cut_off(value: float, decimals: int) -> float:
    """The value with what follows its first `decimals` decimals left out.

    A calculator shows 0.76, never 0.7599999999999999: what floats lose is given back first.
    """
    scale = 10.0**decimals
    return math.trunc(value * scale + math.copysign(1e-6, value)) / scale


def is_exact(value: float, decimals: int) -> bool:
    """Whether `decimals` decimals say the whole value."""
    return bool(abs(value - round_half_up(value, decimals)) <= 1e-12 * max(1.0, abs(value)))


def fixed(value: float, decimals: int) -> str:
    """The value with exactly `decimals` decimals, half up, and no minus before a zero."""
    rounded = round_half_up(float(value), decimals)
    return f"{rounded + 0.0:.{decimals}f}"


def plain(value: float, decimals: int | None = None) -> str:
    """The value without trailing zeros: 0.5, -3, 1024; at most `decimals` decimals, if told.

    Without `decimals` all digits of a number that a person typed; of one whose last digits float
    arithmetic made up (0.30000000000000004), 12 significant ones.
    """
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    if decimals is None:
        text = repr(float(value))
        if len(text) <= TYPED and "e" not in text:
            return text
        digits = Decimal(text)
        if len(digits.as_tuple().digits) > TYPED:
            digits = Decimal(f"{value:.{SIGNIFICANT}g}")
        text = format(digits, "f")
    else:
        text = fixed(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(value: float, decimals: int) -> str:
    """As a worked line shows it: without trailing zeros when exact, else with all its decimals."""
    return plain(value, decimals) if is_exact(value, decimals) else fixed(value, decimals)


def typographic(number: str) -> str:
    """A printed number as text has it, with a minus sign for the hyphen."""
    return number.replace("-", "−")
