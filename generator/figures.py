"""The picture of a layered network, and the same in words.

What stands where depends only on the layers' sizes and on how wide the labels are, so it is drawn
once for each of these with gaps for the labels; a student's figure is that with the gaps filled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, zip_longest
from math import ceil, hypot
from typing import Any

import jinja2

from generator.documents.paper import Figure
from generator.places import TEMPLATES

# All lengths are points of print.
SIZE, SCRIPT = 10.0, 7.4
UP, DOWN = 3.8, 2.4
GAP, NARROW_GAP = 111.0, 84.0
RADIUS, AIR, MARGIN = 12.0, 3.0, 2.0
LINE, SCRIPTED_LINE = 12.5, 16.5
WHOLE, HEAD = 6, 3
ARROW = 5.0
SLOT = "\ue000"

_WIDTHS = {
    char: width
    for chars, width in (
        ("ijl.,:;'|′! ", 0.26), ("()[]-frt/", 0.34), ("szceJ", 0.42), ("+−=ghnu", 0.54), ("m", 0.79), ("w", 0.74),
        ("BCEFLPRSTY", 0.57), ("ADGHKNOQUVXZ", 0.68), ("M", 0.84), ("W", 0.89), ("%@", 0.85),
    )
    for char in chars
}  # fmt: skip
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307"}
_LETTERS = {
    **dict(zip("alpha beta gamma delta epsilon eta theta lambda mu sigma phi omega".split(), "αβγδεηθλμσφω", strict=True)),
    "ell": "ℓ", "cdot": "·", "times": "×", "prime": "′", "infty": "∞", "pm": "±",
}  # fmt: skip
_CHARS = {"-": "−", "'": "′"}
_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_TOKEN = re.compile(rf"\\([A-Za-z]+) *(?:{_GROUP})?|([_^]) *(?:{_GROUP}|(\\[A-Za-z]+|.))|{_GROUP}|(.)", re.DOTALL)


@dataclass(frozen=True)
class Run:
    """Characters of one look; level: 1 above the line, -1 below it, 0 on it; dx: shift before it."""

    text: str
    level: int
    italic: bool
    dx: float = 0.0

    @property
    def width(self) -> float:
        """How wide it prints in Libertinus Serif, nearly."""
        plain = (char for char in self.text if not unicodedata.combining(char))
        return (SCRIPT if self.level else SIZE) * sum(_WIDTHS.get(unicodedata.normalize("NFD", c)[0], 0.5) for c in plain)


@dataclass(frozen=True)
class Label:
    """A label as it is set (runs, width), in words (plain), and drawn around the origin (svg)."""

    runs: tuple[Run, ...]
    width: float
    plain: str

    @property
    def scripted(self) -> bool:
        """Whether something stands above or below the line."""
        return any(run.level for run in self.runs)


def _read(latex: str, level: int = 0, *, upright: bool = False) -> Iterator[Run]:
    """The characters one by one, each with its look."""
    for command, argument, script, braced, single, group, char in _TOKEN.findall(latex):
        if command in _ACCENTS:
            for at, run in enumerate(_read(argument, level, upright=upright)):
                yield replace(run, text=unicodedata.normalize("NFC", run.text + _ACCENTS[command])) if at == 0 else run
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
    level, plain = 0, ""
    for at, run in enumerate(runs):
        target = x
        if run.level != level:
            end = max(end, x) if level else x
            start = start if level else x
            target = start if level and run.level else end
            plain += "_" if run.level < 0 else "^" if run.level and run.text[0] not in "([" else ""
            level = run.level
        runs[at] = replace(run, dx=target - x)
        x, plain = target + run.width, plain + run.text
    return Label(tuple(runs), max(end, x), plain)


@dataclass(frozen=True)
class Frame:
    """A drawing with gaps: `pieces` lie around the labels of `edges`, `biases` and `units`, in this order.

    An edge is (layer, unit it enters, unit it leaves) as in `weights`; units and biases are (layer, unit).
    """

    pieces: tuple[str, ...]
    edges: tuple[tuple[int, int, int], ...]
    biases: tuple[tuple[int, int], ...]
    units: tuple[tuple[int, int], ...]


@lru_cache(1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(TEMPLATES / "figures")), undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, autoescape=False, auto_reload=False,
    )  # noqa: S701  # the alt text is no XML; the drawing escapes its labels  # fmt: skip
    environment.globals |= {"SIZE": SIZE, "SCRIPT": SCRIPT, "UP": UP, "DOWN": DOWN, "AIR": AIR, "LINE": LINE, "SCRIPTED_LINE": SCRIPTED_LINE, "SLOT": SLOT, "set": _label}
    environment.filters["n"] = lambda value: f"{value:.2f}".rstrip("0").rstrip(".")
    return environment


@lru_cache(1)
def _parts() -> Any:
    """The macros that draw labels."""
    return _environment().get_template("network.labels.j2").module


@lru_cache(4096)
def _drawn(latex: str, role: str) -> str:
    """A label drawn around the origin, as the template's macro `role` has it."""
    return str(getattr(_parts(), role)(_label(latex)))


def _shown(size: int) -> list[int | None]:
    """The units drawn, from the top; None where some are left out."""
    return [*range(size)] if size <= WHOLE else [*range(HEAD), None, size - 1]


@lru_cache(256)
def _frame(sizes: tuple[int, ...], radius: float, weight: tuple[float, float], bias: tuple[float, float]) -> Frame:
    """The drawing for labels of at most these (width, height); (0, 0) where there are none."""
    slots = [_shown(size) for size in sizes]
    gap = GAP if len(sizes) <= 3 else NARROW_GAP  # noqa: PLR2004  # three layers fill a column of text
    spacing, parts = _spacing([len(layer) for layer in slots], (radius + AIR + weight[0] / 2) / gap, weight[1], bias[1] + 2 * radius + AIR)
    half = max((len(layer) - 1) / 2 * apart for layer, apart in zip(slots, spacing, strict=True)) + radius + bias[1] + MARGIN
    places: dict[tuple[int, int], tuple[float, float]] = {}
    dots: list[tuple[float, float]] = []
    for number, (layer, apart) in enumerate(zip(slots, spacing, strict=True)):
        for at, unit in enumerate(layer):
            place = (MARGIN + radius + number * gap, half + (at - (len(layer) - 1) / 2) * apart)
            if unit is None:
                dots.append(place)
            else:
                places[number, unit] = place
    edges = tuple((n - 1, j, i) for n, j in places for m, i in places if m == n - 1)
    ends = [(places[n, i], places[n + 1, j], parts[n]) for n, j, i in edges]
    biases = tuple(place for place in places if place[0]) if bias[1] else ()
    last = len(sizes) - 1
    drawing = _environment().get_template("network.svg.j2").render(
        width=2 * MARGIN + radius + last * gap + max(radius, bias[0] / 2), height=2 * half, radius=radius, nodes=list(places.values()),
        dots=dots, edges=[_arrow(start, end, radius) for start, end, _ in ends],
        weights=[(x + t * (u - x), y + t * (v - y)) for (x, y), (u, v), t in ends] if weight[1] else [],
        biases=[_beside(places[n, j], half, radius, bias, last=n == last) for n, j in biases],
    )  # fmt: skip
    return Frame(tuple(drawing.split(SLOT)), edges if weight[1] else (), biases, tuple(places))


def _spacing(counts: Sequence[int], near: float, line: float, least: float) -> tuple[list[float], list[float]]:
    """How far apart each layer's units are, and how far along its edges the labels stand (0: source, 1: end).

    At the part t of the way the edges of one unit lie t * (the next layer's spacing) apart and two
    units' bundles (1 - t) * (their own spacing): both make room for the labels, `line` high.
    """
    spacing, parts = [least], list[float]()
    for count in reversed(counts[1:]):
        part = near if count > 1 else max(near, 0.4)
        if count > 1:
            spacing[0] = max(spacing[0], line / part)
        step = part * spacing[0] if count > 1 and line else line
        spacing.insert(0, max(least, count * step / (1 - part)))
        parts.insert(0, part)
    return spacing, parts


def _arrow(start: tuple[float, float], end: tuple[float, float], radius: float) -> tuple[float, ...]:
    """From circle to circle: x and y of the line's start, its end, the head's tip and its two corners."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    dx, dy = dx / hypot(dx, dy), dy / hypot(dx, dy)
    x, y = end[0] - radius * dx, end[1] - radius * dy
    bx, by = x - ARROW * dx, y - ARROW * dy
    side = ARROW / 2.6
    return (
        start[0] + radius * dx, start[1] + radius * dy, bx, by, x, y, bx - side * dy, by + side * dx, bx + side * dy, by - side * dx
    )  # fmt: skip


def _beside(place: tuple[float, float], half: float, radius: float, bias: tuple[float, float], *, last: bool) -> tuple[float, float]:
    """Where a unit's bias stands: above it, or below it in the lower half; not over the edges that leave it."""
    away = radius + bias[1] / 2
    return place[0] + (0 if last else min(0, radius - bias[0] / 2)), place[1] + (away if place[1] > half + 1 else -away)



def _box(labels: Iterable[Label], more: float = 0.0) -> tuple[float, float]:
    """The largest width, in steps so that few frames are drawn, and the height of a line."""
    widths, scripted = zip(*((label.width, label.scripted) for label in labels), strict=True)
    return 3.0 * ceil((max(widths) + more + AIR) / 3), SCRIPTED_LINE if any(scripted) else LINE


def network(
    *,
    sizes: Sequence[int],
    unit_labels: Sequence[Sequence[str]],
    weights: Sequence[Sequence[Sequence[str]]] | None = None,
    biases: Sequence[Sequence[str]] | None = None,
    name: str = "network",
) -> Figure:
    """A layered network from left to right.

    Parameters
    ----------
    sizes
        The number of units of each layer, the inputs' first. Of a wide layer some units are drawn.
    unit_labels
        Simple LaTeX for each unit of each layer.
    weights
        weights[l][j][i] is the label, a number or simple LaTeX, of the edge from unit i of layer l to unit j of the next.
    biases
        biases[l][j] is that of unit j of layer l + 1.
    name
        What the prompt calls the figure.
    """
    units = [[_label(latex) for latex in layer] for layer in unit_labels]
    radius = max(RADIUS, ceil(max(label.width for layer in units for label in layer) / 2 + MARGIN))
    on_edges = [(n, j, i, _label(latex)) for n, layer in enumerate(weights or ()) for j, row in enumerate(layer) for i, latex in enumerate(row)]
    at_units = [(n + 1, j, _label(latex)) for n, layer in enumerate(biases or ()) for j, latex in enumerate(layer)]
    frame = _frame(
        tuple(sizes), radius, _box(label for *_, label in on_edges) if on_edges else (0.0, 0.0),
        _box((label for *_, label in at_units), _word().width) if at_units else (0.0, 0.0),
    )  # fmt: skip
    drawn = chain(
        (_drawn(weights[n][j][i], "weight") for n, j, i in frame.edges) if weights else (),
        (_drawn(biases[n - 1][j], "bias") for n, j in frame.biases) if biases else (),
        (_drawn(unit_labels[n][j], "unit") for n, j in frame.units),
    )
    alt = _environment().get_template("network.alt.j2").render(
        layers=[[label.plain for label in layer] for layer in units],
        weights=[(units[n][i].plain, units[n + 1][j].plain, label.plain) for n, j, i, label in on_edges],
        biases=[(units[n][j].plain, label.plain) for n, j, label in at_units],
    )  # fmt: skip
    return Figure(name, "".join(chain.from_iterable(zip_longest(frame.pieces, drawn, fillvalue=""))), alt)
