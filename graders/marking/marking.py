"""Marks the parts of one problem, in their order, each with what was answered before it in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

from generator.answers.answer import Answer
from generator.credit import Credit
from generator.points import counted
from generator.problem import Part, Problem
from graders.marking.finished import unfinished
from graders.marking.following import Earlier, follows, mistake_after
from graders.marking.naming import Bends, Named, Naming
from graders.marking.verdicts import Remark, Status, Verdict
from graders.reading import Unreadable, Value, Wanted, read, wanted_by

_ALL = Credit()


@dataclass(frozen=True)
class Allowance:
    """What is accepted besides, by an instructor's correction: a typed answer, or a mistake's own.

    text: accepted in any form, or in the same words where it can't be read. credit: the share of the points
    that it earns; why: a sentence for the student.
    """

    text: str = ""
    mistake: str = ""
    credit: float = 1.0
    why: str = ""


def mark_problem(
    problem: Problem,
    typed: Mapping[str, str],
    *,
    points: float = 1.0,
    credit: Credit = _ALL,
    allowed: Mapping[str, Sequence[Allowance]] | None = None,
) -> tuple[Verdict, ...]:
    """The verdict on each part, as a `Marker` of the problem gives it.

    typed: {label: answer as it was handed in}; the label of a single part is "".
    """
    return Marker(problem, points=points, credit=credit, allowed=allowed).marked(typed)


def wanted(problem: Problem, part: Part) -> Wanted:
    """How an answer to the part is to be read."""
    return wanted_by(part.answer, problem.notation.symbol, part.ask.name)


class Marker:
    """Marks what several people answer to one problem; what their answers have in common is done once.

    points: what the whole problem is worth. credit: what answers earn that are neither wholly right nor
    wrong. allowed: by label, what else is accepted.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        points: float = 1.0,
        credit: Credit = _ALL,
        allowed: Mapping[str, Sequence[Allowance]] | None = None,
    ) -> None:
        bent, also = cache(problem.working.bent), allowed or {}
        self._parts = {
            part.label: _PartMarker(problem, part, bent, worth, credit, also.get(part.label, ()))
            for part, worth in zip(problem.parts, problem.worth(points), strict=True)
        }

    def marked(self, typed: Mapping[str, str]) -> tuple[Verdict, ...]:
        """The verdict on each part. typed: {label: answer as it was handed in}."""
        earlier: list[Earlier] = []
        verdicts = []
        for label, marker in self._parts.items():
            part = marker.part
            verdict, value = marker.marked(typed.get(label, ""), tuple(earlier))
            consistent = verdict.has_right_value or "followed" in verdict.kinds
            if value is not None and not consistent and not part.options:
                written = part.answer.written(value.value, part.ask.steps, value.decimals)
                earlier.append(Earlier(label, written))
            verdicts.append(verdict)
        return tuple(verdicts)

    def alone(self, label: str, text: str) -> Verdict:
        """The verdict on one part, with nothing before it."""
        return self._parts[label].marked(text, ())[0]


class _Outcome(NamedTuple):
    """What an answer comes to; share: of the part's points."""

    status: Status
    share: float = 0.0
    remarks: tuple[Remark, ...] = ()
    mistakes: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()


class _PartMarker:
    """One part and everything that its verdict depends on but the answer."""

    def __init__(
        self,
        problem: Problem,
        part: Part,
        bent: Bends,
        worth: float,
        credit: Credit,
        allowed: Sequence[Allowance],
    ) -> None:
        self.problem = problem
        self.part = part
        self.bent = bent
        self.worth = worth
        self.credit = credit
        self.allowed = allowed
        self.naming = Naming(part, bent)
        self._known: dict[str, tuple[Verdict, Value | None]] = {}

    @cached_property
    def wanted(self) -> Wanted:
        """How an answer is to be read."""
        return wanted(self.problem, self.part)

    def marked(self, text: str, earlier: tuple[Earlier, ...]) -> tuple[Verdict, Value | None]:
        """The verdict, and the value that was read; equal texts with nothing wrong before are judged once."""
        if not earlier and text in self._known:
            return self._known[text]
        try:
            found = self._marked(text, earlier)
        except Exception as error:  # noqa: BLE001  # a bug of ours must never be a student's zero
            broken = Remark("ungraded", {"error": f"{type(error).__name__}: {error}"})
            return self._verdict(_Outcome("ungraded", remarks=(broken,)), text), None
        if not earlier:
            self._known[text] = found
        return found

    def _marked(self, text: str, earlier: tuple[Earlier, ...]) -> tuple[Verdict, Value | None]:
        value = read(text, self.wanted)
        if isinstance(value, Unreadable):
            outcome = self._allowed_as_typed(text) or self._unread(text, value)
            return self._verdict(outcome, "" if value.blank else text), None
        taken = self._answer.taken(value.value)
        if taken is not value.value:
            value = replace(value, value=taken)
        outcome = (
            self._right(value)
            or self._allowed(value)
            or self._partly(value, earlier)
            or self._wrong(value, earlier)
        )
        return self._verdict(outcome, text, value), value

    @property
    def _answer(self) -> Answer:
        return self.part.answer

    def _verdict(self, outcome: _Outcome, text: str, value: Value | None = None) -> Verdict:
        status, share = outcome.status, outcome.share
        if status == "partial" and share in (0.0, 1.0):
            status = "full" if share else "none"
        notes = value.notes if value and status != "full" else ()
        return Verdict(
            self.part.label,
            self.part.ask.name,
            status,
            counted(self.worth * share),
            self.worth,
            text,
            value.shown if value else "",
            outcome.mistakes[0] if outcome.mistakes else None,
            outcome.mistakes[1:],
            outcome.followed,
            (*outcome.remarks, *[Remark("note", {"text": note}) for note in notes]),
        )

    def _unread(self, text: str, found: Unreadable) -> _Outcome:
        if found.blank:
            return _Outcome("blank", remarks=(Remark("blank"),))
        printed = getattr(self.wanted, "printed", ())
        symbols = [latex for _, latex in printed if latex in found.reason]
        facts = {"reason": found.reason, "pointed": found.pointed(text), "symbols": symbols}
        return _Outcome("unread", remarks=(Remark("unread", facts),))

    def _right(self, value: Value) -> _Outcome | None:
        if self._answer.accepts(value.value):
            how = unfinished(self._answer, value) if self.credit.unfinished < 1 else ""
            if how:
                return _Outcome("partial", self.credit.unfinished, (Remark("unfinished", {"how": how}),))
            return _Outcome("full", 1.0)
        if value.otherwise is not None and self._answer.accepts(value.otherwise):
            return _Outcome("full", 1.0, (Remark("otherwise", {"note": " ".join(value.notes)}),))
        return None

    def _allowed(self, value: Value) -> _Outcome | None:
        for one in self.allowed:
            if one.mistake:
                names = [name for name, _ in self.naming.of(value.value)]
                accepted = one.mistake in names
            else:
                other, answer = read(one.text, self.wanted), self._answer
                accepted = isinstance(other, Value) and answer.instead(answer.taken(other.value)).accepts(
                    value.value
                )
            if accepted:
                return _Outcome("partial", one.credit, (Remark("allowed", {"why": one.why}),))
        return None

    def _allowed_as_typed(self, text: str) -> _Outcome | None:
        """What can't be read is accepted where a correction has just these words."""
        for one in self.allowed:
            if one.text and one.text.casefold().split() == text.casefold().split():
                return _Outcome("partial", one.credit, (Remark("allowed", {"why": one.why}),))
        return None

    def _partly(self, value: Value, earlier: tuple[Earlier, ...]) -> _Outcome | None:
        """Right as far as it goes, or right given wrong answers before it."""
        places = self._answer.places_right(value.value, value.decimals)
        if places is not None:
            facts = {"right": places, "asked": getattr(self._answer, "decimals", 0)}
            found = self.naming.of(value.value)
            if found or self.naming.unclear(value):
                return _named(found, Remark("few_digits_unclear", facts), *_said(found, ()))
            return _Outcome("partial", self.credit.few_digits, (Remark("few_digits", facts),))
        if labels := follows(self.problem, self.part, value.value, earlier):
            remark = Remark("followed", {"labels": labels})
            return _Outcome("partial", self.credit.follow_through, (remark,), followed=labels)
        return None

    def _wrong(self, value: Value, earlier: tuple[Earlier, ...]) -> _Outcome:
        found, labels = self.naming.of(value.value), tuple[str, ...]()
        if not found:
            found, labels = mistake_after(self.problem, self.part, value.value, earlier, self.bent)
        return _named(found, *_said(found, labels), *self._seen(value), followed=labels)

    def _seen(self, value: Value) -> list[Remark]:
        """What can be told of a wrong answer besides."""
        if off := self._answer.entries_off(value.value):
            _, columns = getattr(self._answer, "shape", ()) or (1, 0)
            places = [[k // columns + 1, k % columns + 1] if columns else [k + 1] for k in off]
            return [Remark("entries", {"off": places, "of": len(value.value)})]
        outputs = getattr(self._answer, "outputs", None)
        if outputs is None:
            return []
        given, asked = outputs(value.value), getattr(self._answer, "table", ())
        width = len(asked).bit_length() - 1
        rows = [(f"{k:0{width}b}", g, a) for k, (g, a) in enumerate(zip(given, asked, strict=True)) if g != a]
        return [Remark("table", {"rows": [[list(bits), g, a] for bits, g, a in rows]})]


def _named(found: Sequence[Named], *remarks: Remark, followed: tuple[str, ...] = ()) -> _Outcome:
    return _Outcome("none", 0.0, remarks, tuple(name for name, _ in found), followed)


def _said(found: Sequence[Named], labels: tuple[str, ...]) -> list[Remark]:
    if not found:
        return []
    kind = "mistake_after" if labels else "mistake"
    return [Remark(kind, {"says": list(dict.fromkeys(says for _, says in found)), "labels": labels})]
