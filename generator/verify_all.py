"""Verification of many families on several processes."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from generator.build import default_jobs
from generator.conventions import load_convention
from generator.verify import Examiner, Report, variants_of, verify_family

CHUNK = 1000
Task = tuple[str, int, int, str, Mapping[str, Any], tuple[Path, ...], tuple[Examiner, ...]]


def verify_all(
    names: Sequence[str],
    seeds: int,
    *,
    conventions: Sequence[str],
    folders: tuple[Path, ...] = (),
    examiners: tuple[Examiner, ...] = (),
    jobs: int | None = None,
) -> tuple[int, Callable[[Callable[[int], None]], list[Report]]]:
    """The number of draws ahead, and a function that makes them and returns a report a set of options.

    Raises
    ------
    InputError
        For an unknown family or convention, before anything is drawn.
    """
    for convention in conventions:
        load_convention(convention, folders)
    groups = [
        (name, convention, options)
        for name in names
        for convention in conventions
        for options in variants_of(name, folders)
    ]
    tasks: list[tuple[int, Task]] = []
    for group, (name, convention, options) in enumerate(groups):
        tasks += [
            (group, (name, start, min(CHUNK, seeds - start), convention, options, folders, examiners))
            for start in range(0, seeds, CHUNK)
        ]

    def run(progress: Callable[[int], None]) -> list[Report]:
        reports: list[Report | None] = [None] * len(groups)
        workers = min(jobs or default_jobs(), len(tasks))
        for group, report in _reports(tasks, workers):
            progress(report.draws)
            so_far = reports[group]
            reports[group] = report if so_far is None else _joined(so_far, report)
        return [report for report in reports if report is not None]

    return len(groups) * seeds, run


def _reports(tasks: Sequence[tuple[int, Task]], workers: int) -> Any:
    if workers <= 1 or sum(task[2] for _, task in tasks) <= CHUNK:
        yield from ((group, _verify(task)) for group, task in tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupts) as pool:
        futures = {pool.submit(_verify, task): group for group, task in tasks}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _verify(task: Task) -> Report:
    name, start, seeds, convention, options, folders, examiners = task
    return verify_family(
        name,
        seeds,
        convention=load_convention(convention, folders),
        options=options,
        folders=folders,
        start=start,
        examiners=examiners,
    )


def _joined(a: Report, b: Report) -> Report:
    return Report(
        a.family,
        a.options,
        a.draws + b.draws,
        a.faults + b.faults,
        [*a.examples, *b.examples],
        a.distinct | b.distinct,
        a.redraws + b.redraws,
        a.seconds + b.seconds,
        a.positions + b.positions,
    )
