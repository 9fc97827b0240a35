"""A family: one kind of problem, as a Python file that draws and derives and a template that speaks.

`generator/families/NAME.py` holds `family = Family(...)`; `templates/families/NAME.md.j2` holds every
sentence. Both are found by being there. An instructor's own family is the same two files, NAME.py
and NAME.md.j2, beside the quiz file.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import importlib.util
import math
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, Generic, TypeVar

from generator import fields
from generator.arrays import Arrays
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.errors import InputError, unknown
from generator.places import TEMPLATES
from reference.derivation import Derivation
from reference.mistakes import Mistake, catalogue

STANDARD = "standard"
EVERYWHERE = (-math.inf, math.inf)
FAMILIES = Path(__file__).resolve().parent / "families"


@dataclass(frozen=True)
class Options:
    """What every family's options have; a family adds its own."""

    calculator: bool = fields.flag(
        default=True, help="whether students have one; without, every step is short arithmetic"
    )
    difficulty: str = fields.word(
        "easy",
        STANDARD,
        "hard",
        default=STANDARD,
        help="fewer steps and plainer numbers, or more and rougher",
    )
    choices: int = fields.whole(3, 6, default=4, help="how many options a multiple-choice question prints")


@dataclass(frozen=True)
class Ask:
    """What one part asks for.

    steps: the steps of the derivation that hold the answer, one unless the answer is an array.
    answer: its type, a key of `generator.answers.ANSWERS`. of: its name where `steps` has several.
    share: its part of the problem's points. extra: what the answer type needs besides.
    within: between which numbers such an answer always lies; printed choices keep to it, lest one that
    can't be right gives the others away.
    """

    steps: tuple[str, ...]
    answer: str = "number"
    of: str = ""
    share: float = 1.0
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    within: tuple[float, float] = EVERYWHERE

    @property
    def name(self) -> str:
        """The asked quantity's name, which the notation prints."""
        return self.of or self.steps[0]

    @property
    def derivative(self) -> tuple[str, tuple[int, ...]] | None:
        """By what the loss is differentiated, as array and 0-based index: dW1_1_2 -> ("W1", (0, 1))."""
        found = re.fullmatch(r"d(W\d+|b\d+|x|a\d+|z\d+)((?:_\d+)+)", self.name)
        return (found[1], tuple(int(k) - 1 for k in found[2][1:].split("_"))) if found else None


G = TypeVar("G")
O = TypeVar("O", bound=Options)  # noqa: E741  # the options' type beside the givens' G


def no_letters(_: Any) -> Mapping[str, str]:
    """No macros for the notation."""
    return {}


def nothing_more(*_: Any) -> Mapping[str, Any]:
    """Nothing besides the givens for the template."""
    return {}


def nothing_stated(_: Any) -> Sequence[str]:
    """Every step is to be found."""
    return ()


def no_arrays(*_: Any) -> Arrays | None:
    """A derivation in numbers alone."""
    return None


def no_figures(*_: Any) -> tuple[Figure, ...]:
    """No picture."""
    return ()


def as_they_are(givens: Any, _: Convention) -> Any:
    """Givens that need no tidying."""
    return givens


def nothing_wrong(*_: Any) -> str | None:
    """No complaint."""
    return None


@dataclass(frozen=True, kw_only=True)
class Family(Generic[G, O]):
    """One kind of problem. G is the dataclass of its givens, O that of its options.

    sample(rng, options, convention): one draw of the givens; it may be turned away by the guards.
    derive(givens, convention): the derivation, cached by structure.
    inputs(givens): the derivation's inputs by name; the default flattens arrays (W1 -> W1_1_1, …).
    ask(rng, givens, options, convention): the parts.
    cross_check(givens, asks, convention): {asked name: value} by means that share no code with derive.
    refuse(givens, options, convention): why this draw must not be set, or None.
    tidy(givens, convention): givens of which some were fixed by hand, with the others made to fit.
    complain(givens, convention): why givens fixed by hand make no problem at all, or None.
    letters(givens): LaTeX for the notation's macros.
    symbols: {pattern of names: LaTeX} of names that this family has alone; those of a convention win.
    more(givens, convention): what else the template needs.
    arrays(givens, convention): how the numbers stand in vectors and matrices, and the rules over these.
    printed(givens, convention): {given: text} that the prompt holds in place of the value itself.
    stated(givens): steps whose values the problem gives, so that finding them earns nothing.
    put_in(givens): {input: LaTeX} that the solution puts in for an input in place of its decimals.
    presets: {difficulty: options}, what a difficulty sets where the user sets nothing.
    variants: options, one of each kind that changes the mathematics; verification tries them all.
    once: the given that names what a paper asks only once; an option `without` leaves such out by name.
    decimals(options): how many decimals the paper shows at every step.
    write(derivation, step): a step as one formula in the inputs, where one is asked; None tidies it up.
    """

    givens: type[G]
    options: type[O]
    sample: Callable[[Random, O, Convention], G]
    derive: Callable[[G, Convention], Derivation]
    ask: Callable[[Random, G, O, Convention], tuple[Ask, ...]]
    cross_check: Callable[[G, tuple[Ask, ...], Convention], Mapping[str, Any]]
    topics: tuple[int, ...]
    lectures: tuple[str, ...]
    answers: tuple[str, ...]
    mistakes: str | Sequence[Mistake] = ()
    inputs: Callable[[G], Mapping[str, Any]] | None = None
    refuse: Callable[[G, O, Convention], str | None] = nothing_wrong
    tidy: Callable[[G, Convention], G] = as_they_are
    complain: Callable[[G, Convention], str | None] = nothing_wrong
    letters: Callable[[G], Mapping[str, str]] = no_letters
    symbols: Mapping[str, str] = field(default_factory=dict)
    more: Callable[[G, Convention], Mapping[str, Any]] = nothing_more
    arrays: Callable[[G, Convention], Arrays | None] = no_arrays
    printed: Callable[[G, Convention], Mapping[str, str]] = nothing_more
    stated: Callable[[G], Sequence[str]] = nothing_stated
    put_in: Callable[[G], Mapping[str, str]] = nothing_more
    figures: Callable[[G, Convention], tuple[Figure, ...]] = no_figures
    presets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    variants: tuple[Mapping[str, Any], ...] = ({},)
    once: str = ""
    write: Callable[[Derivation, str], str] | None = None
    decimals: Callable[[O], int] = lambda options: getattr(options, "decimals", 4)

    def flat(self, givens: G) -> Mapping[str, Any]:
        """The derivation's inputs by name."""
        return dict(_flattened(givens)) if self.inputs is None else self.inputs(givens)

    @property
    def every_variant(self) -> tuple[Mapping[str, Any], ...]:
        """The variants, and each difficulty that has a preset."""
        return (*self.variants, *({"difficulty": name} for name in self.presets))

    @property
    def catalogue(self) -> tuple[Mistake, ...]:
        """What students get wrong here."""
        return catalogue(self.mistakes) if isinstance(self.mistakes, str) else tuple(self.mistakes)


def _flattened(givens: Any) -> Iterator[tuple[str, Any]]:
    for item in dataclasses.fields(givens):
        yield from _leaves(item.name, getattr(givens, item.name))


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        for k, item in enumerate(value, start=1):
            yield from _leaves(f"{name}_{k}", item)
    elif isinstance(value, (int, float)):
        yield name, value


@dataclass(frozen=True)
class Loaded:
    """A family with its name, where its files are, and its one-line description."""

    name: str
    family: Family[Any, Any]
    template: Path
    asks: str


def family_files(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """{name: Python file} of the families shipped and of those beside the quiz file (which win)."""
    found = {path.stem: path for path in sorted(FAMILIES.glob("*.py")) if path.stem != "__init__"}
    for folder in folders:
        found |= {
            path.stem: path
            for path in sorted(folder.glob("*.py"))
            if (folder / f"{path.stem}.md.j2").is_file()
        }
    return found


def family_names(folders: Sequence[Path] = ()) -> list[str]:
    """The names of all families."""
    return sorted(family_files(folders))


@lru_cache(256)
def load_family(name: str, folders: tuple[Path, ...] = ()) -> Loaded:
    """The family of that name.

    Raises
    ------
    InputError
        When there is none, or an instructor's own file can't be loaded; names file and line.
    """
    files = family_files(folders)
    if name not in files:
        raise unknown("family", name, files)
    path = files[name]
    own = path.parent != FAMILIES
    template = (path.parent if own else TEMPLATES / "families") / f"{name}.md.j2"
    if not template.is_file():
        raise InputError(f"{path}: its template {template} is missing")
    module = _load_own(path) if own else importlib.import_module(f"generator.families.{name}")
    family = getattr(module, "family", None)
    if not isinstance(family, Family):
        raise InputError(f"{path}: it defines no `family = Family(...)`")
    if own:
        family = _guarded(family, path)
    doc = (module.__doc__ or "").strip().splitlines()
    return Loaded(name, family, template, doc[0].rstrip(".") if doc else name)


def _load_own(path: Path) -> Any:
    name = f"_own_family_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise InputError(f"{path}: not a Python file that can be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise InputError(f"{path}, line {error.lineno}: {error.msg}") from None
    except Exception as error:  # an instructor's code may raise anything
        raise InputError(f"{path}, line {_line_in(path, error)}: {type(error).__name__}: {error}") from error
    return module


def _guarded(family: Family[Any, Any], path: Path) -> Family[Any, Any]:
    """The family with every error in its functions turned into one sentence with file and line."""

    def guard(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def guarded(*args: Any) -> Any:
            try:
                return function(*args)
            except InputError:
                raise
            except Exception as error:  # an instructor's code may raise anything
                raise InputError(
                    f"{path}, line {_line_in(path, error)}: {type(error).__name__}: {error}"
                ) from error

        return guarded

    functions = {item.name: getattr(family, item.name) for item in dataclasses.fields(family)}
    guarded: dict[str, Any] = {
        name: guard(value)
        for name, value in functions.items()
        if callable(value) and not isinstance(value, type)
    }
    return dataclasses.replace(family, **guarded)


def _line_in(path: Path, error: BaseException) -> int:
    """The last line of `path` that the error passed through."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
