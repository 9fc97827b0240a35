"""The cross-entropy or squared error of one prediction, or its mean over a small data set."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference import losses
from reference.derivation import Derivation
from reference.derivations import loss_value
from reference.derivations.loss_value import index

LOSSES = ("binary_cross_entropy", "cross_entropy", "squared_error")
NAMES = {
    "binary_cross_entropy": "binary cross-entropy",
    "cross_entropy": "cross-entropy",
    "squared_error": "squared error",
}
MOST_SAMPLES, MOST_CLASSES = 6, 6
POWER = re.compile(r"exp\(-([1-9])\)")
Entry = float | str


@dataclass(frozen=True)
class LossOptions(Options):
    """Which loss, of how many samples."""

    losses: tuple[str, ...] = fields.words(*LOSSES, default=LOSSES, help="the loss, one of these")
    samples: tuple[int, ...] = fields.wholes(
        1, MOST_SAMPLES, lengths=(1, MOST_SAMPLES), default=(1, 2, 3), help="how many samples, one of these"
    )
    classes: tuple[int, ...] = fields.wholes(
        2,
        MOST_CLASSES,
        lengths=(1, 5),
        default=(3, 4),
        help="how many classes, one of these",
    )
    fine: int = fields.whole(1, 3, default=2, help="decimals of the probabilities")
    decimals: int = fields.whole(2, 6, default=4, help="decimals of every rounded number")


def _entry(value: Any) -> Entry:
    """A number, or e to a negative whole power, or one minus some of these."""
    if isinstance(value, str):
        if not re.fullmatch(r"exp\(-[1-9]\)|1( - exp\(-[1-9]\)){1,5}", value):
            raise ValueError
        return value
    if type(value) not in (int, float) or not abs(value) <= 1000:  # as the sentence says
        raise ValueError
    return value  # type: ignore[no-any-return]  # checked in the line above


def _predictions(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= MOST_SAMPLES:
        raise ValueError
    if not all(isinstance(item, (list, tuple)) for item in value):
        return tuple(map(_entry, value))
    if not all(2 <= len(row) <= MOST_CLASSES and len(row) == len(value[0]) for row in value):
        raise ValueError
    return tuple(tuple(map(_entry, row)) for row in value)


def _labels(value: Any) -> tuple[float, ...]:
    if not isinstance(value, (list, tuple)) or not all(type(item) in (int, float) for item in value):
        raise ValueError
    if not 1 <= len(value) <= MOST_SAMPLES or not all(abs(item) <= 1000 for item in value):
        raise ValueError
    return tuple(value)


@dataclass(frozen=True)
class LossGivens:
    """predictions: ŷ of each sample, or its row of class probabilities; y: labels, classes from 1."""

    loss: str = fields.word(*LOSSES)
    predictions: tuple[Any, ...] = fields.custom(
        _predictions,
        f"a list of at most {MOST_SAMPLES} numbers within ±1000, or of rows of 2 to {MOST_CLASSES} "
        'probabilities; texts such as "exp(-2)" and "1 - exp(-2)" are numbers too',
    )
    y: tuple[float, ...] = fields.custom(_labels, f"a list of at most {MOST_SAMPLES} numbers within ±1000")


def sample(rng: Random, options: LossOptions, _: Convention) -> LossGivens:
    """Probabilities with few decimals; without a calculator, powers of e."""
    loss, count = rng.choice(options.losses), rng.choice(options.samples)
    if loss == "squared_error":
        return _errors(rng, options, count)
    exact = not options.calculator
    if loss == "binary_cross_entropy":
        y = tuple(rng.randint(0, 1) for _ in range(count))
        unit = 10**options.fine
        numbers = [rng.randint(max(1, unit // 20), unit - max(1, unit // 20)) / unit for _ in y]
        powers = [f"exp(-{rng.randint(1, 6)})" for _ in y]
        predictions: list[Entry] = [
            (power if label else f"1 - {power}") if exact else number
            for power, number, label in zip(powers, numbers, y, strict=True)
        ]
        return LossGivens(loss, tuple(predictions), y)
    classes = rng.choice(options.classes)
    rows = [_powers(rng, classes) if exact else _shares(rng, classes, options.fine) for _ in range(count)]
    return LossGivens(loss, tuple(rows), tuple(rng.randint(1, classes - exact) for _ in rows))


def _errors(rng: Random, options: LossOptions, count: int) -> LossGivens:
    unit = 10 if options.calculator else rng.choice((1, 2))
    numbers = [rng.randint(-4 * unit, 4 * unit) / unit for _ in range(2 * count)]
    tidy = [int(number) if number == int(number) else number for number in numbers]
    return LossGivens("squared_error", tuple(tidy[:count]), tuple(tidy[count:]))


def _shares(rng: Random, classes: int, fine: int) -> tuple[float, ...]:
    """Probabilities that add up to 1 as printed."""
    unit = 10 ** max(fine, 2 if classes > 4 else 1)
    cuts = sorted(rng.sample(range(1, unit), classes - 1))
    return tuple((b - a) / unit for a, b in zip([0, *cuts], [*cuts, unit], strict=True))


def _powers(rng: Random, classes: int) -> tuple[str, ...]:
    """All but the last class have a power of e."""
    powers = [f"exp(-{power})" for power in rng.sample(range(1, 7), classes - 1)]
    return (*powers, " - ".join(["1", *powers]))


def _value(entry: Entry) -> float:
    if not isinstance(entry, str):
        return entry
    powers = sum(math.exp(-int(power)) for power in POWER.findall(entry))
    return 1 - powers if entry.startswith("1") else powers


def _entries(givens: LossGivens) -> Iterator[tuple[str, Entry]]:
    """Path in the givens and entry of every prediction."""
    for k, item in enumerate(givens.predictions):
        if isinstance(item, tuple):
            for j, entry in enumerate(item):
                yield f"predictions[{k}][{j}]", entry
        else:
            yield f"predictions[{k}]", item


def _exact(givens: LossGivens) -> bool:
    return any(isinstance(entry, str) for _, entry in _entries(givens))


def complain(givens: LossGivens, _: Convention) -> str | None:
    """One label a prediction, labels that the loss has, and probabilities."""
    if len(givens.y) != len(givens.predictions):
        return f"given y has {len(givens.y)} labels for {len(givens.predictions)} predictions"
    rows = givens.loss == "cross_entropy"
    if any(isinstance(item, tuple) != rows for item in givens.predictions):
        wanted = "a row of probabilities" if rows else "a number"
        return f"given predictions: {givens.loss} takes {wanted} a sample"
    if givens.loss == "squared_error":
        return "given predictions: the squared error takes numbers" if _exact(givens) else None
    allowed = range(1, len(givens.predictions[0]) + 1) if rows else range(2)
    if wrong := [label for label in givens.y if label not in allowed]:
        return f"given y has {wrong[0]:g}; with {givens.loss} allowed is {allowed[0]} to {allowed[-1]}"
    for path, entry in _entries(givens):
        if not 0 < _value(entry) < 1:
            return f"given {path} is {entry}; allowed is a number above 0 and below 1"
    for row in givens.predictions if rows else ():
        if abs(sum(map(_value, row)) - 1) > 1e-9:  # as printed they add up
            return f"given predictions has the row {list(row)}, which does not add up to 1"
    if _exact(givens) and not all(map(POWER.fullmatch, _of_labels(givens))):
        return 'given predictions: where one is a text, each true label needs a probability such as "exp(-2)"'
    return None


def _of_labels(givens: LossGivens) -> list[str]:
    """The texts of the probabilities of the true labels; 1 - (1 - e) is e."""
    if givens.loss == "cross_entropy":
        return [str(row[int(label) - 1]) for row, label in zip(givens.predictions, givens.y, strict=True)]
    pairs = zip(givens.predictions, givens.y, strict=True)
    return [
        str(p) if label else str(p).removeprefix("1 - ") if str(p)[0] == "1" else "" for p, label in pairs
    ]


def derive(givens: LossGivens, _: Convention) -> Derivation:
    """Each sample's loss, then the mean."""
    labels = tuple(map(int, givens.y)) if givens.loss == "binary_cross_entropy" else (0,) * len(givens.y)
    return loss_value.mean(givens.loss, labels, given=_exact(givens))


def inputs(givens: LossGivens) -> Mapping[str, float]:
    """Predictions and labels by name; q, the true label's probability, of classes and of powers of e."""
    values: dict[str, float] = {}
    exact = _exact(givens)
    for k, (item, y) in enumerate(zip(givens.predictions, givens.y, strict=True), start=1):
        at = index(k, len(givens.y))
        if isinstance(item, tuple):
            values[f"q{at}"] = _value(item[int(y) - 1])
            simple = len(item) - 1 if exact and len(item) > 2 else len(item)  # the last is no power of e then
            values[f"o{at}"] = _value(item[int(y) % simple])
        elif givens.loss == "squared_error":
            values |= {f"yhat{at}": item, f"y{at}": y}
        elif exact:
            values[f"q{at}"] = _value(_of_labels(givens)[k - 1])
        else:
            values[f"yhat{at}"] = item
    return values


def refuse(givens: LossGivens, *_: Any) -> str | None:
    """Labels of both kinds, samples that differ, and no prediction that is a coin's toss or exactly right."""
    if givens.loss == "squared_error":
        same = any(a == b for a, b in zip(givens.predictions, givens.y, strict=True))
        return "a prediction is exactly right" if same else None
    if len(givens.y) > 1 and len(set(_of_labels(givens))) == 1:
        return "all samples have the same loss"
    if givens.loss == "binary_cross_entropy" and len(givens.y) > 1 and len(set(givens.y)) == 1:
        return "all labels are equal"
    return "a prediction is a coin's toss" if 0.5 in givens.predictions else None


def ask(_: Random, givens: LossGivens, *__: Any) -> tuple[Ask, ...]:
    """The loss, or its mean."""
    return (Ask(("loss" if len(givens.y) == 1 else "mean_loss",), "number"),)


def cross_check(givens: LossGivens, asks: Sequence[Ask], _: Convention) -> Mapping[str, float]:
    """NumPy's losses over the whole data set."""
    y = np.array(givens.y)
    if givens.loss == "cross_entropy":
        rows = np.array([[_value(entry) for entry in row] for row in givens.predictions])
        value = losses.cross_entropy(rows, y.astype(int) - 1, reduction="mean")
    else:
        predictions = np.array([_value(entry) for entry in givens.predictions])
        compute = losses.squared_error if givens.loss == "squared_error" else losses.binary_cross_entropy
        value = compute(predictions, y, reduction="mean")
    return {asks[0].name: float(value)}


def _latex(entry: Entry) -> str:
    from reference.numerals import plain

    return POWER.sub(r"e^{-\1}", entry) if isinstance(entry, str) else plain(entry)


def more(givens: LossGivens, _: Convention) -> Mapping[str, object]:
    """The predictions in LaTeX, a row a sample."""
    items = [item if isinstance(item, tuple) else (item,) for item in givens.predictions]
    return {
        "rows": [[_latex(entry) for entry in item] for item in items],
        "name": NAMES[givens.loss],
        "exact": _exact(givens),
        "whole_labels": givens.loss != "squared_error",
    }


def printed(givens: LossGivens, _: Convention) -> Mapping[str, str]:
    """The loss by its name; powers of e as such."""
    texts = {path: _latex(entry) for path, entry in _entries(givens) if isinstance(entry, str)}
    return {"loss": NAMES[givens.loss], **texts}


def put_in(givens: LossGivens) -> Mapping[str, str]:
    """Powers of e are put in as such."""
    if not _exact(givens):
        return {}
    texts = enumerate(_of_labels(givens), start=1)
    return {f"q{index(k, len(givens.y))}": _latex(text) for k, text in texts}


family = Family(
    givens=LossGivens,
    options=LossOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes="loss_value",
    topics=(17,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("number", "choice"),
    printed=printed,
    put_in=put_in,
    presets={"easy": {"samples": [1], "fine": 1}, "hard": {"samples": [4, 5], "classes": [4, 5]}},
    variants=(
        *({"losses": [loss], "samples": samples} for loss in LOSSES for samples in ([1], [2, 3])),
        {"decimals": 3},
        *({"calculator": False, "losses": [loss]} for loss in LOSSES),
    ),
)
