"""Where a problem looks unfair, as remarks that templates/items.j2 puts into words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from graders.marking.items import ItemReport, Tally
from graders.marking.verdicts import Remark

FEW = 5
"""From fewer answers nothing is concluded."""
SEEN = 3
"""A mistake made less often is no pattern."""
HARD, UNREAD, BLANK = 0.1, 0.2, 0.5
"""Shares of the students: right at most, unreadable at least, left blank at least."""
WORSE = 0.2
SURE = 1.645
"""By chance a correlation is below -SURE / sqrt(n) in one problem of twenty."""
LEVEL = 0.05


def warnings(report: ItemReport, *, problems: int) -> tuple[Remark, ...]:
    """What a person should look at; problems: how many the quiz has, all of which are tested."""
    if report.whole.counts["dropped"]:
        return ()
    return (*_whole(report, problems), *(one for tally in report.tallies for one in _answers(tally)))


def _whole(report: ItemReport, problems: int) -> Iterator[Remark]:
    whole = report.whole
    r = whole.discrimination
    if r is not None and r < -max(WORSE, SURE / math.sqrt(whole.correlated)):
        yield Remark("worse", {"r": r, "students": whole.correlated})
    if report.p is not None and report.p * problems < LEVEL:
        ordered = sorted(report.versions, key=lambda version: version.share)
        facts = {"low": ordered[0].share, "lowest": ordered[0].code, "high": ordered[-1].share}
        yield Remark("versions", {**facts, "highest": ordered[-1].code, "p": report.p})
    for version in report.versions:
        for label, letter, count, right in version.letters:
            if count >= FEW:
                facts = {"label": label, "code": version.code, "letter": letter}
                yield Remark("letter", {**facts, "count": count, "right": right})


def _answers(tally: Tally) -> Iterator[Remark]:
    counts, label = tally.counts, tally.label
    right, marked = counts["right"], tally.students - counts["waiting"]
    if counts["dropped"]:
        return
    if tally.ungraded:
        yield Remark("ungraded", {"label": label, "count": tally.ungraded})
    unread = counts["waiting"] - tally.ungraded
    if tally.answered >= FEW and unread >= SEEN and unread >= UNREAD * tally.answered:
        yield Remark("unread", {"label": label, "count": unread, "answered": tally.answered})
    if marked >= FEW and counts["blank"] >= BLANK * marked:
        yield Remark("blanks", {"label": label, "count": counts["blank"], "students": marked})
    elif marked - counts["blank"] >= FEW and right <= HARD * (marked - counts["blank"]):
        facts = {"label": label, "right": right, "answered": marked - counts["blank"]}
        yield Remark("hard", {**facts, "partly": counts["partly"]})
    for made in tally.mistakes[:1]:
        if made.count >= SEEN and made.count > right:
            facts = {"label": label, "says": made.says or made.name}
            yield Remark("mistake", {**facts, "count": made.count, "right": right})
