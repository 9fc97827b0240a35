"""Points as they are printed add up, and nobody's share is off by a hundredth."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.points import amount, counted, divided

HUNDREDTHS = st.integers(1, 1_000_000).map(lambda number: number / 100)
SHARES = st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.0]), min_size=1, max_size=26)


@given(HUNDREDTHS, SHARES)
def test_the_points_of_parts_add_up_as_printed(points, shares):
    worth = divided(points, shares)
    assert sum(Decimal(amount(part)) for part in worth) == Decimal(amount(points))
    assert amount(sum(worth)) == amount(points)


@given(HUNDREDTHS, SHARES)
def test_no_part_is_off_by_a_hundredth(points, shares):
    total = sum(map(Fraction, shares))
    for part, share in zip(divided(points, shares), shares, strict=True):
        fair = Fraction(str(points)) * Fraction(share) / total
        assert abs(Fraction(str(part)) - fair) < Fraction(1, 100)


@given(HUNDREDTHS, SHARES)
def test_a_larger_share_is_never_worth_less(points, shares):
    found = sorted(zip(shares, divided(points, shares), strict=True))
    assert [part for _, part in found] == sorted(part for _, part in found)


@pytest.mark.parametrize(
    ("points", "shares", "worth"),
    [
        (7, [1, 1, 1], (2.33, 2.33, 2.34)),
        (4, [1, 2, 2, 2, 2], (0.44, 0.89, 0.89, 0.89, 0.89)),
        (10, [1, 2, 2, 2], (1.43, 2.85, 2.86, 2.86)),
        (8, [2, 1, 1], (4, 2, 2)),
        (2.5, [1], (2.5,)),
    ],
)
def test_what_is_left_over_goes_where_most_was_cut_off(points, shares, worth):
    assert divided(points, shares) == worth


@pytest.mark.parametrize(
    ("points", "text"), [(2.0, "2"), (0.5, "0.5"), (0.625, "0.63"), (1 / 3, "0.33"), (0.0, "0"), (120, "120")]
)
def test_points_are_printed_in_hundredths_half_up(points, text):
    assert amount(points) == text
    assert counted(points) == float(text)
