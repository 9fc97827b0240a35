"""From a LaTeX formula to a tree: the part of LaTeX that the templates and the printer write.

What is not known is kept as it is written, so that it is seen; nothing is ever an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.documents.plain.nodes import (
    Accented,
    Fraction,
    Gap,
    Grid,
    Group,
    Node,
    Nodes,
    Root,
    Scripted,
    Sign,
)
from generator.documents.plain.signs import (
    ACCENTS,
    ALPHABETS,
    BLACKBOARD,
    CHARACTERS,
    COMMANDS,
    SIZES,
    SPACES,
    WORDS,
)

_PIECE = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
_FRACTIONS = {"\\frac", "\\dfrac", "\\tfrac", "\\cfrac"}


def parse(tex: str) -> Nodes:
    """The formula's tree."""
    return tuple(_Parser(_PIECE.findall(tex)).nodes(()))


class _Parser:
    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._place = 0

    def nodes(self, ends: tuple[str, ...]) -> Iterator[Node]:
        """All up to one of the pieces that end it, which is not taken."""
        last: Node | None = None
        while self._now and self._now not in ends:
            if self._now in "^_'" and len(self._now) == 1:
                last = self._scripted(last or Sign(""))
                continue
            if last is not None:
                yield last
            last = self._node()
        if last is not None:
            yield last

    @property
    def _now(self) -> str:
        return self._pieces[self._place] if self._place < len(self._pieces) else ""

    def _take(self) -> str:
        piece = self._now
        self._place += 1
        return piece

    def _skip_space(self) -> None:
        while self._now.isspace():
            self._place += 1

    def _node(self) -> Node:
        piece = self._take()
        if piece.isspace() or piece == "~":
            return Gap()
        if piece == "{":
            body = tuple(self.nodes(("}",)))
            self._take()
            return Group(body)
        if not piece.startswith("\\") or len(piece) == 1:
            text, kind = CHARACTERS.get(piece, (piece, "ord"))
            return Sign(text, kind)
        return self._command(piece, piece[1:])

    def _command(self, piece: str, name: str) -> Node:
        if name in SPACES:
            return Gap(SPACES[name]) if SPACES[name] else Group(())
        if name in COMMANDS:
            return Sign(*COMMANDS[name])
        if name in SIZES:
            return self._sized(name)
        if name in WORDS:
            return self._words()
        if name in ALPHABETS:
            return _one_word(self._argument())
        if name == "mathbb":
            return Group(tuple(_blackboard(node) for node in self._argument()))
        if name in ACCENTS:
            return Accented(self._argument(), ACCENTS[name])
        if piece in _FRACTIONS:
            return Fraction(self._argument(), self._argument())
        if name == "sqrt":
            return self._root()
        if name == "begin":
            return self._grid()
        return Sign(piece)

    def _sized(self, name: str) -> Node:
        """A bracket, whose size plain text has not; a dot stands for none."""
        self._skip_space()
        if self._now in (".", ""):
            self._take()
            return Group(())
        node = self._node()
        if isinstance(node, Sign) and node.kind == "fence" and name[-1] != "e":
            return Sign(node.text, "close" if name == "right" or name.endswith("r") else "open")
        return node

    def _argument(self) -> Nodes:
        self._skip_space()
        if self._now in ("", "}", "&"):
            return ()
        node = self._node()
        return node.body if isinstance(node, Group) else (node,)

    def _scripted(self, base: Node) -> Node:
        above: Nodes | None = None
        below: Nodes | None = None
        first = ""
        while self._now and self._now in "^_'":
            mark = self._take()
            first = first or mark
            if mark == "_":
                below = (*(below or ()), *self._argument())
            else:
                above = (*(above or ()), *((Sign("′"),) if mark == "'" else self._argument()))
        return Scripted(base, above, below, first != "_")

    def _root(self) -> Node:
        degree = None
        if self._now == "[":
            self._take()
            degree = tuple(self.nodes(("]",)))
            self._take()
        return Root(self._argument(), degree)

    def _words(self) -> Node:
        """Words keep their spaces; a comma or an underscore in them is none of a formula's."""
        self._skip_space()
        if self._now != "{":
            return Group(self._argument())
        self._take()
        text, depth = "", 0
        while self._now and (depth or self._now != "}"):
            piece = self._take()
            depth += (piece == "{") - (piece == "}")
            if piece.startswith("\\") and piece[1:] in SPACES:
                piece = ""
            elif piece.startswith("\\") and piece[1:] in COMMANDS:
                piece = COMMANDS[piece[1:]][0]
            text += "" if piece in "{}$" else piece
        self._take()
        before = (Gap(),) if text[:1].isspace() else ()
        # Words with space behind them, such as "if ", are no factor of what follows.
        return Group((*before, Sign(" ".join(text.split()), "rel" if text[-1:].isspace() else "ord")))

    def _grid(self) -> Node:
        kind = self._name()
        if kind == "array":
            self._argument()
        rows: list[tuple[Nodes, ...]] = []
        cells: list[Nodes] = []
        while True:
            cells.append(tuple(self.nodes(("&", "\\\\", "\\end"))))
            piece = self._take()
            if piece == "&":
                continue
            rows.append(tuple(cells))
            cells = []
            if piece != "\\\\":
                break
        self._name()
        return Grid(kind.rstrip("*"), tuple(row for row in rows if any(map(_seen, row))) or (((),),))

    def _name(self) -> str:
        r"""The name behind \begin or \end."""
        if self._now != "{":
            return ""
        self._take()
        name = ""
        while self._now and self._now != "}":
            name += self._take()
        self._take()
        return name


def _seen(nodes: Nodes) -> bool:
    return any(not isinstance(node, Gap) for node in nodes)


def _one_word(nodes: Nodes) -> Node:
    """Letters in another alphabet, which belong together where there are several."""
    letters = [node.text for node in nodes if isinstance(node, Sign) and node.text.isalpha()]
    return Sign("".join(letters)) if len(letters) == len(nodes) else Group(nodes)


def _blackboard(node: Node) -> Node:
    return Sign(BLACKBOARD.get(node.text, node.text)) if isinstance(node, Sign) else node
