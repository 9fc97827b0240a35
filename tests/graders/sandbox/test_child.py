"""What comes back from a student's file: answers, errors, prints, changed arguments, and breaches by name."""

from __future__ import annotations

import dataclasses
import os
import signal
import struct
import subprocess
import sys
import time
import uuid
from pathlib import Path

import numpy as np
import pytest

from generator.errors import InputError
from graders.sandbox import (
    Answered,
    Broke,
    Call,
    Child,
    Limits,
    Raised,
    Sandbox,
    SandboxError,
    Started,
    Unreadable,
)
from graders.sandbox.inside.wire import WireError
from graders.sandbox.plans import mark

QUICK = Limits(seconds=1.5)
"""Long enough for an honest call on a machine that is busy with other tests."""
PLAIN = Sandbox.probe(allow={"plain"})


def opened(sandbox: Sandbox, source: str, *functions: str, limits: Limits | None = None) -> Child:
    return sandbox.open_source(
        source.encode(), file="losses.py", functions=functions or ("f",), limits=limits or Limits(seconds=20)
    )


def test_an_answer_brings_its_value_its_prints_and_unchanged_arguments(any_sandbox: Sandbox) -> None:
    call = Call("f", (np.arange(3.0), [1, "two"]), {"slope": 0.5})
    with opened(
        any_sandbox, "def f(x, y, slope):\n    print('got', y)\n    return {'a': (x * slope, None)}"
    ) as child:
        assert child.start() == Started(frozenset({"f"}))
        [reply] = child.call([call])
    assert isinstance(reply, Answered)
    assert set(reply.value) == {"a"}
    array, nothing = reply.value["a"]
    assert array.tolist() == [0.0, 0.5, 1.0]
    assert nothing is None
    assert reply.printed == "got [1, 'two']\n"
    assert reply.arguments is call.args
    assert reply.changed == ()


def test_writes_into_arguments_are_seen(any_sandbox: Sandbox) -> None:
    call = Call("f", (np.zeros(2), [np.ones(2)], 3), {"out": np.zeros(1)})
    source = "def f(a, b, c, out):\n    a[0] = 5\n    b.append(1)\n    out += 1\n    c += 1\n    return 0"
    with opened(any_sandbox, source) as child:
        [reply] = child.call([call])
    assert isinstance(reply, Answered)
    assert reply.changed == (0, 1, "out")
    assert reply.arguments[0].tolist() == [5.0, 0.0]
    assert len(reply.arguments[1]) == 2
    assert reply.arguments[2] == 3
    assert call.args[0].tolist() == [0.0, 0.0], "ours stay ours"


def test_each_call_gets_its_own_prints(any_sandbox: Sandbox) -> None:
    source = "import os, sys\nprint('top')\ndef f(k):\n    print(k)\n    os.write(2, b'raw')\n    return k"
    with opened(any_sandbox, source) as child:
        started = child.start()
        replies = child.call([Call("f", (k,)) for k in range(5)])
    assert started.printed == "top\n"
    assert [reply.printed for reply in replies] == [f"{k}\nraw" for k in range(5)]


def test_more_prints_than_the_cap_are_dropped_without_blocking(any_sandbox: Sandbox) -> None:
    with opened(any_sandbox, "def f():\n    print('x' * 3_000_000)\n    return 1") as child:
        first, second = child.call([Call("f"), Call("f")])
    assert isinstance(first, Answered)
    assert first.printed.startswith("x" * Limits().output_bytes + "\n… (more")
    assert len(second.printed) < Limits().output_bytes + 100


@pytest.mark.parametrize(
    ("source", "raised"),
    [
        ("def f():\n    x = 1\n    return x / 0", Raised("ZeroDivisionError", "division by zero", 3)),
        ("def f(:\n    pass", Raised("SyntaxError", "invalid syntax", 1)),
        ("x = 1\nimport nothing_there", Raised("ModuleNotFoundError", "No module named 'nothing_there'", 2)),
        ("import graders", Raised("ModuleNotFoundError", "No module named 'graders'", 1)),
        ("import pytest", Raised("ModuleNotFoundError", "No module named 'pytest'", 1)),
        ("x = 1", Raised("AttributeError", "module 'losses' has no attribute 'f'", None)),
        ("def f():\n    raise NotImplementedError", Raised("NotImplementedError", "", 2)),
        ("def f():\n    g()\ndef g():\n    [][1]", Raised("IndexError", "list index out of range", 4)),
        ("def f():\n    exit(0)", Raised("NameError", "name 'exit' is not defined", 2)),
    ],
)
def test_an_error_has_its_kind_its_text_and_the_line_in_the_students_file(
    any_sandbox: Sandbox, source: str, raised: Raised
) -> None:
    with opened(any_sandbox, source) as child:
        assert child.call([Call("f")]) == [raised]


def test_a_file_that_is_not_utf8_or_has_zero_bytes_is_an_error_of_the_student(any_sandbox: Sandbox) -> None:
    for data in (b"x = 'caf\xe9'\ndef f(): pass", b"def f():\0 pass"):
        with any_sandbox.open_source(data, file="losses.py", functions=["f"]) as child:
            assert isinstance(child.start(), Raised)


def test_a_coding_line_is_heard(any_sandbox: Sandbox) -> None:
    data = "# coding: latin-1\ndef f():\n    return 'é'".encode("latin-1")
    with any_sandbox.open_source(data, file="losses.py", functions=["f"]) as child:
        [reply] = child.call([Call("f")])
    assert isinstance(reply, Answered)
    assert reply.value == "é"


def test_a_warning_shows_the_students_line(any_sandbox: Sandbox) -> None:
    source = "import numpy as np\ndef f():\n    return float(np.exp(np.float64(1e9)))"
    with opened(any_sandbox, source) as child:
        [reply] = child.call([Call("f")])
    assert "losses.py:3: RuntimeWarning: overflow" in reply.printed
    assert "return float(np.exp(np.float64(1e9)))" in reply.printed


def test_what_students_import_is_there(sandbox: Sandbox) -> None:
    source = """
import math, random, itertools, functools, collections, typing, dataclasses, copy, time, warnings, hashlib
import json, re, string, statistics, decimal, fractions, abc, enum, operator, pathlib, sys, os, contextlib
import numpy.random, numpy.linalg, numpy.fft, numpy.testing
def f():
    import textwrap, heapq, zlib, threading, concurrent.futures, unittest, logging, tempfile, cmath, bisect
    rng = numpy.random.default_rng(0)
    return float(numpy.linalg.norm(numpy.fft.fft(rng.normal(size=8)))) > 0
"""
    with opened(sandbox, source.replace("import numpy.random", "import numpy, numpy.random")) as child:
        [reply] = child.call([Call("f")])
    assert isinstance(reply, Answered), reply
    assert reply.value is True


def test_after_a_breach_the_rest_is_not_called_and_the_next_batch_starts_anew(sandbox: Sandbox) -> None:
    source = "n = 0\ndef f(hang):\n    global n\n    n += 1\n    while hang: pass\n    return n"
    with opened(sandbox, source, limits=QUICK) as child:
        first, second, third = child.call([Call("f", (False,)), Call("f", (True,)), Call("f", (False,))])
        [fourth] = child.call([Call("f", (False,))])
    assert isinstance(first, Answered)
    assert second == Broke("took longer than 1.5 s")
    assert third == Broke("not called, since an earlier call took longer than 1.5 s")
    assert isinstance(fourth, Answered)
    assert fourth.value == 1


def test_prints_before_a_breach_are_kept(sandbox: Sandbox) -> None:
    with opened(sandbox, "def f():\n    print('round', 1)\n    while True: pass", limits=QUICK) as child:
        assert child.call([Call("f")]) == [Broke("took longer than 1.5 s", "round 1\n")]


def test_a_submission_that_hangs_in_every_call_ends_with_its_budget(any_sandbox: Sandbox) -> None:
    limits = Limits(seconds=1.5, submission_seconds=4.0)
    began = time.monotonic()
    with opened(any_sandbox, "def f():\n    while True: pass", limits=limits) as child:
        whys = [reply.why for _ in range(50) for reply in child.call([Call("f")]) if isinstance(reply, Broke)]
    assert time.monotonic() - began < 30
    assert len(whys) == 50
    assert whys[0] == "took longer than 1.5 s"
    assert set(whys[-40:]) == {"used up its 4 s"}


def test_a_submission_that_hangs_while_imported_is_imported_once(any_sandbox: Sandbox) -> None:
    began = time.monotonic()
    with opened(any_sandbox, "print('hello')\nwhile True: pass", limits=QUICK) as child:
        replies = [child.start(), *child.call([Call("f")] * 3), *child.call([Call("f")])]
    assert replies == [Broke("took longer than 1.5 s", "hello\n")] * 5
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("body", "limits", "why"),
    [
        ("x = bytearray(300 << 20)", Limits(seconds=20, memory_mb=256), "used more than 256 MB"),
        ("while True: pass", Limits(seconds=20, cpu_seconds=1), "used more than 1 s of processor time"),
        ("import os; os._exit(3)", Limits(seconds=20), "ended the process"),
        ("import ctypes; ctypes.string_at(0)", Limits(seconds=20), "crashed Python (SIGSEGV)"),
    ],
)
def test_a_breach_is_named(sandbox: Sandbox, body: str, limits: Limits, why: str) -> None:
    with opened(sandbox, f"def f():\n    {body}", limits=limits) as child:
        assert child.call([Call("f")]) == [Broke(why)]


def test_as_much_memory_as_the_limit_says_can_be_had(sandbox: Sandbox) -> None:
    source = "import numpy as np\ndef f():\n    return float(np.ones(30_000_000).sum())"
    with opened(sandbox, source, limits=Limits(seconds=20, memory_mb=256)) as child:
        [reply] = child.call([Call("f")])
    assert isinstance(reply, Answered)
    assert reply.value == 30_000_000


def test_threads_are_refused_unless_the_limits_have_room_for_them(sandbox: Sandbox) -> None:
    source = (
        "import threading\ndef f():\n    t = threading.Thread(target=print); t.start(); t.join(); return 1"
    )
    with opened(sandbox, source) as child:
        [reply] = child.call([Call("f")])
    assert reply == Raised("RuntimeError", "can't start new thread", 3)
    if os.geteuid() == 0:  # else the limit counts all of the user's processes
        with opened(sandbox, source, limits=Limits(seconds=20, processes=4)) as child:
            [reply] = child.call([Call("f")])
        assert isinstance(reply, Answered)


def test_one_file_has_a_greatest_size(sandbox: Sandbox, layer: str) -> None:
    path = Path(f"/tmp/quizgrad-test-{uuid.uuid4()}")  # another test's would belong to another user
    source = f"def f():\n    with open('{path}', 'wb') as file:\n        file.write(bytes(9 << 20))"
    with opened(sandbox, source) as child:
        [reply] = child.call([Call("f")])
    path.unlink(missing_ok=True)
    assert isinstance(reply, Raised)
    assert reply.kind == ("PermissionError" if layer == "landlock" else "OSError")


def test_the_temporary_folder_holds_so_much_and_so_many_files(layer: str, sandbox: Sandbox) -> None:
    if layer != "bubblewrap":
        pytest.skip("only bubblewrap gives a temporary folder of its own")
    source = """
import os
def f():
    written = made = 0
    try:
        for k in range(10):
            with open(f"/tmp/{k}", "wb") as file:
                written += file.write(bytes(1 << 20))
    except OSError:
        pass
    for k in range(10):
        os.path.exists(f"/tmp/{k}") and os.unlink(f"/tmp/{k}")
    try:
        for made in range(20_000):
            os.mkdir(f"/tmp/folder{made}")
    except OSError:
        pass
    return [written >> 20, made]
"""
    with opened(sandbox, source) as child:
        [reply] = child.call([Call("f")])
    assert isinstance(reply, Answered), reply
    megabytes, made = reply.value
    assert 3 <= megabytes <= Limits().file_mb
    assert 900 < made <= 1000


def test_a_value_of_no_plain_type_is_named_in_its_place(any_sandbox: Sandbox) -> None:
    with opened(any_sandbox, "def f():\n    return [1.0, {2, 3}]") as child:
        [reply] = child.call([Call("f")])
    assert isinstance(reply, Answered)
    assert reply.value == [1.0, Unreadable("an object of type set")]


def test_an_argument_of_ours_that_is_no_plain_value_is_our_mistake(any_sandbox: Sandbox) -> None:
    with opened(any_sandbox, "def f(x):\n    return 1") as child, pytest.raises(WireError):
        child.call([Call("f", (object(),))])


ARRAY = b"a" + struct.pack("<BB1Q", 11, 1, 2) + bytes(16)


def text(word: bytes) -> bytes:
    return b"s" + struct.pack("<I", len(word)) + word


def listed(*parts: bytes) -> bytes:
    return b"l" + struct.pack("<I", len(parts)) + b"".join(parts)


@pytest.mark.parametrize(
    "body",
    [
        b"N",
        ARRAY,
        listed(),
        listed(ARRAY, ARRAY, listed()),
        listed(text(b"answered")),
        listed(text(b"answered"), b"N"),
        listed(text(b"answered"), b"N", ARRAY),
        listed(text(b"answered"), b"N", listed(ARRAY)),
        listed(text(b"answered"), b"N", listed(listed(ARRAY, ARRAY))),
        listed(text(b"answered"), b"N", listed(listed(text(b"no such keyword"), ARRAY))),
        listed(text(b"answered"), b"N", listed(listed(b"i" + struct.pack("<I", 1) + b"\x7f", ARRAY))),
        listed(text(b"raised"), ARRAY, ARRAY, ARRAY),
        listed(text(b"raised"), text(b"E"), text(b"m"), ARRAY),
        listed(text(b"raised"), text(b"E")),
        listed(text(b"started"), listed(ARRAY)),
        listed(text(b"locked"), listed()),
        listed(text(b"failed"), text(b"our fault")),
    ],
)
def test_a_forged_reply_of_a_wrong_form_is_no_reply(body: bytes) -> None:
    forged = struct.pack("<I", len(body)) + body
    source = f"""
import os
def f():
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, {forged!r})
        except OSError:
            pass
    os._exit(0)
"""
    with opened(PLAIN, source) as child:
        assert child.call([Call("f")]) == [Broke("sent something that is no reply")]


def test_a_forged_reply_to_the_import_is_no_reply() -> None:
    body = listed(text(b"started"), listed(ARRAY, ARRAY))
    forged = struct.pack("<I", len(body)) + body
    source = f"""
import os
for descriptor in range(3, 64):
    try:
        os.write(descriptor, {forged!r})
    except OSError:
        pass
os._exit(0)
"""
    with opened(PLAIN, source) as child:
        assert child.start() == Broke("sent something that is no reply")


def test_a_sandbox_that_does_not_start_is_our_fault_not_the_students() -> None:
    nowhere = dataclasses.replace(PLAIN.runtime, python=Path("/nowhere"))
    broken = Sandbox(("plain",), {}, nowhere)
    with (
        opened(broken, "def f(): pass") as child,
        pytest.raises(SandboxError, match="/nowhere can't be started"),
    ):
        child.start()


def test_children_end_when_we_are_killed(sandbox: Sandbox) -> None:
    code = f"""
import sys
sys.path[:] = {sys.path!r}
from graders.sandbox import *
sandbox = Sandbox.probe(allow={set(sandbox.names)!r})
source = b"def f():\\n    while True: pass"
child = sandbox.open_source(source, file="a.py", functions=["f"], limits=Limits(seconds=60))
child.start()
print("ready", flush=True)
child.call([Call("f")])
"""
    with subprocess.Popen([sys.executable, "-I", "-c", code], stdout=subprocess.PIPE) as ours:
        assert ours.stdout is not None
        assert ours.stdout.readline() == b"ready\n"
        assert running(ours.pid)
        ours.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while running(ours.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not running(ours.pid)


def running(pid: int) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark(pid).encode() in (entry / "cmdline").read_bytes():
                found.append(entry.name)
        except OSError:
            continue
    return found


def test_no_link_pipe_or_folder_is_a_submission(tmp_path: Path) -> None:
    (tmp_path / "real.py").write_text("x = 1")
    (tmp_path / "link.py").symlink_to(tmp_path / "real.py")
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "long.py").write_text("#" * 2000)
    for name, sentence in (
        ("link.py", "is a symbolic link; a submission must be a plain file"),
        ("pipe.py", "is no plain file; a submission must be one"),
        ("folder.py", "is no plain file; a submission must be one"),
        ("long.py", "is longer than the 1,000 bytes that a submission may have"),
        ("none.py", "the submission can't be read: No such file or directory"),
    ):
        with pytest.raises(InputError) as caught:
            PLAIN.open(tmp_path / name, functions=["f"], limits=Limits(source_bytes=1000))
        assert str(caught.value) == f"{tmp_path / name}: {sentence}"


def test_files_beside_the_submission_are_not_there(sandbox: Sandbox, tmp_path: Path) -> None:
    for name in ("numpy.py", "conftest.py", "reference.py", "helper.py"):
        (tmp_path / name).write_text("raise SystemExit('hijacked')")
    (tmp_path / "losses.py").write_text(
        "import numpy as np\n"
        "found = []\n"
        "for name in ('conftest', 'reference', 'helper'):\n"
        "    try:\n        __import__(name); found.append(name)\n"
        "    except ImportError:\n        pass\n"
        "def f():\n    return [found, np.zeros(1)]\n"
    )
    with sandbox.open(tmp_path / "losses.py", functions=["f"]) as child:
        [reply] = child.call([Call("f")])
    assert isinstance(reply, Answered)
    assert reply.value[0] == []


def test_submissions_may_run_side_by_side(any_sandbox: Sandbox) -> None:
    children = [opened(any_sandbox, f"def f():\n    return {k}") for k in range(6)]
    try:
        for child in children:
            child.start()
        replies = [child.call([Call("f")])[0] for child in reversed(children)]
    finally:
        for child in children:
            child.close()
    assert [reply.value for reply in replies if isinstance(reply, Answered)] == [5, 4, 3, 2, 1, 0]
