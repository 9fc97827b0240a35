"""Keeps the progress in the user's data folder, from session to session and beside other sessions.

What a session adds is added to what the file says at that moment, under a lock; so two sessions at once lose
nothing. A damaged file is set aside. Where nothing can be written, practising goes on without.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.errors import InputError
from generator.files import locked, write_whole
from graders.practice.progress import OtherVersionError, Outcome, Progress, Standing, from_bytes, to_bytes

FILE = "progress.json"
PATIENCE = 3.0
"""So many seconds another session may hold the lock, which takes it a few thousandths."""


@dataclass(frozen=True)
class Trouble:
    """What is to be said of the file: kind is a macro of templates/practice.md.j2, facts its arguments."""

    kind: str
    facts: dict[str, str]


class Keeper:
    """The progress file in a folder. kept: whether what is done is written there."""

    def __init__(self, folder: Path | None) -> None:
        self.path = folder / FILE if folder else None
        self.kept = folder is not None
        self._waiting: list[Outcome] = []
        self._troubles: list[Trouble] = []
        if folder is None:
            self._tell("no_home")

    def troubles(self) -> list[Trouble]:
        """What has not yet been said of the file."""
        found, self._troubles = self._troubles, []
        return found

    def read(self) -> Progress:
        """What the file says by now, with what could not be written yet; nothing where there is none."""
        progress = self._read()
        _add(progress, self._waiting)
        return progress

    def add(self, outcome: Outcome) -> None:
        """Adds how a problem went; where that fails, it is tried again with the next."""
        self._waiting.append(outcome)
        if self.path is None or not self.kept:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _held(self.path.parent):
                progress = self._read()
                if self.kept:
                    _add(progress, self._waiting)
                    write_whole(self.path, to_bytes(progress), private=True)
                    self._waiting = []
        except (OSError, InputError) as error:
            self.kept = False
            reason = error.strerror if isinstance(error, OSError) else None
            self._tell(
                "unwritable", why=reason or str(error).removeprefix(f"{self.path}: can't be written: ")
            )

    def _read(self) -> Progress:
        if self.path is None:
            return {}
        try:
            return from_bytes(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._give_up("unreadable_file", error.strerror or str(error))
        except OtherVersionError as error:
            self._give_up("newer", str(error))
        except ValueError as error:
            self._set_aside(self.path, str(error))
        return {}

    def _give_up(self, kind: str, why: str) -> None:
        """What can't be read must not be written over."""
        if self.kept:
            self._tell(kind, why=why)
        self.kept = False

    def _set_aside(self, path: Path, why: str) -> None:
        names = (path.with_suffix(f".damaged{number or ''}.json") for number in range(1000))
        aside = next(name for name in names if not name.exists())
        try:
            path.replace(aside)
        except OSError as error:
            self._give_up("unreadable_file", error.strerror or str(error))
        else:
            self._tell("damaged", why=why, aside=aside.name)

    def _tell(self, kind: str, **facts: str) -> None:
        path = {"path": str(self.path)} if self.path else {}
        self._troubles.append(Trouble(kind, {**path, **facts}))


def _add(progress: Progress, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        progress.setdefault(outcome.family, Standing()).add(outcome)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, for which to wait a little."""
    end = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(locked(folder, folder, "practice"))
                break
            except InputError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)
        yield
