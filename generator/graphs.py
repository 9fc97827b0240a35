"""The picture of a computation graph with forward values and boxes for backward ones, and the same in words.

What stands where depends on the graph and on how wide its labels are, so it is drawn once for each of
these with gaps for values and boxes; a student's figure is that with the gaps filled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from math import ceil, sqrt
from typing import TYPE_CHECKING

from markupsafe import escape

from generator.documents.paper import Figure
from generator.layering import Layering, layered
from generator.lettering import AIR, SLOT, drawn, environment, label, macro
from reference.numerals import plain, typographic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference.derivations.computation_graph import Graph

TEMPLATE = "graph.svg.j2"
RADIUS, PORT = 11.0, 4.6
"""A node's, and how far off its middle two edges come in."""
GAPS, BETWEEN, PASSING, MARGIN = (34.0, 28.0, 22.0, 18.0), 5.0, 7.0, 3.0
"""Between columns (of three or fewer, four, five, more), between nodes, beside a line, around all."""
BOX, SIGN, STEP = (28.0, 12.5), 1.35, 8.0
"""A box to write in, how much larger a lone sign is drawn, and in which steps labels widen a drawing."""
INSIDE = {
    "plus": "+", "minus": "-", "times": "×", "over": "÷", "max": r"\max", "min": r"\min",
    "negate": "×(-1)", "scale": "×{c}", "shift": "+{c}", "lower": "-{c}", "from": "{c}-", "square": "(·)^2",
    "half_square": "½(·)^2", "reciprocal": "1/(·)", "exp": r"\exp", "log": r"\log",
    "sigmoid": r"\mathrm{\sigma}", "tanh": r"\tanh", "relu": r"\mathrm{ReLU}",
}  # fmt: skip
"""What stands in the node of an operation; {c} is its number."""
ORDERED = frozenset({"minus", "over"})


@dataclass(frozen=True)
class Spot:
    """A node in the drawing."""

    x: float
    y: float
    inside: str
    scale: float
    input: bool


@lru_cache(512)
def _layout(graph: Graph, half: float) -> Layering:
    """Where nodes stand that reach so far up and down."""
    ordered = frozenset(k for k, node in enumerate(graph.nodes, start=1) if node.operation in ORDERED)
    return layered(len(graph.nodes), graph.edges, ordered=ordered, reach=(half, half), thin=PASSING)


@lru_cache(1024)
def _pieces(graph: Graph, symbols: tuple[str, ...], widths: tuple[float, float]) -> tuple[str, ...]:
    """The drawing in pieces, between which the words come, then what is above and below each node.

    widths: the largest of the labels above inputs and above operations.
    """
    inside = [
        INSIDE[node.operation].replace("{c}", plain(node.constant or 0)) if node.operation else symbol
        for node, symbol in zip(graph.nodes, symbols, strict=True)
    ]
    radius = max(RADIUS, ceil(max(label(text).width for text in inside) / 2 + AIR))
    half = radius + AIR + BOX[1] + BETWEEN / 2
    layout = _layout(graph, half)
    sides: dict[int, tuple[float, float]] = {}  # the left and right of each item's column
    left, gap = MARGIN, GAPS[min(max(len(layout.layers), 3), 6) - 3]
    for layer in layout.layers:
        kinds = [bool(graph.nodes[k - 1].operation) for k in layer if k <= len(graph.nodes)]
        width = max(2 * radius, *(widths[kind] for kind in kinds), 0)
        sides |= dict.fromkeys(layer, (left, left + width))
        left += width + gap
    x = {item: sum(ends) / 2 for item, ends in sides.items()}
    y = {item: MARGIN + height for item, height in layout.y.items()}
    ways = []
    for node, operand in graph.edges:
        # Within a column a line is level, so that it meets no label; it rises and falls between columns.
        off = _port(graph, layout, node, operand)
        ways.append([
            (x[operand] + radius, y[operand]), (sides[operand][1], y[operand]),
            *((side, y[bend]) for bend in layout.bends[node, operand] for side in sides[bend]),
            (sides[node][0], y[node] + off), (x[node] - sqrt(radius**2 - off**2), y[node] + off),
        ])  # fmt: skip
    spots = [
        Spot(
            x[k],
            y[k],
            drawn("text", text),
            SIGN if len(text) == 1 and node.operation else 1,
            not node.operation,
        )
        for k, (node, text) in enumerate(zip(graph.nodes, inside, strict=True), start=1)
    ]
    drawing = macro(TEMPLATE, "drawing")(
        width=left - gap + MARGIN, height=2 * MARGIN + layout.height, radius=radius, nodes=spots, edges=ways,
        reach=radius + AIR + BOX[1] / 2,
    )  # fmt: skip
    return tuple(drawing.split(SLOT))


def _port(graph: Graph, layout: Layering, node: int, operand: int) -> float:
    """How far off a node's middle the line from an operand comes in: the upper one above."""
    operands = graph.nodes[node - 1].operands
    if len(operands) == 1:
        return 0
    if graph.nodes[node - 1].operation not in ORDERED:
        operands = tuple(sorted(operands, key=lambda o: layout.y[(o, *layout.bends[node, o])[-1]]))
    return PORT if operands.index(operand) else -PORT


@lru_cache(4096)
def _blank(letter: str, name: str) -> str:
    """A box, behind the name of its value or alone."""
    if not name:
        return macro(TEMPLATE, "blank")(letter, *BOX)
    return macro(TEMPLATE, "named")(label(f"{name} ="), letter, *BOX)


def graph_figure(
    graph: Graph,
    *,
    symbols: tuple[str, ...],
    values: Mapping[int, str],
    above: Mapping[int, str],
    below: Mapping[int, str],
    name: str = "graph",
) -> Figure:
    """A computation graph from left to right.

    Parameters
    ----------
    graph
        Inputs are drawn as squares, operations as circles.
    symbols
        The nodes' names, in LaTeX.
    values
        The values that are printed above their nodes, by the nodes' numbers; others leave an empty box.
    above, below
        The letters of the boxes above nodes, for their values, and below, for the derivatives by them.
    name
        What the prompt calls the figure.
    """
    labels: list[str] = []
    widths = [0.0, 0.0]
    for k, (node, symbol) in enumerate(zip(graph.nodes, symbols, strict=True), start=1):
        text = symbol if node.operation else ""
        if k in values:
            text = f"{text} = {values[k]}" if text else values[k]
            width, drawing = label(text).width, drawn("text", text)
        else:
            width, drawing = label(f"{text} =").width + 2 * AIR + BOX[0], _blank(above.get(k, ""), text)
        labels += [drawing, _blank(below[k], "") if k in below else ""]
        kind = bool(node.operation)
        widths[kind] = max(widths[kind], STEP * ceil(width / STEP))
    words = [label(symbol).words for symbol in symbols]
    alt = environment().get_template("graph.alt.j2").render(
        nodes=[
            {
                "name": words[k - 1],
                "operation": node.operation,
                "operands": tuple(words[i - 1] for i in node.operands),
                "number": typographic(plain(node.constant or 0)),
                "value": typographic(values.get(k, "")),
                "above": above.get(k, ""),
                "below": below.get(k, ""),
            }
            for k, node in enumerate(graph.nodes, start=1)
        ]
    )  # fmt: skip
    filled = zip_longest(
        _pieces(graph, symbols, (widths[0], widths[1])), [str(escape(alt)), *labels], fillvalue=""
    )
    return Figure(name, "".join(chain.from_iterable(filled)), alt)
