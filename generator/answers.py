"""Answers: what is right, what is taken for right, and how both are printed.

An answer type settles itself from a working (the derivation's values and what rounding can do to
them), accepts or turns away a student's value, and prints itself. A new type is one class here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from generator.working import Working
from reference import equality, forms
from reference.intervals import Interval, UndecidableError
from reference.numerals import fixed, is_exact, plain, round_half_up
from reference.rules import parse

FULL = 1e-9
"""Relative: two full-precision values this close are the same number."""
EXACT = 1e-9
"""Below this reach nothing was rounded on the way."""
ZERO = "the answer prints as zero"
WIDEST = 0.02
"""A tolerance beyond this share of the answer would accept too much; such draws are redrawn."""


@dataclass(frozen=True)
class Answer(ABC):
    """The right answer to one part. shown: the text of the key and of answers.csv."""

    type: ClassVar[str]
    value: Any
    shown: str

    @classmethod
    @abstractmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> Any:
        """The value to which a working leads, right or wrong."""

    @classmethod
    def hopeless(cls, working: Working, steps: Sequence[str]) -> str:  # noqa: ARG003  # types that look use them
        """Why no answer here can be fair, as far as the values alone tell; a look before `settle`."""
        return ""

    @property
    def unfair(self) -> str:
        """Why this answer must not be asked for (the guard's name), or nothing."""
        return ""

    @abstractmethod
    def accepts(self, value: Any) -> bool:
        """Whether a student's value is taken for right."""

    @abstractmethod
    def agrees(self, other: Any) -> bool:
        """Whether an independent derivation came to the same."""

    def same(self, other: Any) -> bool:
        """Whether `other` is this very answer in full precision, so that a mistake changes nothing."""
        return self.agrees(other)

    @abstractmethod
    def text(self, value: Any) -> str:
        """A value of this type as `shown` would have it."""

    @abstractmethod
    def latex(self, value: Any) -> str:
        """A value of this type as a printed choice (Markdown)."""

    def near(self, value: Any) -> bool:
        """Whether a wrong value is so near that `reaches` has to be asked."""
        return False

    def reaches(self, wrong: Working, steps: Sequence[str]) -> bool:
        """Whether someone who works with a mistake may by rounding end within the tolerance."""
        return False

    def other_forms(self) -> Iterator[Any]:
        """The answer in forms in which an honest student may hand it in."""
        yield self.value

    @property
    def margin(self) -> str:
        """The tolerance as printed, or nothing."""
        return ""

    @property
    def accepted(self) -> str:
        """What else is taken for right, for the key: "±0.0004", or nothing."""
        return f"±{self.margin}" if self.margin else ""

    def to_json(self) -> dict[str, Any]:
        """The answer as the machine interface has it."""
        return {"type": self.type, "value": self.value, "shown": self.shown}


@dataclass(frozen=True)
class Integer(Answer):
    """A whole number; only it is right."""

    type: ClassVar[str] = "integer"

    @classmethod
    def settle(cls, working: Working, steps: Sequence[str]) -> Integer:
        """The value of the one asked step."""
        value = cls.predict(working, steps)
        return cls(value, str(value))

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> int:
        return int(working.value(steps[0]))

    def accepts(self, value: Any) -> bool:
        return bool(value == self.value)

    def agrees(self, other: Any) -> bool:
        return bool(other == self.value)

    def text(self, value: Any) -> str:
        return plain(value)

    def latex(self, value: Any) -> str:
        return f"${plain(value)}$"


@dataclass(frozen=True)
class Number(Answer):
    """A number to some decimals; tolerance is what honest rounding at every step can reach."""

    type: ClassVar[str] = "number"
    tolerance: float
    decimals: int
    undecided: str = ""

    @classmethod
    def hopeless(cls, working: Working, steps: Sequence[str]) -> str:
        return ZERO if abs(cls.predict(working, steps)) < 0.5 * 10.0**-working.decimals else ""

    @classmethod
    def settle(cls, working: Working, steps: Sequence[str]) -> Number:
        """The value of the one asked step."""
        value, decimals = cls.predict(working, steps), working.decimals
        if float(fixed(value, decimals)) == 0:
            return cls(value, "0", 10.0**-decimals if value else 0.0, decimals)
        reach, undecided = _reach(working, steps, (value,))
        exact = is_exact(value, decimals) and reach[0] < EXACT
        shown = plain(value, decimals) if exact else fixed(value, decimals)
        if exact:
            return cls(float(shown), shown, 0.0, decimals, undecided)
        return cls(value, shown, _outward(max(reach[0], 10.0**-decimals)), decimals, undecided)

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> float:
        return float(working.value(steps[0]))

    @property
    def unfair(self) -> str:
        if self.undecided:
            return self.undecided
        if float(self.shown) == 0:
            return ZERO
        return (
            "honest rounding reaches further than 2 % of the answer"
            if self.tolerance > WIDEST * abs(self.value)
            else ""
        )

    def accepts(self, value: Any) -> bool:
        within = self.tolerance + FULL * max(1.0, abs(self.value))
        return bool(abs(float(value) - self.value) <= within)

    def agrees(self, other: Any) -> bool:
        return _close(self.value, float(other))

    def text(self, value: Any) -> str:
        return fixed(value, self.decimals) if self.tolerance else plain(value, self.decimals)

    def latex(self, value: Any) -> str:
        return f"${self.text(value)}$"

    def near(self, value: float) -> bool:
        return bool(abs(value - self.value) <= FAR * (self.tolerance + 10.0**-self.decimals))

    def reaches(self, wrong: Working, steps: Sequence[str]) -> bool:
        lo, hi = _ends(wrong.reachable[steps[0]])
        return bool(lo <= self.value + self.tolerance and self.value - self.tolerance <= hi)

    @property
    def margin(self) -> str:
        return plain(self.tolerance, 10) if self.tolerance else ""

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {"tolerance": self.tolerance, "decimals": self.decimals}


FAR = 40
"""So many tolerances away a mistake's own rounding can't bring it back; nearer ones are computed."""


@dataclass(frozen=True)
class Array(Answer):
    """Several numbers in order, all of which must be right; tolerance is an entry's."""

    type: ClassVar[str] = "array"
    tolerance: tuple[float, ...]
    decimals: int
    undecided: str = ""

    @classmethod
    def settle(cls, working: Working, steps: Sequence[str]) -> Array:
        """The values of the asked steps."""
        decimals, value = working.decimals, cls.predict(working, steps)
        reach, undecided = _reach(working, steps, value)
        exact = all(r < EXACT and is_exact(entry, decimals) for r, entry in zip(reach, value, strict=True))
        tolerance = tuple(0.0 if exact else _outward(max(r, 10.0**-decimals)) for r in reach)
        value = tuple(round_half_up(entry, decimals) for entry in value) if exact else value
        answer = cls(value, "", tolerance, decimals, undecided)
        return replace(answer, shown=answer.text(value))

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> tuple[float, ...]:
        return tuple(float(working.value(step)) for step in steps)

    @property
    def unfair(self) -> str:
        if self.undecided:
            return self.undecided
        if any(float(fixed(entry, self.decimals)) == 0 for entry in self.value):
            return "an entry of the answer prints as zero"
        widest = WIDEST * max(abs(entry) for entry in self.value)
        return (
            "honest rounding reaches further than 2 % of the largest entry"
            if max(self.tolerance) > widest
            else ""
        )

    def accepts(self, value: Any) -> bool:
        return len(value) == len(self.value) and all(
            abs(float(v) - key) <= t + 1e-9 * max(1.0, abs(key))
            for v, key, t in zip(value, self.value, self.tolerance, strict=True)
        )

    def agrees(self, other: Any) -> bool:
        scale = max(abs(entry) for entry in self.value)
        return len(other) == len(self.value) and all(
            abs(a - b) <= FULL * scale for a, b in zip(self.value, other, strict=True)
        )

    def _entries(self, value: Any) -> str:
        exact = not any(self.tolerance)
        return ", ".join(plain(v, self.decimals) if exact else fixed(v, self.decimals) for v in value)

    def text(self, value: Any) -> str:
        return f"({self._entries(value)})"

    def latex(self, value: Any) -> str:
        return f"$({self._entries(value)})$"

    def near(self, value: Sequence[float]) -> bool:
        unit = 10.0**-self.decimals
        return all(
            abs(v - key) <= FAR * (t + unit)
            for v, key, t in zip(value, self.value, self.tolerance, strict=True)
        )

    def reaches(self, wrong: Working, steps: Sequence[str]) -> bool:
        near = [_ends(wrong.reachable[step]) for step in steps]
        return all(
            lo <= v + t and v - t <= hi
            for (lo, hi), v, t in zip(near, self.value, self.tolerance, strict=True)
        )

    @property
    def margin(self) -> str:
        return plain(max(self.tolerance), 10) if any(self.tolerance) else ""

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {
            "value": list(self.value),
            "tolerance": list(self.tolerance),
            "decimals": self.decimals,
        }


@dataclass(frozen=True)
class Expression(Answer):
    """A formula in `symbols`; every equal formula is right. value: text that SymPy reads."""

    type: ClassVar[str] = "expression"
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

    @property
    def unfair(self) -> str:
        return "the derivative is 0 everywhere" if self.value == "0" else ""

    def accepts(self, value: Any) -> bool:
        return equality.equal(self.value, str(value), self.symbols)

    def agrees(self, other: Any) -> bool:
        """Whether `other`, a formula or a function of a point, has the same value everywhere we look."""
        if callable(other):
            return equality.equal_to_function(self.value, other, self.symbols)
        return self.accepts(other)

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

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {
            "symbols": list(self.symbols),
            "domain": "real numbers where it is defined",
        }


LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True)
class Choice(Answer):
    """One of some printed options. value: the letter; underlying: the open answer, where there is one."""

    type: ClassVar[str] = "choice"
    options: tuple[str, ...]
    underlying: Answer | None = None

    undecided: str = ""

    @classmethod
    def settle(cls, working: Working, steps: Sequence[str], *, options: tuple[str, ...] = ()) -> Choice:
        """The option whose number, counted from 1, is the value of the one asked step."""
        _, undecided = _reach(working, steps, (0.0,))
        letter = cls.predict(working, steps)
        return cls(letter, letter, options, undecided=undecided)

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> str:
        return LETTERS[int(working.value(steps[0])) - 1]

    @property
    def unfair(self) -> str:
        return self.undecided

    @property
    def right(self) -> int:
        """The index of the right option."""
        return LETTERS.index(self.value)

    def accepts(self, value: Any) -> bool:
        return bool(value == self.value)

    def agrees(self, other: Any) -> bool:
        return bool(other == self.value or (isinstance(other, int) and other == self.right + 1))

    def text(self, value: Any) -> str:
        return str(value)

    def latex(self, value: Any) -> str:
        return str(value)

    def to_json(self) -> dict[str, Any]:
        more: dict[str, Any] = {"options": list(self.options)}
        if self.underlying is not None:
            more["underlying"] = self.underlying.to_json()
        return super().to_json() | more


@dataclass(frozen=True)
class Realises(Answer):
    """Any filling of blanks for which `judge` says that it does what was asked; value is one such."""

    type: ClassVar[str] = "realises"
    judge: Callable[[Any], bool] = field(compare=False, repr=False)
    printed: Callable[[Any], str] = field(compare=False, repr=False)
    table: tuple[int, ...]

    @classmethod
    def settle(
        cls,
        working: Working,
        steps: Sequence[str],
        *,
        judge: Callable[[Mapping[str, float]], bool],
        printed: Callable[[Mapping[str, float]], str],
        table: tuple[int, ...],
    ) -> Realises:
        """The drawn values of the blanks are the example that the key prints."""
        value = cls.predict(working, steps)
        return cls(
            value, ", ".join(f"{name} = {plain(v)}" for name, v in value.items()), judge, printed, table
        )

    @classmethod
    def predict(cls, working: Working, steps: Sequence[str]) -> Mapping[str, float]:
        """What is put into each blank; the steps are named put_W1_1_1 and so on."""
        return {step.removeprefix("put_"): working.value(step) for step in steps}

    def accepts(self, value: Any) -> bool:
        return bool(self.judge(value))

    def agrees(self, other: Any) -> bool:
        """`other` judges the key by other means."""
        return bool(other(self.value))

    def same(self, other: Any) -> bool:
        return bool(self.judge(other))

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

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {"table": list(self.table)}


ANSWERS: dict[str, type[Answer]] = {cls.type: cls for cls in Answer.__subclasses__()}


def _reach(working: Working, steps: Sequence[str], values: Sequence[float]) -> tuple[list[float], str]:
    """How far honest rounding reaches from each value, and what it can't decide, if anything."""
    try:
        reachable = working.reachable
    except UndecidableError as error:
        return [10.0**-working.decimals for _ in steps], f"{error}"
    ends = (_ends(reachable[step]) for step in steps)
    return [max(hi - value, value - lo, 0.0) for (lo, hi), value in zip(ends, values, strict=True)], ""


def _ends(reachable: Any) -> tuple[float, float]:
    """An interval's ends; a rule that is a mere constant stays a number."""
    return (reachable.lo, reachable.hi) if isinstance(reachable, Interval) else (reachable, reachable)


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= FULL * max(abs(a), abs(b), 1e-6)


def _outward(tolerance: float) -> float:
    """The tolerance rounded up to two digits, so that what the key prints is what is used."""
    digits = f"{tolerance:.1e}"
    mantissa, exponent = digits.split("e")
    rounded = float(digits)
    return rounded if rounded >= tolerance else float(f"{float(mantissa) + 0.1:.1f}e{exponent}")
