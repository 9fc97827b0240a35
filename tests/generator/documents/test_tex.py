"""TeX arrives in Typst unharmed, mended, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.documents.convert import pandoc_formulas
from generator.documents.formats import load
from generator.documents.paper import Paper, PaperPart, PaperProblem
from generator.documents.slots import Formula, slotted
from generator.documents.tex import COMMANDS, TexError, mended, settled
from generator.errors import InputError

KeyFor = Callable[..., Paper]
UNHARMED = {
    r"\frac{\partial \ell}{\partial w^{(1)}_{21}}": r"$frac(partial ell, partial w_21^(\( 1 \)))$",
    r"w^{[1]}_{21}": r"$w_21^(\[ 1 \])$",
    r"\begin{pmatrix} -0.5 & 1 \\ 2 & -3.25 \end{pmatrix}": r'$mat(delim: "(", - 0.5, 1; 2, - 3.25)$',
    r"\begin{bmatrix} 1 & 2 \end{bmatrix}": r'$mat(delim: "[", 1, 2)$',
    r"\hat{y}_{1} = W^{\top} x": r"$hat(y)_1 = W^top x$",
    r"a \cdot b \approx -0.0312": r"$a dot.op b approx - 0.0312$",
    r"x_1, x_2 \in \{0, 1\}": r"$x_1 \, x_2 in { 0 \, 1 }$",
    r"\sum_{i=1}^{n} x_i \le \infty": r"$sum_(i = 1)^n x_i lt.eq oo$",
    r"\mathbf{p} = (p_{1}, \ldots, p_{3})": r"$upright(bold(p)) = \( p_1 \, dots.h \, p_3 \)$",
    r"\mathrm{ReLU}'(z)": r"$upright(R e L U)' \( z \)$",
    r"1/(1 + e^{-z})": r"$1 \/ \( 1 + e^(- z) \)$",
    r"\left(\frac{a}{b}\right)^2": r"$(a / b)^2$",
    r"-\log \hat{y} - (1 - y) \log (1 - \hat{y})": r"$- log hat(y) - \( 1 - y \) log \( 1 - hat(y) \)$",
    r"h \odot \sigma'(z)": r"$h dot.circle sigma' \( z \)$",
    r"\sqrt{x^2 + 1}": r"$sqrt(x^2 + 1)$",
}
MENDED = {
    r"\|w\|_2": r"$lr(bar.v.double w bar.v.double)_2$",
    r"\lVert x \rVert_2": r"$lr(bar.v.double x bar.v.double)_2$",
    r"\left\| \frac{a}{b} \right\|": r"$lr(bar.v.double a / b bar.v.double)$",
    r"|x| > 1": r"$vbar  x vbar  > 1$",
    r"\lvert x \rvert": r"$lr(|x|)$",
    r"P(a|b)": r"$P \( a vbar  b \)$",
    r"\bigl(a + b\bigr)": r"$(a + b)$",
    r"\big(a\big)": r"$\( a \)$",
    r"a\!b\;c": r"$a b med c$",
    r"1{,}000": r'$1","000$',
    r"a \qquad b": r"$a quad quad b$",
    r"\text{ReLU}(z)": r'$"ReLU"\( z \)$',
    r"\operatorname{softmax}(z)": r'$op("softmax")\( z \)$',
    r"\operatorname*{arg\,max}_k p_k": r"$arg max_k p_k$",
    r"\text{weights}_{1} = 3 \cdot 4": r'$"weights"_1 = 3 dot.op 4$',
    r"a \text{ and } b": r'$a" and "b$',
    r"\begin{cases} z & \text{if } z \\ 0 & \text{else} \end{cases}": (
        r'$cases(delim: "{", z & quad"if "z, 0 & quad"else")$'
    ),
    r"\begin{cases} 1 & \text{if } {-1} > -2 \\ 0 & \text{else} \end{cases}": (
        r'$cases(delim: "{", 1 & quad"if "class("normal", -)1 > - 2, 0 & quad"else")$'
    ),
    r"\text{all} - 1": r'$"all"- 1$',
    r"\begin{cases} 0 & z < 0 \\ 1 & z \ge 0 \end{cases}": (
        r'$cases(delim: "{", 0 & quad z < 0, 1 & quad z gt.eq 0)$'
    ),
    r"\begin{cases} \begin{pmatrix} 1 & 2 \end{pmatrix} & z \\ 0 & 1 \end{cases}": (
        r'$cases(delim: "{", mat(delim: "(", 1, 2) & quad z, 0 & quad 1)$'
    ),
    r"f'^2": r"$f' ^2$",
    r"{}x{}": r"$x$",
    r"\begin{aligned} z &= 1 \\ \text{loss} &= 2 \end{aligned}": '$z & = 1\\\n"loss"& = 2$',
    r"\begin{aligned} \text{a} &= 1 \\ &\text{b} \end{aligned}": '$"a"& = 1\\\n &"b"$',
}  # fmt: skip
REFUSED = {
    r"a \& b": r"\\& has no safe way",
    r"a = 1 \label{x}": r"\\label is not among the commands",
    r"\left. a \right|_{x=0}": r"\\left\. does not stretch",
    r"\left\{ a \right.": r"\\right\. does not stretch",
    r"\begin{array}{c|c} 1 & 2 \end{array}": "the environment array is not among",
    r"\begin{matrix} 1 & 2 \end{matrix}": "the environment matrix is not among",
    r"\begin{vmatrix} 1 & 2 \end{vmatrix}": "the environment vmatrix is not among",
    r"\dfrac{a}{b}": r"\\dfrac would change its size",
    r"\overset{a}{b}": r"\\overset is not among",
    r"50 % off": "% starts a comment",
    r"\|a": r"norm bars .* do not pair",
    r"\operatorname*{softmax}": r"\\operatorname\* is known for",
    r"\displaystyle x": "no effect between single dollars",
}


def typst(tex: str, *, display: bool = False) -> str:
    formula = Formula(tex, display)
    return settled(pandoc_formulas("typst", [formula], [mended(tex, display=display)])[0], display=display)


@pytest.mark.parametrize("tex", UNHARMED)
def test_what_families_write_passes_unharmed(tex: str) -> None:
    assert typst(tex) == UNHARMED[tex]


@pytest.mark.parametrize("tex", MENDED)
def test_what_pandoc_would_damage_is_mended(tex: str) -> None:
    assert typst(tex) == MENDED[tex]


@pytest.mark.parametrize("tex", REFUSED)
def test_what_cannot_be_mended_is_refused(tex: str) -> None:
    with pytest.raises(TexError, match=REFUSED[tex]):
        mended(tex, display=False)


def test_a_dfrac_in_a_display_is_a_frac() -> None:
    assert typst(r"\dfrac{a}{b}", display=True) == "$ a / b $"


@pytest.mark.parametrize(
    "tex",
    [r"\text{ReLU}(z)", r"a = \text{b}", r"\begin{aligned} \text{c} &= 1 \\ a &= \text{b} \end{aligned}"],
)
def test_a_formula_of_its_own_stays_one_where_words_open_or_end_it(tex: str) -> None:
    written = typst(tex, display=True)
    assert written.startswith("$ ")
    assert written.endswith(" $")


def test_the_refusal_names_problem_and_formula(key_for: KeyFor) -> None:
    problem = PaperProblem(4, 1, r"Let $\left. a \right|_{x=0}$ be.", (PaperPart("", "", 1),))
    with pytest.raises(InputError, match=r"problem 4: the formula \$\\left\. a .* does not stretch"):
        load("pdf").render([replace(key_for(1), problems=(problem,))])


def test_every_command_and_construct_compiles(key_for: KeyFor) -> None:
    needs = {"frac": 2, "binom": 2, "tfrac": 2, "dfrac": 2}
    one = {word for word in COMMANDS if word.startswith(("math", "text", "wide", "over", "under"))}
    one |= {"hat", "bar", "vec", "tilde", "dot", "ddot", "boldsymbol", "operatorname", "sqrt"}
    skip = {"left", "right", "begin", "end", "not", "lvert", "rvert", "Vert", "dfrac", "displaystyle"}
    tex = [f"a \\{word}{'{b}' * needs.get(word, word in one)} c" for word in sorted(COMMANDS - skip)]
    texts = [f"${one}$" for one in (*tex, *UNHARMED, *MENDED)] + [f"$${one}$$" for one in MENDED]
    problem = PaperProblem(1, 1, "\n\n".join(texts), (PaperPart("", "", 1),))
    (out,) = load("pdf").render([replace(key_for(1), problems=(problem,))])
    assert out.data.startswith(b"%PDF")


def test_code_and_escaped_dollars_are_no_formulas() -> None:
    source = slotted(r"`$a$` costs \$5, and $b$ and $$c$$, 5$"[:-4])
    assert [getattr(slot, "tex", None) for slot in source.slots] == [None, "b", "c"]
    assert r"\$5" in source.text


@pytest.mark.parametrize("text", ["costs $5", "a $b", "$ a $", "$$a", "$a\n\nb$"])
def test_a_dollar_that_opens_nothing_is_an_error(text: str) -> None:
    with pytest.raises(InputError, match=r"dollar sign is stray|empty line"):
        slotted(text)


def test_a_semicolon_after_a_formula_prints(key_for: KeyFor, tmp_path: Path) -> None:
    import shutil
    import subprocess

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    problem = PaperProblem(1, 1, "Here $l$; there `x`; (so $y$).", (PaperPart("", "", 1),))
    (tmp_path / "it.pdf").write_bytes(load("pdf").render([replace(key_for(1), problems=(problem,))])[0].data)
    out = subprocess.run(
        ["pdftotext", str(tmp_path / "it.pdf"), "-"], capture_output=True, text=True, check=True
    )
    assert out.stdout.count(";") >= 2 + 2
