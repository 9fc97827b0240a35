"""What a student prints: kept up to a cap, and made harmless to show."""

from __future__ import annotations

import unicodedata

_JOINERS = frozenset("\n\t\u200c\u200d")


class Printed:
    """Text that the child prints, kept up to a cap and dropped beyond it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept = bytearray()
        self._dropped = False

    def add(self, part: bytes) -> None:
        """Take in more of it."""
        room = self._most - len(self._kept)
        self._kept += part[:room]
        self._dropped = self._dropped or len(part) > room

    def take(self) -> str:
        """What was printed since the last time, harmless to show."""
        text = readable(self._kept.decode("utf-8", "replace"))
        more = "\n… (more was printed)" if self._dropped else ""
        self._kept, self._dropped = bytearray(), False
        return text + more


def readable(text: str) -> str:
    """Text without control characters other than line ends and tabs, and without lone surrogates."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n")
    return "".join(
        letter if letter in _JOINERS or unicodedata.category(letter)[0] != "C" else "�" for letter in text
    )
