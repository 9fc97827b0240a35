"""One running child: start it, lock it up, ask it one thing at a time, end it and all that it started."""

from __future__ import annotations

import functools
import importlib.util
import marshal
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from graders.sandbox.ending import await_end, kill, sweep
from graders.sandbox.inside.packing import pack_ours
from graders.sandbox.inside.wire import WireError, unpack
from graders.sandbox.layers import Plan
from graders.sandbox.limits import Limits
from graders.sandbox.messages import SandboxError
from graders.sandbox.pipes import EndedError, LateError, open_pipes
from graders.sandbox.printed import Printed

START_SECONDS = 60.0
"""For Python and NumPy to start, before any of the student's time runs."""

_INSIDE = ("wire", "packing", "lock", "shim")
_NO_REPLY = "sent something that is no reply"
BOOT = """
import gc,marshal,os,sys
def r(n):
    b=b''
    while len(b)<n:
        p=os.read(0,n-len(b))
        if not p:os._exit(0)
        b+=p
    return b
home,parts=marshal.loads(r(int.from_bytes(r(4),'little')))
sys.path.insert(0,home)
gc.disable()
for n,c in parts:
    m=sys.modules[n]=type(sys)(n)
    exec(c,m.__dict__)
gc.enable()
sys.path.remove(home)
m.main()
"""


class BrokenError(Exception):
    """The child is no good any more; the text is a phrase such as "took longer than 2 s"."""


@functools.cache
def _ours(home: str) -> bytes:
    """Our code for the child's boot; no file of ours is needed inside."""
    parts = []
    for name in _INSIDE:
        full = f"{__package__}.inside.{name}"
        found = importlib.util.find_spec(full)
        if found is None or found.origin is None:
            raise SandboxError(f"{full} is missing")
        source = Path(found.origin).read_bytes()
        parts.append((full, compile(source, f"<{name}>", "exec", dont_inherit=True)))
    data = marshal.dumps((home, parts))
    return len(data).to_bytes(4, "little") + data


def _start(plan: Plan) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 (the command is ours)
            plan.command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(plan.environment),
            cwd=Path(os.sep).absolute(),
            start_new_session=True,
        )
    except OSError as error:
        raise SandboxError(f"{plan.command[0]} can't be started: {error.strerror or error}") from None


class Process:
    """A child process under a plan."""

    def __init__(self, plan: Plan, limits: Limits) -> None:
        self._plan = plan
        self._limits = limits
        self.printed = Printed(limits.output_bytes)
        self._popen = _start(plan)
        self._pipes = open_pipes(self._popen, self.printed)
        self._alive = True
        try:
            self._lock()
        except BaseException:
            self.end()
            raise

    def _lock(self) -> None:
        """Send our code and the settings; no student's code is sent before the child has said "locked"."""
        plan, limits = self._plan, self._limits
        settings = {
            "limits": limits_of(plan, limits),
            "folders": dict(plan.writable),
            "user": plan.user,
            "landlock": plan.landlock,
            "filter": None if plan.filter is None else np.frombuffer(plan.filter, np.uint8),
            "caps": {
                "most_bytes": limits.reply_bytes,
                "depth": limits.reply_depth,
                "values": limits.reply_values,
            },
        }
        self._pipes.send(_ours(str(plan.runtime.numpy)))
        try:
            reply = self.ask(settings, START_SECONDS)
        except BrokenError as error:
            raise SandboxError(f"a sandbox didn't start ({error}): {self._last_words()}") from None
        if type(reply) is not list or len(reply) != 2 or reply[0] != "locked":
            why = reply[1] if type(reply) is list and len(reply) == 2 else "no reason given"
            raise SandboxError(f"a sandbox couldn't lock itself: {why}")
        missing = plan.demands.intersection(reply[1])
        if missing:
            raise SandboxError(f"limits that a sandbox needs don't exist here: {', '.join(sorted(missing))}")

    def _last_words(self) -> str:
        self.end()
        return self.printed.take().strip()[-500:] or "it said nothing"

    def ask(self, message: Any, seconds: float, *, late: str = "") -> Any:
        """Send a message and return the one value that comes back within so many seconds.

        late: what to say when none comes in time, if not that it took longer.

        Raises
        ------
        BrokenError
            When none comes; the child is ended then.
        WireError
            When the message is no plain value: a mistake of ours.
        """
        if not self._alive:
            raise BrokenError("has ended")
        body = pack_ours(message)
        deadline = time.monotonic() + seconds
        try:
            if self._pipes.at_once():  # nothing was asked, so nothing may be there
                raise BrokenError(_NO_REPLY)
            self._pipes.send(len(body).to_bytes(4, "little") + body)
            return self._value(self._frame(deadline))
        except LateError:
            self.end()
            raise BrokenError(late or f"took longer than {seconds:g} s") from None
        except EndedError:
            raise BrokenError(self._how_it_ended()) from None
        except (BrokenError, WireError):
            self.end()
            raise BrokenError(_NO_REPLY) from None

    def _frame(self, deadline: float) -> bytes:
        data = bytearray()
        size = 4
        while len(data) < size:
            data += self._pipes.wait(deadline)
            if size == 4 and len(data) >= 4:
                size += int.from_bytes(data[:4], "little")
                if size > 4 * self._limits.reply_bytes:
                    raise BrokenError(_NO_REPLY)
        more = self._pipes.at_once(after_reply=True)
        if len(data) > size or more:
            raise BrokenError(_NO_REPLY)
        return bytes(data[4:])

    def _value(self, body: bytes) -> Any:
        limits = self._limits
        return unpack(body, depth=limits.reply_depth + 4, values=4 * limits.reply_values)

    def _how_it_ended(self) -> str:
        await_end(self._popen.pid)
        self.end()
        code = self._popen.returncode
        number = -code if code < 0 else code - 128  # bubblewrap adds 128
        if sys.platform == "win32":
            return "ended the process"
        if number == signal.SIGXCPU:
            return f"used more than {self._limits.cpu_seconds:g} s of processor time"
        if number == signal.SIGKILL:
            return "was killed, perhaps for the memory that it used"
        crashes = {
            signal.SIGSEGV,
            signal.SIGBUS,
            signal.SIGABRT,
            signal.SIGILL,
            signal.SIGFPE,
            signal.SIGTRAP,
        }
        return f"crashed Python ({signal.Signals(number).name})" if number in crashes else "ended the process"

    def end(self) -> None:
        """Kill the child and everything that it started, and wait until they are gone."""
        if not self._alive:
            return
        self._alive = False
        try:
            kill(self._popen)
            if self._plan.user is not None and not self._plan.contained:
                sweep(self._plan.user)
        finally:
            self._pipes.close()


def limits_of(plan: Plan, limits: Limits) -> dict[str, int]:
    """The limits by the system's names."""
    size = limits.file_mb << 20
    return {
        "RLIMIT_AS": plan.runtime.start_bytes + (limits.memory_mb << 20),
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": limits.cpu_seconds,
        "RLIMIT_FSIZE": size,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_NPROC": limits.processes,
    }
