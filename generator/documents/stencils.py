r"""Formulas cut into rows, and rows into a stencil and its numbers.

Students' formulas differ in little but their numbers. A stencil is a row with other numbers in the
place of its own, which every writer carries through as they are; so each is converted once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIRST = 9_000_000
_SLOT = re.compile(r"(?<!\d)9000\d{3}(?!\d)")
_ALIGNED = re.compile(r"\\begin\{aligned\}(.*)\\end\{aligned\}", re.DOTALL)
_NUMBER = re.compile(
    r"""(?:(?<=\\cdot[ ])|(?<=[+][ ])) \(-\d+(?:\.\d+)?\)  # a negative number in its parentheses
      | (?:(?<=[ &]=[ ])|(?<=\\approx[ ])) -\d+(?:\.\d+)?
      | (?<![\w.^]) \d+(?:\.\d+)? (?![\w.])""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Stencil:
    """TeX with slots for its numbers, and the numbers in their order."""

    tex: str
    numbers: tuple[str, ...]

    def filled(self, written: str) -> str | None:
        """What a writer made of the stencil, with the numbers; None where it lost or doubled a slot."""
        slots = [int(slot) - _FIRST for slot in _SLOT.findall(written)]
        if sorted(slots) != list(range(len(self.numbers))):
            return None
        return _SLOT.sub(lambda slot: self.numbers[int(slot[0]) - _FIRST], written)


def stencil(tex: str) -> Stencil:
    """The stencil of a formula."""
    numbers: list[str] = []

    def slot(found: re.Match[str]) -> str:
        numbers.append(found[0])
        return str(_FIRST + len(numbers) - 1)

    return Stencil(_NUMBER.sub(slot, tex), tuple(numbers))


def rows(tex: str) -> list[str]:
    """The rows of an aligned formula, each a formula of its own; else the formula alone."""
    block = _ALIGNED.fullmatch(tex)
    if block is None or r"\begin" in block[1]:
        return [tex]
    return [f"\\begin{{aligned}}{row.strip()}\\end{{aligned}}" for row in re.split(r"\\\\(?!\[)", block[1])]
