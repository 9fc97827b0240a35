"""The life of a worker process: it grades the chunks that come through a pipe, and sends their reports."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from generator.errors import InputError
from generator.pool import end_with_parent
from graders.assignment import load_assignment
from graders.sandbox import Limits, Sandbox
from graders.session import grade_many
from graders.submissions import Submission

DONE = "done"
"""What a worker sends after the last report of a chunk."""


@dataclass(frozen=True)
class Task:
    """What every worker is told: the assignment's folder, the sandbox as it was probed, and the limits."""

    assignment: Path
    sandbox: Sandbox
    limits: Limits


@dataclass(frozen=True)
class Failure:
    """What a worker sends in place of reports: an error's text, and whether it is a user's to mend."""

    text: str
    wrong_input: bool


def work(pipe: Connection, task: Task) -> None:
    """A worker's life: Ctrl-C is the parent's to handle, and it ends with its parent, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # it was started with SIGINT held back
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
    threading.Thread(target=end_with_parent, daemon=True).start()
    chunk: list[Submission] = []
    able = False  # to read the assignment's checks: what is wrong afterwards is one submission's matter
    try:
        assignment = load_assignment(task.assignment)
        for _ in grade_many(assignment, [], sandbox=task.sandbox, limits=task.limits):
            pass
        able = True
        while True:
            chunk = pipe.recv()
            for report in grade_many(assignment, chunk, sandbox=task.sandbox, limits=task.limits):
                pipe.send(report)
            pipe.send(DONE)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except InputError as error:
        pipe.send(Failure(str(error), wrong_input=not able))
    except Exception as error:  # noqa: BLE001  # a bug of a grader's; the parent says whose report it cost
        if len(chunk) == 1:
            traceback.print_exc()
        pipe.send(Failure(f"the grader raised {type(error).__name__}: {error}", wrong_input=False))
