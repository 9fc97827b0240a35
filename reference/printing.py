"""Prints a rule as LaTeX: as a formula, and with the numbers put in, from the one tree that runs.

What is printed can therefore not differ from what is computed. A rule is turned into a template
once (text with slots for the numbers); putting numbers in is then a join.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from reference.functions import FUNCTIONS
from reference.numerals import plain

if TYPE_CHECKING:
    from reference.rules import Rule

_COMPARE: dict[type[ast.AST], str] = {
    ast.Lt: "<", ast.LtE: r"\le", ast.Gt: ">", ast.GtE: r"\ge", ast.Eq: "=", ast.NotEq: r"\ne",
}  # fmt: skip
SUM, PRODUCT, POWER = 1, 2, 3
"""How tightly operators bind."""
_SIGN_BEHIND_TEXT = re.compile(r"(?<=\\text\{if \} )-[\d.]+")
_BESIDE_MATRIX = re.compile(r"(?<=\\end\{pmatrix\}) (?=\(?-?\d)|(?<=\d) (?=\\begin)|(?<=\d\)) (?=\\begin)")


class Symbols(Protocol):
    """Where names get their LaTeX from: a notation."""

    def symbol(self, name: str) -> str:
        """The LaTeX of a step's or an input's name."""
        ...


@dataclass(frozen=True)
class Slot:
    """A place for a number; `bare` where a minus sign may stand without parentheses.

    minus: a minus sign stands before it, which a negative number takes away.
    """

    name: str
    bare: bool
    minus: bool = False


Piece: TypeAlias = "str | Slot"


class Printer:
    """Prints rules in one notation; keeps what it has worked out.

    dot: put a dot between the factors of a product of symbols too (n_1 · n_0). arrays: the rules are over
    whole arrays: products of two are taken entry by entry, and `numbers` finds that of W1.T under "W1.T".
    """

    def __init__(self, symbols: Symbols, *, dot: bool = False, arrays: bool = False) -> None:
        self._symbols = symbols
        self._dot = dot
        self._arrays = arrays
        self._formulas: dict[str, str] = {}
        self._templates: dict[str, tuple[Piece, ...]] = {}

    def symbol(self, name: str) -> str:
        """The LaTeX of a name."""
        return self._symbols.symbol(name)

    def formula(self, rule: Rule) -> str:
        """The rule in symbols."""
        text = self._formulas.get(rule.text)
        if text is None:
            writer = _Writer(lambda name, _: self._symbols.symbol(name), dot=self._dot, arrays=self._arrays)
            pieces = writer.write(rule.tree)
            text = self._formulas[rule.text] = "".join(map(str, pieces))
        return text

    def numbers(self, rule: Rule, texts: Mapping[str, str]) -> str:
        """The rule with each name's printed number put in; negative ones get parentheses inside."""
        template = self._templates.get(rule.text)
        if template is None:
            writer = _Writer(Slot, dot=True, minus=True, arrays=self._arrays)
            template = self._templates[rule.text] = _joined(writer.write(rule.tree))
        out = []
        for piece in template:
            if isinstance(piece, str):
                out.append(piece)
            else:
                text = texts[piece.name]
                if piece.minus:
                    text = text[1:] if text[0] == "-" else f"-{text}"
                out.append(f"({text})" if not piece.bare and text[0] == "-" else text)
        text = _SIGN_BEHIND_TEXT.sub(r"{\g<0>}", "".join(out))
        return _BESIDE_MATRIX.sub(r" \\cdot ", text) if self._arrays else text


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        else:
            out.append(piece)
    return tuple(out)


class _Writer:
    """Writes a tree as a list of texts and of what `leaf` makes of names.

    `outer` is the precedence of the operator around; `lead` says that nothing stands to the left
    inside the same parentheses, so that a minus sign is at home there. `minus`: leaves are slots that
    take a minus sign before them.
    """

    def __init__(
        self, leaf: Callable[[str, bool], Piece], *, dot: bool, arrays: bool, minus: bool = False
    ) -> None:
        self._leaf = leaf
        self._dot = dot
        self._arrays = arrays
        self._minus = minus

    def write(self, node: ast.expr, outer: int = 0, *, lead: bool = True) -> list[Piece]:
        match node:
            case ast.Name(id=name):
                piece = self._leaf(name, lead and outer < POWER)
                return _wrap([piece], outer > SUM and isinstance(piece, str) and _is_sum(piece))
            case ast.Constant(value=int() | float() as value):
                return [plain(value)]
            case ast.Attribute(value=ast.Name(id=name)) if self._arrays and self._leaf is Slot:
                return [Slot(f"{name}.T", bare=False)]
            case ast.Attribute(value=value):
                base = self._base(value)
                fraction = isinstance(base[0], str) and base[0].startswith(r"\frac")
                return [*_wrap(base, fraction), r"^{\top}"]
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args, outer)
            case ast.UnaryOp(operand=ast.Name(id=name)) if self._minus and lead and outer < POWER:
                return [Slot(name, bare=True, minus=True)]
            case ast.UnaryOp(operand=operand):
                inner = ["-", *self.write(operand, PRODUCT, lead=False)]
                return _wrap(inner, not lead or outer >= POWER)
            case ast.BinOp(left=left, op=ast.Div(), right=right) if positive := _without_minus(left):
                quotient = ast.BinOp(positive, ast.Div(), right)
                return self.write(ast.UnaryOp(ast.USub(), quotient), outer, lead=lead)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return _wrap([r"\frac{", *self.write(left), "}{", *self.write(right), "}"], outer >= POWER)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                exponent = ["^{", *self.write(right), "}"]
                base = self._base(left)
                name = _function_of(base)
                if (
                    isinstance(right, ast.Constant)
                    and name in (r"\tanh", r"\log")
                    and isinstance(base[0], str)
                ):
                    return _wrap([name, *exponent, base[0].removeprefix(name), *base[1:]], outer >= POWER)
                return _wrap([*_wrap(base, bool(name)), *exponent], outer >= POWER)
            case ast.BinOp(left=left, op=ast.Mult() | ast.MatMult() as op, right=right):
                wrapped = outer > PRODUCT
                first = self.write(left, PRODUCT, lead=lead or wrapped)
                second = self.write(right, PRODUCT, lead=False)
                if self._arrays and isinstance(op, ast.Mult):
                    return _wrap([*first, r" \odot " if _has_name(left) else " ", *second], wrapped)
                return _wrap([*first, self._times(first, op, second), *second], wrapped)
            case ast.BinOp(left=left, op=op, right=right):
                wrapped, minus = outer > SUM, isinstance(op, ast.Sub)
                first = self.write(left, SUM, lead=lead or wrapped)
                second = self.write(right, PRODUCT if minus else SUM, lead=False)
                tall = self._arrays and self._leaf is Slot
                return _wrap([*first, " - " if minus else " + ", *second], wrapped, tall=tall)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return [
                    r"\begin{cases}", *self.write(body), r" & \text{if } ", *self.write(test), r" \\ ",
                    *self.write(orelse), r" & \text{otherwise}\end{cases}",
                ]  # fmt: skip
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return [*self.write(left), f" {_COMPARE[type(op)]} ", *self.write(right)]
        raise TypeError(f"{ast.dump(node)} can't be printed")

    def _base(self, node: ast.expr) -> list[Piece]:
        """What an exponent is put on: in parentheses where it has a superscript already."""
        pieces = self.write(node, POWER, lead=False)
        return _wrap(pieces, _has_superscript("".join(piece for piece in pieces if isinstance(piece, str))))

    def _times(self, first: list[Piece], op: ast.operator, second: list[Piece]) -> str:
        """Nothing between symbols; a dot where numbers or words would run together."""
        if isinstance(op, ast.MatMult):
            return " "
        end, start = first[-1], second[0]
        if self._dot or not isinstance(end, str) or not isinstance(start, str) or start[0].isdigit():
            return r" \cdot "
        words = end.startswith(r"\text") or start.startswith(r"\text")
        return r" \cdot " if words or (end[-1].isdigit() and start.startswith(r"\frac")) else " "

    def _call(self, name: str, args: list[ast.expr], outer: int) -> list[Piece]:
        if name == "max" and _is_size(args):
            return [r"\lvert ", *self.write(args[0]), r" \rvert"]
        function = FUNCTIONS[name]
        over_arrays = function.kind == "array"
        inner = [self.write(arg, PRODUCT if over_arrays else 0) for arg in args]
        out: list[Piece] = []
        for piece in re.split(r"(#[12*])", function.latex):
            if piece == "#*":
                for k, arg in enumerate(inner):
                    out += [", ", *arg] if k else arg
            elif piece.startswith("#"):
                out += inner[int(piece[1]) - 1]
            else:
                out.append(piece)
        return _wrap(out, over_arrays and bool("#" in function.latex) and outer >= PRODUCT)


def _is_size(args: list[ast.expr]) -> bool:
    """Whether max(z, -z) is meant, which people write |z|."""
    match args:
        case [first, ast.UnaryOp(operand=second)]:
            return ast.dump(first) == ast.dump(second)
    return False


def _without_minus(node: ast.expr) -> ast.expr | None:
    """A product that begins with a minus sign, without it; None for others."""
    match node:
        case ast.UnaryOp(operand=operand):
            return operand
        case ast.BinOp(left=left, op=ast.Mult() as op, right=right) if positive := _without_minus(left):
            return ast.BinOp(positive, op, right)
    return None


def _function_of(pieces: list[Piece]) -> str:
    r"""The function's name if the pieces are nothing but a function of something, else nothing.

    A power of it is \tanh^{2}(z) or (\sigma(z))^{2}: in \sigma(z)^{2} the square may be z's.
    """
    first, last = pieces[0], pieces[-1]
    found = re.match(r"(?!\\left)[^\s()]+(?=\()", first) if isinstance(first, str) else None
    if not found or not isinstance(last, str) or not last.endswith(")"):
        return ""
    inside = "".join(piece for piece in pieces if isinstance(piece, str))[found.end() + 1 : -1]
    return "" if _outside(inside, ")") else found[0]


def _has_superscript(text: str) -> bool:
    """Whether a ^ stands in the text outside of all brackets: TeX allows no second one there."""
    return _outside(text, "^")


def _is_sum(text: str) -> bool:
    """Whether a symbol is a sum or a difference, as ŷ - y."""
    return _outside(text, "+-")


def _outside(text: str, characters: str) -> bool:
    """Whether one of the characters stands outside of all brackets."""
    depth = 0
    for character in text:
        if character in characters and depth == 0:
            return True
        depth += (character in "({[") - (character in ")}]")
    return False


def _has_name(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id not in FUNCTIONS for part in ast.walk(node))


def _wrap(pieces: list[Piece], parentheses: bool, *, tall: bool = False) -> list[Piece]:
    if not parentheses:
        return pieces
    tall = tall or any(isinstance(piece, str) and "\\frac" in piece for piece in pieces)
    return [r"\left(", *pieces, r"\right)"] if tall else ["(", *pieces, ")"]
