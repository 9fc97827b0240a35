"""A verdict in words: Markdown, by templates/marking.md.j2."""

from __future__ import annotations

from functools import lru_cache

import jinja2

from generator.places import TEMPLATES
from generator.render import counted, listed
from graders.marking.verdicts import Remark, Verdict


def said(verdict: Verdict) -> tuple[str, ...]:
    """A sentence or two for each remark."""
    return tuple(_said(remark) for remark in verdict.remarks)


def _said(remark: Remark) -> str:
    text: str = getattr(_template().module, remark.kind)(**remark.facts)
    return " ".join(text.split())


@lru_cache
def _template() -> jinja2.Template:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  # Markdown, not HTML
        auto_reload=False,
    )
    env.globals |= {"count": counted, "listed": listed}
    return env.get_template("marking.md.j2")
