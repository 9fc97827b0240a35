"""Marks one student's paper: draws its problems anew, marks each part, and applies the corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.errors import InputError
from generator.papers import Placed
from generator.rebuilt import Rebuilt
from graders.marking.corrections import Correction
from graders.marking.marking import mark_problem
from graders.marking.papers import Handed
from graders.marking.responses import Place
from graders.marking.sheets import MARKED, MarkedProblem, Sheet
from graders.marking.verdicts import Remark, Verdict


def placed_of(build: Rebuilt, handed: Handed) -> list[Placed]:
    """The problems of a student's paper, drawn anew.

    Raises
    ------
    InputError
        When they are not the ones that the manifest names.
    """
    faults: list[str] = []
    with build.trusted():
        placed = list(build.drawn(handed.copy or {}, faults))
    if faults:
        made = build.manifest.get("versions", {}).get("quizgrad", "another version")
        raise InputError(
            f"{build.folder}: the papers can't be drawn as they were built, by quizgrad {made}: {faults[0]}; "
            "mark with that version, and with the families and conventions as they were"
        )
    return placed


def marked_sheet(
    build: Rebuilt, handed: Handed, placed: Sequence[Placed], corrections: Sequence[Correction]
) -> Sheet:
    """The sheet of a student whose paper is known."""
    version = str(handed.copy["version"]) if handed.copy else ""
    sheet = Sheet(handed.id, handed.name, version, handed.file, handed.state, remarks=handed.remarks)
    if handed.state != MARKED or handed.response is None:
        return sheet
    places = {(number, part.label) for number, item in enumerate(placed, 1) for part in item.problem.parts}
    answers, odd = _fitting(handed.response.answers, places)
    problems, before = [], 0.0
    for number, item in enumerate(placed, start=1):
        typed = {label: text for (where, label), text in answers.items() if where == number}
        first = _marked(build, item, number, typed, ())
        own = [one for one in corrections if one.item == item.item]
        problems.append(_corrected(build, item, first, typed, own) if own else first)
        before += first.points
    return replace(sheet, problems=tuple(problems), before=before, remarks=(*sheet.remarks, *odd))


def _fitting(answers: Mapping[Place, str], places: set[Place]) -> tuple[dict[Place, str], list[str]]:
    """The answers by the places of this paper, and a sentence for each that has none."""
    kept: dict[Place, str] = {}
    odd = []
    for (number, label), text in answers.items():
        if not text.strip():
            continue
        # Papers of other versions may have parts where this one has a single answer.
        single = label == "a" and (number, "") in places
        place = (number, "" if single else label)
        if place not in places:
            odd.append(f"{number}{label}: this paper has no such part, so its answer counts nowhere")
        elif kept.setdefault(place, text) != text:
            odd.append(f"{number}{label}: answered as {number} too; the first counts")
    return kept, odd


def _marked(
    build: Rebuilt, item: Placed, number: int, typed: Mapping[str, str], also: Sequence[Correction]
) -> MarkedProblem:
    allowed = {
        part.label: [one.allowance for one in also if one.allowance and one.concerns(item.item, part.label)]
        for part in item.problem.parts
    }
    verdicts = mark_problem(
        item.problem, typed, points=item.points, credit=build.quiz.credit, allowed=allowed
    )
    return MarkedProblem(number, item.item, item.problem.name, verdicts)


def _corrected(
    build: Rebuilt, item: Placed, first: MarkedProblem, typed: Mapping[str, str], own: Sequence[Correction]
) -> MarkedProblem:
    """The problem marked again with its corrections."""
    again = _marked(build, item, first.number, typed, own)
    verdicts = [_given(verdict, item.item, own) for verdict in again.verdicts]
    dropped = all(verdict.max_points == 0 for verdict in verdicts)
    changed = tuple(
        after.label
        for before, after in zip(first.verdicts, verdicts, strict=True)
        if (before.points, before.max_points) != (after.points, after.max_points)
    )
    return replace(again, verdicts=tuple(verdicts), dropped=dropped, changed=changed)


def _given(verdict: Verdict, item: int, own: Sequence[Correction]) -> Verdict:
    """The verdict where a part is dropped, or full points are given for it."""
    for one in own:
        if not one.concerns(item, verdict.label):
            continue
        if one.drop:
            remark = Remark("dropped", {"why": one.why})
            return replace(verdict, points=0.0, max_points=0.0, remarks=(*verdict.remarks, remark))
        if one.full:
            remark = Remark("given", {"why": one.why})
            return replace(
                verdict, status="full", points=verdict.max_points, remarks=(*verdict.remarks, remark)
            )
    return verdict
