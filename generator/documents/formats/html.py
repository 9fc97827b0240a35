"""One self-contained HTML page a paper: MathML, figures inline, no script, nothing from the network."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from generator.documents.convert import Target, converted, pandoc_formulas
from generator.documents.layout import environment, with_plain
from generator.documents.paper import Figure, Paper, Rendered
from generator.documents.slots import Formula

_HEADER = re.compile(r"<th\b.*?</th>", re.DOTALL)
_THIN = '<mspace width="0.167em"></mspace>'
_NAMED = r'<mi mathvariant="normal">[A-Za-z]+</mi><mo>&#8289;</mo>'
_BEHIND_FACTOR = re.compile(
    rf"(?<!<mi>−)(</(?:mi|mn|msub|msup|msubsup|mover|mfrac)>|form=\"postfix\">[^<]+</mo>)"
    rf"((?:<msup>)?<mrow>)(?={_NAMED})"
)
_BEFORE_LETTER = re.compile(
    rf"(?<!<msup>)(<mrow>(?:{_THIN})?{_NAMED})(?=</mrow><m(?:i|n|sub|sup|over|frac)\b)"
)
_MATHS = re.compile(r"<math\b(.*?<annotation[^>]*>)(.*?)(?=</annotation>)", re.DOTALL)


def render(papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
    """One page a paper; the reader's browser chooses the fonts."""
    env = environment(html=True)
    pages = (
        env.get_template(f"{paper.template}.html.j2").render(paper=with_plain(paper, str))
        for paper in converted(papers, _Html())
    )
    return [Rendered(_HEADER.sub(_named, page).encode()) for page in pages]


def _spaced(mathml: str) -> str:
    """MathML with TeX's spaces around functions without parentheses, as in y log ŷ, and hats that fit."""
    mathml = _BEHIND_FACTOR.sub(rf"\1\2{_THIN}", mathml)
    mathml = _BEFORE_LETTER.sub(rf"\1{_THIN}", mathml)
    return mathml.replace('<mo accent="true">\u0302</mo>', '<mo accent="true">^</mo>')


def _named(header: re.Match[str]) -> str:
    """A table's header cell whose formulas have names: not every screen reader knows MathML there."""
    return _MATHS.sub(lambda maths: f'<math aria-label="{_spoken(maths[2])}"{maths[1]}{maths[2]}', header[0])


def _spoken(tex: str) -> str:
    r"""TeX (as HTML) that is read out as it is: \hat{y}_{1} is "hat y 1"."""
    return " ".join(re.sub(r"[\\{}_^$\"]", " ", tex).split())


def texts(markdown: Sequence[str]) -> list[str]:
    """Markdown texts as HTML, for pages that are no papers."""
    (paper,) = converted([Paper("", "", "", (), instructions=tuple(markdown))], _Html())
    return list(paper.instructions)


class _Html(Target):
    name = "html"

    def formulas(self, formulas: Sequence[Formula]) -> list[str]:
        return [_spaced(text) for text in pandoc_formulas("html", formulas, [one.tex for one in formulas])]

    def figure(self, figure: Figure) -> str:
        data = base64.b64encode(figure.svg.encode()).decode()
        return f'<img class="figure" src="data:image/svg+xml;base64,{data}" alt="{escape(figure.alt)}">'

    def code(self, text: str) -> str:
        return f"<code>{escape(text)}</code>"

    def typed(self, lines: Sequence[str]) -> str:
        several = " lines" if len(lines) > 1 else ""
        return f'<bdi class="typed{several}">{escape(chr(10).join(lines))}</bdi>'
