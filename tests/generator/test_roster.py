"""The roster: ids and names as they stand there, or one sentence with the line."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import InputError
from generator.roster import Student, read_roster


@pytest.fixture
def roster(tmp_path):
    def write(text):
        path = tmp_path / "roster.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_ids_and_names_are_read_as_they_stand(roster):
    path = roster("id,name\nada, Ada Lovelace \n7,Ωμέγα\n")
    assert read_roster(path) == (Student("ada", "Ada Lovelace"), Student("7", "Ωμέγα"))


@pytest.mark.parametrize("header", ["id", "ID", " Id ", "student_id", "sid"])
def test_the_id_column_may_be_called_in_several_ways(roster, header):
    assert read_roster(roster(f"{header}\nada\n")) == (Student("ada"),)


def test_other_columns_are_left_alone(roster):
    path = roster("email,name,section,id\na@b.c,Ada,3,ada\n")
    assert read_roster(path) == (Student("ada", "Ada"),)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(roster):
    assert read_roster(roster("\ufeffid,name\r\nada,Ada\r\n".encode())) == (Student("ada", "Ada"),)


def test_a_row_without_its_last_columns_has_no_name(roster):
    assert read_roster(roster("id,name\nada\n")) == (Student("ada", ""),)


def test_empty_lines_are_no_students(roster):
    assert read_roster(roster("id\n\nada\n\n")) == (Student("ada"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no column id"),
        ("\n\n", "has no column id"),
        ("nom,prenom\nA,B\n", "has no column id; its first line is 'nom,prenom'"),
        ("id,name\n", "has no students"),
        ("id,name\nada,Ada\nada,Eva\n", "line 3: the id 'ada' is there twice"),
        ("id,name\nada,Ada\n,Eva\n", "line 3: the id is empty"),
        ("id,name\nada,Ada\n   ,Eva\n", "line 3: the id is empty"),
        ("id,name\na\x07da,Ada\n", "line 2: id or name has a control character"),
        ("id,name\nada,A\x00da\n", "line 2: id or name has a control character"),
        ('id,name\nada,"A\nda"\n', "id or name has a control character"),
        (f"id\n{'x' * 201}\n", "line 2: id or name has more than 200 characters"),
        ('id,name\nada,"Ada\n', "is not a CSV file"),
        (b"id,name\nada,\xe4\xf6\n", "not UTF-8 text (byte 13)"),
        ("id\nada\n".encode("utf-16")[:-1], "not UTF-8 text"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(roster, text, says):
    path = roster(text)
    with pytest.raises(InputError) as error:
        read_roster(path)
    message = str(error.value)
    assert message.startswith(str(path))
    assert says in message
    assert "\n" not in message
    assert "\x07" not in message


def test_the_line_that_is_named_is_the_files_own(roster):
    """Empty lines and texts over several lines are counted too."""
    with pytest.raises(InputError, match="line 6: the id 'ada' is there twice"):
        read_roster(roster("id\n\nada\n\n\nada\n"))


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1),
        min_size=1,
        unique_by=str.strip,
    )
)
@settings(max_examples=60)
def test_any_printable_id_comes_back_as_it_was(tmp_path_factory, ids):
    ids = [text[:200] for text in ids if text.strip()] or ["x"]
    ids = list({text.strip(): text for text in ids}.values())
    out = io.StringIO()
    csv.writer(out).writerows([["id"], *([text] for text in ids)])
    path = Path(tmp_path_factory.mktemp("roster")) / "roster.csv"
    path.write_bytes(out.getvalue().encode())
    assert [student.id for student in read_roster(path)] == [text.strip() for text in ids]
