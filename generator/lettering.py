"""Labels of figures: simple LaTeX as it is set in a drawing, how large it is, and the same in words.

Lengths are points of print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from unicodedata import combining, normalize

import jinja2

from generator.places import TEMPLATES
from reference.numerals import plain, typographic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZE, SCRIPT, UP, DOWN = 10.0, 7.4, -3.8, 2.4
LINE, SCRIPTED_LINE = 9.6, 13.2
AIR = 2.6
SLOT = "\ue000"
"""Stands in a drawing where a label goes."""

_WIDTHS = {
    "ijl.,:;'|′! ": 0.26,
    "()": 0.29,
    "[]-frt/": 0.33,
    "ℓ": 0.42,
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
    rf"\\([A-Za-z]+)(?: *{_GROUP}| +(?![ =]))?|([_^]) *(?:{_GROUP}|(\\[A-Za-z]+|.))|{_GROUP}|(.)", re.DOTALL
)


@dataclass(frozen=True)
class Run:
    """Characters of one look. level: 1 raised, -1 lowered, 0 on the line. x: from the label's left edge."""

    text: str
    level: int
    italic: bool
    x: float = 0.0

    @property
    def y(self) -> float:
        """How far below the line they stand."""
        return {0: 0.0, 1: UP, -1: DOWN}[self.level]

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
def label(latex: str) -> Label:
    """Simple LaTeX, set and in words; of two scripts the second stands under or over the first."""
    runs: list[Run] = []
    for char in _read(latex):
        if runs and (runs[-1].level, runs[-1].italic) == (char.level, char.italic):
            runs[-1] = replace(char, text=runs[-1].text + char.text)
        else:
            runs.append(char)
    x = start = end = 0.0
    level, words = 0, ""
    for at, run in enumerate(runs):
        target = x
        if run.level != level:
            end = max(end, x) if level else x
            start = start if level else x
            target = start if level and run.level else end
            words += "_" if run.level < 0 else "^" if run.level and run.text[0] not in "([" else ""
        runs[at] = replace(run, x=target)
        x, words, level = target + run.width, words + run.text, run.level
    return Label(tuple(runs), max(end, x), SCRIPTED_LINE if any(run.level for run in runs) else LINE, words)


@lru_cache(1)
def environment() -> jinja2.Environment:
    """What renders the figures' templates."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(TEMPLATES / "figures")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  # the words are no XML, and the drawing escapes its labels
        auto_reload=False,
    )
    environment.filters["n"] = lambda value: f"{value:.2f}".rstrip("0").rstrip(".")
    environment.filters["minus"] = lambda value: typographic(plain(value))
    environment.globals |= {"SIZE": SIZE, "SCRIPT": SCRIPT, "AIR": AIR, "SLOT": SLOT}
    return environment


@lru_cache(32)
def macro(template: str, name: str) -> Callable[..., str]:
    """What a drawing's template calls so."""
    return cast("Callable[..., str]", getattr(environment().get_template(template).module, name))


@lru_cache(4096)
def drawn(kind: str, latex: str) -> str:
    """A label drawn around the origin: "text", or "backed" by white."""
    return str(macro("label.svg.j2", kind)(label(latex)))
