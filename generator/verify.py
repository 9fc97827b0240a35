"""Verification: draws by the thousand, with everything checked that could make a quiz unfair.

The guards of `draw` are to make every fault impossible; here they are looked for all the same, by
other means, so that a family that slips past the guards is found before students find it.
"""

from __future__ import annotations

import json
import time
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from generator.answers.choice import Choice
from generator.conventions import Convention
from generator.draw import Request, draw
from generator.errors import KeyDisagreementError, NoDrawError
from generator.family import load_family
from generator.keys import rng_of, seed_for
from generator.problem import Part, Problem
from generator.readable import unreadable_givens
from generator.render import Renderer
from generator.students import HandedIn, handed_in

FAULTS = (
    "keys disagree",
    "honest turned away",
    "mistakes accepted",
    "degenerate",
    "choices collide",
    "unreadable",
)
EVERY_CHOICE = 4
MOST_EXAMPLES = 3
"""So many of a kind of fault say enough."""


@dataclass(frozen=True)
class Examiner:
    """Looks for faults of its own kinds in a drawn problem and what simulated students hand in for it.

    It counts them in the report, and must pickle.
    """

    faults: tuple[str, ...]
    examine: Callable[[Problem, Sequence[HandedIn], Report], None]


@dataclass
class Report:
    """What a number of draws of one family with one set of options showed.

    examples: the first few of each kind of fault. seconds: how long drawing took. seen: a digest of each
    draw.
    """

    family: str
    options: Mapping[str, Any]
    convention: str
    draws: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    seen: array[int] = field(default_factory=lambda: array("Q"))
    redraws: int = 0
    seconds: float = 0.0
    positions: Counter[int] = field(default_factory=Counter)

    def fault(self, kind: str, seed: str, what: str) -> None:
        """Count a fault, and keep the first few to be looked at."""
        self.faults[kind] += 1
        where = f"{self.family} {json.dumps(dict(self.options))} in {self.convention}, seed {seed}"
        self._keep(kind, [f"{where}: {kind}: {what}"])

    def add(self, more: Report) -> None:
        """Add what further draws of the same showed."""
        self.draws += more.draws
        self.faults += more.faults
        for kind, examples in more.examples.items():
            self._keep(kind, examples)
        self.seen += more.seen
        self.redraws += more.redraws
        self.seconds += more.seconds
        self.positions += more.positions

    def _keep(self, kind: str, examples: Sequence[str]) -> None:
        kept = self.examples.setdefault(kind, [])
        kept += examples[: MOST_EXAMPLES - len(kept)]

    @property
    def distinct(self) -> int:
        """How many of the draws differ."""
        return len(set(self.seen))

    @property
    def position_p(self) -> float | None:
        """How likely keys spread so unevenly over the letters by chance (χ²), None without choices."""
        counts = [self.positions[k] for k in range(max(self.positions, default=-1) + 1)]
        if len(counts) < 2 or sum(counts) < 5 * len(counts):  # the test needs five a letter
            return None
        return chi_square_p(counts)


def variants_of(name: str, folders: tuple[Path, ...] = ()) -> tuple[Mapping[str, Any], ...]:
    """The options of a family that change its mathematics, one set each."""
    return load_family(name, folders).family.every_variant


def verify_family(
    name: str,
    seeds: int,
    *,
    convention: Convention,
    options: Mapping[str, Any] | None = None,
    folders: tuple[Path, ...] = (),
    start: int = 0,
    examiners: Sequence[Examiner] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Draw `seeds` variants and look for every fault, with the examiners' own."""
    loaded = load_family(name, folders)
    report = Report(name, options or {}, convention.name)
    renderer = _renderer(folders)
    open_request = Request.read(loaded, options=options, convention=convention)
    choice_request = Request.read(loaded, options=options, convention=convention, as_choice=True)
    for number in range(start, start + seeds):
        seed = seed_for("verify", name, convention.name, json.dumps(options, sort_keys=True), number)
        as_choice = number % EVERY_CHOICE == EVERY_CHOICE - 1 and "choice" in loaded.family.answers
        begin = time.perf_counter()
        try:
            problem = draw(choice_request if as_choice else open_request, rng_of(seed), seed=seed)
        except KeyDisagreementError as error:
            report.fault("keys disagree", seed, str(error))
            continue
        except NoDrawError as error:
            report.fault("degenerate", seed, str(error))
            continue
        finally:
            report.seconds += time.perf_counter() - begin
            report.draws += 1
            if report.draws % 50 == 0:
                progress(50)
        report.redraws += sum(problem.redraws.values())
        report.seen.append(_digest(problem))
        answers = list(handed_in(problem))
        _examine(problem, answers, renderer, report)
        for examiner in examiners:
            examiner.examine(problem, answers, report)
    progress(report.draws % 50)
    return report


def _digest(problem: Problem) -> int:
    """A number that two problems share whose givens and parts are the same, and others by no chance."""
    what = json.dumps([problem.givens_json(), [part.ask.name for part in problem.parts]], sort_keys=True)
    return int.from_bytes(blake2b(what.encode(), digest_size=8).digest(), "big")


@lru_cache(4)
def _renderer(folders: tuple[Path, ...]) -> Renderer:
    """One a process: it compiles each template once."""
    return Renderer(folders)


def _examine(problem: Problem, answers: Sequence[HandedIn], renderer: Renderer, report: Report) -> None:
    for one in answers:
        part = one.part
        _degenerate(part, problem, report)
        _honest(one, problem, report)
        _mistaken(one, problem, report)
        if isinstance(part.answer, Choice):
            if len(set(part.options)) < len(part.options):
                report.fault("choices collide", problem.seed, f"{place_of(part)} prints {part.options}")
            if part.answer.underlying is not None:
                report.positions[part.answer.right] += 1
    for missing in unreadable_givens(problem, renderer.texts(problem).question):
        report.fault("unreadable", problem.seed, missing)


def place_of(part: Part) -> str:
    """Which part it is, for a fault."""
    return f"part {part.label}, {part.ask.name}" if part.label else part.ask.name


def _degenerate(part: Part, problem: Problem, report: Report) -> None:
    """An answer that is zero, or says nothing, tests nothing."""
    answer = part.open_answer
    values = answer.value if answer.type == "array" else [answer.value]
    if getattr(answer, "zeros", False) and 2 * sum(v == 0 for v in values) <= len(values):
        values = [v for v in values if v != 0]
    if answer.type in ("number", "array") and any(
        abs(v) < 0.5 * 10.0**-problem.working.decimals for v in values
    ):
        report.fault("degenerate", problem.seed, f"{place_of(part)} has the answer {answer.shown}")
    elif answer.type in ("integer", "expression") and answer.shown in ("0", ""):
        report.fault(
            "degenerate", problem.seed, f"{place_of(part)} has the answer {answer.shown or 'nothing'}"
        )


def _honest(one: HandedIn, problem: Problem, report: Report) -> None:
    part, answer = one.part, one.part.open_answer
    for who, value in one.honest:
        if not answer.accepts(value):
            report.fault(
                "honest turned away",
                problem.seed,
                f"{place_of(part)}, {who}: {value} for {answer.shown}",
            )


def _mistaken(one: HandedIn, problem: Problem, report: Report) -> None:
    """Nobody who makes an active mistake may be marked right, whatever way they round."""
    part, answer = one.part, one.part.open_answer
    for wrong, values in one.mistaken:
        for value in values:
            if answer.accepts(value):
                what = f"{place_of(part)}, {wrong.mistake.name}: {value} for {answer.shown}"
                report.fault("mistakes accepted", problem.seed, what)
                break


def chi_square_p(counts: Sequence[int]) -> float:
    """The probability of a χ² at least this large when all places are equally likely."""
    import math

    expected = sum(counts) / len(counts)
    half, freedom = sum((c - expected) ** 2 / expected for c in counts) / 2, len(counts) - 1
    # The regularised upper incomplete gamma function Q(freedom/2, half), by its finite recurrence.
    if freedom % 2 == 0:
        term = total = math.exp(-half)
        for k in range(1, freedom // 2):
            term *= half / k
            total += term
        return total
    total, term = math.erfc(math.sqrt(half)), math.exp(-half) * math.sqrt(half) / math.gamma(1.5)
    for k in range(1, (freedom + 1) // 2):
        total += term
        term *= half / (k + 0.5)
    return total
