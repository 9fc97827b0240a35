"""Sums and products of rules' trees, tidied as they are made, and numbers put in for names."""

from __future__ import annotations

import ast
import operator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reference.rules import Rule, RuleError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ZERO, ONE = ast.Constant(0), ast.Constant(1)
_FOLDED = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}
_SMALL_POWERS = range(10)


def put_in(expression: str, at: Mapping[str, float]) -> Rule:
    """The expression with values put in for some names, and what vanishes by that left out.

    Raises
    ------
    RuleError
        When the expression is none, or holds a condition or a matrix.
    """
    return parse(ast.unparse(_put_in(parse(expression).tree, at)))


def is_number(node: ast.expr, value: float) -> bool:
    """Whether the tree is just this number."""
    return isinstance(node, ast.Constant) and node.value == value


def number(value: float) -> ast.expr:
    """The number as a tree; a negative one is a minus and a number, as it is when it is parsed."""
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def number_of(node: ast.expr) -> float | None:
    """The number that a tree is, if it is one."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(operand=ast.Constant(value=int() | float() as value)):
            return -value
    return None


def _exactly(operation: Callable[[Any, Any], Any], a: float, b: float) -> float:
    """The operation on the decimals that people see: 0.1 + 0.2 is 0.3."""
    result = operation(Decimal(str(a)), Decimal(str(b)))
    return int(result) if isinstance(a, int) and isinstance(b, int) else float(result)


def plus(a: ast.expr, b: ast.expr) -> ast.expr:
    """A + b, without a term that is 0."""
    if is_number(a, 0):
        return b
    if is_number(b, 0):
        return a
    if isinstance(b, ast.UnaryOp):
        return ast.BinOp(a, ast.Sub(), b.operand)
    return ast.BinOp(a, ast.Add(), b)


def minus(a: ast.expr) -> ast.expr:
    """-a, without two signs in a row."""
    if isinstance(a, ast.UnaryOp):
        return a.operand
    return a if is_number(a, 0) else ast.UnaryOp(ast.USub(), a)


def times(a: ast.expr, b: ast.expr) -> ast.expr:
    """A * b, without a factor that is 1, and with its sign in front."""
    if is_number(a, 0) or is_number(b, 0):
        return ZERO
    if is_number(a, 1):
        return b
    if is_number(b, 1):
        return a
    if isinstance(a, ast.UnaryOp):
        return minus(times(a.operand, b))
    if isinstance(b, ast.UnaryOp):
        return minus(times(a, b.operand))
    return ast.BinOp(a, ast.Mult(), b)


def over(a: ast.expr, b: ast.expr) -> ast.expr:
    """A / b, without a divisor that is 1."""
    return a if is_number(b, 1) or (is_number(a, 0) and not is_number(b, 0)) else ast.BinOp(a, ast.Div(), b)


def _put_in(node: ast.expr, at: Mapping[str, float]) -> ast.expr:
    """The tree with numbers for names; sums and products that this empties are tidied."""
    match node:
        case ast.Name(id=name):
            return number(at[name]) if name in at else node
        case ast.UnaryOp(operand=operand):
            return minus(_put_in(operand, at))
        case ast.BinOp(left=left, op=op, right=right):
            return _put_in_operation(_put_in(left, at), op, _put_in(right, at))
        case ast.Call(func=func, args=args):
            return ast.Call(func, [_put_in(arg, at) for arg in args], [])
        case ast.Constant():
            return node
    raise RuleError(f"nothing can be put into {ast.unparse(node)!r}")


def _put_in_operation(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.expr:
    a, b = number_of(left), number_of(right)
    if a is not None and b is not None:
        if type(op) in _FOLDED:
            return number(_exactly(_FOLDED[type(op)], a, b))
        if isinstance(op, ast.Pow) and b in _SMALL_POWERS:
            return number(_exactly(operator.pow, a, int(b)))
    match op:
        case ast.Add():
            return plus(left, right)
        case ast.Sub():
            return plus(left, minus(right))
        case ast.Mult():
            return times(left, right)
        case ast.Div():
            return over(left, right)
    return ast.BinOp(left, op, right)
