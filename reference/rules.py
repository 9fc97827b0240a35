"""A rule: one restricted Python expression over names.

Allowed are names, numbers, + - * / ** @, comparisons, `a if test else b`, `.T` and calls of the
functions in `reference.functions`; nothing else parses. So one text can be evaluated in several
number worlds, bent by a mistake, and printed, and a text that a stranger typed can do no harm.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reference.functions import FUNCTIONS

MAX_LENGTH = 20_000
MAX_DEPTH = 60
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_NODES = (
    ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Constant, ast.IfExp, ast.Compare, ast.Attribute,
    ast.Load, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult, ast.USub,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq,
)  # fmt: skip


class RuleError(ValueError):
    """A rule's text is not in the rule language, or a derivation's rules don't fit together."""


@dataclass(frozen=True)
class Rule:
    """A parsed rule: its text, its tree, and the names that it uses in order of appearance."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rule) and self.text == other.text


@lru_cache(50_000)
def parse(text: str) -> Rule:
    """The rule that `text` says.

    Raises
    ------
    RuleError
        Naming what in `text` is not allowed.
    """
    if len(text) > MAX_LENGTH:
        raise RuleError(f"an expression of {len(text)} characters is too long; at most {MAX_LENGTH} are allowed")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else "nested too deeply or not text"
        raise RuleError(f"{_short(text)} is not an expression: {reason}") from None
    names: dict[str, None] = {}
    for node, depth in _walk(tree):
        if depth > MAX_DEPTH:
            raise RuleError(f"{_short(text)} is nested too deeply; at most {MAX_DEPTH} levels are allowed")
        _check(node, text)
        if isinstance(node, ast.Name) and node.id not in FUNCTIONS:
            names[node.id] = None
    return Rule(text.strip(), tree, tuple(names))


def valid_name(name: str) -> bool:
    """Whether `name` may name a step or an input."""
    return _NAME.fullmatch(name) is not None and name not in FUNCTIONS and not name.endswith("__")


def _walk(node: ast.AST, depth: int = 0) -> Iterator[tuple[ast.AST, int]]:
    """Every node in the order of the text, with its depth; stops by itself when it is too deep."""
    yield node, depth
    if depth <= MAX_DEPTH:
        for child in ast.iter_child_nodes(node):
            yield from _walk(child, depth + 1)


def _check(node: ast.AST, text: str) -> None:
    match node:
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            if name not in FUNCTIONS:
                raise RuleError(f"{_short(text)}: there is no function {name}; known: {', '.join(FUNCTIONS)}")
            low, high = FUNCTIONS[name].arity
            if not low <= len(args) <= high:
                raise RuleError(f"{_short(text)}: {name} takes {low if low == high else f'{low} to {high}'} arguments, not {len(args)}")
            if any(isinstance(arg, ast.Name) and arg.id in FUNCTIONS for arg in args):
                raise RuleError(f"{_short(text)}: a function's name stands where a value is needed")
        case ast.Name(id=name):
            if name not in FUNCTIONS and not valid_name(name):
                raise RuleError(f"{_short(text)}: the name {name} is not allowed")
        case ast.Constant(value=value):
            if type(value) not in (int, float) or not math.isfinite(value):
                raise RuleError(f"{_short(text)}: {value!r} is not allowed; numbers are")
        case ast.Attribute(attr=attr) if attr != "T":
            raise RuleError(f"{_short(text)}: .{attr} is not allowed; .T is")
        case ast.Compare(ops=ops) if len(ops) != 1:
            raise RuleError(f"{_short(text)}: chained comparisons are not allowed")
        case _ if not isinstance(node, _NODES) or isinstance(node, ast.Call):
            raise RuleError(f"{_short(text)}: {type(node).__name__} is not allowed")
        case _:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.Name) and child.id in FUNCTIONS:
                    raise RuleError(f"{_short(text)}: {child.id} is a function; write {child.id}(…)")
    if isinstance(node, ast.Name) and node.id in FUNCTIONS and text.strip() == node.id:
        raise RuleError(f"{_short(text)}: {node.id} is a function; write {node.id}(…)")


def _short(text: str) -> str:
    """The text as it may stand in an error message: one line, not long."""
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else line[:57] + "…")
