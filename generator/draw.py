"""From a family to a problem: sample, derive twice, guard, and redraw what must not be set."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from generator import fields
from generator.answers import ANSWERS
from generator.answers.answer import Answer
from generator.answers.array import Array
from generator.answers.choice import LETTERS, Choice
from generator.answers.number import Number
from generator.conventions import Convention, load_convention
from generator.errors import InputError, KeyDisagreementError, NoDrawError, unknown
from generator.family import STANDARD, Ask, Loaded, Options
from generator.problem import Part, Problem, WrongAnswer
from generator.working import Bent, Working
from reference.intervals import UndecidableError
from reference.mistakes import Mistake
from reference.rules import RuleError

TRIES = 4000
PART_LABELS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Request:
    """What to draw: a family, its options, givens fixed by hand, and how it is asked."""

    loaded: Loaded
    options: Options
    convention: Convention = field(default_factory=load_convention)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    as_choice: bool = False

    @property
    def all_choices(self) -> bool:
        """Whether every part of what is drawn has printed choices."""
        answers = self.loaded.family.answers
        return answers == ("choice",) or (self.as_choice and "choice" in answers)

    def without(self, asked: Collection[str]) -> Request:
        """The same, but for what has one of these names, unless it is given by hand."""
        once = self.loaded.family.once
        if not (once and asked) or once in self.fixed:
            return self
        options: Any = self.options
        options = dataclasses.replace(options, without=(*options.without, *asked))
        return dataclasses.replace(self, options=options)

    @classmethod
    def read(
        cls,
        loaded: Loaded,
        *,
        options: Mapping[str, Any] | None = None,
        given: Mapping[str, Any] | None = None,
        convention: Convention | None = None,
        as_choice: bool = False,
        where: str = "",
    ) -> Request:
        """A request from a user's values.

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed.
        """
        place = where or f"family {loaded.name}"
        options = options or {}
        preset = loaded.family.presets.get(options.get("difficulty", STANDARD), {})
        values = fields.read_values(loaded.family.options, {**preset, **options}, kind="option", where=place)
        fixed = fields.read_values(loaded.family.givens, given or {}, kind="given", where=place)
        return cls(loaded, loaded.family.options(**values), convention or load_convention(), fixed, as_choice)


def draw(request: Request, rng: Random, *, seed: str = "") -> Problem:
    """One problem that is fair, with every key derived twice.

    Givens fixed by hand are taken as they are: where a guard objects to them, the problem says so in
    `warnings` instead.

    Raises
    ------
    NoDrawError
        When no draw passes the guards; names the guard that objected most.
    KeyDisagreementError
        When the two derivations of a key differ, which is a bug.
    """
    turned_away: Counter[str] = Counter()
    last: Any = None
    for _ in range(TRIES):
        givens = _sampled(request, rng)
        objection, problem = _attempt(request, givens, rng, seed)
        if problem is not None and not objection:
            return dataclasses.replace(problem, redraws=dict(turned_away)) if turned_away else problem
        turned_away[objection] += 1
        if problem is not None and givens == last:
            return dataclasses.replace(problem, warnings=(f"these givens would not be drawn: {objection}",))
        last = givens if request.fixed else None
    reason, count = turned_away.most_common(1)[0]
    raise NoDrawError(
        f"family {request.loaded.name}: no draw passed the guards in {TRIES} tries; "
        f"most often ({count} times): {reason}; loosen the options or the fixed givens"
    )


def _sampled(request: Request, rng: Random) -> Any:
    family = request.loaded.family
    givens = family.sample(rng, request.options, request.convention)
    if request.fixed:
        givens = family.tidy(dataclasses.replace(givens, **request.fixed), request.convention)
        if complaint := family.complain(givens, request.convention):
            raise InputError(f"family {request.loaded.name}: {complaint}")
    return givens


def _attempt(request: Request, givens: Any, rng: Random, seed: str) -> tuple[str, Problem | None]:
    """The problem of these givens and the first guard's objection to it, if any.

    Without givens fixed by hand nothing is built once a guard has objected.
    """
    family, options, convention = request.loaded.family, request.options, request.convention
    objection = family.refuse(givens, options, convention) or ""
    if objection and not request.fixed:
        return objection, None
    asks = family.ask(rng, givens, options, convention)
    try:
        derivation = family.derive(givens, convention)
    except RuleError as error:
        raise InputError(f"family {request.loaded.name}: {error}") from None
    asked = tuple(dict.fromkeys(step for ask in asks for step in ask.steps))
    working = Working(
        derivation,
        asked,
        family.flat(givens),
        family.decimals(options),
        sparing=bool(request.fixed),
        write=family.write,
    )
    answers: list[Answer] = []
    kinds = [_answer_type(request, ask.answer) for ask in asks]
    try:
        for ask, kind in zip(asks, kinds, strict=True):
            if not request.fixed and (hopeless := kind.hopeless(working, ask.steps)):
                return hopeless, None
        for ask, kind in zip(asks, kinds, strict=True):
            answer: Answer = kind.settle(working, ask.steps, **ask.extra)  # type: ignore[attr-defined]  # each has its own
            objection = objection or answer.unfair or _uneven(options, answer)
            if objection and not request.fixed:
                return objection, None
            answers.append(answer)
    except KeyError as error:
        known = ", ".join(working.inputs) or "none"
        raise InputError(
            f"family {request.loaded.name}: its steps use {error.args[0]}, which is no given; "
            f"the givens are {known}"
        ) from None
    except (ArithmeticError, ValueError) as error:
        if request.fixed:
            raise InputError(f"family {request.loaded.name}: these givens have no answer: {error}") from None
        return f"the arithmetic breaks down: {error}", None
    wrong = _wrong_answers(request, working, asks, answers)
    objection = objection or _reached(asks, answers, wrong)
    if objection and not request.fixed:
        return objection, None
    _compare(request, givens, asks, answers)
    parts = []
    total = sum(ask.share for ask in asks)
    for k, (ask, answer) in enumerate(zip(asks, answers, strict=True)):
        label = PART_LABELS[k] if len(asks) > 1 else ""
        part = Part(
            label,
            ask,
            ask.share / total,
            answer,
            tuple(WrongAnswer(mistake, value, answer) for mistake, value, _ in wrong[k]),
        )
        if request.as_choice and not isinstance(answer, Choice):
            chosen = _as_choice(part, options.choices, rng)
            if chosen is None:
                return objection or "too few mistakes lead to other answers for a multiple choice", None
            if not request.fixed and not _worked_out(part, working):
                return "rounding at every step ends beside the printed choice", None
            part = chosen
        parts.append(part)
    inexact = any(answer.inexact for answer in answers)
    problem = Problem(request.loaded, seed, options, convention, givens, tuple(parts), working, inexact)
    return objection, problem


def _uneven(options: Options, answer: Answer) -> str:
    """The objection that an answer has to be rounded where no calculator is there to do it."""
    return "the answer does not come out even" if answer.inexact and not options.calculator else ""


def _answer_type(request: Request, name: str) -> type[Answer]:
    if name not in ANSWERS:
        raise unknown("answer type", name, ANSWERS, where=f"family {request.loaded.name}")
    return ANSWERS[name]


Predictions = list[list[tuple[Mistake, Any, Bent]]]


def _wrong_answers(
    request: Request, working: Working, asks: tuple[Ask, ...], answers: list[Answer]
) -> Predictions:
    """For every part the mistakes that lead to another answer than the key's, with that answer."""
    found: Predictions = [[] for _ in asks]
    for mistake, bent, reached in working.all_bent(
        request.loaded.family.catalogue, tuple(ask.steps for ask in asks)
    ):
        for k in reached:
            try:
                value = answers[k].predict(bent, asks[k].steps)
            except (ArithmeticError, ValueError):
                continue
            if not answers[k].same(value) and not (isinstance(value, float) and not math.isfinite(value)):
                found[k].append((mistake, value, bent))
    return found


def _reached(asks: tuple[Ask, ...], answers: list[Answer], wrong: Predictions) -> str:
    """The objection that a mistake may be taken for right; cheap looks first."""
    for answer, active in zip(answers, wrong, strict=True):
        for mistake, value, _ in active:
            if answer.accepts(value):
                return f"the mistake {mistake.name} can't be told from the key"
    for ask, answer, active in zip(asks, answers, wrong, strict=True):
        for mistake, value, bent in active:
            try:
                reached = (answer.near(value) or bent.decides) and answer.reaches(bent, ask.steps)
            except (UndecidableError, ArithmeticError, ValueError):
                reached = True
            if reached:
                return f"the mistake {mistake.name} can't be told from the key"
    return ""


def _compare(request: Request, givens: Any, asks: tuple[Ask, ...], answers: list[Answer]) -> None:
    others = request.loaded.family.cross_check(givens, asks, request.convention)
    for ask, answer in zip(asks, answers, strict=True):
        if ask.name not in others or not answer.agrees(others[ask.name]):
            raise KeyDisagreementError(
                f"family {request.loaded.name}: "
                f"the key of {ask.name} is {answer.value!r} by the derivation and "
                f"{others.get(ask.name)!r} by the independent one, for {givens}"
            )


def _worked_out(part: Part, working: Working) -> bool:
    """Whether someone who rounds every step as told ends at the very digits that are printed."""
    answer = part.answer
    if not isinstance(answer, (Number, Array)):
        return True
    rounded, _ = working.rounded()
    values = [rounded[step] for step in part.ask.steps]
    return answer.text(values if isinstance(answer, Array) else values[0]) == answer.shown


def _as_choice(part: Part, count: int, rng: Random) -> Part | None:
    """The part with printed options: the key and wrong answers that differ, if they can, in value alone."""
    key = part.answer.latex(part.answer.value)
    meant: dict[str, list[WrongAnswer]] = {}
    for wrong in part.wrong:
        if wrong.latex != key and part.answer.plausible(wrong.value, part.ask.within):
            meant.setdefault(wrong.latex, []).append(wrong)
    if len(meant) < count - 1:
        return None
    texts = sorted(meant)
    alike = [text for text in texts if part.answer.looks_like(meant[text][0].value)]
    options = [key, *rng.sample(alike if len(alike) >= count - 1 else texts, count - 1)]
    rng.shuffle(options)
    letter = LETTERS[options.index(key)]
    answer = Choice(letter, letter, tuple(options), underlying=part.answer)
    return dataclasses.replace(
        part,
        answer=answer,
        wrong=tuple(
            WrongAnswer(wrong.mistake, own, answer)
            for own, text in zip(LETTERS, options, strict=False)
            for wrong in meant.get(text, ())
        ),
    )
