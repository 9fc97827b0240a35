from __future__ import annotations

import itertools
import re
import timeit
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from generator.figures import network
from generator.lettering import drawn, label

if TYPE_CHECKING:
    from generator.documents.paper import Figure

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = [(2, 2, 1), (2, 3, 1), (3, 3, 2), (2, 4, 3), (2, 1), (2, 2, 2, 1)]
Box = tuple[float, float, float, float]


def made(sizes: tuple[int, ...], weight: str, bias: str) -> dict[str, Any]:
    """The arguments for a net whose labels are these patterns of layer, unit and the unit below."""
    layers = range(1, len(sizes))
    units = [[rf"a^{{[{n}]}}_{{{j}}}" for j in range(1, size + 1)] for n, size in enumerate(sizes)]
    weights = [
        [
            [weight % {"l": n, "j": j, "i": i} for i in range(1, sizes[n - 1] + 1)]
            for j in range(1, sizes[n] + 1)
        ]
        for n in layers
    ]
    biases = [[bias % {"l": n, "j": j} for j in range(1, sizes[n] + 1)] for n in layers]
    return {"sizes": sizes, "unit_labels": units, "weights": weights, "biases": biases}


NUMBERS = ("-%(l)d.%(j)d%(i)d", "-%(l)d.%(j)d")
SYMBOLS = ("w^{(%(l)d)}_{%(i)d%(j)d}", "b^{(%(l)d)}_{%(j)d}")


def texts(figure: Figure) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(figure.svg).iter(f"{SVG}text")]


def length(text: str, size: float) -> float:
    """About how long a text is: letters and digits half as wide as high, narrow ones less."""
    return size * sum(0.28 if char in "ijl.,()[] " else 0.48 for char in text)


def boxes(figure: Figure) -> tuple[list[Box], list[Box]]:
    """Around each label, as long as its text; and around each unit's circle."""
    root = ET.fromstring(figure.svg)
    labels: list[Box] = []
    for group in root.iter(f"{SVG}g"):
        x, y = map(float, re.findall(r"-?[\d.]+", group.attrib["transform"]))
        text = next(group.iter(f"{SVG}text"))
        spans = [(x + float(span.attrib["x"]), span) for span in text.iter(f"{SVG}tspan")]
        left = min(place for place, _ in spans)
        right = max(
            place + length(span.text or "", float(span.get("font-size", 10))) for place, span in spans
        )
        half = 6.5 if text.find(f"{SVG}tspan[@font-size]") is not None else 4
        labels.append((left, y - half, right, y + half))
    circles = [
        [float(c.attrib[a]) for a in ("cx", "cy", "r")] for c in root.iter(f"{SVG}circle") if c.get("stroke")
    ]
    return labels, [(x - r, y - r, x + r, y + r) for x, y, r in circles]


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("patterns", [NUMBERS, SYMBOLS, ("%(i)d", "0")])
def test_no_label_covers_another_or_a_unit(sizes: tuple[int, ...], patterns: tuple[str, str]) -> None:
    figure = network(**made(sizes, *patterns))
    labels, circles = boxes(figure)
    beside = labels[: -len(circles)]
    assert len(circles) == sum(sizes)
    assert all(apart(one, other) for one, other in itertools.combinations(labels, 2))
    assert all(apart(label, circle) for label in beside for circle in circles)
    box = [float(value) for value in ET.fromstring(figure.svg).attrib["viewBox"].split()]
    assert all(box[0] <= x and box[1] <= y and u <= box[2] and v <= box[3] for x, y, u, v in labels + circles)


@pytest.mark.parametrize("sizes", SHAPES)
def test_every_label_is_drawn_once_and_said_in_words(sizes: tuple[int, ...]) -> None:
    figure = network(**made(sizes, *NUMBERS))
    drawn = texts(figure)
    for n, (below, size) in enumerate(itertools.pairwise(sizes), 1):
        for j in range(1, size + 1):
            assert drawn.count(f"bias −{n}.{j}") == 1
            assert f"ias of a[{n}]_{j}: −{n}.{j}" in figure.alt
            for i in range(1, below + 1):
                assert drawn.count(f"−{n}.{j}{i}") == 1
                assert f"eight from a[{n - 1}]_{i} to a[{n}]_{j}: −{n}.{j}{i}" in figure.alt
    assert drawn[-sum(sizes) :] == [f"a[{n}]{j}" for n, size in enumerate(sizes) for j in range(1, size + 1)]
    assert "\n" not in figure.alt


def test_a_blank_is_named_by_its_symbol() -> None:
    figure = network(**made((2, 2, 1), *SYMBOLS))
    assert "w(1)21" in texts(figure)
    assert "weight from a[0]_2 to a[1]_1: w(1)_21;" in figure.alt
    assert "bias of a[2]_1: b(2)_1." in figure.alt


def test_the_words_for_a_network_without_numbers() -> None:
    figure = network(sizes=(2, 1), unit_labels=[["x_1", "x_{2}"], [r"\hat{y}"]], name="plain")
    assert figure.name == "plain"
    assert figure.alt == (
        "Network with 2 inputs (x_1, x_2) and 1 output unit (ŷ). "
        "Each unit is connected to every unit of the next layer."
    )
    assert texts(figure) == ["x1", "x2", "ŷ"]


def test_letters_are_italic_digits_upright_and_scripts_small() -> None:
    text = list(
        ET.fromstring(network(sizes=(1, 1), unit_labels=[["w^{(1)}_{2i}"], [r"\mathrm{out}"]]).svg).iter(
            f"{SVG}text"
        )
    )
    spans = [
        (span.text, span.get("font-style"), span.get("font-size")) for span in text[0].iter(f"{SVG}tspan")
    ]
    assert spans == [("w", "italic", None), ("(1)", None, "7.4"), ("2", None, "7.4"), ("i", "italic", "7.4")]
    on_the_line, raised, lowered, _ = (float(span.attrib["y"]) for span in text[0].iter(f"{SVG}tspan"))
    assert raised < on_the_line < lowered
    assert [(span.text, span.get("font-style")) for span in text[1].iter(f"{SVG}tspan")] == [("out", None)]


@pytest.mark.parametrize("latex", ["u_{5} = -0.1652", r"\ell = 2", "w^{(1)}_{11}", r"\hat{y}_{1}", "f = -45"])
def test_a_label_is_as_wide_as_its_box_whatever_the_font(latex: str) -> None:
    """A browser without Libertinus takes a wider font, and cut off the last digits at the figure's edge."""
    found, text = label(latex), ET.fromstring(drawn("text", latex))
    spans = [(float(span.attrib["x"]), float(span.attrib["textLength"])) for span in text]
    assert {span.attrib["lengthAdjust"] for span in text} == {"spacingAndGlyphs"}
    assert min(x for x, _ in spans) == pytest.approx(-found.width / 2, abs=0.01)
    assert max(x + width for x, width in spans) == pytest.approx(found.width / 2, abs=0.02)


def test_a_space_stands_before_an_equals_sign() -> None:
    assert label(r"\ell =").words == "ℓ ="
    assert label("u_{5} = 2").words == "u_5 = 2"
    assert label(r"\sigma z").words == "σz", "other spaces only end a command, as in TeX"


@pytest.mark.parametrize(
    "hostile",
    [
        '<script>alert("1")</script>',
        "a&b",
        "]]>",
        "{_^}\\",
        "\x00\ue000\n",
        "'\"><svg onload='1'>",
        "_",
        "^{",
        "",
    ],
)
def test_hostile_labels_are_text(hostile: str) -> None:
    figure = network(sizes=(1, 1), unit_labels=[[hostile], ["y"]], weights=[[[hostile]]], biases=[[hostile]])
    tags = {element.tag for element in ET.fromstring(figure.svg).iter()}
    assert tags == {SVG + tag for tag in ("svg", "rect", "path", "circle", "g", "text", "tspan")}
    assert len(texts(figure)) == 4


def test_the_same_figure_every_time() -> None:
    first, second = (network(**made((2, 3, 1), *SYMBOLS)) for _ in range(2))
    assert first == second
    assert not re.search(r"\bid=", first.svg), "an id would clash with the next figure's on a page"


def test_wide_layers_are_shortened() -> None:
    sizes = (784, 7, 6)
    units = [[f"u_{{{n},{j}}}" for j in range(1, size + 1)] for n, size in enumerate(sizes)]
    figure = network(sizes=sizes, unit_labels=units)
    assert texts(figure)[:8] == ["u0,1", "u0,2", "u0,3", "u0,784", "u1,1", "u1,2", "u1,3", "u1,7"]
    assert len(texts(figure)) == 14
    assert len([c for c in ET.fromstring(figure.svg).iter(f"{SVG}circle") if not c.get("stroke")]) == 6
    assert "784 inputs (u_0,1, u_0,2, …, u_0,784)" in figure.alt


def test_the_width_fits_a_page_and_the_drawing_is_quick() -> None:
    asked = made((2, 2, 1), *NUMBERS)
    width = float(re.search(r'width="([\d.]+)pt"', network(**asked).svg)[1]) * 25.4 / 72  # type: ignore[index]  # it is there
    assert 80 <= width <= 100
    assert (
        min(timeit.repeat(lambda: network(**asked), number=20, repeat=5)) / 20 < 0.003
    )  # ten times what it takes
