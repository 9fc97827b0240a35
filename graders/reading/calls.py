r"""Functions in a typed formula: σ(z), σ'(z), tanh^2(x), log_2 x, \sqrt[3]{x}, max(0, z), 1[z > 0]."""

from __future__ import annotations

from abc import abstractmethod

from graders.reading import pieces
from graders.reading.conditions import Conditions
from graders.reading.pieces import CONDITION, Piece
from graders.reading.tokens import Token
from graders.reading.values import ReadingError
from graders.reading.vocabulary import DERIVATIVES, WRITTEN
from reference.functions import FUNCTIONS


class Calls(Conditions):
    """Reads a function's name, what is raised after it, and its argument, in brackets or not."""

    tight = False
    listing = False
    """Whether commas separate arguments here."""

    @abstractmethod
    def group(self, token: Token, *, listing: bool = False) -> Piece:
        """What stands in brackets, of which the opening one was read."""

    @abstractmethod
    def power(self) -> Piece:
        """A factor."""

    @abstractmethod
    def signed(self) -> Piece:
        """A factor, maybe with a sign before it."""

    @abstractmethod
    def begins(self) -> bool:
        """Whether a factor without a sign begins here."""

    @abstractmethod
    def with_neighbours(self, factor: Piece) -> Piece:
        """The factor times those that follow it without a sign."""

    def function(self, token: Token) -> Piece:
        """The function whose name was read, of its argument."""
        name, raised = self._derived(token), None
        if self.at("index"):
            base = self.take()
            if name != "log" or not base.text.isdigit() or int(base.text) < 2:
                raise ReadingError(f"an index can't stand after {name}", base.position)
            name = f"log_{int(base.text)}"
        if self.at("op", "^"):
            raised = self._raised(name)
        if name == "indicator":
            return self._indicator(token)
        if name == "sqrt" and self._has_degree():
            return self._root(token)
        if name in ("log2", "log10") and not self.at("open"):
            raise ReadingError(
                f"{name} needs brackets: {name}(x), or log({name[3:]})x if that is meant", token.position
            )
        piece = self._of(name, self._arguments(name, token), token)
        return piece if raised is None else pieces.operation(piece, "^", *raised)

    def _of(self, name: str, arguments: list[Piece], token: Token) -> Piece:
        low, high = (1, 1) if name in WRITTEN or name not in FUNCTIONS else FUNCTIONS[name].arity
        if not low <= len(arguments) <= high:
            wanted = "one argument" if high == 1 else f"{low} or more arguments"
            wanted = "two arguments, z and the slope" if name.startswith("leaky") else wanted
            raise ReadingError(f"{name} takes {wanted}, not {len(arguments)}", token.position)
        if name.startswith("log_"):
            number = float(name[4:])
            below = pieces.called("log", [pieces.number(name[4:], number, token.position)], token.position)
            return pieces.operation(
                pieces.called("log", arguments, token.position), "/", below, token.position
            )
        return pieces.called(name, arguments, token.position)

    def _derived(self, token: Token) -> str:
        """The function's name; after a prime that of its derivative."""
        primes = 0
        if self.at("op", "^") and self.kinds(3) in (("op", "op", "close"), ("op", "open", "op")):
            caret, place = self.take(), self._place
            brace = self.take() if self.at("open", "{") else None
            while self.at("op", "'"):
                self.take()
                primes += 1
            if not primes:
                self._place = place - 1
            elif brace is not None:
                self.close(caret._replace(text="{"))
        elif self.at("op", "^") and self.kinds(2) == ("op", "op"):
            self.take()
            if not self.at("op", "'"):
                raise self.misplaced()
        while self.at("op", "'"):
            self.take()
            primes += 1
        if not primes:
            return token.text
        if primes > 1 or token.text not in DERIVATIVES:
            what = "a second derivative" if primes > 1 else f"the derivative of {token.text}"
            raise ReadingError(f"{what} is not known here; write it out", token.position)
        return DERIVATIVES[token.text]

    def _raised(self, name: str) -> tuple[Piece, int]:
        """The exponent after a function's name, tanh^2(x); its position."""
        self.take()
        position = self.now.position
        if self.at("open"):
            exponent = self.group(self.take())
        elif self.at("number"):
            exponent = self.power()
        else:
            raise ReadingError(f"write the exponent behind the argument: {name}(x)^n", position)
        if exponent.value is None or exponent.value <= 0:
            raise ReadingError(
                f"{name}^-1 may be 1/{name} or its inverse; write 1/{name}(x) if that is meant", position
            )
        return exponent, position

    def _arguments(self, name: str, token: Token) -> list[Piece]:
        several = name in FUNCTIONS and FUNCTIONS[name].arity[1] > 1
        if self.at("open"):
            opening = self.take()
            if not several:
                return [self.group(opening)]
            arguments, glued = [self.group(opening, listing=True)], None
            while self.at("op", ",", ";"):
                if self._is_between_digits():
                    glued = self.before
                arguments.append(self.group(self.take()._replace(text=opening.text), listing=True))
            self.close(opening)
            if glued is not None and len(arguments) > 2:
                raise ReadingError(
                    "a comma between digits may be a decimal comma or separate two arguments; write a point",
                    glued.position,
                )
            return arguments
        if several:
            raise ReadingError(f"{name} needs brackets around its arguments", token.position)
        if not (self.begins_signed()):
            raise ReadingError(f"{name} has no argument here; write {name}(…)", token.position)
        return [self._bare()]

    def _is_between_digits(self) -> bool:
        """Whether the comma that comes next has a digit on either side, and no space."""
        comma, after = self._tokens[self._place : self._place + 2]
        return self.before.kind == after.kind == "number" and not (comma.spaced or after.spaced)

    def begins_signed(self) -> bool:
        """Whether a factor begins here, or the sign before one; a number may."""
        return self.at("number") or self.at("op", "-") or self.begins()

    def _bare(self) -> Piece:
        """An argument without brackets: a factor, and those that follow it without even a space."""
        argument = self.signed()
        while not self.now.spaced and self.before.kind in ("number", "name") and self.at("name"):
            position = self.now.position
            argument = pieces.operation(argument, "*", self.power(), position)
        if self.begins():
            self.note("a function without brackets takes what is next to it: log x y was read as log(x) y")
            if self.tight:
                return self.with_neighbours(argument)
        return argument

    def _has_degree(self) -> bool:
        """Whether [3] and a brace follow, as in LaTeX; other brackets hold the argument."""
        ahead = [token[:2] for token in self._tokens[self._place : self._place + 4]]
        kinds = [kind for kind, _ in ahead]
        return kinds == ["open", "number", "close", "open"] and (ahead[0][1], ahead[3][1]) == ("[", "{")

    def _root(self, token: Token) -> Piece:
        r"""\sqrt[3]{x}, of which the name was read."""
        self.take()
        degree = self.take()
        self.take()
        inner = self.group(self.take())
        value = float(degree.text)
        if not 2 <= value <= 9 or value != int(value):
            raise ReadingError("a root's degree is a whole number from 2 to 9", degree.position)
        one, below = (pieces.number(str(int(v)), v, token.position) for v in (1.0, value))
        exponent = pieces.operation(one, "/", below, token.position)
        return pieces.operation(inner, "^", exponent, token.position)

    def _indicator(self, token: Token) -> Piece:
        """I(z > 0) or 1_{z > 0}, of which the first sign was read."""
        if self.at("op", "_"):
            self.take()
        inner = self.group(self.take()) if self.at("open") else None
        if inner is None or inner.level != CONDITION:
            raise ReadingError("an indicator is of a comparison, as in 1(z > 0)", token.position)
        return inner
