"""Randomness as an argument: every draw has a seed keyed by a tuple, never by a sum.

A sum such as seed + number makes neighbours share draws (student 3's problem 2 is student 2's
problem 3). Here the whole tuple is hashed under a secret. `random.Random` is used rather than
NumPy's generators: a draw takes a dozen small numbers, for which it is several times as fast, and
it gives plain Python values.
"""

from __future__ import annotations

import hashlib
import hmac
from random import Random

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def _digest(secret: str, key: tuple[str | int, ...]) -> bytes:
    message = "\x1f".join(f"{type(item).__name__}:{item}" for item in key)
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()


def seed_for(secret: str, *key: str | int) -> str:
    """The seed of one draw, such as (quiz, student, problem), as 32 hexadecimal digits."""
    return _digest(secret, key)[:16].hex()


def rng_of(seed: str) -> Random:
    """The generator of a seed."""
    return Random(int(seed, 16))  # noqa: S311  # the seed is an HMAC under a secret


def code_for(secret: str, *key: str | int, length: int = 6) -> str:
    """An opaque code, such as a paper's version: it leads back to the key only with the secret."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in _digest(secret, ("code", *key))[:length])
