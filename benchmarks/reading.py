"""How many typed answers a second are read and judged on one core."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.answers.answer import Answer
from generator.draw import Request, draw
from generator.family import load_family
from generator.keys import rng_of, seed_for
from graders.reading import Value, Wanted, read, wanted_by

SEED = "typed answers"
_NUMBERS: tuple[Callable[[float], str], ...] = (
    lambda value: f"{value:.4f}",
    lambda value: f"{value:.4f}.",
    lambda value: f"z = {value:.4f}",
    lambda value: f"≈ {value:.3f}",
    lambda value: f"{value:.4f}".replace("-", "−"),
    lambda value: f"{value:.3e}",
    lambda value: f"{100 * value:.2f} %",
    lambda value: f"{value:.4f}".replace(".", ","),
    lambda value: f"{round(1000 * value)}/1000",
)


@dataclass(frozen=True)
class Typed:
    """A text, what was asked for, and the answer that judges it."""

    text: str
    wanted: Wanted
    answer: Answer


def numeric(count: int) -> list[Typed]:
    """Numbers as people type them, half of them wrong."""
    rng = random.Random(SEED)
    drawn = [answer for number in range(200) for answer in _drawn("backprop", number)]
    numbers = [answer for answer in drawn if answer.type == "number"]
    out = []
    for _ in range(count):
        answer = rng.choice(numbers)
        value = answer.value * rng.choice((1, 1, -1, 1.1))
        out.append(Typed(rng.choice(_NUMBERS)(value), wanted_by(answer), answer))
    return out


def symbolic(count: int) -> list[Typed]:
    """Formulas, no two of them the same text, two thirds of them right."""
    rng = random.Random(SEED)
    answers = [_drawn("chain_rule_partial", number)[0] for number in range(200)]
    out = []
    for number in range(1, count + 1):
        answer = rng.choice(answers)
        key = answer.value.replace("sigmoid", rng.choice(("sigmoid", "σ", "sigma")))
        key = key.replace("*", rng.choice(("*", " ", "·"))) if "**" not in key else key
        shapes = (
            f"{number}({key})/{number + 0.0}",
            f"0 - (-({key}) - {number}) - {number}",
            f"{number}({key})",
        )
        out.append(Typed(rng.choice(shapes), wanted_by(answer), answer))
    return out


def _drawn(family: str, number: int) -> list[Answer]:
    request = Request.read(load_family(family))
    return [part.answer for part in draw(request, rng_of(seed_for(SEED, family, number))).parts]


def rate(answers: Sequence[Typed]) -> tuple[float, int, int]:
    """Answers read and judged a second, each once; how many were right, and how many unreadable."""
    right = unreadable = 0
    begin = time.process_time()
    for one in answers:
        found = read(one.text, one.wanted)
        if isinstance(found, Value):
            right += one.answer.accepts(found.value)
        else:
            unreadable += 1
    return len(answers) / (time.process_time() - begin), right, unreadable


def main() -> None:
    """Measure 100,000 answers and print."""
    for what, answers, wanted in (
        ("numbers", numeric(95_000), "≥ 5,000"),
        ("formulas", symbolic(5_000), "≥ 300"),
    ):
        speed, right, unreadable = rate(answers)
        print(f"{what:<10} {len(answers):>7,} {speed:>9,.0f}/s {wanted:>8} ", end="")
        print(f"({right:,} right, {unreadable:,} unreadable)")


if __name__ == "__main__":
    main()
