"""The softmax of some logits, and the class that it predicts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.answers.choice import LETTERS
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.activations import softmax
from reference.derivation import Derivation
from reference.derivations import softmax as derivations

# Sums that divide evenly: the shares of small whole numbers are then short decimals.
_EVEN_SUMS = {3: (4, 5, 8, 10, 20), 4: (5, 8, 10, 20), 5: (8, 10, 20), 6: (8, 10, 20)}


@dataclass(frozen=True)
class SoftmaxOptions(Options):
    """How many classes, how large the logits, how many decimals."""

    classes: tuple[int, ...] = fields.wholes(
        2, 6, lengths=(1, 5), default=(3, 4, 5), help="how many classes, one of these"
    )
    largest: float = fields.real(1, 8, default=5, help="the largest size of a logit")
    decimals: int = fields.whole(2, 6, default=2, help="decimals of every rounded number")


def _logit(value: Any) -> float | str:
    """A number, or log(n) for a whole n."""
    if isinstance(value, str):
        number = value.removeprefix("log(").removesuffix(")")
        if (
            value != f"log({number})"
            or not (number.isascii() and number.isdigit())
            or not 1 <= int(number) <= 10**6
        ):
            raise ValueError
        return value
    if type(value) not in (int, float) or not abs(value) <= 50:  # e^50 still prints
        raise ValueError
    return value  # type: ignore[no-any-return]  # checked in the line above


def _logits(value: Any) -> tuple[float | str, ...]:
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= 10:  # as the sentence says
        raise ValueError
    return tuple(_logit(item) for item in value)


@dataclass(frozen=True)
class SoftmaxGivens:
    """logits: a number a class, or the text log(n)."""

    logits: tuple[float | str, ...] = fields.custom(
        _logits, 'a list of 2 to 10 numbers within ±50, or texts such as "log(3)"'
    )


def sample(rng: Random, options: SoftmaxOptions, _: Convention) -> SoftmaxGivens:
    """Logits with one decimal; without a calculator, logarithms of whole numbers."""
    classes = rng.choice(options.classes)
    if options.calculator:
        reach = round(options.largest * 10)
        return SoftmaxGivens(tuple(rng.randint(-reach // 3, reach) / 10 for _ in range(classes)))
    total = rng.choice(_EVEN_SUMS.get(classes, (10,)))
    cuts = sorted(rng.sample(range(1, total), classes - 1))
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    return SoftmaxGivens(tuple(f"log({share})" if share > 1 else 0 for share in shares))


def derive(givens: SoftmaxGivens, _: Convention) -> Derivation:
    """Exponentials, their sum, the quotients."""
    return derivations.probabilities(len(givens.logits))


def _value(logit: float | str) -> float:
    return math.log(int(logit[4:-1])) if isinstance(logit, str) else logit


def inputs(givens: SoftmaxGivens) -> Mapping[str, float]:
    """The logits, by the names z_1, z_2 and so on."""
    return {f"z_{k}": _value(logit) for k, logit in enumerate(givens.logits, start=1)}


def refuse(givens: SoftmaxGivens, options: SoftmaxOptions, _: Convention) -> str | None:
    """Equal logits make equal answers, and a tie has no predicted class."""
    values = [_value(logit) for logit in givens.logits]
    if values.count(max(values)) > 1:
        return "two classes share the largest logit"
    if options.calculator and len(set(values)) < len(values):
        return "two logits are equal"
    return None


def ask(_: Random, givens: SoftmaxGivens, *__: Any) -> tuple[Ask, ...]:
    """All probabilities, and the predicted class."""
    classes = range(1, len(givens.logits) + 1)
    names = tuple(f"Class {k}" for k in classes)
    return (
        Ask(tuple(f"p_{k}" for k in classes), "array", of="p", share=3),
        Ask(("predicted",), "choice", share=1, extra={"options": names}),
    )


def cross_check(givens: SoftmaxGivens, *_: Any) -> Mapping[str, Any]:
    """NumPy's softmax, and the place of its largest entry."""
    probabilities = softmax(np.array([_value(logit) for logit in givens.logits]))
    return {"p": probabilities.tolist(), "predicted": LETTERS[int(probabilities.argmax())]}


def more(givens: SoftmaxGivens, _: Convention) -> Mapping[str, object]:
    """The logits in LaTeX."""
    texts = [rf"\log {logit[4:-1]}" if isinstance(logit, str) else f"{logit:g}" for logit in givens.logits]
    return {"entries": texts, "exact": any(isinstance(logit, str) for logit in givens.logits)}


def printed(givens: SoftmaxGivens, _: Convention) -> Mapping[str, str]:
    """Logarithms stand in the prompt as such."""
    return {
        f"logits[{k}]": rf"\log {logit[4:-1]}"
        for k, logit in enumerate(givens.logits)
        if isinstance(logit, str)
    }


def put_in(givens: SoftmaxGivens) -> Mapping[str, str]:
    """Logarithms are put in as such."""
    logits = enumerate(givens.logits, start=1)
    return {f"z_{k}": rf"\log {logit[4:-1]}" for k, logit in logits if isinstance(logit, str)}


family = Family(
    givens=SoftmaxGivens,
    options=SoftmaxOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    more=more,
    mistakes="softmax",
    topics=(16,),
    lectures=("cs540", "cs2109s"),
    answers=("array", "choice"),
    printed=printed,
    put_in=put_in,
    presets={"easy": {"classes": [3], "largest": 3}, "hard": {"classes": [5, 6], "decimals": 3}},
    variants=({}, {"decimals": 4}, {"classes": [6]}, {"calculator": False}),
)
