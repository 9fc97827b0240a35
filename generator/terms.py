"""Sums with numbers in them as one writes them."""

from __future__ import annotations

from collections.abc import Iterable

from reference.numerals import plain


def linear(terms: Iterable[tuple[float, str]]) -> str:
    """2 x_1 - x_2 + 1 as LaTeX, from factors and what they multiply ("" for a number); no term that is 0."""
    text = ""
    for factor, name in terms:
        if factor:
            size = name if abs(factor) == 1 and name else f"{plain(abs(factor))} {name}".strip()
            sign = " - " if factor < 0 else " + "
            text += f"{sign}{size}" if text else ("-" if factor < 0 else "") + size
    return text or "0"
