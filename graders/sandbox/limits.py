"""What one submission may use up, and how much of what it sends is read."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Caps for one submission.

    seconds: wall clock of one call; importing the file counts as one.
    submission_seconds: wall clock of everything that the student's code does.
    cpu_seconds: processor time of one child.
    memory_mb: address space beyond what Python and NumPy need to start.
    processes: processes and threads together; 1 is the student's own.
    file_mb: one file, and everything in the sandbox's temporary folder.
    output_bytes: what is kept of the text printed by one call; more is read and dropped.
    source_bytes: the submission's file.
    reply_bytes, reply_depth, reply_values: one returned value: bytes, nesting, how many values in it.
    """

    seconds: float = 2.0
    submission_seconds: float = 30.0
    cpu_seconds: int = 30
    memory_mb: int = 512
    processes: int = 1
    file_mb: int = 4
    output_bytes: int = 10_000
    source_bytes: int = MB
    reply_bytes: int = 16 * MB
    reply_depth: int = 12
    reply_values: int = 20_000
