"""A mistake is the right derivation with rules replaced: in the field's words a buggy rule.

The catalogue is data: a TOML file beside the derivations that it bends, a table a mistake:

    [activation_derivative_left_out]
    says = "The activation's own derivative is missing from the product."
    rules = { "dz1_{j}" = "da1_{j}" }

`rules` maps patterns of step names to new rules, in which {old} is the right rule and {j} what the
pattern matched; a pattern of whole steps, "by{i} = v{j}", looks at the right rule as well.
`exchange` maps patterns to names that are read as something else, where the derivation has that
something (with `whole`: in all the steps of a layer {l}, or in none of them). `needs` and `lacks`
list patterns of steps that the derivation must, or must not, have. `array` holds the same for the
derivation in whole arrays. One catalogue serves the distractors of a multiple-choice question, the
remark on a wrong number, and the diagnosis of wrong code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reference.patterns import fill, match_all, match_steps
from reference.rules import RuleError, parse

if TYPE_CHECKING:
    from reference.derivation import Derivation

HERE = Path(__file__).parent / "derivations"
Form = Literal["scalar", "array"]
_NAME = re.compile(r"\b[A-Za-z]\w*")


class MistakeError(ValueError):
    """A catalogue's entry is not one that can be read or made; names the mistake."""


@dataclass(frozen=True)
class Bend:
    """What one mistake does to one form of a derivation."""

    rules: Mapping[str, str] = field(default_factory=dict)
    exchange: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    whole: bool = False

    def apply(self, right: Derivation) -> Derivation | None:
        """`right` with this mistake made, or None where there is nothing to make it on."""
        texts = right.rules
        if any(not match_all(pattern, texts) for pattern in self.needs):
            return None
        if any(match_all(pattern, texts) for pattern in self.lacks):
            return None
        new: dict[str, str] = {}
        for pattern, template in self.rules.items():
            for name, groups in match_steps(pattern, texts).items():
                new[name] = fill(template, groups | {"old": f"({texts[name]})"})
        known = {*right.inputs, *texts}
        for pattern, renames in self.exchange.items():
            matches = match_all(pattern, texts)
            torn: set[str | None] = set()
            kept: dict[str, dict[str, str]] = {}
            for name, groups in matches.items():
                filled = {fill(k, groups): fill(v, groups) for k, v in renames.items()}
                kept[name] = {k: v for k, v in filled.items() if known.issuperset(parse(v).names)}
                if self.whole and not kept[name].keys() >= filled.keys() & {*parse(texts[name]).names}:
                    torn.add(groups.get("l"))
            for name, groups in matches.items():
                if groups.get("l") not in torn:
                    new[name] = _reread(new.get(name, texts[name]), kept[name])
        new = {name: text for name, text in new.items() if parse(text) != parse(texts[name])}
        return right.with_rules(new) if new else None


@dataclass(frozen=True)
class Mistake:
    """One thing that students get wrong: its name, one sentence to the student, and what it bends."""

    name: str
    says: str
    scalar: Bend
    array: Bend

    def __hash__(self) -> int:
        return hash(self.name)

    def bend(self, right: Derivation, *, form: Form = "scalar") -> Derivation | None:
        """The derivation as someone works it who makes this mistake; None where it can't be made.

        Raises
        ------
        MistakeError
            When a new rule is none, or doesn't fit the derivation; names the mistake and the step.
        """
        return _bent(self, right, form)


@lru_cache(20_000)
def _bent(mistake: Mistake, right: Derivation, form: Form) -> Derivation | None:
    try:
        return (mistake.array if form == "array" else mistake.scalar).apply(right)
    except RuleError as error:
        raise MistakeError(f"mistake {mistake.name}: {error}") from None


def _reread(text: str, renames: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: renames.get(found[0], found[0]), text)


def load(path: Path) -> tuple[Mistake, ...]:
    """The catalogue in a TOML file.

    Raises
    ------
    MistakeError
        When the file is missing or not TOML, or an entry has no sentence, bends nothing, or holds an
        unknown key or a value of another kind; names the file, the mistake and the key.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MistakeError(f"{path}: not a TOML file: {error}") from None
    except OSError as error:
        raise MistakeError(f"{path}: can't be read: {error.strerror}") from None
    return tuple(_read(path, name, entry) for name, entry in data.items())


@lru_cache(64)
def catalogue(name: str) -> tuple[Mistake, ...]:
    """The mistakes that stand beside the derivations of `name`, such as "backprop"."""
    return load(HERE / f"{name}.toml")


def _read(path: Path, name: str, entry: object) -> Mistake:
    where = f"{path}: mistake {name}"
    if not isinstance(entry, dict) or not isinstance(entry.get("says"), str):
        raise MistakeError(f'{where}: it needs a sentence, says = "…"')
    scalar = _read_bend(where, {key: value for key, value in entry.items() if key not in {"says", "array"}})
    array = _read_bend(f"{where}, array", entry.get("array", {}))
    if not (scalar.rules or scalar.exchange or array.rules or array.exchange):
        raise MistakeError(f"{where}: it bends nothing; give rules or exchange")
    return Mistake(name, entry["says"], scalar, array)


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _is_tables(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_texts, value.values()))


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


_KEYS = {
    "rules": (_is_texts, "a table of texts"), "exchange": (_is_tables, "a table of tables of texts"),
    "needs": (_is_names, "a list of names"), "lacks": (_is_names, "a list of names"),
    "whole": (lambda value: isinstance(value, bool), "true or false"),
}  # fmt: skip


def _read_bend(where: str, entry: object) -> Bend:
    if not isinstance(entry, dict):
        raise MistakeError(f"{where}: must be a table; got {entry!r}")
    for key, value in entry.items():
        if key not in _KEYS:
            raise MistakeError(f"{where}: unknown key {key}; allowed: says, array, {', '.join(_KEYS)}")
        fits, kind = _KEYS[key]
        if not fits(value):
            raise MistakeError(f"{where}: {key} must be {kind}; got {value!r}")
    return Bend(
        rules=entry.get("rules", {}), exchange=entry.get("exchange", {}),
        needs=tuple(entry.get("needs", ())), lacks=tuple(entry.get("lacks", ())),
        whole=entry.get("whole", False),
    )  # fmt: skip
