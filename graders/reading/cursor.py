"""A place among tokens, and the errors that are raised there."""

from __future__ import annotations

from collections.abc import Sequence

from graders.reading.tokens import Token, matching
from graders.reading.values import ReadingError, quoted

MOST_NESTED = 60
"""A bracket counts twice, for itself and for the factor that it is."""


class Cursor:
    """Goes through tokens from the first to the last. notes: what another might have read otherwise."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._nested = 0
        self.notes: list[str] = []

    @property
    def now(self) -> Token:
        """The token to be read next."""
        return self._tokens[self._place]

    @property
    def before(self) -> Token:
        """The token that was read last."""
        return self._tokens[self._place - 1]

    def kinds(self, count: int) -> tuple[str, ...]:
        """The kinds of the next tokens."""
        return tuple(token.kind for token in self._tokens[self._place : self._place + count])

    def take(self) -> Token:
        """The next token, which then is read."""
        token = self._tokens[self._place]
        self._place += token.kind != "end"
        return token

    def at(self, kind: str, *texts: str) -> bool:
        """Whether the next token is of that kind, and one of those texts if there are any."""
        token = self._tokens[self._place]
        return token.kind == kind and (not texts or token.text in texts)

    def close(self, opening: Token) -> None:
        """Takes the bracket that closes this one."""
        if self.at("end"):
            raise ReadingError(f"the bracket {opening.text} is not closed", opening.position)
        if not self.at("close", matching(opening.text)):
            raise self.misplaced()
        self.take()

    def deeper(self, step: int) -> None:
        """Counts how deeply what is read stands in other things."""
        self._nested += step
        if self._nested > MOST_NESTED:
            raise ReadingError(
                f"brackets are nested too deeply; at most {MOST_NESTED // 2} are read", self.now.position
            )

    def note(self, sentence: str) -> None:
        """Keeps a sentence about a reading that others might not share, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def misplaced(self) -> ReadingError:
        """The error that the next token can't stand where it stands."""
        token = self.now
        if token.kind == "end":
            return ReadingError("the formula ends where something should follow", token.position)
        if token.kind == "close":
            return ReadingError(f"the bracket {token.text} closes none that is open here", token.position)
        return ReadingError(f"{quoted(token.text or token.kind)} can't stand here", token.position)
