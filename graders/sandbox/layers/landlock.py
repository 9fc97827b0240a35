"""Landlock and seccomp: only the standard library and NumPy can be read, nothing can be started or reached.

Works without any right, in most containers, too. The metadata of files (that they exist, their size) can
still be asked for. What the seccomp program allows is in syscalls.py.
"""

from __future__ import annotations

import ctypes
import dataclasses
import functools
import sys
from pathlib import Path

from graders.sandbox import seccomp
from graders.sandbox.layers import Ability, Plan
from graders.sandbox.limits import Limits
from graders.sandbox.runtime import Runtime

NAME = "landlock"
ORDER = 1
STRENGTH = "strong"
PROMISES = frozenset({"reading", "private reading", "writing", "network", "processes"})

_CREATE_RULESET = 444
_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_FILES = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 5: 0xFFFF}
"""The rights over files that a version of Landlock handles; one between has those of the one before."""
_NETWORK_SINCE, _NETWORK = 4, 3
_SCOPES_SINCE, _SCOPES = 6, 3
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")


def look(runtime: Runtime) -> Ability:
    """Off where the kernel has no Landlock or our seccomp program doesn't fit the machine."""
    if not seccomp.supported():
        return Ability("off", "only for Linux on x86-64 and aarch64")
    if version() == 0:
        return Ability("off", "the kernel has no Landlock (it came with Linux 5.13), or it isn't switched on")
    return Ability("on")


def version() -> int:
    """The version of Landlock that the kernel speaks; 0 when none."""
    if sys.platform != "linux":
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    answer: int = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_ulong(1))
    return max(answer, 0)


def apply(plan: Plan, limits: Limits) -> Plan:
    """Rules for what may be read, and written where bubblewrap has left something writable."""
    known = version()
    handled = [_FILES[max(since for since in _FILES if since <= known)]]
    if known >= _NETWORK_SINCE:
        handled.append(_NETWORK)
    if known >= _SCOPES_SINCE:
        handled.append(_SCOPES)
    rules = [(str(path), rights) for path, rights in _readable(plan.runtime)]
    rules += [(path, _READ | _WRITE) for path in _DEVICES if Path(path).exists()]
    rules += [(path, handled[0] & ~_EXECUTE) for path in plan.writable]
    filter_ = seccomp.program(threads=limits.processes > 1)
    return dataclasses.replace(plan, landlock=(handled, rules), filter=filter_, contained=True)


@functools.cache
def _readable(runtime: Runtime) -> list[tuple[Path, int]]:
    """The folders of the runtime; entry by entry where one of them holds other packages, too."""
    rules = [(path, _READ) for path in runtime.shared]
    for folder in runtime.folders:
        hidden = [path for path in runtime.hidden if path.parent == folder]
        if not hidden:
            rules.append((folder, _READ | _LIST))
            continue
        rules.append((folder, _LIST))
        entries = (path for path in folder.iterdir() if path not in hidden)
        rules += [(path, _READ | _LIST if path.is_dir() else _READ) for path in entries]
    return rules
