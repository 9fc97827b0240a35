"""Verdicts in words, Markdown by templates/marking.md.j2, and what a person should look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import jinja2

from generator.places import TEMPLATES
from generator.render import counted, listed
from graders.marking.verdicts import Remark, Verdict

_HARMLESS = re.compile(r"['\"(]*(?:[A-Za-zÀ-ž0-9,;=%…–'-]*|[0-9]+\.[0-9]+|U\+[0-9A-F]+)[.,;:!?'\")]*")
# What the fonts have that every format prints with.
_PRINTED = re.compile("[ -~\u00a1-\u024f\u0370-\u04ff\u1e00-\u1eff\u2010-\u2040\u2070-\u209c\u2190-\u23ff]")
_LEADS = re.compile(r"[-+=#>]|[0-9]+[.)]")


def said(verdict: Verdict) -> tuple[str, ...]:
    """A sentence or two for each remark."""
    return tuple(_said(remark) for remark in verdict.remarks)


def worded(name: str, *arguments: object) -> str:
    """One of the template's other texts."""
    text: str = getattr(_template("marking.md.j2").module, name)(*arguments)
    return " ".join(text.split())


def warned(remark: Remark) -> str:
    """Why a problem looks unfair, in plain text by templates/items.j2."""
    return _filled("items.j2", remark)


def plain(text: str, symbols: Sequence[str] = ()) -> str:
    """A text that is no Markdown, as Markdown prints it: words with unusual characters as code.

    symbols: words that are the paper's own LaTeX, and print as formulas.
    """
    return " ".join(_word(word, symbols, first=n == 0) for n, word in enumerate(text.split()))


def _word(word: str, symbols: Sequence[str], *, first: bool) -> str:
    if _HARMLESS.fullmatch(word) and not (first and _LEADS.match(word)):
        return word
    core = word.rstrip(".,:;!?") or word
    if core in symbols:
        return f"${core}${word[len(core) :]}"
    shown = "".join(
        c if _PRINTED.match(c) and c.isprintable() else f"U+{ord(c):04X}" for c in re.sub("``+", "`", core)
    )
    return (f"`` {shown} ``" if "`" in shown else f"`{shown}`") + word[len(core) :]


def _said(remark: Remark) -> str:
    return _filled("marking.md.j2", remark)


def _filled(template: str, remark: Remark) -> str:
    text: str = getattr(_template(template).module, remark.kind)(**remark.facts)
    return " ".join(text.split())


@lru_cache
def _template(name: str) -> jinja2.Template:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  # Markdown, not HTML
        auto_reload=False,
    )
    env.globals |= {"count": counted, "counted": counted, "listed": listed}
    env.filters["plain"] = plain
    return env.get_template(name)
