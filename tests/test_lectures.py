"""Every row of docs/lectures.md has the lecture's answer; every topic is covered by a family of its own."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from generator.answers.choice import LETTERS
from generator.family import family_names, load_family

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "lectures.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+(?:, \d+)*) \|.*\| `(quizgrad show .*)` \| (.*) \|$", TEXT, re.MULTILINE)
TOPICS = set(range(1, 29))


def test_the_tables_are_read_whole():
    assert len(ROWS) == len(re.findall(r"^\| \d", TEXT, re.MULTILINE)) > 60


@pytest.mark.parametrize(("topics", "command", "answer"), ROWS, ids=range(len(ROWS)))
def test_a_row_has_the_answer_that_it_says(quizgrad, topics, command, answer):
    ran = quizgrad(*shlex.split(command)[1:], "--format", "json")
    assert ran.code == 0, ran.err
    drawn = json.loads(ran.data)
    found = [part["answer"] for part in drawn["parts"]]
    shown = [
        one["options"][LETTERS.index(one["value"])] if one["type"] == "choice" else one["shown"]
        for one in found
    ]
    assert "; ".join(shown) == answer
    asked = set(map(int, topics.split(", ")))
    assert asked <= set(load_family(drawn["family"]).family.topics)


def test_every_topic_is_asked_and_has_a_row():
    families = [load_family(name).family for name in family_names()]
    assert {topic for family in families for topic in family.topics} == TOPICS
    own = {topic for family in families if len(family.topics) < len(TOPICS) for topic in family.topics}
    assert own | {28} == TOPICS
    rows = {int(topic) for topics, _, _ in ROWS for topic in topics.split(", ")}
    assert rows == TOPICS
