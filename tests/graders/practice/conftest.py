"""The real command, at the end of a pipe and at a terminal."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest

PROGRAM = (sys.executable, "-m", "quizgrad", "practice")
PATIENCE = 60
"""Seconds, on a machine that is busy."""
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r|\x07")


@dataclass(frozen=True)
class Ran:
    """What a session at the end of a pipe printed."""

    code: int
    out: str
    err: str

    @property
    def words(self):
        """The text on one line, so that it doesn't matter where lines end."""
        return " ".join(self.out.split())


@pytest.fixture
def data(tmp_path):
    """The folder of the progress, which is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def practice_environment(environment, data):
    return {
        **environment,
        "QUIZGRAD_DATA": str(data),
        "COLUMNS": "80",
        "PYTHONIOENCODING": "utf-8",
        "TERM": "xterm",
    }


@pytest.fixture
def practise(practice_environment, tmp_path):
    """`practise(lines, *arguments)` runs a session on these lines."""

    def run(lines, *arguments, **more):
        ran = subprocess.run(
            [*PROGRAM, *map(str, arguments)],
            input=lines if isinstance(lines, bytes) else "".join(f"{line}\n" for line in lines).encode(),
            env={**practice_environment, **more},
            cwd=tmp_path,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        encoding = more.get("PYTHONIOENCODING", "utf-8")
        return Ran(ran.returncode, ran.stdout.decode(encoding), ran.stderr.decode(encoding))

    return run


@dataclass
class Terminal:
    """A session at a pseudo-terminal: `see` waits for a text, `type` sends keys."""

    process: subprocess.Popen[bytes]
    master: int
    raw: str = ""
    seen: int = 0

    @property
    def text(self):
        return _CONTROL.sub("", self.raw)

    def see(self, wanted):
        """Waits until it is printed, behind what was seen before."""
        end = time.monotonic() + PATIENCE
        while (place := self.text.find(wanted, self.seen)) < 0:
            going = time.monotonic() < end and self._read()
            assert going, f"{wanted!r} is not in {self.text[self.seen :]!r}"
        self.seen = place + len(wanted)

    def type(self, keys):
        os.write(self.master, keys.encode())

    def press(self, key, wanted):
        """Sends a key that ends things once the terminal is ready for it, and waits for the text."""
        time.sleep(0.5)  # the prompt is printed a moment before the line is read
        self.type(key)
        self.see(wanted)

    def end(self):
        """The exit code, once all is printed."""
        while self._read():
            pass
        return self.process.wait(PATIENCE)

    def _read(self):
        if not select.select([self.master], [], [], PATIENCE)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:  # the other side is closed
            return False
        self.raw += data.decode(errors="replace")
        return bool(data)


@pytest.fixture
def terminal(practice_environment, tmp_path):
    """`terminal(*arguments, columns=80)` begins a session at a terminal."""
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    started = []

    def start(*arguments, columns=80, **more):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        env = {name: value for name, value in practice_environment.items() if name != "COLUMNS"}

        def own_terminal():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches it

        process = subprocess.Popen(
            [*PROGRAM, *map(str, arguments)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**env, **more},
            cwd=tmp_path,
            preexec_fn=own_terminal,
        )
        os.close(slave)
        started.append(Terminal(process, master))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.send_signal(signal.SIGKILL)
        one.process.wait()
        os.close(one.master)
