"""A rule: one restricted Python expression over names.

Allowed are names, numbers, + - * / ** @, `a if b < c else d`, `.T` and calls of the functions in
`reference.functions`; nothing else parses. So one text can be evaluated in several number worlds,
bent by a mistake, and printed, and a text that a stranger typed can do no harm.
"""

from __future__ import annotations

import ast
import keyword
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from reference.functions import FUNCTIONS

MAX_LENGTH = 20_000
MAX_DEPTH = 60
MAX_NUMBER = 10**15
"""Larger numbers are no longer exact as floats."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TOKEN = re.compile(
    r"""[ ] | [A-Za-z][A-Za-z0-9_]*+
    | (?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?(?![A-Za-z0-9_.])
    | [<>=!]= | [-+*/@(),.<>]""",
    re.VERBOSE,
)
_HINTS = {"^": "**", "·": "*", "×": "*", "⋅": "*", "−": "-", "÷": "/"}
_SIGNS = (
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult, ast.USub,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq,
)  # fmt: skip
_CALLED = {
    ast.Not: "not", ast.And: "and", ast.Or: "or", ast.BoolOp: "and/or", ast.Is: "is", ast.IsNot: "is not",
    ast.In: "in", ast.NotIn: "not in", ast.UAdd: "a plus sign before a term", ast.FloorDiv: "//",
    ast.LShift: "<<", ast.RShift: ">>", ast.Tuple: "a list of values", ast.Starred: "*args",
}  # fmt: skip


class RuleError(ValueError):
    """A rule's text is not in the rule language, or a derivation's rules don't fit together."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule: its text, and the names that it uses in order of appearance."""

    text: str
    names: tuple[str, ...]

    @property
    def tree(self) -> ast.expr:
        """Its tree; trees are large, so only those of some rules are kept."""
        return _tree(self.text)

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rule) and self.text == other.text


@lru_cache(50_000)
def parse(text: str) -> Rule:
    """The rule that `text` says; line breaks in it are spaces.

    Raises
    ------
    RuleError
        Naming what in `text` is not allowed.
    """
    if len(text) > MAX_LENGTH:
        raise RuleError(f"an expression of {len(text)} characters is too long; allowed are {MAX_LENGTH}")
    line = " ".join(text.split())
    if not line:
        raise RuleError("an empty text is no expression")
    _check_characters(line)
    try:
        tree = _tree(line)
    except SyntaxError as error:
        raise RuleError(f"{_short(line)} is not an expression: {error.msg}") from None
    except (MemoryError, RecursionError):
        raise RuleError(f"{_short(line)} is nested too deeply") from None
    checker = _Checker()
    try:
        checker.value(tree, 0)
    except RuleError as error:
        raise RuleError(f"{_short(line)}: {error}") from None
    return Rule(line, tuple(checker.names))


@lru_cache(300)
def _tree(line: str) -> ast.expr:
    return ast.parse(line, mode="eval").body


@lru_cache(20_000)
def flowing(rule: Rule) -> frozenset[str]:
    """The names whose values go into the rule's, not those that it only compares or steps at."""
    names: set[str] = set()
    nodes: list[ast.AST] = [rule.tree]
    while nodes:
        match nodes.pop():
            case ast.Compare():
                continue
            case ast.Call(func=ast.Name(id=function), args=[_, *settings]) if (
                FUNCTIONS[function].kind == "decision"
            ):
                nodes += [] if FUNCTIONS[function].variadic else settings
            case ast.Name(id=name) if name not in FUNCTIONS:
                names.add(name)
            case node:
                nodes += ast.iter_child_nodes(node)
    return frozenset(names)


@lru_cache(50_000)
def terms(rule: Rule) -> tuple[Rule, ...]:
    """The terms, without their signs, of a rule that is a sum or a difference; none of another."""
    nodes: list[ast.expr] = [rule.tree]
    found: list[ast.expr] = []
    while nodes:
        match nodes.pop():
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                nodes += [right, left]
            case ast.UnaryOp(operand=operand):
                nodes.append(operand)
            case node:
                found.append(node)
    return tuple(parse(ast.unparse(node)) for node in found) if len(found) > 1 else ()


Jump: TypeAlias = tuple[str, float]
"""A name, and the value at which a rule of it jumps."""


@lru_cache(50_000)
def decisions(rule: Rule) -> tuple[tuple[Jump, ...], bool]:
    """Where the rule jumps: z = 0 in relu_grad(z), s = 0 in 1/s, p = 1 in log(1 - p).

    And whether it compares something else.
    """
    jumps: list[Jump] = []
    compares = False
    for node in ast.walk(rule.tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=args) if FUNCTIONS[name].kind == "decision":
                if isinstance(args[0], ast.Name) and not FUNCTIONS[name].variadic:
                    jumps.append((args[0].id, 0.0))
                else:
                    compares = True
            case ast.BinOp(op=ast.Div(), right=node) | ast.Call(func=ast.Name(id="log"), args=[node]):
                jumps += _zeros(node)
            case ast.Compare():
                compares = True
    return tuple(dict.fromkeys(jumps)), compares


def _zeros(node: ast.expr) -> list[Jump]:
    """Where a divisor is 0, if that can be seen from each of its factors alone."""
    match node:
        case ast.Name(id=name):
            return [(name, 0.0)]
        case (
            ast.BinOp(left=ast.Constant(value=value), op=ast.Sub(), right=ast.Name(id=name))
            | ast.BinOp(left=ast.Name(id=name), op=ast.Sub(), right=ast.Constant(value=value))
        ) if isinstance(value, (int, float)):
            return [(name, float(value))]
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _zeros(left) + _zeros(right)
        case ast.BinOp(left=base, op=ast.Pow()):
            return _zeros(base)
        case _:
            return []


def valid_name(name: str) -> bool:
    """Whether `name` may name a step or an input."""
    return (
        _NAME.fullmatch(name) is not None
        and name not in FUNCTIONS
        and not keyword.iskeyword(name)
        and not name.endswith("__")
    )


def _check_characters(line: str) -> None:
    """Turns away what no rule holds before Python's own parser sees it: quotes, brackets, other scripts."""
    place = 0
    while place < len(line):
        token = _TOKEN.match(line, place)
        if token is None:
            word = re.compile(r"\w[\w.]*|.").match(line, place)
            wrong = word[0] if word else line[place]
            hint = f"; write {_HINTS[wrong]}" if wrong in _HINTS else ""
            raise RuleError(f"{_short(line)}: {_short(wrong)} is not allowed{hint}")
        place = token.end()


class _Checker:
    """Turns away what no rule holds, in the order of the text; `names` are those that it has met."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def value(self, node: ast.expr, depth: int) -> None:
        """Whether the node is a value: no bare function, no truth value."""
        if depth >= MAX_DEPTH:
            raise RuleError(f"it is nested too deeply; at most {MAX_DEPTH} levels are allowed")
        match node:
            case ast.Name(id=name):
                self._name(name)
            case ast.Constant(value=value):
                _check_number(value)
            case ast.BinOp(left=left, op=op, right=right):
                self.value(left, depth + 1)
                _check_sign(op)
                self.value(right, depth + 1)
            case ast.UnaryOp(op=op, operand=operand):
                _check_sign(op)
                self.value(operand, depth + 1)
            case ast.Call():
                _check_call(node)
                for argument in node.args:
                    self.value(argument, depth + 1)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                if not isinstance(test, ast.Compare):
                    raise RuleError("between if and else stands a comparison")
                self._comparison(test, depth + 1)
                self.value(body, depth + 1)
                self.value(orelse, depth + 1)
            case ast.Attribute(value=operand, attr=attr):
                if attr != "T":
                    raise RuleError(f".{_short(attr)} is not allowed; .T is")
                self.value(operand, depth + 1)
            case ast.Compare(ops=[sign]):
                _check_sign(sign)
                raise RuleError("a comparison is allowed between if and else only")
            case ast.Compare():
                raise RuleError("chained comparisons are not allowed")
            case _:
                raise RuleError(f"{_called(node)} is not allowed")

    def _name(self, name: str) -> None:
        if name in FUNCTIONS:
            raise RuleError(f"{name} is a function; write {name}(…)")
        if name not in self.names:
            if not valid_name(name):
                raise RuleError(f"the name {_short(name)} is not allowed")
            self.names[name] = None

    def _comparison(self, node: ast.Compare, depth: int) -> None:
        if len(node.ops) != 1:
            raise RuleError("chained comparisons are not allowed")
        self.value(node.left, depth + 1)
        _check_sign(node.ops[0])
        self.value(node.comparators[0], depth + 1)


def _check_number(value: object) -> None:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise RuleError(f"{_short(str(value))} is not allowed; numbers are")
    if abs(value) > MAX_NUMBER:
        raise RuleError(f"a number is too large; at most {MAX_NUMBER:.0e} is allowed")


def _check_sign(sign: ast.AST) -> None:
    if not isinstance(sign, _SIGNS):
        raise RuleError(f"{_called(sign)} is not allowed")


def _check_call(node: ast.Call) -> None:
    if not isinstance(node.func, ast.Name):
        raise RuleError("only a function's name can be called")
    name = node.func.id
    if name not in FUNCTIONS:
        raise RuleError(f"there is no function {_short(name)}; known: {', '.join(FUNCTIONS)}")
    if node.keywords:
        raise RuleError(f"{name} takes no argument by name, such as {_short(str(node.keywords[0].arg))}=")
    low, high = FUNCTIONS[name].arity
    if not low <= len(node.args) <= high:
        count = f"{low} argument{'s' if low > 1 else ''}" if low == high else f"{low} to {high} arguments"
        raise RuleError(f"{name} takes {count}, not {len(node.args)}")


def _called(node: ast.AST) -> str:
    return _CALLED.get(type(node), type(node).__name__)


def _short(text: str) -> str:
    """The text as it may stand in an error message: in quotes, not long."""
    return repr(text if len(text) <= 60 else text[:57] + "…")
