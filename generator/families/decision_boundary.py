"""The decision boundary of a perceptron: its line, the side of a point, and the distance to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from generator import fields, vectors
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import boundary

PARTS = ("line", "value", "side", "distance")
TRIPLES: tuple[tuple[float, ...], ...] = (
    (3, 4),
    (4, 3),
    (6, 8),
    (8, 6),
    (5, 12),
    (12, 5),
    (8, 15),
    (0.6, 0.8),
    (0.8, 0.6),
    (1.5, 2),
    (2, 1.5),
)
SOLIDS: tuple[tuple[float, ...], ...] = (
    (1, 2, 2),
    (2, 1, 2),
    (2, 2, 1),
    (2, 3, 6),
    (6, 2, 3),
    (3, 6, 2),
    (4, 4, 2),
    (2, 4, 4),
)


@dataclass(frozen=True)
class BoundaryOptions(Options):
    """How many inputs, and what is asked."""

    inputs: tuple[int, ...] = fields.wholes(
        2, 3, lengths=(1, 2), default=(2,), help="how many inputs, one of these"
    )
    ask: tuple[str, ...] = fields.words(
        *PARTS, default=("line", "side", "distance"), help="what is asked; the line only where inputs is 2"
    )
    whole_norm: bool = fields.flag(
        default=False, help="whether the norm of the weights comes out even, as it does without a calculator"
    )
    decimals: int = fields.whole(2, 6, default=3, help="decimals of every rounded number")


@dataclass(frozen=True)
class BoundaryGivens:
    """w, b: the unit. x: the point."""

    w: tuple[float, ...] = vectors.vector(2, 4)
    b: float = fields.real(-1000, 1000)
    x: tuple[float, ...] = vectors.vector(2, 4)


def sample(rng: Random, options: BoundaryOptions, _: Convention) -> BoundaryGivens:
    """Small whole numbers; without a calculator, weights whose norm is one too."""
    size = rng.choice(options.inputs)
    if options.calculator and not options.whole_norm:
        sizes: tuple[float, ...] = tuple(rng.choice((2, 3, 4, 5)) for _ in range(size))
    else:
        sizes = rng.choice(TRIPLES if size == 2 else SOLIDS)
    w = tuple(rng.choice((-1, 1)) * weight for weight in sizes)
    reach = 6 if options.calculator else 4
    x = tuple(rng.choice((-1, 1)) * rng.randint(1, reach) for _ in range(size))
    return BoundaryGivens(w, rng.choice((-1, 1)) * rng.randint(1, 9), x)


def refuse(givens: BoundaryGivens, options: BoundaryOptions, _: Convention) -> str | None:
    """A point off the boundary; different weights; quotients that come out even without a calculator."""
    w, b, x = givens.w, givens.b, givens.x
    z = sum(a * c for a, c in zip(w, x, strict=True)) + b
    if abs(z) < 0.5:
        return "the point is on the boundary"
    if abs(w[0]) == abs(w[1]) or abs(x[0]) == abs(x[1]):
        return "two weights or two coordinates have the same size"
    if options.calculator:
        return None
    quotients = [z / float(np.linalg.norm(w))]
    quotients += [w[0] / w[1], b / w[1]] if len(w) == 2 and "line" in options.ask else []
    return None if all((q * 100).is_integer() for q in quotients) else "a quotient is no short decimal"


def complain(givens: BoundaryGivens, _: Convention) -> str | None:
    """A coordinate a weight; weights that make a boundary, and a line that is no upright one."""
    if len(givens.w) != len(givens.x):
        return f"given w has {len(givens.w)} numbers and given x has {len(givens.x)}"
    if not any(givens.w):
        return "given w is 0 throughout, which makes no boundary"
    if len(givens.w) == 2 and givens.w[1] == 0:
        return "given w has 0 in the second place, so its line has no slope"
    return None


def derive(givens: BoundaryGivens, convention: Convention) -> Derivation:
    """Value, side and distance of the point; slope and constant of the line."""
    return boundary.point(len(givens.w), at_zero=convention.step_at_zero)


def ask(_: Random, givens: BoundaryGivens, options: BoundaryOptions, __: Convention) -> tuple[Ask, ...]:
    """In the order in which one works."""
    sides = ("the unit gives 0", "the unit gives 1")
    parts = {
        "value": Ask(("z",), "number"),
        "side": Ask(("side",), "choice", share=0.5, extra={"options": sides}),
        "distance": Ask(("distance",), "number"),
    }
    if len(givens.w) == 2:
        parts = {"line": Ask(("m", "c"), "array", of="line"), **parts}
    return tuple(part for name, part in parts.items() if name in options.ask) or (parts["distance"],)


def cross_check(givens: BoundaryGivens, _: tuple[Ask, ...], convention: Convention) -> Mapping[str, Any]:
    """The point's foot on the boundary, and two points of the line."""
    w, x, b = np.array(givens.w, float), np.array(givens.x, float), givens.b
    foot = np.linalg.lstsq(w[None, :], np.array([-b - w @ x]), rcond=None)[0]  # the shortest step to it
    z = -float(w @ foot)
    fires = z > 0 or (z == 0 and convention.step_at_zero == 1)
    found: dict[str, Any] = {"z": z, "side": 1 + int(fires), "distance": float(np.linalg.norm(foot))}
    if len(w) == 2:
        at_0, at_1 = (float(np.linalg.solve([[1, 0], givens.w], [x1, -b])[1]) for x1 in (0, 1))
        found["line"] = (at_1 - at_0, at_0)
    return found


def more(givens: BoundaryGivens, _: Convention) -> Mapping[str, object]:
    """The places of the inputs."""
    return {"inputs": range(1, len(givens.w) + 1)}


family = Family(
    givens=BoundaryGivens,
    options=BoundaryOptions,
    sample=sample,
    derive=derive,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes="boundary",
    topics=(6,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("number", "array", "choice"),
    presets={
        "easy": {"whole_norm": True, "ask": ["value", "side", "distance"]},
        "hard": {"inputs": [2, 3], "ask": [*PARTS]},
    },
    variants=(
        {},
        {"inputs": [3]},
        {"ask": ["line"]},
        {"ask": ["value", "distance"], "decimals": 4},
        {"calculator": False},
        {"calculator": False, "inputs": [3]},
    ),
)
