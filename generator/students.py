"""Simulated students: honest ones who round in their own ways, and careless ones who make mistakes.

An honest student works the derivation with a pocket calculator and writes numbers down. How often
and how they round is theirs: never, after every step, after every key pressed; up at a half or to
even or not at all (truncation), or one way here and another there. All are to be marked right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from random import Random
from typing import Any

from generator.answers.answer import Answer
from generator.family import Ask
from generator.working import Working
from reference.functions import FUNCTIONS
from reference.numerals import cut_off, round_half_up
from reference.worlds import World

Rounding = Callable[[float], float]
_random = Random(0)  # noqa: S311  # reseeded for every draw; it plays a student


class Written(float):
    """A number that is rounded whenever something is computed with it: every key press is written down."""

    rounding: Rounding

    def __add__(self, other: Any) -> Written:
        return type(self)(self.rounding(float(self) + float(other)))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Written:
        return type(self)(self.rounding(float(self) - float(other)))

    def __rsub__(self, other: Any) -> Written:
        return type(self)(self.rounding(float(other) - float(self)))

    def __mul__(self, other: Any) -> Written:
        return type(self)(self.rounding(float(self) * float(other)))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Written:
        return type(self)(self.rounding(float(self) / float(other)))

    def __rtruediv__(self, other: Any) -> Written:
        return type(self)(self.rounding(float(other) / float(self)))

    def __pow__(self, other: Any, _: Any = None) -> Written:
        return type(self)(self.rounding(float(self) ** float(other)))

    def __rpow__(self, other: Any, _: Any = None) -> Written:
        return type(self)(self.rounding(float(other) ** float(self)))

    def __neg__(self) -> Written:
        return type(self)(-float(self))


def _half_even(decimals: int) -> Rounding:
    return lambda value: round(value, decimals)


def _half_up(decimals: int) -> Rounding:
    return lambda value: float(round_half_up(value, decimals))


def _truncated(decimals: int) -> Rounding:
    return lambda value: cut_off(value, decimals)


def _mixed(decimals: int) -> Rounding:
    ways = (_half_even(decimals), _half_up(decimals), _truncated(decimals), float)
    return lambda value: _random.choice(ways)(value)


WAYS: dict[str, Callable[[int], Rounding]] = {
    "half up": _half_up,
    "half even": _half_even,
    "truncation": _truncated,
    "mixed": _mixed,
}


@lru_cache(64)
def _world(way: str, decimals: int) -> World:
    """The numbers of a student who rounds that way after every single operation."""
    rounding = WAYS[way](decimals)
    numbers = type("Numbers", (Written,), {"rounding": staticmethod(rounding)})

    def lifted(function: Callable[..., float]) -> Callable[..., Written]:
        return lambda *args: numbers(rounding(float(function(*map(float, args)))))

    functions = {name: lifted(function.value) for name, function in FUNCTIONS.items()}
    return World(f"student, {way}, {decimals} decimals", functions, numbers)


def honest_values(working: Working, seed: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(who, their value of every step): all the honest ways of working one draw with numbers."""
    _random.seed(seed)
    decimals, derivation = working.decimals, working.whole
    yield "full precision", working.values
    for way, make in WAYS.items():
        yield f"{way}, every step", derivation.run(working.inputs, shown=make(decimals))
        yield f"{way}, every operation", derivation.run(working.inputs, world=_world(way, decimals))


def mistaken_answers(answer: Answer, ask: Ask, bent: Working) -> Iterator[Any]:
    """What someone hands in who makes a mistake: in full precision, or rounding each step in each way."""
    yield answer.predict(bent, ask.steps)
    if answer.type not in ("number", "array"):
        return
    for make in WAYS.values():
        try:
            values = bent.whole.run(bent.inputs, shown=make(bent.decimals))
        except (ArithmeticError, ValueError):
            continue  # this student's rounding ends in a division by zero: nothing is handed in
        written = [round_half_up(float(values[step]), bent.decimals) for step in ask.steps]
        yield written if answer.type == "array" else written[0]


def honest_answers(answer: Answer, ask: Ask, working: Working, seed: str) -> Iterator[tuple[str, Any]]:
    """(who, what they hand in) for one part."""
    if answer.type == "number":
        for who, values in honest_values(working, seed):
            value = float(values[ask.steps[0]])
            yield who, round_half_up(value, working.decimals)
            yield f"{who}, truncated at the end", _truncated(working.decimals)(value)
    elif answer.type == "array":
        for who, values in honest_values(working, seed):
            yield who, [round_half_up(float(values[step]), working.decimals) for step in ask.steps]
    else:
        yield from ((f"form {number}", form) for number, form in enumerate(answer.other_forms()))
