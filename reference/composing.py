"""A step as one formula in the inputs, its factors in the order in which the chain rule finds them.

dw1 = dz1*x1 with dz1 = da1*dact1 and so on becomes (yhat - y)*g_prime(z3)*w5*g_prime(z1)*x1, as the lectures
write it. What the terms of a sum begin with alike is written once: e*(w5*w1 + w6*w2).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, NamedTuple

from reference.rules import parse

if TYPE_CHECKING:
    from reference.derivation import Derivation

_WORD = re.compile(r"\b[A-Za-z]\w*")


@lru_cache(20_000)
def composed(derivation: Derivation, step: str) -> str:
    """The step's formula in the derivation's inputs, as rule text; for rules of sums and products.

    Raises
    ------
    TypeError
        When a rule that it needs divides, compares or has matrices.
    """
    composer = _Composer({one.name: one.rule.tree for one in derivation.steps})
    return _text(composer.product(ast.Name(step)))


@lru_cache(50_000)
def put_in(text: str, meanings: tuple[tuple[str, str], ...]) -> str:
    """The formula with names replaced by what they stand for, all at once; `text` may be no formula."""
    known = dict(meanings)
    return _WORD.sub(lambda found: f"({known[found[0]]})" if found[0] in known else found[0], text)


class _Product(NamedTuple):
    """Factors as they are written, a sum without parentheses around it; none of them is 1."""

    minus: bool
    factors: tuple[str, ...]


_NOTHING = _Product(False, ("0",))


class _Composer:
    """Writes rules with the rules of the steps that they use put in."""

    def __init__(self, rules: Mapping[str, ast.expr]) -> None:
        self._rules = rules

    def product(self, node: ast.expr) -> _Product:
        match node:
            case ast.Name(id=name) if name in self._rules:
                return self.product(self._rules[name])
            case ast.Constant(value=1):
                return _Product(False, ())
            case ast.Name() | ast.Constant():
                return _Product(False, (ast.unparse(node),))
            case ast.UnaryOp(operand=operand):
                minus, factors = self.product(operand)
                return _Product(not minus, factors)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                (minus, first), (turned, second) = self.product(left), self.product(right)
                return _NOTHING if "0" in first + second else _Product(minus != turned, first + second)
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return _sum([term for term in self._terms(node, minus=False) if term.factors != ("0",)])
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                base, exponent = (_factor(_text(self.product(one))) for one in (left, right))
                return _Product(False, (f"{base}**{exponent}",))
            case ast.Call(func=func, args=args):
                inside = ", ".join(_text(self.product(argument)) for argument in args)
                return _Product(False, (f"{ast.unparse(func)}({inside})",))
        raise TypeError(f"{ast.unparse(node)} is no sum or product")

    def _terms(self, node: ast.expr, *, minus: bool) -> Iterator[_Product]:
        match node:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                yield from self._terms(left, minus=minus)
                yield from self._terms(right, minus=minus != isinstance(op, ast.Sub))
            case _:
                turned, factors = self.product(node)
                yield _Product(minus != turned, factors)


def _sum(terms: Sequence[_Product]) -> _Product:
    """One factor for the sum, behind those with which all its terms begin."""
    if len(terms) < 2:
        return terms[0] if terms else _NOTHING
    columns = zip(*(term.factors for term in terms), strict=False)
    shared = tuple(column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns))
    rest = [_Product(term.minus, term.factors[len(shared) :]) for term in terms]
    text = _text(rest[0])
    for term in rest[1:]:
        text += f" {'-' if term.minus else '+'} {_text(_Product(False, term.factors), alone=False)}"
    return _Product(False, (*shared, text))


def _text(product: _Product, *, alone: bool = True) -> str:
    """The product; a sum that is all there is stands without parentheses where it is alone."""
    minus, factors = product
    if len(factors) == 1 and alone and not minus:
        return factors[0]
    return ("-" if minus else "") + ("*".join(_powers(factors)) or "1")


def _powers(factors: Sequence[str]) -> Iterator[str]:
    """The factors, of which equal ones in a row are a power; as texts for a product."""
    for factor, same in groupby(map(_factor, factors)):
        times = len(list(same))
        power = times > 1 and not factor.isdigit() and "**" not in factor
        yield from [f"{factor}**{times}"] if power else [factor] * times


def _factor(text: str) -> str:
    match parse(text).tree:
        case ast.Name() | ast.Constant() | ast.Call() | ast.BinOp(op=ast.Pow()):
            return text
    return f"({text})"
