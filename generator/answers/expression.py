"""A formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from generator.answers.answer import Answer
from generator.working import Working
from reference import equality, forms
from reference.rules import parse


@dataclass(frozen=True)
class Expression(Answer):
    """A formula in `symbols`; every equal formula is right. value: text that SymPy reads."""

    type: ClassVar[str] = "expression"
    work_lines: ClassVar[int] = 5
    symbols: tuple[str, ...]
    printed: Callable[[str], str] = field(compare=False, repr=False, default=str)
    """Turns an expression's text into LaTeX in the paper's notation."""

    @classmethod
    def settle(
        cls, working: Working, steps: Sequence[str], *, printed: Callable[[str], str] = str
    ) -> Expression:
        """The asked step as a formula in the inputs, in the form in which one would write it."""
        text = cls.predict(working, steps)
        return cls(text, text, working.whole.inputs, printed)

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> str:
        text = working.formula(steps[0])
        parse(text)  # a formula that can't be read back, such as a sum of a hundred terms, is no answer
        return text

    def objection(self, widest: float) -> str:
        return "the derivative is 0 everywhere" if self.value == "0" else ""

    def accepts(self, value: Any) -> bool:
        return equality.equal(self.value, str(value), self.symbols)

    def agrees(self, other: Any) -> bool:
        """Whether `other`, a formula or a function of a point, has the same value everywhere we look."""
        if callable(other):
            return equality.equal_to_function(self.value, other, self.symbols)
        return self.accepts(other)

    def led_to(self, value: Any, wrong: Any, bent: Working, steps: Sequence[str]) -> bool:
        """In any form."""
        return equality.equal(str(wrong), str(value), self.symbols)

    def other_forms(self) -> Iterator[str]:
        """As it is, multiplied out, and with a product and a difference that cancel."""
        yield self.value
        yield forms.multiplied_out(self.value)
        yield f"({self.value})*2/2"
        yield f"0 - (0 - ({self.value}))"

    def text(self, value: Any) -> str:
        return str(value)

    def latex(self, value: Any) -> str:
        return f"${self.printed(str(value))}$"

    @property
    def key_text(self) -> str:
        return f"{self.latex(self.value)} (`{self.shown}`)"

    def wrote(self, value: Any) -> str:
        return self.latex(value)

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {
            "symbols": list(self.symbols),
            "domain": "real numbers where it is defined",
        }
