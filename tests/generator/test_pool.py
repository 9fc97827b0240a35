"""Work in batches on several processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from generator.pool import BATCH, batched, worked


@pytest.mark.parametrize("jobs", [1, 2, 7])
@pytest.mark.parametrize("count", [0, 1, 5, 8, 9, 40, 300])
def test_batches_hold_everything_in_order_and_end_small(count: int, jobs: int) -> None:
    items = list(range(count))
    batches = list(batched(items, jobs))
    assert [item for batch in batches for item in batch] == items
    assert all(1 <= len(batch) <= BATCH for batch in batches)
    if jobs > 1:
        assert all(len(batch) == 1 for batch in batches[-jobs:])


def _squares(power: int) -> Callable[[Sequence[int]], list[int]]:
    return lambda batch: [number**power for number in batch]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_becomes_of_the_items_comes_in_their_order(jobs: int) -> None:
    counted: list[int] = []
    results = list(worked(_squares, (2,), range(30), jobs=jobs, progress=counted.append))
    assert results == [number**2 for number in range(30)]
    assert sum(counted) == 30
