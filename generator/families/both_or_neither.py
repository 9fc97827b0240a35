"""Two statements about neural networks: both true, neither, or only one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from generator import concepts
from generator.concepts import ConceptOptions
from generator.conventions import Convention
from generator.family import Ask, Family
from reference.derivation import Derivation

LABELS = {
    (True, True): "Both statements are true",
    (False, False): "Neither statement is true",
    (True, False): "Only statement 1 is true",
    (False, True): "Only statement 2 is true",
}


@dataclass(frozen=True)
class PairGivens:
    """statements: the names of the two in the bank."""

    statements: tuple[str, ...] = concepts.names(2, 2)


def sample(rng: Random, options: ConceptOptions, convention: Convention) -> PairGivens:
    """Two statements that give no hints about each other, each answer as likely as the others."""
    return PairGivens(concepts.pick(rng, rng.choice(list(LABELS)), options, convention))


@lru_cache(1)
def _judged() -> Derivation:
    rules = {f"judged_{k}": f"true_{k}" for k in (1, 2)}
    rules["many"] = "judged_1 + judged_2"
    rules["option"] = "1 if many == 2 else 2 if many == 0 else 3 if judged_1 == 1 else 4"
    return Derivation.of(rules, inputs=concepts.inputs(2))


def derive(*_: Any) -> Derivation:
    """What each statement is, how many are true, and the option that says so."""
    return _judged()


def inputs(givens: PairGivens) -> Mapping[str, int]:
    """What the bank says of each statement."""
    return concepts.facts(givens.statements)


def ask(*_: Any) -> tuple[Ask, ...]:
    """The one option."""
    return (Ask(("option",), "choice", extra={"options": tuple(LABELS.values())}),)


def cross_check(givens: PairGivens, *_: Any) -> Mapping[str, int]:
    """Both texts looked up anew, as they are printed."""
    first, second = (concepts.truth_as_printed(text) for text in concepts.printed(givens.statements).values())
    return {"option": list(LABELS).index((first, second)) + 1}


def refuse(givens: PairGivens, *_: Any) -> str | None:
    """Statements that give hints about each other."""
    return concepts.hints(givens.statements)


def more(givens: PairGivens, _: Convention) -> Mapping[str, object]:
    """The statements with their reasons."""
    return {"items": [concepts.bank()[name] for name in givens.statements]}


family = Family(
    givens=PairGivens,
    options=ConceptOptions,
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
        {"beyond": True},
        {"topics": [22, 23, 24, 25]},
        {"calculator": False},
    ),
)
