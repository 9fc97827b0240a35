"""Marks the parts of one problem, in their order, each with what was answered before it in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.answers.answer import Answer
from generator.credit import Credit
from generator.points import counted
from generator.problem import Part, Problem
from graders.marking.finished import unfinished
from graders.marking.following import Earlier, follows, mistake_after
from graders.marking.naming import Named, named, unclear
from graders.marking.verdicts import Remark, Status, Verdict
from graders.reading import Unreadable, Value, Wanted, read, wanted_by

_ALL = Credit()


@dataclass(frozen=True)
class Allowance:
    """What is accepted besides, by an instructor's correction: a typed answer, or a mistake's own.

    credit: the share of the points that it earns; why: a sentence for the student.
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
    """The verdict on each part.

    typed: {label: answer as it was handed in}; the label of a single part is "". points: what the whole
    problem is worth. credit: what answers earn that are neither wholly right nor wrong. allowed: by label,
    what else is accepted.
    """
    earlier: list[Earlier] = []
    verdicts = []
    for part, worth in zip(problem.parts, problem.worth(points), strict=True):
        text = typed.get(part.label, "")
        also = (allowed or {}).get(part.label, ())
        try:
            verdict, value = _Marker(problem, part, worth, credit, also).marked(text, tuple(earlier))
        except Exception as error:  # noqa: BLE001  # a bug of ours must never be a student's zero
            broken = Remark("ungraded", {"error": f"{type(error).__name__}: {error}"})
            verdict, value = (
                Verdict(part.label, part.ask.name, "ungraded", 0.0, worth, text, remarks=(broken,)),
                None,
            )
        consistent = verdict.has_right_value or "followed" in verdict.kinds
        if value is not None and not consistent and not part.options:
            written = part.answer.written(value.value, part.ask.steps, value.decimals)
            earlier.append(Earlier(part.label, written))
        verdicts.append(verdict)
    return tuple(verdicts)


def wanted(problem: Problem, part: Part) -> Wanted:
    """How an answer to the part is to be read."""
    return wanted_by(part.answer, problem.notation.symbol, part.ask.name)


@dataclass(frozen=True)
class _Marker:
    """One part and everything that its verdict depends on but the answer."""

    problem: Problem
    part: Part
    worth: float
    credit: Credit
    allowed: Sequence[Allowance]

    def marked(self, text: str, earlier: tuple[Earlier, ...]) -> tuple[Verdict, Value | None]:
        """The verdict, and the value that was read."""
        value = read(text, wanted(self.problem, self.part))
        if isinstance(value, Unreadable):
            return self._allowed_as_typed(text) or self._unread(text, value), None
        value = replace(value, value=self._answer.taken(value.value))
        verdict = (
            self._right(value)
            or self._allowed(value)
            or self._partly(value, earlier)
            or self._wrong(value, earlier)
        )
        notes = tuple(Remark("note", {"text": note}) for note in value.notes if verdict.status != "full")
        return replace(verdict, typed=text, shown=value.shown, remarks=(*verdict.remarks, *notes)), value

    @property
    def _answer(self) -> Answer:
        return self.part.answer

    def _verdict(self, status: Status, share: float, *remarks: Remark, **more: Any) -> Verdict:
        if status == "partial" and share in (0.0, 1.0):
            status = "full" if share else "none"
        part = self.part
        points = counted(self.worth * share)
        return Verdict(part.label, part.ask.name, status, points, self.worth, remarks=remarks, **more)

    def _unread(self, text: str, found: Unreadable) -> Verdict:
        if found.blank:
            return self._verdict("blank", 0.0, Remark("blank"))
        printed = getattr(wanted(self.problem, self.part), "printed", ())
        symbols = [latex for _, latex in printed if latex in found.reason]
        facts = {"reason": found.reason, "pointed": found.pointed(text), "symbols": symbols}
        return self._verdict("unread", 0.0, Remark("unread", facts), typed=text)

    def _right(self, value: Value) -> Verdict | None:
        if self._answer.accepts(value.value):
            how = unfinished(self._answer, value) if self.credit.unfinished < 1 else ""
            if how:
                return self._verdict("partial", self.credit.unfinished, Remark("unfinished", {"how": how}))
            return self._verdict("full", 1.0)
        if value.otherwise is not None and self._answer.accepts(value.otherwise):
            return self._verdict("full", 1.0, Remark("otherwise", {"note": " ".join(value.notes)}))
        return None

    def _allowed(self, value: Value) -> Verdict | None:
        for one in self.allowed:
            if one.mistake:
                names = [name for name, _ in named(self.problem, self.part, value.value)]
                accepted = one.mistake in names
            else:
                other, answer = read(one.text, wanted(self.problem, self.part)), self._answer
                accepted = isinstance(other, Value) and replace(
                    answer, value=answer.taken(other.value)
                ).accepts(value.value)
            if accepted:
                return self._verdict("partial", one.credit, Remark("allowed", {"why": one.why}))
        return None

    def _allowed_as_typed(self, text: str) -> Verdict | None:
        """What can't be read is accepted where a correction has just these words."""
        for one in self.allowed:
            if one.text and one.text.casefold().split() == text.casefold().split():
                return self._verdict("partial", one.credit, Remark("allowed", {"why": one.why}), typed=text)
        return None

    def _partly(self, value: Value, earlier: tuple[Earlier, ...]) -> Verdict | None:
        """Right as far as it goes, or right given wrong answers before it."""
        places = self._answer.places_right(value.value, value.decimals)
        if places is not None:
            facts = {"right": places, "asked": getattr(self._answer, "decimals", 0)}
            found = named(self.problem, self.part, value.value)
            if found or unclear(self.part, value):
                return self._named(found, Remark("few_digits_unclear", facts), *_said(found, ()))
            return self._verdict("partial", self.credit.few_digits, Remark("few_digits", facts))
        if labels := follows(self.problem, self.part, value.value, earlier):
            remark = Remark("followed", {"labels": labels})
            return self._verdict("partial", self.credit.follow_through, remark, followed=labels)
        return None

    def _wrong(self, value: Value, earlier: tuple[Earlier, ...]) -> Verdict:
        found, labels = named(self.problem, self.part, value.value), tuple[str, ...]()
        if not found:
            found, labels = mistake_after(self.problem, self.part, value.value, earlier)
        return self._named(found, *_said(found, labels), *self._seen(value), followed=labels)

    def _named(self, found: Sequence[Named], *remarks: Remark, followed: tuple[str, ...] = ()) -> Verdict:
        names = tuple(name for name, _ in found)
        mistake = names[0] if names else None
        return self._verdict("none", 0.0, *remarks, mistake=mistake, equal=names[1:], followed=followed)

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


def _said(found: Sequence[Named], labels: tuple[str, ...]) -> list[Remark]:
    if not found:
        return []
    kind = "mistake_after" if labels else "mistake"
    return [Remark(kind, {"says": list(dict.fromkeys(says for _, says in found)), "labels": labels})]
