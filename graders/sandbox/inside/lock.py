"""What a child does to itself before it sees any of the student's code; each step can't be undone.

The settings come from the layers: limits, another user, no powers, Landlock, a seccomp filter.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

_PDEATHSIG, _NO_NEW_PRIVS, _SECCOMP, _DUMPABLE = 1, 38, 22, 4
_FILTER = 2
_REMOUNT, _NO_SETUID, _NO_DEVICES = 32, 2, 4
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_O_PATH = 0o10000000
_CAPABILITY_VERSION = 0x20080522


def lock(settings: dict[str, Any]) -> list[str]:
    """Apply the settings and return the names of the limits that this system doesn't have.

    settings: `limits` {name of an rlimit: value}; `folders` {path of a tmpfs: its size, as mount says it};
    `user` (a number, or None); `landlock` (handled files, handled network, scoped; then pairs of a path and
    its rights), or None; `filter` (a seccomp program's bytes as an array), or None.

    Raises
    ------
    OSError
        When a step fails; the child must end then.
    """
    missing = _limit(settings["limits"])
    if sys.platform != "linux":
        return missing
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)

    def call(function: Any, *arguments: Any) -> int:
        result: int = function(*arguments)
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result

    def prctl(option: int, argument: int, more: Any = None) -> None:
        nothing = ctypes.c_ulong(0)
        call(libc.prctl, option, ctypes.c_ulong(argument), more or nothing, nothing, nothing)

    if settings["folders"] and os.path.lexists("/proc/self"):  # never touch the machine's own folders
        raise OSError("the temporary folder is not in a namespace of its own")
    for path, size in settings["folders"].items():
        flags = ctypes.c_ulong(_REMOUNT | _NO_SETUID | _NO_DEVICES)
        call(libc.mount, b"tmpfs", path.encode(), b"tmpfs", flags, size.encode())
    rules = _landlock(call, libc, ctypes, settings["landlock"])
    user = settings["user"]
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    powers = (ctypes.c_uint32 * 6)()
    call(libc.capset, (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0), powers)
    prctl(_PDEATHSIG, signal.SIGKILL)
    prctl(_DUMPABLE, 0)
    prctl(_NO_NEW_PRIVS, 1)
    if rules is not None:
        call(libc.syscall, _LANDLOCK_RESTRICT, rules, 0)
        os.close(rules)
    if settings["filter"] is not None:
        program = settings["filter"].tobytes()
        code = ctypes.create_string_buffer(program)

        class Program(ctypes.Structure):
            _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

        filled = Program(len(program) // 8, ctypes.addressof(code))
        prctl(_SECCOMP, _FILTER, ctypes.byref(filled))
    return missing


def _limit(limits: dict[str, int]) -> list[str]:
    try:
        import resource
    except ImportError:  # Windows
        return sorted(limits)
    missing = []
    for name, value in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), (value, value + (name == "RLIMIT_CPU")))
        except (AttributeError, OSError, ValueError):
            missing.append(name)
    return missing


def _landlock(call: Any, libc: Any, ctypes: Any, wanted: Any) -> int | None:
    """A ruleset's descriptor; paths are opened while they can still be reached."""
    if wanted is None:
        return None
    handled, rules = wanted
    attributes = (ctypes.c_uint64 * len(handled))(*handled)
    descriptor = call(libc.syscall, _LANDLOCK_CREATE, attributes, ctypes.c_size_t(8 * len(handled)), 0)
    for path, rights in rules:
        place = os.open(path, _O_PATH | os.O_CLOEXEC)
        entry = ctypes.create_string_buffer(rights.to_bytes(8, "little") + place.to_bytes(4, "little"), 12)
        call(libc.syscall, _LANDLOCK_ADD, descriptor, 1, entry, 0)
        os.close(place)
    return int(descriptor)
