"""Batches of work on several processes, which give the same as one would, in the same order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.errors import InputError

T = TypeVar("T")
R = TypeVar("R")
_worker: Callable[[Sequence[Any]], Sequence[Any]] | None = None


def worked(
    start: Callable[..., Callable[[Sequence[T]], Sequence[R]]],
    arguments: tuple[Any, ...],
    batches: Sequence[Sequence[T]],
    *,
    jobs: int,
    progress: Callable[[int], None],
) -> Iterator[R]:
    """What becomes of the items of all batches, in their order.

    start: called with the arguments once a process, gives the function that works a batch; all must
    pickle. progress: called with the number of results that came since its last call.

    Raises
    ------
    InputError
        When a process ends unexpectedly.
    """
    if jobs <= 1 or len(batches) <= 1:
        work = start(*arguments) if batches else None
        for batch in batches:
            results = work(batch) if work else ()
            yield from results
            progress(len(results))
        return
    context = multiprocessing.get_context("spawn")  # a fork would copy threads of NumPy and Typst in mid-air
    pool = ProcessPoolExecutor(
        min(jobs, len(batches)), mp_context=context, initializer=_start, initargs=(start, arguments)
    )
    try:
        futures = [pool.submit(_work, batch) for batch in batches]
        waiting: set[Future[Sequence[R]]] = set(futures)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                progress(len(future.result()))
    except BrokenProcessPool:
        msg = "a worker process ended unexpectedly (out of memory?); try --jobs 1"
        raise InputError(msg) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    for future in futures:
        yield from future.result()


def _start(
    start: Callable[..., Callable[[Sequence[Any]], Sequence[Any]]], arguments: tuple[Any, ...]
) -> None:
    global _worker  # one a process, set at its start
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=end_with_parent, daemon=True).start()
    _worker = start(*arguments)


def end_with_parent() -> None:
    """Waits for the parent process to end, however it ends, and ends this one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _work(batch: Sequence[Any]) -> Sequence[Any]:
    if _worker is None:
        msg = "the worker was not started"
        raise RuntimeError(msg)
    return _worker(batch)
