"""From a derivation's rules to Python functions that work them in one world.

All derivations that have the same step share its function. Every piece of a function's source is written
from a checked tree; no text of a rule ever gets into it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from reference.functions import FUNCTIONS, Value
from reference.rules import Rule, RuleError

if TYPE_CHECKING:
    from reference.worlds import World

Values: TypeAlias = dict[str, Value]
Work: TypeAlias = tuple[str, Callable[[Values], Value]]
"""A step's name, and its rule as a function of the inputs and the steps before it."""

SMALL = 9
"""Powers of a name up to this one are written as they are; others go through the world's `power`."""
MOST_CONSTANTS = 50_000
"""Kept in memory for a world."""
_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


def works(steps: Iterable[tuple[str, Rule]], world: World) -> tuple[Work, ...]:
    """What works the steps, one by one.

    Raises
    ------
    RuleError
        When a rule uses a function that the world lacks; names the step.
    """
    writer = _writer(world)
    return tuple(writer.work(name, rule) for name, rule in steps)


def _writer(world: World) -> _Writer:
    writer = _kept(world)
    if len(writer.scope) > MOST_CONSTANTS:
        _kept.cache_clear()
    return writer


@lru_cache(64)
def _kept(world: World) -> _Writer:
    return _Writer(world)


class _Writer:
    """Writes trees as Python source for one world; `scope` holds what that source may name."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.work = lru_cache(20_000)(self._work)
        self._names: dict[str, str] = {}
        self.scope: dict[str, Any] = {
            "__builtins__": {}, "_power": world.power, "_choose": world.choose, "_compare": world.compare,
            **world.functions,
        }  # fmt: skip

    def _work(self, step: str, rule: Rule) -> Work:
        try:
            source = self.write(rule.tree)
        except RuleError as error:
            raise RuleError(f"step {step}: {error}") from None
        code = compile(f"lambda known: {source}", "<rule>", "eval")
        return step, eval(code, self.scope)  # noqa: S307  # written by this class, as above

    def write(self, node: ast.expr) -> str:
        """The node's source; a part without names is worked out now where constants are lifted."""
        source = self._write(node)
        if self._world.lift_constants and not isinstance(node, ast.Constant) and _is_constant(node):
            return self._lifted(source)
        return source

    def _write(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return f"known[{name!r}]"
            case ast.Constant(value=value):
                return self._number(value) if self._world.lift_constants else repr(value)
            case ast.UnaryOp(operand=operand):
                return f"(-{self.write(operand)})"
            case ast.Attribute(value=operand):
                return f"{self.write(operand)}.T"
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self._power(left, right)
            case ast.BinOp(left=left, op=op, right=right):
                return f"({self.write(left)} {_SIGNS[type(op)]} {self.write(right)})"
            case ast.Call(func=ast.Name(id=name), args=args):
                if name not in self._world.functions:
                    raise RuleError(f"{name} has no meaning for {self._world.name} numbers")
                return f"{name}({', '.join(map(self.write, args))})"
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                a, sign, b = self.write(left), _SIGNS[type(op)], self.write(right)
                return f"({a} {sign} {b})" if self._world.compare is None else f"_compare({sign!r}, {a}, {b})"
            case ast.IfExp(test=test, body=body, orelse=orelse):
                a, b, c = self.write(test), self.write(body), self.write(orelse)
                return f"({b} if {a} else {c})" if self._world.choose is None else f"_choose({a}, {b}, {c})"
        raise TypeError(f"{ast.dump(node)} can't be compiled")

    def _power(self, base: ast.expr, exponent: ast.expr) -> str:
        if isinstance(base, ast.Name) and isinstance(exponent, ast.Constant):
            value = exponent.value
            if isinstance(value, int) and value <= SMALL:
                return f"{self.write(base)}**{value}"
        return f"_power({self.write(base)}, {self.write(exponent)})"

    def _number(self, value: Value) -> str:
        return self._names.get(repr(value)) or self._named(repr(value), self._world.enter(value))

    def _lifted(self, source: str) -> str:
        if source in self._names:
            return self._names[source]
        try:
            value = eval(source, self.scope)  # noqa: S307  # written by this class, from a whitelisted tree
        except ArithmeticError:
            return source  # the run is to say so, if it gets there
        return self._named(source, value)

    def _named(self, source: str, value: Value) -> str:
        """The name of a constant, from now on for all that is written in this world."""
        name = self._names[source] = f"_c{len(self._names)}"
        self.scope[name] = value
        return name


def _is_constant(node: ast.expr) -> bool:
    return not any(isinstance(part, ast.Name) and part.id not in FUNCTIONS for part in ast.walk(node))
