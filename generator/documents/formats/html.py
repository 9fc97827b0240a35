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
_MATHS = re.compile(r"<math\b(.*?<annotation[^>]*>)(.*?)(?=</annotation>)", re.DOTALL)


def render(papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
    """One page a paper; the reader's browser chooses the fonts."""
    env = environment(html=True)
    pages = (
        env.get_template(f"{paper.template}.html.j2").render(paper=with_plain(paper, str))
        for paper in converted(papers, _Html())
    )
    return [Rendered(_HEADER.sub(_named, page).encode()) for page in pages]


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
        return pandoc_formulas("html", formulas, [formula.tex for formula in formulas])

    def figure(self, figure: Figure) -> str:
        data = base64.b64encode(figure.svg.encode()).decode()
        return f'<img class="figure" src="data:image/svg+xml;base64,{data}" alt="{escape(figure.alt)}">'

    def code(self, text: str) -> str:
        return f"<code>{escape(text)}</code>"

    def typed(self, lines: Sequence[str]) -> str:
        several = " lines" if len(lines) > 1 else ""
        return f'<bdi class="typed{several}">{escape(chr(10).join(lines))}</bdi>'
