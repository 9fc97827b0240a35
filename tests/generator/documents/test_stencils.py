"""Formulas that differ in numbers alone share a stencil, and print as if each were converted by itself."""

from __future__ import annotations

import re

import pytest

from generator.documents.formats import pdf
from generator.documents.slots import Formula
from generator.documents.stencils import rows, stencil

FORMULAS = (
    r"0.25 \cdot (-0.31) + 2 = -1.5",
    r"w^{(1)}_{12} = -0.3",
    r"x_1^2 + x_12 + \frac12 + \frac{1}{2} + 1.5^{3}",
    r"e^{-0.25} \approx 0.7788",
    r"a (1 - a) = 0.5498 \cdot (1 - 0.5498)",
    r"y_{9} = 268{,}938",
    r"\begin{aligned}z_{1} &= -0.4 \cdot (-3) \\ &= 1.2 \\ a &= \sigma(1.2) \approx 0.7685\end{aligned}",
    r"\begin{aligned}f &= \begin{cases}1 & z > 0 \\ 0 & z \le 0\end{cases}\end{aligned}",
    r"9000001 + 3",
)


def squeezed(typst: str) -> str:
    """The formula without what Typst does not print: its spaces, and the escapes of parentheses."""
    return re.sub(r"\s+|\\(?=[()])", "", typst.split('", ', 1)[1])


@pytest.mark.parametrize("tex", FORMULAS)
def test_a_formula_prints_as_if_it_were_converted_whole(tex: str) -> None:
    formula = Formula(tex, display=True)
    (filled,) = pdf._Typst().formulas([formula])
    (whole,) = pdf._by_pandoc({formula: formula})
    assert squeezed(filled) == squeezed(pdf._set(formula, whole))


def test_what_differs_in_numbers_alone_is_converted_once() -> None:
    one, other = (
        stencil(rf"z = {a} \cdot {b} \approx {c}") for a, b, c in (("0.5", "(-2)", "-1"), (1, 3, 3.14))
    )
    assert one.tex == other.tex
    assert one.filled(one.tex) == r"z = 0.5 \cdot (-2) \approx -1"


def test_a_writer_that_loses_or_doubles_a_number_is_noticed() -> None:
    one = stencil("1 + 2")
    first, _, second = one.tex.split()
    assert one.filled(first) is None
    assert one.filled(f"{first} {second} {second}") is None
    assert one.filled(f"{second} {first}") == "2 1", "their order may change"


def test_rows_are_cut_where_they_end() -> None:
    assert rows(r"\begin{aligned}a &= 1 \\ b &= 2\end{aligned}") == [
        r"\begin{aligned}a &= 1\end{aligned}",
        r"\begin{aligned}b &= 2\end{aligned}",
    ]
    assert rows("a = 1") == ["a = 1"]
