"""The partial derivative of an expression by the chain rule, one function at a time.

Every function call becomes a step with its argument as a step of its own, every local derivative
another, and their products the total derivatives, so that each thing students get wrong has a name:
u1 an inner expression, p1 a sigmoid, t1 a tanh, r1 a ReLU, e1 an exponential, l1 a logarithm, q1 a
root; gp1 is the local derivative of p1 by its argument, Dp1 its derivative by the variable; f and Df
the whole. Source: CS 540 (2023, 2026), the logistic log-likelihood.
"""

from __future__ import annotations

import ast
from functools import lru_cache

from reference.derivation import Derivation
from reference.rules import RuleError, parse
from reference.trees import ONE, ZERO, is_number, minus, number, number_of, over, plus, put_in, times

__all__ = ["LETTERS", "LOCAL", "partial", "put_in"]

LETTERS = {"sigmoid": "p", "tanh": "t", "relu": "r", "exp": "e", "log": "l", "sqrt": "q"}
LOCAL = {
    "sigmoid": "{n}*(1 - {n})", "tanh": "1 - {n}**2", "relu": "relu_grad({u})", "exp": "{n}",
    "log": "1/{u}", "sqrt": "1/(2*{n})",
}  # fmt: skip


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
        if not is_number(slope, 0) or name == "f":
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
            self.derivatives[f"D{name}"] = ast.unparse(times(ast.Name(f"g{name}"), slope))
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
                return minus(self._derivative(operand))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return plus(self._derivative(left), self._derivative(right))
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return plus(self._derivative(left), minus(self._derivative(right)))
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return plus(times(self._derivative(left), right), times(left, self._derivative(right)))
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                below = self._derivative(right)
                if is_number(below, 0):
                    return over(self._derivative(left), right)
                top = plus(times(self._derivative(left), right), minus(times(left, below)))
                return over(top, ast.BinOp(right, ast.Pow(), ast.Constant(2)))
            case ast.BinOp(left=left, op=ast.Pow(), right=right) if (power := number_of(right)) is not None:
                return self._power(left, power)
        raise RuleError(
            f"{ast.unparse(node)!r} can't be differentiated here; "
            "exponents must be numbers (write exp(…) for e^…)"
        )

    def _power(self, base: ast.expr, power: float) -> ast.expr:
        slope = self._derivative(base)
        if power in (0, 1):
            return slope if power else ZERO
        lower = base if power == 2 else ast.BinOp(base, ast.Pow(), number(power - 1))
        return times(times(number(power), lower), slope)
