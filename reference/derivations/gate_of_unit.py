"""Which Boolean function a step unit computes: its truth table, read as a number, found in a list."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation
from reference.derivations.unit import fires
from reference.truth_tables import input_rows


def code(table: tuple[int, ...]) -> int:
    """The table's outputs as a binary number, the first row's first."""
    return int("".join(map(str, table)), 2)


@lru_cache(16)
def gate(inputs: int, listed: tuple[tuple[int, ...], ...], *, at_zero: int) -> Derivation:
    """Steps z_01 and o_01 and so on, the table as a number (code), and its place in the list (gate).

    Inputs w_i and b. A table that is not listed has the place after the last.
    """
    rules: dict[str, str] = {}
    rows = ["".join(map(str, row)) for row in input_rows(inputs)]
    for row in rows:
        terms = [f"w_{i}" for i, bit in enumerate(row, start=1) if bit == "1"]
        rules[f"z_{row}"] = " + ".join([*terms, "b"])
        rules[f"o_{row}"] = fires(f"z_{row}", at_zero)
    rules["code"] = " + ".join(f"{2 ** (len(rows) - 1 - k)}*o_{row}" for k, row in enumerate(rows))
    places = str(len(listed) + 1)
    for place in range(len(listed), 0, -1):
        places = f"{place} if code == {code(listed[place - 1])} else ({places})"
    rules["gate"] = places
    return Derivation.of(rules)
