"""The statistics of a class's points: pure functions of numbers, None where there is nothing to say."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

FEWEST = 10
"""From fewer students a correlation says next to nothing."""
SHUFFLES = 9_999
CHUNK = 500


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean."""
    return math.fsum(values) / len(values) if values else None


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def spread(values: Sequence[float]) -> float | None:
    """The standard deviation of the population from which these are a sample; None for fewer than two."""
    middle = mean(values)
    if middle is None or len(values) < 2:
        return None
    return math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's correlation; None where one of the two does not vary."""
    x, y, sx, sy = mean(xs), mean(ys), spread(xs), spread(ys)
    if x is None or y is None or not sx or not sy:
        return None
    products = math.fsum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return max(-1.0, min(1.0, products / (sx * sy * (len(xs) - 1))))


def discrimination(item: Sequence[float], rest: Sequence[float]) -> float | None:
    """The corrected item-total correlation: of an item's points with those of all the others.

    None for fewer than FEWEST students.
    """
    return correlation(item, rest) if len(item) >= FEWEST else None


def histogram(shares: Sequence[float], bins: int = 10) -> tuple[int, ...]:
    """How many shares (0 to 1) lie in each of so many equal bins; 1 belongs to the last."""
    counts = [0] * bins
    for share in shares:
        counts[min(bins - 1, max(0, math.floor(share * bins + 1e-9)))] += 1  # floats: 0.3 * 10 is 3
    return tuple(counts)


def permutation_test(groups: Sequence[Sequence[float]]) -> float | None:
    """How often groups made by chance differ as much in their means: the p value of a permutation test.

    The statistic is the sum of squares between groups. All members are dealt anew SHUFFLES times, from a
    fixed seed, so that the same data give the same p; (hits + 1) / (SHUFFLES + 1) never is too small,
    however few members there are (Phipson and Smyth 2010). None without two groups of two members, or
    where all members are equal.
    """
    groups = [group for group in groups if len(group) > 1]
    values = np.array([value for group in groups for value in group], dtype=float)
    if len(groups) < 2 or np.ptp(values) < 1e-12:
        return None
    ends = np.cumsum([len(group) for group in groups])
    sizes = np.diff(ends, prepend=0)
    centred = values - values.mean()

    def between(rows: np.ndarray) -> np.ndarray:
        sums = np.diff(np.cumsum(rows, axis=1)[:, ends - 1], axis=1, prepend=0)
        squares: np.ndarray = (sums**2 / sizes).sum(axis=1)
        return squares

    rng = np.random.default_rng(0)
    seen = between(centred[None, :])[0] * (1 - 1e-9)
    hits = 0
    for start in range(0, SHUFFLES, CHUNK):
        rows = np.tile(centred, (min(CHUNK, SHUFFLES - start), 1))
        hits += int((between(rng.permuted(rows, axis=1)) >= seen).sum())
    return (hits + 1) / (SHUFFLES + 1)
