"""Any numbers that realise a truth table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from generator.answers.answer import Answer
from generator.working import Working
from reference.numerals import plain, typographic


@dataclass(frozen=True)
class Realises(Answer):
    """Any filling of blanks that computes `table`; value is one such, outputs gives the table of any."""

    type: ClassVar[str] = "realises"
    work_lines: ClassVar[int] = 6
    outputs: Callable[[Any], tuple[int, ...]] = field(compare=False, repr=False)
    printed: Callable[[Any], str] = field(compare=False, repr=False)
    table: tuple[int, ...]

    @classmethod
    def settle(
        cls,
        working: Working,
        steps: Sequence[str],
        *,
        outputs: Callable[[Mapping[str, float]], tuple[int, ...]],
        printed: Callable[[Mapping[str, float]], str],
        table: tuple[int, ...],
    ) -> Realises:
        """The drawn values of the blanks are the example that the key prints."""
        value = cls.predict(working, steps)
        shown = ", ".join(f"{name} = {plain(v)}" for name, v in value.items())
        return cls(value, shown, outputs, printed, table)

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> Mapping[str, float]:
        """What is put into each blank; the steps are named put_W1_1_1 and so on."""
        return {step.removeprefix("put_"): working.value(step) for step in steps}

    def accepts(self, value: Any) -> bool:
        return self.outputs(value) == self.table

    def agrees(self, other: Any) -> bool:
        """`other` judges the key by other means."""
        return bool(other(self.value))

    def same(self, other: Any) -> bool:
        return self.accepts(other)

    def text(self, value: Mapping[str, Any]) -> str:
        return ", ".join(f"{name} = {plain(v)}" for name, v in value.items())

    def latex(self, value: Mapping[str, Any]) -> str:
        return str(self.printed(value))

    def other_forms(self) -> Iterator[Mapping[str, float]]:
        """The example, and the output unit scaled where all of it is blank."""
        yield self.value
        output = ("W2_1_1", "W2_1_2", "b2_1")
        if all(name in self.value for name in output):
            yield {**self.value, **{name: 3 * self.value[name] for name in output}}

    @property
    def accepted(self) -> str:
        return "any values that give the table"

    @property
    def key_text(self) -> str:
        """The example; with a single blank its number alone, for the blank's name stands before it."""
        numbers = list(self.value.values())
        return f"`{plain(numbers[0])}`" if len(numbers) == 1 else self.latex(self.value)

    def wrote(self, value: Mapping[str, Any]) -> str:
        """The numbers in the order of their blanks."""
        return ", ".join(typographic(plain(number)) for number in value.values())

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {"table": list(self.table)}
