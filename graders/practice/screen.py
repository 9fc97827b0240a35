"""The terminal: what is printed on it, and what is read from it."""

from __future__ import annotations

import codecs
import contextlib
import io
import sys
import unicodedata
from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from generator.documents.paper import Figure
from generator.errors import InputError
from graders.practice.page import WIDEST, Bare, Page
from graders.practice.words import literal

MARKS = {"right": ("✓", "bold green"), "partly": ("◐", "bold yellow"), "wrong": ("✗", "bold red")}
_PLAIN = {
    "✓": "+", "✗": "x", "◐": "~", "·": "*", "−": "-", "×": "x", "∂": "d", "ℓ": "l", "≈": "~", "≤": "<=",
    "≥": ">=", "≠": "!=", "′": "'", "√": "sqrt", "‖": "||", "∈": "in", "→": "->", "↦": "->", "•": "*",
    "…": "...", "Σ": "Sum ", "∇": "grad ", "∧": "and", "∨": "or", "¬": "not ", "“": '"', "”": '"', "’": "'",
    "─": "-",
}  # fmt: skip


class Screen:
    """Prints Markdown and asks for lines; what is typed elsewhere than at a terminal is printed too."""

    def __init__(self) -> None:
        for stream, how in ((sys.stdin, "replace"), (sys.stdout, _in_ascii())):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors=how)
        self.console = Console(highlight=False, markup=False, emoji=False)
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
            return input(prompt)
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


def _in_ascii() -> str:
    """The name of an error handler that writes what an encoding lacks in plainer letters."""

    def handler(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        lost = error.object[error.start : error.end]
        return "".join(map(_plainer, lost)), error.end

    codecs.register_error("quizgrad_plainer", handler)
    return "quizgrad_plainer"


def _plainer(sign: str) -> str:
    if sign in _PLAIN:
        return _PLAIN[sign]
    kind = unicodedata.decomposition(sign).partition(" ")[0]
    simple = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    if simple:
        return ("_" if kind == "<sub>" else "^" if kind == "<super>" else "") + simple
    name = (
        unicodedata.name(sign, "").removeprefix("GREEK SMALL LETTER ").removeprefix("GREEK CAPITAL LETTER ")
    )
    return name.lower() if unicodedata.category(sign)[0] == "L" and name.isalpha() else "?"
