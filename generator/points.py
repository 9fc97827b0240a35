"""Points, in hundredths: what is printed is what counts, and the points of parts add up."""

from __future__ import annotations

from collections.abc import Sequence

from reference.numerals import plain, round_half_up

DECIMALS = 2


def amount(points: float) -> str:
    """Points as printed: 2, 0.5, 0.33."""
    return plain(points, DECIMALS)


def counted(points: float) -> float:
    """Points as they count: those that are printed."""
    return float(round_half_up(float(points), DECIMALS))


def divided(points: float, shares: Sequence[float]) -> tuple[float, ...]:
    """Points divided in these proportions, by largest remainders: what is left over goes to the later parts.

    No part is off by a whole hundredth, and all are `points`: 7 in three are 2.33, 2.33 and 2.34.
    """
    unit, total = 10**DECIMALS, sum(shares)
    exact = [points * unit * share / total for share in shares]
    whole = [int(part + 1e-6) for part in exact]
    left = round(points * unit) - sum(whole)
    most_cut_off = sorted(range(len(exact)), key=lambda k: (round(exact[k] - whole[k], 6), k), reverse=True)
    for k in most_cut_off[:left]:
        whole[k] += 1
    return tuple(part / unit for part in whole)
