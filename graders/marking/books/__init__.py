"""What is written of a whole class: a module here is a file, found by being there.

A module has `FILE`, its name in the output folder, and `written(book) -> bytes | None`; where there is
nothing to write, a file of an earlier run goes.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from generator.files import csv_bytes, write_whole
from generator.rebuilt import Rebuilt
from graders.marking.corrections import Correction
from graders.marking.items import Asked, ItemReport, item_report
from graders.marking.sheets import MARKED, Sheet
from graders.marking.unfair import warnings
from graders.marking.words import warned
from graders.reports.gradebook import cell


@dataclass(frozen=True)
class Book:
    """A class's sheets, the corrections that were made, and what is odd about the responses."""

    build: Rebuilt
    sheets: tuple[Sheet, ...]
    corrections: tuple[Correction, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def marked(self) -> tuple[Sheet, ...]:
        """The sheets of those whose answers were marked."""
        return tuple(sheet for sheet in self.sheets if sheet.state == MARKED)

    @property
    def shares(self) -> list[float]:
        """What share of the points each of them has, where there are any to have."""
        return [sheet.points / sheet.max_points for sheet in self.marked if sheet.max_points]

    @cached_property
    def items(self) -> tuple[ItemReport, ...]:
        """How each problem fared."""
        return tuple(item_report(asked, self.marked) for asked in self._asked)

    @cached_property
    def warnings(self) -> dict[int, tuple[str, ...]]:
        """Where a problem looks unfair: sentences by its place in the quiz file."""
        number = len(self.items)
        return {one.item: tuple(map(warned, warnings(one, problems=number))) for one in self.items}

    @property
    def _asked(self) -> Iterator[Asked]:
        for number, item in enumerate(self.build.quiz.items, start=1):
            loaded = item.request.loaded
            says = {mistake.name: mistake.says for mistake in loaded.family.catalogue}
            yield Asked(number, loaded.name, loaded.asks, item.points, says)


def write(out: Path, book: Book) -> None:
    """Write every file into the output folder."""
    for module in _modules():
        data = module.written(book)
        if data is None:
            (out / module.FILE).unlink(missing_ok=True)
        else:
            write_whole(out / module.FILE, data, private=True)


def table(header: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """A CSV file no cell of which a spreadsheet takes for a formula."""
    return csv_bytes(header, [{name: cell(value) for name, value in row.items()} for row in rows])


@cache
def _modules() -> tuple[Any, ...]:
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)
