"""Where the nodes of a small graph stand: in layers from left to right, with few crossings.

A node stands as far right as the nodes that read it allow; what bridges several layers has a place of
its own in each. Orders are improved layer by layer, by trying them all where a layer is small, as in
K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical system
structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (1981).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

Edge = tuple[int, int]
Segment = tuple[int, int, float]
"""From an item to one of the next layer, and where it comes in there."""
Places = Mapping[int, int]
Parts = Sequence[Sequence[Segment]]
SMALL, SWEEPS = 5, 12


@dataclass(frozen=True)
class Layering:
    """layers: the items of each layer from top to bottom; y: their heights, counted down.

    Items are nodes and, numbered above these, bends; bends: those of each edge (node, operand) on its way.
    """

    layers: tuple[tuple[int, ...], ...]
    y: Mapping[int, float]
    bends: Mapping[Edge, tuple[int, ...]]
    height: float


def layered(
    count: int, edges: Sequence[Edge], *, ordered: frozenset[int], reach: tuple[float, float], thin: float
) -> Layering:
    """The layout of nodes 1 … count, of which the last is read by none and stands rightmost.

    Parameters
    ----------
    edges
        (node, operand), each operand with a smaller number than its node.
    ordered
        The nodes whose first operand's edge is to come in above the second's.
    reach
        How far a node and its labels reach up and down from its middle.
    thin
        How far a line that passes reaches.
    """
    depth = dict.fromkeys(range(1, count + 1), 0)
    for node in range(count, 0, -1):
        for reader, operand in edges:
            if operand == node:
                depth[node] = max(depth[node], depth[reader] + 1)
    deepest = max(depth.values())
    layers: list[list[int]] = [[] for _ in range(deepest + 1)]
    for node in range(1, count + 1):
        layers[deepest - depth[node]].append(node)
    bends: dict[Edge, tuple[int, ...]] = {}
    segments: list[Segment] = []
    item = count
    for node, operand in edges:
        first, last = deepest - depth[operand], deepest - depth[node]
        bends[node, operand] = tuple(range(item + 1, item + last - first))
        for place, bend in enumerate(bends[node, operand], start=first + 1):
            layers[place].append(bend)
        item += last - first - 1
        way = (operand, *bends[node, operand], node)
        second = node in ordered and operand != next(o for n, o in edges if n == node)
        segments += [(a, b, 0.3 if second and b == node else 0.0) for a, b in pairwise(way)]
    layers = _ordered(layers, segments)
    up, down = reach
    extent = {k: (up, down) if k <= count else (thin, thin) for layer in layers for k in layer}
    y = _heights(layers, segments, extent)
    height = max(y[item] + extent[item][1] for item in y)
    return Layering(tuple(map(tuple, layers)), y, bends, height)


def _crossings(segments: Sequence[Segment], place: Places) -> int:
    """How many pairs of lines between the same two layers cross."""
    ends = [(place[a], place[b] + port) for a, b, port in segments]
    return sum((a - c) * (b - d) < 0 for n, (a, b) in enumerate(ends) for c, d in ends[:n])


def _ordered(layers: list[list[int]], segments: Sequence[Segment]) -> list[list[int]]:
    """The layers' items in an order with few crossings."""
    at = {item: n for n, layer in enumerate(layers) for item in layer}
    beside = [[s for s in segments if n in (at[s[0]], at[s[1]])] for n in range(len(layers))]
    between = [[s for s in segments if at[s[0]] == n] for n in range(len(layers) - 1)]

    def places(now: list[list[int]]) -> dict[int, int]:
        return {item: n for layer in now for n, item in enumerate(layer)}

    def total(now: list[list[int]]) -> int:
        return sum(_crossings(part, places(now)) for part in between)

    best, layers = layers, [*layers]
    for sweep in range(SWEEPS):
        for n in range(len(layers)) if sweep % 2 else range(len(layers) - 1, -1, -1):
            place = places(layers)
            middle = {item: _mean([place[o] for o in _others(item, beside[n])], n) for item in layers[n]}
            by_middle = sorted(layers[n], key=lambda item: middle[item])
            tried = [*permutations(by_middle)] if len(by_middle) <= SMALL else [tuple(by_middle)]
            parts = [between[m] for m in (n - 1, n) if 0 <= m < len(between)]

            def cost(order: Iterable[int], place: Places = place, parts: Parts = parts) -> int:
                there = {**place, **{item: k for k, item in enumerate(order)}}
                return sum(_crossings(part, there) for part in parts)

            layers[n] = list(min(tried, key=cost))
        if total(layers) < total(best):
            best = [*layers]
        if not total(best):
            break
    return best


def _others(item: int, segments: Sequence[Segment]) -> list[int]:
    """The items at the other ends of an item's lines."""
    return [b if a == item else a for a, b, _ in segments if item in (a, b)]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _heights(
    layers: Sequence[Sequence[int]],
    segments: Sequence[Segment],
    extent: Mapping[int, tuple[float, float]],
) -> dict[int, float]:
    """The items' heights, from 0 down: near the middle of what they are joined to, and apart."""
    y: dict[int, float] = {}
    for layer in layers:
        y |= _apart(layer, dict.fromkeys(layer, 0.0), extent)
    for sweep in range(2 * SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            wanted = {item: _mean([y[other] for other in _others(item, segments)], y[item]) for item in layer}
            y |= _apart(layer, wanted, extent)
    top = min(y[item] - extent[item][0] for item in y)
    return {item: height - top for item, height in y.items()}


def _apart(
    layer: Sequence[int], wanted: Mapping[int, float], extent: Mapping[int, tuple[float, float]]
) -> dict[int, float]:
    """The heights nearest to those wanted (in squares) that keep the order and leave room.

    Taken together with the room above them they must not fall, so neighbours that would are pooled.
    """
    offsets = [0.0]
    for above, below in pairwise(layer):
        offsets.append(offsets[-1] + extent[above][1] + extent[below][0])
    pools: list[tuple[float, int]] = []
    for item, offset in zip(layer, offsets, strict=True):
        mean, size = wanted[item] - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, size = (mean * size + other * more) / (size + more), size + more
        pools.append((mean, size))
    levels = [mean for mean, size in pools for _ in range(size)]
    return {item: level + offset for item, level, offset in zip(layer, levels, offsets, strict=True)}
