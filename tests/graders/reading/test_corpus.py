"""Every typed answer of the corpus is judged as it is written there."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import json
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from graders.reading import (
    Array,
    Choice,
    Expression,
    Integer,
    Number,
    TruthTable,
    Unreadable,
    Value,
    Wanted,
    Weights,
    read,
)
from reference import equality
from reference.rules import parse

CORPUS = Path(__file__).parent / "corpus"


def _pairs(rows):
    return tuple(tuple(row) for row in rows)


def wanted_from(asked: dict[str, Any]) -> Wanted:
    more: dict[str, Any] = asked
    match asked:
        case {"type": "integer"}:
            return Integer()
        case {"type": "number"}:
            return Number(more.get("decimals"))
        case {"type": "array", "shape": shape}:
            return Array(tuple(shape), names=tuple(more.get("names", ())))
        case {"type": "expression", "symbols": symbols}:
            extra = {key: _pairs(more.get(key, ())) for key in ("printed", "meanings", "functions")}
            return Expression(tuple(symbols), **extra)
        case {"type": "choice", "options": options}:
            return Choice(tuple(options), more.get("several", False))
        case {"type": "weights", "names": names, "printed": printed}:
            arrays = tuple((name, _pairs(rows)) for name, rows in more.get("arrays", ()))
            return Weights(tuple(names), _pairs(printed), more.get("ordered", False), arrays)
        case {"type": "table", "inputs": inputs, "outputs": outputs}:
            return TruthTable(inputs, outputs)
    raise AssertionError(asked)


def flat(value):
    return [entry for row in value for entry in (row if isinstance(row, (list, tuple)) else (row,))]


def is_right(wanted, key, value):
    match wanted:
        case Expression(symbols=symbols):
            return equality.equal(key, value, symbols)
        case Number():
            return abs(value - key[0]) <= key[1] + 1e-9
        case Array():
            mine, theirs = flat(key[0]), flat(value)
            return len(mine) == len(theirs) and all(
                abs(a - b) <= key[1] + 1e-9 for a, b in zip(mine, theirs, strict=True)
            )
    return json.loads(json.dumps(value)) == key


def groups():
    files = [path for path in sorted(CORPUS.glob("*.toml")) if path.stem not in ("hostile", "fuzzed")]
    return [
        pytest.param(group, id=f"{path.stem}: {group['name']}")
        for path in files
        for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]
    ]


def hostile():
    return tomllib.loads((CORPUS / "hostile.toml").read_text(encoding="utf-8"))["text"]


def hostile_text(entry):
    return entry.get("before", "") + entry["text"] * entry.get("times", 1) + entry.get("after", "")


CORPUS_GROUPS = groups()


@pytest.mark.parametrize("group", CORPUS_GROUPS)
def test_right_and_wrong_answers(group):
    wanted = wanted_from(group["asked"])
    for verdict in ("right", "wrong"):
        for text in group.get(verdict, ()):
            found = read(text, wanted)
            assert isinstance(found, Value), (text, found)
            assert is_right(wanted, group["key"], found.value) == (verdict == "right"), (text, found)


@pytest.mark.parametrize("group", CORPUS_GROUPS)
def test_what_can_not_be_read_says_why_and_where(group):
    wanted = wanted_from(group["asked"])
    for text, position, reason in group.get("unreadable", ()):
        found = read(text, wanted)
        assert isinstance(found, Unreadable), (text, found)
        assert (found.position, found.reason) == (position, reason), text
        assert found.blank == (not text.strip())


@pytest.mark.parametrize("group", [group for group in CORPUS_GROUPS if "otherwise" in group.values[0]])
def test_another_reading_is_told(group):
    wanted = wanted_from(group["asked"])
    for text, other in group["otherwise"]:
        found = read(text, wanted)
        assert isinstance(found, Value), (text, found)
        assert found.notes
        assert is_right(wanted, other, found.otherwise), (text, found)


def test_the_corpus_is_large():
    lists = ("right", "wrong", "unreadable", "otherwise")
    count = sum(len(group.values[0].get(name, ())) for group in CORPUS_GROUPS for name in lists)
    assert count + len(hostile()) >= 1000


KINDS: dict[str, Wanted] = {
    "integer": Integer(),
    "number": Number(4),
    "array": Array((3,)),
    "matrix": Array((2, 2)),
    "expression": Expression(("x1", "w1", "x"), (("x1", "x_{1}"),)),
    "choice": Choice(("Class 1", "$0.5$", "x > 0")),
    "choices": Choice(("a", "b", "c"), several=True),
    "weights": Weights(("w1", "w2"), (("w1", "w_1"),)),
    "ordered": Weights(("w1", "w2"), ordered=True),
    "table": TruthTable(2),
}
QUICK = 0.05


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_texts_are_reading_errors_and_quickly(kind):
    for entry in hostile():
        text = hostile_text(entry)
        spent = []
        for _ in range(3):  # another process may have had the processor's cache
            begin = time.process_time()
            found = read(text, KINDS[kind])
            spent.append(time.process_time() - begin)
        assert min(spent) < QUICK, text[:60]
        if kind in entry.get("as", ()):
            continue
        assert isinstance(found, Unreadable), (text[:60], found)
        assert found.reason.isprintable()
        assert len(found.reason) < 250
        assert 0 <= found.position <= len(text)
        assert all(line.isprintable() and len(line) < 125 for line in found.pointed(text).splitlines())


NAMED: dict[str, Wanted] = {
    "named entries": Array((2,), names=("m", "c")),
    "hats": Expression(("w1", "x1", "x", "y", "yhat"), (("x1", "x_{1}"), ("yhat", r"\hat{y}"))),
    "statements": Choice(("$x_{1}$ or not $x_{2}$", "Neither is", "Both are", "Only 1")),
}


@pytest.mark.parametrize("kind", [*KINDS, *NAMED])
def test_what_a_fuzzer_found_is_read_or_refused_in_a_sentence(kind):
    wanted = (KINDS | NAMED)[kind]
    for text in tomllib.loads((CORPUS / "fuzzed.toml").read_text(encoding="utf-8"))["texts"]:
        found = read(text, wanted)
        if isinstance(found, Unreadable):
            assert 0 <= found.position <= len(text), text
            assert found.reason.isprintable()
            found.pointed(text)
        elif isinstance(wanted, Expression):
            assert set(parse(found.value).names) <= set(wanted.symbols), text
