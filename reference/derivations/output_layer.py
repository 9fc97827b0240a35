"""The output layer and the loss that suit a task (CS 540, CS 760, CS 2109S).

Inputs: classes, 2 or more, else 0 for real numbers; numbers, 1 or more, else 0 for classes. The layers in
order: a unit with a sigmoid, one with softmax, one with the identity, several with softmax, several with the
identity; the smallest that suits. The losses in order: binary cross-entropy, cross-entropy, squared error.
"""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

SIGMOID, SOFTMAX, IDENTITY = 1, 2, 3


@lru_cache(1)
def choice() -> Derivation:
    """Steps out_units, out_activation (1 sigmoid, 2 softmax, 3 identity), out_layer and out_loss, from 1."""
    return Derivation.of(
        {
            "out_units": "(1 if classes == 2 else classes) + numbers",
            "out_activation": "3 if numbers > 0 else 1 if classes == 2 else 2",
            "out_layer": "out_activation if out_units == 1 else 4 if out_activation == 2 else 5",
            "out_loss": "3 if numbers > 0 else 1 if classes == 2 else 2",
        },
        inputs=["classes", "numbers"],
    )
