"""Print how fast quizgrad draws, renders, builds and grades on this machine.

python -m benchmarks [--students 300] [--seconds 3] [--submissions 300] [--answers 100000]

Draws are fully checked: derived twice, every mistake told from the key, tolerance by intervals. Each
figure is the best of three rounds after a warm-up, since these rounds measure the code and what else
the machine does can only slow it down; the build is measured once, with its start-up. Machines differ,
and one that is shared differs from hour to hour: the first and the last line say how fast it runs plain
Python, so that figures of two runs can be set against each other.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.grading import measure
from benchmarks.marking import measured
from generator.build import Plan, build, default_jobs
from generator.copies import copies_for
from generator.draw import Request, draw
from generator.family import family_names, load_family
from generator.keys import rng_of, seed_for
from generator.quiz import read_quiz
from generator.render import Renderer
from generator.roster import Student

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3
WARM_UP = 1000


def gauge() -> float:
    """Millions of turns a second of a plain loop of Python, on one core."""

    def turns(_: int) -> int:
        total = 0
        for number in range(10_000):
            total += number * number % 7
        return total

    return rate(turns, 1.0) / 100


def rate(work: Callable[[int], object], seconds: float) -> float:
    """How often `work(number)` runs in a second of one core's time: the best of some rounds."""
    number = 0
    for _ in range(WARM_UP):
        work(number)
        number += 1
    best = 0.0
    for _ in range(ROUNDS):
        count, begin = 0, time.process_time()
        while (spent := time.process_time() - begin) < seconds / ROUNDS:
            work(number)
            number += 1
            count += 1
        best = max(best, count / spent)
    return best


def draws(name: str, seconds: float) -> float:
    """Fully checked draws a second of one family."""
    request = Request.read(load_family(name))
    return rate(lambda number: draw(request, rng_of(seed_for("benchmark", name, number))), seconds)


def mixed(seconds: float) -> float:
    """Fully checked draws a second of all families in turn."""
    requests = {name: Request.read(load_family(name)) for name in family_names()}
    names = list(requests)

    def one(number: int) -> None:
        name = names[number % len(names)]
        draw(requests[name], rng_of(seed_for("benchmark", name, number)))

    return rate(one, seconds)


def rendered(seconds: float) -> float:
    """Problems a second to Markdown, prompt and solution, the families in turn; drawn beforehand."""
    renderer = Renderer()
    problems = []
    for name in family_names():
        request = Request.read(load_family(name))
        problems += [draw(request, rng_of(seed_for("benchmark", name, number))) for number in range(100)]

    def one(number: int) -> None:
        problem = problems[number % len(problems)]
        renderer.texts(problem)
        renderer.solution(problem)

    return rate(one, seconds)


def students(count: int) -> float:
    """Students a second of the example midterm: quiz and key as PDF, all cores."""
    quiz = ROOT / "examples" / "midterm.toml"
    copies = copies_for([Student(f"s{k:04d}", f"Student {k}") for k in range(count)], 1)
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        build(Plan(quiz, "benchmark secret", copies, ("pdf",)), Path(folder) / "out", jobs=default_jobs())
        return count / (time.perf_counter() - begin)


def help_milliseconds() -> float:
    """The median wall time of `quizgrad --help`."""
    times = []
    for _ in range(11):
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "quizgrad", "--help"], check=True, capture_output=True, cwd=ROOT
        )
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times[1:])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--students", type=int, default=300, help="how many students to build papers for (0: none)"
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="how long to measure each rate")
    parser.add_argument("--submissions", type=int, default=300, help="how many to grade (0: none)")
    parser.add_argument("--only-grading", action="store_true", help="measure nothing else")
    parser.add_argument("--answers", type=int, default=100_000, help="how many to mark (0: none)")
    arguments = parser.parse_args()
    machine()
    if not arguments.only_grading:
        quizzes(arguments.seconds, arguments.students)
        if arguments.answers:
            marking(arguments.answers)
    if arguments.submissions:
        grading(arguments.submissions)
    machine()


def machine() -> None:
    """Say how fast the machine is now, and how much else it does."""
    busy = f"; {os.getloadavg()[0]:.1f} processes run" if hasattr(os, "getloadavg") else ""
    row(f"this machine: turns of a plain loop of Python, one core{busy}", gauge(), "million/s", "")


def quizzes(seconds: float, count: int) -> None:
    """Measure draws, rendering and builds."""
    row("quizgrad --help", help_milliseconds(), "ms", "< 150")
    for name in family_names():
        wanted = {"backprop": "≥ 2,000", "parameter_count": "≥ 10,000"}.get(name, "")
        row(f"draw {name}", draws(name, seconds), "/s", wanted)
    row("draw all families in turn", mixed(seconds), "/s", "≥ 1,500")
    row("render to Markdown, prompt and solution", rendered(seconds), "/s", "≥ 800")
    if count:
        problems = len(read_quiz(ROOT / "examples" / "midterm.toml").items)
        what = f"quiz and key PDF of {problems} problems, {count} students, {default_jobs()} cores"
        row(what, students(count), "students/s", "≥ 15")


def marking(count: int) -> None:
    """Measure marking."""
    for what, (rate_of, found) in measured(count).items():
        told = ", ".join(f"{number:,} {status}" for status, number in found.most_common())
        row(f"mark {what} ({told})", rate_of, "/s", {"numbers": "≥ 5,000", "formulas": "≥ 300"}[what])


def grading(count: int) -> None:
    """Measure grading."""
    jobs, plain = 2, min(count, 40)
    rates = measure(count, jobs, plain)
    what = f"{count} submissions of backward, {rates.checks} checks each, sandboxed, {jobs} processes"
    row(what, rates.ours, "/minute", "≥ 600")
    row(
        f"plain pytest, unprotected, a process each, {jobs} at once ({plain} run)", rates.plain, "/minute", ""
    )
    row(f"the largest process of grading, after {rates.first} submissions", rates.few, "MB", "")
    row(f"the same after {count}", rates.megabytes, "MB", f"{rates.few:.0f}")


def row(what: str, value: float, unit: str, wanted: str) -> None:
    """One line of the table."""
    print(
        f"{what:<78} {value:>10,.0f} {unit:<11} {wanted}"
        if value >= 100
        else f"{what:<78} {value:>10,.1f} {unit:<11} {wanted}"
    )


if __name__ == "__main__":
    main()
