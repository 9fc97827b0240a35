"""From a problem to its texts: Markdown with LaTeX maths, written by the family's template.

The prompt's template never sees an answer. The solution's template prints the derivation's own
rules, with the numbers of the run in which every step is rounded as the paper says.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import jinja2

from generator.documents.paper import Figure
from generator.errors import InputError
from generator.family import Ask, Loaded
from generator.places import TEMPLATES
from generator.problem import Part, Problem
from reference.derivation import Step
from reference.numerals import fixed, plain
from reference.printing import Printer
from reference.rules import Rule, flowing

LONGEST_LINE = 88


@dataclass(frozen=True)
class AskedPart:
    """What a template may know of a part: never its answer."""

    label: str
    name: str
    steps: tuple[str, ...]
    derivative: tuple[str, tuple[int, ...]] | None
    type: str
    choices: int


@dataclass(frozen=True)
class Texts:
    """A problem's Markdown: the prompt, what each part asks, what stands before its blanks."""

    prompt: str
    asked: tuple[str, ...]
    fields: tuple[tuple[str, ...], ...]
    figures: tuple[Figure, ...]

    @property
    def question(self) -> str:
        """The prompt with what each part asks: what students have to go by."""
        return "\n\n".join([self.prompt, *self.asked])


class Renderer:
    """Renders problems; holds the template environment, so make one a process."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        loader = jinja2.FileSystemLoader([*map(str, folders), str(TEMPLATES)])
        self._env = jinja2.Environment(
            loader=loader,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # noqa: S701  # Markdown, not HTML
            auto_reload=False,
        )
        self._env.filters |= {"n": plain, "listed": listed}
        self._env.globals |= {"count": counted, "listed": listed}
        self._own = {str(folder) for folder in folders}

    def texts(self, problem: Problem) -> Texts:
        """What students see of the problem."""
        family, convention = problem.loaded.family, problem.convention
        context = self._context(problem)
        parts = tuple(_visible(part.label, part.ask, len(part.options)) for part in problem.parts)
        template = self._template(problem.loaded)
        decimals = family.decimals(problem.options) if problem.inexact else None
        body = self._block(problem.loaded, template, "prompt", {**context, "parts": parts})
        figures = family.figures(problem.givens, convention)
        prompt = self._line(
            "prompt",
            body=body,
            decimals=decimals,
            calculator=problem.options.calculator,
            parts=parts,
            figures=figures,
        )
        asked = []
        for part in parts:
            if "asked" in template.blocks:
                asked.append(self._block(problem.loaded, template, "asked", {**context, "part": part}))
            else:
                asked.append(self._line("asked", part=part, sym=context["sym"], single=len(parts) == 1))
        return Texts(prompt, tuple(asked), tuple(_fields(part, context["sym"]) for part in parts), figures)

    def solution(self, problem: Problem) -> str:
        """The worked solution: the rules of the derivation with the numbers put in."""
        context = self._context(problem)
        body = self._worked(problem, _Work(problem, _printer(problem)))
        numbers = [(part, value) for part in problem.parts if (value := _full(problem, part))]
        symbols = [context["sym"](part.ask.name) for part, _ in numbers]
        alike = len(set(symbols)) < len(symbols)
        full = [
            (part.label if alike else "", symbol, value)
            for (part, value), symbol in zip(numbers, symbols, strict=True)
        ]
        return self._line("solution", body=body, full=full)

    def formulas(self, problem: Problem) -> dict[str, str]:
        """The steps that the worked solution prints, in its order: {name: LaTeX, symbol = formula}.

        They hold no numbers of the draw. Steps whose symbol says it all are left out.
        """
        printer = _printer(problem)
        work = _Work(problem, printer)
        self._worked(problem, work)
        pairs = [(name, printer.symbol(name), printer.formula(rule)) for name, rule in work.shown.items()]
        return {name: f"{symbol} = {formula}" for name, symbol, formula in pairs if symbol != formula}

    def _worked(self, problem: Problem, work: _Work) -> str:
        answers = [part.open_answer for part in problem.parts]
        context = {**self._context(problem), "work": work, "answers": answers}
        return self._block(problem.loaded, self._template(problem.loaded), "solution", context)

    def shared(self, name: str, **context: Any) -> str:
        """One of the sentences that all families share."""
        return self._line(name, **context)

    def bullets(self, name: str, **context: Any) -> tuple[str, ...]:
        """A shared block of bullets, such as the instructions, one text each."""
        return tuple(
            line.removeprefix("- ")
            for line in self._line(name, **context).splitlines()
            if line.startswith("- ")
        )

    def symbol(self, problem: Problem, name: str) -> str:
        """The LaTeX of a step's name in the problem's notation."""
        return _printer(problem).symbol(name)

    def earning(self, problem: Problem, asked: tuple[str, ...]) -> list[str]:
        """The steps to some asked ones that earn marks: not what the problem states, nor a mere number."""
        stated, printer = set(problem.loaded.family.stated(problem.givens)), _printer(problem)
        steps = [step for step in problem.working.derivation.needed_for(asked).steps if step.rule.names]
        return [step.name for step in steps if step.name not in stated and not repeats(printer, step)]

    def _context(self, problem: Problem) -> dict[str, Any]:
        family, convention = problem.loaded.family, problem.convention
        symbol = _printer(problem).symbol
        context: dict[str, Any] = {"g": problem.givens, "o": problem.options, "sym": symbol}
        context["eq"] = lambda name: f"{symbol(name)} = {plain(_given(name, family.flat(problem.givens)))}"
        context |= family.more(problem.givens, convention)
        return context

    def _template(self, loaded: Loaded) -> jinja2.Template:
        own = str(loaded.template.parent) in self._own
        name = loaded.template.name if own else f"families/{loaded.template.name}"
        try:
            return self._env.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            raise InputError(f"{loaded.template}, line {error.lineno}: {error.message}") from None

    def _block(self, loaded: Loaded, template: jinja2.Template, block: str, context: dict[str, Any]) -> str:
        if block not in template.blocks:
            raise InputError(
                f"{loaded.template}: the block {block} is missing; "
                f"write {{% block {block} %}} … {{% endblock %}}"
            )
        try:
            return "".join(template.blocks[block](template.new_context(context))).strip()
        except (jinja2.TemplateError, TypeError, LookupError, ValueError, ArithmeticError) as error:
            raise InputError(f"{loaded.template}, line {_line_of(template, error)}: {error}") from error

    def _line(self, name: str, **context: Any) -> str:
        """One of the sentences that all families share."""
        template = self._env.get_template("problem.md.j2")
        return "".join(template.blocks[name](template.new_context(context))).strip()


def _line_of(template: jinja2.Template, error: BaseException) -> int:
    """The last line of the template that the error passed through."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == template.filename:
            line = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line


def _full(problem: Problem, part: Part) -> str:
    """A number's value in full precision; an array's only where its rounded working ends in other digits."""
    answer = part.open_answer
    if not answer.uneven:
        return ""
    if answer.type == "number":
        return f"{answer.value:.10g}"
    rounded, _ = problem.working.rounded()
    if answer.text([rounded[step] for step in part.ask.steps]) == answer.shown:
        return ""
    return f"({', '.join(f'{entry:.10g}' for entry in answer.value)})"


def _visible(label: str, ask: Ask, choices: int) -> AskedPart:
    return AskedPart(label, ask.name, ask.steps, ask.derivative, ask.answer, choices)


def _fields(part: AskedPart, symbol: Callable[[str], str]) -> tuple[str, ...]:
    """What stands before each blank of an open part."""
    if part.type == "realises":
        return tuple(f"${symbol(step.removeprefix('put_'))} =$" for step in part.steps)
    return ("",) if part.type == "integer" else (f"${symbol(part.name)} =$",)


def _printer(problem: Problem) -> Printer:
    return _printer_for(problem.notation)


@lru_cache(512)
def _printer_for(notation: Any) -> Printer:
    return Printer(notation)


class _Work:
    """`work("z1_*", "a1_*")` in a template: those steps as an aligned block, all steps without patterns.

    shown: the rules of the steps that were printed so far.
    """

    def __init__(self, problem: Problem, printer: Printer) -> None:
        self.shown: dict[str, Rule] = {}
        self._working = problem.working
        self._put_in = problem.loaded.family.put_in(problem.givens)
        self._printer = printer

    def __call__(self, *patterns: str) -> str:
        """Symbol = formula = numbers put in = value, a line a step that the asked ones need."""
        steps = [step for step in self._working.derivation.steps if _matches(step.name, patterns)]
        if not steps:
            raise ValueError(f"no step that is needed is called {' or '.join(patterns)}")
        steps = [step for step in steps if not repeats(self._printer, step)]
        self.shown |= {step.name: step.rule for step in steps}
        return aligned([self._line(step) for step in steps])

    def formulas(self, *patterns: str) -> str:
        """Symbol = formula, a line a step of the whole derivation.

        A step that only gives another one a second name stands on that one's line: f = t = tanh(u).
        """
        steps = [step for step in self._working.whole.steps if _matches(step.name, patterns)]
        self.shown |= {step.name: step.rule for step in steps}
        names = {step.name for step in steps}
        second = {step.rule.text: step.name for step in steps if step.rule.text in names}
        lines = []
        for step in steps:
            if second.get(step.rule.text) == step.name:
                continue
            line = [step.name]
            while line[0] in second:
                line.insert(0, second[line[0]])
            first, *others = (self._printer.symbol(name) for name in line)
            lines.append(" = ".join([f"{first} &", *others, self._printer.formula(step.rule)]))
        return aligned([line.replace("& = ", "&= ", 1) for line in lines])

    def value(self, name: str) -> str:
        """The printed number of any step of the whole derivation."""
        return self._whole[0][name]

    def sign(self, name: str) -> str:
        """= where the printed number of a step is exact, else an approximate sign."""
        return "=" if self._whole[1][name] else r"\approx"

    def has(self, pattern: str) -> bool:
        """Whether a step of that kind is needed here."""
        return any(fnmatchcase(step.name, pattern) for step in self._working.derivation.steps)

    @cached_property
    def _needed(self) -> tuple[dict[str, str], dict[str, bool]]:
        return self._printed(whole=False)

    @cached_property
    def _whole(self) -> tuple[dict[str, str], dict[str, bool]]:
        return self._printed(whole=True)

    def _printed(self, *, whole: bool) -> tuple[dict[str, str], dict[str, bool]]:
        """The numbers as printed, and which of them are exact.

        What comes from rounded numbers has all decimals, as they have: 0.3950 - 0 = 0.3950.
        """
        values, exact = self._working.rounded(whole=whole)
        decimals = self._working.decimals
        texts = {name: plain(value) for name, value in self._working.inputs.items()}
        texts |= self._put_in
        derivation = self._working.whole if whole else self._working.derivation
        approximate: set[str] = set()
        for step in derivation.steps:
            value = values[step.name]
            if not exact[step.name] or not approximate.isdisjoint(flowing(step.rule)):
                approximate.add(step.name)
            bare = isinstance(value, int) or step.name not in approximate
            texts[step.name] = plain(value, decimals) if bare else fixed(value, decimals)
        return texts, exact

    def _line(self, step: Any) -> str:
        (texts, exact), printer = self._needed, self._printer
        symbol, formula, value = printer.symbol(step.name), printer.formula(step.rule), texts[step.name]
        numbers = printer.numbers(step.rule, texts)
        pieces = [piece for piece in (formula, numbers) if piece not in (symbol, value)]
        pieces = list(dict.fromkeys(pieces))
        sign = "=" if exact[step.name] else r"\approx"
        line = (
            " = ".join([f"{symbol} &= {pieces[0]}", *pieces[1:]]) + f" {sign} {value}"
            if pieces
            else f"{symbol} &{sign} {value}"
        )
        if len(pieces) > 1 and visible_length(line) > LONGEST_LINE:
            return f"{symbol} &= {pieces[0]} \\\\\n&= {pieces[1]} {sign} {value}"
        return line


def repeats(printer: Printer, step: Step) -> bool:
    """Whether a step is another one again, with the same symbol."""
    tree = step.rule.tree
    return isinstance(tree, ast.Name) and printer.symbol(tree.id) == printer.symbol(step.name)


def _given(name: str, values: Mapping[str, Any]) -> Any:
    if name not in values:
        raise ValueError(f"there is no given {name}; the givens are {', '.join(values)}")
    return values[name]


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)


def aligned(lines: Sequence[str]) -> str:
    """Lines with & before their = as one display formula."""
    if len(lines) == 1 and r"\\" not in lines[0]:
        return f"$$\n{lines[0].replace('&', '', 1)}\n$$"
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}\n$$"


def visible_length(latex: str) -> int:
    """About how many characters a formula prints as."""
    text = re.sub(
        r"\\(?:begin|end)\{\w+\}|\\(?:frac|left|right|mathrm|operatorname|text|partial|,)", "", latex
    )
    return len(re.sub(r"\\[A-Za-z]+", "x", re.sub(r"[{}_^&\s\\,]", "", text)))


def counted(number: int, noun: str) -> str:
    """1 unit, 2 units."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(items: Sequence[Any]) -> str:
    """a, b and c."""
    texts = [str(item) for item in items]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
