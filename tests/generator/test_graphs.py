from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

import pytest

from generator.documents.paper import Figure
from generator.graphs import INSIDE, graph_figure
from reference.derivations.computation_graph import BINARY, UNARY, graph

SVG = "{http://www.w3.org/2000/svg}"
GRAPHS = [
    "(x + y)*max(y, z)",
    "1/2*(v1*tanh(w1*x) + v2*tanh(w2*x) - y)**2",
    "max(x*y, z)*(x*y + z) - relu(x - z)",
    "-log(1 - sigmoid(w1*x1 + w2*x2 + b))",
]


def made(expression: str, *, value: str = "-0.1234", above: tuple[int, ...] = ()) -> Figure:
    """Every node with a value, but those that have a box above; a box below each node but the last."""
    found = graph(expression)
    numbers = range(1, len(found.nodes) + 1)
    return graph_figure(
        found,
        symbols=tuple(f"{name[0]}_{{{name[1:]}}}" if name[1:] else name for name in found.names),
        values={k: value for k in numbers if k not in above},
        above={k: f"A{k}" for k in above},
        below={k: f"B{k}" for k in numbers[:-1]},
    )


def texts(figure: Figure) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(figure.svg).iter(f"{SVG}text")]


def test_every_operation_has_a_sign_to_stand_in_its_node() -> None:
    assert set(INSIDE) == {*BINARY, *UNARY}


@pytest.mark.parametrize("expression", GRAPHS)
def test_every_value_and_every_box_is_drawn_once_and_said_in_words(expression: str) -> None:
    found = graph(expression)
    last = len(found.nodes)
    figure = made(expression, above=(last,))
    drawn = texts(figure)
    assert drawn.count("f =") == drawn.count(f"A{last}") == 1
    assert figure.alt.count("with the value −0.1234") == last - 1
    assert figure.alt.count(f"box A{last} for its value") == 1
    for k in range(1, last):
        assert drawn.count(f"B{k}") == 1
        assert f"below it box B{k} for the derivative by it." in figure.alt
    assert ET.fromstring(figure.svg).get("aria-label") == figure.alt
    assert "\n" not in figure.alt


@pytest.mark.parametrize("expression", GRAPHS)
@pytest.mark.parametrize("value", ["2", "-123.4567"])
def test_nothing_covers_anything_and_all_is_within_the_picture(expression: str, value: str) -> None:
    root = ET.fromstring(made(expression, value=value).svg)
    width, height = (float(root.get(name, "")[:-2]) for name in ("width", "height"))
    assert width < 640, "at most a little wider than a page's text before it is scaled"
    boxes = []
    for group in root.iter(f"{SVG}g"):
        x, y = map(float, re.findall(r"-?[\d.]+", group.attrib["transform"])[:2])
        box = group.find(f"{SVG}rect")
        text = group.find(f"{SVG}text")
        half = 14 if box is not None else len("".join(text.itertext())) * 2.3 if text is not None else 0
        if half:
            boxes.append((x - half, y - 4, x + half, y + 4))
    assert all(min(box) >= 0 and box[2] <= width and box[3] <= height for box in boxes)
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_an_arrow_goes_from_each_operand_to_its_node() -> None:
    root = ET.fromstring(made("(x + y)*max(y, z)").svg)
    lines = [path for path in root.iter(f"{SVG}path") if path.get("fill") == "none"]
    assert len(lines) == len(graph("(x + y)*max(y, z)").edges)
    heads = [path for path in root.iter(f"{SVG}path") if path.get("fill") is None]
    assert len(heads) == len(lines)


def test_a_value_that_is_left_out_leaves_an_empty_box() -> None:
    found = graph("x*y")
    figure = graph_figure(found, symbols=("x", "y", "f"), values={1: "2", 2: "3"}, above={}, below={})
    assert "f = x · y, its value left out." in figure.alt
    assert [box.get("stroke-dasharray") for box in ET.fromstring(figure.svg).iter(f"{SVG}rect")][-1] == "2 2"
    assert "?" not in figure.alt


def test_the_words_read_as_a_person_says_them() -> None:
    figure = graph_figure(
        graph("1/2*(3*x - y)**2"),
        symbols=("x", "y", "u_1", "u_2", r"\ell"),
        values={1: "1", 2: "-2", 3: "3", 4: "5", 5: "12.5"},
        above={},
        below={1: "?"},
    )
    assert figure.alt == (
        "Computation graph from the inputs to ℓ. x, an input, with the value 1, and below it a box for the "
        "derivative by it. y, an input, with the value −2. u_1 = 3 · x, with the value 3. u_2 = u_1 − y, "
        "with the value 5. ℓ = half the square of u_2, with the value 12.5."
    )
