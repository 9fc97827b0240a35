"""The backward pass through a drawn computation graph: the derivative of its output by its nodes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.families.chain_rule_partial import At, ChainGivens
from generator.family import Ask, Family, Options
from generator.graph_bank import BANK, SMOOTH, number, pool, worth_asking
from reference import complex_parts
from reference.derivation import Derivation
from reference.derivations.computation_graph import both_ways, graph
from reference.numerals import plain, round_half_up, value_text
from reference.printing import Printer
from reference.rules import parse

MOST_OPERATIONS, MOST_INPUTS = 14, 9
LOCAL = r"\frac{\partial \node{k}.}{\partial \node{i}.}"
SYMBOLS = {
    "val{k}": r"\node{k}.",
    "local{k}_{i}": LOCAL,
    "const{k}_{i}": LOCAL,
    "slope{k}_{i}": LOCAL,
    "path{k}_{i}": rf"\frac{{\partial \goal}}{{\partial \node{{k}}.}} {LOCAL}",
    "grad{i}": r"\frac{\partial \goal}{\partial \node{i}.}",
}
"""Node k is called \\node{k}. and the last one \\goal."""
DECIMALS = 4
CLEAR, OFF, FLAT = 0.25, 0.1, {"sigmoid": 3, "tanh": 2}
"""So far apart are what max and min choose from; so far is ReLU from its kink; there activations flatten."""


class Drawn(tuple[str, ...]):
    """What a draw asks for: other givens fixed by hand may change it."""

    __slots__ = ()


class DrawnAt(At):
    """Numbers of a draw: other givens fixed by hand may change them."""


def _read_expression(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError
    found = graph(value)
    operations = len(found.nodes) - len(found.inputs)
    if operations > MOST_OPERATIONS or len(found.inputs) > MOST_INPUTS:
        raise ValueError(f"it has {operations} operations and {len(found.inputs)} names")
    for name in found.inputs:
        if not re.fullmatch(r"(?!f$|u\d)[a-z]\d?", name):
            raise ValueError(
                f"a name is {name}; it must be a letter but f, alone or with a digit, and not u1"
            )
    return value


def _read_asked(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not 0 < len(set(map(str, names))) == len(names) <= 6:
        raise ValueError
    return tuple(map(str, names))


@dataclass(frozen=True)
class GraphOptions(Options):
    """Which graphs, and how much is asked."""

    graphs: tuple[str, ...] = fields.words(
        *BANK,
        default=("arithmetic", "neuron", "two_paths", "shared"),
        help="the kind of graph, one of these",
    )
    backward: int = fields.whole(1, 5, default=3, help="how many derivatives are asked for")
    forward: bool = fields.flag(
        default=False, help="whether values are to be found, too; else they are printed in the graph"
    )


@dataclass(frozen=True)
class GraphGivens:
    """expression: what the graph computes. at: its inputs' values. asked: by which nodes to differentiate.

    Operations are called u1, u2, … in the order of their computation. forward: whether values are asked for.
    """

    expression: str = fields.custom(
        _read_expression,
        f"an expression of at most {MOST_INPUTS} names and {MOST_OPERATIONS} operations: + - * /, **2, max, "
        "min, relu, sigmoid, tanh, exp and log",
    )
    at: At = fields.custom(fields.specs(ChainGivens)["at"].read, 'names with numbers, such as {"x": 1}')  # noqa: RUF009  # it makes a field
    asked: tuple[str, ...] = fields.custom(
        _read_asked, "a list of one to six different nodes, such as x or u1"
    )
    forward: bool = fields.flag(default=False)


def sample(rng: Random, options: GraphOptions, _: Convention) -> GraphGivens:
    """A graph, numbers for its inputs, and nodes in the order in which one comes to them on the way back.

    Where several operations read a value, the derivative by one such is asked for, unless it is 0. Equal ones
    are asked for only where there are too few others.
    """
    expression = rng.choice(pool(rng.choice(options.graphs), by_hand=not options.calculator))
    names, smooth = graph(expression).inputs, SMOOTH.search(expression) is not None
    at = DrawnAt((name, number(rng, name, options.difficulty, smooth=smooth)) for name in names)
    givens = GraphGivens(expression, at, Drawn(names[:1]), options.forward)
    values, (shared, others) = _values(givens), worth_asking(expression)
    asked = [k for k in shared if values[f"grad{k}"]][:1]
    others = [k for k in others if values[f"grad{k}"] and k not in asked]
    sizes = {round(abs(values[f"grad{k}"]), 9) for k in asked}
    fresh: list[int] = []
    for k in (shuffled := rng.sample(others, len(others))):
        if (size := round(abs(values[f"grad{k}"]), 9)) not in sizes:
            fresh.append(k)
            sizes.add(size)
    asked += [*fresh, *(k for k in shuffled if k not in fresh)][: options.backward - len(asked)]
    back = sorted(asked, key=lambda k: (k <= len(names), k if k <= len(names) else -k))
    return replace(givens, asked=Drawn(graph(expression).names[k - 1] for k in back) or givens.asked)


def tidy(givens: GraphGivens, _: Convention) -> GraphGivens:
    """What was drawn for another graph is made to fit this one."""
    found, at, asked = graph(givens.expression), givens.at, givens.asked
    if isinstance(at, DrawnAt) and set(at) != set(found.inputs):
        numbers = [*at.values()]
        at = DrawnAt((name, at.get(name, numbers[k % len(numbers)])) for k, name in enumerate(found.inputs))
    if isinstance(asked, Drawn):
        asked = Drawn(name for name in asked if name in found.names[:-1]) or Drawn(found.inputs[:3])
    return replace(givens, at=at, asked=asked)


def complain(givens: GraphGivens, _: Convention) -> str | None:
    """A number for every input, and nodes that there are."""
    found = graph(givens.expression)
    if set(givens.at) != set(found.inputs):
        return f"given at has {', '.join(givens.at) or 'no name'}; allowed are {', '.join(found.inputs)}"
    for name in givens.asked:
        if name not in found.names[:-1]:
            return f"given asked has {name}; allowed are {', '.join(found.names[:-1])}"
    try:
        _values(givens)
        _shown(givens)
    except (ArithmeticError, ValueError) as error:
        return f"given expression has no value or derivative where at is {dict(givens.at)}: {error}"
    return None


def inputs(givens: GraphGivens) -> Mapping[str, float]:
    """The inputs by their nodes' numbers."""
    return {f"val{k}": givens.at[name] for k, name in enumerate(graph(givens.expression).inputs, start=1)}


def derive(givens: GraphGivens, *_: Any) -> Derivation:
    """Forward, then backward."""
    return both_ways(givens.expression, forward=givens.forward)


def _values(givens: GraphGivens) -> dict[str, float]:
    """All values and derivatives."""
    known = inputs(givens)
    return {**known, **derive(givens).run(known)}


def refuse(givens: GraphGivens, options: GraphOptions, _: Convention) -> str | None:
    """Nothing near a kink or on a flat end, a ReLU that is on, and numbers of a size that one works with."""
    values = _values(givens)
    relus = [node for node in graph(givens.expression).nodes if node.operation == "relu"]
    if relus and all(values[f"val{node.operands[0]}"] < 0 for node in relus):
        return "every ReLU is off"
    if len(givens.asked) < min(options.backward, 2):
        return "most derivatives are 0"
    for node in graph(givens.expression).nodes[len(givens.at) :]:
        first, last = (values[f"val{i}"] for i in (node.operands[0], node.operands[-1]))
        if node.operation in ("max", "min") and abs(first - last) < CLEAR:
            return "max or min has to choose between nearly equal numbers"
        if node.operation == "relu" and abs(first) < OFF:
            return "a number is near the kink of ReLU"
        if abs(first) > FLAT.get(node.operation, abs(first)):
            return "an activation is nearly flat there"
    largest = max(map(abs, values.values()))
    if options.calculator:
        return None if largest <= 200 else "the numbers grow too large"
    even = all((8 * value) % 1 == 0 for value in values.values())  # eighths are short decimals
    return None if even and largest <= 60 else "the numbers are no short decimals"


def ask(_: Random, givens: GraphGivens, *__: Any) -> tuple[Ask, ...]:
    """The value of the output where it is not printed, then the derivatives."""
    names, found = _names(givens.expression), []
    for k, back in _boxes(givens):
        of = f"{names[-1]}_by_{names[k - 1]}" if back else names[-1]
        found.append(Ask((f"{'grad' if back else 'val'}{k}",), "number", of=of, share=2 if back else 1))
    return tuple(found)


def _boxes(givens: GraphGivens) -> list[tuple[int, bool]]:
    """What is asked in order: the node's number, and whether it is the derivative by it."""
    names = graph(givens.expression).names
    backward = [(names.index(name) + 1, True) for name in givens.asked]
    return [(len(names), False), *backward] if givens.forward else backward


@lru_cache(512)
def _names(expression: str) -> tuple[str, ...]:
    """The nodes' names, of which the last is a loss where it looks like one."""
    found = graph(expression)
    loss = found.nodes[-1].operation == "half_square" or expression.startswith("-log")
    return (*found.names[:-1], "loss") if loss else found.names


def cross_check(givens: GraphGivens, asks: tuple[Ask, ...], _: Convention) -> Mapping[str, float]:
    """The complex step at a node through the expression as it is given: nothing is differentiated."""
    nodes = dict(zip(_names(givens.expression), graph(givens.expression).nodes, strict=True))
    found = {}
    for item in asks:
        _of, back, by = item.name.partition("_by_")
        found[item.name] = (
            complex_parts.derivative(givens.expression, nodes[by].text, givens.at)
            if back
            else complex_parts.value(givens.expression, givens.at)
        )
    return found


def letters(givens: GraphGivens) -> Mapping[str, str]:
    """The nodes' names for the notation."""
    return _letters(givens.expression)


@lru_cache(512)
def _letters(expression: str) -> Mapping[str, str]:
    symbols = [f"<{name}>" for name in _names(expression)]
    return {"goal": symbols[-1]} | {f"node{k}.": symbol for k, symbol in enumerate(symbols, start=1)}


def _symbols(givens: GraphGivens, convention: Convention) -> tuple[str, ...]:
    return tuple(map(convention.notation().symbol, _names(givens.expression)))


def more(givens: GraphGivens, convention: Convention) -> Mapping[str, object]:
    """Names and formula in LaTeX; the places of the inputs."""
    symbols = _symbols(givens, convention)
    asked = [f"${symbols[k - 1]}$" for k, back in _boxes(givens) if back]
    formula = Printer(convention.notation()).formula(parse(givens.expression))
    return {"goal": symbols[-1], "formula": formula, "asked": asked, "inputs": range(1, len(givens.at) + 1)}


def printed(givens: GraphGivens, convention: Convention) -> Mapping[str, str]:
    """The expression as a formula, nodes as symbols."""
    texts = more(givens, convention)
    asked: Any = texts["asked"]
    return {"expression": str(texts["formula"])} | {f"asked[{k}]": text for k, text in enumerate(asked)}


def stated(givens: GraphGivens) -> tuple[str, ...]:
    """The values that stand in the graph."""
    numbers = range(1, len(_names(givens.expression)) + 1)
    return () if givens.forward else tuple(f"val{k}" for k in numbers)


@lru_cache(512)
def _forward(expression: str) -> Derivation:
    return both_ways(expression).needed_for((f"val{len(graph(expression).nodes)}",))


def _shown(givens: GraphGivens) -> dict[int, str]:
    """The printed values by the nodes' numbers: those of someone who rounds at every step."""
    texts = {name: plain(value) for name, value in inputs(givens).items()}
    if not givens.forward:
        written: list[str] = []

        def rounded(value: float) -> Any:
            written.append(value_text(value, DECIMALS))
            return round_half_up(value, DECIMALS)

        texts |= zip(_forward(givens.expression).run(inputs(givens), shown=rounded), written, strict=True)
    return {int(name.removeprefix("val")): text for name, text in texts.items()}


def figures(givens: GraphGivens, convention: Convention) -> tuple[Figure, ...]:
    """The graph with its values and boxes."""
    from generator.graphs import graph_figure

    boxes = _boxes(givens)
    signs = [f"({letter})" for letter in "abcdefg"] if len(boxes) > 1 else ["?"]
    figure = graph_figure(
        graph(givens.expression),
        symbols=_symbols(givens, convention),
        values=_shown(givens),
        above={k: sign for (k, back), sign in zip(boxes, signs, strict=False) if not back},
        below={k: sign for (k, back), sign in zip(boxes, signs, strict=False) if back},
    )
    return (figure,)


family = Family(
    givens=GraphGivens,
    options=GraphOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    tidy=tidy,
    letters=letters,
    symbols=SYMBOLS,
    more=more,
    figures=figures,
    stated=stated,
    mistakes="computation_graph",
    topics=(21, 22, 24),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("number", "choice"),
    printed=printed,
    presets={
        "easy": {"graphs": ["arithmetic"], "backward": 2},
        "hard": {"graphs": ["shared", "network"], "backward": 4},
    },
    variants=(
        {},
        *({"graphs": [kind]} for kind in BANK),
        {"forward": True},
        {"forward": True, "graphs": ["network"]},
        {"calculator": False},
        {"calculator": False, "forward": True, "graphs": ["arithmetic", "two_paths"]},
    ),
    decimals=lambda _: DECIMALS,
)
