"""The copies that a build makes: for whom, with which code, and in which order the problems stand.

A version of a paper exam asks the same problems with other numbers, in another order. The first
version keeps the order of the quiz file, so that it can be read beside it, as does every paper of a
roster; `shuffle` in the quiz file says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.files import safe_name
from generator.keys import code_for, rng_of, seed_for
from generator.quiz import Quiz
from generator.roster import Student

TRIES = 100


@dataclass(frozen=True)
class Copy:
    """One paper to make: for a student, or a version named by `name`.

    file: the stem of its files. version: the opaque code on its pages. order: the seed that arranges
    its problems, "" for the order of the quiz file.
    """

    name: str
    student: Student | None
    file: str
    version: str = ""
    order: str = ""


def copies_for(students: Sequence[Student], versions: int) -> tuple[Copy, ...]:
    """A copy a student, or numbered versions; file names are told apart even where case is not kept."""
    if not students:
        return tuple(Copy(f"version-{k}", None, f"version-{k}") for k in range(1, versions + 1))
    taken: set[str] = set()
    copies = []
    for student in students:
        stem = safe_name(student.id)
        if stem.lower() in taken:
            stem = safe_name(f"{student.id}\0").rpartition("-")[2] + "-" + stem
        taken.add(stem.lower())
        copies.append(Copy(student.id, student, stem))
    return tuple(copies)


def settled(copies: Iterable[Copy], quiz: Quiz, secret: str) -> tuple[Copy, ...]:
    """The copies with codes, none of them twice, and orders, among versions all different if they can."""
    out: list[Copy] = []
    codes: set[str] = set()
    orders = {arranged(quiz.fixed, "")}
    for number, copy in enumerate(copies):
        key = (quiz.path.stem, copy.name)
        version = next(
            code
            for attempt in range(TRIES)
            if (code := code_for(secret, *key, *[attempt] * (attempt > 0))) not in codes
        )
        codes.add(version)
        order = ""
        if _shuffles(quiz, copy, first=number == 0):
            seeds = [seed_for(secret, *key, "order", attempt) for attempt in range(TRIES)]
            new = (seed for seed in seeds if copy.student or arranged(quiz.fixed, seed) not in orders)
            order = next(new, seeds[0])
            orders.add(arranged(quiz.fixed, order))
        out.append(replace(copy, version=version, order=order))
    return tuple(out)


def _shuffles(quiz: Quiz, copy: Copy, *, first: bool) -> bool:
    if copy.student is not None:
        return bool(quiz.shuffle)
    return quiz.shuffle is not False and not first


def arranged(fixed: Sequence[bool], order: str) -> tuple[int, ...]:
    """Which item of the quiz (counted from 1) stands at each place; `fixed` ones stand at their own."""
    places = [k for k, stays in enumerate(fixed) if not stays]
    moved = list(places)
    if order:
        rng_of(order).shuffle(moved)
    items = list(range(1, len(fixed) + 1))
    for place, item in zip(places, moved, strict=True):
        items[place] = item + 1
    return tuple(items)
