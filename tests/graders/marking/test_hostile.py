"""Whatever is typed gets a verdict: never an error of ours, and never points for what is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.draw import Request, draw
from generator.family import load_family
from generator.keys import rng_of, seed_for
from generator.problem import Problem
from graders.marking import mark_problem
from graders.marking.words import said

CORPUS = Path(__file__).parent.parent / "reading" / "corpus"
FAMILIES: dict[str, tuple[str, dict[str, Any], bool]] = {
    "number": ("backprop", {}, False),
    "array": ("softmax_values", {}, False),
    "integer": ("parameter_count", {}, False),
    "expression": ("chain_rule_partial", {}, False),
    "choice": ("parameter_count", {}, True),
    "realises": ("gate_weights", {}, False),
}


def texts() -> list[str]:
    """Everything of the reading's corpus, whatever it was typed for."""
    found: list[str] = []

    def walk(node: Any) -> None:
        match node:
            case dict():
                for name, item in node.items():
                    if name in ("text", "texts", "typed"):
                        found.extend(
                            one for one in (item if isinstance(item, list) else [item]) if type(one) is str
                        )
                    walk(item)
            case list():
                for item in node:
                    walk(item)

    for path in sorted(CORPUS.glob("*.toml")):
        walk(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def drawn(kind: str) -> Problem:
    family, options, as_choice = FAMILIES[kind]
    request = Request.read(load_family(family), options=options, as_choice=as_choice)
    return draw(request, rng_of(seed_for("hostile", kind)))


@pytest.mark.parametrize("kind", FAMILIES)
def test_every_text_of_the_corpus_gets_a_verdict(kind: str) -> None:
    problem = drawn(kind)
    assert len(texts()) > 500
    for text in texts():
        for verdict in mark_problem(problem, {part.label: text for part in problem.parts}):
            assert verdict.status != "ungraded", (text, verdict)
            assert 0 <= verdict.points <= verdict.max_points
            assert all(sentence.strip() for sentence in said(verdict))
