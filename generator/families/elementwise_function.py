"""Which of some vector functions acts on each entry by itself, and which does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import elementwise as derivations
from reference.printing import Printer
from reference.rules import RuleError, parse

ENTRIES = ("x1", "x2")
ALIKE = (
    "exp({v})", "exp(-{v})", "{v}**2", "{v}**3", "max(0, {v})", "max({t}*{v}, {v})", "max({c}, {v})",
    "tanh({v})", "sigmoid({v})", "{c}*{v}", "{v} + {c}", "{c}*{v} + {d}", "{c} - {v}", "{v}/{c}",
    "tanh({c}*{v})", "sigmoid({v} + {c})", "exp({c}*{v})", "({v} + {c})**2",
)  # fmt: skip
MIXED = (
    ("exp(x1 + x2)", "exp(x2)"), ("exp(x1)", "exp(x1 + {c}*x2)"), ("x2", "x1"), ("x1", "x1*x2"),
    ("x1*x2", "x2"), ("x1 + {c}*x2", "x2"), ("{c}*x1", "{c}*x2 + x1"), ("max(x1, x2)", "x2"),
    ("x1", "max(x1, x2)"), ("exp(x1)/(exp(x1) + exp(x2))", "exp(x2)/(exp(x1) + exp(x2))"),
    ("x1**2", "x1*x2"), ("tanh(x1)", "tanh(x1 + {c}*x2)"), ("sigmoid(x1 - x2)", "sigmoid(x2)"),
    ("max(0, x1 + {c}*x2)", "max(0, x2)"), ("x1**2 + x2**2", "x2**2"), ("{c}*x2", "{c}*x1"),
    ("x1 + {c}", "x1 + x2"), ("sigmoid(x1)", "x1*sigmoid(x2)"),
)  # fmt: skip
_KINDS = ("exp", "max", "**", "sigmoid", "tanh", "*", "/")
KIND = {"exp": 1, "max": 2, "**": 3, "sigmoid": 4, "tanh": 4, "*": 5, "/": 5}
PLACES = ((0.3, -1.2), (1.7, 0.4), (-0.8, 2.1), (2.6, -2.3), (-1.9, -0.7))
Function = tuple[str, str]


@dataclass(frozen=True)
class ElementwiseOptions(Options):
    """What is looked for."""

    find: tuple[str, ...] = fields.words(
        "not",
        "only",
        default=("not", "only"),
        help="the one that is not element-wise, or the only one that is",
    )


def _function(value: Any) -> Function:
    if not isinstance(value, (list, tuple)) or len(value) != len(ENTRIES):
        raise ValueError
    for text in value:
        if not isinstance(text, str):
            raise ValueError
        try:
            rule = parse(text)
        except RuleError as error:
            raise ValueError(str(error)) from None
        if not set(rule.names) <= set(ENTRIES):
            raise ValueError("the entries of the vector are called x1 and x2")
    return (value[0], value[1])


def _functions(value: Any) -> tuple[Function, ...]:
    if not isinstance(value, (list, tuple)) or not 3 <= len(value) <= 6:  # as the sentence says
        raise ValueError
    return tuple(_function(item) for item in value)


@dataclass(frozen=True)
class ElementwiseGivens:
    """functions: the two entries of each result; find: "not" element-wise, or the "only" one that is."""

    functions: tuple[Function, ...] = fields.custom(
        _functions, 'a list of 3 to 6 pairs of expressions in x1 and x2, such as ["exp(x1)", "exp(x2)"]'
    )
    find: str = fields.word("not", "only")


def sample(rng: Random, options: ElementwiseOptions, _: Convention) -> ElementwiseGivens:
    """One function of the one sort and the others of the other, in any order."""
    find = rng.choice(options.find)
    mixed = [find == "not"] + [find != "not"] * (options.choices - 1)
    drawn = {truth: rng.sample(MIXED if truth else ALIKE, mixed.count(truth)) for truth in (True, False)}
    functions = [_filled(rng, item) for truth in (True, False) for item in drawn[truth]]
    rng.shuffle(functions)
    return ElementwiseGivens(tuple(functions), find)


def _filled(rng: Random, item: Any) -> Function:
    """The entries with small numbers put in."""
    c, d = rng.sample(range(2, 6), 2)
    first, second = item if isinstance(item, tuple) else (item.replace("{v}", name) for name in ENTRIES)
    numbers = {"{c}": str(c), "{d}": str(d), "{t}": rng.choice(("0.1", "0.2", "0.3"))}
    for hole, number in numbers.items():
        first, second = first.replace(hole, number), second.replace(hole, number)
    return (first, second)


def _other(function: Function) -> tuple[int, str] | None:
    """An entry of the result (from 1) and another entry of the vector that stands in it, if any does."""
    for k, text in enumerate(function):
        for name in parse(text).names:
            if name != ENTRIES[k]:
                return k + 1, name
    return None


def derive(givens: ElementwiseGivens, _: Convention) -> Derivation:
    """Which of them is what is looked for."""
    return derivations.among(len(givens.functions))


def inputs(givens: ElementwiseGivens) -> Mapping[str, int]:
    """Whether each function mixes entries, by the names in its rules, and what it looks like."""
    values = {"wanted": int(givens.find == "not")}
    for k, function in enumerate(givens.functions, start=1):
        values[f"mixed_{k}"] = int(_other(function) is not None)
        values[f"kind_{k}"] = next((KIND[sign] for sign in _KINDS if any(sign in t for t in function)), 6)
    return values


@lru_cache(2048)
def _entry(text: str, k: int) -> bool:
    """Whether entry k of a result changes when another entry of the vector does, by trying."""
    rule = Derivation.of({"y": text}, inputs=ENTRIES)
    for place in PLACES:
        values = set()
        for moved in (-2.0, -0.5, 0.9, 3.0):
            point = list(place)
            point[1 - k] = moved
            values.add(round(float(rule.run(dict(zip(ENTRIES, point, strict=True)))["y"]), 12))
        if len(values) > 1:
            return True
    return False


def cross_check(givens: ElementwiseGivens, *_: Any) -> Mapping[str, int]:
    """Each entry of the result is watched while the other entry of the vector moves."""
    mixes = [any(_entry(text, k) for k, text in enumerate(function)) for function in givens.functions]
    right = [k for k, mixed in enumerate(mixes, start=1) if mixed is (givens.find == "not")]
    return {"option": right[0] if len(right) == 1 else 0}


def complain(givens: ElementwiseGivens, _: Convention) -> str | None:
    """Exactly one has to be what is looked for."""
    right = [f for f in givens.functions if (_other(f) is not None) is (givens.find == "not")]
    if len(right) == 1:
        return None
    return f"of the given functions {len(right)} are what is looked for; exactly one has to be"


def ask(_: Random, givens: ElementwiseGivens, *__: Any) -> tuple[Ask, ...]:
    """The one function."""
    labels = tuple(f"Function {k}" for k in range(1, len(givens.functions) + 1))
    return (Ask(("option",), "choice", extra={"options": labels}),)


@lru_cache(8)
def _printer(convention: Convention) -> Printer:
    return Printer(convention.notation())


def _latex(function: Function, convention: Convention) -> str:
    entries = ", ".join(_printer(convention).formula(parse(text)) for text in function)
    return rf"\left({entries}\right)"


def more(givens: ElementwiseGivens, convention: Convention) -> Mapping[str, object]:
    """The functions in LaTeX, each with what mixes its entries."""
    return {"items": [(_latex(f, convention), _other(f)) for f in givens.functions]}


def printed(givens: ElementwiseGivens, convention: Convention) -> Mapping[str, str]:
    """In place of a rule its LaTeX is printed."""
    found = {"find": "not" if givens.find == "not" else "Only one"}
    for k, function in enumerate(givens.functions):
        found |= {f"functions[{k}][{i}]": _latex(function, convention) for i in range(len(function))}
    return found


family = Family(
    givens=ElementwiseGivens,
    options=ElementwiseOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    complain=complain,
    more=more,
    mistakes="elementwise",
    topics=(11,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("choice",),
    printed=printed,
    presets={"easy": {"choices": 3, "find": ["not"]}, "hard": {"choices": 5, "find": ["only"]}},
    variants=({}, {"find": ["not"]}, {"find": ["only"], "choices": 6}, {"calculator": False}),
)
