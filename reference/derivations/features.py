"""Two sigmoid hidden units as new features of two binary inputs, and the unit that separates them."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

ROWS = ((0, 0), (0, 1), (1, 0), (1, 1))


@lru_cache(8)
def table(listed: tuple[tuple[int, ...], ...]) -> Derivation:
    """For input k of the table the steps pre{j}_k and h{j}_k of hidden unit j, and score_k of the output.

    fits is the place in the list of the function that is 1 where score_k > 0, or the one after the last.
    Inputs W1_j_i, b1_j, W2_1_j, b2_1.
    """
    rules: dict[str, str] = {}
    for j in (1, 2):
        for k, row in enumerate(ROWS, start=1):
            terms = [f"W1_{j}_{i}" for i, bit in enumerate(row, start=1) if bit]
            rules[f"pre{j}_{k}"] = " + ".join([f"b1_{j}", *terms])
            rules[f"h{j}_{k}"] = f"sigmoid(pre{j}_{k})"
    for k in range(1, 5):
        rules[f"score_{k}"] = f"b2_1 + W2_1_1*h1_{k} + W2_1_2*h2_{k}"
        rules[f"bit_{k}"] = f"step(score_{k}, 0)"
    last = len(listed) + 1
    terms = [str(last)]
    for place, function in enumerate(listed, start=1):  # a product that is 1 for this function, else 0
        factors = (f"bit_{k}" if bit else f"(1 - bit_{k})" for k, bit in enumerate(function, start=1))
        terms.append(f"{last - place}*{'*'.join(factors)}")
    rules["fits"] = " - ".join(terms)
    return Derivation.of(rules)
