"""Whole arrays: which numbers stand together in a vector or a matrix, and how these are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reference.derivation import Derivation
from reference.numerals import fixed

Entries = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Arrays:
    """A derivation in whole arrays beside the one in numbers, for the worked solution.

    derivation: its rules are printed, not run. entries: {array: rows of the names of steps or inputs}, for
    its inputs as well; a vector that stands upright has rows of one.
    """

    derivation: Derivation
    entries: Entries

    def holding(self, names: Iterable[str]) -> list[str]:
        """The derivation's arrays that have one of these entries, in its order."""
        wanted = set(names)
        return [
            step.name
            for step in self.derivation.steps
            if not wanted.isdisjoint(entry for row in self.entries[step.name] for entry in row)
        ]


class ArrayTexts(dict[str, str]):
    """{array: LaTeX of its numbers}, worked out when it is asked for; of its transpose by NAME.T.

    numbers: the printed number of each entry. computed: entries that were rounded to so many decimals; where
    one of an array needs all of them the others get them too, but a mere 0.
    """

    def __init__(
        self,
        entries: Entries,
        numbers: Mapping[str, str],
        *,
        computed: Mapping[str, object] | None = None,
        decimals: int = 0,
    ) -> None:
        super().__init__()
        self._entries, self._numbers = entries, numbers
        self._computed, self._decimals = computed or {}, decimals

    def __missing__(self, name: str) -> str:
        array, _, turned = name.partition(".")
        entries = self._entries[array]
        rows = [[self._numbers[entry] for entry in row] for row in entries]
        if entries[0][0] in self._computed:
            rows = self._evened(rows)
        self[name] = text = matrix(list(zip(*rows, strict=True)) if turned else rows)
        return text

    def _evened(self, rows: list[list[str]]) -> list[list[str]]:
        decimals = self._decimals
        if not any(len(text.partition(".")[2]) == decimals for row in rows for text in row):
            return rows
        return [[text if text == "0" else fixed(float(text), decimals) for text in row] for row in rows]


def matrix(rows: Sequence[Sequence[str]]) -> str:
    """Printed numbers in rows and columns as LaTeX; a single one as itself."""
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    lines = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{pmatrix}} {lines} \end{{pmatrix}}"
