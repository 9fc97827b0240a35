"""Reads what people type as an answer: numbers, arrays, formulas, choices, weights, truth tables.

A text becomes a value, or an `Unreadable` that says why not and where. Nothing typed is ever evaluated
as code: each kind has a small grammar of its own, with limits on length, depth and exponents.
"""

from graders.reading.reading import read, wanted_by
from graders.reading.values import Unreadable, Value
from graders.reading.wanted import Array, Choice, Expression, Integer, Number, TruthTable, Wanted, Weights

__all__ = [
    "Array",
    "Choice",
    "Expression",
    "Integer",
    "Number",
    "TruthTable",
    "Unreadable",
    "Value",
    "Wanted",
    "Weights",
    "read",
    "wanted_by",
]
