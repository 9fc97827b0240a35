"""Sentences about neural networks with a gap, and the words that may fill it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from random import Random
from typing import Any

from generator import concepts, fields
from generator.concepts import ConceptOptions
from generator.conventions import Convention
from generator.family import Ask, Family
from generator.places import TEMPLATES
from reference.derivation import Derivation

FILE = TEMPLATES / "blanks" / "sentences.toml"
SENTENCES: Mapping[str, Mapping[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
WORDS = 4
"""So many words are offered for each gap."""
MOST = 6
_names = partial(concepts.names, known=lambda: SENTENCES, what="sentence")


@dataclass(frozen=True)
class GapOptions(ConceptOptions):
    """How many sentences, about what."""

    gaps: int = fields.whole(1, MOST, default=4, help="how many sentences have to be filled")
    without: tuple[str, ...] = _names(
        0, len(SENTENCES), default=(), help="sentences that are not to be asked, by name"
    )


@dataclass(frozen=True)
class GapGivens:
    """sentences: their names in the list."""

    sentences: tuple[str, ...] = _names(1, MOST)


def words(name: str) -> tuple[str, ...]:
    """What is offered for the gap, in alphabetical order, which tells nothing."""
    item = SENTENCES[name]
    return tuple(sorted([item["right"], *item["wrong"]]))


@lru_cache(64)
def _usable(course: str, topics: tuple[int, ...], *, beyond: bool) -> tuple[str, ...]:
    return tuple(
        name
        for name, item in SENTENCES.items()
        if (not topics or item["topic"] in topics)
        and (beyond or course not in concepts.COURSES or course in item.get("taught", concepts.COURSES))
    )


def sample(rng: Random, options: GapOptions, convention: Convention) -> GapGivens:
    """Sentences with different misconceptions, which give no hints about each other."""
    usable = [
        name
        for name in _usable(convention.name, options.topics, beyond=options.beyond)
        if name not in options.without
    ]
    chosen: dict[str, str] = {}
    for name in rng.sample(usable, len(usable)):
        chosen.setdefault(SENTENCES[name]["misconception"], name)
        if len(chosen) == options.gaps:
            return GapGivens(tuple(chosen.values()))
    raise concepts.too_few("sentences", options, convention)


def refuse(givens: GapGivens, *_: Any) -> str | None:
    """Two sentences that show the same misconception."""
    shown = [SENTENCES[name]["misconception"] for name in givens.sentences]
    return "two of the sentences give hints about each other" if len(set(shown)) < len(shown) else None


@lru_cache(16)
def _filled(count: int) -> Derivation:
    rules: dict[str, str] = {}
    for k in range(1, count + 1):
        each = range(1, WORDS + 1)
        rules |= {f"fits_{k}_{j}": f"right_{k}_{j}" for j in each}
        rules[f"gap_{k}"] = f"argmax({', '.join(f'fits_{k}_{j}' for j in each)})"
    names = [f"{name}_{k}_{j}" for k in range(1, count + 1) for j in each for name in ("right", "lure")]
    return Derivation.of(rules, inputs=names)


def derive(givens: GapGivens, _: Convention) -> Derivation:
    """Whether each word fits, and the one that does."""
    return _filled(len(givens.sentences))


def inputs(givens: GapGivens) -> Mapping[str, int]:
    """right_1_2 is 1 if word 2 fills gap 1; lure_1_2 is the misconception that would put it there."""
    values: dict[str, int] = {}
    for k, name in enumerate(givens.sentences, start=1):
        item = SENTENCES[name]
        number = concepts.numbers()[item["misconception"]]
        for j, word in enumerate(words(name), start=1):
            values[f"right_{k}_{j}"] = int(word == item["right"])
            values[f"lure_{k}_{j}"] = number if word == item["wrong"][0] else 0
    return values


def ask(_: Random, givens: GapGivens, *__: Any) -> tuple[Ask, ...]:
    """A part for each gap."""
    return tuple(
        Ask((f"gap_{k}",), "choice", extra={"options": words(name)})
        for k, name in enumerate(givens.sentences, start=1)
    )


@lru_cache(1)
def _as_printed() -> dict[str, str]:
    """{text: the right word}, by a reading of the file's lines of its own."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    texts = [line[8:-1] for line in lines if line.startswith(('text = "', "text = '"))]
    rights = [line[9:-1] for line in lines if line.startswith('right = "')]
    return dict(zip(texts, rights, strict=True))


def cross_check(givens: GapGivens, *_: Any) -> Mapping[str, int]:
    """Each text looked up anew, as it is printed."""
    return {
        f"gap_{k}": words(name).index(_as_printed()[SENTENCES[name]["text"]]) + 1
        for k, name in enumerate(givens.sentences, start=1)
    }


def more(givens: GapGivens, _: Convention) -> Mapping[str, object]:
    """The sentences; a gap is a row of low lines that Markdown leaves alone."""
    items = [SENTENCES[name] for name in givens.sentences]
    return {"items": items, "texts": [_gap(item["text"]) for item in items]}


def _gap(text: str) -> str:
    return text.replace("____", r"\_\_\_\_\_\_")


def printed(givens: GapGivens, _: Convention) -> Mapping[str, str]:
    """In place of its name a sentence's text is printed."""
    return {f"sentences[{k}]": _gap(SENTENCES[name]["text"]) for k, name in enumerate(givens.sentences)}


family = Family(
    givens=GapGivens,
    options=GapOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    more=more,
    mistakes=concepts.mistakes(
        "fits_{k}_{j}",
        "2",
        belief="lure_{k}_{j}",
        among=[item["misconception"] for item in SENTENCES.values()],
    ),
    topics=tuple(sorted({item["topic"] for item in SENTENCES.values()})),
    lectures=concepts.COURSES,
    answers=("choice",),
    printed=printed,
    presets={"easy": {"gaps": 2}, "hard": {"gaps": 5}},
    once="sentences",
    variants=(
        {},
        {"topics": [11, 16, 22, 26], "gaps": 2},
        {"gaps": 1},
        {"beyond": True},
        {"calculator": False},
    ),
)
