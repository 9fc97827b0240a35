"""The sentences of templates/practice.md.j2."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import jinja2

from generator.places import TEMPLATES

_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#$|~!^&]")


def say(kind: str, **facts: Any) -> str:
    """A sentence, as Markdown."""
    text: str = getattr(_template().module, kind)(**facts)
    return " ".join(text.split("\n")).strip()


def literal(text: str) -> str:
    """A text as Markdown that prints it as it is."""
    return _ACTIVE.sub(r"\\\g<0>", text)


def count_of(number: int, one: str, many: str) -> str:
    """1 try, 2 tries."""
    return f"{number} {one if number == 1 else many}"


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
    env.globals["count_of"] = count_of
    return env.get_template("practice.md.j2")
