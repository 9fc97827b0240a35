"""What the formats' templates share: the environment, plain texts made safe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import jinja2

from generator.documents.paper import Paper
from generator.errors import InputError
from generator.places import TEMPLATES
from generator.points import amount

FOLDER = TEMPLATES / "documents"
FIGURES = "figures"
"""The folder beside a paper that holds its figures, where the format can't."""
PAGE = 44
"""A page's width in ems."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
PLAIN = ("title", "course", "version", "student", "student_id")


@lru_cache
def environment(*, html: bool = False) -> jinja2.Environment:
    """The environment of the document templates."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([FOLDER, TEMPLATES]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=html,  # noqa: S701  # Markdown and Typst have their own escapes
        auto_reload=False,
    )
    env.filters |= {"amount": amount, "columns": columns, "visible": visible}
    env.globals |= {"LETTERS": LETTERS}
    return env


def visible(html: str) -> str:
    """The text of some HTML, without the TeX that formulas keep."""
    return re.sub(r"<annotation.*?</annotation>|<[^>]*>", "", html, flags=re.DOTALL)


def columns(choices: Sequence[str]) -> str:
    """The CSS that says how wide choices (HTML) are, and in how many columns they stand on a wide page."""
    wide = min(40, 4 + max(len(visible(html)) for html in choices) * 5 // 8)  # about, in ems, with the letter
    fits = [n for n in (4, 3, 2, 1) if n * wide <= PAGE and n <= len(choices)]
    even = [n for n in fits if n != 3 or len(choices) % 3 == 0]
    return f"--wide: {wide}em; --columns: {even[0]}"


def with_plain(paper: Paper, change: Callable[[str], str]) -> Paper:
    """The paper with each text that is no Markdown changed."""
    texts = {name: change(text) for name, text in plain_texts(paper).items()}
    return replace(
        paper,
        title=texts["title"],
        course=texts["course"],
        version=texts["version"],
        student=texts["student"],
        student_id=texts["student_id"],
    )


def plain_texts(paper: Paper) -> dict[str, str]:
    """The texts that are no Markdown, by name; white space made single spaces.

    Raises
    ------
    InputError
        A control character stands in one: no format could print it.
    """
    texts = {name: " ".join(getattr(paper, name).split()) for name in PLAIN}
    for name, text in texts.items():
        for character in text:
            if unicodedata.category(character) in UNPRINTABLE:
                code = f"U+{ord(character):04X}"
                raise InputError(f"{what(paper, name)} has the character {code}, which nothing can print")
    return texts


def what(paper: Paper, name: str) -> str:
    """What an error calls a plain text: the student by name, the others by what they are."""
    if name == "student":
        return f"the name of student '{paper.student}'"
    if name == "student_id":
        return f"the ID of student '{paper.student or paper.student_id}'"
    return f"the {name} '{getattr(paper, name)}'"
