"""Statements about neural networks, each of which is true or false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from generator import concepts, fields
from generator.concepts import ConceptOptions
from generator.conventions import Convention
from generator.family import Ask, Family
from reference.derivation import Derivation

LABELS = ("True", "False")


@dataclass(frozen=True)
class TrueFalseOptions(ConceptOptions):
    """How many statements, about what."""

    statements: int = fields.whole(1, 6, default=4, help="how many statements are judged")


@dataclass(frozen=True)
class TrueFalseGivens:
    """statements: their names in the bank."""

    statements: tuple[str, ...] = concepts.names(1, 6)


def sample(rng: Random, options: TrueFalseOptions, convention: Convention) -> TrueFalseGivens:
    """Statements that give no hints about each other, each as likely true as false."""
    truths = [rng.random() < 0.5 for _ in range(options.statements)]
    return TrueFalseGivens(concepts.pick(rng, truths, options, convention))


@lru_cache(16)
def _judged(count: int) -> Derivation:
    rules: dict[str, str] = {}
    for k in range(1, count + 1):
        rules[f"judged_{k}"] = f"true_{k}"
        rules[f"option_{k}"] = f"1 if judged_{k} == 1 else 2"
    return Derivation.of(rules, inputs=concepts.inputs(count))


def derive(givens: TrueFalseGivens, _: Convention) -> Derivation:
    """What each statement is, and the option that says so."""
    return _judged(len(givens.statements))


def inputs(givens: TrueFalseGivens) -> Mapping[str, int]:
    """What the bank says of each statement."""
    return concepts.facts(givens.statements)


def ask(_: Random, givens: TrueFalseGivens, *__: Any) -> tuple[Ask, ...]:
    """A part for each statement."""
    count = len(givens.statements)
    return tuple(Ask((f"option_{k}",), "choice", extra={"options": LABELS}) for k in range(1, count + 1))


def cross_check(givens: TrueFalseGivens, *_: Any) -> Mapping[str, int]:
    """Each text looked up anew, as it is printed."""
    texts = concepts.printed(givens.statements).values()
    return {f"option_{k}": 2 - concepts.truth_as_printed(text) for k, text in enumerate(texts, start=1)}


def refuse(givens: TrueFalseGivens, *_: Any) -> str | None:
    """Statements that give hints about each other."""
    return concepts.hints(givens.statements)


def more(givens: TrueFalseGivens, _: Convention) -> Mapping[str, object]:
    """The statements with their reasons."""
    return {"items": [concepts.bank()[name] for name in givens.statements]}


family = Family(
    givens=TrueFalseGivens,
    options=TrueFalseOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    more=more,
    mistakes=concepts.mistakes("judged_{k}", "1 - {old}"),
    topics=tuple(sorted({item.topic for item in concepts.bank().values()})),
    lectures=concepts.COURSES,
    answers=("choice",),
    printed=lambda givens, _: concepts.printed(givens.statements),
    once="statements",
    presets={"easy": {}, "hard": {}},  # the choice of the statements looks at it
    variants=(
        {},
        {"statements": 1},
        {"beyond": True},
        {"topics": [11, 14, 16], "statements": 2},
        {"calculator": False},
    ),
)
