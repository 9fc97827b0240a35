"""A formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from generator.answers.answer import Answer
from generator.working import Working
from reference import equality, forms
from reference.composing import put_in
from reference.formula_values import Meanings
from reference.rules import parse

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Expression(Answer):
    """A formula in `symbols`; every equal formula is right. value: text that SymPy reads.

    meanings: further names that the paper defines, with their formulas in `symbols`: ŷ as well as σ(z).
    functions: letters that the paper has for functions, and their names in the rule language.
    """

    type: ClassVar[str] = "expression"
    work_lines: ClassVar[int] = 5
    symbols: tuple[str, ...]
    printed: Callable[[str], str] = field(compare=False, repr=False, default=str)
    """Turns an expression's text into LaTeX in the paper's notation."""
    meanings: Meanings = ()
    functions: Pairs = ()

    @classmethod
    def settle(
        cls,
        working: Working,
        steps: Sequence[str],
        *,
        printed: Callable[[str], str] = str,
        meanings: Meanings = (),
        functions: Pairs = (),
    ) -> Expression:
        """The asked step as a formula in the inputs, in the form in which one would write it."""
        text = cls.predict(working, steps)
        defined = {name for name, _ in meanings}
        symbols = tuple(name for name in working.whole.inputs if name not in defined)
        return cls(text, text, symbols, printed, meanings, functions)

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> str:
        text = working.formula(steps[0])
        parse(text)  # a formula that can't be read back, such as a sum of a hundred terms, is no answer
        return text

    def objection(self, widest: float) -> str:
        return "the derivative is 0 everywhere" if self.value == "0" else ""

    def accepts(self, value: Any) -> bool:
        return self._equal(self.value, value)

    def _equal(self, one: Any, other: Any) -> bool:
        return equality.equal(str(one), str(other), self.symbols, meanings=self.meanings)

    def agrees(self, other: Any) -> bool:
        """Whether `other`, a formula or a function of a point, has the same value everywhere we look."""
        if not callable(other):
            return self.accepts(other)
        return equality.equal_to_function(self.value, other, self.symbols, self.meanings)

    def leading(self, wrong: Any, bent: Working, steps: Sequence[str]) -> Callable[[Any], bool]:
        """In any form."""
        return partial(self._equal, wrong)

    def other_forms(self) -> Iterator[str]:
        """As it is, multiplied out, and with a product and a difference that cancel."""
        yield self.value
        yield forms.multiplied_out(self.value)
        yield f"({self.value})*2/2"
        yield f"0 - (0 - ({self.value}))"
        if self.meanings:
            yield put_in(self.value, self.meanings)

    def text(self, value: Any) -> str:
        return str(value)

    def latex(self, value: Any) -> str:
        return f"${self.printed(str(value))}$"

    @property
    def key_text(self) -> str:
        return f"{self.latex(self.value)}, typed `{self.shown}`"

    def wrote(self, value: Any) -> str:
        return self.latex(value)

    def to_json(self) -> dict[str, Any]:
        names = [*self.symbols, *(name for name, _ in self.meanings)]
        more = {"meanings": dict(self.meanings)} if self.meanings else {}
        return super().to_json() | {"symbols": names, "domain": "real numbers where it is defined"} | more
