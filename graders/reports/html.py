"""The page that a student opens: self-contained, without scripts, nothing from the network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

import jinja2

from generator.places import TEMPLATES
from generator.points import amount
from graders.assignment import Assignment
from graders.journal import Graded
from graders.reports import WORDS, common_reason, divergence_of, sandbox_of, title_of
from graders.submissions import TURNING

LONGEST = 6000
_UNUSUAL = re.compile(r"[^\n\t -~]")
_GAP = re.compile(r" {2,}")
_WORD = re.compile(r"[^\W\d][\w ]*")


@dataclass(frozen=True)
class Block:
    """A piece of a message: a table's rows, or text, of several lines where they were indented."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def student(graded: Graded, assignment: Assignment) -> bytes:
    """One page."""
    report = graded.report
    page = _environment().get_template("student.html.j2").render(
        title=assignment.title,
        file=assignment.file,
        who=graded.name or graded.id,
        id=graded.id,
        report=report,
        share=report.score / report.max_score if report.max_score else 0.0,
        reason=(reason := common_reason(report)),
        first=None if reason else next((check for check in report.checks if check.status == "failed"), None),
        passed=sum(check.status == "passed" for check in report.checks),
        ungraded=graded.ungraded,
        sandbox=sandbox_of(report),
    )  # fmt: skip
    return page.encode(errors="replace")


def blocks(message: str) -> Iterator[Block]:
    """The message in pieces: tables where columns stand under words, indented lines, paragraphs."""
    lines = [line.rstrip() for line in readable(message).splitlines()]
    while lines:
        rows = _table(lines)
        text = [lines[0], *takewhile(lambda line: line.startswith(" "), lines[1:])]
        if rows:
            yield Block(rows=rows)
        elif any(text):
            yield Block(text="\n".join(text))
        del lines[: len(rows) or len(text)]


def _table(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The rows of the table with which these lines begin; none when there is none."""
    cells = (tuple(_GAP.split(line)) for line in lines)
    head = next(cells)
    if len(head) < 2 or not all(_WORD.fullmatch(cell) for cell in head):
        return ()
    rows = tuple(takewhile(lambda row: len(row) == len(head), cells))
    return (head, *rows) if rows else ()


def readable(text: str, *, longest: int = LONGEST) -> str:
    """A student's text without control characters, and no longer than anyone reads."""
    left_out = len(text) - longest
    text = _UNUSUAL.sub(lambda found: found[0] if _harmless(found[0]) else "\ufffd", text[:longest])
    return text if left_out <= 0 else f"{text}\n… and {left_out:,} characters more"


def sentence(phrase: str) -> str:
    """A phrase with a capital and a full stop, unless it begins with a file's name."""
    first = phrase.split(" ", 1)[0]
    begun = phrase if "." in first or not first.isalpha() else phrase[:1].upper() + phrase[1:]
    return begun if begun.endswith((".", "!", "?")) else f"{begun}."


def _harmless(character: str) -> bool:
    return character.isprintable() and character not in TURNING


@lru_cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "reports"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        finalize=lambda value: readable(value) if type(value) is str else value,
        auto_reload=False,
    )
    env.filters |= {"points": amount, "title": title_of, "blocks": blocks, "sentence": sentence}
    env.filters["divergence"] = divergence_of
    env.globals |= {"WORDS": WORDS}
    return env
