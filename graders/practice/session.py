"""A session: one problem after the other until the user ends it, and how it went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from generator.draw import draw
from generator.errors import InputError
from generator.keys import rng_of, seed_for
from generator.problem import Problem
from generator.render import Renderer
from graders.practice.asking import Asking
from graders.practice.choosing import Chooser
from graders.practice.commands import EndError, NextError, SolutionError, command_of
from graders.practice.keeping import Keeper
from graders.practice.pool import Wish, topics
from graders.practice.progress import Outcome, Progress, Standing
from graders.practice.screen import Screen
from graders.practice.words import literal, say

SEEDED = "drill"
"""The secret of sessions that can be repeated: too short to be an instructor's."""


def seed_of(secret: str, key: tuple[int, ...], number: int, family: str) -> str:
    """The seed of a session's problem of that number."""
    return seed_for(secret, "practice", *key, number, family)


@dataclass
class Done:
    """What was done. made: {(family, mistake's sentence): times}."""

    outcomes: list[Outcome] = field(default_factory=list)
    made: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass
class Session:
    """What a session needs.

    secret, key: what its draws follow from, which nobody else's do. standing: where the families stand as far
    as the choice of the next is concerned. tries: how many of each part count. count: how many problems, None
    for no end.
    """

    screen: Screen
    wish: Wish
    chooser: Chooser
    keeper: Keeper
    secret: str
    key: tuple[int, ...]
    standing: Progress
    tries: int = 2
    count: int | None = None
    done: Done = field(default_factory=Done)

    def __post_init__(self) -> None:
        self._renderer = Renderer(self.wish.folders)
        self._told: set[str] = set()

    def run(self) -> None:
        """Asks until the user or the count ends it; Ctrl-C and the end of the input end it, too."""
        number = 0
        try:
            while self.count is None or number < self.count:
                number += 1
                if not self._one(number):
                    break
        except (EOFError, KeyboardInterrupt):
            self.screen.line()

    def _one(self, number: int) -> bool:
        """Asks one problem; whether to go on."""
        problem = self._drawn(number)
        texts = self._renderer.texts(problem)
        self._head(number, problem)
        self.screen.show(texts.prompt, texts.figures)
        asking = Asking(self.screen, self._renderer, problem, tries=self.tries, told=self._told)
        try:
            asking.ask(texts)
        except NextError:
            return True
        except EndError:
            return False
        except SolutionError:
            self._solution(problem)
            return self._after(problem, number, solution=False)
        finally:
            self._learn(asking, problem)
        return self._after(problem, number, solution=True)

    def _drawn(self, number: int) -> Problem:
        """The next problem; families that have none for what was asked are left out, if others are left."""
        while True:
            name = self.chooser.next()
            seed = seed_of(self.secret, self.key, number, name)
            try:
                return draw(self.wish.request(name), rng_of(seed), seed=seed)
            except InputError:
                if name in self.wish.names or len(self.chooser.families) == 1:
                    raise
                self.chooser.drop(name)

    def _head(self, number: int, problem: Problem) -> None:
        loaded = problem.loaded
        numbers = loaded.family.topics
        known = topics()
        names = [known[n] for n in numbers if n in known] if len(numbers) <= 2 else []
        self.screen.line()
        self.screen.head(say("question", number=number, family=loaded.name, topics=numbers), "; ".join(names))
        self.screen.line()

    def _solution(self, problem: Problem) -> None:
        self.screen.line()
        self.screen.show(self._renderer.solution(problem))

    def _after(self, problem: Problem, number: int, *, solution: bool) -> bool:
        """What is wanted after a problem; whether to go on."""
        while True:
            self.screen.line()
            last = self.count is not None and number >= self.count
            text = self.screen.ask(say("after", last=last, solution=solution) + " > ").strip()
            command = command_of(f":{text.removeprefix(':')}") if text not in ("", "?", ":") else "n"
            if command == "n":
                return True
            if command == "q":
                return False
            if command == "s":
                self._solution(problem)
                solution = False

    def _learn(self, asking: Asking, problem: Problem) -> None:
        outcome = asking.going.outcome(problem.name)
        if outcome is None:
            return
        self.done.outcomes.append(outcome)
        for (_, says), times in asking.going.made.items():
            self.done.made[problem.name, says] += times
        standing = self.standing.setdefault(problem.name, Standing())
        standing.add(outcome)
        self.chooser.learn(outcome, standing.box)
        self.keeper.add(outcome)
        say_troubles(self.screen, self.keeper)


def welcome(session: Session) -> None:
    """What is to be known before the first problem."""
    screen = session.screen
    say_troubles(screen, session.keeper)
    screen.show(say("welcome", count=len(session.chooser.families), tries=session.tries))
    screen.show(say("keys"))
    screen.show(say("keys_note"), style="dim")


def say_troubles(screen: Screen, keeper: Keeper) -> None:
    """Says what happened to the progress file."""
    for trouble in keeper.troubles():
        screen.show(literal(say(trouble.kind, **trouble.facts)), style="yellow")
