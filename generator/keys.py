"""Randomness as an argument: every draw has a generator keyed by a tuple, never by a sum.

A sum such as seed + number makes neighbours share draws (student 3's problem 2 is student 2's
problem 3). Here the whole tuple is hashed. `random.Random` is used rather than NumPy's generators:
a draw takes a dozen small numbers, for which it is five times as fast and gives plain Python values.
"""

from __future__ import annotations

import hashlib
import hmac
from random import Random

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def _digest(secret: str, *key: str | int) -> bytes:
    message = "\x1f".join(f"{type(item).__name__}:{item}" for item in key)
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()


def rng_for(secret: str, *key: str | int) -> Random:
    """The generator of one draw: (quiz, student, problem, …) under a secret."""
    return Random(int.from_bytes(_digest(secret, *key)[:16], "big"))  # noqa: S311  # keyed by HMAC-SHA256 of a secret


def code_for(secret: str, *key: str | int, length: int = 6) -> str:
    """An opaque code, such as a paper's version: it leads back to the key only with the secret."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in _digest(secret, "code", *key)[:length])
