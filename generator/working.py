"""A derivation put to work on one draw: its values, what rounding can do to them, its mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from reference.compiling import Values
from reference.derivation import Derivation
from reference.intervals import UndecidableError, interval_numbers
from reference.mistakes import Mistake
from reference.numerals import is_exact, round_half_up
from reference.rules import Jump
from reference.worlds import intervals, symbol_world

REACH = 50
"""So many units of the last decimal from a jump, no rounding of a sum of a few products gets there."""


class Working:
    """One draw's derivation and the numbers put in.

    whole: the derivation; asked: the steps asked for. decimals: how many the paper shows at every step.
    sparing: compute only what the asked steps need. That spares givens fixed by hand trouble with steps
    nobody asked for; drawn ones run whole derivations, which are few, so that few have to be compiled.
    write: how a step of a derivation is written as one formula in its inputs; tidied up unless told.
    """

    def __init__(
        self,
        whole: Derivation,
        asked: tuple[str, ...],
        inputs: Mapping[str, Any],
        decimals: int,
        *,
        sparing: bool = False,
        write: Callable[[Derivation, str], str] | None = None,
    ) -> None:
        self.whole = whole
        self.write = write or _formula
        self.asked = asked
        self.inputs = inputs
        self.decimals = decimals
        self.sparing = sparing
        self._values: Values | None = None
        self._reachable: Values | None = None

    @property
    def derivation(self) -> Derivation:
        """Only the steps that the asked ones need."""
        return _needed(self.whole, self.asked)

    @property
    def _run(self) -> Derivation:
        return self.derivation if self.sparing else self.whole

    @property
    def values(self) -> Values:
        """Every input and step in full precision."""
        if self._values is None:
            self._values = self._run.completed(self.inputs)
        return self._values

    def value(self, name: str) -> Any:
        """One input or step in full precision."""
        return self.values[name]

    def several(self, names: Sequence[str]) -> list[Any]:
        """`value` of each name."""
        values = self.values
        return [values[name] for name in names]

    @property
    def reachable(self) -> Values:
        """Every input and step as far as a student who rounds can get.

        Raises
        ------
        UndecidableError
            Near a kink or a tie.
        """
        if self._reachable is None:
            world = intervals(self.decimals)
            inputs = {name: world.enter(value) for name, value in self.inputs.items()}
            self._reachable = self._run.completed(inputs, world=world)
        return self._reachable

    def reached(self, steps: Sequence[str]) -> list[Any]:
        """`reachable` of each step.

        Raises
        ------
        UndecidableError
            Near a kink or a tie.
        """
        reachable = self.reachable
        return [reachable[step] for step in steps]

    def size(self, step: str) -> float:
        """How large a step is, were none of its terms to cancel another: rounding goes by that."""
        terms = self._run.terms(step)
        if not terms:
            return float(abs(self.values[step]))
        return float(sum(abs(work(self.values)) for _, work in terms))

    @cached_property
    def calm(self) -> bool:
        """Whether the whole derivation is `steady`, so that no step has to be looked at."""
        jumps, compares = self._run.decisions
        return not compares and not self._near(jumps)

    def steady(self, steps: Iterable[str]) -> bool:
        """Whether rounding can't take these steps anywhere: no jump, comparison or division by 0 is near."""
        decisions = self._run.decisions_before
        return not any(decisions[step][1] or self._near(decisions[step][0]) for step in steps)

    def _near(self, jumps: Iterable[Jump]) -> bool:
        reach, values = REACH * 10.0**-self.decimals, self.values
        return any(abs(values[name] - place) < reach for name, place in jumps)

    def rounded(self, *, whole: bool = False) -> tuple[Values, dict[str, bool]]:
        """The asked steps and those they need (or the whole derivation) as the worked solution shows them.

        Each is rounded half up before it is used again; the second dictionary says which were exact.
        """
        exact: list[bool] = []

        def shown(value: Any) -> Any:
            exact.append(is_exact(value, self.decimals))
            return round_half_up(value, self.decimals)

        values = (self.whole if whole else self.derivation).run(self.inputs, shown=shown)
        return values, dict(zip(values, exact, strict=True))

    def formula(self, step: str) -> str:
        """A step as a formula in the inputs, in the form in which one would write it.

        It depends on the derivation alone, so it is worked out once for all draws.
        """
        return self.write(self.whole, step)

    def followed(self, asked: tuple[str, ...], given: Mapping[str, Written]) -> Followed | None:
        """The asked steps worked from a student's own values of earlier ones; None where none is used."""
        needed = self.needs(asked)
        used = {name: value for name, value in given.items() if name in needed and name not in asked}
        return Followed(self, asked, used) if used else None

    def needs(self, asked: tuple[str, ...]) -> frozenset[str]:
        """The names of the steps on which some depend, themselves included."""
        return _needed(self.whole, asked).names

    def bent(self, mistake: Mistake) -> Bent | None:
        """The same draw worked with a mistake; None where it can't be made."""
        changed = _bent(mistake, self.whole, self.asked if self.sparing else None)
        return None if changed is None else Bent(self, *changed)

    def all_bent(
        self, mistakes: tuple[Mistake, ...], groups: tuple[tuple[str, ...], ...]
    ) -> list[tuple[Mistake, Bent, tuple[int, ...]]]:
        """The mistakes that reach a step of some groups, each with its working and those groups' indices."""
        asked = self.asked if self.sparing else None
        return [
            (mistake, Bent(self, wrong, patch), reached)
            for mistake, wrong, patch, reached in _all_bent(mistakes, self.whole, asked, groups)
        ]


class Bent(Working):
    """A working with a mistake: only the steps of `patch` are computed anew."""

    def __init__(self, right: Working, wrong: Derivation, patch: Derivation) -> None:
        super().__init__(
            wrong, right.asked, right.inputs, right.decimals, sparing=right.sparing, write=right.write
        )
        self._right = right
        self._patch = patch

    @property
    def decides(self) -> bool:
        """Whether rounding may decide a jump, a comparison or a division by 0 in the mistaken steps."""
        jumps, compares = self._patch.decisions
        if not self.inputs:  # a formula rounds nothing
            return False
        return compares or (bool(jumps) and self._near(jumps))

    def steady(self, steps: Iterable[str]) -> bool:
        """Whether rounding can't take these steps anywhere, in what the mistake changes and before."""
        return (self._right.calm and not self.decides) or super().steady(steps)

    @property
    def values(self) -> Values:
        """Every input and step as the mistake makes them."""
        if self._values is None:
            self._values = self._patch.completed(self._right.values)
        return self._values

    def shown_after(self, right: Values, shown: Callable[[Any], Any]) -> Values:
        """Every input and step: what the mistake changes as it is `shown`, the others as in `right`."""
        return self._patch.completed(right, shown=shown)

    @property
    def reachable(self) -> Values:
        """Every input and step as far as one can get who makes the mistake and rounds."""
        if self._reachable is None:
            self._reachable = self._patch.completed(self._right.reachable, world=intervals(self.decimals))
        return self._reachable

    def reached(self, steps: Sequence[str]) -> list[Any]:
        """`reachable` of each step, even where a step that these do not need can't be decided."""
        try:
            return super().reached(steps)
        except UndecidableError:
            patch = _needed(self._patch, tuple(step for step in steps if step in self._patch.names))
            reachable = patch.completed(self._right.reachable, world=intervals(self.decimals))
            return [reachable[step] for step in steps]


@dataclass(frozen=True)
class Written:
    """A number as a student wrote it, and the unit of its last digit: what it was before is that near."""

    value: float
    unit: float


class Followed(Working):
    """A working that goes on from a student's own values of some steps, right or wrong."""

    def __init__(self, right: Working, asked: tuple[str, ...], given: Mapping[str, Written]) -> None:
        super().__init__(right.whole, asked, right.inputs, right.decimals, sparing=True)
        self._given = given

    @property
    def values(self) -> Values:
        """Every input, and what the asked steps need, from the student's values on."""
        if self._values is None:
            given = {name: written.value for name, written in self._given.items()}
            self._values = self._run.completed(self.inputs, given=given)
        return self._values

    @property
    def reachable(self) -> Values:
        """The same as far as the student can get who rounds, and may go on from more digits than written."""
        if self._reachable is None:
            world, numbers = intervals(self.decimals), interval_numbers(self.decimals)
            inputs = {name: world.enter(value) for name, value in self.inputs.items()}
            given = {
                name: numbers(written.value - written.unit, written.value + written.unit)
                for name, written in self._given.items()
            }
            self._reachable = self._run.completed(inputs, world=world, given=given)
        return self._reachable


@lru_cache(20_000)
def _bent(
    mistake: Mistake, whole: Derivation, asked: tuple[str, ...] | None
) -> tuple[Derivation, Derivation] | None:
    """The derivation with the mistake made, and its steps that differ from the right one's."""
    wrong = mistake.bend(whole)
    if wrong is None:
        return None
    if asked is None:
        patch = wrong.changed_from(whole)
    else:
        patch = wrong.needed_for(asked).changed_from(_needed(whole, asked))
    return (wrong, patch) if patch.steps else None


@lru_cache(5_000)
def _all_bent(
    mistakes: tuple[Mistake, ...],
    whole: Derivation,
    asked: tuple[str, ...] | None,
    groups: tuple[tuple[str, ...], ...],
) -> tuple[tuple[Mistake, Derivation, Derivation, tuple[int, ...]], ...]:
    found = []
    for mistake in mistakes:
        bent = _bent(mistake, whole, asked)
        if bent is not None:
            reached = tuple(k for k, steps in enumerate(groups) if not bent[1].names.isdisjoint(steps))
            if reached:
                found.append((mistake, *bent, reached))
    return tuple(found)


@lru_cache(5_000)
def _needed(whole: Derivation, asked: tuple[str, ...]) -> Derivation:
    return whole.needed_for(asked)


@lru_cache(20_000)
def _formula(derivation: Derivation, step: str) -> str:
    import sympy  # slow to import, and only symbolic problems need it

    from reference import forms

    symbols = {name: sympy.Symbol(name, real=True) for name in derivation.inputs}
    return forms.tidy(derivation.needed_for((step,)).run(symbols, world=symbol_world())[step])
