"""Markdown as GitHub shows it: formulas between dollar signs, figures as files beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generator.documents.convert import converted
from generator.documents.layout import environment, plain_texts
from generator.documents.paper import Figure, Paper, Rendered
from generator.documents.slots import Formula, Slot

FIGURES = "figures"
# GitHub takes a backslash before punctuation for a Markdown escape, so these are written as words.
WORDS = {
    "{": r"\lbrace ", "}": r"\rbrace ", "|": r"\Vert ", ",": r"\thinspace ", ";": r"\thickspace ",
    ":": r"\medspace ", "!": r"\negthinspace ", "\\": r"\cr ",
}  # fmt: skip
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#$&~|!@^]|:(?=[\w+-])")


def render(papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
    """One Markdown file a paper; it needs no fonts."""
    target = _Markdown()
    template = environment().get_template("paper.md.j2")
    out = []
    for paper in converted(papers, target):
        text = template.render(paper=replace(paper, **{name: escaped(value) for name, value in plain_texts(paper)}))
        figures = [figure for problem in paper.problems for figure in problem.figures]
        assets = {path: figure.svg.encode() for figure in figures if f"({(path := file_of(figure))})" in text}
        out.append(Rendered((_displayed(text).strip() + "\n").encode(), assets))
    return out


def escaped(text: str) -> str:
    """A plain text that Markdown prints as it is, wherever in a line it stands but at its start."""
    return _ACTIVE.sub(r"\\\g<0>", text)


def file_of(figure: Figure) -> str:
    """The figure's file, named by its content, so that papers in one folder can share it."""
    return f"{FIGURES}/{hashlib.sha256(figure.svg.encode()).hexdigest()[:16]}.svg"


class _Markdown:
    name = "markdown"

    @staticmethod
    def width(slot: Slot) -> int:
        return len(_inline(slot.tex) if isinstance(slot, Formula) else getattr(slot, "text", "")) + 2

    @staticmethod
    def formulas(formulas: Sequence[Formula]) -> list[str]:
        return [f"$${formula.tex}$$" if formula.display else f"${_inline(formula.tex)}$" for formula in formulas]

    @staticmethod
    def figure(figure: Figure) -> str:
        return f"![{escaped(figure.alt)}]({file_of(figure)})"

    @staticmethod
    def code(text: str) -> str:
        ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
        edge = " " if "`" in text else ""
        return f"{ticks}{edge}{text}{edge}{ticks}"


def _inline(tex: str) -> str:
    words = re.sub(r"\\([^A-Za-z\s])", lambda found: WORDS.get(found[1], found[0]), " ".join(tex.split()))
    return re.sub(r"<(?=[A-Za-z])", "< ", words).strip()


def _displayed(text: str) -> str:
    """Each $$…$$ on lines of its own, indented as the item that it stands in."""
    return text
