"""A build read back from its folder: its quiz, and its problems drawn anew from the manifest's seeds."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.build import MANIFEST, same_problem
from generator.copies import arranged
from generator.draw import draw
from generator.errors import ExhaustedError, InputError, KeyDisagreementError, NoDrawError
from generator.files import read_text, write_whole
from generator.keys import rng_of
from generator.papers import Placed
from generator.quiz import Quiz, read_quiz


@dataclass(frozen=True)
class Rebuilt:
    """A build's manifest and quiz; a copy is its entry in the manifest."""

    folder: Path
    manifest: Mapping[str, Any]
    quiz: Quiz

    @property
    def copies(self) -> list[Mapping[str, Any]]:
        """The papers that were made."""
        return list(self.manifest["copies"])

    @cached_property
    def own_files(self) -> Mapping[str, str]:
        """{file: digest} of the families, templates and conventions beside the quiz file."""
        found = {}
        for folder in self.quiz.folders:
            modules = [path for path in folder.glob("*.py") if not path.name.startswith("test_")]
            mistakes = [path.with_suffix(".toml") for path in modules]
            for path in (*modules, *mistakes, *folder.glob("*.j2"), *folder.glob("conventions/*.toml")):
                if path.is_file():
                    found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    @contextmanager
    def trusted(self) -> Iterator[None]:
        """Takes the manifest's entries to be those of a build.

        Raises
        ------
        InputError
            When they are not.
        """
        try:
            yield
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            path = self.folder / MANIFEST
            raise InputError(f"{path}: the manifest is not one of a build: {error!r}") from None

    def drawn(self, copy: Mapping[str, Any], faults: list[str]) -> Iterator[Placed]:
        """A copy's problems, drawn from the manifest's seeds; what is not the same is added to `faults`."""
        there, asked = len(copy["problems"]), len(self.quiz.items)
        if there != asked:
            faults.append(f"{copy['id']}: {there} problems in the manifest, {asked} in the quiz")
            return
        order = str(copy["order"])
        if not re.fullmatch(r"(?:[0-9a-f]{32})?", order):
            faults.append(f"{copy['id']}: the manifest's order {order[:40]!r} is none")
            return
        items = arranged(self.quiz.fixed, order)
        givens = {which: entry["givens"] for which, entry in zip(items, copy["problems"], strict=True)}
        for number, (which, entry) in enumerate(zip(items, copy["problems"], strict=True), start=1):
            item = self.quiz.items[which - 1]
            place, seed = f"{copy['id']}, problem {number}", str(entry["seed"])
            if not re.fullmatch(r"[0-9a-f]{32}", seed):
                faults.append(f"{place}: the manifest's seed {seed[:40]!r} is none")
                continue
            try:
                request = self.quiz.request(which, givens)
                again = Placed(draw(request, rng_of(seed), seed=seed), item.points, which)
            except (KeyDisagreementError, NoDrawError, ExhaustedError) as error:
                faults.append(f"{place}: {error}")
                continue
            if not same_problem(entry, again):
                faults.append(
                    f"{place}: the manifest's item, givens, keys or points are not those of its seed"
                )
            yield again


def read_build(folder: Path) -> Rebuilt:
    """The build in a folder.

    Raises
    ------
    InputError
        When the folder is no build, or its manifest can't be read.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(read_text(path, "the manifest"))
        name, source = manifest["quiz"]["file"], manifest["quiz"]["source"]
        if not isinstance(manifest["copies"], list):
            raise TypeError("copies is no list")
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise InputError(f"{path}: the manifest is not one of a build: {error}") from None
    return Rebuilt(folder, manifest, _quiz_again(folder, str(name), str(source)))


def _quiz_again(folder: Path, name: str, source: str) -> Quiz:
    """The quiz of the manifest; its own families are looked for beside the build and above it."""
    if Path(name).name != name:
        raise InputError(
            f"{folder / MANIFEST}: the quiz file's name is {name!r}; allowed is a plain file name"
        )
    for place in (folder, *folder.resolve().parents):
        if (place / name).is_file() and read_text(place / name, "the quiz file") == source:
            return read_quiz(place / name)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / name
        write_whole(path, source.encode())
        return read_quiz(path)
