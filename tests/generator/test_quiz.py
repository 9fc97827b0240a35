"""The quiz file: read as it says, or one sentence with file, place, value and what is allowed."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import dataclasses

import pytest

from generator.errors import InputError
from generator.quiz import read_quiz

ONE = '[[problem]]\nfamily = "parameter_count"\n'


@pytest.fixture
def quiz(tmp_path):
    def write(text):
        path = tmp_path / "quiz.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_the_example_is_a_quiz_of_ten_problems(root):
    quiz = read_quiz(root / "examples" / "midterm.toml")
    assert len(quiz.items) == 10
    assert quiz.convention.name == "cs540"
    assert quiz.course.startswith("CS 540")


def test_defaults_are_one_point_one_copy_and_an_open_question(quiz):
    (item,) = read_quiz(quiz(ONE)).items
    assert (item.points, item.request.as_choice, item.request.options.calculator) == (1, False, True)


def test_all_keys_are_read(quiz):
    top = 'title = "T"\ncourse = "C"\nconvention = "cs2109s"\ncalculator = false\nlarge_print = true\n'
    more = 'points = 2.5\ncount = 3\nas = "choice"\noptions = { widest = 8 }\ngiven = { bias = true }\n'
    text = f"{top}{ONE}{more}"
    found = read_quiz(quiz(text))
    assert (found.title, found.course, found.convention.name, found.large_print) == (
        "T",
        "C",
        "cs2109s",
        True,
    )
    assert [item.points for item in found.items] == [2.5] * 3
    request = found.items[0].request
    assert request.as_choice
    assert dataclasses.asdict(request.options)["widest"] == 8
    assert not request.options.calculator
    assert request.fixed == {"bias": True}
    assert request.convention is found.convention
    assert len({item.place for item in found.items}) == 3


def test_what_a_quiz_file_leaves_unsaid_is_a_plain_paper(quiz):
    found = read_quiz(quiz(ONE))
    assert (found.shuffle, found.working, found.answer_sheet, found.fixed) == (None, True, False, (False,))


def test_a_paper_exam_is_read(quiz):
    top = "shuffle = false\nworking = false\nanswer_sheet = true\n"
    more = 'as = "choice"\nfixed = true\ncount = 2\n[[problem]]\nfamily = "true_or_false"\n'
    found = read_quiz(quiz(f"{top}{ONE}{more}"))
    assert (found.shuffle, found.working, found.answer_sheet) == (False, False, True)
    assert found.fixed == (True, True, False), "statements are choices of their own accord"


def test_a_problems_own_option_wins_over_the_quizs(quiz):
    (item,) = read_quiz(quiz(f"calculator = false\n{ONE}options = {{ calculator = true }}")).items
    assert item.request.options.calculator


WRONG = {
    "title = ": "not TOML",
    "": "has no problems; add a [[problem]] with a family",
    'title = "x"': "has no problems",
    "problem = []": "has no problems",
    f"{ONE}points = -1": "problem 1: points is -1; allowed is a number above 0 and up to 10000",
    f"{ONE}points = 0": "points is 0",
    f"{ONE}points = nan": "points is nan",
    f"{ONE}points = inf": "points is inf",
    f"{ONE}points = 1e9": "points is 1000000000.0",
    f'{ONE}points = "5"': "points is '5'; allowed is a",
    f"{ONE}points = true": "points is True",
    f"{ONE}count = 0": "count is 0; allowed is 1 to 200",
    f"{ONE}count = 1.5": "count is 1.5",
    f"{ONE}count = 201": "count is 201",
    f"{ONE}count = 150\n{ONE}count = 150": "has 300 problems; at most 200",
    f'{ONE}as = "closed"': """as is 'closed'; allowed is "open" or "choice\"""",
    f"{ONE}pionts = 3": "problem 1: there is no key 'pionts'; did you mean 'points'?",
    f"{ONE}[[problem]]\npoints = 3": "problem 2: it names no family",
    f'{ONE}[[problem]]\nfamily = "backprp"': "problem 2: there is no family 'backprp'; did you mean",
    '[[problem]]\nfamily = ["backprop"]': "family is ['backprop']",
    '[[problem]]\nfamily = "../backprop"': "there is no family '../backprop'",
    f'titel = "x"\n{ONE}': "there is no key 'titel'; did you mean 'title'?",
    f"title = 3\n{ONE}": "title is 3; allowed is a",
    f'title = "{"x" * 201}"\n{ONE}': "title must be one line of at most 200 characters",
    f'title = "a\\nb"\n{ONE}': "title must be one line",
    f'calculator = "no"\n{ONE}': "calculator is 'no'",
    f'convention = "cs541"\n{ONE}': "there is no convention 'cs541'; did you mean 'cs540'?",
    f"{ONE}fixed = 1": "problem 1: fixed is 1; allowed is a bool",
    f'shuffle = "no"\n{ONE}': "shuffle is 'no'; allowed is a bool",
    f"answer_sheet = true\n{ONE}count = 2": (
        "problem 1 (1 of 2): parameter_count is asked open; with answer_sheet = true every problem is "
        'multiple choice (as = "choice")'
    ),
    f"{ONE}options = 3": "options is 3",
    f"{ONE}options = {{ hidden = 3 }}": "problem 1: there is no option 'hidden'",
    f"{ONE}options = {{ widest = 1 }}": "problem 1: option widest is 1; allowed is a whole number from",
    f"{ONE}options = {{ widest = 1979-05-27 }}": "option widest is datetime",
    f"{ONE}given = {{ size = [1, 2] }}": "problem 1: there is no given 'size'; did you mean 'sizes'?",
    f"{ONE}given = {{ sizes = [1] }}": "given sizes is [1]; allowed is a list of 2 to 12 whole numbers",
    'problem = ["backprop"]': "stands where a table is needed",
    '[problem]\nfamily = "backprop"': "problem is ",
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said_with_file_and_place(quiz, text):
    path = quiz(text)
    with pytest.raises(InputError) as error:
        read_quiz(path)
    message = str(error.value)
    assert message.startswith(str(path))
    assert WRONG[text] in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"title = '\xff'", "not UTF-8"), (b"\x00", "not TOML"), (b"PK\x03\x04\xff", "not UTF-8")],
)
def test_what_is_no_text_is_refused(quiz, data, says):
    with pytest.raises(InputError, match=says):
        read_quiz(quiz(data))


def test_a_byte_order_mark_does_no_harm(quiz):
    assert read_quiz(quiz(b"\xef\xbb\xbf" + ONE.encode())).items


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.toml: the quiz file can't be read: No such file"):
        read_quiz(tmp_path / "nowhere.toml")
