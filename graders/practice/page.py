"""Markdown with formulas, laid out for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from generator.documents.paper import Figure
from generator.documents.plain import Block, blocks, display
from generator.documents.plain.blocks import Run

WIDEST = 100
"""Longer lines are hard to read."""
_HARD = "\ue000"
"""A no-break space while lines are broken: rich would break them at the real one."""


class Bare:
    """Anything, without the spaces that fill its lines up, its no-break spaces plain ones again."""

    def __init__(self, inner: RenderableType) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in Segment.split_lines(console.render(self._inner, options)):
            last = max((k for k, segment in enumerate(line) if segment.text.strip(" ")), default=-1)
            for number, segment in enumerate(line[: last + 1]):
                text = segment.text.rstrip(" ") if number == last else segment.text
                yield Segment(text.replace(_HARD, " "), segment.style, segment.control)
            yield Segment.line()


class Page:
    """A text's blocks below each other. style: of the words; indent: from the left edge."""

    def __init__(
        self, markdown: str, figures: Sequence[Figure] = (), *, style: str = "", indent: int = 0
    ) -> None:
        self._blocks = blocks(markdown, figures)
        self._style = style
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, WIDEST)
        body = Group(*_spaced(self._blocks, width - self._indent, self._style))
        yield from console.render(Bare(Padding(body, (0, 0, 0, self._indent))), options.update(width=width))


def plain_line(markdown: str) -> str:
    """A short text on one line, for a prompt."""
    return " ".join("".join(text for text, _ in block.runs) for block in blocks(markdown)).replace(
        "\xa0", " "
    )


def _spaced(found: Iterable[Block], width: int, style: str) -> Iterator[RenderableType]:
    """The blocks, with an empty line between them where they are no items of one list."""
    before: Block | None = None
    for block in found:
        if before and not (before.kind == block.kind == "item"):
            yield Text()
        yield _laid_out(block, width, style)
        before = block


def _laid_out(block: Block, width: int, style: str) -> RenderableType:
    indent = 2 * block.depth
    match block.kind:
        case "formula":
            lines = display(block.tex, max(width - indent - 4, 20))
            return Padding(Text("\n".join(lines), no_wrap=True, overflow="fold"), (0, 0, 0, indent + 4))
        case "table":
            return Padding(_table(block), (0, 0, 0, indent + 2), expand=False)
        case "item":
            return _item(block, style)
        case "figure":
            return _words((("[", False), *block.runs, ("]", False)), "dim")
        case "quotation":
            return Padding(_words(block.runs, style), (0, 0, 0, 4))
        case "heading":
            return _words(block.runs, "bold")
        case "code":
            return Padding(Text(block.code, overflow="fold"), (0, 0, 0, indent + 4))
    return Padding(_words(block.runs, style), (0, 0, 0, indent))


def _item(block: Block, style: str) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(overflow="fold")
    grid.add_row(Text(block.marker), _words(block.runs, style))
    return Padding(grid, (0, 0, 0, 2 * block.depth))


def _table(block: Block) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold", show_edge=False)
    head, *rows = block.rows
    for number, cell in enumerate(head):
        justify = block.aligned[number] if number < len(block.aligned) else "left"
        table.add_column(_words(cell, ""), justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*(_words(cell, "") for cell in row))
    return table


def _words(runs: Sequence[Run], style: str) -> Text:
    text = Text(style=style, overflow="fold")
    for words, emphasised in runs:
        text.append(words.replace("\xa0", _HARD), "bold" if emphasised else "")
    return text
