"""One self-contained HTML page a paper: MathML, figures inline, no script, nothing from the network."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup, escape

from generator.documents.convert import converted, pandoc_formulas
from generator.documents.layout import environment, plain_texts
from generator.documents.paper import Figure, Paper, Rendered
from generator.documents.slots import Formula


def render(papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
    """One page a paper; the reader's browser chooses the fonts."""
    template = environment(html=True).get_template("paper.html.j2")
    out = []
    for paper in converted(papers, _Html()):
        plain = replace(paper, **dict(plain_texts(paper)))
        out.append(Rendered(template.render(paper=plain).encode()))
    return out


class _Html:
    name = "html"
    width = None

    @staticmethod
    def formulas(formulas: Sequence[Formula]) -> list[str]:
        return pandoc_formulas("html", formulas, [formula.tex for formula in formulas])

    @staticmethod
    def figure(figure: Figure) -> str:
        data = base64.b64encode(figure.svg.encode()).decode()
        return Markup('<img class="figure" src="data:image/svg+xml;base64,{}" alt="{}">').format(data, escape(figure.alt))

    @staticmethod
    def code(text: str) -> str:
        return Markup("<code>{}</code>").format(text)
