"""One-hot and thermometer codes of a category, and the inputs that a record needs (CS 760 review)."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

DIGIT = {
    "one_hot": "1 if rank == {j} else 0",
    "thermometer": "1 if rank >= {j} else 0",
    "thermometer_short": "1 if rank > {j} else 0",
}
"""Digit j of the code of category `rank`; the short thermometer has one digit fewer than categories."""


@lru_cache(64)
def code(encoding: str, digits: int, options: int) -> Derivation:
    """Steps d_j, word (the digits read as a decimal number) and chosen, the printed option that it is.

    Inputs: rank, option_1, option_2, … as decimal numbers, and for mistakes digits, how many there are.
    """
    rules = {f"d_{j}": DIGIT[encoding].format(j=j) for j in range(1, digits + 1)}
    rules["word"] = " + ".join(f"{10 ** (digits - j)}*d_{j}" for j in range(1, digits + 1))
    chosen = "1/(word - word)"  # no option: for a mistake no answer, for the key an error
    for option in range(options, 0, -1):
        chosen = f"{option} if word == option_{option} else ({chosen})"
    rules |= {"chosen": chosen, f"kind_{encoding}": "1"}
    names = [f"option_{k}" for k in range(1, options + 1)]
    return Derivation.of(rules, inputs=["rank", "digits", *names])


@lru_cache(64)
def width(nominal: int, ordinal: int, *, short: bool, reals: bool) -> Derivation:
    """Steps one_hots, thermometers, all_inputs. Inputs a_k, b_k: categories; r: real attributes."""
    rules = {"one_hots": " + ".join(f"a_{k}" for k in range(1, nominal + 1))}
    rules["thermometers"] = " + ".join(f"b_{k}" for k in range(1, ordinal + 1))
    if short:
        rules["thermometers"] += f" - {ordinal}"
    rules["all_inputs"] = "one_hots + thermometers" + (" + r" if reals else "")
    rules["attributes"] = f"{nominal + ordinal}" + (" + r" if reals else "")
    rules["numbers"] = f"{ordinal}"
    rules["kind_width"] = "1"
    inputs = [*(f"a_{k}" for k in range(1, nominal + 1)), *(f"b_{k}" for k in range(1, ordinal + 1))]
    return Derivation.of(rules, inputs=[*inputs, *(["r"] if reals else [])])
