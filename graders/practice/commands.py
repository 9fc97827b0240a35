"""What may be typed in place of an answer: commands, which begin with a colon, and a question mark."""

from __future__ import annotations

WORDS = {"hint": "h", "solution": "s", "next": "n", "keys": "k", "notation": "k", "quit": "q", "end": "q"}
PLAIN = {"q", "quit", "exit", "end", "h", "hint", "help", "s", "solution", "n", "next", "k"}
"""Words that are meant as commands where they are no answers."""


class EndError(Exception):
    """The user wants to end."""


class NextError(Exception):
    """The user wants the next problem."""


class SolutionError(Exception):
    """The user wants to see the worked solution, which ends the problem."""


def command_of(text: str) -> str | None:
    """The letter of a command, "?", "" for one that is none, None for an answer."""
    typed = text.strip()
    if typed == "?":
        return "?"
    if not typed.startswith(":"):
        return None
    word = typed[1:].strip().casefold()
    return next((letter for name, letter in WORDS.items() if word and name.startswith(word)), "")
