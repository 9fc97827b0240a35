"""Markdown as GitHub shows it: formulas between dollar signs, figures as files beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.documents.convert import Target, converted
from generator.documents.layout import FIGURES, environment, with_plain
from generator.documents.paper import Figure, Paper, Rendered
from generator.documents.slots import FENCE, Formula, Number, Slot

# GitHub takes a backslash before punctuation for a Markdown escape, so these are written as words.
WORDS = {
    "{": r"\lbrace ", "}": r"\rbrace ", "|": r"\Vert ", ",": r"\thinspace ", ";": r"\thickspace ",
    ":": r"\medspace ", "!": r"\negthinspace ", "\\": r"\cr ",
}  # fmt: skip
# A display formula is one word for the filling of lines: these stand for its dollars and line ends.
OPEN, CLOSE, LINE = "\ue010", "\ue011", "\ue012"
COLUMNS = 92
_DISPLAY = re.compile(f"{OPEN}(.*?){CLOSE}")
_LEAD = re.compile(r"\s*(?:[-*+]\s+|\d+[.)]\s+)?")
_BLOCK = re.compile(r"```|~~~|    |\||>|[-*+] |\d+[.)] ")
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#$&~|!@^]|:(?=[\w+-])")


def render(papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
    """One Markdown file a paper; it needs no fonts."""
    return written(papers, "md", Markdown())


def written(papers: Sequence[Paper], ending: str, target: Markdown) -> list[Rendered]:
    """The papers as the templates with that ending lay them out in Markdown."""
    env = environment()
    words = {"cell": lambda text: cell(text, target), "is_block": is_block}
    out = []
    for paper in converted(papers, target):
        template = env.get_template(f"{paper.template}.{ending}.j2")
        text = template.render(paper=with_plain(paper, escaped), **words)
        figures = [figure for problem in paper.problems for figure in problem.figures]
        assets = {path: figure.svg.encode() for figure in figures if f"({(path := file_of(figure))})" in text}
        out.append(Rendered(_apart(text).encode(), assets))
    return out


def escaped(text: str) -> str:
    """A plain text that Markdown prints as it is, wherever in a line it stands but at its start."""
    return _ACTIVE.sub(r"\\\g<0>", text)


def cell(text: str, target: Markdown) -> str:
    """A text on one line of a table: a display formula in it stands in the line."""
    line = _DISPLAY.sub(lambda found: f"${target.inline(found[1].replace(LINE, ' '))}$", text)
    line = " ".join(line.split())
    return re.sub(r"(?<!\\)\|", r"\\|", line)


def is_block(text: str) -> bool:
    """Whether a label can't stand before the text on its line: a list, a table, a quotation or a program."""
    return _BLOCK.match(text) is not None


def file_of(figure: Figure) -> str:
    """The figure's file."""
    return f"{FIGURES}/{figure.digest}.svg"


class Markdown(Target):
    """GitHub's Markdown."""

    name = "markdown"

    def width(self, slot: Slot) -> int:
        """How wide a slot prints, in characters."""
        if isinstance(slot, Formula):
            return 2 * COLUMNS if slot.display else len(self.inline(slot.tex)) + 2
        return len(getattr(slot, "text", "")) + (0 if isinstance(slot, Number) else 2)

    def inline(self, tex: str) -> str:
        """What stands between single dollars."""
        words = re.sub(r"\\([^A-Za-z\s])", lambda found: WORDS.get(found[1], found[0]), " ".join(tex.split()))
        return re.sub(r"<(?=[A-Za-z])", "< ", words).strip()

    def formulas(self, formulas: Sequence[Formula]) -> list[str]:
        """Each formula between its dollars."""
        return [_display(one.tex) if one.display else f"${self.inline(one.tex)}$" for one in formulas]

    def figure(self, figure: Figure) -> str:
        """A picture that lies beside the file."""
        return f"![{escaped(figure.alt)}]({file_of(figure)})"

    def code(self, text: str) -> str:
        """The text between as many backticks as it needs."""
        ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
        edge = " " if "`" in text else ""
        return f"{ticks}{edge}{text}{edge}{ticks}"

    def typed(self, lines: Sequence[str]) -> str:
        """The lines as code, in a block if they are several."""
        if len(lines) == 1:
            return self.code(lines[0].strip())
        text = "\n".join(line.rstrip() for line in lines)
        fence = "`" * max(FENCE, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        return f"{fence}\n{text}\n{fence}"


def _display(tex: str) -> str:
    return OPEN + LINE.join(line.strip() for line in tex.strip().split("\n")) + CLOSE


def _apart(text: str) -> str:
    """Each display formula on lines of its own, indented as the item that it stands in."""
    out: list[str] = []
    for line in text.split("\n"):
        start, *rest = _DISPLAY.split(line)
        if not rest:
            out.append(line)
            continue
        lead = _LEAD.match(start)
        indent = " " * len(lead[0]) if lead else ""
        out += [start.rstrip(), ""]
        for tex, after in zip(rest[::2], rest[1::2], strict=True):
            out += [indent + one for one in ("$$", *tex.split(LINE), "$$", "")]
            if after.strip():
                out.append(indent + after.strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"
