"""Ends a child with all that it started: its group, its children, and what its own user runs elsewhere."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from graders.sandbox.messages import SandboxError

_KILL = """
import os, signal, sys
user = int(sys.argv[1])
os.setgroups([])
os.setresuid(user + 1, user, user + 1)
try:
    os.kill(-1, signal.SIGKILL)
except ProcessLookupError:
    pass
"""
"""One signal to all of them at once, so that none can fork away from it; the sender's real user is another
one, so that none of them can kill it first."""


def sweep(user: int) -> None:
    """End all processes of this user (a number).

    Raises
    ------
    SandboxError
        When some are still there after five seconds.
    """
    deadline = time.monotonic() + 5.0
    while time.monotonic() < deadline:
        # Where no user can be changed, the sender fails, and nothing runs as that user either.
        sender = [sys.executable, "-I", "-S", "-c", _KILL, str(user)]
        subprocess.run(sender, check=False, stderr=subprocess.DEVNULL)  # noqa: S603
        if not living(user):
            return
        time.sleep(0.01)
    raise SandboxError(f"processes of the user {user} can't be ended: {living(user)}")


def living(user: int) -> list[int]:
    """The processes of a user that have not ended."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "status").read_text()
            except OSError:
                continue
            fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
            if str(user) in fields.get("Uid", "").split() and not fields.get("State", "").startswith(
                ("Z", "X")
            ):
                found.append(int(entry.name))
    return found


def await_end(pid: int) -> None:
    """Give a process that hung up a moment to end by itself, so that its signal is known; it isn't reaped."""
    if sys.platform != "linux":
        time.sleep(0.05)
        return
    handle = os.pidfd_open(pid)
    _await(handle, 0.5)
    os.close(handle)


def _await(handle: int, seconds: float) -> None:
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    poll.poll(1000 * seconds)


def kill(popen: subprocess.Popen[bytes]) -> None:
    """Kill a process's group and its children; it is reaped after that, so that its number stays its own."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(popen.pid)], capture_output=True, check=False)  # noqa: S603, S607
        popen.kill()
        popen.wait()
        return
    handles = _children(popen.pid)
    try:
        os.killpg(popen.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        os.kill(popen.pid, signal.SIGKILL)
    popen.wait()
    for handle in handles:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        _await(handle, 10.0)
        os.close(handle)


def _children(pid: int) -> list[int]:
    """Descriptors of a process's children: bubblewrap's is the first of a namespace that ends with it."""
    handles: list[int] = []
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # it has ended, or this kernel doesn't tell
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            handles.extend(os.pidfd_open(int(child)) for child in children)
    return handles
