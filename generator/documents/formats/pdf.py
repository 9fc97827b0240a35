"""PDF by Typst: tagged, PDF/UA-1, the same bytes for the same papers."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import normalize

from generator.documents.convert import KEPT, FormulaError, Target, converted, pandoc_formulas
from generator.documents.layout import environment, plain_texts
from generator.documents.paper import Feedback, Figure, Paper, Rendered
from generator.documents.slots import Formula
from generator.documents.stencils import Stencil, stencil
from generator.documents.stencils import rows as cut
from generator.documents.tex import TexError, ems, mended, settled
from generator.documents.typesetter import lacking, string, typeset
from generator.points import amount

WIDE = 26  # ems, in large print nearly a line
UNBROKEN = 15  # ems, a third of a line


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_written: dict[Formula, str] = {}  # the Typst of stencils
_MARKUP = re.compile(r'#(?:strong|emph)?[\["]|[\]"];?|\\\\')
_FORMULA = re.compile(r'#(?:m|unbroken|wide)\("((?:[^"\\]|\\.)*)", .*?\$\);', re.DOTALL)


def render(papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
    """One PDF a paper; fonts are font files for what the built-in ones lack."""
    return [Rendered(_pdf(paper, fonts)) for paper in converted(papers, _Typst(fonts))]


def _pdf(paper: Paper, fonts: Sequence[Path]) -> bytes:
    plain = plain_texts(paper)
    common = {name: plain.pop(name) for name in ("title", "course")} | {
        "key": paper.is_key,
        "large": paper.large_print,
        "language": paper.language,
        "points": amount(paper.points),
        "compact": paper.compact,
        "sheet": bool(paper.sheet),
    }
    who = plain | {
        "sheet": [dataclasses.asdict(row) for row in paper.sheet],
        "feedback": paper.feedback and _score(paper.feedback),
    }
    template = environment().get_template(f"{paper.template}.typ.j2")

    def source(tall: Counter[int]) -> str:
        return template.render(paper=paper, who=string(json.dumps(who)), tall=tall, breadth=breadth)

    return typeset(source, common, paper, fonts)


def _score(feedback: Feedback) -> dict[str, Any]:
    result = feedback.result
    share = result.points / result.max_points if result.max_points else 0
    return {
        "points": amount(result.points),
        "of": amount(result.max_points),
        "share": share,
        "waiting": result.state == "waiting",
    }


def breadth(texts: Sequence[str]) -> float:
    """About how many ems the widest of some texts needs, these being Typst already."""
    return max((_ems(text) for text in texts), default=0)


def _ems(text: str) -> float:
    formulas = [ems(found[1].replace("\\\\", "\\")) for found in _FORMULA.finditer(text)]
    words = _MARKUP.sub("", _FORMULA.sub("", text))
    return round(sum(formulas) + 0.5 * len(words), 1)


def quoted(text: str) -> str:
    """A Typst string of the text, on one line."""
    return string(" ".join(text.split()))


def _guarded(formula: Formula, step: Callable[..., str], *args: str, **options: bool) -> str:
    try:
        return step(*args, **options)
    except TexError as error:
        raise FormulaError(formula, str(error)) from None


def _set(formula: Formula, written: str) -> str:
    """The call of the frame that sets a formula, with its TeX as the alt text."""
    if formula.display and (width := ems(formula.tex)) > WIDE:
        return f"#wide({quoted(formula.tex)}, {width:.0f}, {written});"
    short = not formula.display and len(formula.tex) > 24 and ems(formula.tex) < UNBROKEN
    return f"#{'unbroken' if short else 'm'}({quoted(formula.tex)}, {written});"


def _by_pandoc(wanted: Mapping[Formula, Formula]) -> list[str]:
    """The Typst of formulas; an error names the formula that each is a part of."""
    tex = [_guarded(whole, mended, one.tex, display=one.display) for one, whole in wanted.items()]
    written = pandoc_formulas("typst", list(wanted.values()), tex)
    return [
        _guarded(whole, settled, text, display=whole.display)
        for whole, text in zip(wanted.values(), written, strict=True)
    ]


def _joined(formula: Formula, rows: Sequence[Stencil]) -> str | None:
    """The rows' stencils with their numbers, as one formula; None where one can't be filled."""
    texts = [row.filled(_written[Formula(row.tex, formula.display)]) for row in rows]
    if len(texts) == 1 or None in texts:
        return None if None in texts else texts[0]
    return "$ " + " \\\n".join(text[1:-1].strip() for text in texts if text) + " $"


def _number(tex: str) -> str:
    """A number alone is text: it looks the same, and is set three times as fast as a formula."""
    return f"#{quoted(tex.replace('-', '−'))};"


class _Typst(Target):
    name = "typst"

    def __init__(self, fonts: Sequence[Path] = ()) -> None:
        self._fonts = fonts

    def formulas(self, formulas: Sequence[Formula]) -> list[str]:
        asked = [formula for formula in formulas if formula.display or not _NUMBER.fullmatch(formula.tex)]
        rows = {formula: [stencil(row) for row in cut(formula.tex)] for formula in asked}
        wanted = {
            key: formula
            for formula in asked
            for row in rows[formula]
            if (key := Formula(row.tex, formula.display)) not in _written
        }
        _written.update(zip(wanted, _by_pandoc(wanted), strict=True))
        texts = {formula: _joined(formula, rows[formula]) for formula in asked}
        if lost := [formula for formula in asked if texts[formula] is None]:
            texts.update(zip(lost, _by_pandoc({formula: formula for formula in lost}), strict=True))
        if len(_written) > KEPT:
            _written.clear()
        return [
            _set(formula, text) if (text := texts.get(formula)) else _number(formula.tex)
            for formula in formulas
        ]

    def figure(self, figure: Figure) -> str:
        return f"#drawing({string(figure.svg)}, {quoted(figure.alt)});"

    def code(self, text: str) -> str:
        return f"#raw({quoted(text)});"

    def typed(self, lines: Sequence[str]) -> str:
        return f"#typed({''.join(f'{string(self._known(line))}, ' for line in lines)});"

    def _known(self, text: str) -> str:
        """The text without what no font has, which in a problem is an error; but people type anything."""
        if text.isascii() or not (lost := lacking(text, self._fonts)):
            return text
        simple = {character: normalize("NFKC", character) for character in lost}
        still = lacking("".join(simple.values()), self._fonts)
        simple = {
            c: "\N{REPLACEMENT CHARACTER}" if still & set(plain) else plain for c, plain in simple.items()
        }
        return "".join(simple.get(character, character) for character in text)
