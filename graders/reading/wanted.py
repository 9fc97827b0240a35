"""What was asked for: it decides how a text is read (1,234 is one number, or two)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""{name: text} as pairs, so that what was asked for can be looked up in a cache."""
MOST_INPUTS = 6
MOST_OPTIONS = 26


@dataclass(frozen=True)
class Integer:
    """A whole number; a comma (or a point that can't be a decimal one) groups thousands."""


@dataclass(frozen=True)
class Number:
    """A number; with `decimals` 3, the text 1,234 has a decimal comma, else it can't be read."""

    decimals: int | None = None


@dataclass(frozen=True)
class Array:
    """Numbers in the shape (n,) or (rows, columns).

    names: the LaTeX of the entries, where the paper writes the array as a list of them: (m, c).
    """

    shape: tuple[int, ...]
    decimals: int | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.shape) <= 2 or min(self.shape) < 1:
            raise ValueError(f"shape is {self.shape}; allowed are one or two whole numbers from 1 on")


@dataclass(frozen=True)
class Expression:
    """A formula in `symbols`, names of the rule language.

    printed: the LaTeX of names as the paper prints them, w^{(1)}_{12} for W1_1_2.
    meanings: names that the paper defines, and the formulas for which they stand (rule text).
    functions: letters that the paper uses for functions, such as g for sigmoid.
    """

    symbols: tuple[str, ...]
    printed: Pairs = ()
    meanings: Pairs = ()
    functions: Pairs = ()


@dataclass(frozen=True)
class Choice:
    """One of the printed options A, B, …, or several of them."""

    options: tuple[str, ...]
    several: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.options) <= MOST_OPTIONS:
            raise ValueError(f"{len(self.options)} options are given; allowed are 1 to {MOST_OPTIONS}")


@dataclass(frozen=True)
class Weights:
    """A number for each name, printed as in `printed`.

    ordered: the paper lists the names in this order, so that bare numbers can be told apart.
    arrays: (name, rows of names): how the paper writes them as one matrix, such as W1.
    """

    names: tuple[str, ...]
    printed: Pairs = ()
    ordered: bool = False
    arrays: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError("names is empty; allowed is one name or more")


@dataclass(frozen=True)
class TruthTable:
    """The outputs, 0 or 1, for all inputs in counting order; outputs: how many columns of them."""

    inputs: int
    outputs: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.inputs <= MOST_INPUTS:
            raise ValueError(f"inputs is {self.inputs}; allowed are 1 to {MOST_INPUTS}")
        if not 1 <= self.outputs <= MOST_INPUTS:
            raise ValueError(f"outputs is {self.outputs}; allowed are 1 to {MOST_INPUTS}")


Wanted: TypeAlias = Integer | Number | Array | Expression | Choice | Weights | TruthTable
