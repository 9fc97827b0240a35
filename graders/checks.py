"""What stands above a check: its points, whether it is hidden, what it needs; and how that is read."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest


def points(number: float) -> pytest.MarkDecorator:
    """How many points the check is worth; 1 without it."""
    return pytest.mark.points(number)


hidden = pytest.mark.hidden
"""The student sees neither the inputs nor the expected values of this check, and can't run it at home."""


def needs(*checks: str) -> pytest.MarkDecorator:
    """The checks without which this one makes no sense: when one fails, it is skipped, and says so."""
    return pytest.mark.needs(*checks)


def check_name(item: pytest.Item) -> str:
    """The name by which a check is reported and needed: test_softmax is `softmax`."""
    return item.name.removeprefix("test_")


def spoken(name: str) -> str:
    """A check's name for people: dW of the last layer, not dW_of_the_last_layer."""
    return name.replace("_", " ")


def is_hidden(item: pytest.Item) -> bool:
    """Whether the check is marked as hidden."""
    return item.get_closest_marker("hidden") is not None


def worth(item: pytest.Item) -> float:
    """The check's points; raises a UsageError when they are no number of at least 0."""
    mark = item.get_closest_marker("points")
    number = mark.args[0] if mark and mark.args else 1
    if type(number) not in (int, float) or not 0 <= number < math.inf:
        raise pytest.UsageError(f"{check_name(item)}: points must be a number of at least 0; got {number!r}")
    return float(number)


def needed(item: pytest.Item) -> list[str]:
    """The names of the checks that this one needs."""
    return [name.removeprefix("test_") for mark in item.iter_markers("needs") for name in mark.args]


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The checks so that each runs after those that it needs, and public ones before hidden ones.

    So code that keeps the inputs of hidden checks can't print them in a public one.

    Raises
    ------
    pytest.UsageError
        When points are no number, a check needs one that isn't there, or checks need each other in a circle.
    """
    by_name = {check_name(item): item for item in items}
    for item in items:
        worth(item)
        if unknown := [name for name in needed(item) if name not in by_name]:
            raise pytest.UsageError(f"{check_name(item)} needs {unknown[0]}, but there is no such check")
    ordered: dict[str, pytest.Item] = {}
    for item in sorted(items, key=is_hidden):
        _place(item, by_name, ordered, ())
    return list(ordered.values())


def _place(
    item: pytest.Item, by_name: dict[str, pytest.Item], ordered: dict[str, pytest.Item], path: tuple[str, ...]
) -> None:
    name = check_name(item)
    if name in path:
        raise pytest.UsageError(f"checks need each other in a circle: {' needs '.join([*path, name])}")
    for other in needed(item):
        _place(by_name[other], by_name, ordered, (*path, name))
    ordered.setdefault(name, item)
