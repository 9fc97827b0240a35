"""The regions that the lines of step units cut the plane into, and what an output unit makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, product
from random import Random
from typing import Any

import numpy as np

from generator import fields, halfplanes, vectors
from generator.arrangements import crossing_lines, parallel_lines, points_apart
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.family import Ask, Family, Options
from generator.halfplanes import Line, Plan, Point, plan
from generator.terms import linear
from reference.derivation import Derivation
from reference.derivations import decision_regions as derivations
from reference.derivations.decision_regions import SETS_UP_TO

SHOWN = ("weights", "arrows", "shaded")
PARTS = ("hidden", "where", "points", "count")
ROOM = 8.5
"""Points of print around a region's number, and between a point and a line."""
AT = ("at neither", "only at $P$", "only at $Q$", "at both")
LITERALS = tuple(product((1, -1), repeat=2))
TABLES = tuple(
    tuple(int(sum((a == 1) == (s > 0) for a, s in zip(hidden, signs, strict=True)) >= least)
          for hidden in product((0, 1), repeat=2))
    for least in (2, 1) for signs in LITERALS
)  # fmt: skip
"""AND, then OR, of the hidden units or of what is not: outputs for (0, 0), (0, 1), (1, 0), (1, 1)."""


@dataclass(frozen=True)
class RegionOptions(Options):
    """How the lines lie, what the figure shows, and what is asked."""

    lines: tuple[int, ...] = fields.wholes(
        2, 3, lengths=(1, 2), default=(2,), help="how many hidden units, one of these"
    )
    arrangement: tuple[str, ...] = fields.words(
        "crossing", "parallel", default=("crossing", "parallel"), help="how two lines lie, one of these"
    )
    show: tuple[str, ...] = fields.words(
        *SHOWN,
        default=("weights", "arrows"),
        help="the hidden units' weights; or arrows to their sides of 1; or also where the output is 1",
    )
    negated: bool = fields.flag(default=True, help="whether weights of the output unit may be negative")
    ask: tuple[str, ...] = fields.words(
        *PARTS, default=("where", "points"), help="what is asked, unless the output's part is shaded"
    )


@dataclass(frozen=True)
class RegionGivens:
    """W1 with one row a hidden unit, b1; W2, b2: the output unit. P, Q: points, if any is asked about."""

    W1: tuple[Point, ...] = vectors.rows((2, 3), (2, 2), limit=20)
    b1: tuple[float, ...] = vectors.vector(2, 3, limit=100)
    W2: tuple[tuple[float, ...], ...] = vectors.rows((1, 1), (2, 3), limit=20)
    b2: tuple[float, ...] = fields.array(1, limit=100)
    P: tuple[float, ...] | None = fields.array(2, limit=20, optional=True)
    Q: tuple[float, ...] | None = fields.array(2, limit=20, optional=True)
    show: str = fields.word(*SHOWN)


def sample(rng: Random, options: RegionOptions, _: Convention) -> RegionGivens:
    """Lines with short equations through the middle of the plane; AND, OR or most of their sides."""
    show, units = rng.choice(options.show), rng.choice(options.lines)
    units = 2 if show == "shaded" else units
    parallel = units == 2 and show != "shaded" and rng.choice(options.arrangement) == "parallel"
    lines = parallel_lines(rng) if parallel else crossing_lines(rng, units)
    turned = [(s * a, s * b, s * c) for a, b, c in lines for s in (rng.choice((1, -1)),)]
    W1, b1 = tuple((a, b) for a, b, _ in turned), tuple(c for _, _, c in turned)
    signs = [rng.choice((1, -1)) if options.negated else 1 for _ in W1]
    least = rng.randint(1, units)  # so many of the hidden units are as the output wants them
    givens = RegionGivens(W1, b1, (tuple(signs),), (0.5 - least + signs.count(-1),), None, None, show)
    if show == "shaded" or not {"hidden", "points"} & {*options.ask}:
        return givens
    p, q = points_apart(rng, _equations(givens))
    return replace(givens, P=p, Q=q)


def tidy(givens: RegionGivens, _: Convention) -> RegionGivens:
    """No points where the output's part is shaded; there an output unit that is plainly AND or OR."""
    if givens.show != "shaded":
        return givens
    if len(givens.W2[0]) == 2 and (table := _table(givens)) in TABLES:
        place = TABLES.index(table)
        signs = LITERALS[place % 4]
        givens = replace(givens, W2=(signs,), b2=((-1.5, -0.5)[place // 4] + signs.count(-1),))
    return replace(givens, P=None, Q=None)


def _table(givens: RegionGivens) -> tuple[int, ...]:
    """The output for each pair of the hidden units' outputs."""
    (v, w), (c,) = givens.W2[0], givens.b2
    return tuple(int(v * a + w * b + c > 0) for a, b in product((0, 1), repeat=2))


def complain(givens: RegionGivens, _: Convention) -> str | None:
    """As many biases and output weights as hidden units; lines that cut; a function that has a name."""
    units = len(givens.W1)
    if len(givens.b1) != units or len(givens.W2[0]) != units:
        return f"given W1 has {units} rows, b1 {len(givens.b1)} numbers and W2 {len(givens.W2[0])}"
    if (givens.P is None) != (givens.Q is None):
        return "given is only one of the points P and Q; allowed are both or none"
    for j, w in enumerate(givens.W1, start=1):
        if not any(w):
            return f"given W1 has only 0 in row {j}, which makes no line"
    if any(halfplanes.same(one, other) for one, other in combinations(_equations(givens), 2)):
        return "given W1 and b1 have the same line twice"
    if givens.show != "shaded":
        return None
    if units != 2 or halfplanes.crossing(*_equations(givens)) is None:
        return "given show is shaded, which needs two lines that cross"
    return None if _table(givens) in TABLES else "given show is shaded, but W2 and b2 make no AND and no OR"


def _equations(givens: RegionGivens) -> list[Line]:
    return [(w[0], w[1], b) for w, b in zip(givens.W1, givens.b1, strict=True)]


def _points(givens: RegionGivens) -> list[Point]:
    return [(point[0], point[1]) for point in (givens.P, givens.Q) if point is not None]


def _plan(givens: RegionGivens) -> Plan:
    return plan(tuple(_equations(givens)), tuple(_points(givens)))


def refuse(givens: RegionGivens, *_: Any) -> str | None:
    """Regions with room for a number, points that are clearly in two of them, an output that differs."""
    lines, points, drawn = _equations(givens), _points(givens), _plan(givens)
    unit = halfplanes.PRINTED / drawn.within[2]
    if any(halfplanes.distance(line, point) * unit < ROOM for line in lines for point in points):
        return "a point is near a line"
    if points and halfplanes.sides(lines, points[0]) == halfplanes.sides(lines, points[1]):
        return "the points are in one region"
    if min(halfplanes.room(place, lines, drawn.within, points) for place in drawn.places) * unit < ROOM:
        return "a region has no room for its number"
    if len({_output(givens, place) for place in drawn.places}) == 1:
        return "the output is the same everywhere"
    return None


def _output(givens: RegionGivens, point: Point) -> int:
    """The net's output at a point off the lines, in plain arithmetic."""
    hidden = halfplanes.sides(_equations(givens), point)
    return int(sum(v for v, fires in zip(givens.W2[0], hidden, strict=True) if fires) + givens.b2[0] > 0)


def derive(givens: RegionGivens, convention: Convention) -> Derivation:
    """Every region's and every point's outputs; or the function that the shading shows."""
    if givens.show == "shaded":
        return derivations.function(TABLES)
    return derivations.net(
        len(givens.W1),
        len(_plan(givens).regions),
        points=givens.P is not None,
        at_zero=convention.step_at_zero,
        seen=givens.show == "arrows",
    )


def inputs(givens: RegionGivens) -> Mapping[str, float]:
    """The units, a point in each region and those asked about; or what of these the figure shows."""
    lines, places = _equations(givens), [*_plan(givens).places, *_points(givens)]
    found: dict[str, float] = {}
    for k, place in enumerate(places, start=1):
        if givens.show == "weights":
            found |= {f"x{k}_1": place[0], f"x{k}_2": place[1]}
        else:
            found |= {
                f"side{j}_{k}": int(side) for j, side in enumerate(halfplanes.sides(lines, place), start=1)
            }
    for j, (v, (w1, w2, b)) in enumerate(zip(givens.W2[0], lines, strict=True), start=1):
        found |= {f"W2_1_{j}": v, f"W1_{j}_1": w1, f"W1_{j}_2": w2, f"b1_{j}": b}
    if givens.show == "shaded":
        return found | {f"shade_{k}": _output(givens, place) for k, place in enumerate(places, start=1)}
    return found | {"b2_1": givens.b2[0]}


def ask(_: Random, givens: RegionGivens, options: RegionOptions, convention: Convention) -> tuple[Ask, ...]:
    """In the order in which one works; the regions themselves only where they are few."""
    symbol, count = convention.notation().symbol, len(_plan(givens).regions)
    if givens.show == "shaded":
        return (Ask(("fits",), "choice", extra={"options": _functions(symbol("h1"), symbol("h2"))}),)
    hidden = product((0, 1), repeat=len(givens.W1))
    parts = {
        "hidden": Ask(("hidden",), "choice", extra={"options": tuple(f"${bits}$" for bits in hidden)}),
        "where": Ask(("where",), "choice", share=2, extra={"options": _sets(count)}),
        "points": Ask(("both",), "choice", extra={"options": AT}),
        "count": Ask(("number",), "integer", share=2),
    }  # fmt: skip
    if count > SETS_UP_TO:
        parts["where"] = parts["count"]
    wanted = [name for name in options.ask if givens.P is not None or name in ("where", "count")]
    return tuple(dict.fromkeys(part for name, part in parts.items() if name in (wanted or ["count"])))


@lru_cache(8)
def _sets(count: int) -> tuple[str, ...]:
    """Each region alone, all but one, and none of these."""
    each = range(1, count + 1)
    return (
        *(f"only in region {k}" for k in each),
        *(f"in all but region {k}" for k in each),
        "none of these",
    )


def _functions(a: str, b: str) -> tuple[str, ...]:
    """The functions of the table in formulas."""
    pairs = [
        tuple(s if sign > 0 else rf"\neg {s}" for s, sign in zip((a, b), signs, strict=True))
        for signs in LITERALS
    ]
    return tuple(f"${first} {sign} {second}$" for sign in (r"\land", r"\lor") for first, second in pairs)


def cross_check(givens: RegionGivens, asks: tuple[Ask, ...], convention: Convention) -> Mapping[str, int]:
    """NumPy's forward pass all over the regions that are drawn, or over the corners of the hidden cube."""
    v, c, at_zero = np.array(givens.W2[0], float), givens.b2[0], convention.step_at_zero

    def fires(z: Any) -> Any:
        return z >= 0 if at_zero else z > 0

    if givens.show == "shaded":
        table = fires(np.array([*product((0, 1), repeat=2)]) @ v + c)
        return {"fits": TABLES.index(tuple(table.astype(int).tolist())) + 1}
    regions, points = _plan(givens).regions, _points(givens)
    middles = map(halfplanes.centre, regions)
    inside = [
        (k, 0.9 * x + 0.1 * u, 0.9 * y + 0.1 * w) for k, (u, w) in enumerate(middles) for x, y in regions[k]
    ]
    places = np.array([*points, *(place[1:] for place in inside)], float)
    hidden = fires(places @ np.array(givens.W1, float).T + np.array(givens.b1, float))
    outputs = fires(hidden @ v + c).tolist()
    seen = {(k, output) for (k, *_), output in zip(inside, outputs[len(points) :], strict=True)}
    ones = [k for k in range(len(regions)) if (k, True) in seen]
    zeros = [k for k in range(len(regions)) if (k, False) in seen]
    if set(ones) & set(zeros):
        return {}  # no region is cut by where the output changes
    where = ones[0] if len(ones) == 1 else len(regions) + zeros[0] if len(zeros) == 1 else 2 * len(regions)
    found = {"number": len(ones), "where": where + 1}
    if points:
        found["both"] = [(0, 0), (1, 0), (0, 1), (1, 1)].index(tuple(outputs[:2])) + 1
        found["hidden"] = [*product((0, 1), repeat=len(v))].index(tuple(hidden[0].tolist())) + 1
    return found


def more(givens: RegionGivens, convention: Convention) -> Mapping[str, object]:
    """The units' sums, the regions with their places, and the points."""
    symbol = convention.notation().symbol
    names = symbol("x_1"), symbol("x_2"), ""
    hidden = [symbol(f"h{j}") for j in range(1, len(givens.W1) + 1)]
    return {
        "hidden": hidden,
        "sums": [linear(zip(line, names, strict=True)) for line in _equations(givens)],
        "line": linear(zip((*givens.W2[0], givens.b2[0]), (*hidden, ""), strict=True)),
        "places": _plan(givens).places,
        "points": [*zip("PQ", _points(givens), strict=False)],
    }


def printed(givens: RegionGivens, convention: Convention) -> Mapping[str, str]:
    """Weights stand inside of formulas, or in the figure and its words alone."""
    texts: Any = more(givens, convention)
    weights, output = givens.show == "weights", givens.show != "shaded"
    found = {"show": "figure"} | {f"{point}[{i}]": "figure" for point, i in product("PQ", (0, 1))}
    for j, text in enumerate(texts["sums"]):
        found |= dict.fromkeys((f"W1[{j}][0]", f"W1[{j}][1]", f"b1[{j}]"), text if weights else "figure")
        found |= dict.fromkeys((f"W2[0][{j}]", "b2[0]"), texts["line"] if output else "figure")
    return found


def figures(givens: RegionGivens, convention: Convention) -> tuple[Figure, ...]:
    """The plane with its regions."""
    from generator.regions import Region, regions_figure

    drawn, symbol = _plan(givens), convention.notation().symbol
    shaded = givens.show == "shaded"
    parts = [
        Region(polygon, place, shaded=shaded and _output(givens, place) == 1)
        for polygon, place in zip(drawn.regions, drawn.places, strict=True)
    ]
    figure = regions_figure(
        within=drawn.within,
        lines={symbol(f"h{j}"): line for j, line in enumerate(_equations(givens), start=1)},
        regions=parts,
        points=dict(zip("PQ", _points(givens), strict=False)),
        axes=(symbol("x_1"), symbol("x_2")),
        arrows=givens.show != "weights",
    )
    return (figure,)


family = Family(
    givens=RegionGivens,
    options=RegionOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    tidy=tidy,
    more=more,
    figures=figures,
    mistakes="decision_regions",
    topics=(4, 6),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("choice", "integer"),
    printed=printed,
    presets={
        "easy": {"show": ["arrows"], "negated": False},
        "hard": {"lines": [3], "ask": ["hidden", "points", "count"]},
    },
    variants=(
        {},
        {"show": ["weights"]},
        {"show": ["arrows"], "ask": ["hidden", "where"]},
        {"show": ["shaded"]},
        {"arrangement": ["parallel"]},
        {"lines": [3], "show": ["arrows"], "ask": ["count"]},
        {"calculator": False},
    ),
)
