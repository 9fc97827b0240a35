"""A partial derivative through one neuron, as a formula in its output, label, inputs and weights."""

from __future__ import annotations

import cmath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.composing import put_in
from reference.derivation import Derivation
from reference.derivations import logistic_neuron
from reference.derivations.logistic_neuron import HEADS
from reference.printing import Printer
from reference.rules import parse

MOST = 4
WEIGHTS, INPUTS = (tuple(f"{name}_{i}" for i in range(1, MOST + 1)) for name in ("dW1_1", "dx"))
ASKED = ("dyhat", "yhat_by_z", "dz", *WEIGHTS, "db1_1", *INPUTS)
NAMES = {
    HEADS[0]: "binary cross-entropy",
    HEADS[1]: r"\frac{1}{2}",
    HEADS[2]: "identity",
}
TINY = 1e-30


@dataclass(frozen=True)
class FormulaOptions(Options):
    """Which output and loss, how many inputs."""

    heads: tuple[str, ...] = fields.words(*HEADS, default=HEADS[:2], help="output and loss, one of these")
    inputs: tuple[int, ...] = fields.wholes(
        2, MOST, lengths=(1, 3), default=(2, 3), help="how many inputs, one of these"
    )


@dataclass(frozen=True)
class FormulaGivens:
    """head: output and loss; inputs: how many; asked: by what the loss (or the output) is differentiated."""

    head: str = fields.word(*HEADS)
    inputs: int = fields.whole(2, MOST)
    asked: str = fields.word(*ASKED)


def _askable(head: str, inputs: int, difficulty: str) -> list[str]:
    links = [*(["dyhat"] if head == HEADS[0] else []), *([] if head == HEADS[2] else ["yhat_by_z"])]
    whole = [*WEIGHTS[:inputs], "db1_1", *INPUTS[:inputs]]
    return {"easy": [*links, "dz"], "standard": [*links, *whole], "hard": whole}[difficulty]


def sample(rng: Random, options: FormulaOptions, _: Convention) -> FormulaGivens:
    """One of the derivatives; the links of the chain alone where it shall be easy."""
    head, inputs = rng.choice(options.heads), rng.choice(options.inputs)
    return FormulaGivens(head, inputs, rng.choice(_askable(head, inputs, options.difficulty)))


def complain(givens: FormulaGivens, _: Convention) -> str | None:
    """Only inputs that there are, and no derivative that is a mere 1."""
    if givens.asked[-1].isdigit() and givens.asked != "db1_1" and int(givens.asked[-1]) > givens.inputs:
        return f"given asked is {givens.asked}; the neuron has {givens.inputs} inputs"
    if givens.asked == "yhat_by_z" and givens.head == HEADS[2]:
        return "given asked is yhat_by_z, which is 1 with identity as the activation"
    return None


def derive(givens: FormulaGivens, _: Convention) -> Derivation:
    """The chain from the loss to what is asked, with ŷ as it is."""
    return logistic_neuron.neuron(givens.inputs, head=givens.head, bias=True, given=True)


def no_numbers(_: FormulaGivens) -> Mapping[str, float]:
    """Nothing is given as a number: the answer is a formula."""
    return {}


def ask(_: Random, givens: FormulaGivens, __: FormulaOptions, convention: Convention) -> tuple[Ask, ...]:
    """The derivative."""
    rules = logistic_neuron.neuron(givens.inputs, head=givens.head, bias=True).rules
    meanings = (("z", rules["z"]), ("yhat", put_in(rules["yhat"], (("z", rules["z"]),))))
    extra = {"printed": _printed(convention), "meanings": meanings}
    return (Ask((givens.asked,), "expression", of=_name(givens.asked), extra=extra),)


def _name(asked: str) -> str:
    """What is asked, by a name that promises no given array to differentiate by."""
    return asked.replace("d", "partial_", 1) if asked[-1].isdigit() else asked


@lru_cache(64)
def _printed(convention: Convention) -> Callable[[str], str]:
    printer = Printer(convention.notation())
    return lambda text: printer.formula(parse(text))


def cross_check(givens: FormulaGivens, *_: Any) -> Mapping[str, Any]:
    """The complex step through output and loss: no formula is differentiated."""
    return {_name(givens.asked): _slope(givens)}


@lru_cache(512)
def _slope(givens: FormulaGivens) -> Callable[[Mapping[str, float]], float | None]:
    sigmoid, entropy = givens.head.startswith("sigmoid"), givens.head == HEADS[0]

    def loss(yhat: complex, y: float) -> complex:
        return -y * cmath.log(yhat) - (1 - y) * cmath.log(1 - yhat) if entropy else (yhat - y) ** 2 / 2

    def at(point: Mapping[str, float]) -> float | None:
        p, y, name = point["yhat"], point["y"], givens.asked
        if sigmoid and not 0 < p < 1:
            return None
        if name == "dyhat":
            return loss(p + 1j * TINY, y).imag / TINY
        z = -cmath.log(1 / p - 1).real if sigmoid else p
        partner = {"x": "W1_1", "W": "x"}.get(name[1], "")
        step = point[f"{partner}_{name[-1]}"] if partner and name != "yhat_by_z" else 1.0
        moved = z + 1j * TINY * step
        output = 1 / (1 + cmath.exp(-moved)) if sigmoid else moved
        return (output if name == "yhat_by_z" else loss(output, y)).imag / TINY

    return at


def more(givens: FormulaGivens, convention: Convention) -> Mapping[str, object]:
    """The weighted sum as a formula."""
    whole = logistic_neuron.neuron(givens.inputs, bias=True)
    return {"sum": _printed(convention)(whole.rules["z"]), "places": range(1, givens.inputs + 1)}


def printed(givens: FormulaGivens, convention: Convention) -> Mapping[str, str]:
    """Output and loss by their names, the inputs by the last of them, what is asked by its symbol."""
    symbol = convention.notation().symbol
    return {"head": NAMES[givens.head], "inputs": symbol(f"x_{givens.inputs}"), "asked": symbol(givens.asked)}


def tidy(givens: FormulaGivens, _: Convention) -> FormulaGivens:
    """As many inputs as what is asked needs."""
    if givens.asked in (*WEIGHTS, *INPUTS):
        return replace(givens, inputs=max(givens.inputs, int(givens.asked[-1])))
    return givens


family = Family(
    givens=FormulaGivens,
    options=FormulaOptions,
    sample=sample,
    derive=derive,
    inputs=no_numbers,
    ask=ask,
    cross_check=cross_check,
    complain=complain,
    tidy=tidy,
    more=more,
    mistakes="logistic_neuron",
    topics=(20, 22),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("expression", "choice"),
    printed=printed,
    presets={"easy": {"inputs": [2]}, "hard": {"heads": [HEADS[1]], "inputs": [3, 4]}},
    variants=({}, *({"heads": [head]} for head in HEADS), {"calculator": False}),
)
