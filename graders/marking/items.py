"""How each problem of a quiz fared: counts and statistics, over all papers that asked it.

A problem goes by its place in the quiz file, wherever it stood on a paper. What waits for a person
counts in no mean and no correlation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graders.marking import statistics
from graders.marking.sheets import MarkedProblem, Sheet
from graders.marking.states import STATES, State, state_of, state_of_all
from graders.marking.verdicts import Verdict

MOST = 5
"""So many of the commonest mistakes and letters are told."""


@dataclass(frozen=True)
class Made:
    """A catalogued mistake, its sentence, and how many answers it leads to."""

    name: str
    says: str
    count: int


@dataclass(frozen=True)
class Tally:
    """How a problem, or one of its parts, was answered.

    of: the quantities that were asked for. counts: how many students in each state. share: the mean of
    the shares of the points; spread: their standard deviation; discrimination: their correlation with the
    shares of the points of all other problems, over `correlated` students. letters: the wrong choices, the
    commonest first.
    """

    label: str
    of: tuple[str, ...]
    counts: Mapping[State, int]
    share: float | None
    spread: float | None
    discrimination: float | None
    correlated: int
    mistakes: tuple[Made, ...]
    letters: tuple[tuple[str, int], ...]
    ungraded: int

    @property
    def students(self) -> int:
        """How many were asked, and handed in a paper."""
        return sum(self.counts.values())

    @property
    def answered(self) -> int:
        """How many of them wrote something."""
        return self.students - self.counts["blank"]


@dataclass(frozen=True)
class Version:
    """How the students of one version did: their number, and the mean of their shares of the points.

    letters: (part, letter, count, count of the right one) where a wrong letter is commonest.
    """

    code: str
    students: int
    share: float
    letters: tuple[tuple[str, str, int, int], ...]


@dataclass(frozen=True)
class ItemReport:
    """One problem. parts: a tally each where there are several. p: of the test whether versions differ."""

    item: int
    family: str
    asks: str
    points: float
    whole: Tally
    parts: tuple[Tally, ...]
    versions: tuple[Version, ...] = ()
    p: float | None = None

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """Of each part; of the whole where it has one part only."""
        return self.parts or (self.whole,)


@dataclass(frozen=True)
class Asked:
    """A problem of the quiz file: its place, its family, what that asks, its mistakes' sentences by name."""

    item: int
    family: str
    asks: str
    points: float
    says: Mapping[str, str]


def item_report(asked: Asked, sheets: Sequence[Sheet]) -> ItemReport:
    """How the problem fared in these sheets, all of which are marked."""
    found = [(sheet, problem) for sheet in sheets for problem in sheet.problems if problem.item == asked.item]
    rests = [_rest(sheet, asked.item) for sheet, _ in found]
    whole = [problem.verdicts for _, problem in found]
    labels = dict.fromkeys(verdict.label for verdicts in whole for verdict in verdicts)
    if all(len(verdicts) < 2 for verdicts in whole):
        labels.clear()
    by = _by_version(found)
    shared = len(by) > 1 and any(len(shares) > 1 for shares in by.values())
    return ItemReport(
        asked.item,
        asked.family,
        asked.asks,
        asked.points,
        _tally("", asked.says, whole, rests),
        tuple(_tally(label, asked.says, [_part(one, label) for one in whole], rests) for label in labels),
        tuple(_version(code, shares, found) for code, shares in by.items()) if shared else (),
        statistics.permutation_test(list(by.values())) if shared else None,
    )


def _part(verdicts: Sequence[Verdict], label: str) -> list[Verdict]:
    return [verdict for verdict in verdicts if verdict.label == label]


def _tally(
    label: str, says: Mapping[str, str], rows: Sequence[Sequence[Verdict]], rests: Sequence[float | None]
) -> Tally:
    """rows: each student's verdicts; rests: each one's share of the points of the other problems."""
    asked = [(row, rest) for row, rest in zip(rows, rests, strict=True) if row]
    rows, rests = [row for row, _ in asked], [rest for _, rest in asked]
    states = Counter(map(state_of_all, rows))
    shares = [_share(verdicts) for verdicts in rows]
    known = [share for share in shares if share is not None]
    pairs = [(s, r) for s, r in zip(shares, rests, strict=True) if s is not None and r is not None]
    verdicts = [verdict for row in rows for verdict in row]
    made = Counter(name for verdict in verdicts for name in _mistakes(verdict))
    letters = Counter(
        verdict.shown for verdict in verdicts if state_of(verdict) != "right" and _is_letter(verdict.shown)
    )
    return Tally(
        label,
        tuple(dict.fromkeys(verdict.of for verdict in verdicts)),
        {state: states[state] for state in STATES},
        statistics.mean(known),
        statistics.spread(known),
        statistics.discrimination([s for s, _ in pairs], [r for _, r in pairs]),
        len(pairs),
        tuple(Made(name, says.get(name, ""), count) for name, count in _commonest(made)),
        tuple(_commonest(letters)),
        sum(verdict.status == "ungraded" for verdict in verdicts),
    )


def _mistakes(verdict: Verdict) -> tuple[str, ...]:
    return (verdict.mistake, *verdict.equal) if verdict.mistake else ()


def _commonest(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]


def _is_letter(shown: str) -> bool:
    return len(shown) == 1 and "A" <= shown <= "Z"


def _share(verdicts: Sequence[Verdict]) -> float | None:
    """The share of the points; None where something waits, or nothing can be earned."""
    worth = sum(verdict.max_points for verdict in verdicts)
    if not worth or any(verdict.waiting and verdict.max_points for verdict in verdicts):
        return None
    return sum(verdict.points for verdict in verdicts) / worth


def _rest(sheet: Sheet, item: int) -> float | None:
    """The share of the points of all other problems, without what waits."""
    others = [
        verdict
        for problem in sheet.problems
        if problem.item != item
        for verdict in problem.verdicts
        if not verdict.waiting
    ]
    worth = sum(verdict.max_points for verdict in others)
    return sum(verdict.points for verdict in others) / worth if worth else None


def _by_version(found: Sequence[tuple[Sheet, MarkedProblem]]) -> dict[str, list[float]]:
    """The shares of the points of each version's students."""
    by: dict[str, list[float]] = {}
    for sheet, problem in found:
        share = _share(problem.verdicts)
        if share is not None:
            by.setdefault(sheet.version, []).append(share)
    return dict(sorted(by.items()))


def _version(code: str, shares: Sequence[float], found: Sequence[tuple[Sheet, MarkedProblem]]) -> Version:
    own = [problem.verdicts for sheet, problem in found if sheet.version == code]
    return Version(code, len(shares), sum(shares) / len(shares), tuple(_preferred(own)))


def _preferred(own: Sequence[Sequence[Verdict]]) -> Iterator[tuple[str, str, int, int]]:
    """Of one version's students: where more chose one wrong letter than the right one."""
    for label in dict.fromkeys(verdict.label for verdicts in own for verdict in verdicts):
        answers = [verdict for verdicts in own for verdict in _part(verdicts, label)]
        chosen = Counter(verdict.shown for verdict in answers if _is_letter(verdict.shown))
        right = {verdict.shown for verdict in answers if verdict.status == "full"}
        rights = sum(count for letter, count in chosen.items() if letter in right)
        for letter, count in _commonest(chosen)[:1]:
            if letter not in right and count > rights:
                yield label, letter, count, rights
