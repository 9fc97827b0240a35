"""Markdown with LaTeX formulas as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.paper import Figure
from generator.documents.plain import blocks, display, inline
from generator.documents.plain.blocks import kept
from generator.documents.plain.breaking import columns
from generator.documents.plain.in_ascii import in_ascii


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"w^{(1)}_{12} = -0.5", "w⁽¹⁾₁₂ = −0.5"),
        (r"W^{[2]}_{21} x_{1}", "W₂₁^[2] x₁"),
        (r"w_{ab}^{(1)} + w_{0,1}", "w⁽¹⁾_ab + w₀,₁"),
        (r"\frac{\partial \ell}{\partial w^{(1)}_{11}} = (\hat{y} - y) x_1", "∂ℓ/∂w⁽¹⁾₁₁ = (ŷ − y) x₁"),
        (r"\frac{d l}{d x} + \frac{d}{d x} \log(x)", "dl/dx + d/dx log(x)"),
        (r"\frac{1}{2} (\hat{y} - y)^2", "1/2 · (ŷ − y)²"),
        (r"\frac{a + b}{2 h}", "(a + b)/(2 h)"),
        (r"x \frac{a}{b} y", "x · a/b · y"),
        (r"-\frac{-3}{2}", "−(−3/2)"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\frac{1}{1 + e^{-z}}", "1/(1 + e⁻ᶻ)"),
        (r"e^{-0.5 z_{1}} \cdot e^{z_1}", "e^(−0.5 z₁) · e^(z₁)"),
        (r"\log \frac{a}{b}", "log(a/b)"),
        (r"\log \hat{y} - (1 - y) \log (1 - \hat{y})", "log ŷ − (1 − y) log(1 − ŷ)"),
        (r"\left(\frac{a}{b}\right)^{2}", "(a/b)²"),
        (r"\sqrt{20} + \sqrt{1 - x} + \sqrt[3]{x}", "√20 + √(1 − x) + ³√x"),
        (r"\lVert w \rVert^2 = \|x\| |z|", "‖w‖² = ‖x‖ |z|"),
        (r"y \in \{-1, +1\}", "y ∈ {−1, +1}"),
        (r"\max(0, -z), f'(w), \tanh'(z)^2", "max(0, −z), f′(w), tanh′(z)²"),
        (r"\mathrm{arg\,max}(z), \text{layer}_{1}", "argmax(z), layer₁"),
        (r"w^{\top} x, w^{*}_{1}, w_1^{\text{new}}", "wᵀ x, w*₁, w₁ⁿᵉʷ"),
        (r"\bar{\ell}, \hat{k}", "ℓ̄, k̂"),
        (r"(x_1 \wedge \neg x_2) \mapsto 0", "(x₁ ∧ ¬x₂) ↦ 0"),
        (
            r"\begin{cases}1 & \text{if } -z > 0 \\ 0 & \text{otherwise}\end{cases}",
            "(1 if −z > 0; 0 otherwise)",
        ),
        (r"\begin{pmatrix} 1 & -2 \\ 3 & 4 \end{pmatrix}", "[1, −2; 3, 4]"),
        (r"2\sigma(2z) - 1", "2σ(2z) − 1"),
        (r"\sum_k \ell_k", "Σₖ ℓₖ"),
        (r"(2 + D^2)/\mathit{margin}^2", "(2 + D²)/margin²"),
    ],
)
def test_a_formula_is_one_line_of_unicode(tex: str, text: str) -> None:
    assert inline(tex) == text


def test_what_is_not_known_is_kept_so_that_it_is_seen() -> None:
    assert inline(r"\frobnicate x") == r"\frobnicate x"


def test_lines_are_aligned_at_their_relations() -> None:
    tex = "\\begin{aligned}\nz_1 &= w x = 2 \\\\\n\\hat{y} &\\approx 0.5\n\\end{aligned}"
    assert display(tex, 60) == ["z₁ = w x = 2", " ŷ ≈ 0.5"]


def test_a_long_line_is_broken_before_relations_and_then_before_sums() -> None:
    tex = r"z = w_1 x_1 + w_2 x_2 + w_3 x_3 = 0.25 + 0.5 + 0.75"
    assert display(tex, 40) == ["z = w₁ x₁ + w₂ x₂ + w₃ x₃", "  = 0.25 + 0.5 + 0.75"]
    assert display(tex, 20) == ["z = w₁ x₁ + w₂ x₂", "      + w₃ x₃", "  = 0.25 + 0.5", "      + 0.75"]


def test_a_matrix_stands_over_several_lines_where_it_fits() -> None:
    tex = (
        r"W = \begin{pmatrix} 0.1 & -2 \\ 3 & 4 \end{pmatrix}, \quad b = \begin{pmatrix} 1 \\ 2 \end{pmatrix}"
    )
    assert display(tex, 60) == ["W = ⎛ 0.1  −2 ⎞,  b = ⎛ 1 ⎞", "    ⎝   3   4 ⎠       ⎝ 2 ⎠"]
    assert all(columns(line) <= 20 for line in display(tex, 20))


def test_marks_above_letters_take_no_column() -> None:
    assert columns("ℓ̄ = k̂") == 5


def words(markdown: str) -> list[tuple[str, str]]:
    return [(b.kind, "".join(text for text, _ in b.runs) or b.tex or b.code) for b in blocks(markdown)]


def test_markdown_becomes_paragraphs_items_tables_formulas() -> None:
    text = (
        "Let $x_1 = 2$ and *so* on:\n\n- one\n- two\n  more\n\n1. first\n\n> said\n\n"
        "$$\nx = 1\n$$\n\n| $x$ | y |\n|:---:|---:|\n| 1 | `a` |\n"
    )
    assert words(text) == [
        ("text", "Let x₁\xa0=\xa02 and so on:"),
        ("item", "one"),
        ("item", "two more"),
        ("item", "first"),
        ("quotation", "said"),
        ("formula", "x = 1"),
        ("table", ""),
    ]
    table = blocks(text)[-1]
    assert table.rows == (((("x", False),), (("y", False),)), ((("1", False),), (("a", False),)))
    assert table.aligned == ("center", "right")
    assert blocks(text)[0].runs[1] == ("so", True)
    assert [block.marker for block in blocks(text)[1:4]] == ["•", "•", "1."]


def test_a_formula_within_a_paragraph_on_lines_of_its_own_splits_it() -> None:
    assert words("Let\n$$f = x$$\nWhat?") == [("text", "Let"), ("formula", "f = x"), ("text", "What?")]


def test_escapes_links_and_programs_are_printed_as_meant() -> None:
    assert words(r"a \_\_ b \* c \$5") == [("text", "a __ b * c $5")]
    assert words("see [here](https://x.y)") == [("text", "see here (https://x.y)")]
    assert words("```\na = 1\n```") == [("code", "a = 1")]


def test_a_figure_is_its_description_with_names_as_formulas_have_them() -> None:
    figure = Figure("net", "<svg/>", "From x_1 to a_12: w(1)_12; bias of a[2]_1. f(2) stays.")
    assert blocks("![alt](figure:net)", [figure])[0].runs == (
        ("From x₁ to a₁₂: w⁽¹⁾₁₂; bias of a₁^[2]. f(2) stays.", False),
    )


def test_short_formulas_are_never_broken_and_long_ones_only_before_signs() -> None:
    assert " " not in kept("z = w₁ x₁ + w₂ x₂")
    long = kept(inline(r"\ell = -y \log \hat{y} - (1 - y) \log (1 - \hat{y})"))
    assert long.split(" ") == ["ℓ\xa0=\xa0−y\xa0log\xa0ŷ", "−\xa0(1", "−\xa0y)\xa0log(1", "−\xa0ŷ)"]


@pytest.mark.parametrize(
    ("text", "plainer"),
    [
        ("w⁽¹⁾₁₂ = −0.5", "w^(1)_12 = -0.5"),
        ("ŷ₁ − y, ℓ̄, ∂ℓ/∂z₂₁", "yhat_1 - y, lbar, dl/dz_21"),
        ("e⁻ᶻ + x² + Wᵀ x + wᵢⱼ", "e^(-z) + x^2 + W^T x + w_ij"),
        ("σ(z), η, Γ", "sigma(z), eta, gamma"),
        ("café ☃", "cafe ?"),
    ],
)
def test_what_an_encoding_lacks_has_a_name_in_ascii(text: str, plainer: str) -> None:
    assert in_ascii(text) == plainer


PIECES = st.lists(
    st.sampled_from(
        [
            r"\frac",
            r"\partial",
            r"\hat",
            r"\sqrt",
            r"{",
            r"}",
            r"^",
            r"_",
            r"'",
            r"&",
            r"\\",
            r"\left(",
            r"\right)",
            r"\left|",
            r"\begin{aligned}",
            r"\end{aligned}",
            r"\begin{pmatrix}",
            r"\end{pmatrix}",
            r"\text",
            r"\quad",
            r"\,",
            r"\|",
            r"|",
            r"x_1",
            r"12",
            r"0.5",
            r"+",
            r"-",
            r"=",
            r",",
            r"(",
            r")",
            r"[",
            r"]",
            r"/",
            r"\log",
            r"\sum",
            r"~",
            r"#",
            r"%",
        ]
    ),
    max_size=30,
).map(" ".join)


@given(PIECES | st.text(max_size=40), st.integers(10, 80))
@settings(max_examples=300, deadline=None)
def test_no_formula_however_broken_is_an_error(tex: str, width: int) -> None:
    assert isinstance(inline(tex), str)
    assert isinstance(display(tex, width), list)
