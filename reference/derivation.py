"""A derivation: named steps in the order in which a person works, each a rule over earlier names.

Everything about a problem follows from it: the answer (a run), the worked solution (the same rules
printed), the tolerance (a run over intervals), the mistakes (rules replaced), and follow-through
marks (values given). Source of the idea of bending rules: Brown and Burton, "Diagnostic models for
procedural bugs in basic mathematical skills", Cognitive Science 2 (1978).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from reference.compiling import Values, Work, works
from reference.functions import Value
from reference.rules import Jump, Rule, RuleError, decisions, parse, terms, valid_name
from reference.worlds import FLOAT, World


@dataclass(frozen=True, slots=True)
class Step:
    """One named quantity and the rule that gives it."""

    name: str
    rule: Rule

    @staticmethod
    @lru_cache(50_000)
    def of(name: str, text: str) -> Step:
        """The step that a rule's text says: one object for all the derivations that have it.

        Raises
        ------
        RuleError
            When the name or the rule is not allowed; names the step.
        """
        if not valid_name(name):
            raise RuleError(f"step {name!r}: not a name that a step may have")
        try:
            return Step(name, parse(text))
        except RuleError as error:
            raise RuleError(f"step {name}: {error}") from None


@dataclass(frozen=True)
class Derivation:
    """Steps in working order; `inputs` are the names that must be given to run them."""

    steps: tuple[Step, ...]
    inputs: tuple[str, ...]

    @classmethod
    def of(cls, rules: Mapping[str, str], *, inputs: Iterable[str] | None = None) -> Derivation:
        """A derivation from {name: rule text}; without `inputs`, every undefined name is one.

        Raises
        ------
        RuleError
            When a rule is not in the rule language, or uses a name that is unknown or defined later;
            names the step.
        """
        steps = tuple(Step.of(name, text) for name, text in rules.items())
        if inputs is None:
            used = dict.fromkeys(name for step in steps for name in step.rule.names)
            inputs = (name for name in used if name not in rules)
        return cls(steps, tuple(inputs))

    def __post_init__(self) -> None:
        known = set(self.inputs)
        for name in self.inputs:
            if not valid_name(name):
                raise RuleError(f"input {name!r}: not a name that an input may have")
        later = {step.name for step in self.steps}
        for step in self.steps:
            if step.name in known:
                raise RuleError(f"step {step.name}: defined twice, or an input as well")
            for name in step.rule.names:
                if name not in known:
                    raise RuleError(
                        f"step {step.name}: {name} is not known; {_hint(name, step, known, later)}"
                    )
            known.add(step.name)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process compiles for itself, and hashes differently."""
        return (Derivation, (self.steps, self.inputs))

    @cached_property
    def _hash(self) -> int:
        return hash((self.steps, self.inputs))

    @cached_property
    def rules(self) -> dict[str, str]:
        """{name: rule text}, in working order."""
        return {step.name: step.rule.text for step in self.steps}

    @cached_property
    def decisions(self) -> tuple[tuple[Jump, ...], bool]:
        """Where a step jumps, such as z1_1 = 0 in relu_grad(z1_1); whether others compare."""
        found = [decisions(step.rule) for step in self.steps]
        jumps = dict.fromkeys(jump for jumps, _ in found for jump in jumps)
        return tuple(jumps), any(compares for _, compares in found)

    @cached_property
    def decisions_before(self) -> dict[str, tuple[frozenset[Jump], bool]]:
        """For each step where it jumps, or a step that it needs; whether one of them compares others."""
        found: dict[str, tuple[frozenset[Jump], bool]] = {}
        for step in self.steps:
            jumps, compares = decisions(step.rule)
            before = [found[name] for name in step.rule.names if name in found]
            found[step.name] = (
                frozenset(jumps).union(*(jumps for jumps, _ in before)),
                compares or any(compares for _, compares in before),
            )
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the steps."""
        return frozenset(step.name for step in self.steps)

    def terms(self, name: str) -> tuple[Work, ...]:
        """What works each term of a step that is a sum; nothing for another step."""
        found = self._known_terms.get(name)
        if found is None:
            rules = terms(parse(self.rules[name]))
            found = self._known_terms[name] = works(((name, rule) for rule in rules), FLOAT)
        return found

    def run(
        self,
        inputs: Mapping[str, Value],
        *,
        world: World = FLOAT,
        given: Mapping[str, Value] | None = None,
        shown: Callable[[Value], Value] | None = None,
    ) -> Values:
        """The value of every step (inputs are not repeated).

        given: steps whose value is taken from here, and whose rule is not worked (a student's own values).
        shown: applied to the value of each step that is worked, before later steps use it (such as rounding).

        Raises
        ------
        KeyError
            When an input that a rule uses is missing; names it.
        RuleError
            When `given` has a name that is no step, or a rule a function that this world lacks.
        """
        if world.enter is not FLOAT.enter:
            inputs = {name: world.enter(inputs[name]) for name in self._used}
            given = given and {name: world.enter(value) for name, value in given.items()}
        known = self.completed(inputs, world=world, given=given, shown=shown)
        return {step.name: known[step.name] for step in self.steps}

    def completed(
        self,
        inputs: Mapping[str, Value],
        *,
        world: World = FLOAT,
        given: Mapping[str, Value] | None = None,
        shown: Callable[[Value], Value] | None = None,
    ) -> Values:
        """The inputs, numbers of that world already, and the value of every step, as `run` has it."""
        known = {**inputs}
        if given is None and shown is None:
            for name, work in self._works(world):
                known[name] = work(known)
            return known
        given, shown = given or {}, shown or _unchanged
        for name in given:
            if name not in self.names:
                raise RuleError(f"a value is given for {name}, which is no step{_near(name, self.names)}")
        for name, work in self._works(world):
            known[name] = given[name] if name in given else shown(work(known))
        return known

    def needed_for(self, asked: Iterable[str]) -> Derivation:
        """Only the steps that the asked ones need, in the same order.

        Raises
        ------
        RuleError
            When an asked name is no step.
        """
        wanted = set(asked)
        if unknown := sorted(wanted - self.names):
            raise RuleError(f"there is no step {unknown[0]}; the steps are {', '.join(self.rules)}")
        kept = []
        for step in reversed(self.steps):
            if step.name in wanted:
                wanted.update(step.rule.names)
                kept.append(step)
        return Derivation(tuple(reversed(kept)), tuple(name for name in self.inputs if name in wanted))

    def with_rules(self, rules: Mapping[str, str]) -> Derivation:
        """The same derivation with these steps' rules replaced or added, in an order that can be run.

        Raises
        ------
        RuleError
            When the rules go round in a circle, or one uses an unknown name; names the step.
        """
        texts = self.rules | dict(rules)
        order: dict[str, str] = {}
        for name in texts:
            _place(name, texts, order)
        return Derivation.of(order, inputs=self.inputs)

    def changed_from(self, right: Derivation) -> Derivation:
        """The steps whose values may differ from those of `right`; its other steps become inputs."""
        before = right.rules
        changed: dict[str, str] = {}
        for step in self.steps:
            if before.get(step.name) != step.rule.text or any(name in changed for name in step.rule.names):
                changed[step.name] = step.rule.text
        return Derivation.of(changed)

    def _works(self, world: World) -> tuple[Work, ...]:
        found = self._known_works.get(world)
        if found is None:
            steps = ((step.name, step.rule) for step in self.steps)
            found = self._known_works[world] = works(steps, world)
        return found

    @cached_property
    def _known_works(self) -> dict[World, tuple[Work, ...]]:
        return {}

    @cached_property
    def _known_terms(self) -> dict[str, tuple[Work, ...]]:
        return {}

    @cached_property
    def _used(self) -> tuple[str, ...]:
        """The inputs that a rule uses."""
        used = {name for step in self.steps for name in step.rule.names}
        return tuple(name for name in self.inputs if name in used)


def _unchanged(value: Value) -> Value:
    return value


def _hint(name: str, step: Step, known: set[str], later: set[str]) -> str:
    if name == step.name:
        return "a step's rule can't use the step itself"
    if name in later:
        return "it is defined later"
    return _near(name, known).removeprefix("; ") or "it is no input and no step"


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _place(name: str, texts: Mapping[str, str], order: dict[str, str]) -> None:
    """Appends a step to `order`, and before it those that it needs and that are not there yet."""
    path = {name: iter(Step.of(name, texts[name]).rule.names)}
    while path:
        current = next(reversed(path))
        used = next((used for used in path[current] if used in texts and used not in order), None)
        if used is None:
            order.setdefault(current, texts[current])
            del path[current]
        elif used in path:
            circle = list(path)[list(path).index(used) :]
            raise RuleError(f"step {used}: its rule needs itself, through {', '.join(circle)}")
        else:
            path[used] = iter(Step.of(used, texts[used]).rule.names)
