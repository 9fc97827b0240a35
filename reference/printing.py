"""Prints a rule as LaTeX: as a formula, and with the numbers put in, from the one tree that runs.

What is printed can therefore not differ from what is computed. A rule is turned into a template
once (text with slots for the numbers); putting numbers in is then a join.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from reference.functions import FUNCTIONS
from reference.numerals import plain
from reference.rules import Rule

_COMPARE = {ast.Lt: "<", ast.LtE: r"\le", ast.Gt: ">", ast.GtE: r"\ge", ast.Eq: "=", ast.NotEq: r"\ne"}
SUM, PRODUCT, POWER, ATOM = 1, 2, 3, 4


class Symbols(Protocol):
    """Where names get their LaTeX from: a notation."""

    def symbol(self, name: str) -> str:
        """The LaTeX of a step's or an input's name."""
        ...


@dataclass(frozen=True)
class Slot:
    """A place for a number; `bare` where a minus sign may stand without parentheses."""

    name: str
    bare: bool


Template = tuple["str | Slot", ...]


class Printer:
    """Prints rules in one notation; keeps what it has worked out."""

    def __init__(self, symbols: Symbols, *, dot: bool = False) -> None:
        """Dot puts a dot between the factors of a product of symbols too (n_1 · n_0)."""
        self._symbols = symbols
        self._dot = dot
        self._formulas: dict[str, str] = {}
        self._templates: dict[str, Template] = {}

    def symbol(self, name: str) -> str:
        """The LaTeX of a name."""
        return self._symbols.symbol(name)

    def formula(self, rule: Rule) -> str:
        """The rule in symbols."""
        text = self._formulas.get(rule.text)
        if text is None:
            pieces = _Writer(lambda name, bare: self._symbols.symbol(name), dot=self._dot).write(rule.tree)
            text = self._formulas[rule.text] = "".join(str(piece) for piece in pieces)
        return text

    def numbers(self, rule: Rule, texts: Mapping[str, str]) -> str:
        """The rule with each name's printed number put in; negative ones get parentheses inside."""
        template = self._templates.get(rule.text)
        if template is None:
            template = self._templates[rule.text] = _joined(_Writer(Slot, dot=True).write(rule.tree))
        out = []
        for piece in template:
            if isinstance(piece, str):
                out.append(piece)
            else:
                text = texts[piece.name]
                out.append(f"({text})" if not piece.bare and text[0] == "-" else text)
        return "".join(out)


def _joined(pieces: list[Any]) -> Template:
    out: list[str | Slot] = []
    for piece in pieces:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        else:
            out.append(piece)
    return tuple(out)


class _Writer:
    """Writes a tree as a list of texts and of what `leaf` makes of names.

    `outer` is the precedence of the operator around; `lead` says that nothing stands to the left
    inside the same parentheses, so that a minus sign is at home there.
    """

    def __init__(self, leaf: Callable[[str, bool], Any], *, dot: bool) -> None:
        self._leaf = leaf
        self._dot = dot

    def write(self, node: ast.expr, outer: int = 0, lead: bool = True) -> list[Any]:
        match node:
            case ast.Name(id=name):
                return [self._leaf(name, lead and outer < POWER)]
            case ast.Constant(value=value):
                return [plain(value)]  # type: ignore[arg-type]  # the rule language has numbers only
            case ast.Attribute(value=value):
                return [*self.write(value, POWER, False), r"^{\top}"]
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(FUNCTIONS[name].latex, [self.write(arg) for arg in args])
            case ast.UnaryOp(operand=operand):
                return _wrap(["-", *self.write(operand, PRODUCT, False)], not lead or outer >= POWER)
            case ast.BinOp(left=ast.UnaryOp(operand=operand), op=ast.Div(), right=right):
                return self.write(ast.UnaryOp(ast.USub(), ast.BinOp(operand, ast.Div(), right)), outer, lead)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return _wrap([r"\frac{", *self.write(left), "}{", *self.write(right), "}"], outer >= POWER)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return _wrap([*self.write(left, POWER, False), "^{", *self.write(right), "}"], outer >= POWER)
            case ast.BinOp(left=left, op=ast.Mult() | ast.MatMult() as op, right=right):
                wrapped = outer > PRODUCT
                first, second = self.write(left, PRODUCT, lead or wrapped), self.write(right, PRODUCT, False)
                return _wrap([*first, self._times(left, op, second), *second], wrapped)
            case ast.BinOp(left=left, op=op, right=right):
                wrapped, minus = outer > SUM, isinstance(op, ast.Sub)
                first = self.write(left, SUM, lead or wrapped)
                second = self.write(right, PRODUCT if minus else SUM, False)
                return _wrap([*first, " - " if minus else " + ", *second], wrapped)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return [
                    r"\begin{cases}", *self.write(body), r" & \text{if } ", *self.write(test), r" \\ ",
                    *self.write(orelse), r" & \text{otherwise}\end{cases}",
                ]  # fmt: skip
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return [*self.write(left), f" {_COMPARE[type(op)]} ", *self.write(right)]
        raise TypeError(f"{ast.dump(node)} can't be printed")

    def _times(self, left: ast.expr, op: ast.operator, second: list[Any]) -> str:
        """Nothing between symbols; a dot where numbers would run together."""
        start = second[0] if isinstance(second[0], str) else ""
        if isinstance(op, ast.MatMult):
            return " "
        return r" \cdot " if self._dot or start[:1].isdigit() or isinstance(left, ast.Constant) and "frac" in start else " "

    @staticmethod
    def _call(latex: str, args: list[list[Any]]) -> list[Any]:
        out: list[Any] = []
        for piece in re.split(r"(#[12*])", latex):
            if piece == "#*":
                for k, arg in enumerate(args):
                    out += [", ", *arg] if k else arg
            elif piece.startswith("#"):
                out += args[int(piece[1]) - 1]
            else:
                out.append(piece)
        return out


def _wrap(pieces: list[Any], parentheses: bool) -> list[Any]:
    if not parentheses:
        return pieces
    tall = any(isinstance(piece, str) and "\\frac" in piece for piece in pieces)
    return [r"\left(", *pieces, r"\right)"] if tall else ["(", *pieces, ")"]
