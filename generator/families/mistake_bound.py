"""The mistake bound of the perceptron for a data set: its largest norm, its margin, and the bound."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from generator import fields, vectors
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import mistake_bound

REACH = 7
DIRECTIONS = [(a * p, b * q) for p, q in ((3, 4), (4, 3)) for a in (-1, 1) for b in (-1, 1)]


@dataclass(frozen=True)
class BoundOptions(Options):
    """How many samples, and whether the separator has norm 1 already."""

    samples: tuple[int, ...] = fields.wholes(
        2, 6, lengths=(1, 5), default=(3, 4), help="how many samples, one of these"
    )
    unit_norm: str = fields.word(
        "yes", "no", "either", default="yes", help="whether the separator has norm 1"
    )
    decimals: int = fields.whole(2, 6, default=3, help="decimals of every rounded number")


@dataclass(frozen=True)
class BoundGivens:
    """X, y: the samples; w: the best separator through the origin, of any norm."""

    X: tuple[tuple[float, ...], ...] = vectors.rows((2, 6), (2, 2), limit=100)
    y: tuple[int, ...] = fields.wholes(-1, 1, lengths=(2, 6))
    w: tuple[float, ...] = fields.array(2, limit=100)


@lru_cache(64)
def _points(direction: tuple[int, int]) -> dict[int, list[tuple[int, int]]]:
    """Whole points by their product with the direction, the positive ones."""
    found: dict[int, list[tuple[int, int]]] = {}
    for a, b in itertools.product(range(-REACH, REACH + 1), repeat=2):
        if a and b and (product := direction[0] * a + direction[1] * b) > 0:
            found.setdefault(product, []).append((a, b))
    return found


def sample(rng: Random, options: BoundOptions, _: Convention) -> BoundGivens:
    """Two samples at the margin, one on either side of the separator's direction; the others farther away."""
    direction = rng.choice(DIRECTIONS)
    by_product = _points(direction)
    near = range(6, 21) if options.calculator else (2, 10, 20)
    closest = rng.choice([product for product in near if len(by_product.get(product, ())) > 1])
    support = rng.sample(by_product[closest], 2)
    beyond = [point for product, points in by_product.items() if product > closest for point in points]
    points = [*support, *rng.sample(beyond, rng.choice(options.samples) - 2)]
    rng.shuffle(points)
    y = tuple(rng.choice((-1, 1)) for _ in points)
    X = tuple((label * a, label * b) for label, (a, b) in zip(y, points, strict=True))
    unit = options.unit_norm == "yes" or (options.unit_norm == "either" and rng.random() < 0.5)
    w = (direction[0] / 5, direction[1] / 5) if unit else direction
    return BoundGivens(X, y, w)


def _best(givens: BoundGivens) -> float:
    """The largest margin that any direction has: tried are all samples and what is square to two of them."""
    points = [(label * a, label * b) for label, (a, b) in zip(givens.y, givens.X, strict=True)]
    tried: list[Sequence[float]] = list(points)
    for p, q in itertools.combinations(points, 2):
        along = (q[1] - p[1], p[0] - q[0])
        tried.extend((along, (-along[0], -along[1])))
    margins = [
        min(d[0] * p[0] + d[1] * p[1] for p in points) / norm for d in tried if (norm := math.hypot(*d)) > 0
    ]
    return max(margins, default=0.0)


def _margin(givens: BoundGivens) -> float:
    products = (y * (givens.w[0] * a + givens.w[1] * b) for y, (a, b) in zip(givens.y, givens.X, strict=True))
    return min(products) / (math.hypot(*givens.w) or 1)


def refuse(givens: BoundGivens, *_: Any) -> str | None:
    """The separator must be the best one, its margin not its own square; both labels; norms that differ."""
    if not math.isclose(_margin(givens), _best(givens), rel_tol=1e-9):
        return "another separator has a larger margin"
    if math.isclose(_margin(givens), 1):
        return "the margin is 1, so that nobody sees whether it was squared"
    if len(set(givens.y)) == 1:
        return "all labels are equal"
    norms = sorted(math.hypot(*row) for row in givens.X)
    return "two samples share the largest norm" if norms[-1] == norms[-2] else None


def complain(givens: BoundGivens, _: Convention) -> str | None:
    """A label a sample, and a separator that is the best."""
    if len(givens.y) != len(givens.X) or 0 in givens.y:
        return f"given y is {list(givens.y)}; needed is 1 or -1 for each of {len(givens.X)} samples"
    best, margin = _best(givens), _margin(givens)
    if best <= 0:
        return "no line through the origin separates the given samples"
    if not math.isclose(best, margin, rel_tol=1e-6):
        return f"given w has the margin {margin:.6g}, but the best separator has {best:.6g}"
    return None


def _unit(givens: BoundGivens) -> bool:
    return math.isclose(math.hypot(*givens.w), 1, rel_tol=1e-9)


def inputs(givens: BoundGivens) -> Mapping[str, float]:
    """x1_1, …, y_1, …, best_1, best_2."""
    values: dict[str, float] = {
        f"x{k}_{i}": v for k, row in enumerate(givens.X, 1) for i, v in enumerate(row, 1)
    }
    values |= {f"y_{k}": label for k, label in enumerate(givens.y, 1)}
    return {**values, "best_1": givens.w[0], "best_2": givens.w[1]}


def derive(givens: BoundGivens, _: Convention) -> Derivation:
    """Norms, margins, bound."""
    return mistake_bound.bound(len(givens.X), unit_norm=_unit(givens))


def ask(*_: Any) -> tuple[Ask, ...]:
    """The largest squared norm, the margin, and the bound."""
    return Ask(("D2",), "number"), Ask(("gamma",), "number"), Ask(("bound",), "number")


def cross_check(givens: BoundGivens, *_: Any) -> Mapping[str, float]:
    """The margin as the largest that any direction has, whatever separator is given."""
    largest = max(abs(complex(*row)) for row in givens.X) ** 2
    best = _best(givens)
    return {"D2": largest, "gamma": best, "bound": (2 + largest) / best**2}


def more(givens: BoundGivens, _: Convention) -> Mapping[str, object]:
    """Whether the separator has norm 1."""
    return {"unit": _unit(givens)}


def figures(givens: BoundGivens, _: Convention) -> tuple[Figure, ...]:
    """The samples and the separator."""
    from generator.plane import plane

    samples = [((row[0], row[1]), label) for row, label in zip(givens.X, givens.y, strict=True)]
    ones, others = [p for p, label in samples if label == 1], [p for p, label in samples if label != 1]
    return (plane(filled=ones, open_ones=others, normal=(givens.w[0], givens.w[1])),)


family = Family(
    givens=BoundGivens,
    options=BoundOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    figures=figures,
    mistakes="mistake_bound",
    topics=(8,),
    lectures=("cs760",),
    answers=("number", "choice"),
    presets={"easy": {"samples": [3]}, "hard": {"samples": [4, 5], "unit_norm": "no"}},
    variants=({}, {"samples": [5, 6]}, {"unit_norm": "no"}, {"calculator": False}),
)
