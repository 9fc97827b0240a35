"""Markdown as blocks of plain text: paragraphs, items, tables, formulas on lines of their own, figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.documents.paper import Figure
from generator.documents.plain.inline import inline
from generator.documents.slots import CLOSE, FILL, OPEN, FigureName, Formula, Slot, slotted

Run: TypeAlias = tuple[str, bool]
"""A piece of text, and whether it is emphasised. A no-break space stands where no line may end."""
KEPT, HEAD = 28, 12
"""Formulas of so many characters are never broken; longer ones not in their first ones, and then only before
signs and behind commas."""
_SLOT = re.compile(f"{OPEN}(\\d+){FILL}*{CLOSE}")
_FIGURE = re.compile(rf"!\[\]\({OPEN}(\d+){FILL}*{CLOSE}\)")
_ITEM = re.compile(r"(\s*)([-*+]|\d+[.)])\s+(.*)")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_MARKED = re.compile(
    r"\\(?P<escaped>[^A-Za-z0-9\s])|(?P<two>\*\*|__)(?P<strong>.+?)(?P=two)"
    r"|(?<!\w)(?P<one>[*_])(?=\S)(?P<soft>.+?)(?<=\S)(?P=one)(?!\w)|\[(?P<link>[^\]]*)\]\((?P<to>[^)\s]*)\)",
    re.DOTALL,
)
_NAME = re.compile(r"(?<![^\W_])([^\W\d_])(\(\d+\)|\[\d+\])?_(\d+)(?![^\W_])")
_SPACE = re.compile(r"[ \t\n]+")
_BREAK = re.compile(r"(?<!,) (?![=≈<>≤≥≠+−∈↦·] )")


@dataclass(frozen=True)
class Block:
    """One piece of a text, from top to bottom.

    runs: the words of a text, an item, a heading, a quotation. marker: an item's bullet or number.
    depth: how many items it stands in. rows: a table's cells, the first row its heads; aligned: how each
    column stands. tex: a formula on lines of its own. code: lines that are printed as they are. A figure's
    runs are the figure in words.
    """

    kind: Literal["text", "item", "heading", "quotation", "table", "formula", "figure", "code"]
    runs: tuple[Run, ...] = ()
    marker: str = ""
    depth: int = 0
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    aligned: tuple[Literal["left", "center", "right"], ...] = ()
    tex: str = ""
    code: str = ""


def blocks(markdown: str, figures: Sequence[Figure] = ()) -> list[Block]:
    """The text's blocks.

    Raises
    ------
    InputError
        A dollar sign is stray, or a formula is empty or torn apart by an empty line.
    """
    source = slotted(markdown)
    return list(_Reader(source.text.splitlines(), source.slots, figures).blocks())


class _Reader:
    def __init__(self, lines: list[str], slots: Sequence[Slot], figures: Sequence[Figure]) -> None:
        self._lines = lines
        self._slots = slots
        self._figures = {figure.name: figure for figure in figures}
        self._depth = 0

    def blocks(self) -> Iterator[Block]:
        """One after the other."""
        while self._lines:
            line = self._lines[0]
            item = _ITEM.match(line)
            if not line.strip():
                self._lines.pop(0)
            elif line.lstrip().startswith(("```", "~~~")):
                yield self._code()
            elif "|" in line and len(self._lines) > 1 and _RULE.fullmatch(self._lines[1]):
                yield self._table()
            elif line.startswith("#"):
                yield Block("heading", self._runs(self._lines.pop(0).lstrip("# ")))
            elif line.startswith(">"):
                words = self._paragraph(lambda text: text.lstrip("> "))
                yield from self._split(words, "quotation")
            elif item:
                self._depth = len(item[1].expandtabs(4)) // 2 + 1
                self._lines[0] = item[3]
                marker = "•" if item[2] in "-*+" else item[2]
                yield from self._split(self._paragraph(str.strip), "item", marker)
            else:
                self._depth = self._depth if line.startswith("  ") else 0
                yield from self._split(self._paragraph(str.strip), "text")

    def _paragraph(self, change: Callable[[str], str]) -> str:
        """The lines up to an empty one or another block."""
        words = [change(self._lines.pop(0))]
        while self._lines and self._lines[0].strip():
            line = self._lines[0]
            if _ITEM.match(line) or line.startswith(("```", "#", "|")):
                break
            words.append(change(self._lines.pop(0)))
        return "\n".join(words)

    def _split(
        self, words: str, kind: Literal["text", "item", "quotation"], marker: str = ""
    ) -> Iterator[Block]:
        """A paragraph, and the formulas and figures in it that stand on lines of their own."""
        begin = 0
        for found in re.finditer(rf"{_FIGURE.pattern}|{_SLOT.pattern}", words):
            slot = self._slots[int(found[1] or found[2])]
            if not (isinstance(slot, FigureName) or (isinstance(slot, Formula) and slot.display)):
                continue
            yield from self._piece(words[begin : found.start()], kind, marker)
            kind, marker = ("text", "") if kind == "item" else (kind, "")
            if isinstance(slot, Formula):
                yield Block("formula", tex=slot.tex, depth=self._depth)
            elif slot.name in self._figures:
                yield Block("figure", ((in_words(self._figures[slot.name]), False),))
            begin = found.end()
        yield from self._piece(words[begin:], kind, marker)

    def _piece(self, words: str, kind: Literal["text", "item", "quotation"], marker: str) -> Iterator[Block]:
        if words.strip() or marker:
            yield Block(kind, self._runs(words), marker, self._depth)

    def _code(self) -> Block:
        fence = self._lines.pop(0).lstrip()[:3]
        lines = []
        while self._lines and not self._lines[0].lstrip().startswith(fence):
            lines.append(self._lines.pop(0))
        del self._lines[:1]
        return Block("code", code="\n".join(lines), depth=self._depth)

    def _table(self) -> Block:
        head, rule = self._cells(self._lines.pop(0)), self._lines.pop(0)
        rows = [head]
        while self._lines and "|" in self._lines[0]:
            rows.append(self._cells(self._lines.pop(0)))
        marks = [cell.strip() for cell in rule.strip().strip("|").split("|")]
        aligned = [_aligned(mark) for mark in marks]
        return Block("table", rows=tuple(rows), aligned=tuple(aligned), depth=self._depth)

    def _cells(self, line: str) -> tuple[tuple[Run, ...], ...]:
        cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
        return tuple(self._runs(cell.replace("\\|", "|").strip()) for cell in cells)

    def _runs(self, words: str, emphasised: bool = False) -> tuple[Run, ...]:
        """The words without their marks, with formulas as plain text."""
        runs: list[Run] = []

        def add(text: str, strong: bool) -> None:
            if text and runs and runs[-1][1] == strong:
                runs[-1] = (runs[-1][0] + text, strong)
            elif text:
                runs.append((text, strong))

        begin = 0
        words = _SPACE.sub(" ", words).strip(" ")
        for found in _MARKED.finditer(words):
            add(self._filled(words[begin : found.start()]), emphasised)
            if found["escaped"]:
                add(found["escaped"], emphasised)
            elif found["link"] is not None:
                add(self._filled(f"{found['link']} ({found['to']})"), emphasised)
            else:
                for text, _ in self._runs(found["strong"] or found["soft"], emphasised=True):
                    add(text, True)
            begin = found.end()
        add(self._filled(words[begin:]), emphasised)
        return tuple(runs)

    def _filled(self, words: str) -> str:
        return _SLOT.sub(lambda found: self._shown(self._slots[int(found[1])]), words)

    def _shown(self, slot: Slot) -> str:
        if isinstance(slot, Formula):
            return kept(inline(slot.tex))
        return slot.name if isinstance(slot, FigureName) else slot.text


def kept(formula: str) -> str:
    """A formula with no-break spaces where no line may end in it."""
    whole = KEPT if len(formula) <= KEPT else HEAD
    return formula[:whole].replace(" ", "\xa0") + _BREAK.sub("\xa0", formula[whole:])


def in_words(figure: Figure) -> str:
    """What a figure shows, its names as formulas have them: x_1 as x₁, w(1)_12 as w⁽¹⁾₁₂."""

    def name(found: re.Match[str]) -> str:
        above = f"^{{{found[2]}}}" if found[2] else ""
        return found[1] + inline(f"{{}}{above}_{{{found[3]}}}")

    return _NAME.sub(name, figure.alt)


def _aligned(mark: str) -> Literal["left", "center", "right"]:
    if mark.endswith(":"):
        return "center" if mark.startswith(":") else "right"
    return "left"
