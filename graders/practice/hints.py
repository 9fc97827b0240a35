"""Hints for a part of a problem, each a little more, taken from its worked solution.

First come the formulas of the steps that the part needs and no earlier part did, without the draw's numbers;
where the solution prints no such steps, its first sentence, unless that tells the answer. Of printed choices
wrong ones are then ruled out until two are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.answers.choice import LETTERS
from generator.keys import rng_of, seed_for
from generator.problem import Part, Problem
from generator.render import Renderer

LEFT = 2
"""So many options are left to choose from."""
_SENTENCE = re.compile(r"[^|#>\s](?:\$[^$]+\$|[^$])*?[.:](?=\s|$)")
_LIST = re.compile(r"(?:[-*+]|\d+[.)])\s")
_BARE = re.compile(r"[^\w.−-]+")


@dataclass(frozen=True)
class Hint:
    """kind: the macro of templates/practice.md.j2; text: a formula, a sentence or a letter."""

    kind: str
    text: str


def hints(problem: Problem, renderer: Renderer) -> dict[str, list[Hint]]:
    """The hints for each part, by its label."""
    formulas = renderer.formulas(problem)
    found: dict[str, list[Hint]] = {}
    known: set[str] = set()
    opening = _opening(renderer.solution(problem))
    for part in problem.parts:
        needed = problem.working.needs(part.ask.steps)
        names = [name for name in formulas if name in needed and name not in known]
        own = [Hint("hint_step", formulas[name]) for name in names if not _tells(problem, part, name)]
        if not own and opening and not any(_says(opening, one) for one in problem.parts):
            own, opening = [Hint("hint_words", opening)], ""
        found[part.label] = [*own, *_ruled_out(problem, part)]
        known |= needed
    return found


def _tells(problem: Problem, part: Part, name: str) -> bool:
    """Whether a step's formula is the formula that is asked for."""
    if part.open_answer.type != "expression":
        return False
    return name in part.ask.steps or part.open_answer.accepts(problem.working.formula(name))


def _opening(solution: str) -> str:
    """The solution's first sentence, if it begins with one."""
    first = solution.split("\n\n")[0].split("$$")[0]
    found = _SENTENCE.match(first)
    if found is None or _LIST.match(first):
        return ""
    return found[0][:-1].rstrip() + "."


def _says(text: str, part: Part) -> bool:
    """Whether a text holds a part's answer, or one of its choices."""
    words = _bare(text)
    answers: list[Any] = [part.open_answer.shown, *part.options]
    return any(f" {_bare(str(answer))} " in f" {words} " for answer in answers)


def _bare(text: str) -> str:
    return " ".join(_BARE.sub(" ", text.casefold()).replace(". ", " ").strip(" .").split())


def _ruled_out(problem: Problem, part: Part) -> Iterator[Hint]:
    letters = [letter for letter in LETTERS[: len(part.options)] if letter != part.answer.value]
    rng_of(seed_for("hints", problem.seed, part.label)).shuffle(letters)
    for letter in letters[: max(0, len(part.options) - LEFT)]:
        yield Hint("hint_not", letter)
