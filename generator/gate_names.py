"""Boolean functions as papers say them: "x1 or not x2" in a course's letters."""

from __future__ import annotations

import re

from generator.conventions import Convention


def spoken(gate: str, convention: Convention) -> str:
    """The function with its inputs as formulas; (not x1) and x2 where it could be read as NAND."""
    if re.search(r"not x\d (?:and|or)", gate):
        gate = re.sub(r"not x\d", r"(\g<0>)", gate)
    symbol = convention.notation().symbol
    return re.sub(r"\bx(\d)", lambda found: f"${symbol(f'x_{found[1]}')}$", gate)
