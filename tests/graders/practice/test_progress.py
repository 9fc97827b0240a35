"""How the progress is kept: added up, beside other sessions, and in spite of damage."""

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path

import pytest

from graders.practice.keeping import FILE, Keeper
from graders.practice.places import data_folder
from graders.practice.progress import (
    NEW,
    TOP,
    OtherVersionError,
    Outcome,
    Progress,
    Standing,
    from_bytes,
    to_bytes,
)

WRONG = Outcome("backprop", "wrong", ("biases_left_out",))
FIRST = Outcome("backprop", "first")


def kinds(keeper: Keeper) -> list[str]:
    return [trouble.kind for trouble in keeper.troubles()]


def test_a_family_moves_through_the_boxes() -> None:
    one = Standing()
    boxes = []
    for result in ("first", "first", "later", "wrong", *["first"] * 7):
        one.add(Outcome("a", result))  # type: ignore[arg-type]  # the list's texts are plain str
        boxes.append(one.box)
    assert boxes == [NEW + 1, NEW + 2, NEW, 0, 1, 2, 3, 4, TOP, TOP, TOP]
    assert (one.first, one.later, one.wrong, one.tried) == (9, 1, 1, 11)


def test_the_file_reads_back_as_it_was_written() -> None:
    progress: Progress = {"backprop": Standing()}
    progress["backprop"].add(WRONG)
    assert from_bytes(to_bytes(progress)) == progress


def test_what_a_session_adds_is_there_for_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    first = Keeper(folder)
    first.add(WRONG)
    first.add(FIRST)
    (standing,) = Keeper(folder).read().values()
    assert (standing.first, standing.wrong, standing.box) == (1, 1, 1)
    assert standing.mistakes == {"biases_left_out": 1}
    if os.name == "posix":
        assert (folder / FILE).stat().st_mode & 0o077 == 0  # nobody else's business


def add_many(folder: Path, count: int) -> None:
    keeper = Keeper(folder)
    for _ in range(count):
        keeper.add(FIRST)


def test_two_sessions_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=add_many, args=(tmp_path, 30)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert Keeper(tmp_path).read()["backprop"].first == 60
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def entry(**changes: object) -> bytes:
    """A file with one family, some of whose entries are changed."""
    standing = {"box": 1, "first": 0, "later": 0, "wrong": 0, "mistakes": {}, **changes}
    return json.dumps({"version": 1, "families": {"a": standing}}).encode()


def test_the_files_that_are_damaged_below_are_else_in_order() -> None:
    assert from_bytes(entry()) == {"a": Standing()}


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"version": "1"}',
        b'{"version": 1}',
        b'{"version": 1, "families": {"backprop": 3}}',
        entry(box=9),
        entry(box=None),
        entry(first=-1),
        entry(first=True),
        entry(mistakes=[]),
        entry(mistakes={"a": "b"}),
        b"[" * 100_000,
        b'{"version": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_damaged_file_is_set_aside_and_counting_begins_anew(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / FILE).write_bytes(damaged)
    keeper = Keeper(tmp_path)
    assert keeper.read() == {}
    (trouble,) = keeper.troubles()
    assert trouble.kind == "damaged"
    assert (tmp_path / trouble.facts["aside"]).read_bytes() == damaged
    keeper.add(FIRST)
    assert Keeper(tmp_path).read()["backprop"].first == 1
    assert keeper.kept


def test_damage_twice_keeps_both(tmp_path: Path) -> None:
    for text in (b"one", b"two"):
        (tmp_path / FILE).write_bytes(text)
        Keeper(tmp_path).read()
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"one", b"two"}


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    data = json.dumps({"version": 2, "something": "else"}).encode()
    with pytest.raises(OtherVersionError, match="version 2"):
        from_bytes(data)
    (tmp_path / FILE).write_bytes(data)
    keeper = Keeper(tmp_path)
    keeper.add(FIRST)
    assert (kinds(keeper), keeper.kept) == (["newer"], False)
    assert (tmp_path / FILE).read_bytes() == data
    assert keeper.read()["backprop"].first == 1  # within the session it counts


def test_where_nothing_can_be_written_it_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    keeper = Keeper(tmp_path / "file")
    keeper.add(FIRST)
    keeper.add(FIRST)
    (trouble,) = keeper.troubles()
    assert trouble.kind in ("unwritable", "unreadable_file")
    assert not keeper.kept


def test_without_a_home_practising_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = Keeper(None)
    keeper.add(FIRST)
    assert kinds(keeper) == ["no_home"]

    def nowhere() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", nowhere)
    assert data_folder({}) is None


def test_the_folder_is_where_the_system_has_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path("/home/me")
    monkeypatch.setattr(Path, "home", lambda: home)
    assert data_folder({}, "linux") == home / ".local/share/quizgrad"
    assert data_folder({"XDG_DATA_HOME": "/data"}, "linux") == Path("/data/quizgrad")
    assert data_folder({"XDG_DATA_HOME": "not/absolute"}, "linux") == home / ".local/share/quizgrad"
    assert data_folder({}, "darwin") == home / "Library/Application Support/quizgrad"
    assert data_folder({"LOCALAPPDATA": "/local"}, "win32") == Path("/local/quizgrad")
    assert data_folder({}, "win32") == home / "AppData/Local/quizgrad"
    for platform in ("linux", "darwin", "win32"):
        assert data_folder({"QUIZGRAD_DATA": "/own"}, platform) == Path("/own")
