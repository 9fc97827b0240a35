"""Which output layer and which loss suit a task."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from generator.places import TEMPLATES
from reference.derivation import Derivation
from reference.derivations import output_layer as derivations

TASKS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    (TEMPLATES / "tasks" / "output_layers.toml").read_text(encoding="utf-8")
)
KINDS = ("binary", "classes", "regression", "numbers")
COUNTED = {"classes": (3, 20), "numbers": (2, 8)}
"""How many classes or numbers are drawn."""
LAYERS = (
    "One unit with a sigmoid",
    "One unit with softmax",
    "One unit with the identity",
    "Several units with softmax",
    "Several units with the identity",
)
LOSSES = ("Binary cross-entropy", "Cross-entropy", "Squared error")
# The same facts once more, as a table, for the second derivation.
_SUITS = {
    "binary": (LAYERS[0], 0),
    "classes": (LAYERS[3], 1),
    "regression": (LAYERS[2], 2),
    "numbers": (LAYERS[4], 2),
}


@dataclass(frozen=True)
class OutputOptions(Options):
    """Which tasks, and what is asked."""

    kinds: tuple[str, ...] = fields.words(
        *KINDS, default=KINDS, help="two classes, several, one real number, several numbers: one of these"
    )
    ask: tuple[str, ...] = fields.words(
        "layer", "loss", default=("layer", "loss"), help="what is asked: the output layer, the loss, or both"
    )


@dataclass(frozen=True)
class OutputGivens:
    """task: its name in the list; count: how many classes or numbers it has, None where that is fixed."""

    task: str = fields.word(*TASKS)
    count: int | None = fields.whole(2, 1000, default=None)

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return TASKS[self.task]["kind"]

    @property
    def text(self) -> str:
        """What the network is to do."""
        return TASKS[self.task]["text"].replace("{count}", str(self.count))


def sample(rng: Random, options: OutputOptions, _: Convention) -> OutputGivens:
    """A kind, a task of that kind, and its number of classes or numbers."""
    kind = rng.choice(options.kinds)
    task = rng.choice([name for name, item in TASKS.items() if item["kind"] == kind])
    return OutputGivens(task, rng.randint(*COUNTED[kind]) if kind in COUNTED else None)


def tidy(givens: OutputGivens, _: Convention) -> OutputGivens:
    """A count where the task has one, and only there."""
    if givens.kind not in COUNTED:
        return replace(givens, count=None)
    return givens if givens.count is not None else replace(givens, count=COUNTED[givens.kind][0])


def complain(givens: OutputGivens, _: Convention) -> str | None:
    """Two classes are another kind of task."""
    if givens.kind == "classes" and givens.count == 2:
        return f"given count is 2; task {givens.task} has at least 3 classes"
    return None


def derive(*_: Any) -> Derivation:
    """Units, activation, layer, loss."""
    return derivations.choice()


def inputs(givens: OutputGivens) -> Mapping[str, int]:
    """How many classes there are, or how many numbers."""
    classes = {"binary": 2, "classes": givens.count or 0}.get(givens.kind, 0)
    numbers = {"regression": 1, "numbers": givens.count or 0}.get(givens.kind, 0)
    return {"classes": classes, "numbers": numbers}


def ask(_: Random, __: OutputGivens, options: OutputOptions, ___: Convention) -> tuple[Ask, ...]:
    """The layer, the loss."""
    asks = {
        "layer": Ask(("out_layer",), "choice", extra={"options": LAYERS}),
        "loss": Ask(("out_loss",), "choice", extra={"options": LOSSES}),
    }
    return tuple(item for name, item in asks.items() if name in options.ask)


def cross_check(givens: OutputGivens, *_: Any) -> Mapping[str, int]:
    """Looked up in a table by the kind of the task."""
    layer, loss = _SUITS[givens.kind]
    return {"out_layer": LAYERS.index(layer) + 1, "out_loss": loss + 1}


def more(givens: OutputGivens, _: Convention) -> Mapping[str, object]:
    """The task's text and kind."""
    return {"text": givens.text, "kind": givens.kind}


def printed(givens: OutputGivens, _: Convention) -> Mapping[str, str]:
    """The task's text in place of its name."""
    return {"task": givens.text}


family = Family(
    givens=OutputGivens,
    options=OutputOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    complain=complain,
    tidy=tidy,
    more=more,
    mistakes="output_layer",
    topics=(15,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("choice",),
    printed=printed,
    presets={
        "easy": {"kinds": ["binary", "classes", "regression"]},
        "hard": {"kinds": ["classes", "numbers"]},
    },
    variants=({}, *({"kinds": [kind]} for kind in KINDS), {"ask": ["loss"]}, {"calculator": False}),
)
