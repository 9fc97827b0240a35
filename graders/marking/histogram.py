"""The picture of a class's scores, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import jinja2

from generator.documents.paper import Figure
from generator.places import TEMPLATES
from graders.marking.statistics import histogram

WIDTH, HEIGHT = 400.0, 170.0
LEFT, RIGHT, TOP, BOTTOM = 10.0, 390.0, 16.0, 138.0
GAP = 2.0
BINS = 10


def scores_figure(shares: Sequence[float]) -> Figure:
    """How many scores lie in each tenth; shares: each student's share of the points."""
    counts = histogram(shares, BINS)
    step, tallest = (RIGHT - LEFT) / BINS, max(1, *counts)
    percent = [round(100 * k / BINS) for k in range(BINS + 1)]
    env = _environment()
    words = (
        env.get_template("histogram.alt.j2")
        .render(total=len(shares), counts=list(zip(percent, percent[1:], counts, strict=False)))
        .strip()
    )
    svg = env.get_template("histogram.svg.j2").render(
        width=WIDTH, height=HEIGHT, left=LEFT, right=RIGHT, bottom=BOTTOM, words=words, wide=step - GAP,
        bars=[
            (LEFT + k * step + GAP / 2, BOTTOM - count / tallest * (BOTTOM - TOP), count)
            for k, count in enumerate(counts)
            if count
        ],
        ticks=[(LEFT + k * step, label) for k, label in enumerate(percent)],
    ).strip()  # fmt: skip
    return Figure("scores", svg, words)


@lru_cache(1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(TEMPLATES / "figures")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  # the words are no XML, and the drawing escapes them
        auto_reload=False,
    )
    environment.filters["n"] = lambda value: f"{value:.2f}".rstrip("0").rstrip(".")
    return environment
