"""Every hostile file of tests/graders/attacks under every layer that works: nothing gained, read or left."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
import threading
import time
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.sandbox import Answered, Broke, Call, Limits, Raised, Reply, Sandbox, Started, Unreadable
from graders.sandbox.layers import other_user
from graders.sandbox.plans import mark

FOLDER = Path(__file__).parent.parent / "attacks"
ATTACKS = sorted(path.stem for path in FOLDER.glob("*.py"))
PROJECT = Path(__file__).parents[3]
SECRET = "canary-4f1b-" + "e2d7a9"
LOGITS = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]])
RIGHT = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
LIMITS = Limits(seconds=2.0, submission_seconds=6.0, memory_mb=256)
PATIENT = Limits(seconds=20.0, submission_seconds=60.0)
LONGEST = 60.0
"""Seconds that an attack may take in all, on a machine that is busy with other tests; none ends by itself."""
HONEST = b"""
import numpy as np

def softmax(logits):
    print("honest")
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
"""


@dataclass(frozen=True)
class Planted:
    """What must not be found: a file, beside a neighbour's submission, and a server."""

    folder: Path
    port: int


@pytest.fixture
def planted(layer: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Planted]:
    """Secrets in a file, an open descriptor that children inherit, the environment, and a server's greeting.

    All users may read the file; under `other_user` only we may.
    """
    open_to_all = layer != "other_user"
    monkeypatch.setenv("QUIZGRAD_CANARY", SECRET)
    with tempfile.TemporaryDirectory(prefix="quizgrad-planted-") as name:
        folder = Path(name)
        folder.chmod(0o755 if open_to_all else 0o700)
        for file in ("canary", "losses.py"):
            (folder / file).write_text(f"{SECRET} {file}")
            (folder / file).chmod(0o644 if open_to_all else 0o600)
        descriptor = os.open(folder / "canary", os.O_RDWR)
        os.set_inheritable(descriptor, True)
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=_serve, args=(server,), daemon=True)
            thread.start()
            yield Planted(folder, server.getsockname()[1])
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
        os.close(descriptor)
        assert (folder / "canary").read_text() == f"{SECRET} canary"
        assert (folder / "losses.py").read_text() == f"{SECRET} losses.py"
        assert sorted(path.name for path in folder.iterdir()) == ["canary", "losses.py"]
    if os.geteuid() == 0:
        _tidy()


def _tidy() -> None:
    """Remove what (c) leaves in folders that all may write to, which docs/sandbox.md says: by its users."""
    numbers = other_user.numbers_of(os.getpid())
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        with os.scandir(folder) as entries:
            found = list(entries)
        for entry in found:
            # Other tests tidy in the same folders at the same time.
            with contextlib.suppress(FileNotFoundError):
                if entry.stat(follow_symlinks=False).st_uid not in numbers:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                else:
                    Path(entry.path).unlink()


def _serve(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.sendall(SECRET.encode())


def header_of(attack: str) -> dict[str, Any]:
    """What the comments that begin with `#:` say.

    tries: in words. reply: what may come of the first call. why: part of why it broke, or of the error's
    kind. other_user: what that layer alone can't keep of it, by the names of docs/sandbox.md.
    """
    lines = (FOLDER / f"{attack}.py").read_text().splitlines()
    return tomllib.loads("\n".join(line[2:] for line in lines if line.startswith("#:")))


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_gains_nothing_reads_nothing_and_leaves_nothing(
    attack: str, layer: str, sandbox: Sandbox, planted: Planted
) -> None:
    source = (FOLDER / f"{attack}.py").read_text()
    header = header_of(attack)
    for name, value in (
        ("CANARY", planted.folder / "canary"),
        ("FOLDER", planted.folder),
        ("PORT", planted.port),
    ):
        source = source.replace(f"@{name}@", str(value))
    source = source.replace("@PROJECT@", str(PROJECT))

    before = time.monotonic()
    with sandbox.open_source(
        source.encode(), file="losses.py", functions=["softmax"], limits=LIMITS
    ) as child:
        started = child.start()
        replies = child.call([Call("softmax", (LOGITS.copy(),)), Call("softmax", (LOGITS.copy(),))])
        slow = any(isinstance(reply, Broke) and "longer than" in reply.why for reply in replies)
        again = [] if slow else child.call([Call("softmax", (LOGITS.copy(),))])
    assert time.monotonic() - before < LONGEST, "outlived its time"
    assert left_behind() == [], "left processes behind"

    first = replies[0] if isinstance(started, Started) else started
    assert _outcome(first) in header["reply"], first
    if "why" in header and isinstance(first, (Broke, Raised)):
        assert header["why"] in (first.why if isinstance(first, Broke) else first.kind), first
    came_back = [started, *replies, *again]
    for reply in came_back:
        assert isinstance(reply, (Started, Answered, Raised, Broke))
        assert not {letter for letter in reply.printed if unicodedata.category(letter)[0] == "C"} - set(
            "\n\t"
        )
        if isinstance(reply, Answered):
            assert _plain(reply.value)
            assert all(_plain(value) for value in reply.arguments)
    allowed = header.get(layer, [])  # what (c) can't keep is listed in docs/sandbox.md
    assert SECRET not in repr(came_back) or "network" in allowed
    assert "ESCAPED" not in repr(came_back) or allowed

    with sandbox.open_source(HONEST, file="losses.py", functions=["softmax"], limits=PATIENT) as child:
        [reply] = child.call([Call("softmax", (LOGITS,))])
        assert isinstance(reply, Answered)
        assert _outcome(reply) == "right"
        assert reply.printed == "honest\n"
    assert left_behind() == []


def _outcome(reply: Started | Reply) -> str:
    if isinstance(reply, Answered):
        value = reply.value
        right = type(value) is np.ndarray and value.shape == RIGHT.shape and np.allclose(value, RIGHT)
        return "right" if right else "wrong"
    return type(reply).__name__.lower()


def _plain(value: Any) -> bool:
    """Whether a value is of exactly the types that may come back."""
    if type(value) in (list, tuple):
        return all(_plain(item) for item in value)
    if type(value) is dict:
        return all(type(key) is str and _plain(item) for key, item in value.items())
    if type(value) is np.ndarray:
        return value.dtype.kind in "biuf" and value.flags.writeable and value.flags.c_contiguous
    return value is None or type(value) in (bool, int, float, str, Unreadable)


def left_behind() -> list[str]:
    """The processes of this test's sandboxes: by their command line, and by their user where we are root."""
    numbers = other_user.numbers_of(os.getpid()) if os.geteuid() == 0 else range(0)
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and entry.name != str(os.getpid()):
            try:
                line = (entry / "cmdline").read_bytes()
                fields = dict(
                    row.split(":\t", 1) for row in (entry / "status").read_text().splitlines() if ":\t" in row
                )
            except OSError:
                continue
            mine = mark(os.getpid()).encode() in line or int(fields["Uid"].split()[0]) in numbers
            if mine and not fields["State"].startswith(("Z", "X")):
                found.append(f"{entry.name}: {line!r}")
    return found


def test_the_corpus_says_of_each_attack_what_it_tries() -> None:
    assert len(ATTACKS) >= 40
    for name in ATTACKS:
        header = header_of(name)
        assert header["tries"]
        assert set(header["reply"]) <= {"right", "wrong", "raised", "broke"}


def test_what_the_other_user_alone_cannot_keep_is_in_the_docs() -> None:
    docs = (PROJECT / "docs" / "sandbox.md").read_text()
    exceptions = {word for name in ATTACKS for word in header_of(name).get("other_user", [])}
    assert exceptions
    for word in exceptions:
        assert f"| {word} |" in docs
