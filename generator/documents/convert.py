"""Papers whose Markdown has become the text of another format: a `Paper` in, a `Paper` out."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from generator.documents.pandoc import PANDOC
from generator.documents.paper import Figure, Paper
from generator.documents.slots import Code, Formula, Number, Slot, Slotted, filled, numbered, slotted
from generator.documents.walk import changed, with_typed
from generator.errors import InputError

KEPT = 20_000
Source = TypeVar("Source")


class Target(ABC):
    """A format's side of the conversion; name is what pandoc calls the format."""

    name: ClassVar[str]

    @abstractmethod
    def formulas(self, formulas: Sequence[Formula]) -> list[str]:
        """What prints as each formula; an InputError names the formula that can't be printed."""

    @abstractmethod
    def figure(self, figure: Figure) -> str:
        """What prints as the figure."""

    @abstractmethod
    def code(self, text: str) -> str:
        """What prints as exactly these characters."""

    @abstractmethod
    def typed(self, lines: Sequence[str]) -> str:
        """What prints as exactly these lines of what someone typed, in a paragraph of its own if several."""

    def width(self, slot: Slot) -> int:
        """How many characters wide a slot is, where the format fills lines."""
        return 0


class _Cache(Generic[Source], dict[tuple[str, Source], str]):
    """Conversions by target and source; the oldest go when it is full."""

    def missing(self, target: str, wanted: Iterable[Source]) -> list[Source]:
        """Those not yet converted, each once."""
        return [what for what in dict.fromkeys(wanted) if (target, what) not in self]

    def trim(self) -> None:
        """Let the oldest go; only between papers, so that none that is needed goes."""
        for key in list(self)[: max(0, len(self) - KEPT)]:
            del self[key]


# Numbers read the same in every format; each student has others, so pandoc is spared them.
_NUMBERS = re.compile(r"[±(]?[−\d][\d.,() −]*")

_texts: _Cache[str] = _Cache()
_formulas: _Cache[Formula] = _Cache()


def converted(papers: Sequence[Paper], target: Target) -> list[Paper]:
    """The papers with all their Markdown converted, in one request for all.

    Raises
    ------
    InputError
        One sentence that names the problem, the part and what is wrong with its text.
    """
    sources: dict[str, tuple[str, Slotted]] = {}

    def collect(markdown: str, where: str, _: Sequence[Figure]) -> str:
        if markdown not in sources:
            try:
                sources[markdown] = where, numbered(slotted(markdown, target.width), target.width)
            except InputError as error:
                raise InputError(f"{where}: {error}") from None
        return markdown

    for paper in papers:
        changed(paper, collect)
    _convert_texts(target, sources)
    _convert_formulas(target, sources)

    def look_up(markdown: str, where: str, figures: Sequence[Figure]) -> str:
        source = sources[markdown][1]
        known = {figure.name: figure for figure in figures}

        def fill(number: int) -> str:
            slot = source.slots[number]
            if isinstance(slot, Formula):
                return _formulas[target.name, slot]
            if isinstance(slot, Number):
                return slot.text
            if isinstance(slot, Code):
                return target.code(slot.text)
            if slot.name not in known:
                raise InputError(f"{where}: there is no figure '{slot.name}'")
            return target.figure(known[slot.name])

        return filled(_texts[target.name, source.text], fill)

    out = [with_typed(changed(paper, look_up), target.typed) for paper in papers]
    _texts.trim()
    _formulas.trim()
    return out


def _convert_texts(target: Target, sources: dict[str, tuple[str, Slotted]]) -> None:
    places = {source.text: where for where, source in sources.values()}
    for source in (
        source for _, source in sources.values() if source.only or _NUMBERS.fullmatch(source.text)
    ):
        _texts[target.name, source.text] = source.text
    wanted = _texts.missing(target.name, places)
    for text, done in zip(wanted, PANDOC.ask(target.name, "texts", wanted), strict=True):
        if not isinstance(done, str):
            raise InputError(f"{places[text]}: {done['problem']}")
        _texts[target.name, text] = done


def _convert_formulas(target: Target, sources: dict[str, tuple[str, Slotted]]) -> None:
    pairs = [(slot, where) for where, source in sources.values() for slot in source.slots]
    places = {slot: where for slot, where in pairs if isinstance(slot, Formula)}
    wanted = _formulas.missing(target.name, places)
    try:
        done = target.formulas(wanted)
    except FormulaError as error:
        raise InputError(f"{places[error.formula]}: {error}") from None
    for formula, text in zip(wanted, done, strict=True):
        _formulas[target.name, formula] = text


class FormulaError(InputError):
    """A formula that can't be printed."""

    def __init__(self, formula: Formula, problem: str) -> None:
        super().__init__(f"the formula ${formula.tex}$ can't be printed: {problem}")
        self.formula = formula


def pandoc_formulas(to: str, formulas: Sequence[Formula], tex: Sequence[str]) -> list[str]:
    """Each formula, as the TeX given for it, by pandoc."""
    asked = [{"tex": text, "display": formula.display} for formula, text in zip(formulas, tex, strict=True)]
    out = []
    for formula, done in zip(formulas, PANDOC.ask(to, "maths", asked), strict=True):
        if not isinstance(done, str):
            raise FormulaError(formula, done["problem"].replace("\n", " "))
        out.append(done)
    return out
