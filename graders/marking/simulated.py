"""Simulated students type their answers, and these are marked: honest ones must be right, mistakes named.

`generator.students` works the problems; here what they come to is written down as students write, read and
marked. Columns of `quizgrad verify`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from generator.answers.answer import Answer
from generator.answers.array import Array
from generator.answers.choice import Choice
from generator.keys import rng_of
from generator.problem import Part, Problem
from generator.students import honest_answers, mistaken_answers
from generator.verify import Examiner, Report
from graders.marking.marking import mark_problem
from graders.marking.verdicts import Verdict

TURNED_AWAY, UNNAMED = "typed turned away", "mistakes unnamed"


def examine(problem: Problem, report: Report) -> None:
    """Count the honest answers that are not marked right, and the mistakes that are, or go unnamed."""
    rng = rng_of(problem.seed)
    for part in problem.parts:
        single = replace(problem, parts=(part,))
        _honest(single, part, rng, report)
        _mistaken(single, part, rng, report)


EXAMINER = Examiner((TURNED_AWAY, UNNAMED), examine)


def _honest(problem: Problem, part: Part, rng: Random, report: Report) -> None:
    for who, value in _answers(problem, part):
        text = rng.choice(spellings(part.answer, value))
        verdict = mark_problem(problem, {part.label: text})[0]
        if verdict.status != "full":
            report.fault(TURNED_AWAY, problem.seed, f"part {part.label}, {who}: {_told(text, verdict, part)}")


def _answers(problem: Problem, part: Part) -> Iterator[tuple[str, Any]]:
    if isinstance(part.answer, Choice):
        return iter([("who reads the paper", part.answer.value)])
    return honest_answers(part.answer, part.ask, problem.working, problem.seed)


def _mistaken(problem: Problem, part: Part, rng: Random, report: Report) -> None:
    for wrong in part.wrong:
        bent = problem.working.bent(wrong.mistake)
        if isinstance(part.answer, Choice) or bent is None:
            values = [wrong.value]
        else:
            exactly, *rounded = mistaken_answers(part.answer, part.ask, bent)
            values = [exactly, *rng.sample(rounded, min(1, len(rounded)))]
        for value in values:
            text = rng.choice(spellings(part.answer, value))
            verdict = mark_problem(problem, {part.label: text})[0]
            if verdict.status != "none" or wrong.mistake.name not in (verdict.mistake, *verdict.equal):
                what = f"part {part.label}, {wrong.mistake.name}: {_told(text, verdict, part)}"
                report.fault(UNNAMED, problem.seed, what)


def _told(text: str, verdict: Verdict, part: Part) -> str:
    named = ", ".join(filter(None, (verdict.mistake, *verdict.equal))) or "no mistake"
    return f"{text!r} for {part.answer.shown}: {verdict.status}, {named}"


def spellings(answer: Answer, value: Any) -> list[str]:
    """Some ways in which a student writes this value."""
    if isinstance(answer, Array):
        return _array_spellings(answer, value)
    match answer.type:
        case "choice":
            option = getattr(answer, "options", ())[ord(value) - ord("A")]
            return [value, value.lower(), f"({value})", f"{value}. {option}"]
        case "number":
            text = answer.text(value)
            return [text, f"{text} ", f"= {text}", text.replace("-", "−"), f"${text}$"]
        case "integer":
            return (
                [f"{value}", f"{value:,}", f"{value}.0"] if abs(value) < 1e15 else [f"{value}"]
            )  # floats' end
    return [answer.text(value)]


def _array_spellings(answer: Array, value: Any) -> list[str]:
    rows = answer.rows(value)
    if not answer.shape:
        return [f"({', '.join(rows[0])})", f"[{' '.join(rows[0])}]", "; ".join(rows[0])]
    lines = ["; ".join(" ".join(row) for row in rows), "\n".join(", ".join(row) for row in rows)]
    return [answer.text(value), answer.latex(value), f"[{lines[0]}]", *lines]
