"""bubblewrap: namespaces that hold only the standard library, NumPy and a small temporary folder."""

from __future__ import annotations

import dataclasses
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from graders.sandbox import seccomp
from graders.sandbox.layers import Ability, Plan
from graders.sandbox.limits import Limits
from graders.sandbox.runtime import Runtime

NAME = "bubblewrap"
ORDER = 0
STRENGTH = "strong"
PROMISES = frozenset({"reading", "private reading", "writing", "network"})

_TEMPORARY = "/tmp"  # noqa: S108 (the sandbox's own)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
_MOST_FILES = 1000  # in the temporary folder


def look(runtime: Runtime) -> Ability:
    """Off where it isn't installed or may not make namespaces."""
    if sys.platform != "linux":
        return Ability("off", "only on Linux")
    if shutil.which("bwrap") is None:
        return Ability("off", "bubblewrap is not installed (on Debian and Ubuntu: apt install bubblewrap)")
    done = subprocess.run(  # noqa: S603 (the command is ours)
        ["bwrap", *_namespaces(), "--ro-bind", "/", "/", "true"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    if done.returncode:
        return Ability("off", done.stderr.strip()[-300:] or "it doesn't run here")
    return Ability("on")


def _namespaces() -> list[str]:
    """Of its own: processes, network, messages, host name; and users, which root doesn't need for it."""
    own = [f"--unshare-{name}" for name in ("pid", "net", "ipc", "uts", "cgroup-try")]
    return own if os.geteuid() == 0 else ["--unshare-user", *own]


def apply(plan: Plan, limits: Limits) -> Plan:
    """The command inside of bubblewrap; its own seccomp program where there is one for this machine."""
    bwrap = shutil.which("bwrap") or "bwrap"
    # Its own first process stays (no --as-pid-1): only that one has the right user to die with its parent.
    inside = [*_namespaces(), "--die-with-parent", "--new-session", "--chdir", "/"]
    inside += [
        "--cap-drop",
        "ALL",
        "--cap-add",
        "CAP_SYS_ADMIN",
    ]  # to size the folder, given up right after it
    if os.geteuid() == 0:  # to become another user
        inside += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    inside += ["--perms", "1777", "--tmpfs", _TEMPORARY]
    inside += [*_mounts(plan.runtime), "--remount-ro", "/"]  # after the folder, in which a Python may lie
    filter_ = seccomp.program(threads=limits.processes > 1) if seccomp.supported() else None
    return dataclasses.replace(
        plan,
        command=(bwrap, *inside, "--", *plan.command),
        writable={_TEMPORARY: f"size={limits.file_mb << 20},nr_inodes={_MOST_FILES}"},
        filter=filter_,
        contained=True,
    )


@functools.cache
def _mounts(runtime: Runtime) -> list[str]:
    """What is there, read-only: Python, its library without other packages, NumPy, shared libraries."""
    places = {*runtime.shared, *runtime.folders, runtime.python, Path("/dev/null")}
    mounts: list[str] = []
    for parent in sorted({parent for path in places for parent in path.parents} - {Path("/")}):
        mounts += [
            "--dir",
            str(parent),
        ]  # made by us, since bubblewrap would let nobody but root walk through
    for path in (runtime.python, *runtime.shared):
        mounts += ["--ro-bind", str(path.resolve()), str(path)]
    apart = [folder for folder in runtime.folders if folder != runtime.library]
    mounts += ["--ro-bind", str(runtime.library), str(runtime.library)]
    for path in runtime.hidden:
        mounts += ["--tmpfs", str(path)]
    for folder in apart:
        mounts += ["--ro-bind", str(folder), str(folder)]
    for path in runtime.hidden:
        mounts += ["--remount-ro", str(path)]
    for device in _DEVICES:
        mounts += ["--dev-bind-try", device, device]
    return mounts
