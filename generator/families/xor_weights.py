"""Weights with which a two-layer network computes XOR or XNOR."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any, cast

from generator import fields
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.family import Ask, Family, Options
from reference import gates
from reference.derivation import Derivation
from reference.derivations import gates as derivations
from reference.numerals import plain

WEIGHTS = derivations.WEIGHTS
CLOSE = 1e-6
SHAPES = {"W1": (2, 2), "b1": (2,), "W2": (1, 2), "b2": (1,)}
BLANKS = {
    "all": WEIGHTS,
    "output": ("W2_1_1", "W2_1_2", "b2_1"),
    "hidden": ("W1_1_1", "W1_1_2", "W1_2_1", "W1_2_2", "b1_1", "b1_2"),
    "unit": ("W1_2_1", "W1_2_2", "b1_2"),
    "biases": ("b1_1", "b1_2", "b2_1"),
}


@dataclass(frozen=True)
class XorOptions(Options):
    """Which gate, which units, which weights are asked for."""

    gates: tuple[str, ...] = fields.words(
        "XOR", "XNOR", default=("XOR", "XNOR"), help="the gate, one of these"
    )
    units: tuple[str, ...] = fields.words(
        "step", "sigmoid", default=("step",), help="the units, one of these"
    )
    leave: tuple[str, ...] = fields.words(
        *BLANKS, default=("all", "output", "unit"), help="what is left blank, one of these"
    )


@dataclass(frozen=True)
class Blanks:
    """The net as printed: numbers where they are given, None where they are blank."""

    W1: tuple[tuple[float | None, ...], ...]
    b1: tuple[float | None, ...]
    W2: tuple[tuple[float | None, ...], ...]
    b2: tuple[float | None, ...]

    def named(self) -> dict[str, float | None]:
        """{W1_1_1: number or None, …}."""
        return {
            **{f"W1_{j}_{i}": self.W1[j - 1][i - 1] for j in (1, 2) for i in (1, 2)},
            **{f"b1_{j}": self.b1[j - 1] for j in (1, 2)},
            **{f"W2_1_{i}": self.W2[0][i - 1] for i in (1, 2)},
            "b2_1": self.b2[0],
        }


def _blanks_of(values: Mapping[str, float | None]) -> Blanks:
    v = values
    return Blanks(
        ((v["W1_1_1"], v["W1_1_2"]), (v["W1_2_1"], v["W1_2_2"])),
        (v["b1_1"], v["b1_2"]),
        ((v["W2_1_1"], v["W2_1_2"]),),
        (v["b2_1"],),
    )


def _read_blanks(value: Any) -> Blanks:
    """Read "all", or {"W1": [[1, null], …], …} with null where blank."""
    if value == "all":
        return _blanks_of(dict.fromkeys(WEIGHTS))
    if not isinstance(value, dict) or set(value) != set(SHAPES):
        raise ValueError
    return Blanks(**{name: _read_array(value[name], shape) for name, shape in SHAPES.items()})


def _read_array(value: Any, shape: tuple[int, ...]) -> Any:
    if not shape:
        if value is None or (type(value) in (int, float) and abs(value) <= 100):  # as the sentence says
            return value
        raise ValueError
    if not isinstance(value, (list, tuple)) or len(value) != shape[0]:
        raise ValueError
    return tuple(_read_array(item, shape[1:]) for item in value)


@dataclass(frozen=True)
class XorGivens:
    """gate, unit, blanks; example: weights that solve it, None when there are none."""

    gate: str = fields.word("XOR", "XNOR")
    unit: str = fields.word("step", "sigmoid")
    blanks: Blanks = fields.custom(  # noqa: RUF009  # it makes a dataclass field
        _read_blanks,
        'the word all, or {"W1": [[…, …], […, …]], "b1": […, …], "W2": [[…, …]], "b2": […]} '
        "of numbers within ±100, null where blank",
    )
    example: tuple[float, ...] | None = None


@lru_cache(1)
def _units() -> dict[tuple[int, ...], list[tuple[float, float, float]]]:
    """Small pleasant weights (w1, w2, b) of a unit by the table that they realise, none on a boundary."""
    found: dict[tuple[int, ...], list[tuple[float, float, float]]] = {}
    for w1, w2, twice in itertools.product((-2, -1, 1, 2), (-2, -1, 1, 2), range(-5, 6)):
        b = twice / 2
        sums = [w1 * p + w2 * q + b for p, q in gates.input_rows(2)]
        if 0 not in sums:
            found.setdefault(tuple(int(z > 0) for z in sums), []).append((w1, w2, b))
    return found


@lru_cache(4)
def _hidden_pairs(
    gate: str,
) -> list[tuple[tuple[int, ...], tuple[int, ...], list[tuple[float, float, float]]]]:
    """Pairs of hidden tables from which one more unit makes the gate, with that unit's weights."""
    table = gates.truth_table(gate)

    def outputs(first: tuple[int, ...], second: tuple[int, ...]) -> Iterator[tuple[float, float, float]]:
        for weights in itertools.chain.from_iterable(_units().values()):
            sums = [weights[0] * p + weights[1] * q + weights[2] for p, q in zip(first, second, strict=True)]
            if all((z > 0) == bool(bit) for z, bit in zip(sums, table, strict=True)):
                yield weights

    pairs = ((f, g, list(outputs(f, g))) for f, g in itertools.permutations(_units(), 2))
    return [pair for pair in pairs if pair[2]]


def sample(rng: Random, options: XorOptions, convention: Convention) -> XorGivens:
    """A net that computes the gate, of which some weights are left blank."""
    gate = rng.choice(options.gates)
    unit = rng.choice(options.units) if options.calculator else "step"
    first, second, outputs = rng.choice(_hidden_pairs(gate))
    hidden = [rng.choice(_units()[first]), rng.choice(_units()[second])]
    output = rng.choice(outputs)
    scale = 1 if unit == "step" else rng.choice((4, 6, 8))
    (w11, w12, b11), (w21, w22, b12) = ([scale * value for value in weights] for weights in hidden)
    example = (w11, w12, w21, w22, b11, b12, *output)
    blank = BLANKS[rng.choice(options.leave)]
    return XorGivens(
        gate,
        unit,
        _blanks_of({n: None if n in blank else v for n, v in zip(WEIGHTS, example, strict=True)}),
        example,
    )


@lru_cache(256)
def _found(gate: str, unit: str, blanks: Blanks, at_zero: int) -> tuple[float, ...] | None:
    """Weights that fill the blanks; exact for step units, by search for sigmoids."""
    table = gates.truth_table(gate)
    if unit == "step":
        net = gates.fillable(table, blanks.W1, blanks.b1, blanks.W2, blanks.b2, at_zero=at_zero)
    else:
        net = gates.fill_sigmoid(table, blanks.W1, blanks.b1, blanks.W2, blanks.b2)
    if net is None:
        return None
    (W1, W2), (b1, b2) = net.weights, net.biases
    return tuple(float(v) for v in (*W1[0], *W1[1], *b1, *W2[0], *b2))


def tidy(givens: XorGivens, convention: Convention) -> XorGivens:
    """Blanks fixed by hand need an example of their own, if there is one."""
    return dataclasses.replace(
        givens, example=_found(givens.gate, givens.unit, givens.blanks, convention.step_at_zero)
    )


def complain(givens: XorGivens, _: Convention) -> str | None:
    """Blanks must be there, and there must be a way to fill them."""
    if None not in givens.blanks.named().values():
        return "given blanks leaves nothing blank; put null where students fill in"
    if givens.example is None:
        proven = "can't be filled" if givens.unit == "step" else "could not be filled by search"
        return f"given blanks {proven} so that {givens.unit} units compute {givens.gate}; leave more blank"
    return None


def inputs(givens: XorGivens) -> dict[str, float]:
    """The example's weights."""
    return dict(zip(WEIGHTS, givens.example or (), strict=True))


def refuse(givens: XorGivens, options: XorOptions, convention: Convention) -> str | None:
    """The example must realise the table with room to spare."""
    return None if _margin(givens, convention) >= 0.05 else "the example is too near the decision boundary"


def _net(v: Mapping[str, float]) -> tuple[Any, Any]:
    """Weights and biases as arrays, one row a unit."""
    weights = [[[v["W1_1_1"], v["W1_1_2"]], [v["W1_2_1"], v["W1_2_2"]]], [[v["W2_1_1"], v["W2_1_2"]]]]
    return weights, [[v["b1_1"], v["b1_2"]], [v["b2_1"]]]


def _margin(givens: XorGivens, convention: Convention) -> float:
    unit: Any = givens.unit
    return float(
        gates.margin(
            gates.truth_table(givens.gate), *_net(inputs(givens)), unit=unit, at_zero=convention.step_at_zero
        )
    )


def _outputs(givens: XorGivens, convention: Convention) -> Callable[[Mapping[str, float]], tuple[int, ...]]:
    """The table of a filling: floats decide where every sum is well away from 0, else exact arithmetic."""
    table = derive(givens, convention)
    example, unit = inputs(givens), cast("Any", givens.unit)

    def outputs(filled: Mapping[str, float]) -> tuple[int, ...]:
        weights = {**example, **filled}
        values = table.run(weights)
        if any(
            abs(values[f"z{name}_{row}"]) < CLOSE
            for name in ("1_1", "1_2", "2_1")
            for row in derivations.ROWS
        ):
            return gates.outputs(2, *_net(weights), unit=unit, at_zero=convention.step_at_zero)
        return tuple(int(values[f"out_{row}"]) for row in derivations.ROWS)

    return outputs


def derive(givens: XorGivens, convention: Convention) -> Derivation:
    """The truth table, unit by unit."""
    return derivations.table(givens.unit, at_zero=convention.step_at_zero)


def ask(_: Random, givens: XorGivens, __: XorOptions, convention: Convention) -> tuple[Ask, ...]:
    """All blanks together."""
    blank = [name for name, value in givens.blanks.named().items() if value is None]
    symbol = convention.notation().symbol
    extra = {
        "outputs": _outputs(givens, convention),
        "table": gates.truth_table(givens.gate),
        "printed": lambda filled: ", ".join(
            f"${symbol(name)} = {plain(value)}$" for name, value in filled.items()
        ),
    }
    return (Ask(tuple(f"put_{name}" for name in blank), "realises", of="weights", extra=extra),)


def cross_check(givens: XorGivens, asks: tuple[Ask, ...], convention: Convention) -> Mapping[str, Any]:
    """Exact rational arithmetic over the whole net must give the gate's table."""
    wanted, unit = gates.truth_table(givens.gate), cast("Any", givens.unit)

    def by_fractions(filled: Mapping[str, float]) -> bool:
        return gates.realises(
            wanted, *_net({**inputs(givens), **filled}), unit=unit, at_zero=convention.step_at_zero
        )

    return {"weights": by_fractions}


def more(givens: XorGivens, convention: Convention) -> Mapping[str, object]:
    """What is printed and what is blank."""
    named = givens.blanks.named()
    return {
        "fixed": [name for name, value in named.items() if value is not None],
        "values": named,
        "rows": derivations.ROWS,
        "table": gates.truth_table(givens.gate),
        "at_zero": convention.step_at_zero,
    }


def figures(givens: XorGivens, convention: Convention) -> tuple[Figure, ...]:
    """The network, with a letter at each blank and a number at each given weight."""
    from generator.figures import network

    symbol, named = convention.notation().symbol, givens.blanks.named()

    def label(name: str) -> str:
        value = named[name]
        return symbol(name) if value is None else plain(value)

    weights = [
        [[label("W1_1_1"), label("W1_1_2")], [label("W1_2_1"), label("W1_2_2")]],
        [[label("W2_1_1"), label("W2_1_2")]],
    ]
    biases = [[label("b1_1"), label("b1_2")], [label("b2_1")]]
    units = [[symbol("x_1"), symbol("x_2")], [symbol("a1_1"), symbol("a1_2")], [symbol("yhat")]]
    return (network(sizes=(2, 2, 1), unit_labels=units, weights=weights, biases=biases),)


family = Family(
    givens=XorGivens,
    options=XorOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    tidy=tidy,
    complain=complain,
    more=more,
    figures=figures,
    mistakes="gates",
    topics=(4,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("realises", "choice"),
    decimals=lambda _: 3,
    presets={
        "easy": {"leave": ["output"]},
        "hard": {"leave": ["hidden", "all"], "units": ["step", "sigmoid"]},
    },
    variants=(
        *({"units": [unit], "leave": [leave]} for unit in ("step", "sigmoid") for leave in BLANKS),
        {"calculator": False},
    ),
)
