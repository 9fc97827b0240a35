"""How each problem fared, to be read: one self-contained page without scripts."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

import jinja2

from generator.documents.formats import html
from generator.places import TEMPLATES
from generator.points import amount
from graders.marking import statistics
from graders.marking.books import Book
from graders.marking.histogram import scores_figure
from graders.marking.states import STATES

FILE = "instructor/items.html"
MOST_NAMES = 3


def written(book: Book) -> bytes:
    """The page; where nothing was marked yet it says so."""
    shares = book.shares
    figure = scores_figure(shares) if shares else None
    page = _environment().get_template("items.html.j2").render(
        quiz=book.build.quiz,
        items=book.items,
        warnings=book.warnings,
        warned=[report for report in book.items if book.warnings[report.item]],
        everybody=len(book.sheets),
        marked=len(book.marked),
        waiting=sum(sheet.waiting for sheet in book.marked),
        corrected=bool(book.corrections),
        mean=statistics.mean(shares),
        median=statistics.median(shares),
        spread=statistics.spread(shares),
        figure=figure,
        picture=figure and base64.b64encode(figure.svg.encode()).decode(),
        says=_sentences(book),
    )  # fmt: skip
    return page.encode(errors="replace")


def _sentences(book: Book) -> dict[str, str]:
    """The mistakes' sentences as HTML."""
    tallies = [tally for report in book.items for tally in report.tallies]
    markdown = list(dict.fromkeys(made.says for tally in tallies for made in tally.mistakes))
    return dict(zip(markdown, html.texts(markdown), strict=True))


@lru_cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "reports"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        auto_reload=False,
    )
    env.filters |= {"points": amount, "percent": _percent, "r": _signed}
    env.globals |= {"STATES": STATES, "MOST_NAMES": MOST_NAMES}
    return env


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _signed(value: Any) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-", "−")
