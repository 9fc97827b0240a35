"""Training a perceptron sample by sample: scores, decisions to update, and the weights after each."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation
from reference.derivations.unit import fires


@lru_cache(128)
def training(rule: str, inputs: int, samples: int, passes: int, *, at_zero: int = 0) -> Derivation:
    """One visit a sample and pass; inputs xk_i and y_k of sample k, and the start w0_i.

    rule "margin" (labels ±1): add y x where y w·x < 1; "mistake" (labels ±1): where y w·x ≤ 0. Visit t has
    the steps s{t} (score), m{t} (margin), u{t} (1 for an update), w{t}_i.
    rule "error" (labels 0 and 1, bias w{t}_0, rate eta): add eta (y − o) x; o{t} is the output, e{t} the
    error.
    At the end w_1, …, (b), and updates. For mistakes a step says the rule, and inputs how many there are.
    """
    bias = rule == "error"
    each = range(1, inputs + 1)
    rules = {f"kind_{rule}": "1", "inputs": f"{inputs}"}
    visits = samples * passes
    for t in range(1, visits + 1):
        k, before = (t - 1) % samples + 1, t - 1
        score = " + ".join(f"w{before}_{i}*x{k}_{i}" for i in each)
        rules[f"s{t}"] = f"{score} + w{before}_0" if bias else score
        if bias:
            rules[f"o{t}"] = fires(f"s{t}", at_zero)
            rules[f"e{t}"] = f"y_{k} - o{t}"
            rules[f"u{t}"] = f"e{t}*e{t}"
            rules |= {f"w{t}_{i}": f"w{before}_{i} + eta*e{t}*x{k}_{i}" for i in each}
            rules[f"w{t}_0"] = f"w{before}_0 + eta*e{t}"
        else:
            rules[f"m{t}"] = f"y_{k}*s{t}"
            rules[f"u{t}"] = f"1 if m{t} < 1 else 0" if rule == "margin" else f"1 if m{t} <= 0 else 0"
            rules |= {f"w{t}_{i}": f"w{before}_{i} + u{t}*y_{k}*x{k}_{i}" for i in each}
    rules |= {f"w_{i}": f"w{visits}_{i}" for i in each}
    if bias:
        rules["b"] = f"w{visits}_0"
    rules["updates"] = " + ".join(f"u{t}" for t in range(1, visits + 1))
    return Derivation.of(rules)
