"""Responses in any of their shapes say the same; what is odd is said, and nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.errors import InputError
from graders.marking.responses import Responses, place_of, read_responses


def answers(read: Responses) -> dict[str, dict[tuple[int, str], str]]:
    return {response.id: response.answers for response in read.by_id.values()}


@pytest.fixture
def said(tmp_path: Path) -> Callable[..., Responses]:
    """Reads a text as a file of responses."""

    def read(text: str, name: str = "responses.csv") -> Responses:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_responses(path)

    return read


WIDE = "id,version,1,2a,2b\nada,K7,5,0.5,\nemmy,,7,,B\n"
WANTED = {
    "ada": {(1, ""): "5", (2, "a"): "0.5", (2, "b"): ""},
    "emmy": {(1, ""): "7", (2, "a"): "", (2, "b"): "B"},
}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("wide.csv", WIDE),
        ("excel.csv", "\ufeff" + WIDE.replace(",", ";").replace("\n", "\r\n")),
        ("names.csv", WIDE.replace("1,2a,2b", "Q1,Problem 2 (a),q02.b")),
        (
            "long.csv",
            """id,version,problem,part,answer
ada,K7,1,,5
ada,K7,2,a,0.5
ada,K7,2,b,
emmy,,1,,7
emmy,,2,a,
emmy,,2,b,B
""",
        ),
        ("excel_sep.csv", "sep=;\n" + WIDE.replace(",", ";")),
        ("empty_columns.csv", WIDE.replace("\n", ",,,\n") + ",,,,,,,\n"),
        (
            "object.json",
            '{"ada": {"1": 5, "2a": 0.5, "2b": null}, "emmy": {"1": "7", "2a": "", "2b": "B"}}',
        ),
        (
            "list.json",
            """[{"id": "ada", "version": "k7", "answers": {"1": 5, "2a": 0.5, "2b": ""}},
            {"id": "emmy", "1": 7, "2a": "", "2b": "B"}]""",
        ),
    ],
)
def test_every_shape_says_the_same(said: Callable[..., Responses], name: str, text: str) -> None:
    read = said(text, name)
    assert answers(read) == WANTED
    assert read.troubles == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [("1", (1, "")), ("12b", (12, "b")), ("Q3.(a)", (3, "a")), ("problem 4 c", (4, "c")), ("07", (7, ""))],
)
def test_columns_name_a_problem_and_a_part(text: str, place: tuple[int, str]) -> None:
    assert place_of(text) == place


@pytest.mark.parametrize("text", ["name", "1ab", "a1", "", "1.5", "2 points", "e-mail"])
def test_other_columns_do_not(text: str) -> None:
    assert place_of(text) is None


@pytest.mark.parametrize(
    ("text", "who", "sentence"),
    [
        ("id,1\nada,5\nada,6\n", "ada", "line 3: handed in twice; the later answers count"),
        ("id,1\nada,5\nADA,6\n", "ADA", "line 3: handed in twice; the later answers count"),
        (
            "id,problem,part,answer\nada,1,,5\nada,1,,6\n",
            "ada",
            "line 3: 1 is answered twice; the later counts",
        ),
        ("id,problem,part,answer\nada,x,,5\n", "ada", "line 2: 'x' '' names no problem and part"),
        ("id,1,Q1\nada,5,6\n", "ada", "line 2: 1 is answered twice; the later counts"),
        ("id,problem,part,answer,2\nada,1,,5,B\n", "", "columns that are no answers: 2"),
        ("id,1\n,5\nada,5\n", "", "line 2: the id is empty, so nobody gets these answers"),
        ("id,e-mail,1\nada,a@b.c,5\n", "", "columns that are no answers: e-mail"),
        (
            "id,version,problem,part,answer\nada,K7,1,,5\nada,P2,2,,6\n",
            "ada",
            "the version is P2 here, K7 before",
        ),
    ],
)
def test_what_is_odd_is_said(said: Callable[..., Responses], text: str, who: str, sentence: str) -> None:
    (trouble,) = said(text).troubles
    assert trouble.id == who
    assert sentence in trouble.what


def test_two_columns_of_one_answer_leave_what_is_there(said: Callable[..., Responses]) -> None:
    read = said("id,1,Q1,Problem 1\nada,5,,5\n")
    assert answers(read) == {"ada": {(1, ""): "5"}}
    assert read.troubles == ()


def test_true_in_json_is_an_answer(said: Callable[..., Responses]) -> None:
    assert answers(said('{"ada": {"1": true, "2": false}}', "r.json")) == {
        "ada": {(1, ""): "true", (2, ""): "false"}
    }


def test_utf_16_is_read_as_excel_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "unicode.txt"
    path.write_bytes(WIDE.replace(",", "\t").replace("\n", "\r\n").encode("utf-16"))
    assert answers(read_responses(path)) == WANTED


def test_the_same_row_twice_is_nothing_to_speak_of(said: Callable[..., Responses]) -> None:
    assert said("id,1\nada,5\nada,5\n").troubles == ()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("r.csv", "name,1\nada,5\n", "there is no column id; there are name, 1"),
        ("r.csv", "id,1\n", "there are no responses"),
        ("r.csv", "", "there are no responses"),
        ("r.csv", "id,mark\nada,5\n", "no column is an answer"),
        ("r.csv", "id,1,1\nada,5,6\n", "the column '1' is there twice"),
        ("r.csv", "id,1\nada,5,6\n", "line 2: it has more cells than the first line has columns"),
        ("r.csv", "id,1,\nada,5,6\n", "line 2: '6' stands in a column without a name"),
        ("r.csv", "sep=;\nid;1\nada;5;6\n", "line 3: it has more cells than the first line has columns"),
        ("r.csv", 'id,1\nada,"5\n', "the responses are not a CSV file"),
        ("r.json", "{", "the responses are not JSON"),
        ("r.json", '{"ada": {"1": "5", "1": "6"}}', "the key '1' is there twice"),
        ("r.json", '{"ada": {"1": "5"}, "ada": {}}', "the key 'ada' is there twice"),
        ("r.json", "7", "the responses are a int; allowed is an object or a list"),
        ("r.json", "[7]", "entry 1: '7' stands where an object is needed"),
        ("r.json", '{"ada": 5}', "entry 1: answers is '5'; allowed is an object"),
        (
            "r.json",
            '{"ada": {"1": {"x": 1}}}',
            "entry 1: 1 is {'x': 1}; allowed is a text, a number or a list",
        ),
        ("r.json", "[" * 100_000, "the responses are not JSON"),
        ("r.json", '{"ada": {"1": ' + "9" * 5000 + "}}", "the responses are not JSON"),
    ],
)
def test_a_file_that_is_no_responses_is_refused_in_one_sentence(
    said: Callable[..., Responses], name: str, text: str, sentence: str
) -> None:
    with pytest.raises(InputError) as refused:
        said(text, name)
    assert sentence in str(refused.value)
    assert name in str(refused.value)


def test_a_missing_file_and_one_that_is_not_utf_8_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        read_responses(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes("id,1\njosé,5\n".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_responses(tmp_path / "latin.csv")


def test_an_answer_may_be_long_and_hold_lines(said: Callable[..., Responses]) -> None:
    long: Any = "x" * 500_000
    read = said(f'id,1,2\nada,"[1 2]\n[3 4]",{long}\n')
    assert read.by_id["ada"].answers == {(1, ""): "[1 2]\n[3 4]", (2, ""): long}
