"""The formats that papers come in: a module here is a format, found by being there.

A format is a module with `render(papers, *, fonts=()) -> list[Rendered]` and its template in
templates/documents.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from generator.documents.paper import Paper, Rendered
from generator.errors import unknown


class Format(Protocol):
    """What a format's module offers."""

    def render(self, papers: Sequence[Paper], *, fonts: Sequence[Path] = ()) -> list[Rendered]:
        """One document a paper; fonts are font files that may be used besides the built-in ones."""
        ...


def names() -> list[str]:
    """The formats there are."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__))


def load(name: str) -> Format:
    """The format of that name.

    Raises
    ------
    InputError
        There is none.
    """
    known = names()
    if name not in known:
        raise unknown("format", name, known)
    return cast("Format", importlib.import_module(f"{__name__}.{name}"))
