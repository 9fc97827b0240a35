"""The rows of a file of responses, CSV or JSON, as texts by column."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from generator.errors import InputError
from generator.files import read_text

LARGEST = 200_000_000
LONGEST_ANSWER = 2_000_000


@dataclass(frozen=True)
class Row:
    """A row of either kind. where: its place in the file."""

    where: str
    cells: Mapping[str, str]


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file, JSON where its name ends so, else CSV.

    Raises
    ------
    InputError
        When it is neither, or too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: the responses have more than {LARGEST // 1_000_000} MB")
    except OSError as error:
        raise InputError(f"{path}: the responses can't be read: {error.strerror or error}") from None
    text = read_text(path, "the responses")
    return _json_rows(path, text) if path.suffix.lower() == ".json" else _csv_rows(path, text)


def _csv_rows(path: Path, text: str) -> Iterator[Row]:
    separator, said, first = _separator(text)
    limit = csv.field_size_limit(LONGEST_ANSWER)
    try:
        reader = csv.reader(io.StringIO(text[said:], newline=""), delimiter=separator, strict=True)
        lines = [(reader.line_num + first, cells) for cells in reader if cells]
    except csv.Error as error:
        raise InputError(f"{path}: the responses are not a CSV file: {error}") from None
    finally:
        csv.field_size_limit(limit)
    names = lines[0][1] if lines else []
    twice = sorted({name for name in names if name.strip() and names.count(name) > 1})
    if twice:
        raise InputError(f"{path}: the column {twice[0]!r} is there twice")
    for number, cells in lines[1:]:
        where = f"line {number}"
        named = {}
        for name, cell in zip_longest(names, cells[: len(names)], fillvalue=""):
            if name.strip():
                named[name] = cell
            elif cell.strip():
                raise InputError(f"{path}, {where}: {cell[:20]!r} stands in a column without a name")
        if any(cell.strip() for cell in cells[len(names) :]):
            raise InputError(f"{path}, {where}: it has more cells than the first line has columns")
        yield Row(where, named)


def _separator(text: str) -> tuple[str, int, int]:
    """What separates the cells; how many characters and lines say so at the top, as Excel has it: sep=;."""
    head = text.split("\n", 1)[0]
    said = re.fullmatch(r'"?sep=([,;\t])"?\r?', head, re.IGNORECASE)
    return (said[1], len(head) + 1, 1) if said else (max(",;\t", key=head.count), 0, 0)


def _json_rows(path: Path, text: str) -> Iterator[Row]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} is there twice")
        return found

    try:
        data = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: the responses are not JSON: {error}") from None
    if isinstance(data, dict):
        data = [{"id": key, "answers": value} for key, value in data.items()]
    if not isinstance(data, list):
        raise InputError(f"{path}: the responses are a {type(data).__name__}; allowed is an object or a list")
    for number, item in enumerate(data, start=1):
        where = f"entry {number}"
        if not isinstance(item, dict):
            raise InputError(f"{path}, {where}: {str(item)[:40]!r} stands where an object is needed")
        inner = item.get("answers", {})
        if not isinstance(inner, dict):
            raise InputError(f"{path}, {where}: answers is {str(inner)[:40]!r}; allowed is an object")
        cells = {**{key: value for key, value in item.items() if key != "answers"}, **inner}
        yield Row(where, {str(key): _cell(path, where, str(key), value) for key, value in cells.items()})


def _cell(path: Path, where: str, key: str, value: Any) -> str:
    """A JSON value as a student would have typed it."""
    if isinstance(value, dict):
        raise InputError(f"{path}, {where}: {key} is {value!r}; allowed is a text, a number or a list")
    if isinstance(value, (bool, list)):
        return json.dumps(value)
    return "" if value is None else str(value)
