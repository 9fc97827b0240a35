"""A partial derivative in a net with two hidden units, as a formula in the letters on its edges."""

from __future__ import annotations

import cmath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.documents.paper import Figure
from generator.family import Ask, Family, Options
from reference.composing import composed
from reference.derivation import Derivation
from reference.derivations.edges import ACTIVATIONS, LOSSES, NAMES, meanings, net, output
from reference.functions import FUNCTIONS
from reference.printing import Printer
from reference.rules import parse

INNER = ("w1", "w2", "w3", "w4", "z1", "z2")
"""What asks for the way back through one hidden unit."""
OUTER = ("w5", "w6", "a1", "a2", "z3")
ASKED = (*OUTER, *INNER, "x1", "x2")
ACT = {"general": "g'", "sigmoid": r"\sigma'", "tanh": r"\tanh'", "relu": r"\mathrm{ReLU}'", "identity": "1"}
TINY = 1e-30


@dataclass(frozen=True)
class EdgeOptions(Options):
    """Which activation and loss, and how the edges are named."""

    calculator: bool = fields.flag(default=False, help="whether students have one; here nobody needs one")
    activation: tuple[str, ...] = fields.words(
        *ACTIVATIONS,
        default=("general", "sigmoid", "tanh", "relu"),
        help="the units' activation, one of these; general: a letter g",
    )
    losses: tuple[str, ...] = fields.words(*LOSSES, default=LOSSES, help="the loss, one of these")
    naming: tuple[str, ...] = fields.words(
        *NAMES,
        default=(),
        help="edges numbered w1 to w6, or indices of what they join; else the course's way",
    )
    ask: tuple[str, ...] = fields.words(
        *ASKED, default=(), help="by what to differentiate, one of these (edges by their numbers)"
    )


@dataclass(frozen=True)
class EdgeGivens:
    """activation, loss: of the net; naming: of its edges; asked: by what the loss is differentiated."""

    activation: str = fields.word(*ACTIVATIONS)
    loss: str = fields.word(*LOSSES)
    naming: str = fields.word(*NAMES)
    asked: str = fields.word(*ASKED)


def sample(rng: Random, options: EdgeOptions, convention: Convention) -> EdgeGivens:
    """One of the derivatives: near the output where it shall be easy, by an input where it shall be hard."""
    # Where the notation writes a weight as an entry of W, single edges are numbered.
    own = "edges" if convention.notation().symbol("W1_1_1").startswith("W") else "indices"
    pool = {"easy": OUTER, "standard": (*INNER, *INNER, "x1", "x2", "w5"), "hard": (*INNER[:4], "x1", "x2")}
    return EdgeGivens(
        rng.choice(options.activation),
        rng.choice(options.losses),
        rng.choice(options.naming) if options.naming else own,
        rng.choice(options.ask or pool[options.difficulty]),
    )


def derive(givens: EdgeGivens, _: Convention) -> Derivation:
    """The chain from the loss back to the inputs."""
    return net(givens.activation, givens.loss, naming=givens.naming)


def no_numbers(_: EdgeGivens) -> Mapping[str, float]:
    """Nothing is given as a number: the answer is a formula."""
    return {}


def ask(_: Random, givens: EdgeGivens, __: EdgeOptions, convention: Convention) -> tuple[Ask, ...]:
    """The derivative."""
    extra: dict[str, Any] = {
        "printed": _printed(convention),
        "meanings": meanings(givens.activation, givens.loss, naming=givens.naming),
    }
    if givens.activation == "general":
        extra["functions"] = (("g", "g_of"), ("g_of", "g_of"), ("g_prime", "g_prime"))
    return (Ask((_step(givens),), "expression", of=f"partial_{_name(givens)}", extra=extra),)


def _name(givens: EdgeGivens) -> str:
    return NAMES[givens.naming][givens.asked]


def _step(givens: EdgeGivens) -> str:
    return f"d{_name(givens)}"


@lru_cache(64)
def _printed(convention: Convention) -> Callable[[str], str]:
    printer = Printer(convention.notation())
    return lambda text: printer.formula(parse(text))


def cross_check(givens: EdgeGivens, *_: Any) -> Mapping[str, Any]:
    """The complex step through the whole net: nothing is differentiated."""
    return {f"partial_{_name(givens)}": _slope(givens)}


@lru_cache(512)
def _slope(givens: EdgeGivens) -> Callable[[Mapping[str, float]], float | None]:
    names, last = NAMES[givens.naming], output(givens.activation, givens.loss)

    def act(z: complex, name: str = givens.activation) -> complex:
        match name:
            case "sigmoid":
                return 1 / (1 + cmath.exp(-z))
            case "tanh":
                return cmath.tanh(z)
            case "relu":
                return z if z.real > 0 else 0
            case "identity":
                return z
        return complex(FUNCTIONS["g_of"].value(z))

    def at(point: Mapping[str, float]) -> float | None:
        def seen(what: str, value: complex | None = None) -> complex:
            value = point[names[what]] if value is None else value
            return value + 1j * TINY if what == givens.asked else value

        x1, x2 = seen("x1"), seen("x2")
        a1 = seen("a1", act(seen("z1", seen("w1") * x1 + seen("w3") * x2)))
        a2 = seen("a2", act(seen("z2", seen("w2") * x1 + seen("w4") * x2)))
        z3, y = seen("z3", seen("w5") * a1 + seen("w6") * a2), point["y"]
        if givens.loss == "squared_error":
            return ((act(z3, last) - y) ** 2 / 2).imag / TINY
        yhat = act(z3, last)
        return (-y * cmath.log(yhat) - (1 - y) * cmath.log(1 - yhat)).imag / TINY

    return at


def letters(givens: EdgeGivens) -> Mapping[str, str]:
    """The activation's derivative by its own name."""
    return {"act": ACT[givens.activation]}


def more(givens: EdgeGivens, convention: Convention) -> Mapping[str, object]:
    """The net's names, its sums as formulas, and the steps of the chain that say something new."""
    n = NAMES[givens.naming]
    show = _printed(convention)
    sums = {
        "z1": f"{n['w1']}*x_1 + {n['w3']}*x_2",
        "z2": f"{n['w2']}*x_1 + {n['w4']}*x_2",
        "z3": f"{n['w5']}*{n['a1']} + {n['w6']}*{n['a2']}",
    }
    chain = derive(givens, convention).needed_for((_step(givens),)).rules
    plain = givens.activation in ("general", "relu")  # g'(z) is all there is to say of it
    return {
        "n": n,
        "sums": {what: show(text) for what, text in sums.items()},
        "chain": [name for name in chain if not (plain and name.startswith("dact"))],
        "output": output(givens.activation, givens.loss),
    }


def figures(givens: EdgeGivens, convention: Convention) -> tuple[Figure, ...]:
    """The net with the names of its edges."""
    from generator.figures import network

    n, symbol = NAMES[givens.naming], convention.notation().symbol
    units = [["x1", "x2"], ["a1", "a2"]]
    labels = [[symbol(n[what]) for what in layer] for layer in units] + [[symbol("yhat")]]
    edges = [[["w1", "w3"], ["w2", "w4"]], [["w5", "w6"]]]
    weights = [[[symbol(n[what]) for what in row] for row in layer] for layer in edges]
    return (network(sizes=(2, 2, 1), unit_labels=labels, weights=weights),)


def printed(givens: EdgeGivens, convention: Convention) -> Mapping[str, str]:
    """Functions by their names; the naming is seen in the first weight, what is asked in its symbol."""
    words = {"general": "$g$", "sigmoid": r"\sigma(z) = 1", "tanh": r"\tanh", "relu": r"\mathrm{ReLU}"}
    symbol = convention.notation().symbol
    return {
        "activation": words.get(givens.activation, "identity"),
        "loss": r"\frac{1}{2}" if givens.loss == "squared_error" else "binary cross-entropy",
        "naming": symbol(NAMES[givens.naming]["w1"]),
        "asked": symbol(f"partial_{_name(givens)}"),
    }


family = Family(
    givens=EdgeGivens,
    options=EdgeOptions,
    sample=sample,
    derive=derive,
    inputs=no_numbers,
    ask=ask,
    cross_check=cross_check,
    letters=letters,
    symbols={"dact_{k}": r"\act(<z_{k}>)"},
    more=more,
    figures=figures,
    mistakes="edges",
    topics=(23, 24),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("expression", "choice"),
    printed=printed,
    presets={"easy": {"activation": ["general", "sigmoid", "identity"]}, "hard": {}},
    write=composed,
    variants=(
        {},
        *(
            {"activation": [name], "losses": [loss], "naming": [naming]}
            for name in ACTIVATIONS
            for loss, naming in zip(LOSSES, NAMES, strict=True)
        ),
        {"naming": ["edges"], "losses": ["binary_cross_entropy"], "ask": [*OUTER]},
        {"naming": ["indices"], "losses": ["squared_error"], "ask": [*OUTER]},
        {"naming": ["indices"], "losses": ["squared_error"]},
        {"calculator": True},
    ),
)
