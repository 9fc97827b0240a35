"""What a formula is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from generator.documents.plain.signs import Kind


@dataclass(frozen=True)
class Sign:
    """A printed sign, number or word."""

    text: str
    kind: Kind = "ord"


@dataclass(frozen=True)
class Gap:
    """Space between two things: as the source has it, or (wide) so many spaces that were asked for."""

    wide: int = 0


@dataclass(frozen=True)
class Scripted:
    """A base with something raised or lowered; raised_first: as the source writes it."""

    base: Node
    above: Nodes | None
    below: Nodes | None
    raised_first: bool


@dataclass(frozen=True)
class Fraction:
    """A fraction."""

    above: Nodes
    below: Nodes


@dataclass(frozen=True)
class Root:
    """A root; degree is None for a square root."""

    body: Nodes
    degree: Nodes | None


@dataclass(frozen=True)
class Accented:
    """Something with a mark over it."""

    body: Nodes
    mark: str


@dataclass(frozen=True)
class Group:
    """What stands between braces."""

    body: Nodes


@dataclass(frozen=True)
class Grid:
    """Rows of cells: a matrix, cases, aligned lines."""

    kind: str
    rows: tuple[tuple[Nodes, ...], ...]


Node: TypeAlias = Sign | Gap | Scripted | Fraction | Root | Accented | Group | Grid
Nodes: TypeAlias = tuple[Node, ...]
