"""How many submissions a minute are graded, beside plain pytest in a process a submission.

Plain pytest runs ten tests of the same kind in the student's own process: no sandbox, so their outcome can
be forged, no diagnosis, no reports. It gets as many processes at once as grading does.
"""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from graders.assignment import Assignment, load_assignment
from graders.batch import Batch, grade
from graders.sandbox import Sandbox
from graders.submissions import find_submissions

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "graders" / "corpus"
PLAIN = """
import numpy as np
import pytest

import right
from backward import backward, forward

SIZES = [(3, 4, 2), (1, 1, 2), (5, 3, 3, 4), (2, 6, 3)]


def drawn(sizes, n=3):
    rng = np.random.default_rng()
    weights = [rng.normal(size=(b, a)) for a, b in zip(sizes, sizes[1:])]
    biases = [rng.normal(size=b) for b in sizes[1:]]
    return rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[-1], n), weights, biases, "tanh"


def close(ours, theirs):
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


@pytest.mark.parametrize("sizes", SIZES)
def test_forward(sizes):
    X, _, *net = drawn(sizes)
    for ours, theirs in zip(right.forward(X, *net), forward(X, *net), strict=True):
        close(ours, theirs)


@pytest.mark.parametrize("part", ["dW", "db", "dX"])
@pytest.mark.parametrize("sizes", SIZES[:2])
def test_backward(sizes, part):
    given = drawn(sizes)
    close(right.backward(*given)[part], backward(*given)[part])
"""


@dataclass(frozen=True)
class Graded:
    """Submissions a minute, graded and by plain pytest; megabytes that the largest process held.

    few: the megabytes after the first submissions alone, of which there were `first`.
    """

    ours: float
    plain: float
    first: int
    few: float
    megabytes: float
    checks: int


def measure(count: int, jobs: int, plain: int) -> Graded:
    """Grade `count` submissions of `backward`, right ones and the corpus's wrong ones in turn.

    plain: how many of them plain pytest grades; the rate is taken from these. In a process of its own: to
    Linux a process has held at least as much memory as the one that started it.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measure, count, jobs, plain).result()


def _measure(count: int, jobs: int, plain: int) -> Graded:
    import resource  # not there on Windows

    def held() -> float:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    assignment = load_assignment("backward")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "submissions"
        folder.mkdir()
        for number, text in enumerate(islice(_texts(assignment), count)):
            (folder / f"s{number:04}.py").write_text(f"# {number}\n{text}", encoding="utf-8")
        found = find_submissions(folder, assignment.file).submissions
        first = max(1, count // 10)
        grade(Batch(assignment, found[:first], Path(place) / "few", Sandbox.probe(), jobs=jobs))
        few = held()
        begin = time.perf_counter()
        outcome = grade(Batch(assignment, found, Path(place) / "out", Sandbox.probe(), jobs=jobs))
        ours = 60 * outcome.now / (time.perf_counter() - begin)
        row, most = outcome.book.rows[0].graded, held()
        paths = [one.path for one in found[:plain]]
        checks = len(row.report.checks) if row else 0
        return Graded(ours, _plain(assignment, paths, jobs), first, few, most, checks)


def _texts(assignment: Assignment) -> Iterator[str]:
    right = assignment.solution.read_text(encoding="utf-8")
    wrong = [
        path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob(f"backward/*/{assignment.file}"))
    ]
    for text in cycle(wrong or [right]):
        yield from (right, text)


def _plain(assignment: Assignment, paths: list[Path], jobs: int) -> float:
    """Submissions a minute of plain pytest, which starts anew for each."""
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place) / path.stem for path in paths]
        for folder, path in zip(folders, paths, strict=True):
            folder.mkdir()
            (folder / "right.py").write_bytes(assignment.solution.read_bytes())
            (folder / assignment.file).write_bytes(path.read_bytes())
            (folder / "test_backward.py").write_text(PLAIN, encoding="utf-8")
        begin = time.perf_counter()
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(_pytest, folders))
        return 60 * len(paths) / (time.perf_counter() - begin)


def _pytest(folder: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=results.xml"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if ran.returncode not in {0, 1}:
        message = f"pytest ended with {ran.returncode}: {ran.stdout.decode()[-500:]}"
        raise RuntimeError(message)
