"""The page that a student gets back: the paper, and beside each part what was answered and what became of it.

It is made from the answer key by leaving out what is not to be told, so that what stands there is the
key's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeAlias, get_args

from generator.answers.expression import Expression
from generator.answers.realises import Realises
from generator.documents.paper import Feedback, Paper, PaperPart, PaperProblem, PartFeedback, PartKey, Result
from generator.documents.tex import ems
from generator.papers import Placed
from generator.problem import Part, Problem
from graders.marking.marking import wanted
from graders.marking.sheets import MarkedProblem, Sheet
from graders.marking.states import state_of, state_of_all
from graders.marking.verdicts import Verdict
from graders.marking.words import said, worded
from graders.reading import Value, read
from graders.reports.html import readable

Reveal: TypeAlias = Literal["nothing", "answers", "solutions"]
REVEALS: tuple[Reveal, ...] = get_args(Reveal)
"""How much of what is right is told: nothing, the answers, or the worked solutions too."""
LONGEST, LINES = 600, 12
"""So much of an answer is printed."""
WIDEST = 40
"""A formula of more ems is printed as it was read, letter by letter."""
SHORT = 80


def feedback_paper(key: Paper, placed: Sequence[Placed], sheet: Sheet, reveal: Reveal) -> Paper:
    """The page of one student. key: of the paper; placed: its problems; sheet: what became of the answers."""
    problems = tuple(
        _problem(asked, item.problem, marked, reveal)
        for asked, item, marked in zip(key.problems, placed, sheet.problems, strict=True)
    )
    paper = replace(key.without_key(), problems=problems, instructions=(), notation=(), answer_sheet=False)
    return replace(paper, feedback=_feedback(sheet))


def _feedback(sheet: Sheet) -> Feedback:
    found = _first(sheet)
    places = [(problem.number, verdict) for problem in sheet.problems for verdict in problem.verdicts]
    right = all(state_of(verdict) in ("right", "dropped") for _, verdict in places)
    notes = [worded("waits", sheet.waiting)] if sheet.waiting else []
    notes += [worded("all_right")] if right and sheet.points else []
    state = "waiting" if sheet.waiting else "right" if right else "partly"
    result = Result(state, "", "", sheet.points, sheet.max_points)
    if found is None:
        return Feedback(result, tuple(notes))
    number, verdict = found
    return Feedback(result, tuple(notes), (number, verdict.label), " ".join(said(verdict)[:1]))


def _first(sheet: Sheet) -> tuple[int, Verdict] | None:
    """The first answer that is wrong, else the first that is missing; and its problem's number."""
    lost = [
        (problem.number, verdict)
        for problem in sheet.problems
        for verdict in problem.verdicts
        if verdict.points < verdict.max_points
    ]
    wrong = [one for one in lost if one[1].status in ("none", "partial")]
    blank = [one for one in lost if one[1].status == "blank"]
    return next(iter([*wrong, *blank]), None)


def _problem(asked: PaperProblem, problem: Problem, marked: MarkedProblem, reveal: Reveal) -> PaperProblem:
    parts = tuple(
        _part(part, problem, one, verdict, reveal)
        for part, one, verdict in zip(asked.parts, problem.parts, marked.verdicts, strict=True)
    )
    untouched = all(_untouched(verdict) for verdict in marked.verdicts)
    solution = asked.solution if reveal == "solutions" and not untouched else None
    return replace(asked, parts=parts, solution=solution, work=0, result=_whole(marked))


def _untouched(verdict: Verdict) -> bool:
    """Whether nothing is to be said against the answer."""
    return verdict.status == "full" and verdict.has_right_value


def _part(part: PaperPart, problem: Problem, one: Part, verdict: Verdict, reveal: Reveal) -> PaperPart:
    told = part.key if reveal != "nothing" else None
    chosen = _index(verdict.shown) if part.choices else None
    feedback = PartFeedback(
        _result(verdict),
        _typed(verdict.typed),
        _read(problem, one, verdict),
        chosen if chosen is not None and chosen < len(part.choices) else None,
        said(verdict) if verdict.status != "blank" else said(verdict)[1:],
        told.answer if told and not _same(one, verdict, told, chosen) else "",
        told.right if told else None,
    )
    return replace(part, key=None, feedback=feedback)


def _result(verdict: Verdict) -> Result:
    state = state_of(verdict)
    word = worded("word", state, verdict.kinds)
    return Result(state, worded("sign", state), word, verdict.points, verdict.max_points)


def _whole(marked: MarkedProblem) -> Result:
    state = state_of_all(marked.verdicts)
    every = set.intersection(*(verdict.kinds for verdict in marked.verdicts))
    return Result(
        state, worded("sign", state), worded("word", state, every), marked.points, marked.max_points
    )


def _typed(text: str) -> str:
    """What is printed of an answer: its lines, without what can't be seen, and not all of a long one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    cut = "\n".join([*lines[:LINES], *(["…"] if len(lines) > LINES else [])])
    return readable(re.sub(r"\s+$", "", cut.expandtabs(2)), longest=LONGEST)


def _same(part: Part, verdict: Verdict, told: PartKey, chosen: int | None) -> bool:
    """Whether the right answer is just what the student wrote, or one of many."""
    if not _untouched(verdict):
        return False
    if isinstance(part.answer, Realises):
        return True
    return chosen == told.right if part.options else _bare(verdict.typed) == _bare(part.answer.shown)


def _read(problem: Problem, part: Part, verdict: Verdict) -> str:
    """How the answer was read, where that is not just how it was typed."""
    if not verdict.shown or part.options or _bare(verdict.typed) == _bare(verdict.shown):
        return ""
    if isinstance(part.answer, (Expression, Realises)):
        value = read(verdict.typed, wanted(problem, part))
        text = part.answer.latex(value.value) if isinstance(value, Value) else ""
        if text and all(ems(formula) <= WIDEST for formula in text.split("$")[1::2]):
            return text
    return f"`{verdict.shown if len(verdict.shown) <= SHORT else verdict.shown[:SHORT] + '…'}`"


def _bare(text: str) -> str:
    """A text without brackets and spaces, its numbers without zeros at the end."""
    text = re.sub(r"[\s()\[\];,=]+", " ", text.replace("−", "-")).strip()
    return re.sub(r"(?<![\w.])\+?(-?)0*(\d*)(?:\.(\d*?)0*)?(?![\w.])", _number, text).casefold()


def _number(found: re.Match[str]) -> str:
    whole, rest = found[2] or "0", found[3] or ""
    return f"{found[1]}{whole}{'.' if rest else ''}{rest}" if found[0] else ""


def _index(letter: str) -> int | None:
    return ord(letter) - ord("A") if len(letter) == 1 and letter.isascii() and letter.isupper() else None
