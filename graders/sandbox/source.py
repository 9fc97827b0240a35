"""Reads a submission's file: a plain file of bounded size, never through a link."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from generator.errors import InputError
from graders.sandbox.limits import Limits


def read_submission(path: Path, limits: Limits) -> bytes:
    """The bytes of a student's file.

    Raises
    ------
    InputError
        When it can't be read, is a link, folder, pipe or device, or is longer than `limits.source_bytes`.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    if path.is_symlink():
        raise InputError(f"{path}: is a symbolic link; a submission must be a plain file")
    try:
        handle = os.open(path, flags)
    except OSError as error:
        raise InputError(f"{path}: the submission can't be read: {error.strerror or error}") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InputError(f"{path}: is no plain file; a submission must be one")
    with os.fdopen(handle, "rb") as file:
        data = file.read(limits.source_bytes + 1)
    if len(data) > limits.source_bytes:
        raise InputError(
            f"{path}: is longer than the {limits.source_bytes:,} bytes that a submission may have"
        )
    return data
