"""LaTeX for editing: the formulas as they were written, figures as PDF files beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from unicodedata import normalize

from generator.documents.convert import Target, converted
from generator.documents.layout import FIGURES, environment, with_plain
from generator.documents.paper import Figure, Paper, Rendered
from generator.documents.slots import Formula
from generator.documents.typesetter import picture

ESCAPES = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
}  # fmt: skip
# What the template teaches a LaTeX of eight bits to print, which stops at any other character.
_KNOWN = re.compile(r"[ -~À-ÿσ∂λŷ−·½²₁₂₃′‖≥≤±×∧∨¬✓✗]")
_ACTIVE = re.compile(r'[\\~^<>|"&%$#_{}]')


def render(papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
    """One file a paper, for LuaLaTeX or XeLaTeX; fonts are chosen in it."""
    env = environment()
    out = []
    for paper in converted(papers, _Latex()):
        text = env.get_template(f"{paper.template}.tex.j2").render(paper=with_plain(paper, escaped))
        figures = {file_of(figure): figure for problem in paper.problems for figure in problem.figures}
        assets = {path: picture(figure.svg) for path, figure in figures.items() if f"{{{path}}}" in text}
        out.append(Rendered(text.encode(), assets))
    return out


def escaped(text: str) -> str:
    """A plain text that LaTeX prints as it is."""
    return _ACTIVE.sub(lambda found: ESCAPES.get(found[0], f"\\{found[0]}"), text)


def _simple(character: str) -> str:
    """A character that every LaTeX prints."""
    if _KNOWN.match(character):
        return character
    return "".join(c if _KNOWN.match(c) else "?" for c in normalize("NFKC", character))


def file_of(figure: Figure) -> str:
    """The figure's file."""
    return f"{FIGURES}/{figure.digest}.pdf"


class _Latex(Target):
    name = "latex"

    def formulas(self, formulas: Sequence[Formula]) -> list[str]:
        return [rf"\[{one.tex}\]" if one.display else rf"\({one.tex}\)" for one in formulas]

    def figure(self, figure: Figure) -> str:
        picture = rf"\includegraphics[alt={{{escaped(figure.alt)}}}]{{{file_of(figure)}}}"
        return rf"\begin{{center}}{picture}\end{{center}}"

    def code(self, text: str) -> str:
        return rf"\texttt{{{escaped(text)}}}"

    def typed(self, lines: Sequence[str]) -> str:
        return r" \newline ".join(self.code("".join(map(_simple, line))) for line in lines)
