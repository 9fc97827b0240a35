"""How many numbers a table of probabilities, or of a function, holds (CS 760 review)."""

from __future__ import annotations

from functools import lru_cache

from reference.derivation import Derivation

MODELS = {
    "full": {"entries": "v**D"},
    "independent": {"entries": "D*v"},
    "identical": {"entries": "v"},
    "naive_bayes": {"entries": "c*D*v"},
    "polynomial": {"entries": "n + 1", "coefficients": "degree + 1", "saved": "entries - coefficients"},
}
"""Steps by model: D features of v values each, c classes; arguments 0 to n, a polynomial's degree."""

INPUTS = {
    "full": ("D", "v"),
    "independent": ("D", "v"),
    "identical": ("D", "v"),
    "naive_bayes": ("D", "v", "c"),
    "polynomial": ("n", "degree"),
}


@lru_cache(8)
def size(model: str) -> Derivation:
    """The model's steps; `kind_…` is a step whose presence says to mistakes which model it is."""
    return Derivation.of({**MODELS[model], f"kind_{model}": "1"}, inputs=INPUTS[model])
