"""Whole answers as students type them, from the text to the verdict, as a teacher judges them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from generator.draw import Request, draw
from generator.family import load_family
from generator.problem import Problem
from graders.marking import mark_problem

PARTS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("typed.toml").read_text(encoding="utf-8")
)["part"]
STATUS = {"right": "full", "partly": "partial", "wrong": "none", "unread": "unread", "blank": "blank"}


def problem_of(part: dict[str, Any]) -> Problem:
    request = Request.read(load_family(part["family"]), given=json.loads(part["given"]))
    return draw(request, Random(part["seed"]), seed=str(part["seed"]))


def judged(part: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each text with the status that it is to have, and the mistake's name where one is to be named."""
    for said, status in STATUS.items():
        for entry in part.get(said, ()):
            text, mistake = entry if isinstance(entry, list) else (entry, "")
            yield text, status, mistake


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part['family']}-{part['seed']}{part['label']}")
def test_a_typed_answer_is_judged_as_a_teacher_would(part: dict[str, Any]) -> None:
    problem, label = problem_of(part), part["label"]
    (asked,) = (one for one in problem.parts if one.label == label)
    assert asked.answer.shown == part["key"], "the draw is another; judge its answers anew"
    for text, status, mistake in judged(part):
        (verdict,) = (one for one in mark_problem(problem, {label: text}) if one.label == label)
        assert verdict.status == status, (text, verdict)
        assert not mistake or mistake in (verdict.mistake, *verdict.equal), (text, verdict)
        assert mistake or verdict.mistake is None or status != "none", (text, verdict)


def test_many_answers_are_judged() -> None:
    assert sum(len(list(judged(part))) for part in PARTS) > 600
