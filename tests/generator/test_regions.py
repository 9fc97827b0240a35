from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

from generator import halfplanes
from generator.documents.paper import Figure
from generator.regions import Region, regions_figure

SVG = "{http://www.w3.org/2000/svg}"
LINES: dict[str, halfplanes.Line] = {"a_1": (1, 0, -0.5), "a_2": (-1, 1, 0.5)}
POINTS: dict[str, halfplanes.Point] = {"P": (-1, 2), "Q": (2, 3)}


def made(*, arrows: bool = True, shaded: tuple[int, ...] = (), points: bool = True) -> Figure:
    lines = [*LINES.values()]
    within = halfplanes.square(lines, [*POINTS.values()])
    parts = halfplanes.regions(lines, within)
    places = halfplanes.places(parts, lines, within, [*POINTS.values()])
    return regions_figure(
        within=within,
        lines=LINES,
        regions=[
            Region(part, place, k in shaded)
            for k, (part, place) in enumerate(zip(parts, places, strict=True))
        ],
        points=POINTS if points else {},
        axes=("x_1", "x_2"),
        arrows=arrows,
    )


def texts(figure: Figure) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(figure.svg).iter(f"{SVG}text")]


def paths(figure: Figure, **wanted: str) -> list[Any]:
    found = ET.fromstring(figure.svg).iter(f"{SVG}path")
    return [path for path in found if all(path.get(k.replace("_", "-")) == v for k, v in wanted.items())]


def test_regions_are_numbered_and_said_with_a_place_in_each() -> None:
    figure = made()
    for number in "1234":
        assert number in texts(figure)
        assert re.search(rf"Region {number} is the one around \(−?[\d.]+, −?[\d.]+\)\.", figure.alt)
    assert "shaded" not in figure.alt
    assert ET.fromstring(figure.svg).get("aria-label") == figure.alt


def test_points_are_drawn_and_said() -> None:
    assert texts(made()).count("P") == 2, "with white behind it"
    assert "P is at (−1, 2). Q is at (2, 3)." in made().alt
    assert "P" not in texts(made(points=False))
    assert "P is" not in made(points=False).alt


def test_each_line_has_a_dash_of_its_own_and_stands_in_the_legend() -> None:
    lines = paths(made(), stroke_width="1.5")
    assert sorted(str(path.get("stroke-dasharray")) for path in lines) == ["6 3", "6 3", "None", "None"]
    assert texts(made()).count("a1") == texts(made()).count("a2") == 1


def test_no_axis_can_be_taken_for_a_line() -> None:
    strokes = {path.get("stroke"): float(path.get("stroke-width", 0)) for path in paths(made())}
    assert strokes["#999"] <= strokes["#000"] / 2
    assert len(paths(made(), stroke="#999")) == 2


def test_arrows_show_the_side_and_are_said() -> None:
    without, with_arrows = made(arrows=False), made()
    turned = re.findall(r"rotate\((-?[\d.]+)\)", with_arrows.svg)
    assert turned == ["0", "-135"], "to the right; up and to the left"
    assert "rotate" not in without.svg
    assert len(re.findall(r"a_\d is 1 on the side of", with_arrows.alt)) == 2
    assert "is 1 on the side" not in without.alt
    for name, line in LINES.items():
        x, y = re.findall(rf"{name} is 1 on the side of \((\S+), (\S+)\)", with_arrows.alt)[0]
        towards = float(x.replace("−", "-")), float(y.replace("−", "-"))
        assert halfplanes.value(line, towards) > 0


def test_what_is_shaded_is_grey_and_said() -> None:
    figure = made(shaded=(0, 2))
    assert len(paths(figure, fill="#c4c4c4")) == 2
    assert figure.alt.count(", which is shaded, is the one around") == 2


def test_all_is_within_the_picture() -> None:
    root = ET.fromstring(made().svg)
    width, height = (float(root.get(name, "")[:-2]) for name in ("width", "height"))
    for circle in root.iter(f"{SVG}circle"):
        assert 0 < float(circle.get("cx", "")) < width
        assert 0 < float(circle.get("cy", "")) < height
