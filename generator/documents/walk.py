"""Every Markdown text of a paper changed, and every text that someone typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from generator.documents.paper import Figure, Paper, PaperPart, PaperProblem, PartFeedback, PartKey

Change: TypeAlias = Callable[[str, str, Sequence[Figure]], str]
"""(text, where it stands, the problem's figures) -> another text."""


def changed(paper: Paper, change: Change) -> Paper:
    """The paper with each Markdown text changed."""

    def bullets(kind: str, texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(change(text, f"{kind} {number}", ()) for number, text in enumerate(texts, start=1))

    feedback = paper.feedback
    return replace(
        paper,
        instructions=bullets("instruction", paper.instructions),
        notation=bullets("notation", paper.notation),
        problems=tuple(_problem(problem, change) for problem in paper.problems),
        feedback=feedback
        and replace(
            feedback,
            notes=bullets("note", feedback.notes),
            start=change(feedback.start, "what to read first", ()),
        ),
    )


def with_typed(paper: Paper, printed: Callable[[Sequence[str]], str]) -> Paper:
    """The paper with each typed text, given by its lines, as it prints."""

    def part(one: PaperPart) -> PaperPart:
        feedback = one.feedback
        if feedback is None or not feedback.typed:
            return one
        return replace(one, feedback=replace(feedback, typed=printed(feedback.typed.split("\n"))))

    if paper.feedback is None:
        return paper
    problems = (replace(problem, parts=tuple(map(part, problem.parts))) for problem in paper.problems)
    return replace(paper, problems=tuple(problems))


def _problem(problem: PaperProblem, change: Change) -> PaperProblem:
    where, figures = f"problem {problem.number}", problem.figures

    def each(texts: Sequence[str], place: str) -> tuple[str, ...]:
        return tuple(change(text, f"{place} {number}", figures) for number, text in enumerate(texts, start=1))

    def part(part: PaperPart) -> PaperPart:
        place = f"{where}, part {part.label}" if part.label else where
        key, feedback = part.key, part.feedback
        return replace(
            part,
            asked=change(part.asked, place, figures),
            choices=each(part.choices, f"{place}, choice"),
            fields=each(part.fields, f"{place}, blank"),
            key=key and _key(key, lambda text: change(text, f"{place}, key", figures)),
            feedback=feedback
            and _feedback(feedback, lambda text: change(text, f"{place}, feedback", figures)),
        )

    return replace(
        problem,
        prompt=change(problem.prompt, where, figures),
        parts=tuple(part(one) for one in problem.parts),
        solution=problem.solution and change(problem.solution, f"{where}, solution", figures),
    )


def _key(key: PartKey, change: Callable[[str], str]) -> PartKey:
    return replace(
        key,
        answer=change(key.answer),
        accepted=change(key.accepted),
        mistakes=tuple((change(wrote), change(wrong)) for wrote, wrong in key.mistakes),
        marks=tuple((change(what), points) for what, points in key.marks),
    )


def _feedback(feedback: PartFeedback, change: Callable[[str], str]) -> PartFeedback:
    return replace(
        feedback,
        read=change(feedback.read),
        remarks=tuple(change(remark) for remark in feedback.remarks),
        answer=change(feedback.answer),
    )
