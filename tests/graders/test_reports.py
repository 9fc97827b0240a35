"""Reports: what students may see and nothing else, readable whatever a student's code wrote."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from graders import reports
from graders.assignment import Assignment
from graders.journal import Graded
from graders.records import CheckResult, Report
from graders.reports import Book, Row, gradebook, html, junit
from graders.reports.terminal import print_report

SEED = "5eed5eed5eed5eed"
TABLE = "dW[0] is off in 2 of 4 entries.\nindex   yours  expected\n[0, 0]  0.5    -0.25\n[1, 1]  nan    2"
HOSTILE = "<script>alert(1)</script> &amp; {{ 7 * 7 }} [red]x[/red] \x1b[31mred\x1b[0m \u202egnp.exe \x00 ]]>"


@pytest.fixture
def assignment(tmp_path):
    return Assignment("backward", tmp_path, "Backpropagation", "backward.py", ("forward", "backward"))


def report_with(*checks, id_="ada", notes=()):
    return Report(
        id_,
        sum(check.points for check in checks),
        sum(check.max_points for check in checks),
        {"bubblewrap": "on", "landlock": "off"},
        checks,
        SEED,
        tuple(notes),
    )


MIXED = (
    CheckResult("forward", 2.0, 2.0, "passed", ""),
    CheckResult("dW1", 0.0, 3.0, "failed", TABLE, "slope_left_out", "dW1", printed="here\n"),
    CheckResult("dX", 0.0, 1.5, "skipped", "Skipped, since it needs the check dW1, which did not pass."),
    CheckResult("deep_nets", 0.0, 2.0, "could_not_grade", "The grader itself failed here.", hidden=True),
)


def text_of(page):
    class Text(HTMLParser):
        def __init__(self):
            super().__init__()
            self.tags, self.text, self.skip = [], [], False

        def handle_starttag(self, tag, attrs):
            self.tags.append((tag, dict(attrs)))
            self.skip = tag == "style"

        def handle_endtag(self, tag):
            self.skip = False

        def handle_data(self, data):
            self.text += [] if self.skip else [data]

    parser = Text()
    parser.feed(page)
    return " ".join(" ".join(parser.text).split()), parser.tags


def book_of(assignment, *rows):
    return Book(assignment, tuple(rows))


def lines_of(data):
    return list(csv.DictReader(io.StringIO(data.decode())))


# --- JSON


def test_the_json_report_has_exactly_the_promised_fields(assignment):
    files = dict(
        reports.of_student(
            Graded(report_with(*MIXED), "for the instructor", ("for the instructor",)), assignment
        )
    )
    data = json.loads(files["json"])
    assert list(data) == ["submission", "score", "max_score", "sandbox", "checks"]
    assert (data["submission"], data["score"], data["max_score"]) == ("ada", 2.0, 8.5)
    assert data["sandbox"] == {"bubblewrap": "on", "landlock": "off"}
    for check in data["checks"]:
        assert list(check) == [
            "name",
            "points",
            "max_points",
            "status",
            "message",
            "mistake",
            "first_divergence",
        ]
    assert data["checks"][1]["mistake"] == "slope_left_out"
    assert data["checks"][1]["first_divergence"] == "dW1"


def test_no_file_of_a_student_holds_the_seed_or_what_the_instructor_knows(assignment):
    graded = Graded(report_with(*MIXED), "killed by bob", ("the same file as bob",))
    files = dict(reports.of_student(graded, assignment))
    assert set(files) == {"json", "html"}
    for data in files.values():
        assert SEED.encode() not in data
        assert b"bob" not in data


# --- HTML


def test_a_page_says_score_and_each_check_with_its_points_in_words(assignment):
    text, _ = text_of(html.student(Graded(report_with(*MIXED), name="Ada Lovelace"), assignment).decode())
    assert "Backpropagation Ada Lovelace ( ada ), backward.py 2 of 8.5 points" in text
    assert "forward passed 2 of 2" in text
    assert "dW1 failed 0 of 3" in text
    assert "dX skipped 0 of 1.5" in text
    assert "deep nets could not be graded hidden 0 of 2" in text
    assert "1 of 4 checks could not be graded. That is no fault of yours" in text
    assert "Start here: dW1" in text
    assert "bubblewrap on, landlock off" in text


def test_differences_stand_in_a_real_table(assignment):
    text, tags = text_of(html.student(Graded(report_with(*MIXED)), assignment).decode())
    assert [tag for tag, _ in tags].count("th") == 3
    assert [tag for tag, _ in tags].count("td") == 6
    assert "index yours expected [0, 0] 0.5 -0.25 [1, 1] nan 2" in text


def test_a_number_without_an_index_keeps_its_columns():
    *_, table = html.blocks("the loss is off.\nindex  yours  expected\n       0.5    0.25")
    assert table.rows == (("index", "yours", "expected"), ("", "0.5", "0.25"))


def test_inputs_keep_their_form_and_a_table_may_follow():
    inputs = "For X = [[ 0.28,  1.5]],\n    labels = [2, 1]"
    message = f"dW1 is off.\n{inputs}\nindex  yours  expected\n[0]    1      2\nand 3 more"
    says, given, table, more = html.blocks(message)
    assert says.text == "dW1 is off."
    assert given.text == inputs
    assert table.rows == (("index", "yours", "expected"), ("[0]", "1", "2"))
    assert more.text == "and 3 more"


@pytest.mark.parametrize("message", ["a  b  c", "1  2\n3  4", "a  b\nc  d  e"])
def test_what_is_no_table_stays_text(message):
    assert [block.text for block in html.blocks(message)] == message.splitlines()


def test_a_page_needs_no_network_and_runs_nothing(assignment):
    page = html.student(Graded(report_with(*MIXED)), assignment).decode()
    assert "<script" not in page
    assert not re.search(r"(src|href)=(?!\"#)", page)
    assert "@import" not in page
    assert "url(" not in page


def test_every_check_is_reached_by_its_anchor(assignment):
    _, tags = text_of(html.student(Graded(report_with(*MIXED)), assignment).decode())
    ids = {attributes["id"] for _, attributes in tags if "id" in attributes}
    links = {attributes["href"][1:] for _, attributes in tags if "href" in attributes}
    assert links == {"dW1"} <= ids


def test_hostile_texts_are_shown_and_do_nothing(assignment):
    checks = (CheckResult(HOSTILE, 0.0, 1.0, "failed", HOSTILE, HOSTILE, HOSTILE, printed=HOSTILE),)
    graded = Graded(report_with(*checks, id_=HOSTILE, notes=(HOSTILE,)), name=HOSTILE)
    page = html.student(graded, assignment).decode()
    assert "<script" not in page
    assert "\x1b" not in page
    text, _ = text_of(page)
    assert text.count("<script>alert(1)</script>") >= 5
    assert "{{ 7 * 7 }}" in text


def test_a_huge_output_is_cut_with_its_length_said(assignment):
    check = CheckResult("dW1", 0.0, 1.0, "failed", "x" * 10**6, printed="y" * 10**6)
    page = html.student(Graded(report_with(check)), assignment).decode()
    assert len(page) < 40_000
    assert page.count("… and 994,000 characters more") == 2


def test_lone_surrogates_do_not_stop_a_report(assignment):
    check = CheckResult("dW1", 0.0, 1.0, "failed", "\ud800", printed="\udfff")
    for _, data in reports.of_student(Graded(report_with(check)), assignment):
        data.decode()


# --- the gradebook


def test_the_gradebook_has_a_line_for_everybody_and_a_column_a_check(assignment):
    good = Graded(report_with(*MIXED[:3], notes=("the file is called a.py",)), "", ("the same file as bob",))
    data = gradebook.batch(
        book_of(assignment, Row("ada", "Ada", good), Row("bob", "Bob", None, "nothing handed in"))
    )
    ada, bob = lines_of(data)
    assert ada == {
        "id": "ada",
        "name": "Ada",
        "score": "2",
        "max_score": "6.5",
        "status": "graded",
        "mistakes": "slope_left_out",
        "notes": "the file is called a.py; the same file as bob",
        "forward": "2",
        "dW1": "0",
        "dX": "0",
    }
    assert (bob["id"], bob["score"], bob["status"]) == ("bob", "", "nothing handed in")


def test_what_could_not_be_graded_is_no_zero_in_the_gradebook(assignment):
    (line,) = lines_of(gradebook.batch(book_of(assignment, Row("ada", "", Graded(report_with(*MIXED))))))
    assert line["score"] == ""
    assert line["deep_nets"] == ""
    assert line["status"] == "could not grade 1 of 4 checks"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_becomes_a_formula(assignment, text):
    check = CheckResult(text, 0.0, 1.0, "failed", "", text)
    graded = Graded(report_with(check, id_=text, notes=(text,)), text, (text,))
    rows = csv.reader(
        io.StringIO(gradebook.batch(book_of(assignment, Row(text, text, graded))).decode(), newline="")
    )
    for row in rows:
        for cell in row:
            assert not cell.lstrip(" ").startswith(tuple("=+-@\t\r＝")), cell


def test_a_check_called_like_a_column_keeps_apart(assignment):
    check = CheckResult("score", 1.0, 2.0, "passed", "")
    (line,) = lines_of(gradebook.batch(book_of(assignment, Row("ada", "", Graded(report_with(check))))))
    assert (line["score"], line["check score"]) == ("1", "1")


def test_long_notes_and_what_was_printed_at_loading_stay_out_of_the_gradebook(assignment):
    notes = ("Printed while backward.py was loaded: hello", "x" * 5000)
    (line,) = lines_of(
        gradebook.batch(book_of(assignment, Row("ada", "", Graded(report_with(MIXED[0], notes=notes)))))
    )
    assert line["notes"] == "x" * 300


# --- JUnit


def test_junit_counts_and_names_what_failed(assignment):
    root = ET.fromstring(junit.batch(book_of(assignment, Row("ada", "", Graded(report_with(*MIXED))))))
    (suite,) = root
    counts = [suite.get(name) for name in ("name", "tests", "failures", "errors", "skipped")]
    assert counts == ["ada", "4", "1", "1", "1"]
    assert {(one.get("name"), one.get("value")) for one in suite.iter("property")} >= {
        ("sandbox.landlock", "off")
    }
    failure = suite.find("testcase[@name='dW1']/failure")
    assert failure is not None
    assert failure.get("message") == "dW[0] is off in 2 of 4 entries."
    assert failure.get("type") == "slope_left_out"
    assert SEED not in ET.tostring(root, encoding="unicode")


def test_junit_stays_xml_whatever_a_student_wrote(assignment):
    text = HOSTILE + "\ud800\ufffe"
    check = CheckResult(text, 0.0, 1.0, "failed", text, text)
    data = junit.batch(book_of(assignment, Row(text, "", Graded(report_with(check, id_=text)))))
    assert "<script>" in ET.fromstring(data).findtext(".//failure", "")


# --- the terminal


def printed(report, **console):
    out = io.StringIO()
    print_report(report, Console(file=out, width=100, highlight=False, **console), title="Backpropagation")
    return out.getvalue()


def test_the_terminal_says_the_same(assignment):
    text = printed(report_with(*MIXED))
    assert "✗ dW1  0 of 3  failed" in text
    assert re.search(r"index +yours +expected\n +\[0, 0\] +0\.5 +-0\.25\n", text)
    assert "Known mistake: slope_left_out" in text
    assert text.endswith("2 of 8.5 points, 1 of 4 checks passed\nSandbox: bubblewrap on, landlock off\n")
    assert SEED not in text


def test_no_escape_sequence_of_a_students_reaches_the_terminal():
    checks = (CheckResult(HOSTILE, 0.0, 1.0, "failed", HOSTILE, HOSTILE, HOSTILE, printed=HOSTILE),)
    text = printed(report_with(*checks, notes=(HOSTILE,)), force_terminal=False)
    assert "\x1b" not in text
    assert "\x00" not in text
    assert "[red]x[/red]" in text


def test_a_terminal_without_unicode_is_no_trouble():
    class Old(io.TextIOWrapper):
        pass

    raw = io.BytesIO()
    out = Old(raw, encoding="ascii", errors="replace")
    print_report(report_with(*MIXED), Console(file=out, width=100), title="Backpropagation")
    out.flush()
    assert b"x dW1  0 of 3  failed" in raw.getvalue()


def test_every_module_of_reports_is_of_use():
    modules = {path.stem for path in Path(reports.__file__).parent.glob("*.py")} - {"__init__"}
    assert modules == {"gradebook", "html", "json", "junit", "terminal"}
