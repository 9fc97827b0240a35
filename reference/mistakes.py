"""A mistake is the right derivation with rules replaced: in the field's words a buggy rule.

The catalogue is data: a TOML file beside the derivations that it bends, a table a mistake:

    [activation_derivative_left_out]
    says = "The activation's own derivative is missing from the product."
    rules = { "dz1_{j}" = "da1_{j}" }

`rules` maps patterns of step names to new rules, in which {old} is the right rule and {j} what the
pattern matched; `exchange` maps patterns to names that are read as something else. `needs` and `lacks` list
steps that the derivation must, or must not, have. `array` holds the same for the derivation in
whole arrays. One catalogue serves the distractors of a
multiple-choice question, the remark on a wrong number, and the diagnosis of wrong code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from reference.derivation import Derivation
from reference.patterns import fill, match_all

HERE = Path(__file__).parent / "derivations"


class MistakeError(ValueError):
    """A catalogue's entry is not one that can be read; names file and mistake."""


@dataclass(frozen=True)
class Bend:
    """What one mistake does to one form of a derivation."""

    rules: Mapping[str, str] = field(default_factory=dict)
    exchange: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    def apply(self, right: Derivation) -> Derivation | None:
        """`right` with this mistake made, or None where there is nothing to make it on."""
        texts = right.rules
        if any(name not in texts for name in self.needs) or any(name in texts for name in self.lacks):
            return None
        new: dict[str, str] = {}
        for pattern, template in self.rules.items():
            for name, groups in match_all(pattern, texts).items():
                new[name] = fill(template, groups | {"old": f"({texts[name]})"})
        for pattern, renames in self.exchange.items():
            for name, groups in match_all(pattern, texts).items():
                new[name] = _reread(new.get(name, texts[name]), {fill(k, groups): fill(v, groups) for k, v in renames.items()})
        new = {name: text for name, text in new.items() if text != texts[name]}
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

    def bend(self, right: Derivation, *, form: str = "scalar") -> Derivation | None:
        """The derivation as someone works it who makes this mistake; None where it can't be made."""
        return _bent(self, right, form)


@lru_cache(20_000)
def _bent(mistake: Mistake, right: Derivation, form: str) -> Derivation | None:
    return (mistake.array if form == "array" else mistake.scalar).apply(right)


def _reread(text: str, renames: Mapping[str, str]) -> str:
    return re.sub(r"[A-Za-z]\w*", lambda m: renames.get(m[0], m[0]), text)


def load(path: Path) -> tuple[Mistake, ...]:
    """The catalogue in a TOML file.

    Raises
    ------
    MistakeError
        When the file is not TOML, or an entry has no sentence, bends nothing, or holds an unknown key.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MistakeError(f"{path}: not a TOML file: {error}") from None
    return tuple(_read(path, name, entry) for name, entry in data.items())


@lru_cache(64)
def catalogue(name: str) -> tuple[Mistake, ...]:
    """The mistakes that stand beside the derivations of `name`, such as "backprop"."""
    return load(HERE / f"{name}.toml")


_BEND = {"rules": dict, "exchange": dict, "needs": list, "lacks": list}


def _read(path: Path, name: str, entry: Any) -> Mistake:
    where = f"{path}: mistake {name}"
    if not isinstance(entry, dict) or not isinstance(entry.get("says"), str):
        raise MistakeError(f'{where}: it needs a sentence, says = "…"')
    scalar = _read_bend(where, {key: value for key, value in entry.items() if key not in {"says", "array"}})
    array = _read_bend(f"{where}.array", entry.get("array", {}))
    if not (scalar.rules or scalar.exchange or array.rules or array.exchange):
        raise MistakeError(f"{where}: it bends nothing; give rules or exchange")
    return Mistake(name, entry["says"], scalar, array)


def _read_bend(where: str, entry: Mapping[str, Any]) -> Bend:
    for key, value in entry.items():
        if key not in _BEND:
            raise MistakeError(f"{where}: unknown key {key}; allowed: says, array, {', '.join(_BEND)}")
        if not isinstance(value, _BEND[key]):
            raise MistakeError(f"{where}: {key} must be a {_BEND[key].__name__}")
    return Bend(
        rules=entry.get("rules", {}), exchange=entry.get("exchange", {}),
        needs=tuple(entry.get("needs", ())), lacks=tuple(entry.get("lacks", ())),
    )  # fmt: skip
