"""The partial derivative of an expression by the chain rule, one function at a time.

Every function call becomes a step with its argument as a step of its own, every local derivative
another, and their products the total derivatives, so that each thing students get wrong has a name:
u1 an inner expression, p1 a sigmoid, t1 a tanh, r1 a ReLU, e1 an exponential, l1 a logarithm, q1 a
root; gp1 is the local derivative of p1 by its argument, Dp1 its derivative by the variable; f and Df
the whole. Source: CS 540 (2023, 2026), the logistic log-likelihood.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from reference.derivation import Derivation
from reference.rules import Rule, RuleError, parse

LETTERS = {"sigmoid": "p", "tanh": "t", "relu": "r", "exp": "e", "log": "l", "sqrt": "q"}
LOCAL = {
    "sigmoid": "{n}*(1 - {n})", "tanh": "1 - {n}**2", "relu": "relu_grad({u})", "exp": "{n}",
    "log": "1/{u}", "sqrt": "1/(2*{n})",
}  # fmt: skip
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


@lru_cache(2_000)
def partial(expression: str, variable: str) -> Derivation:
    """Steps for ∂(expression)/∂(variable), ending in Df.

    Raises
    ------
    RuleError
        When the expression has a part whose derivative the lectures don't teach.
    """
    rule = parse(expression)
    if variable not in rule.names:
        raise RuleError(
            f"{expression!r} does not contain {variable}; its names are {', '.join(rule.names) or 'none'}"
        )
    maker = _Maker(variable)
    outer = maker.outline(rule.tree)
    maker.define("f", outer)
    return Derivation.of(maker.values | maker.derivatives, inputs=rule.names)


class _Maker:
    """Walks the expression from the inside out and writes value and derivative steps."""

    def __init__(self, variable: str) -> None:
        self.values: dict[str, str] = {}
        self.derivatives: dict[str, str] = {}
        self._slopes: dict[str, ast.expr] = {variable: ONE}
        self._named: dict[str, str] = {}
        self._count: dict[str, int] = {}

    def outline(self, node: ast.expr) -> ast.expr:
        """The node with every function call in it replaced by the name of a step."""
        match node:
            case ast.Call(func=ast.Name(id=function), args=[arg]) if function in LETTERS:
                return ast.Name(self._call(function, self.outline(arg)))
            case ast.Call(func=ast.Name(id=function)):
                raise RuleError(
                    f"the derivative of {function} is not known here; known: {', '.join(LETTERS)}"
                )
            case ast.BinOp(left=left, op=op, right=right):
                return ast.BinOp(self.outline(left), op, self.outline(right))
            case ast.UnaryOp(op=op, operand=operand):
                return ast.UnaryOp(op, self.outline(operand))
            case ast.Name() | ast.Constant():
                return node
        raise RuleError(
            f"{ast.unparse(node)!r} can't be differentiated here; "
            "use sums, products, quotients, powers and functions"
        )

    def define(self, name: str, node: ast.expr) -> str:
        """A step for `node`, and one for its derivative where it has one."""
        self.values[name] = ast.unparse(node)
        slope = self._derivative(node)
        if not _is(slope, 0) or name == "f":
            self.derivatives[f"D{name}"] = ast.unparse(slope)
            self._slopes[name] = ast.Name(f"D{name}")
        return name

    def _call(self, function: str, arg: ast.expr) -> str:
        text = f"{function}({ast.unparse(arg)})"
        if text in self._named:
            return self._named[text]
        inner = arg.id if isinstance(arg, ast.Name) else self.define(self._fresh("u"), arg)
        name = self._named[text] = self._fresh(LETTERS[function])
        self.values[name] = f"{function}({inner})"
        slope = self._slopes.get(inner)
        if slope is not None:
            self.derivatives[f"g{name}"] = LOCAL[function].format(n=name, u=inner)
            self.derivatives[f"D{name}"] = ast.unparse(_times(ast.Name(f"g{name}"), slope))
            self._slopes[name] = ast.Name(f"D{name}")
        return name

    def _fresh(self, letter: str) -> str:
        self._count[letter] = self._count.get(letter, 0) + 1
        return f"{letter}{self._count[letter]}"

    def _derivative(self, node: ast.expr) -> ast.expr:
        """∂node/∂variable by the rules for sums, products, quotients and powers."""
        match node:
            case ast.Constant():
                return ZERO
            case ast.Name(id=name):
                return self._slopes.get(name, ZERO)
            case ast.UnaryOp(operand=operand):
                return _minus(self._derivative(operand))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _plus(self._derivative(left), self._derivative(right))
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return _plus(self._derivative(left), _minus(self._derivative(right)))
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return _plus(_times(self._derivative(left), right), _times(left, self._derivative(right)))
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                below = self._derivative(right)
                if _is(below, 0):
                    return _over(self._derivative(left), right)
                top = _plus(_times(self._derivative(left), right), _minus(_times(left, below)))
                return _over(top, ast.BinOp(right, ast.Pow(), ast.Constant(2)))
            case ast.BinOp(left=left, op=ast.Pow(), right=right) if (power := _number_of(right)) is not None:
                return self._power(left, power)
        raise RuleError(
            f"{ast.unparse(node)!r} can't be differentiated here; "
            "exponents must be numbers (write exp(…) for e^…)"
        )

    def _power(self, base: ast.expr, power: float) -> ast.expr:
        slope = self._derivative(base)
        if power in (0, 1):
            return slope if power else ZERO
        lower = base if power == 2 else ast.BinOp(base, ast.Pow(), _number(power - 1))
        return _times(_times(_number(power), lower), slope)


def _is(node: ast.expr, value: float) -> bool:
    return isinstance(node, ast.Constant) and node.value == value


def _number(value: float) -> ast.expr:
    """The number as a tree; a negative one is a minus and a number, as it is when it is parsed."""
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def _number_of(node: ast.expr) -> float | None:
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


def _plus(a: ast.expr, b: ast.expr) -> ast.expr:
    if _is(a, 0):
        return b
    if _is(b, 0):
        return a
    if isinstance(b, ast.UnaryOp):
        return ast.BinOp(a, ast.Sub(), b.operand)
    return ast.BinOp(a, ast.Add(), b)


def _minus(a: ast.expr) -> ast.expr:
    if isinstance(a, ast.UnaryOp):
        return a.operand
    return a if _is(a, 0) else ast.UnaryOp(ast.USub(), a)


def _times(a: ast.expr, b: ast.expr) -> ast.expr:
    if _is(a, 0) or _is(b, 0):
        return ZERO
    if _is(a, 1):
        return b
    if _is(b, 1):
        return a
    if isinstance(a, ast.UnaryOp):
        return _minus(_times(a.operand, b))
    if isinstance(b, ast.UnaryOp):
        return _minus(_times(a, b.operand))
    return ast.BinOp(a, ast.Mult(), b)


def _over(a: ast.expr, b: ast.expr) -> ast.expr:
    return a if _is(b, 1) or (_is(a, 0) and not _is(b, 0)) else ast.BinOp(a, ast.Div(), b)


def _put_in(node: ast.expr, at: Mapping[str, float]) -> ast.expr:
    """The tree with numbers for names; sums and products that this empties are tidied."""
    match node:
        case ast.Name(id=name):
            return _number(at[name]) if name in at else node
        case ast.UnaryOp(operand=operand):
            return _minus(_put_in(operand, at))
        case ast.BinOp(left=left, op=op, right=right):
            return _put_in_operation(_put_in(left, at), op, _put_in(right, at))
        case ast.Call(func=func, args=args):
            return ast.Call(func, [_put_in(arg, at) for arg in args], [])
        case ast.Constant():
            return node
    raise RuleError(f"nothing can be put into {ast.unparse(node)!r}")


def _put_in_operation(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.expr:
    a, b = _number_of(left), _number_of(right)
    if a is not None and b is not None:
        if type(op) in _FOLDED:
            return _number(_exactly(_FOLDED[type(op)], a, b))
        if isinstance(op, ast.Pow) and b in _SMALL_POWERS:
            return _number(_exactly(operator.pow, a, int(b)))
    match op:
        case ast.Add():
            return _plus(left, right)
        case ast.Sub():
            return _plus(left, _minus(right))
        case ast.Mult():
            return _times(left, right)
        case ast.Div():
            return _over(left, right)
    return ast.BinOp(left, op, right)
