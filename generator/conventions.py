"""Conventions: how a course writes things, as data; and the notation that prints in it.

A convention is a TOML file under templates/conventions (or beside the quiz file, in `conventions/`).
It extends another and states what differs: symbols by pattern, the step function's value at 0, and
the sentences of the notation box. <NAME> in a symbol stands for the symbol of that name, so that what is
built from others follows them into every convention.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from generator.errors import InputError, unknown
from generator.places import TEMPLATES
from reference.patterns import fill, match

FOLDER = "conventions"
DEFAULT = "cs540"
STEP_SIGN = r"\stepsign"
"""Stands in the notation box for > or ≥, as the step function's value at 0 has it."""
_GREEK = frozenset(
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi
    omega
    """.split()  # noqa: SIM905  # read as a list of words
)
_REFERENCE = re.compile(r"<([A-Za-z]\w*)>")
_DERIVATIVE = re.compile(r"(?:d|partial_)([A-Za-z]+\d*(?:_.*)?)")
_SAMPLE = re.compile(r"(d?)S\d+([A-Za-z]\w*)")
_KEYS = {"extends": str, "title": str, "step_at_zero": int, "about": list, "symbols": dict}


@dataclass(frozen=True, eq=False)
class Convention:
    """A course's way of writing. box: what the notation box says, one bullet each, as the file has it."""

    name: str
    title: str
    step_at_zero: int
    box: tuple[str, ...]
    symbols: Mapping[str, str]

    @property
    def about(self) -> tuple[str, ...]:
        """The notation box as it is printed (Markdown)."""
        sign = ">" if self.step_at_zero == 0 else r"\ge"
        return tuple(text.replace(STEP_SIGN, sign) for text in self.box)

    @lru_cache(256)  # noqa: B019  # conventions are few and live as long as the program
    def notation(
        self, letters: tuple[tuple[str, str], ...] = (), own: tuple[tuple[str, str], ...] = ()
    ) -> Notation:
        r"""The notation, with LaTeX put in for macros such as \act (the activation's derivative).

        own: symbols by pattern of names that a single family has; the convention's win.
        """
        return Notation(self, dict(letters), {**self.symbols, **dict(_missing(own, self.symbols))})


def _missing(own: Iterable[tuple[str, str]], symbols: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((pattern, latex) for pattern, latex in own if pattern not in symbols)


@dataclass(eq=False)
class Notation:
    """Prints names in a convention's letters; remembers each."""

    convention: Convention
    letters: Mapping[str, str]
    symbols: Mapping[str, str]

    @cached_property
    def _known(self) -> dict[str, str]:
        return {}

    @cached_property
    def _begun(self) -> set[str]:
        return set()

    def symbol(self, name: str) -> str:
        r"""The LaTeX of a name: W1_2_1 -> w^{(1)}_{12}; a derivative dNAME or partial_NAME -> \frac{∂ℓ}{∂…}.

        f_by_x is \frac{∂f}{∂x}. S2 before a name says whose it is, sample 2's, and is not printed:
        S2z1_1 -> z_{11}.

        Raises
        ------
        InputError
            When a symbol is built from itself.
        """
        known = self._known.get(name)
        if known is None:
            if name in self._begun:
                who = f"convention {self.convention.name}"
                raise InputError(f"{who}: the symbol of {name} is built from itself")
            self._begun.add(name)
            known = self._known[name] = self._work_out(name)
            self._begun.discard(name)
        return known

    def _work_out(self, name: str) -> str:
        for pattern, latex in self.symbols.items():
            groups = match(pattern, name)
            if groups is not None:
                text = fill(latex, groups)
                for letter, value in self.letters.items():
                    text = text.replace(f"\\{letter}", value)
                return _REFERENCE.sub(lambda found: self.symbol(found[1]), text)
        if sample := _SAMPLE.fullmatch(name):
            return self.symbol("".join(sample.groups()))
        if by := _DERIVATIVE.fullmatch(name):
            return rf"\frac{{\partial {self.symbol('loss')}}}{{\partial {self.symbol(by[1])}}}"
        if found := re.fullmatch(r"([A-Za-z]+\d*)_by_([A-Za-z]+\d*)", name):
            return rf"\frac{{\partial {self.symbol(found[1])}}}{{\partial {self.symbol(found[2])}}}"
        return plain_symbol(name)


def plain_symbol(name: str) -> str:
    r"""w1 -> w_1, eta -> \eta, rate -> \text{rate}."""
    found = re.fullmatch(r"([A-Za-z]+?)_?(\d*)", name)
    if found is None:
        return r"\text{" + name.replace("_", " ") + "}"
    letters, number = found.groups()
    base = letters if len(letters) == 1 else f"\\{letters}" if letters in _GREEK else rf"\text{{{letters}}}"
    return f"{base}_{{{number}}}" if len(number) > 1 else f"{base}_{number}" if number else base


def by(variable: str, *, alone: bool) -> dict[str, str]:
    """The macros of a derivative with respect to that variable: d where it is the only one."""
    return {"var": plain_symbol(variable), "dd": "d" if alone else r"\partial"}


def available(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """{name: file} of the conventions shipped and of those in `folders`/conventions (which win)."""
    found: dict[str, Path] = {}
    for root in (TEMPLATES, *folders):
        found |= {path.stem: path for path in sorted((root / FOLDER).glob("*.toml"))}
    found.pop("base", None)
    return found


@lru_cache(64)
def load_convention(name: str = DEFAULT, folders: tuple[Path, ...] = ()) -> Convention:
    """The convention of that name.

    Raises
    ------
    InputError
        When there is none, or its file is not one; names the file and what is wrong.
    """
    known = available(folders)
    if name not in known:
        raise unknown("convention", name, known)
    return _convention(name, _read(known[name], known))


def changed(convention: Convention, changes: Mapping[str, Any], *, where: str) -> Convention:
    """The convention with some things written otherwise: step_at_zero, symbols, about, title.

    Raises
    ------
    InputError
        When a key is unknown or a value isn't allowed; begins with `where`.
    """
    _check(changes, {key: kind for key, kind in _KEYS.items() if key != "extends"}, where)
    below = {key: getattr(convention, key) for key in ("title", "step_at_zero", "symbols")}
    return _convention(convention.name, _over({**below, "about": convention.box}, changes))


def _convention(name: str, data: Mapping[str, Any]) -> Convention:
    return Convention(name, data["title"], data["step_at_zero"], tuple(data["about"]), data["symbols"])


def _check(data: Mapping[str, Any], keys: Mapping[str, type], where: str) -> None:
    for key, value in data.items():
        if key not in keys:
            raise unknown("key", key, keys, where=where)
        if not isinstance(value, keys[key]):
            raise InputError(f"{where}: {key} is {value!r}; allowed is a {keys[key].__name__}")
    if data.get("step_at_zero", 0) not in (0, 1):
        raise InputError(f"{where}: step_at_zero is {data['step_at_zero']}; allowed is 0 or 1")
    for place, texts in (("about", data.get("about", [])), ("symbols", data.get("symbols", {}).values())):
        for text in texts:
            if not isinstance(text, str):
                raise InputError(f"{where}: {place} has {text!r}; allowed are texts")


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What stands above wins; of the symbols, pattern by pattern, and is looked at first."""
    symbols = above.get("symbols", {})
    kept = {pattern: latex for pattern, latex in below["symbols"].items() if pattern not in symbols}
    return {**below, **above, "symbols": {**symbols, **kept}}


def _read(path: Path, known: Mapping[str, Path], seen: tuple[str, ...] = ()) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not a TOML file: {error}") from None
    _check(data, _KEYS, str(path))
    base = data.pop("extends", None)
    if base is None:
        if missing := sorted(_KEYS.keys() - {"extends"} - data.keys()):
            raise InputError(f"{path}: {missing[0]} is missing, and it extends no convention that has it")
        return data
    if base in seen:
        raise InputError(f"{path}: it extends {base}, which extends it again")
    places = {"base": TEMPLATES / FOLDER / "base.toml", **known}
    if base not in places:
        raise unknown("convention", base, places, where=str(path))
    return _over(_read(places[base], known, (*seen, base)), data)
