"""The roster: a CSV file with a column id and, if wanted, name; one row a student."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from generator.errors import InputError
from generator.files import read_text

ID_COLUMNS = ("id", "student_id", "sid")
NAME_COLUMNS = ("name", "student")
LONGEST = 200


@dataclass(frozen=True)
class Student:
    """One student, both texts as they stand in the roster."""

    id: str
    name: str = ""


def read_roster(path: Path) -> tuple[Student, ...]:
    """The students of a roster.

    Raises
    ------
    InputError
        Without an id column or rows, with an empty, too long or doubled id, or not UTF-8.
    """
    text = read_text(path, "the roster")
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise InputError(f"{path}: the roster is not a CSV file: {error}") from None
    header = next(csv.reader(io.StringIO(text)), [])
    columns = {column.strip().lower(): column for column in header}
    id_column = next((columns[name] for name in ID_COLUMNS if name in columns), None)
    if id_column is None:
        raise InputError(f"{path}: the roster has no column id; its first line is '{','.join(header)[:80]}'")
    name_column = next((columns[name] for name in NAME_COLUMNS if name in columns), None)
    students: dict[str, Student] = {}
    for number, row in rows:
        student = Student(
            (row[id_column] or "").strip(), (row[name_column] or "").strip() if name_column else ""
        )
        if not student.id:
            raise InputError(f"{path}, line {number}: the id is empty")
        if len(student.id) > LONGEST or len(student.name) > LONGEST:
            raise InputError(f"{path}, line {number}: id or name has more than {LONGEST} characters")
        if any(ord(c) < 32 or ord(c) == 127 for c in student.id + student.name):  # control characters
            raise InputError(f"{path}, line {number}: id or name has a control character")
        if student.id in students:
            raise InputError(f"{path}, line {number}: the id '{student.id}' is there twice")
        students[student.id] = student
    if not students:
        raise InputError(f"{path}: the roster has no students; it needs a line for each below the first")
    return tuple(students.values())
