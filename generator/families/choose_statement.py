"""Several statements about neural networks, of which one alone is true, or false."""

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

WORDS = {"true": "true", "false": "false", True: "true", False: "false"}  # JSON's true is no text


def _word(value: Any) -> str:
    if not isinstance(value, (str, bool)) or value not in WORDS:
        raise ValueError
    return WORDS[value]


def _words(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, (list, tuple)) and value else [value]
    return tuple(dict.fromkeys(map(_word, items)))


@dataclass(frozen=True)
class ChooseOptions(ConceptOptions):
    """Whether the true or the false one is looked for."""

    find: tuple[str, ...] = fields.custom(
        _words,
        "a list of true, false",
        default=("true", "false"),
        help="the one statement that is so is asked for",
    )


@dataclass(frozen=True)
class ChooseGivens:
    """statements: their names in the bank; find: whether the true or the false one is asked for."""

    statements: tuple[str, ...] = concepts.names(3, 6)
    find: str = fields.custom(_word, "true or false")


def sample(rng: Random, options: ChooseOptions, convention: Convention) -> ChooseGivens:
    """Statements that give no hints about each other, the one asked for at any place."""
    find = rng.choice(options.find)
    right = find == "true"
    truths = [right] + [not right] * (options.choices - 1)
    chosen = list(concepts.pick(rng, truths, options, convention))
    rng.shuffle(chosen)
    return ChooseGivens(tuple(chosen), find)


@lru_cache(16)
def _chosen(count: int) -> Derivation:
    each = range(1, count + 1)
    rules = {f"fits_{k}": f"1 if true_{k} == wanted else 0" for k in each}
    rules["option"] = f"argmax({', '.join(rules)})"
    return Derivation.of(rules, inputs=[*concepts.inputs(count), "wanted"])


def derive(givens: ChooseGivens, _: Convention) -> Derivation:
    """Whether each statement is what is asked for, and which one is."""
    return _chosen(len(givens.statements))


def inputs(givens: ChooseGivens) -> Mapping[str, int]:
    """What the bank says of each statement; wanted: 1 if the true one is asked for, else 0."""
    return {**concepts.facts(givens.statements), "wanted": int(givens.find == "true")}


def ask(_: Random, givens: ChooseGivens, *__: Any) -> tuple[Ask, ...]:
    """The one statement."""
    labels = tuple(f"Statement {k}" for k in range(1, len(givens.statements) + 1))
    return (Ask(("option",), "choice", extra={"options": labels}),)


def cross_check(givens: ChooseGivens, *_: Any) -> Mapping[str, int]:
    """Each text looked up anew, as it is printed; exactly one may be so."""
    texts = concepts.printed(givens.statements).values()
    wanted = {"true": True, "false": False}[givens.find]
    places = [k for k, text in enumerate(texts, start=1) if concepts.truth_as_printed(text) is wanted]
    return {"option": places[0] if len(places) == 1 else 0}


def refuse(givens: ChooseGivens, *_: Any) -> str | None:
    """Statements that give hints about each other."""
    return concepts.hints(givens.statements)


def complain(givens: ChooseGivens, _: Convention) -> str | None:
    """Exactly one statement has to be what is asked for."""
    right = [name for name in givens.statements if concepts.bank()[name].true is (givens.find == "true")]
    if len(right) == 1:
        return None
    return f"of the given statements {len(right)} are {givens.find}; exactly one has to be"


def more(givens: ChooseGivens, _: Convention) -> Mapping[str, object]:
    """The statements with their reasons."""
    return {"items": [concepts.bank()[name] for name in givens.statements]}


family = Family(
    givens=ChooseGivens,
    options=ChooseOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes=concepts.mistakes("fits_{k}", "(2 if {old} == 0 else 1)"),
    topics=tuple(sorted({item.topic for item in concepts.bank().values()})),
    lectures=concepts.COURSES,
    answers=("choice",),
    printed=lambda givens, _: concepts.printed(givens.statements),
    once="statements",
    presets={"easy": {}, "hard": {}},  # the choice of the statements looks at it
    variants=(
        {},
        {"find": ["true"], "choices": 3},
        {"find": ["false"], "choices": 5},
        {"beyond": True},
        {"calculator": False},
    ),
)
