"""Marks an answer and says what became of it; loaded with the first answer, while nobody waits for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.documents.plain import inline
from generator.problem import Part, Problem
from graders.marking import Verdict, mark_problem
from graders.marking.marking import wanted
from graders.marking.words import said
from graders.practice.commands import PLAIN
from graders.practice.screen import Screen
from graders.practice.words import literal, say
from graders.reading import Value, read

_LOOSE = re.compile(r"[\s()\[\],;:]")


@dataclass(frozen=True)
class Answered:
    """What became of an answer.

    free: it costs nothing, since it could not be read as what was asked for; broken: it could not be marked.
    mistake: the catalogued mistake's name and sentence.
    """

    kind: Literal["right", "partly", "wrong", "free", "broken"]
    mistake: tuple[str, str] | None = None


def answered(
    screen: Screen, problem: Problem, part: Part, text: str, before: Mapping[str, str], *, first: bool
) -> Answered:
    """Says what became of an answer. before: the answers to other parts; first: it is the first, unaided."""
    verdicts = mark_problem(problem, {**before, part.label: text})
    verdict = next(one for one in verdicts if one.label == part.label)
    if verdict.status == "unread":
        _unread(screen, problem, part, verdict)
        return Answered("free")
    if verdict.status == "ungraded":
        screen.show(say("ungraded"), indent=6)
        return Answered("broken")
    if _miscounted(screen, problem, part, text):
        return Answered("free")
    sentences = list(said(verdict))
    if verdict.status == "full":
        if verdict.followed:
            sentences.append(say("from_right", answer=part.answer.key_text))
        screen.verdict("right", " ".join([say("right", first=first), *sentences]))
        return Answered("right")
    kind: Literal["partly", "wrong"] = "partly" if verdict.status == "partial" else "wrong"
    as_read = [] if _same(verdict) else [literal(say("read_as", shown=verdict.shown))]
    screen.verdict(kind, " ".join([say(kind), *sentences, *as_read]))
    return Answered(kind, _mistake(problem, verdict))


def _mistake(problem: Problem, verdict: Verdict) -> tuple[str, str] | None:
    if verdict.mistake is None:
        return None
    says = {one.name: one.says for one in problem.loaded.family.catalogue}
    return verdict.mistake, says[verdict.mistake]


def _unread(screen: Screen, problem: Problem, part: Part, verdict: Verdict) -> None:
    """The place at which it could not be read, and why."""
    (remark,) = verdict.remarks
    reason = str(remark.facts["reason"])
    printed = [latex for _, latex in getattr(wanted(problem, part), "printed", ())]
    for latex in sorted(printed, key=len, reverse=True):
        reason = reason.replace(latex, inline(latex))
    screen.pointed(str(remark.facts["pointed"]))
    screen.show(literal(say("unreadable", reason=reason)), indent=6)
    word = verdict.typed.strip().casefold()
    if word in PLAIN:
        screen.show(say("plainly", text=word[0]), indent=6)


def _miscounted(screen: Screen, problem: Problem, part: Part, text: str) -> bool:
    """Whether an array has not so many entries as were asked for, which is said."""
    if part.answer.type != "array":
        return False
    value = read(text, wanted(problem, part))
    given, asked = len(value.value) if isinstance(value, Value) else 0, len(part.answer.value)
    if given != asked:
        screen.show(say("miscounted", given=given, asked=asked), indent=6)
    return given != asked


def _same(verdict: Verdict) -> bool:
    """Whether an answer was read much as it was typed."""
    typed, shown = (_LOOSE.sub("", text).casefold() for text in (verdict.typed, verdict.shown))
    return not shown or typed == shown
