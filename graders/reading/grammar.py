"""How a typed formula is read: from left to right, as a page of a textbook.

A product without a sign binds as one with it, so that 1/2x is (1/2)x and x/2(1 - x) is (x/2)(1 - x); a
power and a function bind more tightly, so that e^-2x is (e^-2)x and log x y is (log x)y. Where many would
read otherwise a note says so, and `tight` gives that other reading: 1/(2x), e^(-2x), log(x y).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graders.reading import pieces
from graders.reading.calls import Calls
from graders.reading.conditions import COMPARISONS
from graders.reading.pieces import ATOM, Piece
from graders.reading.tokens import Token
from graders.reading.values import ReadingError, quoted
from graders.reading.vocabulary import VALUES

_FACTORS = ("name", "constant", "function", "open", "frac")
_SLASH = "a product after a slash was read from left to right: 1/2x is (1/2)x"
_CARET = "an exponent ends where a product begins: e^-2x is (e^-2)x"
_ROOT = "an exponent ends at a slash: x^1/2 is (x^1)/2"


class Parser(Calls):
    """Reads tokens, one after the other.

    numeral: text and value of digits, maybe with commas.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        *,
        numeral: Callable[[str, int], tuple[str, float]],
        tight: bool = False,
    ) -> None:
        super().__init__(tokens)
        self._bars = 0
        self._numeral = numeral
        self.tight = tight

    def whole(self) -> Piece:
        """The formula that all tokens make up."""
        piece = self.conditional()
        if not self.at("end"):
            raise self.misplaced()
        return piece

    def sum(self) -> Piece:
        """Terms with + and - between them."""
        total = self._term()
        while self.at("op", "+", "-"):
            sign = self.take()
            total = pieces.operation(total, sign.text, self._term(), sign.position)
        return total

    def _term(self) -> Piece:
        """Factors with * or / or nothing between them, and a sign before them."""
        if self.at("op", "+", "-"):
            before = self._sign()
            inner = self._term()
            return pieces.negative(inner) if before == "-" else inner
        product, divided = self.power(), False
        while True:
            if self.at("op", "*", "/"):
                sign = self.take()
                factor = self.signed()
                divided = sign.text == "/"
                if divided and self.tight:
                    factor = self.with_neighbours(factor)
                product = pieces.operation(product, sign.text, factor, sign.position)
            elif self.begins():
                if divided:
                    self.note(_SLASH)
                position = self.now.position
                product = pieces.operation(product, "*", self.power(), position)
            else:
                return product

    def with_neighbours(self, factor: Piece) -> Piece:
        """The factor times those that follow it without a sign."""
        while self.begins():
            position = self.now.position
            factor = pieces.operation(factor, "*", self.power(), position)
        return factor

    def begins(self) -> bool:
        """Whether a factor without a sign begins here; a number does not."""
        token, before = self.now, self.before
        if token.kind == "number" and self._is_indicator():
            return True
        if token.kind == "number":
            if before.kind == "number":
                raise ReadingError("two numbers stand here with nothing between them", token.position)
            raise ReadingError(
                f"the number {quoted(token.text)} stands behind a factor; write the * or ^ that is meant",
                token.position,
            )
        if token.kind == "constant" and token.text == "e" and before.kind == "number" and self._lone_e():
            raise ReadingError(
                "an e behind a number may be part of it, as in 5e-3, or a factor; write 5*e if that is meant",
                token.position,
            )
        index = before.kind == "name" and not token.spaced and self.kinds(3) == ("open", "number", "close")
        if index and token.text in "([":
            raise ReadingError(
                "a number in brackets behind a name may be an index or a factor; write _ or *", token.position
            )
        return token.kind in _FACTORS or (token.kind == "op" and token.text == "|" and not self._bars)

    def _is_indicator(self) -> bool:
        """Whether a 1 is followed by a comparison in brackets."""
        if not self.at("number", "1") or self.kinds(2)[1:] not in (("open",), ("op",)):
            return False
        depth = 0
        for token in self._tokens[self._place + 1 :]:
            depth += (token.kind == "open") - (token.kind == "close")
            if depth == 0 and token.text != "_":
                return False
            if depth == 1 and token.kind == "op" and token.text in COMPARISONS:
                return True
        return False

    def _lone_e(self) -> bool:
        return self._tokens[self._place + 1][:2] != ("op", "^")

    def _sign(self) -> str:
        sign = self.take().text
        if self.at("op", "+", "-"):
            raise ReadingError("two signs stand in a row", self.now.position)
        return sign

    def signed(self) -> Piece:
        """A factor, maybe with a sign before it."""
        if not self.at("op", "+", "-"):
            return self.power()
        sign = self._sign()
        factor = self.power()
        return pieces.negative(factor) if sign == "-" else factor

    def power(self) -> Piece:
        """An atom, maybe raised; e^z is the exponential function."""
        self.deeper(1)
        if self.at("constant", "e"):
            token = self.take()
            raised = self.at("op", "^")
            exponent = self._exponent(euler=True)[0] if raised else Piece("1", ATOM, 1.0)
            piece = pieces.called("exp", [exponent], token.position)
        else:
            piece = self._atom()
        if self.at("op", "'"):
            raise ReadingError("a prime can stand after a function only, as in σ'(z)", self.now.position)
        if self.at("op", "^"):
            exponent, position = self._exponent(euler=False)
            piece = pieces.operation(piece, "^", exponent, position)
        self.deeper(-1)
        return piece

    def _exponent(self, *, euler: bool) -> tuple[Piece, int]:
        """What stands behind ^, and where."""
        self.take()
        position, signed = self.now.position, self.at("op", "+", "-")
        exponent = self.signed()
        if self.before.kind == "close":
            return exponent, position
        root = self.before.text == "1" and not self.now.spaced
        if root and self.at("op", "/") and self.kinds(2) == ("op", "number"):
            self.note(_ROOT)
            if self.tight:
                self.take()
                exponent = pieces.operation(exponent, "/", self.power(), position)
        elif (euler or signed) and self.begins():
            self.note(_CARET)
            if self.tight:
                exponent = self.with_neighbours(exponent)
        return exponent, position

    def _atom(self) -> Piece:
        """What needs no bracket around it."""
        token = self.now
        match token.kind:
            case "number":
                return self._number()
            case "name":
                self.take()
                return Piece(token.text, ATOM)
            case "constant":
                self.take()
                return pieces.number(VALUES[token.text], float(VALUES[token.text]), token.position)
            case "function":
                return self.function(self.take())
            case "open":
                return self.group(self.take())
            case "frac":
                self.take()
                above, below = self._braced(), self._braced()
                return pieces.operation(above, "/", below, token.position)
            case "op" if token.text == "|":
                return self._absolute()
        raise self.misplaced()

    def _absolute(self) -> Piece:
        bar = self.take()
        self._bars += 1
        inner = self.sum()
        self._bars -= 1
        if not self.at("op", "|"):
            raise ReadingError("the bar is not closed", bar.position)
        self.take()
        return pieces.called("abs", [inner], bar.position)

    def group(self, token: Token, *, listing: bool = False) -> Piece:
        """What stands in brackets, of which the opening one was read; a list of arguments stays open."""
        before, self.listing = (self.listing, self._bars), listing
        self._bars = 0
        self.deeper(1)
        inner = self.conditional()
        if not listing:
            self.close(token)
        self.deeper(-1)
        self.listing, self._bars = before
        return inner

    def _braced(self) -> Piece:
        r"""An argument of \frac, in braces."""
        if not self.at("open", "{"):
            raise ReadingError("the arguments of \\frac stand in braces {}", self.now.position)
        return self.group(self.take())

    def _number(self) -> Piece:
        """A number; a comma between digits belongs to it where no list of arguments is read."""
        token = self.take()
        text = token.text
        if text == "1" and self.at("op", "_"):
            return self._indicator(token)
        while (
            not self.listing
            and self.at("op", ",")
            and self.kinds(2) == ("op", "number")
            and not any(t.spaced for t in self._tokens[self._place : self._place + 2])
        ):
            self.take()
            text += f",{self.take().text}"
        shown, value = self._numeral(text, token.position)
        return pieces.number(shown, value, token.position)
