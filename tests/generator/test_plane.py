"""The picture of samples in the plane, and the same in words."""

# mypy: allow-untyped-defs, allow-untyped-calls

import re
import xml.etree.ElementTree as ET

import pytest

from generator.plane import plane

SVG = "{http://www.w3.org/2000/svg}"


def test_every_sample_is_drawn_and_said():
    figure = plane(filled=[(1, 2), (3, -1)], open_ones=[(-2, -4)])
    root = ET.fromstring(figure.svg)
    assert len(root.findall(f"{SVG}circle")) == 2 + 1, "two samples and the legend's"
    assert len(root.findall(f"{SVG}rect")) == 1 + 1 + 1, "the ground, a sample and the legend's"
    assert root.get("aria-label") == figure.alt
    assert "(1, 2), (3, −1)" in figure.alt
    assert "(−2, −4)" in figure.alt
    assert "line" not in figure.alt


def test_the_line_goes_through_the_origin_across_its_normal():
    figure = plane(filled=[(3, 1)], open_ones=[(-3, -1)], normal=(0, 1))
    (dashed,) = [
        path for path in ET.fromstring(figure.svg).findall(f"{SVG}path") if path.get("stroke-dasharray")
    ]
    x1, y1, x2, y2 = map(float, re.findall(r"[-\d.]+", dashed.get("d", "")))
    assert y1 == y2
    assert x1 != x2
    assert "dashed line" in figure.alt


def test_all_is_within_the_picture():
    root = ET.fromstring(plane(filled=[(9, 2)], open_ones=[(-7.5, -4)], normal=(3, 4)).svg)
    width, height = (float(root.get(name, "")[:-2]) for name in ("width", "height"))
    for circle in root.findall(f"{SVG}circle"):
        assert 0 < float(circle.get("cx", "")) < width
        assert 0 < float(circle.get("cy", "")) < height


@pytest.mark.parametrize("sample", [(4, -1), (-4, -1), (-1, 4), (-1, -2), (2, -1)])
def test_no_sample_covers_a_number_of_the_axes(sample):
    root = ET.fromstring(plane(filled=[sample, (5, 6)], open_ones=[(-5, -6)], normal=(3, 4)).svg)
    circle = root.findall(f"{SVG}circle")[0]
    x, y = (float(circle.get(name, "")) for name in ("cx", "cy"))
    numbers = [text for text in root.findall(f"{SVG}text") if text.get("font-size") == "7"]
    assert len(numbers) > 4
    for number in numbers:
        middle, foot = (float(number.get(name, "")) for name in ("x", "y"))
        assert abs(middle - x) > 7 or not foot - 8 < y < foot + 3
