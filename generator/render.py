"""From a problem to its texts: Markdown with LaTeX maths, written by the family's template.

The prompt's template never sees an answer. The solution's template prints the derivation's own
rules, with the numbers of the run in which every step is rounded as the paper says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from generator.arrays import ArrayTexts, matrix
from generator.documents.paper import Figure
from generator.errors import InputError
from generator.family import Ask, Loaded
from generator.places import TEMPLATES
from generator.problem import Part, Problem
from generator.worked import Work, repeats
from reference.numerals import plain
from reference.printing import Printer


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
        asked = []
        for part in parts:
            if "asked" in template.blocks:
                asked.append(self._block(problem.loaded, template, "asked", {**context, "part": part}))
            else:
                asked.append(self._line("asked", part=part, sym=context["sym"], single=len(parts) == 1))
        prompt = self._line(
            "prompt",
            body=body,
            decimals=decimals,
            calculator=problem.options.calculator,
            parts=parts,
            asked=asked,
            figures=figures,
        )
        return Texts(prompt, tuple(asked), tuple(_fields(part, context["sym"]) for part in parts), figures)

    def solution(self, problem: Problem) -> str:
        """The worked solution: the rules of the derivation with the numbers put in."""
        context = self._context(problem)
        body = self._worked(problem, _work(problem))
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
        work = _work(problem)
        self._worked(problem, work)
        pairs = [(name, printer.symbol(name), printer.formula(rule)) for name, rule in work.shown.items()]
        return {name: f"{symbol} = {formula}" for name, symbol, formula in pairs if symbol != formula}

    def _worked(self, problem: Problem, work: Work) -> str:
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
        """The steps to some asked ones that earn marks: not what the problem states, nor a mere number.

        Where one works in whole arrays each of them is one step.
        """
        stated, printer = set(problem.loaded.family.stated(problem.givens)), _printer(problem)
        steps = [step for step in problem.working.derivation.needed_for(asked).steps if step.rule.names]
        names = [step.name for step in steps if step.name not in stated and not repeats(printer, step)]
        arrays = problem.loaded.family.arrays(problem.givens, problem.convention)
        return names if arrays is None else arrays.holding(names)

    def _context(self, problem: Problem) -> dict[str, Any]:
        family, convention = problem.loaded.family, problem.convention
        symbol = _printer(problem).symbol
        context: dict[str, Any] = {"g": problem.givens, "o": problem.options, "sym": symbol}
        context["eq"] = lambda name: f"{symbol(name)} = {plain(_given(name, family.flat(problem.givens)))}"
        if (arrays := family.arrays(problem.givens, convention)) is not None:
            numbers = {name: plain(value) for name, value in family.flat(problem.givens).items()}
            context["array"] = ArrayTexts(arrays.entries, numbers)
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
    if not answer.inexact:
        return ""
    if answer.type == "number":
        return f"{answer.value:.10g}"
    rounded, _ = problem.working.rounded()
    if answer.text([rounded[step] for step in part.ask.steps]) == answer.shown:
        return ""
    entries = answer.data([f"{entry + 0.0:.7g}" for entry in answer.value])
    return matrix(entries) if getattr(answer, "shape", ()) else f"({', '.join(entries)})"


def _visible(label: str, ask: Ask, choices: int) -> AskedPart:
    return AskedPart(label, ask.name, ask.steps, ask.derivative, ask.answer, choices)


def _fields(part: AskedPart, symbol: Callable[[str], str]) -> tuple[str, ...]:
    """What stands before each blank of an open part."""
    if part.type == "realises":
        return tuple(f"${symbol(step.removeprefix('put_'))} =$" for step in part.steps)
    return ("",) if part.type == "integer" else (f"${symbol(part.name)} =$",)


def _printer(problem: Problem, *, arrays: bool = False) -> Printer:
    return _printer_for(problem.notation, arrays=arrays)


def _work(problem: Problem) -> Work:
    return Work(problem, _printer(problem), _printer(problem, arrays=True))


@lru_cache(512)
def _printer_for(notation: Any, *, arrays: bool = False) -> Printer:
    return Printer(notation, arrays=arrays)


def _given(name: str, values: Mapping[str, Any]) -> Any:
    if name not in values:
        raise ValueError(f"there is no given {name}; the givens are {', '.join(values)}")
    return values[name]


def counted(number: int, noun: str) -> str:
    """1 unit, 2 units."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(items: Sequence[Any]) -> str:
    """a, b and c."""
    texts = [str(item) for item in items]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
