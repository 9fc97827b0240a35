"""Doubling numbers, checked."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np

from graders import compare, hidden, needs, points


@points(2)
def test_number(student):
    """A number is doubled."""
    compare(actual=student.double(2.0), expected=4.0)


@points(3)
@needs("number")
def test_array(student):
    """Every entry of an array is doubled."""
    x = np.arange(6.0).reshape(2, 3)
    compare(actual=student.double(x), expected=2 * x)


@points(1)
@hidden
def test_empty(student):
    """An empty array stays empty."""
    compare(actual=student.double(np.zeros((0, 3))), expected=np.zeros((0, 3)))
