"""An activation recognised from the heights of its graph, or of its derivative's.

Inputs: v_m2, v_m1, v_h, v_1, v_2, the heights at −2, −1, 1/2, 1 and 2. Step recognised: 1 step, 2 identity,
3 sigmoid, 4 tanh, 5 ReLU, 6 leaky ReLU.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

HEIGHTS = {"v_m2": -2.0, "v_m1": -1.0, "v_h": 0.5, "v_1": 1.0, "v_2": 2.0}
_VALUE = (
    "1 if v_1 == v_2 else 5 if v_m2 == 0 else 3 if v_m2 > 0 else 4 if v_2 < 1 else 2 if v_m2 == -v_2 else 6"
)
_DERIVATIVE = (
    "1 if v_2 == 0 else 2 if v_m2 == 1 else 5 if v_m2 == 0 else 6 if v_1 == v_2 else 3 if v_h < 1/2 else 4"
)


@lru_cache(2)
def from_heights(shown: str) -> Derivation:
    """shown: "activation" or "derivative", of which the graph is."""
    rule = _DERIVATIVE if shown == "derivative" else _VALUE
    return Derivation.of({"recognised": rule}, inputs=list(HEIGHTS))
