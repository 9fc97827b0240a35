"""From drawn problems to a paper: the key, and the quiz that is the key with everything secret left out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.answers.choice import Choice
from generator.conventions import Convention
from generator.documents.paper import Paper, PaperPart, PaperProblem, PartKey
from generator.points import amount
from generator.problem import Part, Problem
from generator.render import Renderer

MOST_LINES = 8
"""For the steps of a problem there is no more space than that."""
MOST_STEPS = 12
"""A part of more steps is not marked step by step."""
MOST_REMARKS = 3
"""So many explanations of one wrong answer are read; more say only that anything may have happened."""


@dataclass(frozen=True)
class Head:
    """What stands at the top of a paper."""

    title: str
    course: str = ""
    version: str = ""
    student: str = ""
    student_id: str = ""
    large_print: bool = False
    questions: bool = True  # whether the key repeats them
    working: bool = True  # whether there is space to work in
    answer_sheet: bool = False


@dataclass(frozen=True)
class Placed:
    """A problem with the points it is worth; item: which of the quiz file's problems it is, from 1."""

    problem: Problem
    points: float
    item: int = 1


def key_paper(renderer: Renderer, head: Head, placed: Sequence[Placed], convention: Convention) -> Paper:
    """The answer key; `.without_key()` of it is the quiz."""
    problems = tuple(_problem(renderer, head, number, item) for number, item in enumerate(placed, start=1))
    parts = [part for item in placed for part in item.problem.parts]
    instructions = renderer.bullets(
        "instructions",
        calculator=any(item.problem.options.calculator for item in placed),
        choices=any(part.options for part in parts),
        blanks=any(not part.options for part in parts),
        working=head.working,
        sheet=head.answer_sheet,
    )
    return Paper(
        head.title,
        head.course,
        head.version,
        problems,
        head.student,
        head.student_id,
        instructions,
        convention.about,
        is_key=True,
        large_print=head.large_print,
        questions=head.questions,
        compact=not head.working,
        answer_sheet=head.answer_sheet,
    )


def quiz_paper(renderer: Renderer, head: Head, placed: Sequence[Placed], convention: Convention) -> Paper:
    """The quiz: made from the key by leaving out, so that the two can't differ in what they ask."""
    return key_paper(renderer, head, placed, convention).without_key()


def _problem(renderer: Renderer, head: Head, number: int, item: Placed) -> PaperProblem:
    problem = item.problem
    texts = renderer.texts(problem)
    parts = []
    seen: set[str] = set()
    for part, points, asked, blanks in zip(
        problem.parts, problem.worth(item.points), texts.asked, texts.fields, strict=True
    ):
        matrix = bool(part.ask.extra.get("shape")) and not part.options
        key = _key(renderer, problem, part, points, seen)
        parts.append(PaperPart(part.label, asked, points, part.options, blanks, key, matrix=matrix))
    work = _lines(problem) if head.working else 0
    return PaperProblem(
        number, item.points, texts.prompt, tuple(parts), texts.figures, work, renderer.solution(problem)
    )


def _lines(problem: Problem) -> int:
    """Space for working: half a line a step, as some stand on one line, and a little for each answer."""
    asked = tuple(step for part in problem.parts if part.answer.stepwise for step in part.ask.steps)
    steps = len(problem.working.needs(asked)) if asked else 0
    return sum(part.answer.work_lines for part in problem.parts) + min(MOST_LINES, (steps + 1) // 2)


def _key(renderer: Renderer, problem: Problem, part: Part, points: float, seen: set[str]) -> PartKey:
    answer = part.answer
    # Several mistakes may lead to the same answer; a marker sees one number and reads a few remarks.
    remarks: dict[str, list[str]] = {}
    for wrong in () if answer.type == "realises" else part.wrong:  # of free numbers nobody writes just those
        remarks.setdefault(answer.wrote(wrong.value), []).append(wrong.mistake.says)
    found = sorted(remarks.items()) if isinstance(answer, Choice) else remarks.items()  # by letter
    return PartKey(
        answer=answer.key_text,
        accepted=answer.accepted,
        mistakes=tuple((wrote, " Or: ".join(says[:MOST_REMARKS])) for wrote, says in found),
        marks=_marks(renderer, problem, part, points, seen),
        right=answer.right if isinstance(answer, Choice) else None,
    )


def _marks(
    renderer: Renderer, problem: Problem, part: Part, points: float, seen: set[str]
) -> tuple[tuple[str, float], ...]:
    """The part's points spread evenly over the steps that are new in it."""
    if not part.answer.rounded:
        return ()
    steps = [name for name in renderer.earning(problem, part.ask.steps) if name not in seen]
    seen.update(steps)
    if not 2 <= len(steps) <= MOST_STEPS:  # one step earns all; fractions of many can't be given
        return ()
    first, last = (f"${renderer.symbol(problem, name)}$" for name in (steps[0], part.ask.name))
    each = amount(points / len(steps))
    rounded = not math.isclose(float(each) * len(steps), points)
    what = renderer.shared("marks", count=len(steps), first=first, last=last, each=each, rounded=rounded)
    return ((what, points),)
