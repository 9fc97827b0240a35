"""A derivation: named steps in the order in which a person works, each a rule over earlier names.

Everything about a problem follows from it: the answer (a run), the worked solution (the same rules
printed), the tolerance (a run over intervals), the mistakes (rules replaced), and follow-through
marks (values given). Source of the idea of bending rules: Brown and Burton, "Diagnostic models for
procedural bugs in basic mathematical skills", Cognitive Science 2 (1978).
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reference.rules import Rule, RuleError, parse, valid_name
from reference.worlds import FLOAT, World

Values = dict[str, Any]
Runner = Callable[[Mapping[str, Any], Callable[[str, Any], Any] | None], Values]


@dataclass(frozen=True)
class Step:
    """One named quantity and the rule that gives it."""

    name: str
    rule: Rule


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
        steps = tuple(Step(name, _parsed(name, text)) for name, text in rules.items())
        if inputs is None:
            used = dict.fromkeys(name for step in steps for name in step.rule.names)
            inputs = (name for name in used if name not in rules)
        return cls(steps, tuple(inputs))

    def __post_init__(self) -> None:
        known = set(self.inputs)
        later = {step.name for step in self.steps}
        for step in self.steps:
            if not valid_name(step.name):
                raise RuleError(f"step {step.name!r}: not a name that a step may have")
            if step.name in known:
                raise RuleError(f"step {step.name}: defined twice, or an input as well")
            for name in step.rule.names:
                if name not in known:
                    near = difflib.get_close_matches(name, known, n=1)
                    hint = "it is defined later" if name in later else f"did you mean {near[0]}?" if near else "it is no input and no step"
                    raise RuleError(f"step {step.name}: {name} is not known; {hint}")
            known.add(step.name)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.steps, self.inputs))

    @cached_property
    def rules(self) -> dict[str, str]:
        """{name: rule text}, in working order."""
        return {step.name: step.rule.text for step in self.steps}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the steps."""
        return frozenset(step.name for step in self.steps)

    def run(
        self,
        inputs: Mapping[str, Any],
        *,
        world: World = FLOAT,
        given: Mapping[str, Any] | None = None,
        shown: Callable[[Any], Any] | None = None,
    ) -> Values:
        """The value of every step (inputs are not repeated).

        given: steps whose value is taken from here, not from their rule (a student's own values).
        shown: applied to each step's value before later steps use it (such as rounding).

        Raises
        ------
        KeyError
            When an input is missing; names it.
        """
        if world.enter is not FLOAT.enter:
            inputs = {name: world.enter(inputs[name]) for name in self.inputs}
        return self.run_inside(inputs, world=world, given=given, shown=shown)

    def run_inside(
        self,
        inputs: Mapping[str, Any],
        *,
        world: World,
        given: Mapping[str, Any] | None = None,
        shown: Callable[[Any], Any] | None = None,
    ) -> Values:
        """`run` on inputs that are numbers of that world already."""
        if given is None and shown is None:
            return self._runner(world, False)(inputs, None)

        def settle(name: str, value: Any) -> Any:
            if given is not None and name in given:
                return given[name]
            return value if shown is None else shown(value)

        return self._runner(world, True)(inputs, settle)

    def needed_for(self, asked: Iterable[str]) -> Derivation:
        """Only the steps that the asked ones need, in the same order."""
        wanted = set(asked)
        if unknown := wanted - self.names:
            raise RuleError(f"there is no step {sorted(unknown)[0]}; the steps are {', '.join(self.rules)}")
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
            When the rules go round in a circle.
        """
        texts = self.rules | dict(rules)
        order: dict[str, str] = {}

        def place(name: str, path: tuple[str, ...]) -> None:
            if name in path:
                raise RuleError(f"step {name}: its rule needs itself, through {', '.join(path)}")
            if name in texts and name not in order:
                for used in _parsed(name, texts[name]).names:
                    place(used, (*path, name))
                order[name] = texts[name]

        for name in texts:
            place(name, ())
        return Derivation.of(order, inputs=self.inputs)

    def changed_from(self, right: Derivation) -> Derivation:
        """The steps whose values may differ from those of `right`; its other steps become inputs."""
        before = right.rules
        changed: dict[str, str] = {}
        for step in self.steps:
            if before.get(step.name) != step.rule.text or any(name in changed for name in step.rule.names):
                changed[step.name] = step.rule.text
        return Derivation.of(changed)

    def _runner(self, world: World, hooked: bool) -> Runner:
        key = (world.name, hooked)
        runner = self._runners.get(key)
        if runner is None:
            runner = self._runners[key] = _compile(self, world, hooked)
        return runner

    @cached_property
    def _runners(self) -> dict[tuple[str, bool], Runner]:
        return {}


def _parsed(name: str, text: str) -> Rule:
    try:
        return parse(text)
    except RuleError as error:
        raise RuleError(f"step {name}: {error}") from None


class _Lift(ast.NodeTransformer):
    """Wraps each constant, so that 1/2 is a fraction where numbers are symbols."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.copy_location(ast.Call(func=ast.Name("_enter", ast.Load()), args=[node], keywords=[]), node)


def _compile(derivation: Derivation, world: World, hooked: bool) -> Runner:
    """One Python function for the whole run; every line comes from a checked tree, never from text."""
    used = dict.fromkeys(name for step in derivation.steps for name in step.rule.names)
    lines = [f" {name} = _given[{name!r}]" for name in derivation.inputs if name in used]
    for step in derivation.steps:
        tree = _Lift().visit(ast.parse(ast.unparse(step.rule.tree), mode="eval").body) if world.lift_constants else step.rule.tree
        value = ast.unparse(tree)
        lines.append(f" {step.name} = _settle({step.name!r}, {value})" if hooked else f" {step.name} = {value}")
    result = ", ".join(f"{step.name!r}: {step.name}" for step in derivation.steps)
    source = "def run(_given, _settle):\n" + "\n".join(lines) + f"\n return {{{result}}}\n"
    scope: dict[str, Any] = {"__builtins__": {}, "_enter": world.enter, **world.functions}
    exec(compile(source, f"<derivation of {derivation.steps[-1].name}>" if derivation.steps else "<derivation>", "exec"), scope)  # noqa: S102  # whitelisted trees only
    runner: Runner = scope["run"]
    return runner
