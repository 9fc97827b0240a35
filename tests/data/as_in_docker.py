"""Run a program as Docker's default profile would: `python as_in_docker.py [deny,…] -- program arguments…`.

Its seccomp filter denies new namespaces, mounts and the like, its capabilities are Docker's fourteen.
Names in the first argument are denied besides: landlock, uid.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

NUMBERS = {
    "x86_64": {
        "clone": 56, "clone3": 435, "unshare": 272, "setns": 308, "mount": 165, "umount2": 166,
        "pivot_root": 155, "keyctl": 250, "add_key": 248, "request_key": 249, "bpf": 321,
        "perf_event_open": 298, "userfaultfd": 323, "open_by_handle_at": 304, "fsopen": 430, "fsmount": 432,
        "move_mount": 429, "open_tree": 428, "landlock_create_ruleset": 444, "setuid": 105, "setresuid": 117,
        "setreuid": 113,
    },
    "aarch64": {
        "clone": 220, "clone3": 435, "unshare": 97, "setns": 268, "mount": 40, "umount2": 39,
        "pivot_root": 41, "keyctl": 219, "add_key": 217, "request_key": 218, "bpf": 280,
        "perf_event_open": 241, "userfaultfd": 282, "open_by_handle_at": 265, "fsopen": 430, "fsmount": 432,
        "move_mount": 429, "open_tree": 428, "landlock_create_ruleset": 444, "setuid": 146, "setresuid": 147,
        "setreuid": 145,
    },
}  # fmt: skip
BESIDES = {"landlock": ["landlock_create_ruleset"], "uid": ["setuid", "setresuid", "setreuid"]}
NEW_NAMESPACES = 0x7E020000
CAPABILITIES = {0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31}
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000


def program(besides: list[str]) -> bytes:
    """The BPF program."""
    numbers = NUMBERS[platform.machine()]
    spared = {"clone", "clone3"}.union(*(BESIDES[name] for name in BESIDES if name not in besides))
    denied = [name for name in numbers if name not in spared]
    lines: list[tuple[int, int, int, int]] = [(LOAD, 0, 0, 0)]
    for name in denied:
        lines += [(EQUAL, 0, 1, numbers[name]), (RETURN, 0, 0, ERRNO | errno.EPERM)]
    lines += [(EQUAL, 0, 1, numbers["clone3"]), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
    lines += [(EQUAL, 0, 3, numbers["clone"]), (LOAD, 0, 0, 16), (ANY_BIT, 0, 1, NEW_NAMESPACES)]
    lines += [(RETURN, 0, 0, ERRNO | errno.EPERM), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def main() -> None:
    """Give up what Docker doesn't give, then become the program."""
    besides = [name for name in sys.argv[1].split(",") if name] if sys.argv[1] != "--" else []
    command = sys.argv[sys.argv.index("--") + 1 :]
    code = program(besides)
    buffer = ctypes.create_string_buffer(code, len(code))
    head = ctypes.create_string_buffer(
        struct.pack(
            "HxxxxxxP" if struct.calcsize("P") == 8 else "HxxI", len(code) // 8, ctypes.addressof(buffer)
        )
    )
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(22, 2, head, 0, 0):  # PR_SET_SECCOMP; without CAP_SYS_ADMIN it wants no_new_privs
        libc.prctl(38, 1, 0, 0, 0)
        if libc.prctl(22, 2, head, 0, 0):
            sys.exit(f"seccomp: {os.strerror(ctypes.get_errno())}")
    for number in range(64):
        if number not in CAPABILITIES:
            libc.prctl(24, number, 0, 0, 0)  # PR_CAPBSET_DROP
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
