"""What students handed in is found whole: nobody is lost, nothing is guessed in silence."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import os
import sys

import pytest

from generator.errors import InputError
from graders.submissions import LARGEST, find_submissions

GOOD = "def forward():\n    return 1\n"


@pytest.fixture
def place(tmp_path):
    """`place({"ada.py": text, "bob/backward.py": bytes, "carl/": None})` is a folder of submissions."""

    def make(files):
        folder = tmp_path / "submissions"
        folder.mkdir(exist_ok=True)
        for name, data in files.items():
            path = folder / name
            if data is None:
                path.mkdir(parents=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return folder

    return make


def found(folder):
    return {one.id: one for one in find_submissions(folder, "backward.py").submissions}


def test_one_file_is_one_submission_named_by_the_file(place):
    (one,) = find_submissions(place({"ada.py": GOOD}) / "ada.py", "backward.py").submissions
    assert (one.id, one.path.name, one.trouble, one.notes) == ("ada", "ada.py", "", ())


def test_a_folder_of_files_names_students_by_the_files(place):
    assert set(found(place({"ada.py": GOOD, "bob.smith.py": "x = 1"}))) == {"ada", "bob.smith"}


def test_a_folder_of_folders_names_students_by_the_folders(place):
    them = found(place({"ada/backward.py": GOOD, "bob/backward.py": "x = 1", "carl/": None}))
    assert set(them) == {"ada", "bob", "carl"}
    assert (them["ada"].path.name, them["ada"].trouble) == ("backward.py", "")
    assert them["carl"].trouble == "there is no Python file; hand in backward.py"


def test_ids_keep_letters_of_any_script(place):
    assert set(found(place({"Zoë.py": GOOD, "李明/backward.py": "x = 1"}))) == {"Zoë", "李明"}


@pytest.mark.parametrize(
    ("files", "chosen", "note"),
    [
        (
            {"solution.py": GOOD},
            "solution.py",
            "the file is called solution.py, not backward.py; it is graded",
        ),
        ({"Backward.PY": GOOD}, "Backward.PY", "the file is called Backward.PY, not backward.py"),
        ({"hw3/backward.py": GOOD}, "backward.py", ""),
        ({"backward.py": GOOD, "old/backward.py": "x = 1"}, "backward.py", "only backward.py is graded"),
        ({"backward.py": GOOD, "numpy.py": "x = 1"}, "backward.py", "can't import the others (numpy.py)"),
        ({"backward.py": GOOD, "__pycache__/x.py": "x", "._backward.py": "junk"}, "backward.py", ""),
    ],
)
def test_the_right_file_of_a_students_folder_is_graded_and_what_is_odd_is_said(place, files, chosen, note):
    one = found(place({f"ada/{name}": text for name, text in files.items()}))["ada"]
    assert one.path.name == chosen
    assert one.trouble == ""
    assert note in " ".join(one.notes)
    assert bool(one.notes) == bool(note)


@pytest.mark.parametrize(
    ("files", "trouble"),
    [
        ({"a.py": GOOD, "b.py": GOOD}, "no file is called backward.py, and there are several (a.py, b.py)"),
        (
            {"a/backward.py": GOOD, "b/backward.py": "x"},
            "there are several files backward.py (a/backward.py,",
        ),
        ({"backward.ipynb": "{}"}, "there is no Python file (only backward.ipynb); hand in backward.py"),
    ],
)
def test_a_folder_from_which_no_file_can_be_chosen_says_why(place, files, trouble):
    one = found(place({f"ada/{name}": text for name, text in files.items()}))["ada"]
    assert one.trouble.startswith(trouble)
    assert not one.no_fault


def test_a_file_that_is_no_python_is_no_lost_student(place):
    them = found(place({"ada.ipynb": "{}", "bob.py": GOOD, "carl.zip": b"PK"}))
    assert set(them) == {"ada", "bob", "carl"}
    assert them["ada"].trouble == "ada.ipynb is no Python file; hand in backward.py"
    assert them["carl"].trouble


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"x = 1\n# \xff\n", "the file is not UTF-8 text (byte 9); save it as UTF-8"),
        (b"# coding: klingon\n", "the file is not UTF-8 text; save it as UTF-8"),
        (b"x = 1\0", "the file has null bytes"),
    ],
)
def test_what_is_odd_about_a_file_is_noted_and_the_file_graded_all_the_same(place, data, note):
    one = found(place({"ada.py": data}))["ada"]
    assert not one.trouble
    assert [text for text in one.notes if text.startswith(note)]


def test_a_file_in_another_declared_encoding_is_all_right(place):
    assert found(place({"ada.py": b"# -*- coding: latin-1 -*-\n# \xe9\n"}))["ada"].notes == ()


def test_a_huge_file_is_not_read(place):
    folder = place({"ada.py": ""})
    with (folder / "ada.py").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "at most 1,048,576 are read" in found(folder)["ada"].trouble


def test_symbolic_links_are_never_followed(place, tmp_path):
    folder = place({"ada.py": GOOD, "bob/": None})
    (tmp_path / "secret.py").write_text("SECRET = 1")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "backward.py").write_text("SECRET = 1")
    (folder / "eve.py").symlink_to(tmp_path / "secret.py")
    (folder / "mallory").symlink_to(tmp_path / "theirs")
    (folder / "bob" / "backward.py").symlink_to(folder / "ada.py")
    (folder / "bob" / "deep").symlink_to(tmp_path / "theirs")
    (folder / "trudy.py").symlink_to("nowhere")
    them = found(folder)
    for id_ in ("eve", "mallory", "bob", "trudy"):
        assert "symbolic link" in them[id_].trouble, them[id_]
        assert them[id_].digest == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_a_named_pipe_does_not_hang_the_search(place):
    folder = place({"ada.py": GOOD})
    os.mkfifo(folder / "eve.py")
    assert found(folder)["eve"].trouble == "eve.py is no regular file"


def test_two_hand_ins_of_one_student_are_both_graded_and_named(place):
    them = found(place({"ada.py": GOOD, "ada/backward.py": "x = 1", "bob.py": "y = 1", "bob.txt": "z"}))
    assert set(them) == {"ada", "ada.py", "bob", "bob.txt"}
    assert all("handed in more than once" in " ".join(them[id_].remarks) for id_ in them)
    assert not them["bob"].trouble
    assert them["bob.txt"].trouble


def test_ids_differ_by_more_than_capitals_or_the_coding_of_an_accent(place):
    them = found(
        place({"ADA.py": GOOD, "ada/backward.py": "x = 1", "Zoe\u0308.py": "y = 1", "Zo\u00eb.py": "z = 1"})
    )
    assert set(them) == {"ADA", "ada~", "Zoe\u0308", "Zo\u00eb.py"}
    assert them["ADA"].remarks == them["ada~"].remarks == ("handed in more than once: ADA.py, ada",)


def test_the_same_file_from_two_is_remarked_to_the_instructor_only(place):
    them = found(place({"ada.py": GOOD, "bob.py": GOOD, "carl.py": "x = 1", "dan.py": "", "eve.py": ""}))
    assert them["ada"].remarks == ("the same file as bob",)
    assert them["bob"].remarks == ("the same file as ada",)
    assert not them["ada"].notes
    assert them["carl"].remarks == them["dan"].remarks == ()


def test_names_that_could_fool_a_reader_are_printed_harmlessly(place):
    folder = place({"a\u202eyp.b.py": GOOD, "line\nbreak.py": "x = 1", "esc\x1b[31m.py": "y = 1"})
    assert set(found(folder)) == {"a\ufffdyp.b", "line\ufffdbreak", "esc\ufffd[31m"}


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode there")
def test_a_file_name_that_is_no_text_is_found(place):
    folder = os.fsencode(place({"ada.py": GOOD}))
    with open(folder + b"/b\xffb.py", "wb") as file:  # noqa: PTH123  # a Path can't hold the name
        file.write(b"x = 1")
    assert set(found(place({}))) == {"ada", "b\ufffdb"}


def test_hidden_files_are_passed_over_and_said(place):
    looked = find_submissions(place({"ada.py": GOOD, ".bob.py": GOOD, ".DS_Store": b""}), "backward.py")
    assert [one.id for one in looked.submissions] == ["ada"]
    assert looked.passed_over == (".bob.py",)


def test_a_place_without_submissions_is_refused(place, tmp_path):
    with pytest.raises(InputError, match="there are no submissions; wanted is a file, a folder of files"):
        find_submissions(place({".DS_Store": b""}), "backward.py")
    with pytest.raises(InputError, match="nowhere: the submissions can't be read: No such file"):
        find_submissions(tmp_path / "nowhere", "backward.py")
