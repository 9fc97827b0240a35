"""Comparisons and conditions in a typed formula: x if z > 0 else 0, and (z > 0) for 1 or 0."""

from __future__ import annotations

import operator
from abc import abstractmethod
from collections.abc import Callable

from graders.reading.cursor import Cursor
from graders.reading.pieces import CONDITION, SUM, Piece
from graders.reading.values import ReadingError

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    "==": operator.eq, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
_THEN, _ELSE = "1 if ", " else 0"


class Conditions(Cursor):
    """Reads a whole formula, whose parts are sums."""

    @abstractmethod
    def sum(self) -> Piece:
        """Terms with + and - between them."""

    def conditional(self) -> Piece:
        """A formula, maybe with `if … else`; a comparison stands for 1 where it holds and 0 elsewhere."""
        first = self._compared()
        if not self.at("keyword", "if"):
            return first
        test = self._test(self.take().position)
        if self.at("op", ",", ";"):
            self.take()
        said = self.at("keyword", "else")
        if said:
            self.take()
        self.deeper(1)
        second = self.conditional()
        self.deeper(-1)
        if not said:
            if not self.at("keyword", "else"):
                raise ReadingError("after 'if' and its condition stands 'else'", self.now.position)
            self.take()
        text = f"{first.within(SUM)} if {test.text[len(_THEN) : -len(_ELSE)]} else {second.text}"
        return Piece(
            text, CONDITION, None if test.value is None else first.value if test.value else second.value
        )

    def _test(self, position: int) -> Piece:
        """A comparison, as 1 where it holds and 0 elsewhere."""
        piece = self._compared()
        if piece.level != CONDITION or not (piece.text.startswith(_THEN) and piece.text.endswith(_ELSE)):
            raise ReadingError("after 'if' stands a comparison such as z > 0", position)
        return piece

    def _compared(self) -> Piece:
        left = self.sum()
        if not self.at("op", *COMPARISONS):
            return left
        sign = self.take().text
        right = self.sum()
        if self.at("op", *COMPARISONS):
            raise ReadingError("only one comparison can stand here", self.now.position)
        test = f"{left.within(SUM)} {'==' if sign == '=' else sign} {right.within(SUM)}"
        value = None
        if left.value is not None and right.value is not None:
            value = float(COMPARISONS[sign](left.value, right.value))
        return Piece(f"{_THEN}{test}{_ELSE}", CONDITION, value)
