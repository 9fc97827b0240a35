"""A class marked end to end: everybody's page, the same bytes again, and on from where a run was killed."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FORMATS = ("--formats", "html,md,pdf")


def bytes_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def pages(out, form="html"):
    return sorted(path.stem for path in (out / "feedback").glob(f"*.{form}"))


def words(page):
    """The words of an HTML page, without what marks them up."""
    text = re.sub(r"<style>.*?</style>|<annotation.*?</annotation>|<[^>]*>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


@pytest.fixture
def mark(quizgrad, class_build, responses, tmp_path):
    """`mark(out, *options, answers=…)` marks the class's answers, or others, into tmp_path / out."""

    def run(out="out", *options, answers=None):
        jobs = () if "--jobs" in options else ("--jobs", "1")
        where = ("--out", tmp_path / out)
        ran = quizgrad("mark", class_build, answers or responses(), *where, *jobs, *options)
        assert ran.code == 0, ran.err
        return tmp_path / out, ran.out

    return run


# --- what is written


def test_whoever_handed_in_gets_a_page_and_nobody_else(mark):
    out, said = mark("out", "--formats", "html,md")
    assert said.startswith("19 of 20 marked, 19 now")
    assert "s02: nothing handed in" in said
    everybody = [f"s{k:02}" for k in range(1, 21) if k != 2]
    assert pages(out) == pages(out, "md") == everybody
    assert {path.name for path in out.iterdir()} == {"marks.csv", "feedback", "instructor"}
    assert {path.name for path in (out / "instructor").iterdir()} == {
        "sheets",
        "waiting.csv",
        "items.html",
        "items.csv",
        "items.json",
    }


def test_a_familys_name_breaks_between_its_words(mark):
    out, _ = mark()
    report = (out / "instructor" / "items.html").read_text(encoding="utf-8")
    assert '<td class="text">parameter_<wbr>count</td>' in report


def test_a_page_has_the_points_of_the_gradebook(mark):
    out, _ = mark()
    for row in rows_of(out / "marks.csv"):
        if row["status"] == "marked":
            text = words((out / "feedback" / f"{row['id']}.html").read_text(encoding="utf-8"))
            assert f"{row['score']} of {row['max_score']} points" in text
            assert ("A person will look" in text) is (row["waiting"] != "0")
            assert row["version"] in text
            assert f"({row['id']})" in text


def test_who_answered_everything_rightly_reads_so_and_no_solution(mark):
    out, _ = mark()
    text = words((out / "feedback" / "s03.html").read_text(encoding="utf-8"))
    assert "25 of 25 points" in text
    assert "Everything is right." in text
    for word in ("Solution", "Right answer", "wrong", "Look here first"):
        assert word not in text


def test_a_page_holds_nothing_of_others(mark, class_build, make):
    out, _ = mark("out", "--formats", "html,md")
    copies = make.copies_of(class_build)
    for copy in copies:
        for form in ("html", "md"):
            path = out / "feedback" / f"{copy['id']}.{form}"
            if path.exists():
                text = re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
                for other in copies:
                    if other is not copy:
                        assert other["version"] not in text
                        assert not re.search(rf"\b{other['id']}\b", text)
                        assert other["student"] not in text or other["student"] in copy["student"]


@pytest.mark.parametrize(
    ("reveal", "answers", "solutions"), [("nothing", 0, 0), ("answers", 1, 0), ("solutions", 1, 1)]
)
def test_reveal_says_how_much_of_what_is_right_is_told(mark, class_build, make, reveal, answers, solutions):
    out, _ = mark("out", "--reveal", reveal, "--formats", "html,md")
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((out / "feedback").glob("*.*")))
    assert ("Right answer" in text) is bool(answers)
    assert ("Solution" in text) is bool(solutions)
    assert (", right</span>" in text) is bool(answers)
    if reveal == "nothing":
        sheet = json.loads((out / "instructor" / "sheets" / "s01.json").read_text())["sheet"]
        own = (out / "feedback" / "s01.md").read_text(encoding="utf-8")
        parts = dict(make.parts_of(make.copies_of(class_build)[0]))
        verdicts = {f"{p['number']}{v['label']}": v for p in sheet["problems"] for v in p["verdicts"]}
        wrong = [column for column, one in verdicts.items() if one["status"] == "none"]
        assert wrong
        for column in wrong:
            answer = parts[column]["answer"]
            if answer["type"] in ("number", "array"):
                assert answer["shown"] not in own


def test_hostile_answers_are_marked_and_printed_like_any_other(mark, responses, make, tmp_path):
    texts = iter(make.HOSTILE * 100)
    answers = responses(
        lambda row: {k: v if k == "id" else next(texts) for k, v in row.items()}, "hostile.csv"
    )
    out, _ = mark("out", "--formats", "html,md,pdf,tex,docx", answers=answers)
    assert len(pages(out)) == len(pages(out, "pdf")) == len(pages(out, "docx")) == 19
    for path in (out / "feedback").glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "<script" not in page
        assert "\u202e" not in page
        assert len(page) < 150_000
    assert any(b"characters more" in path.read_bytes() for path in (out / "feedback").glob("*.html"))
    for path in (out / "instructor").glob("*.csv"):
        assert "\u202e" not in path.read_text(encoding="utf-8")


def test_one_megabyte_of_answer_is_cut(mark, responses):
    answers = responses(lambda row: {**row, "1": "9" * 1_000_000} if row["id"] == "s05" else None, "long.csv")
    out, _ = mark(answers=answers)
    page = (out / "feedback" / "s05.html").read_text(encoding="utf-8")
    assert "… and 999,400 characters more" in page
    assert len(page) < 100_000


# --- the same bytes, whatever happened on the way


def test_the_same_command_gives_the_same_bytes_with_any_number_of_processes(mark):
    one, _ = mark("one", *FORMATS, "--jobs", "1")
    two, _ = mark("two", *FORMATS, "--jobs", "2")
    assert bytes_of(one) == bytes_of(two)
    assert len(pages(one, "pdf")) == 19
    before = {path: path.stat().st_mtime_ns for path in (one / "feedback").rglob("*.html")}
    _, said = mark("one", *FORMATS)
    assert "19 of 20 marked, 0 now" in said
    assert bytes_of(one) == bytes_of(two)
    assert all(path.stat().st_mtime_ns == when for path, when in before.items())


def test_a_run_that_was_killed_goes_on_and_ends_with_the_same_bytes(
    mark, class_build, responses, tmp_path, environment
):
    whole, _ = mark("whole", *FORMATS)
    out, answers = tmp_path / "killed", responses()
    command = [sys.executable, "-m", "quizgrad", "mark", class_build, answers, "--out", out, *FORMATS]
    run = subprocess.Popen(
        [*map(str, command), "--jobs", "1"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    sheets = out / "instructor" / "sheets"
    until = time.monotonic() + 120
    while not list(sheets.glob("*.json")):
        assert run.poll() is None
        assert time.monotonic() < until
        time.sleep(0.002)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    done = [json.loads(path.read_text()) for path in sheets.glob("*.json")]
    assert 0 < len(done) < 20
    assert not (out / "marks.csv").exists()
    (out / "feedback" / ".s20.html.abc.part").write_text("half", encoding="utf-8")  # as a kill may leave it
    (out / "feedback" / "s19.html").write_text("half", encoding="utf-8")
    _, said = mark("killed", *FORMATS)
    left = 19 - sum(bool(entry["sheet"]["problems"]) for entry in done)
    assert f"19 of 20 marked, {left} now" in said
    assert bytes_of(out) == bytes_of(whole)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="processes are looked for in /proc")
def test_no_process_is_left_behind_by_a_run_that_was_killed(class_build, responses, tmp_path, environment):
    out = tmp_path / "killed"
    command = [
        sys.executable,
        "-m",
        "quizgrad",
        "mark",
        class_build,
        responses(),
        "--out",
        out,
        "--jobs",
        "2",
    ]
    run = subprocess.Popen(
        [*map(str, command)], env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL, start_new_session=True
    )
    until = time.monotonic() + 120
    while not list((out / "instructor" / "sheets").glob("*.json")):
        assert run.poll() is None
        assert time.monotonic() < until
        time.sleep(0.002)
    assert of_session(run.pid) > {run.pid}
    run.kill()
    run.wait()
    until = time.monotonic() + 30
    while left := of_session(run.pid):
        if time.monotonic() > until:
            os.killpg(run.pid, signal.SIGKILL)
        assert time.monotonic() < until, left
        time.sleep(0.01)


def of_session(leader):
    """The processes of that session."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.add(int(path.parent.name))
    return found


@pytest.mark.parametrize("name", ["s05.html", "figures"])
def test_a_page_or_picture_that_is_lost_or_changed_is_made_again(mark, name):
    out, _ = mark("out", "--formats", "html,md")
    before = bytes_of(out)
    if name == "figures":
        (picture, *_) = sorted((out / "feedback" / "figures").iterdir())
        picture.unlink()
    else:
        (out / "feedback" / name).write_text("changed", encoding="utf-8")
    _, said = mark("out", "--formats", "html,md")
    assert " 1 now" in said
    assert bytes_of(out) == before


def test_pages_in_other_formats_take_the_place_of_those_before(mark):
    out, _ = mark("out", "--formats", "html,md")
    assert (out / "feedback" / "figures").exists()
    _, said = mark("out", "--formats", "pdf")
    assert "19 now" in said
    assert pages(out, "pdf")
    assert pages(out) == pages(out, "md") == []
    assert list((out / "feedback" / "figures").iterdir()) == []


def test_other_answers_make_that_students_page_anew_and_no_other(mark, responses):
    out, _ = mark()
    before = bytes_of(out / "feedback")
    _, said = mark(
        answers=responses(lambda row: row | {"1": "12345"} if row["id"] == "s07" else row, "new.csv")
    )
    assert " 1 now" in said
    after = bytes_of(out / "feedback")
    assert {name for name in before if before[name] != after[name]} == {"s07.html"}
    assert "12345" in after["s07.html"].decode()


def test_who_is_no_longer_among_the_responses_loses_the_page(mark, responses):
    out, _ = mark()
    _, said = mark(answers=responses(lambda row: row if row["id"] != "s07" else None, "less.csv"))
    assert "s07: nothing handed in" in said
    assert "s07" not in pages(out)
    fresh, _ = mark("fresh", answers=responses(lambda row: row if row["id"] != "s07" else None, "less.csv"))
    assert bytes_of(out) == bytes_of(fresh)


def test_a_strangers_entry_goes_with_the_stranger(mark, responses, class_build, make, tmp_path):
    answers = responses()
    answers.write_text(answers.read_text() + "stranger,3" + "," * 5 + "\n", encoding="utf-8")
    out, said = mark(answers=answers)
    assert "stranger: not among the students of this build" in said
    assert (out / "instructor" / "sheets" / "stranger.json").exists()
    mark(answers=responses())
    assert not (out / "instructor" / "sheets" / "stranger.json").exists()


def test_an_entry_that_is_not_whole_is_made_again(mark):
    out, _ = mark()
    before = bytes_of(out)
    sheets = out / "instructor" / "sheets"
    (sheets / "s05.json").write_text("{", encoding="utf-8")
    (sheets / "s06.json").write_text("[]", encoding="utf-8")
    entry = json.loads((sheets / "s08.json").read_text())
    del entry["sheet"]["problems"]
    (sheets / "s08.json").write_text(json.dumps(entry), encoding="utf-8")
    _, said = mark()
    assert " 3 now" in said
    assert bytes_of(out) == before


# --- corrections


CORRECTIONS = '[[correction]]\nitem = 1\nfull = true\nwhy = "It was $unclear_ <b>"\n'


def test_a_correction_is_on_the_page_and_in_the_list_of_changes(mark, tmp_path):
    plain, _ = mark("plain")
    (tmp_path / "corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
    out, _ = mark("out", "--corrections", tmp_path / "corrections.toml")
    rows = rows_of(out / "instructor" / "changes.csv")
    before = {row["id"]: row["score"] for row in rows_of(plain / "marks.csv")}
    after = {row["id"]: row["score"] for row in rows_of(out / "marks.csv")}
    assert rows
    assert {row["id"] for row in rows} == {one for one in after if after[one] != before[one]}
    for row in rows:
        assert (row["before"], row["after"]) == (before[row["id"]], after[row["id"]])
        text = words((out / "feedback" / f"{row['id']}.html").read_text(encoding="utf-8"))
        assert "full points for all" in text
        assert "Everyone gets the points of this part. It was $unclear_ <b>." in text


def test_a_correction_that_changes_nobodys_points_is_told(mark, tmp_path):
    idle = '[[correction]]\nitem = 1\naccept = "123456789"\n'
    (tmp_path / "corrections.toml").write_text(CORRECTIONS + idle, encoding="utf-8")
    _, said = mark("out", "--corrections", tmp_path / "corrections.toml")
    assert "Correction 2 changes nobody's points." in said
    assert "Correction 1" not in said


def test_without_corrections_the_list_of_changes_goes(mark, tmp_path):
    (tmp_path / "corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
    out, _ = mark("out", "--corrections", tmp_path / "corrections.toml")
    mark("out")
    assert not (out / "instructor" / "changes.csv").exists()
    fresh, _ = mark("fresh")
    assert bytes_of(out) == bytes_of(fresh)


# --- versions of a paper exam


def test_the_empty_column_of_another_version_wipes_nothing_out(quizgrad, make, tmp_path):
    folder = make.build_for(tmp_path / "exam", 0, versions=2)
    rows = []
    for number, copy in enumerate(make.copies_of(folder)):
        right = {column: part["answer"]["shown"] for column, part in make.parts_of(copy)}
        rows.append({"id": f"p{number}", "version": copy["version"], **right})
    assert len({"".join(row) for row in rows}) == 2, "the two have their problems at other places"
    answers = make.written(tmp_path / "exam.csv", rows)
    assert quizgrad("mark", folder, answers, "--out", tmp_path / "out").code == 0
    assert [row["score"] for row in rows_of(tmp_path / "out" / "marks.csv")] == ["25", "25"]


def test_pages_of_versions_go_by_the_ids_that_were_handed_in(quizgrad, make, tmp_path):
    folder = make.build_for(tmp_path / "exam", 0, versions=1)
    rows = [{"id": who, "1": "3"} for who in ("ann@x.org", "a/b", "Łukasz")]
    answers = make.written(tmp_path / "exam.csv", rows)
    assert quizgrad("mark", folder, answers, "--out", tmp_path / "out").code == 0
    found = pages(tmp_path / "out")
    assert len(found) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", stem) for stem in found)
    text = "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "feedback").glob("*.html")
    )
    for row in rows:
        assert f"<bdi>{row['id']}</bdi>" in text


def test_pages_are_private(mark):
    out, _ = mark()
    for path in (out / "feedback").glob("*.html"):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--formats", "pfd"), "there is no format 'pfd'; did you mean 'pdf'?"),
        (("--formats", ","), "there is no format ''"),
        (("--font", "gone.ttf"), "gone.ttf: there is no such font file or folder"),
    ],
)
def test_what_pages_can_not_be_is_one_sentence(refused, class_build, responses, options, says):
    assert says in refused("mark", class_build, responses(), *options)


def test_a_pages_digest_stands_in_the_entry(mark):
    out, _ = mark()
    entry = json.loads((out / "instructor" / "sheets" / "s05.json").read_text())
    page = (out / "feedback" / "s05.html").read_bytes()
    assert entry["files"] == {"feedback/s05.html": hashlib.sha256(page).hexdigest()}
