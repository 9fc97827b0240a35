"""One or several steps of gradient descent on a quadratic loss of one or two parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import gradient_descent
from reference.gradient_check import complex_step
from reference.printing import Printer
from reference.rules import parse

MOST_STEPS = 6


@dataclass(frozen=True)
class DescentOptions(Options):
    """How many parameters, how many steps."""

    parameters: tuple[int, ...] = fields.wholes(
        1, 2, lengths=(1, 2), default=(1, 2), help="how many parameters the loss has, one of these"
    )
    steps: tuple[int, ...] = fields.wholes(
        1, MOST_STEPS, lengths=(1, MOST_STEPS), default=(1, 2), help="how many steps are taken, one of these"
    )
    coupled: bool = fields.flag(
        default=False, help="whether two parameters share a term, so that each gradient holds both"
    )
    decimals: int = fields.whole(2, 6, default=4, help="decimals of every rounded number")


def _numbers(value: Any) -> tuple[float, ...]:
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= 2:  # as the sentence says
        raise ValueError
    if not all(type(item) in (int, float) and abs(item) <= 100 for item in value):  # as the sentence says
        raise ValueError
    return tuple(value)


PAIR = "a list of 1 or 2 numbers within ±100"


@dataclass(frozen=True)
class DescentGivens:
    """The loss is the sum of a (w − c)² over the parameters, plus k w₁ w₂ where k is not None."""

    a: tuple[float, ...] = fields.custom(_numbers, PAIR)
    c: tuple[float, ...] = fields.custom(_numbers, PAIR)
    start: tuple[float, ...] = fields.custom(_numbers, PAIR)
    eta: float = fields.real(1e-4, 10)
    steps: int = fields.whole(1, MOST_STEPS)
    k: float | None = fields.custom(
        lambda value: None if value is None else _numbers([value])[0], "a number within ±100, or null"
    )


def sample(rng: Random, options: DescentOptions, _: Convention) -> DescentGivens:
    """Whole numbers in the loss; learning rates that do not jump over the minimum for good."""
    count = rng.choice(options.parameters)
    plain = not options.calculator or options.difficulty == "easy"
    whole = range(-4, 5)
    rates = (0.1, 0.25, 0.5) if plain else (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
    start = [rng.choice(whole) if plain else rng.randint(-40, 40) / 10 for _ in range(count)]
    return DescentGivens(
        tuple(rng.choice((1, 2) if plain else (0.5, 1, 1.5, 2)) for _ in range(count)),
        tuple(rng.choice(whole) for _ in range(count)),
        tuple(int(value) if value == int(value) else value for value in start),
        rng.choice(rates),
        min(rng.choice(options.steps), 2 if not options.calculator else MOST_STEPS),
        rng.choice((-1, 1, 0.5, -0.5)) if options.coupled and count > 1 else None,
    )


def complain(givens: DescentGivens, _: Convention) -> str | None:
    """As many centres and starting values as coefficients; two where they are coupled."""
    for name in ("c", "start"):
        if len(getattr(givens, name)) != len(givens.a):
            return f"given {name} has {len(getattr(givens, name))} numbers; given a has {len(givens.a)}"
    if givens.k is not None and len(givens.a) == 1:
        return (
            "given k couples two parameters, but there is one; give k=null, or two numbers in a, c and start"
        )
    return None


def derive(givens: DescentGivens, _: Convention) -> Derivation:
    """Gradient and new values, step by step."""
    return gradient_descent.steps(len(givens.a), givens.steps, coupled=givens.k is not None)


def inputs(givens: DescentGivens) -> Mapping[str, float]:
    """Every number by its own name."""
    values: dict[str, float] = {"eta": givens.eta}
    if givens.k is not None:
        values["k"] = givens.k
    for i, at in enumerate([""] if len(givens.a) == 1 else ["_1", "_2"]):
        values |= {f"a{at}": givens.a[i], f"c{at}": givens.c[i], f"w{at}_at_0": givens.start[i]}
    return values


def refuse(givens: DescentGivens, *_: Any) -> str | None:
    """A start at the minimum, equal parameters and long jumps show nothing."""
    if any(w == c for w, c in zip(givens.start, givens.c, strict=True)):
        return "a parameter starts at its best value"
    if len(set(zip(givens.a, givens.c, givens.start, strict=True))) < len(givens.a):
        return "both parameters are treated alike"
    if 0.5 / givens.eta in givens.a or 1 / givens.eta in givens.a:
        return "a step ends at the minimum, or as far on the other side of it"
    return None


def ask(_: Random, givens: DescentGivens, *__: Any) -> tuple[Ask, ...]:
    """The parameters after the last step."""
    if len(givens.a) == 1:
        return (Ask((f"w_at_{givens.steps}",), "number"),)
    return (Ask(tuple(f"w_{i}_at_{givens.steps}" for i in (1, 2)), "array", of=f"w_at_{givens.steps}"),)


def cross_check(givens: DescentGivens, asks: tuple[Ask, ...], _: Convention) -> Mapping[str, Any]:
    """The loss itself, differentiated by a complex step at every point on the way."""
    a, c, w = (np.array(values, dtype=float) for values in (givens.a, givens.c, givens.start))
    k = givens.k or 0.0

    def loss(point: Any) -> Any:
        return (a * (point - c) ** 2).sum() + k * point[0] * point[-1]

    for _step in range(givens.steps):
        w = w - givens.eta * complex_step(loss, w)
    return {asks[0].name: w.tolist() if len(w) > 1 else float(w[0])}


def more(givens: DescentGivens, convention: Convention) -> Mapping[str, object]:
    """The loss as a formula in letters, and the names of the numbers in it."""
    rule = gradient_descent.ONE if len(givens.a) == 1 else gradient_descent.TWO
    rule = rule if givens.k is None else gradient_descent.COUPLED
    names = ["a", "c"] if len(givens.a) == 1 else ["a_1", "a_2", "c_1", "c_2"]
    return {
        "formula": Printer(convention.notation()).formula(parse(rule)),
        "constants": [*names, *([] if givens.k is None else ["k"])],
        "starts": [name for name in inputs(givens) if name.endswith("_at_0")],
    }


family = Family(
    givens=DescentGivens,
    options=DescentOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes="gradient_descent",
    topics=(26,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("number", "array", "choice"),
    presets={
        "easy": {"parameters": [1], "steps": [1, 2]},
        "hard": {"parameters": [2], "steps": [2, 3], "coupled": True},
    },
    variants=(
        {"parameters": [1]},
        {"parameters": [2]},
        {"parameters": [2], "coupled": True},
        {"steps": [3]},
        {"calculator": False},
    ),
)
