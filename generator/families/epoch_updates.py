"""Updates per epoch with a short last batch, updates and forward passes over all epochs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from generator import fields
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import epoch_updates
from reference.numerals import fixed, plain

ASKED = ("rest", "updates_in_epoch", "updates_in_all", "passes")


@dataclass(frozen=True)
class EpochOptions(Options):
    """How many samples, whether batches come out even, what is asked."""

    largest: int = fields.whole(100, 10**7, default=100_000, help="the most samples there are")
    even: str = fields.word(
        "yes", "no", "either", default="either", help="whether the samples fill the last batch too"
    )
    ask: tuple[str, ...] = fields.words(
        *ASKED, default=("updates_in_epoch", "updates_in_all"), help="what is asked, all of these"
    )


@dataclass(frozen=True)
class EpochGivens:
    """N: samples; B: the size of a batch; E: epochs."""

    N: int = fields.whole(2, 10**9)
    B: int = fields.whole(1, 10**6)
    E: int = fields.whole(1, 10**4)


def sample(rng: Random, options: EpochOptions, _: Convention) -> EpochGivens:
    """Round sizes of data sets, batches of the usual sizes, most often with a rest."""
    if not options.calculator:
        batch = rng.choice((4, 5, 8, 10, 20, 25, 50))
        number = rng.randint(3, 12) * batch + rng.randint(0, batch - 1)
        epochs = rng.randint(2, 10)
    else:
        batch = rng.choice((8, 10, 16, 20, 32, 50, 64, 100, 128, 200, 256))
        sizes = [
            n for n in (150, 200, 500, 1000, 1797, 2000, 5000, 10_000, 25_000, 50_000, 60_000) if n < 10**7
        ]
        number = rng.choice([n for n in sizes if n <= options.largest] or [100])
        number = rng.choice((number, number + 10 * rng.randint(1, 90)))
        epochs = rng.choice((2, 3, 4, 5, 8, 10, 12, 15, 20, 25, 30, 50, 100))
    even = options.even == "yes" or (options.even == "either" and rng.random() < 0.2)
    if even and "rest" not in options.ask:
        number -= number % batch
    return EpochGivens(number, batch, epochs)


def complain(givens: EpochGivens, _: Convention) -> str | None:
    """Batches no larger than the data set."""
    if givens.B > givens.N:
        return f"given B is {givens.B}; a batch of the {givens.N} samples has at most {givens.N}"
    return None


def derive(givens: EpochGivens, _: Convention) -> Derivation:
    """Full batches and the one left over, then epochs."""
    return epoch_updates.updates(short=givens.N % givens.B > 0)


def inputs(givens: EpochGivens) -> Mapping[str, int]:
    """The three numbers, the full batches, and all epochs' batches without a break, rounded up."""
    N, B, E = givens.N, givens.B, givens.E
    return {"N": N, "B": B, "E": E, "full": N // B, "joint": -(-N * E // B)}


def refuse(givens: EpochGivens, options: EpochOptions, _: Convention) -> str | None:
    """At least three batches, and a rest where it was wished for."""
    if givens.N < 3 * givens.B:
        return "there are hardly any batches"
    rest = givens.N % givens.B
    if rest == 0 and (options.even == "no" or "rest" in options.ask):
        return "the batches come out even"
    if givens.N == givens.B**2 or rest == 1:
        return "there are as many batches as samples a batch, or one sample is left over"
    return None


def ask(_: Random, givens: EpochGivens, options: EpochOptions, __: Convention) -> tuple[Ask, ...]:
    """What the options name; the last batch's size only where it is short."""
    short = givens.N % givens.B > 0
    names = [name for name in ASKED if name in options.ask and (short or name != "rest")]
    return tuple(Ask((name,), "integer") for name in names or ["updates_in_epoch"])


def cross_check(givens: EpochGivens, *_: Any) -> Mapping[str, int]:
    """Where each batch of an epoch starts, counted."""
    starts = range(0, givens.N, givens.B)
    return {
        "rest": len(range(starts[-1], givens.N)),
        "updates_in_epoch": len(starts),
        "updates_in_all": sum(len(starts) for _epoch in range(givens.E)),
        "passes": sum(givens.N for _epoch in range(givens.E)),
    }


def more(givens: EpochGivens, _: Convention) -> Mapping[str, object]:
    """Full batches and what is left over, for the solution; their quotient to two decimals."""
    exact = givens.N * 100 % givens.B == 0
    quotient = f"= {plain(givens.N / givens.B)}" if exact else rf"\approx {fixed(givens.N / givens.B, 2)}"
    return {"full": givens.N // givens.B, "left": givens.N % givens.B, "quotient": quotient}


family = Family(
    givens=EpochGivens,
    options=EpochOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    refuse=refuse,
    complain=complain,
    more=more,
    mistakes="epoch_updates",
    topics=(27,),
    lectures=("cs540", "cs760", "cs2109s"),
    answers=("integer", "choice"),
    presets={
        "easy": {"even": "yes", "largest": 2000},
        "hard": {"even": "no", "ask": ["rest", "updates_in_all", "passes"]},
    },
    variants=(
        {"even": "yes"},
        {"even": "no"},
        {"ask": ["passes"]},
        {"ask": ["rest"]},
        {"calculator": False},
        {"calculator": False, "ask": list(ASKED)},
    ),
)
