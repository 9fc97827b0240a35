"""Forward and backward pass through a computation graph, an operation a node.

The graph is that of an expression: its names are the inputs, a part that stands in it twice is one
node with two edges out. Nodes are numbered, inputs first, each after its operands; val4 is the value
of node 4 and grad4 the derivative of the last node's by it. local4_2 is the derivative of operation 4
by its operand 2 (slope4_2 where that is the only one, const4_2 where it is a number), path4_2 what of
grad2 comes through node 4.
Source: CS 2109S, backpropagation as the reversed graph; CS 540 (2021), two paths.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from reference.derivation import Derivation
from reference.numerals import plain
from reference.rules import RuleError, parse
from reference.trees import number_of

if TYPE_CHECKING:
    from collections.abc import Mapping

# The value, then its derivative by each operand; {k} is the node, {i} and {j} its operands, {c} a number.
BINARY = {
    "plus": ("val{i} + val{j}", "1", "1"),
    "minus": ("val{i} - val{j}", "1", "-1"),
    "times": ("val{i}*val{j}", "val{j}", "val{i}"),
    "over": ("val{i}/val{j}", "1/val{j}", "-val{i}/val{j}**2"),
    "max": ("max(val{i}, val{j})", "1 if val{i} > val{j} else 0", "1 if val{j} > val{i} else 0"),
    "min": ("min(val{i}, val{j})", "1 if val{i} < val{j} else 0", "1 if val{j} < val{i} else 0"),
}
UNARY = {
    "negate": ("-val{i}", "-1"),
    "scale": ("{c}*val{i}", "{c}"),
    "shift": ("val{i} + {c}", "1"),
    "lower": ("val{i} - {c}", "1"),
    "from": ("{c} - val{i}", "-1"),
    "square": ("val{i}**2", "2*val{i}"),
    "half_square": ("1/2*val{i}**2", "val{i}"),
    "reciprocal": ("1/val{i}", "-1/val{i}**2"),
    "exp": ("exp(val{i})", "val{k}"),
    "log": ("log(val{i})", "1/val{i}"),
    "sigmoid": ("sigmoid(val{i})", "val{k}*(1 - val{k})"),
    "tanh": ("tanh(val{i})", "1 - val{k}**2"),
    "relu": ("relu(val{i})", "relu_grad(val{i})"),
}
_SIGNS = {ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times", ast.Div: "over"}
_CALLED = ("exp", "log", "sigmoid", "tanh", "relu", "max", "min")
Edge = tuple[int, int]


@dataclass(frozen=True)
class Node:
    """A node: its operation ("" for an input), its operands' numbers, and the expression that it is."""

    operation: str
    operands: tuple[int, ...]
    constant: float | None
    text: str


@dataclass(frozen=True)
class Graph:
    """The nodes, of which number k is nodes[k - 1]; the last is the whole expression."""

    nodes: tuple[Node, ...]

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs."""
        return tuple(node.text for node in self.nodes if not node.operation)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The nodes' names: an input's own, u1, u2, … for operations, f for the last."""
        operations = range(1, len(self.nodes) - len(self.inputs))
        return (*self.inputs, *(f"u{k}" for k in operations), "f")

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """(node, operand), in order."""
        return tuple((k, i) for k, node in enumerate(self.nodes, start=1) for i in node.operands)

    def users(self, number: int) -> tuple[int, ...]:
        """The nodes of which this one is an operand."""
        return tuple(k for k, i in self.edges if i == number)


@lru_cache(512)
def graph(expression: str) -> Graph:
    """The graph of an expression.

    Raises
    ------
    RuleError
        For an operation that no node stands for, a node with the same operand twice, and where what the
        last operation reads is used elsewhere too (then ∂f/∂u would mean two things).
    """
    rule = parse(expression)
    nodes: dict[str, Node] = {name: Node("", (), None, name) for name in rule.names}
    _visit(rule.tree, nodes)
    found = Graph(tuple(nodes.values()))
    last = len(found.nodes)
    for i in found.nodes[-1].operands:
        if len(found.users(i)) > 1:
            raise RuleError(
                f"{found.nodes[i - 1].text} goes into the last operation and into another one, too"
            )
    if not found.nodes[-1].operands or len(found.inputs) == last:
        raise RuleError(f"{rule.text} has no operation")
    return found


def _visit(tree: ast.expr, nodes: dict[str, Node]) -> int:
    """The number of the node for this part, which is added to `nodes` after its operands."""
    text = ast.unparse(tree)
    if text not in nodes:
        operation, operands, constant = _read(tree)
        numbers = tuple(_visit(operand, nodes) for operand in operands)
        if len(set(numbers)) < len(numbers):
            raise RuleError(f"{text} has the same operand twice")
        nodes[text] = Node(operation, numbers, constant, text)
    return list(nodes).index(text) + 1


def _read(tree: ast.expr) -> tuple[str, tuple[ast.expr, ...], float | None]:
    """Operation, operands and number of the outermost node."""
    match tree:
        case ast.UnaryOp(operand=operand):
            return "negate", (operand,), None
        case ast.BinOp(left=base, op=ast.Pow(), right=ast.Constant(value=2)):
            return "square", (base,), None
        case ast.BinOp(
            left=half, op=ast.Mult(), right=ast.BinOp(left=base, op=ast.Pow(), right=ast.Constant(value=2))
        ) if _constant(half) == 0.5:  # ½ ( )²
            return "half_square", (base,), None
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            return _arithmetic(_SIGNS[type(op)], left, right)
        case ast.Call(func=ast.Name(id="max"), args=[zero, operand]) if _constant(zero) == 0:
            return "relu", (operand,), None
        case ast.Call(func=ast.Name(id=name), args=args) if name in _CALLED and len(args) <= 2:
            return name, tuple(args), None
    raise RuleError(f"no node stands for {ast.unparse(tree)}")


def _arithmetic(
    operation: str, left: ast.expr, right: ast.expr
) -> tuple[str, tuple[ast.expr, ...], float | None]:
    """A sum, difference, product or quotient, of which one may be a number."""
    first, second = _constant(left), _constant(right)
    if first is None and second is None:
        return operation, (left, right), None
    match operation, first, second:
        case "plus", float(c), None:
            return "shift", (right,), c
        case "plus", None, float(c):
            return "shift", (left,), c
        case "minus", float(c), None:
            return "from", (right,), c
        case "minus", None, float(c):
            return "lower", (left,), c
        case "times", float(c), None:
            return "scale", (right,), c
        case "times", None, float(c):
            return "scale", (left,), c
        case "over", 1.0, None:
            return "reciprocal", (right,), None
        case "over", None, float(c) if c:
            return "scale", (left,), 1 / c
    raise RuleError(f"no node stands for {ast.unparse(left)} and {ast.unparse(right)} together")


def _constant(tree: ast.expr) -> float | None:
    """The number that a tree is, a fraction of two numbers too."""
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div):
        top, bottom = number_of(tree.left), number_of(tree.right)
        return top / bottom if top is not None and bottom else None
    value = number_of(tree)
    return None if value is None else float(value)


@lru_cache(512)
def both_ways(expression: str, *, forward: bool = False) -> Derivation:
    """Steps val of the operations, then backwards const, local or slope, path, and grad of every node.

    Input val1 is the first name's value, and so on. With `forward` there is a step of that name, 1: for the
    mistakes on the way forward, which nobody makes who is given these values.

    Raises
    ------
    RuleError
        As `graph` does.
    """
    found = graph(expression)
    rules = {"forward": "1"} if forward else {}
    for k, node in enumerate(found.nodes, start=1):
        if node.operation:
            rules[f"val{k}"] = _rules(k, node)[0]
    for i in range(len(found.nodes) - 1, 0, -1):
        rules |= dict(_backward(found, i))
    inputs = [f"val{k}" for k in range(1, len(found.inputs) + 1)]
    return Derivation.of(rules, inputs=inputs)


def _backward(found: Graph, i: int) -> Iterator[tuple[str, str]]:
    """From all that use node i back to it."""
    users, last = found.users(i), len(found.nodes)
    paths: list[str] = []
    for k in users:
        node = found.nodes[k - 1]
        rule = _rules(k, node)[1 + node.operands.index(i)]
        number = not parse(rule).names
        name = f"{'const' if number else 'local' if len(node.operands) > 1 else 'slope'}{k}_{i}"
        if k == last and number:
            paths.append(rule)
            continue
        yield name, rule
        paths.append(name if k == last else f"grad{k}*{name}")
    if len(users) > 1:
        yield from ((f"path{k}_{i}", path) for k, path in zip(users, paths, strict=True))
        yield f"grad{i}", " + ".join(f"path{k}_{i}" for k in users)
    else:
        yield f"grad{i}", paths[0]


def _rules(k: int, node: Node) -> tuple[str, ...]:
    """The rules of a node's value and of its derivatives by its operands."""
    table: Mapping[str, tuple[str, ...]] = UNARY if len(node.operands) == 1 else BINARY
    i, j = node.operands[0], node.operands[-1]
    c = "" if node.constant is None else plain(node.constant)
    return tuple(rule.format(k=k, i=i, j=j, c=c) for rule in table[node.operation])
