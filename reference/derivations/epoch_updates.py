"""How many updates minibatch gradient descent makes, with a short last batch (CS 540, 2023 and 2026)."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation


@lru_cache(2)
def updates(*, short: bool) -> Derivation:
    """Steps rest (where the last batch is short), updates_in_epoch, updates_in_all, passes.

    Inputs: N samples, B a batch, E epochs, full, the number of full batches an epoch (a division with
    remainder); and for mistakes only joint, the batches of all epochs run together without a break.
    """
    rules = {"rest": "N - full*B"} if short else {}
    rules["updates_in_epoch"] = "full + 1" if short else "full"
    rules["updates_in_all"] = "updates_in_epoch*E"
    rules["passes"] = "E*N"
    return Derivation.of(rules, inputs=["N", "B", "E", "full", "joint"])
