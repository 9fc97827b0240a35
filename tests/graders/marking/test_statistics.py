"""The statistics of the item report, against values worked out by hand."""

from __future__ import annotations

from random import Random

import pytest

from graders.marking.statistics import (
    correlation,
    discrimination,
    histogram,
    mean,
    median,
    permutation_test,
    spread,
)


def test_mean_median_and_spread_of_four_numbers() -> None:
    # 0, 0.5, 0.5, 1: the squares of the distances from 0.5 add up to 0.5, over 3.
    values = [0, 0.5, 1, 0.5]
    assert (mean(values), median(values)) == (0.5, 0.5)
    assert spread(values) == pytest.approx((0.5 / 3) ** 0.5)
    assert median([3, 1, 2]) == 2
    assert median([4, 1, 2, 3]) == 2.5


def test_what_can_not_be_said_of_so_few_is_none() -> None:
    assert mean([]) is median([]) is spread([]) is spread([0.3]) is None
    assert correlation([], []) is correlation([1], [1]) is None
    assert (mean([0.3]), median([0.3])) == (0.3, 0.3)


def test_correlation_of_four_pairs() -> None:
    # x = 1, 2, 3, 4 and y = 2, 1, 4, 3: products of distances 0.75 + 0.75 + 0.75 + 0.75, squares 5 and 5.
    assert correlation([1, 2, 3, 4], [2, 1, 4, 3]) == pytest.approx(3 / 5)
    assert correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)


def test_what_does_not_vary_has_no_correlation() -> None:
    assert correlation([1, 1, 1], [1, 2, 3]) is None
    assert correlation([1, 2, 3], [0, 0, 0]) is None


def test_discrimination_needs_ten_students() -> None:
    item = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    rest = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    # Distances ±0.5 and from 0.55: products 0.5 * 2.5 = 1.25, squares 2.5 and 0.825.
    assert discrimination(item, rest) == pytest.approx(1.25 / (2.5 * 0.825) ** 0.5)
    assert discrimination(item[:9], rest[:9]) is None
    assert discrimination([1] * 10, rest) is None


def test_a_histogram_has_both_ends_and_every_edge_in_the_upper_bin() -> None:
    assert histogram([0, 0.05, 0.1, 0.3, 0.7, 0.99, 1, 1]) == (2, 1, 0, 1, 0, 0, 0, 1, 0, 3)
    assert histogram([]) == (0,) * 10
    assert histogram([k / 10 for k in range(11)]) == (1, 1, 1, 1, 1, 1, 1, 1, 1, 2)
    assert histogram([0.5], 2) == (0, 1)


def test_the_permutation_test_counts_deals_by_chance() -> None:
    # Of the 6 ways to deal two 0s and two 1s to two pairs, 2 differ as much as 0, 0 against 1, 1.
    assert permutation_test([[0, 0], [1, 1]]) == pytest.approx(1 / 3, abs=0.02)
    # Of the 20 ways for threes, 2.
    assert permutation_test([[0, 0, 0], [1, 1, 1]]) == pytest.approx(1 / 10, abs=0.012)
    # Equal means are as far apart as any.
    assert permutation_test([[0, 1], [1, 0]]) == 1.0


def test_versions_of_unequal_difficulty_are_seen_and_equal_ones_are_not() -> None:
    rng = Random(1)
    easy, hard = [rng.random() < 0.9 for _ in range(40)], [rng.random() < 0.3 for _ in range(40)]
    assert (permutation_test([easy, hard]) or 1) < 0.001
    seldom = 0
    for _ in range(40):
        groups = [[rng.random() < 0.6 for _ in range(12)] for _ in range(3)]
        seldom += (permutation_test(groups) or 1) < 0.05
    assert seldom <= 6  # of 40, two are expected


def test_the_same_data_give_the_same_p() -> None:
    groups = [[0.1, 0.5, 0.7], [0.3, 0.9, 1.0, 0.8]]
    assert permutation_test(groups) == permutation_test(groups)


@pytest.mark.parametrize("groups", [[], [[1, 0, 1]], [[1], [0], [1]], [[1, 1], [1, 1]], [[1, 0], [1]]])
def test_groups_that_can_not_be_compared_have_no_p(groups: list[list[float]]) -> None:
    assert permutation_test(groups) is None


def test_three_students_are_never_enough_for_a_finding() -> None:
    assert (permutation_test([[0, 0], [1, 1]]) or 0) > 0.05
    assert (permutation_test([[0, 0, 0], [1, 1, 1]]) or 0) > 0.05
