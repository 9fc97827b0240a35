"""Verification of many families on several processes."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

from generator.build import default_jobs
from generator.conventions import load_convention
from generator.pool import as_worker, broken, no_interrupt
from generator.verify import Examiner, Report, variants_of, verify_family

CHUNK = 100
"""So many draws are a task: few, so that a bar moves, Ctrl-C is heard and nobody waits long at the end."""
FEW = 1000
"""So many are made before another process has started."""


@dataclass(frozen=True)
class Task:
    """Some draws of a family with one set of options. group: the number of their report."""

    group: int
    family: str
    convention: str
    options: Mapping[str, Any]
    start: int
    seeds: int


Made: TypeAlias = Iterator[tuple[Task, Report]]


class Verification:
    """Verifies families, each with every set of its options, in some conventions.

    The first seeds of all come before the next seeds of any, so that what was found when it is stopped is
    found of all alike, and what is left can be estimated. draws: how many are ahead.

    Raises
    ------
    InputError
        For an unknown family or convention, before anything is drawn.
    """

    def __init__(
        self,
        names: Sequence[str],
        seeds: int,
        *,
        conventions: Sequence[str],
        folders: tuple[Path, ...] = (),
        examiners: tuple[Examiner, ...] = (),
        jobs: int | None = None,
    ) -> None:
        for convention in conventions:
            load_convention(convention, folders)
        self._reports = [
            Report(name, options, convention)
            for name, convention in product(names, conventions)
            for options in variants_of(name, folders)
        ]
        self._tasks = [
            Task(group, report.family, report.convention, report.options, start, min(CHUNK, seeds - start))
            for start in range(0, seeds, CHUNK)
            for group, report in enumerate(self._reports)
        ]
        self._folders = folders
        self._examiners = examiners
        self.draws = seeds * len(self._reports)
        self._workers = 1 if self.draws <= FEW else min(jobs or default_jobs(), len(self._tasks))

    @property
    def reports(self) -> list[Report]:
        """What was found so far: a report for each family, convention and set of options."""
        return [report for report in self._reports if report.draws]

    def run(self, progress: Callable[[int], None]) -> list[Report]:
        """Make all draws and return the reports.

        progress: called with the number of draws that came since its last call.

        Raises
        ------
        InputError
            When a process ends unexpectedly.
        """
        left = _Left(self._tasks)
        for task, report in self._together(left) if self._workers > 1 else self._alone(left):
            self._reports[task.group].add(report)
            progress(report.draws)
        return self.reports

    def _alone(self, left: _Left) -> Made:
        while task := left.take(0):
            yield task, _verified(task, self._folders, self._examiners)

    def _together(self, left: _Left) -> Made:
        context = multiprocessing.get_context("spawn")
        pools = [
            ProcessPoolExecutor(1, mp_context=context, initializer=as_worker) for _ in range(self._workers)
        ]
        busy: dict[Future[Report], tuple[int, Task]] = {}

        def give(worker: int) -> None:
            if task := left.take(worker):
                future = pools[worker].submit(_verified, task, self._folders, self._examiners)
                busy[future] = worker, task

        try:
            with no_interrupt():
                for worker in range(self._workers):
                    give(worker)
            while busy:
                for future in wait(busy, return_when=FIRST_COMPLETED).done:
                    worker, task = busy.pop(future)
                    give(worker)
                    yield task, future.result()
        except BrokenProcessPool:
            raise broken() from None
        finally:
            for pool in pools:
                pool.shutdown(wait=True, cancel_futures=True)


class _Left:
    """The tasks that are left; a family stays with the process that began it, which knows its rules."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks: dict[str, deque[Task]] = {}
        self._homes: dict[str, int] = {}
        for task in tasks:
            self._tasks.setdefault(task.family, deque()).append(task)

    def take(self, worker: int) -> Task | None:
        """The next task for a process, of its own families or new ones; if there are none, of another's."""
        own = [name for name in self._tasks if self._homes.get(name, worker) == worker]
        if own:
            name = min(own, key=lambda name: self._tasks[name][0].start)
            self._homes[name] = worker
            task = self._tasks[name].popleft()
        elif self._tasks:
            name = max(self._tasks, key=lambda name: len(self._tasks[name]))
            task = self._tasks[name].pop()
        else:
            return None
        if not self._tasks[name]:
            del self._tasks[name]
        return task


def _verified(task: Task, folders: tuple[Path, ...], examiners: tuple[Examiner, ...]) -> Report:
    return verify_family(
        task.family,
        task.seeds,
        convention=load_convention(task.convention, folders),
        options=task.options,
        folders=folders,
        start=task.start,
        examiners=examiners,
    )
