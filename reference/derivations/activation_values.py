"""Values and derivatives of activations at a point, from z, from the value, or tanh from a sigmoid.

Steps: actvalue, g(z); dact, g'(z); between them what students get wrong. Source: CS 540 (2021), CS 2109S.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

_VALUES = {
    ("sigmoid", "z"): {"expneg": "exp(-z)", "actvalue": "1/(1 + expneg)"},
    ("tanh", "z"): {"actvalue": "tanh(z)"},
    ("tanh", "sigmoid"): {"acttwice": "2*sig2z", "actvalue": "acttwice - 1"},
    ("leaky_relu", "z"): {"actscaled": "slope*z", "actvalue": "max(actscaled, z)"},
}
_SLOPES = {
    "sigmoid": {"actrest": "1 - actvalue", "dact": "actvalue*actrest"},
    "tanh": {"actsquare": "actvalue**2", "dact": "1 - actsquare"},
    "leaky_relu": {"dact": "1 if z > 0 else slope"},
}
KNOWN = ("z", "value", "sigmoid")


@lru_cache(16)
def at_a_point(activation: str, known: str) -> Derivation:
    """known: "z", the point; "value", g(z); "sigmoid", σ(2z), for tanh.

    Raises
    ------
    ValueError
        When that activation is not worked out from that.
    """
    slopes = _SLOPES[activation]
    if known == "value" and activation != "leaky_relu":
        return Derivation.of(slopes, inputs=["actvalue"])
    if (activation, known) not in _VALUES:
        raise ValueError(f"known must be another word than {known!r} for {activation}")
    values = _VALUES[activation, known]
    given = ["sig2z"] if known == "sigmoid" else ["z"]
    return Derivation.of({**values, **slopes}, inputs=[*given, *(["slope"] if "actscaled" in values else [])])
