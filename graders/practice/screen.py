"""The terminal: what is printed on it, and what is read from it."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Sequence
from typing import IO, Any, TextIO, cast

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from generator.documents.paper import Figure
from generator.documents.plain.in_ascii import in_ascii
from generator.errors import InputError
from graders.practice.page import WIDEST, Bare, Page
from graders.practice.words import literal

MARKS = {"right": ("✓", "bold green"), "partly": ("◐", "bold yellow"), "wrong": ("✗", "bold red")}


class Screen:
    """Prints Markdown and asks for lines; what is typed elsewhere than at a terminal is printed too."""

    def __init__(self) -> None:
        for stream in (sys.stdin, sys.stdout):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        self._ascii = _lacks_signs(sys.stdout)
        file = cast("IO[str]", _Plainer(sys.stdout)) if self._ascii else sys.stdout
        self.console = Console(file=file, highlight=False, markup=False, emoji=False)
        self._typed = sys.stdin.isatty() and sys.stdout.isatty()
        if self._typed:
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401  # gives input() its editing and its history

    @property
    def width(self) -> int:
        """How wide lines may be."""
        return min(self.console.width, WIDEST)

    def show(
        self, markdown: str, figures: Sequence[Figure] = (), *, style: str = "", indent: int = 0
    ) -> None:
        """A text."""
        self.console.print(_page(markdown, figures, style=style, indent=indent), width=self.width)

    def put(self, what: RenderableType) -> None:
        """Anything that rich can print."""
        self.console.print(Bare(what), width=self.width)

    def line(self) -> None:
        """An empty line."""
        self.console.print()

    def head(self, left: str, right: str) -> None:
        """A line across that begins a problem."""
        title = Text.assemble((left, "bold"), ("  " + right if right else "", "dim"))
        title.truncate(self.width - 4, overflow="ellipsis")
        self.console.print(Rule(title, align="left", style="dim"), width=self.width)

    def verdict(self, kind: str, markdown: str) -> None:
        """A sentence with a mark before it."""
        mark, style = MARKS[kind]
        self.beside(Text(f"    {mark} ", style), markdown)

    def beside(self, left: Text, markdown: str) -> None:
        """A text to the right of a mark, a label or a letter."""
        grid = Table.grid()
        grid.add_row(left, _page(markdown))
        self.put(grid)

    def pointed(self, lines: str) -> None:
        """The line that could not be read, and the caret under the place."""
        self.put(Padding(Text(lines, "yellow", no_wrap=True, overflow="crop"), (0, 0, 0, 6)))

    def ask(self, prompt: str) -> str:
        """What is typed behind the prompt.

        Raises
        ------
        EOFError
            When there is nothing more.
        """
        if self._typed:
            return input(in_ascii(prompt) if self._ascii else prompt)
        self.console.print(Text(prompt), end="", soft_wrap=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        if not sys.stdin.isatty():
            shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line.rstrip("\n"))
            self.console.print(Text(shown), soft_wrap=True)
        return line.rstrip("\n")


def _page(markdown: str, figures: Sequence[Figure] = (), *, style: str = "", indent: int = 0) -> Page:
    """The text laid out; as it stands where it is no Markdown with formulas."""
    try:
        return Page(markdown, figures, style=style, indent=indent)
    except InputError:
        return Page(literal(markdown), figures, style=style, indent=indent)


class _Plainer:
    """A stream that is written to in ASCII."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text in plainer letters."""
        return self._stream.write(in_ascii(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _lacks_signs(stream: TextIO) -> bool:
    try:
        "σ₁⁽ŷ∂".encode(stream.encoding)
    except (UnicodeEncodeError, LookupError):
        return True
    return False
