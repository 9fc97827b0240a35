"""A seccomp program (classic BPF) that allows the calls of syscalls.py and refuses all others."""

from __future__ import annotations

import errno
import platform
import struct
import sys

from graders.sandbox import syscalls

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_LOAD, _EQUAL, _GREATER, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x25, 0x35, 0x54, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE = 0x00050000 | errno.EPERM
_UNKNOWN = 0x00050000 | 38  # ENOSYS on Linux
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_CLONE_THREAD = 0x00010000
_FCNTL_COMMANDS = (0, 1, 2, 3, 4, 5, 6, 7, 1030)
"""Duplicate, flags, locks; not the ones that choose who gets which signal, or the size of a pipe."""
_IOCTL_COMMANDS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""Is it a terminal, its size, bytes waiting, blocking, close on exec."""

Instruction = tuple[int, int, int, int]


def supported() -> bool:
    """Whether there is a program for this system."""
    return sys.platform == "linux" and platform.machine() in _MACHINES and sys.maxsize > 2**32


def program(*, threads: bool) -> bytes:
    """The program for this machine; `threads`: whether new threads of the same process are allowed.

    Raises
    ------
    KeyError
        When there is none for this machine.
    """
    machine, architecture = _MACHINES[platform.machine()]
    code: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for low, high in _ranges(syscalls.allowed(machine)):
        code += [(_AT_LEAST, 0, 2, low), (_GREATER, 1, 0, high), (_RETURN, 0, 0, _ALLOW)]
    code += [(_EQUAL, 0, 1, syscalls.CLONE3[machine]), (_RETURN, 0, 0, _UNKNOWN)]
    code += _argument(syscalls.FCNTL[machine], 1, _FCNTL_COMMANDS)
    code += _argument(syscalls.IOCTL[machine], 1, _IOCTL_COMMANDS)
    code += _reading_limits(syscalls.PRLIMIT[machine])
    if threads:
        code += _when(
            syscalls.CLONE[machine],
            [
                (_LOAD, 0, 0, _ARGUMENTS),
                (_AND, 0, 0, _CLONE_THREAD),
                (_EQUAL, 0, 1, _CLONE_THREAD),
                _ret(_ALLOW),
            ],
        )
    code += [(_AT_LEAST, 0, 1, syscalls.NEWEST), _ret(_UNKNOWN), _ret(_REFUSE)]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


def _ret(value: int) -> Instruction:
    return (_RETURN, 0, 0, value)


def _when(number: int, body: list[Instruction]) -> list[Instruction]:
    """The body for one call; it refuses what it doesn't allow."""
    return [(_EQUAL, 0, len(body) + 1, number), *body, _ret(_REFUSE)]


def _argument(number: int, place: int, values: tuple[int, ...]) -> list[Instruction]:
    """One call, allowed when an argument's lower half, all that the kernel reads, is one of these values."""
    body: list[Instruction] = [(_LOAD, 0, 0, _ARGUMENTS + 8 * place)]
    for value in values:
        body += [(_EQUAL, 0, 1, value), _ret(_ALLOW)]
    return _when(number, body)


def _reading_limits(number: int) -> list[Instruction]:
    """`prlimit64`, allowed on oneself and without new values (all of argument 2 is zero)."""
    zeros = (_ARGUMENTS, _ARGUMENTS + 16, _ARGUMENTS + 20)
    body: list[Instruction] = []
    for offset in zeros:
        body += [(_LOAD, 0, 0, offset), (_EQUAL, 1, 0, 0), _ret(_REFUSE)]
    return _when(number, [*body, _ret(_ALLOW)])


def _ranges(numbers: list[int]) -> list[tuple[int, int]]:
    """Runs of numbers that follow each other, as first and last."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
