from itertools import combinations

import pytest

from generator.layering import Edge, layered
from reference.derivations.computation_graph import graph

GRAPHS = [
    "(x + y)*max(y, z)",
    "1/2*(v1*tanh(w1*x) + v2*tanh(w2*x) - y)**2",
    "max(x*y, z)*(x*y + z) - relu(x - z)",
    "(x + y)**2*(x + y - z)",
    "(x*y - x)*(x + z)",
]
UP, DOWN, THIN = 30.0, 20.0, 5.0


@pytest.mark.parametrize("expression", GRAPHS)
def test_nodes_stand_apart_and_left_of_what_reads_them(expression: str) -> None:
    found = graph(expression)
    layout = layered(len(found.nodes), found.edges, ordered=frozenset(), reach=(UP, DOWN), thin=THIN)
    place = {item: n for n, layer in enumerate(layout.layers) for item in layer}
    assert sorted(k for k in place if k <= len(found.nodes)) == list(range(1, len(found.nodes) + 1))
    for node, operand in found.edges:
        way = [place[item] for item in (operand, *layout.bends[node, operand], node)]
        assert way == list(range(way[0], way[-1] + 1)), "a place in every layer on its way"
    for layer in layout.layers:
        for above, below in combinations(layer, 2):
            ends = [DOWN if above <= len(found.nodes) else THIN, UP if below <= len(found.nodes) else THIN]
            assert layout.y[below] - layout.y[above] >= sum(ends) - 1e-9
    assert min(layout.y.values()) >= THIN
    assert layout.height >= max(layout.y.values())


def order(*edges: Edge) -> list[int]:
    """The first layer of a graph with the edges (node, operand) into 4, 5 and 6, all with operands 1 to 3."""
    layout = layered(7, [*edges, (7, 4), (7, 5), (7, 6)], ordered=frozenset(), reach=(1, 1), thin=1)
    first, second = layout.layers[0], layout.layers[1]
    assert sorted(second) == [4, 5, 6]
    return [first.index(next(o for n, o in edges if n == node)) - second.index(node) for node in (4, 5, 6)]


def test_lines_are_untangled() -> None:
    assert order((4, 3), (5, 2), (6, 1)) == [0, 0, 0]
    assert order((4, 2), (5, 3), (6, 1)) == [0, 0, 0]


def test_the_first_operand_of_a_difference_comes_in_above() -> None:
    for edges in ([(3, 1), (3, 2)], [(3, 2), (3, 1)]):
        layout = layered(3, edges, ordered=frozenset({3}), reach=(1, 1), thin=1)
        assert layout.layers[0] == tuple(operand for _, operand in edges)
