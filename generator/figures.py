"""The picture of a layered network, and the same in words.

What stands where depends only on the layers' sizes and on how wide the labels are, so it is drawn
once for each of these with gaps for the labels; a student's figure is that with the gaps filled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, zip_longest
from math import atan2, ceil, degrees, hypot
from typing import TYPE_CHECKING, cast
from unicodedata import combining, normalize

import jinja2
from markupsafe import escape

from generator.documents.paper import Figure
from generator.places import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# Lengths are points of print; a Box is the largest width of some labels and the height of their line.
Box = tuple[float, float]
Place = tuple[float, float]
SIZE, SCRIPT, UP, DOWN = 10.0, 7.4, -3.8, 2.4
LINE, SCRIPTED_LINE = 9.6, 13.2
GAP, WIDE_GAP, NARROW_GAP = 108.0, 119.0, 86.0
RADIUS, AIR, MARGIN, BETWEEN = 12.0, 2.6, 2.0, 0.6
MOST, FIRST = 6, 3
SLOT = "\ue000"

_WIDTHS = {
    "ijl.,:;'|′! ": 0.26,
    "()": 0.29,
    "[]-frt/": 0.33,
    "abcdeszJ0123456789": 0.465,
    "+−=ghnu": 0.54,
    "BCEFLPRSTY": 0.57,
    "ADGHKNOQUVXZ": 0.68,
    "w": 0.71,
    "m": 0.79,
    "MW%@": 0.87,
}
_WIDTH = {char: width for chars, width in _WIDTHS.items() for char in chars}
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_LETTERS = {
    "alpha": "α",
    "beta": "β",
    "delta": "δ",
    "theta": "θ",
    "sigma": "σ",
    "ell": "ℓ",
    "prime": "′",
    "cdot": "·",
}
_CHARS = {"-": "−", "'": "′"}
_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_TOKEN = re.compile(
    rf"\\([A-Za-z]+) *(?:{_GROUP})?|([_^]) *(?:{_GROUP}|(\\[A-Za-z]+|.))|{_GROUP}|(.)", re.DOTALL
)


@dataclass(frozen=True)
class Run:
    """Characters of one look, and the shift before them; level: 1 raised, -1 lowered, 0 on the line."""

    text: str
    level: int
    italic: bool
    dx: float = 0.0
    dy: float = 0.0

    @property
    def width(self) -> float:
        """How wide it prints in Libertinus Serif, nearly."""
        letters = [char for char in normalize("NFD", self.text) if not combining(char)]
        return (SCRIPT if self.level else SIZE) * sum(_WIDTH.get(char, 0.5) for char in letters)


@dataclass(frozen=True)
class Label:
    """A label as it is set, in a box of this size, and in words."""

    runs: tuple[Run, ...]
    width: float
    height: float
    words: str


@dataclass(frozen=True)
class Frame:
    """A drawing in pieces, between which the words, then the labels of `edges`, `biases`, `units` come.

    An edge is (layer, unit it enters, unit it leaves) as in `weights`; units and biases are (layer, unit).
    """

    pieces: tuple[str, ...]
    edges: tuple[tuple[int, int, int], ...]
    biases: tuple[tuple[int, int], ...]
    units: tuple[tuple[int, int], ...]


def _read(latex: str, level: int = 0, *, upright: bool = False) -> Iterator[Run]:
    """The characters one by one, each with its look."""
    for command, argument, script, braced, single, group, char in _TOKEN.findall(latex):
        if command in _ACCENTS:
            for at, run in enumerate(_read(argument, level, upright=upright)):
                yield run if at else replace(run, text=normalize("NFC", run.text + _ACCENTS[command]))
        elif command in _LETTERS:
            yield from _read(_LETTERS[command] + argument, level, upright=upright)
        elif command:
            yield from _read(argument or command, level, upright=True)
        elif script:
            yield from _read(braced or single, level or (1 if script == "^" else -1), upright=upright)
        elif group:
            yield from _read(group, level, upright=upright)
        elif char:
            text = _CHARS.get(char, char if char.isprintable() else " ")
            yield Run(text, level, text.isalpha() and not upright)


@lru_cache(4096)
def _label(latex: str) -> Label:
    """Simple LaTeX, set and in words; of two scripts the second stands under or over the first."""
    runs: list[Run] = []
    for char in _read(latex):
        if runs and (runs[-1].level, runs[-1].italic) == (char.level, char.italic):
            runs[-1] = replace(char, text=runs[-1].text + char.text)
        else:
            runs.append(char)
    x = start = end = 0.0
    level, words, height = 0, "", {0: 0.0, 1: UP, -1: DOWN}
    for at, run in enumerate(runs):
        target = x
        if run.level != level:
            end = max(end, x) if level else x
            start = start if level else x
            target = start if level and run.level else end
            words += "_" if run.level < 0 else "^" if run.level and run.text[0] not in "([" else ""
        runs[at] = replace(run, dx=target - x, dy=height[run.level] - height[level])
        x, words, level = target + run.width, words + run.text, run.level
    return Label(tuple(runs), max(end, x), SCRIPTED_LINE if any(run.level for run in runs) else LINE, words)


@lru_cache(1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(TEMPLATES / "figures")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  # the words are no XML, and the drawing escapes its labels
        auto_reload=False,
    )
    environment.filters["n"] = lambda value: f"{value:.2f}".rstrip("0").rstrip(".")
    environment.globals |= {"SIZE": SIZE, "SCRIPT": SCRIPT, "AIR": AIR, "SLOT": SLOT}
    return environment


@lru_cache(8)
def _part(name: str) -> Callable[..., str]:
    """What the drawing's template calls so."""
    return cast("Callable[..., str]", getattr(_environment().get_template("network.svg.j2").module, name))


@lru_cache(4096)
def _drawn(macro: str, latex: str) -> str:
    """A label drawn around the origin."""
    return str(_part(macro)(_label(latex)))


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
    drawing = _part("drawing")(
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
    units = [[_label(latex) for latex in layer] for layer in unit_labels]
    prefix = rf"\text{{{_part('bias_word')} }}"
    edges = [
        (n, j, i, _label(latex))
        for n, layer in enumerate(weights or ())
        for j, row in enumerate(layer)
        for i, latex in enumerate(row)
    ]
    frame = _frame(
        tuple(sizes),
        max(RADIUS, ceil(max(label.width for layer in units for label in layer) / 2 + MARGIN)),
        _box(label for *_, label in edges),
        _box(_label(prefix + latex) for layer in biases or () for latex in layer),
    )
    at_units = [
        (n, j, _label(latex)) for n, layer in enumerate(biases or (), 1) for j, latex in enumerate(layer)
    ]
    template = _environment().get_template("network.alt.j2")
    words = template.render(
        layers=[[label.words for label in layer] for layer in units],
        weights=[(units[n][i].words, units[n + 1][j].words, label.words) for n, j, i, label in edges],
        biases=[(units[n][j].words, label.words) for n, j, label in at_units],
    )
    drawn = chain(
        (escape(words),),
        (_drawn("backed", weights[n][j][i]) for n, j, i in frame.edges) if weights else (),
        (_drawn("backed", prefix + biases[n - 1][j]) for n, j in frame.biases) if biases else (),
        (_drawn("text", unit_labels[n][j]) for n, j in frame.units),
    )
    return Figure(name, "".join(chain.from_iterable(zip_longest(frame.pieces, drawn, fillvalue=""))), words)
