"""Work in batches on several processes, which give the same as one would, in the same order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any, TypeVar

from generator.errors import InputError

T = TypeVar("T")
R = TypeVar("R")
BATCH = 8
_worker: Callable[[Sequence[Any]], Sequence[Any]] | None = None


def worked(
    start: Callable[..., Callable[[Sequence[T]], Sequence[R]]],
    arguments: tuple[Any, ...],
    items: Sequence[T],
    *,
    jobs: int,
    progress: Callable[[int], None],
) -> Iterator[R]:
    """What becomes of the items, in their order.

    start: called with the arguments once a process, gives the function that works a batch of them; all must
    pickle. progress: called with the number of results that came since its last call.

    Raises
    ------
    InputError
        When a process ends unexpectedly.
    """
    batches = list(batched(items, jobs))
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
        with no_interrupt():
            futures = [pool.submit(_work, batch) for batch in batches]
        waiting: set[Future[Sequence[R]]] = set(futures)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                progress(len(future.result()))
    except BrokenProcessPool:
        raise broken() from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    for future in futures:
        yield from future.result()


def batched(items: Sequence[T], jobs: int) -> Iterator[Sequence[T]]:
    """The items in batches, the last ones small, so that no process waits long for another's last."""
    start = 0
    while left := len(items) - start:
        size = min(BATCH, left) if jobs <= 1 else min(BATCH, -(-left // (2 * jobs)))
        yield items[start : start + size]
        start += size


def _start(
    start: Callable[..., Callable[[Sequence[Any]], Sequence[Any]]], arguments: tuple[Any, ...]
) -> None:
    global _worker  # one a process, set at its start
    as_worker()
    _worker = start(*arguments)


def as_worker() -> None:
    """Leave Ctrl-C to the parent process, end with it, and make do with one core."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("RAYON_NUM_THREADS", "1")  # Typst's threads get in the other processes' way
    # What a draw or a paper leaves is freed without collections, and what is kept is kept for good.
    gc.set_threshold(20_000, 20, 50)
    threading.Thread(target=end_with_parent, daemon=True).start()


def broken() -> InputError:
    """The error that a process ended by itself."""
    return InputError("a worker process ended unexpectedly (out of memory?); try --jobs 1")


def end_with_parent() -> None:
    """Waits for the parent process to end, however it ends, and ends this one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


@contextmanager
def no_interrupt() -> Iterator[None]:
    """Ctrl-C waits meanwhile; what is started doesn't hear it until it says itself what is to happen then."""
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    resource_tracker.ensure_running()  # which lets interrupts through again when it starts
    heard: list[int] = []
    handler = signal.signal(
        signal.SIGINT, lambda number, _: heard.append(number)
    )  # another thread may get it
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which a new process inherits
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, signal.SIG_DFL if handler is None else handler)
    if heard:
        raise KeyboardInterrupt


def _work(batch: Sequence[Any]) -> Sequence[Any]:
    if _worker is None:
        msg = "the worker was not started"
        raise RuntimeError(msg)
    return _worker(batch)
