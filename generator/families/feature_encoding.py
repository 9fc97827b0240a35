"""The one-hot or thermometer code of a category, with as many digits as stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from generator import fields
from generator.answers.choice import LETTERS
from generator.conventions import Convention
from generator.family import Ask, Family, Options
from reference.derivation import Derivation
from reference.derivations import feature_encoding
from reference.derivations.feature_encoding import DIGIT

MOST = 8
PRINTED = 4
WORDS = {
    "one_hot": "one-hot",
    "thermometer": "as many digits as categories",
    "thermometer_short": "one digit fewer",
}


@dataclass(frozen=True)
class EncodingOptions(Options):
    """Which codes, how many categories."""

    encodings: tuple[str, ...] = fields.words(*DIGIT, default=tuple(DIGIT), help="the code, one of these")
    categories: tuple[int, ...] = fields.wholes(
        3, MOST, lengths=(1, 6), default=(3, 4, 5, 6), help="how many categories, one of these"
    )


@dataclass(frozen=True)
class EncodingGivens:
    """encoding; categories: how many; rank: the one to encode, from 1; codes: the printed options."""

    encoding: str = fields.word(*DIGIT)
    categories: int = fields.whole(3, MOST)
    rank: int = fields.whole(1, MOST)
    codes: tuple[str, ...] = ()


def sample(rng: Random, options: EncodingOptions, convention: Convention) -> EncodingGivens:
    """Any category of any number of them."""
    count = rng.choice(options.categories)
    return tidy(EncodingGivens(rng.choice(options.encodings), count, rng.randint(1, count)), convention)


def tidy(givens: EncodingGivens, _: Convention) -> EncodingGivens:
    """With the codes to choose from, which depend on the other givens alone."""
    if givens.rank > givens.categories:
        return givens
    right = _code(givens, givens.rank)
    order = Random(f"{givens.encoding} {givens.categories} {givens.rank}")  # noqa: S311  # an order, no secret
    likely = [code for code in dict.fromkeys(_likely(givens)) if code != right]
    others = [
        code for k in range(1, givens.categories + 1) if (code := _code(givens, k)) not in (right, *likely)
    ]
    order.shuffle(likely)
    codes = [right, *[*likely, *others][: PRINTED - 1]]
    order.shuffle(codes)
    return replace(givens, codes=tuple(codes))


def _likely(givens: EncodingGivens) -> list[str]:
    """What someone may take for the code: turned round, of the other kind, of a neighbour."""
    right, rank = _code(givens, givens.rank), givens.rank
    digits = len(right)
    near = [_code(givens, k) for k in (rank - 1, rank + 1) if 1 <= k <= givens.categories]
    ones = [f"{'1' * count:0<{digits}}" for count in (rank - 1, rank, rank + 1) if count <= digits]
    single = ["0" * (rank - 1) + "1" + "0" * (digits - rank)] if rank <= digits else []
    kind = [ones[1]] if givens.encoding == "one_hot" else [*single, *ones]
    return [right[::-1], right.translate(str.maketrans("01", "10")), *near, *kind]


def _code(givens: EncodingGivens, rank: int) -> str:
    """The code as a text: so many ones, then zeros, or a single one."""
    if givens.encoding == "one_hot":
        return "0" * (rank - 1) + "1" + "0" * (givens.categories - rank)
    short = givens.encoding == "thermometer_short"
    return "1" * (rank - short) + "0" * (givens.categories - rank)


def complain(givens: EncodingGivens, _: Convention) -> str | None:
    """A category that there is."""
    if givens.rank > givens.categories:
        return f"given rank is {givens.rank}; there are {givens.categories} categories"
    return None


def derive(givens: EncodingGivens, _: Convention) -> Derivation:
    """Digit by digit, then the option that these digits are."""
    digits = givens.categories - (givens.encoding == "thermometer_short")
    return feature_encoding.code(givens.encoding, digits, len(givens.codes))


def inputs(givens: EncodingGivens) -> Mapping[str, int]:
    """The category, and the options as decimal numbers."""
    values = {f"option_{k}": int(code) for k, code in enumerate(givens.codes, start=1)}
    return {"rank": givens.rank, "digits": len(givens.codes[0]), **values}


def ask(_: Random, givens: EncodingGivens, *__: Any) -> tuple[Ask, ...]:
    """The code."""
    return (Ask(("chosen",), "choice", extra={"options": tuple(f"${code}$" for code in givens.codes)}),)


def cross_check(givens: EncodingGivens, *_: Any) -> Mapping[str, str]:
    """The code as a text, looked up among the options."""
    return {"chosen": LETTERS[givens.codes.index(_code(givens, givens.rank))]}


def more(givens: EncodingGivens, _: Convention) -> Mapping[str, object]:
    """How many digits the code has."""
    return {"digits": givens.categories - (givens.encoding == "thermometer_short")}


family = Family(
    givens=EncodingGivens,
    options=EncodingOptions,
    sample=sample,
    derive=derive,
    inputs=inputs,
    ask=ask,
    cross_check=cross_check,
    tidy=tidy,
    complain=complain,
    more=more,
    mistakes="feature_encoding",
    topics=(10,),
    lectures=("cs760",),
    answers=("choice",),
    printed=lambda givens, _: {"encoding": WORDS[givens.encoding]},
    presets={"easy": {"categories": [3, 4]}, "hard": {"categories": [5, 6, 7, 8]}},
    variants=(*({"encodings": [encoding]} for encoding in DIGIT), {"calculator": False}),
)
