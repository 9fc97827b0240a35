"""Boolean functions can't be read as others."""

from __future__ import annotations

import pytest

from generator.conventions import load_convention
from generator.gate_names import spoken


@pytest.mark.parametrize(
    ("gate", "text"),
    [
        ("NAND", "NAND"),
        ("x1 and not x2", "$x_{1}$ and not $x_{2}$"),
        ("not x1 and x2", "(not $x_{1}$) and $x_{2}$"),
        ("not x1 or x2 or not x3", "(not $x_{1}$) or $x_{2}$ or (not $x_{3}$)"),
        ("x3 and not (x1 or x2)", "$x_{3}$ and not ($x_{1}$ or $x_{2}$)"),
        ("none of these", "none of these"),
    ],
)
def test_what_is_negated_is_plain(gate: str, text: str) -> None:
    assert spoken(gate, load_convention()) == text
