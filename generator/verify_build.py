"""Verification of a build: every key derived anew, and compared with all that was written."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.build import ANSWERS, VERSIONS, answer_rows, version_rows
from generator.files import read_text
from generator.rebuilt import read_build


@dataclass(frozen=True)
class BuildReport:
    """What looking through a build showed: how many keys were derived anew, and what is wrong."""

    copies: int
    keys: int
    faults: tuple[str, ...]


def verify_build(folder: Path) -> BuildReport:
    """Derive every key of a build anew from its manifest, and compare it with all that was written.

    Raises
    ------
    InputError
        When the folder is no build, or its manifest can't be read.
    """
    built = read_build(folder)
    faults: list[str] = []
    rows: list[dict[str, object]] = []
    keys = 0
    with built.trusted():
        for copy in built.copies:
            placed = list(built.drawn(copy, faults))
            keys += sum(len(item.problem.parts) for item in placed)
            rows += answer_rows(copy["id"], copy["version"], placed)
            for place in (f"papers/{copy['file']}", f"instructor/keys/{copy['file']}"):
                files = [f"{place}.{name}" for name in built.manifest["formats"]]
                faults += [f"{file} is missing" for file in files if not (folder / file).is_file()]
        codes = version_rows(built.manifest)
    faults += _table_faults(folder / "instructor" / "answers.csv", ANSWERS, rows)
    faults += _table_faults(folder / "instructor" / "versions.csv", VERSIONS, codes)
    return BuildReport(len(built.copies), keys, tuple(faults))


def _table_faults(path: Path, header: tuple[str, ...], rows: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """What differs between a table that was written and the rows that it should have."""
    reader = csv.DictReader(io.StringIO(read_text(path, "the table"), newline=""))
    if tuple(reader.fieldnames or ()) != header:
        yield f"{path.name}: its first line is not {','.join(header)}"
        return
    there = Counter(tuple(row[column] or "" for column in header) for row in reader)
    wanted = Counter(tuple(f"{row[column]}" for column in header) for row in rows)
    for key in there - wanted:
        yield f"{path.name}: {', '.join(key)} is not what is derived anew"
    for key in wanted - there:
        yield f"{path.name}: {', '.join(key)} is missing"
