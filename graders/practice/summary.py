"""How a session went, and how one stands by topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from rich.box import SIMPLE_HEAD
from rich.table import Table

from generator.family import Loaded, family_names, load_family
from graders.practice.choosing import Chooser
from graders.practice.keeping import Keeper
from graders.practice.pool import topics
from graders.practice.progress import TOP, Progress, Standing
from graders.practice.screen import Screen
from graders.practice.session import Done
from graders.practice.words import literal, say

MANY = 6
"""A family about more topics than that is one about concepts of all kinds."""
Row: TypeAlias = tuple[str, str]
"""A topic's number, and what it is called."""
MOST = 5
"""So many mistakes are listed, the commonest."""


def print_summary(screen: Screen, done: Done, chooser: Chooser, keeper: Keeper) -> None:
    """What was tried, what went wrong, what to practise next."""
    counts = Counter(outcome.result for outcome in done.outcomes)
    results = {result: counts[result] for result in ("first", "later", "wrong")}
    screen.line()
    screen.show(say("summary", tried=len(done.outcomes), **results), style="bold")
    _mistakes(screen, done.made)
    if chooser.owed:
        screen.line()
        screen.show(say("next", families=chooser.owed[:4]))
    if done.outcomes and keeper.kept:
        screen.line()
        screen.show(say("kept", path=literal(str(keeper.path))), style="dim")


def _mistakes(screen: Screen, made: Counter[tuple[str, str]]) -> None:
    if made:
        screen.line()
        screen.show(say("mistakes"))
        items = [
            say("mistake", family=family, says=says, times=times)
            for (family, says), times in made.most_common(MOST)
        ]
        screen.show("\n".join(f"- {item}" for item in items))


def print_progress(screen: Screen, progress: Progress, folders: tuple[Path, ...]) -> None:
    """How one stands, a line a topic, and the commonest mistakes."""
    known = family_names(folders)
    loaded = {
        name: (one, load_family(name, folders))
        for name, one in progress.items()
        if one.tried and name in known
    }
    if not loaded:
        screen.show(say("nothing_yet"))
        return
    screen.show(say("standing"), style="bold")
    screen.line()
    screen.put(_table(_by_topic(loaded)))
    screen.line()
    screen.show(say("legend"), style="dim")
    made: Counter[tuple[str, str]] = Counter()
    for name, (one, family) in loaded.items():
        says = {mistake.name: mistake.says for mistake in family.family.catalogue}
        made.update({(name, says[key]): times for key, times in one.mistakes.items() if key in says})
    _mistakes(screen, made)
    weak = sorted(name for name, (one, _) in loaded.items() if one.box == 0)
    if weak:
        screen.line()
        screen.show(say("next", families=weak[:4]))


def _by_topic(loaded: Mapping[str, tuple[Standing, Loaded]]) -> dict[Row, list[Standing]]:
    """The standings by topic, in the topics' order; concepts of all topics and own families last."""
    titles = topics()
    rows: dict[Row, list[Standing]] = {(f"{number}", title): [] for number, title in titles.items()}
    for one, family in loaded.values():
        numbers = [number for number in family.family.topics if number in titles]
        if len(numbers) > MANY:
            rows.setdefault(("", say("concepts")), []).append(one)
        for number in numbers if len(numbers) <= MANY else ():
            rows[f"{number}", titles[number]].append(one)
        if not numbers:
            rows.setdefault(("", say("other")), []).append(one)
    return {title: standings for title, standings in rows.items() if standings}


def _table(rows: Mapping[Row, Sequence[Standing]]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, title in enumerate(say("heads").split("|")):
        table.add_column(title, justify="right" if number in (0, 2, 3) else "left")
    for (topic, title), standings in rows.items():
        tried = sum(one.tried for one in standings)
        first = sum(one.first for one in standings)
        firm = round(sum(one.box for one in standings) / len(standings))
        table.add_row(
            topic,
            title,
            f"{tried}",
            f"{first} ({100 * first / tried:.0f} %)",
            "●" * firm + "○" * (TOP - firm),
        )
    return table
