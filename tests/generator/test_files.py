"""Files are read with one sentence when they can't be, written whole or not at all, and named harmlessly."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import csv
import io
import re
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.copies import copies_for
from generator.errors import InputError
from generator.files import csv_bytes, read_text, safe_name, write_whole
from generator.roster import Student


def test_a_file_is_written_whole_with_its_folders(tmp_path):
    path = tmp_path / "a" / "b" / "file.txt"
    write_whole(path, b"text")
    assert path.read_bytes() == b"text"
    assert [item.name for item in path.parent.iterdir()] == ["file.txt"], "no temporary file is left"


def test_a_private_file_is_its_owners_alone(tmp_path):
    write_whole(tmp_path / "secret", b"x", private=True)
    write_whole(tmp_path / "paper", b"x")
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "paper").stat().st_mode) & 0o400


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "inside").write_text("kept")
    with pytest.raises(InputError, match="place: can't be written"):
        write_whole(tmp_path / "place", b"new")
    assert [item.name for item in tmp_path.iterdir()] == ["place"]
    assert (tmp_path / "place" / "inside").read_text() == "kept"


@pytest.mark.parametrize("name", ["file/below", "x" * 300])
def test_a_place_that_can_not_be_written_is_named(tmp_path, name):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="can't be written"):
        write_whole(tmp_path / name, b"x")


def test_a_long_but_allowed_file_name_can_be_written(tmp_path):
    write_whole(tmp_path / ("x" * 250), b"x")


@pytest.mark.parametrize(
    ("data", "says"), [(b"ab\xff", r"not UTF-8 text \(byte 3\)"), (None, "can't be read")]
)
def test_what_can_not_be_read_is_named(tmp_path, data, says):
    path = tmp_path / "quiz.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=f"{re.escape(str(path))}: the quiz file .*{says}"):
        read_text(path, "the quiz file")


def test_a_harmless_name_stays_itself():
    assert safe_name("ada.lovelace-1815_x") == "ada.lovelace-1815_x"


HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "",
    " ",
    "a/b",
    "a\\b",
    "C:\\x",
    "~root",
    "-rf",
    "$HOME",
    "`id`",
    "#x",
    "<script>",
    "a\"b'c",
    "名前",
    "😀",
    "con",
    "NUL",
    "x" * 500,
    "a\0b",
    "a:b",
    ".hidden",
    "trailing.",
    "*",
    "?",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_make_harmless_file_names(text):
    name = safe_name(text)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", name) or re.fullmatch(r"-?[A-Za-z0-9._-]+", name)
    assert not name.startswith(".")
    assert not name.endswith(".")
    assert len(name) <= 100
    assert name.lower() not in {"con", "nul"}


@given(st.lists(st.text(max_size=20), unique=True, max_size=12))
def test_different_ids_get_different_files_even_where_case_is_not_kept(ids):
    copies = copies_for([Student(text) for text in [*ids, *HOSTILE] if text], 1)
    files = [copy.file.lower() for copy in copies]
    assert len(set(files)) == len(files)


def test_ids_that_differ_in_case_get_different_files():
    first, second = copies_for([Student("Ada"), Student("ada")], 1)
    assert first.file.lower() != second.file.lower()
    assert first.file == "Ada"


def test_without_students_there_are_numbered_versions():
    assert [copy.file for copy in copies_for((), 3)] == ["version-1", "version-2", "version-3"]


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_a_csv_file_reads_back_as_it_was(rows):
    rows = [{"a": a.replace("\r", "").replace("\n", ""), "b": b.replace("\r", "")} for a, b in rows]
    data = csv_bytes(("a", "b"), rows) if all("\0" not in a["a"] + a["b"] for a in rows) else None
    if data is not None:
        assert list(csv.DictReader(io.StringIO(data.decode(), newline=""))) == rows
