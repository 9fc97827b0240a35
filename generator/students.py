"""Simulated students: honest ones who round in their own ways, and careless ones who make mistakes.

An honest student works the derivation with a pocket calculator and writes numbers down. How often
and how they round is theirs: never, after every step, after every key pressed; up at a half or to
even or not at all (truncation), or one way here and another there. All are to be marked right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from random import Random
from typing import Any, ClassVar

from generator.answers.answer import Answer
from generator.family import Ask
from generator.problem import Part, Problem, WrongAnswer
from generator.working import Bent, Working
from reference.compiling import Values
from reference.functions import FUNCTIONS
from reference.mistakes import Mistake
from reference.numerals import cut_off, round_half_up
from reference.worlds import World

Rounding = Callable[[float], float]
_random = Random(0)  # noqa: S311  # reseeded for every draw; it plays a student


class Written(float):
    """A number that is rounded whenever something is computed with it: every key press is written down."""

    rounding: ClassVar[Rounding]
    """The way of whoever works at the moment."""

    def __add__(self, other: Any) -> Written:
        return Written(Written.rounding(float.__add__(self, other)))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Written:
        return Written(Written.rounding(float.__sub__(self, other)))

    def __rsub__(self, other: Any) -> Written:
        return Written(Written.rounding(float.__rsub__(self, other)))

    def __mul__(self, other: Any) -> Written:
        return Written(Written.rounding(float.__mul__(self, other)))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Written:
        return Written(Written.rounding(float.__truediv__(self, other)))

    def __rtruediv__(self, other: Any) -> Written:
        return Written(Written.rounding(float.__rtruediv__(self, other)))

    def __pow__(self, other: Any, _: Any = None) -> Written:
        return Written(Written.rounding(float.__pow__(self, other)))

    def __rpow__(self, other: Any, _: Any = None) -> Written:
        return Written(Written.rounding(float.__rpow__(self, other)))

    def __neg__(self) -> Written:
        return Written(-float(self))


def _half_even(decimals: int) -> Rounding:
    return lambda value: round(value, decimals)


def _half_up(decimals: int) -> Rounding:
    return lambda value: float(round_half_up(value, decimals))


def _truncated(decimals: int) -> Rounding:
    return lambda value: cut_off(value, decimals)


def _mixed(decimals: int) -> Rounding:
    ways, chance = (
        (_half_even(decimals), _half_up(decimals), _truncated(decimals), float),
        _random.getrandbits,
    )
    return lambda value: ways[chance(2)](value)


WAYS: dict[str, Callable[[int], Rounding]] = {
    "half up": _half_up,
    "half even": _half_even,
    "truncation": _truncated,
    "mixed": _mixed,
}


@lru_cache(1)
def _pressed() -> World:
    """`Written` numbers; one world for all ways of rounding, for which a derivation is compiled once."""

    def lifted(function: Callable[..., float]) -> Callable[..., Written]:
        return lambda *args: Written(Written.rounding(float(function(*map(float, args)))))

    functions = {name: lifted(function.value) for name, function in FUNCTIONS.items()}
    return World("student", functions, Written)


def _every_operation(working: Working, rounding: Rounding) -> Values:
    """Every step, worked by someone who rounds so whenever something is computed."""
    Written.rounding = staticmethod(rounding)
    return working.whole.run(working.inputs, world=_pressed())


@dataclass(frozen=True)
class HandedIn:
    """What all students hand in for one part, asked without printed choices.

    honest: (who, answer); mistaken: for each mistake what whoever makes it hands in, in full precision first.
    """

    part: Part
    honest: tuple[tuple[str, Any], ...]
    mistaken: tuple[tuple[WrongAnswer, tuple[Any, ...]], ...]


def handed_in(problem: Problem) -> Iterator[HandedIn]:
    """What all students hand in for each part; every one of them works the problem once."""
    students = Students(problem.working, problem.seed)
    for part in problem.parts:
        answer, ask = part.open_answer, part.ask
        yield HandedIn(
            part,
            tuple(students.honest_answers(answer, ask)),
            tuple(
                (wrong, tuple(students.mistaken_answers(answer, ask, wrong.mistake))) for wrong in part.wrong
            ),
        )


class Students:
    """All students of one draw, who work it with numbers when they are first asked for one."""

    def __init__(self, working: Working, seed: str) -> None:
        self._working = working
        self._seed = seed
        self._bent = cache(working.bent)
        self._wrong: dict[Mistake, list[Values]] = {}

    @cached_property
    def honest(self) -> dict[str, Values]:
        """{who: their value of every input and step}, for all the honest ways of working."""
        _random.seed(self._seed)
        working = self._working
        decimals, whole, inputs = working.decimals, working.whole, working.inputs
        found = {"full precision": working.values}
        for way, make in WAYS.items():
            found[_every_step(way)] = whole.completed(inputs, shown=make(decimals))
            found[f"{way}, every operation"] = {**inputs, **_every_operation(working, make(decimals))}
        return found

    def honest_answers(self, answer: Answer, ask: Ask) -> Iterator[tuple[str, Any]]:
        """(who, what they hand in) for one part."""
        decimals = self._working.decimals
        if answer.type == "number":
            cut = _truncated(decimals)
            for who, values in self.honest.items():
                value = float(values[ask.steps[0]])
                yield who, round_half_up(value, decimals)
                yield f"{who}, truncated at the end", cut(value)
        elif answer.type == "array":
            for who, values in self.honest.items():
                yield who, [round_half_up(float(values[step]), decimals) for step in ask.steps]
        else:
            yield from ((f"form {number}", form) for number, form in enumerate(answer.other_forms()))

    def mistaken_answers(self, answer: Answer, ask: Ask, mistake: Mistake) -> Iterator[Any]:
        """What someone hands in who makes a mistake: in full precision, or rounding each step in each way.

        Nothing where it can't be made.
        """
        bent = self._bent(mistake)
        if bent is None:
            return
        yield answer.predict(bent, ask.steps)
        if answer.type not in ("number", "array"):
            return
        for values in self._mistaken(mistake, bent):
            written = [round_half_up(float(values[step]), bent.decimals) for step in ask.steps]
            yield written if answer.type == "array" else written[0]

    def _mistaken(self, mistake: Mistake, bent: Bent) -> list[Values]:
        """What comes out at every step; up to the mistake they work as the honest do who round that way."""
        if mistake not in self._wrong:
            found = self._wrong[mistake] = []
            for way, make in WAYS.items():
                right = self.honest[_every_step(way)]
                try:
                    found.append(bent.shown_after(right, make(bent.decimals)))
                except (ArithmeticError, ValueError):
                    continue  # this student's rounding ends in a division by zero: nothing is handed in
        return self._wrong[mistake]


def _every_step(way: str) -> str:
    return f"{way}, every step"
