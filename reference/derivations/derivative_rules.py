"""A derivative by the rules of calculus, one rule a step.

Every term, product, quotient, power and function becomes a step, and its derivative another, so that each
rule that students bend has a name: mo1 a term c x^p, co1 a constant, pr1 a product of fa1 and fb1, qu1 a
quotient of nu1 and de1, po1 a power of u1; functions as in the chain rule (l1 a logarithm, e1 an exponential,
p1 a sigmoid, t1 a tanh, q1 a root). gl1 is l1's derivative by its argument, Dl1 that by the variable; va is
the variable itself. Source: CS 540 (2021, 2023): the derivatives that backpropagation needs.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from reference.derivation import Derivation
from reference.derivations.chain_rule import LETTERS, LOCAL
from reference.rules import RuleError, parse
from reference.trees import ONE, ZERO, is_number, minus, number, number_of, over, plus, times

STEP = re.compile(r"[Dg]?(?:mo|co|pr|fa|fb|qu|nu|de|po|u|[" + "".join(LETTERS.values()) + r"])\d+|va|D?f")
"""What steps are called; no name of an expression may be like that."""


@lru_cache(5_000)
def derivative(expression: str, variable: str) -> Derivation:
    """Steps for ∂(expression)/∂(variable), ending in Df.

    Raises
    ------
    RuleError
        When the expression has a part whose derivative the lectures don't teach, or lacks the variable.
    """
    rule = parse(expression)
    if variable not in rule.names:
        raise RuleError(f"{expression!r} does not contain {variable}; its names are {', '.join(rule.names)}")
    maker = _Maker(variable)
    value, slope = maker.build(rule.tree)
    rules = maker.rules | {"f": ast.unparse(value), "Df": ast.unparse(slope)}
    return Derivation.of({"va": variable, **rules}, inputs=rule.names)


class _Maker:
    """Walks the expression and writes, for each part, a step for its value and one for its derivative."""

    def __init__(self, variable: str) -> None:
        self.variable = variable
        self.rules: dict[str, str] = {}
        self._count: dict[str, int] = {}
        self._outside = True

    def build(self, node: ast.expr) -> tuple[ast.expr, ast.expr]:
        """Value and derivative of the node, in terms of steps."""
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
            outside, self._outside = self._outside, False
            built = self._built(node, term=outside)
            self._outside = outside
            return built
        return self._built(node, term=False)

    def _built(self, node: ast.expr, *, term: bool) -> tuple[ast.expr, ast.expr]:
        """`build`; term: the node is a term of the whole expression, so that a power of x is a step."""
        if isinstance(node, ast.Name) and node.id == self.variable:
            return node, ONE
        if not self._varies(node):
            return node, ZERO
        if (slope_of_term := self._term(node)) is not None:
            return self._step("mo", node, slope_of_term) if term else (node, slope_of_term)
        match node:
            case ast.UnaryOp(operand=operand):
                value, slope = self.build(operand)
                return minus(value), minus(slope)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                (a, da), (b, db) = self._summand(left), self._summand(right)
                return ast.BinOp(a, op, b), plus(da, minus(db) if isinstance(op, ast.Sub) else db)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return self._product(left, right)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self._quotient(left, right)
            case ast.BinOp(left=left, op=ast.Pow(), right=right) if (power := number_of(right)) is not None:
                return self._power(left, power)
            case ast.Call(func=ast.Name(id=function), args=[arg]) if function in LETTERS:
                return self._call(function, arg)
        raise RuleError(f"{ast.unparse(node)!r} can't be differentiated here")

    def _varies(self, node: ast.expr) -> bool:
        return any(isinstance(part, ast.Name) and part.id == self.variable for part in ast.walk(node))

    def _summand(self, node: ast.expr) -> tuple[ast.expr, ast.expr]:
        """As `build`, but outside a constant is a step too: that its derivative is 0 is a rule."""
        if self._varies(node) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)):
            return self.build(node)
        return self._step("co", node, ZERO) if self._outside else (node, ZERO)

    def _term(self, node: ast.expr) -> ast.expr | None:
        """The derivative of c x^p, None where the node is no such term."""
        match node:
            case ast.BinOp(left=left, op=ast.Mult(), right=right) if not self._varies(left):
                inner = ONE if isinstance(right, ast.Name) else self._term(right)
                if inner is None:
                    return None
                a, b = number_of(left), self._leading(inner)
                if a is not None and b is not None:
                    return times(number(a * b[0]), b[1])
                return times(left, inner)
            case ast.BinOp(left=ast.Name(), op=ast.Pow(), right=right):
                power = number_of(right)
                if power is None or power == 0:
                    return None
                base = ast.Name(self.variable)
                lower = base if power == 2 else ast.BinOp(base, ast.Pow(), number(power - 1))
                return ONE if power == 1 else times(number(power), lower)
        return None

    def _leading(self, node: ast.expr) -> tuple[float, ast.expr] | None:
        """A tree as a number times the rest."""
        if (value := number_of(node)) is not None:
            return value, ONE
        match node:
            case ast.BinOp(left=left, op=ast.Mult(), right=right) if (value := number_of(left)) is not None:
                return value, right
        return None

    def _product(self, left: ast.expr, right: ast.expr) -> tuple[ast.expr, ast.expr]:
        if not self._varies(left):
            value, slope = self.build(right)
            return times(left, value), times(left, slope)
        if not self._varies(right):
            value, slope = self.build(left)
            return times(value, right), times(right, slope)
        k = self._next("pr")
        self._named(f"fa{k}", left)
        self._named(f"fb{k}", right)
        self.rules[f"pr{k}"] = f"fa{k}*fb{k}"
        self.rules[f"Dpr{k}"] = f"Dfa{k}*fb{k} + fa{k}*Dfb{k}"
        return ast.Name(f"pr{k}"), ast.Name(f"Dpr{k}")

    def _quotient(self, left: ast.expr, right: ast.expr) -> tuple[ast.expr, ast.expr]:
        if not self._varies(right):
            value, slope = self.build(left)
            return over(value, right), over(slope, right)
        k = self._next("qu")
        self._named(f"nu{k}", left)
        self._named(f"de{k}", right)
        self.rules[f"qu{k}"] = f"nu{k}/de{k}"
        self.rules[f"Dqu{k}"] = f"(Dnu{k}*de{k} - nu{k}*Dde{k})/de{k}**2"
        return ast.Name(f"qu{k}"), ast.Name(f"Dqu{k}")

    def _power(self, base: ast.expr, power: float) -> tuple[ast.expr, ast.expr]:
        inner, slope = self._inner(base)
        k = self._next("po")
        lower = inner if power == 2 else ast.BinOp(inner, ast.Pow(), number(power - 1))
        self.rules[f"po{k}"] = ast.unparse(ast.BinOp(inner, ast.Pow(), number(power)))
        self.rules[f"gpo{k}"] = ast.unparse(times(number(power), lower))
        self.rules[f"Dpo{k}"] = ast.unparse(times(ast.Name(f"gpo{k}"), slope))
        return ast.Name(f"po{k}"), ast.Name(f"Dpo{k}")

    def _call(self, function: str, arg: ast.expr) -> tuple[ast.expr, ast.expr]:
        inner, slope = self._inner(arg)
        letter = LETTERS[function]
        name = f"{letter}{self._next(letter)}"
        self.rules[name] = f"{function}({ast.unparse(inner)})"
        self.rules[f"g{name}"] = LOCAL[function].format(n=name, u=ast.unparse(inner))
        if is_number(slope, 1):
            return ast.Name(name), ast.Name(f"g{name}")
        self.rules[f"D{name}"] = ast.unparse(times(ast.Name(f"g{name}"), slope))
        return ast.Name(name), ast.Name(f"D{name}")

    def _inner(self, node: ast.expr) -> tuple[ast.expr, ast.expr]:
        """What stands inside a function: the variable itself, or a step."""
        value, slope = self._within(node)
        if isinstance(value, ast.Name):
            return value, slope
        name = f"u{self._next('u')}"
        self.rules[name], self.rules[f"D{name}"] = ast.unparse(value), ast.unparse(slope)
        return ast.Name(name), ast.Name(f"D{name}")

    def _within(self, node: ast.expr) -> tuple[ast.expr, ast.expr]:
        """`build` for what stands inside something else."""
        outside, self._outside = self._outside, False
        built = self.build(node)
        self._outside = outside
        return built

    def _named(self, name: str, node: ast.expr) -> None:
        value, slope = self._within(node)
        self.rules[name], self.rules[f"D{name}"] = ast.unparse(value), ast.unparse(slope)

    def _step(self, kind: str, value: ast.expr, slope: ast.expr) -> tuple[ast.expr, ast.expr]:
        name = f"{kind}{self._next('term')}"
        self.rules[name], self.rules[f"D{name}"] = ast.unparse(value), ast.unparse(slope)
        return ast.Name(name), ast.Name(f"D{name}")

    def _next(self, kind: str) -> int:
        self._count[kind] = self._count.get(kind, 0) + 1
        return self._count[kind]
