"""The picture of a layered network, and the same in words.

What stands where depends only on the layers' sizes and on how wide the labels are, so it is drawn
once for each of these with gaps for the labels; a student's figure is that with the gaps filled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from math import atan2, ceil, degrees, hypot
from typing import TYPE_CHECKING

from markupsafe import escape

from generator.documents.paper import Figure
from generator.lettering import AIR, SLOT, drawn, environment, macro
from generator.lettering import label as lettered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.lettering import Label

# Lengths are points of print; a Box is the largest width of some labels and the height of their line.
Box = tuple[float, float]
Place = tuple[float, float]
GAP, WIDE_GAP, NARROW_GAP = 108.0, 119.0, 86.0
RADIUS, MARGIN, BETWEEN = 12.0, 2.0, 0.6
MOST, FIRST = 6, 3


@dataclass(frozen=True)
class Frame:
    """A drawing in pieces, between which the words, then the labels of `edges`, `biases`, `units` come.

    An edge is (layer, unit it enters, unit it leaves) as in `weights`; units and biases are (layer, unit).
    """

    pieces: tuple[str, ...]
    edges: tuple[tuple[int, int, int], ...]
    biases: tuple[tuple[int, int], ...]
    units: tuple[tuple[int, int], ...]


def _spacing(
    counts: Sequence[int], near: float, line: float, least: float
) -> tuple[list[float], list[float]]:
    """How far apart each layer's units are, and at which part of its edges the labels stand (0: source).

    At the part t of the way the edges of one unit lie t * (the next layer's spacing) apart and two
    units' bundles (1 - t) * (their own spacing): both make room for the labels, `line` high.
    """
    spacing, parts = [least], list[float]()
    for count in reversed(counts[1:]):
        parts.insert(0, part := near if count > 1 else max(near, 0.4))
        if count > 1:
            spacing[0] = max(spacing[0], line / part)
        step = part * spacing[0] if count > 1 and line else line
        spacing.insert(0, max(spacing[0], (count + BETWEEN) * step / (1 - part)))
    return spacing, parts


@lru_cache(256)
def _frame(sizes: tuple[int, ...], radius: float, weight: Box, bias: Box) -> Frame:
    """The drawing for labels of at most these sizes; a box (0, 0) where there are none."""
    layers = [[*range(size)] if size <= MOST else [*range(FIRST), None, size - 1] for size in sizes]
    gap = NARROW_GAP if len(sizes) > 3 else WIDE_GAP if max(sizes) > 2 else GAP  # to fill a column of text
    near, line = (radius + AIR + weight[0] / 2) / gap, weight[1] and weight[1] + AIR
    spacing, parts = _spacing([len(layer) for layer in layers], near, line, bias[1] + 2 * radius + 3 * AIR)
    reach = max((len(layer) - 1) / 2 * apart for layer, apart in zip(layers, spacing, strict=True))
    middle = reach + radius + bias[1] + AIR / 2 + MARGIN
    places: dict[tuple[int, int], Place] = {}
    dots: list[Place] = []
    for n, layer in enumerate(layers):
        for at, unit in enumerate(layer):
            place = MARGIN + radius + n * gap, middle + (at - (len(layer) - 1) / 2) * spacing[n]
            if unit is None:
                dots.append(place)
            else:
                places[n, unit] = place
    edges = [(n - 1, j, i) for n, j in places for m, i in places if m == n - 1]
    ends = [(parts[n], *places[n, i], *places[n + 1, j]) for n, j, i in edges]
    # A bias stands above its unit or, in the lower half, below it, and off the edges' labels.
    away, aside, last = radius + (bias[1] + AIR) / 2, max(0, bias[0] / 2 - radius), len(sizes) - 1
    beside = {
        (n, j): (x + (aside if n == last else -aside), y + (away if y > middle + 1 else -away))
        for (n, j), (x, y) in places.items()
        if n and bias[1]
    }
    drawing = macro("network.svg.j2", "drawing")(
        width=2 * MARGIN + radius + last * gap + max(radius, bias[0] - radius),
        height=2 * middle,
        radius=radius,
        nodes=places.values(),
        dots=dots,
        edges=[(x, y, degrees(atan2(v - y, u - x)), hypot(u - x, v - y)) for _, x, y, u, v in ends],
        weights=[(x + t * (u - x), y + t * (v - y)) for t, x, y, u, v in ends] if weight[1] else [],
        biases=beside.values(),
    )
    return Frame(tuple(drawing.split(SLOT)), tuple(edges) if weight[1] else (), tuple(beside), tuple(places))


def _box(labels: Iterable[Label]) -> Box:
    """The widest label's width, in steps so that few frames are drawn, and the highest's height."""
    widths, heights = zip((0.0, 0.0), *((label.width + AIR, label.height) for label in labels), strict=True)
    return 3.0 * ceil(max(widths) / 3), max(heights)


def network(
    *,
    sizes: Sequence[int],
    unit_labels: Sequence[Sequence[str]],
    weights: Sequence[Sequence[Sequence[str]]] | None = None,
    biases: Sequence[Sequence[str]] | None = None,
    name: str = "network",
) -> Figure:
    """A layered network from left to right; every label is a number or simple LaTeX.

    Parameters
    ----------
    sizes
        The number of units of each layer, the inputs' first. Of a wide layer some units are drawn.
    unit_labels
        A label for each unit of each layer.
    weights
        weights[l][j][i] is the label of the edge from unit i of layer l to unit j of the next.
    biases
        biases[l][j] is that of unit j of layer l + 1.
    name
        What the prompt calls the figure.
    """
    units = [[lettered(latex) for latex in layer] for layer in unit_labels]
    prefix = rf"\text{{{macro('network.svg.j2', 'bias_word')} }}"
    edges = [
        (n, j, i, lettered(latex))
        for n, layer in enumerate(weights or ())
        for j, row in enumerate(layer)
        for i, latex in enumerate(row)
    ]
    frame = _frame(
        tuple(sizes),
        max(RADIUS, ceil(max(label.width for layer in units for label in layer) / 2 + MARGIN)),
        _box(label for *_, label in edges),
        _box(lettered(prefix + latex) for layer in biases or () for latex in layer),
    )
    at_units = [
        (n, j, lettered(latex)) for n, layer in enumerate(biases or (), 1) for j, latex in enumerate(layer)
    ]
    template = environment().get_template("network.alt.j2")
    words = template.render(
        layers=[[label.words for label in layer] for layer in units],
        weights=[(units[n][i].words, units[n + 1][j].words, label.words) for n, j, i, label in edges],
        biases=[(units[n][j].words, label.words) for n, j, label in at_units],
    )
    labels = chain(
        (escape(words),),
        (drawn("backed", weights[n][j][i]) for n, j, i in frame.edges) if weights else (),
        (drawn("backed", prefix + biases[n - 1][j]) for n, j in frame.biases) if biases else (),
        (drawn("text", unit_labels[n][j]) for n, j in frame.units),
    )
    return Figure(name, "".join(chain.from_iterable(zip_longest(frame.pieces, labels, fillvalue=""))), words)
