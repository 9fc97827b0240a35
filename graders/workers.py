"""Worker processes that grade chunks of submissions; one that dies takes nobody with it.

The reports of a chunk come back one by one. When a worker dies, hangs or raises in mid-chunk, those that
are missing are graded again one by one; whoever ends a worker when alone is reported as not gradable.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from generator.errors import InputError
from generator.pool import no_interrupt
from graders.records import Report
from graders.submissions import Submission
from graders.worker import DONE, Failure, Task, work

CHUNK = 32
PATIENCE = 60.0
_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy NumPy's threads in mid-air


@dataclass(frozen=True)
class Lost:
    """A submission that could not be graded, and why."""

    submission: Submission
    why: str


@dataclass
class _Worker:
    """A process, the pipe to it, which submissions it still owes, and whether it is at work on a chunk."""

    process: Any
    pipe: Connection
    owed: deque[Submission] = field(default_factory=deque)
    busy: bool = False
    heard: float = field(default_factory=time.monotonic)

    def give(self, chunk: Sequence[Submission]) -> None:
        self.owed.extend(chunk)
        self.busy = True
        self.heard = time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):  # it died: the pipe's end says so next
            self.pipe.send(list(chunk))

    def end(self) -> None:
        self.pipe.close()
        if self.process.is_alive():
            self.process.terminate()
            self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def grade_all(
    task: Task, submissions: Sequence[Submission], jobs: int
) -> Iterator[tuple[Submission, Report] | Lost]:
    """The report of every submission as it comes, or why there is none.

    Raises
    ------
    InputError
        When the assignment or the sandbox can't be used at all.
    """
    chunks = _chunks(submissions, jobs)
    alone: set[str] = set()
    workers: list[_Worker] = []
    try:
        while chunks or any(worker.busy for worker in workers):
            idle = [worker for worker in workers if not worker.busy]
            while chunks and (idle or len(workers) < jobs):
                if not idle:
                    with no_interrupt():
                        workers.append(_started(task))
                    idle.append(workers[-1])
                idle.pop().give(chunks.popleft())
            for worker in _ready(workers, task):
                said = _received(worker)
                if isinstance(said, Report) and worker.owed:
                    yield worker.owed.popleft(), said
                elif said == DONE and not worker.owed:
                    worker.busy = False
                elif isinstance(said, Failure) and said.wrong_input:
                    raise InputError(said.text)
                else:
                    workers.remove(worker)
                    worker.end()
                    why = _reason(worker, said, task)
                    for submission in worker.owed:
                        if submission.id in alone:
                            yield Lost(submission, why)
                        else:
                            alone.add(submission.id)
                            chunks.append([submission])
    finally:
        for worker in workers:
            worker.end()


def _chunks(submissions: Sequence[Submission], jobs: int) -> deque[list[Submission]]:
    """Chunks that get smaller towards the end, so that all workers end at about the same time."""
    chunks: deque[list[Submission]] = deque()
    rest = list(submissions)
    while rest:
        size = max(1, min(CHUNK, len(rest) // (2 * jobs)))
        chunks.append(rest[:size])
        del rest[:size]
    return chunks


def _ready(workers: Sequence[_Worker], task: Task) -> list[_Worker]:
    """The workers that said something, died, or were silent for too long."""
    busy = [worker for worker in workers if worker.busy]
    heard = wait([worker.pipe for worker in busy], timeout=1.0)
    now = time.monotonic()
    return [worker for worker in busy if worker.pipe in heard or now - worker.heard > _patience(task)]


def _patience(task: Task) -> float:
    return PATIENCE + 2 * task.limits.submission_seconds


def _received(worker: _Worker) -> object:
    """What a worker sent; its end as None, its silence as False."""
    try:
        if not worker.pipe.poll():
            return False
        worker.heard = time.monotonic()
        return worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(5)
        return None


def _reason(worker: _Worker, said: object, task: Task) -> str:
    if isinstance(said, Failure):
        return said.text
    if said is False:
        return f"the grader took longer than {_patience(task):g} s"
    code = worker.process.exitcode
    if said is None and code is not None and code < 0:
        return f"the grader's process was killed by {signal.Signals(-code).name}"
    return f"the grader's process gave no report and ended with code {code}"


def _started(task: Task) -> _Worker:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=work, args=(theirs, task), daemon=False)
    process.start()
    theirs.close()
    return _Worker(process, ours)
