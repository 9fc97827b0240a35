"""The worked solution: the derivation's own rules, printed with the numbers put in.

The numbers are those of the run in which every step is rounded as the paper says.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from generator.arrays import Arrays, ArrayTexts
from generator.problem import Problem
from reference.derivation import Step
from reference.numerals import fixed, plain
from reference.printing import Printer
from reference.rules import Rule, flowing

LONGEST_LINE = 88
_MATRIX = re.compile(r"\\begin\{pmatrix\} (.*?) \\end\{pmatrix\}")


class Work:
    """`work("z1_*", "a1_*")` in a template: those steps as an aligned block, all steps without patterns.

    shown: the rules of the steps that were printed so far.
    """

    def __init__(self, problem: Problem, printer: Printer, array_printer: Printer) -> None:
        self.shown: dict[str, Rule] = {}
        self._working = problem.working
        self._family, self._givens, self._convention = (
            problem.loaded.family,
            problem.givens,
            problem.convention,
        )
        self._printer, self._array_printer = printer, array_printer

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

    def arrays(self, *names: str) -> str:
        """The same for whole arrays, a line an array of which an entry is needed."""
        lines = [self._array_line(name) for name in names if self.has_array(name)]
        if not lines:
            raise ValueError(f"no array that is needed is called {' or '.join(names)}")
        return aligned(lines)

    def array(self, name: str) -> str:
        """An array's printed numbers, behind the sign that says whether they are exact."""
        return f"{self._sign(name)} {self._texts[name]}"

    def has_array(self, name: str) -> bool:
        """Whether an entry of that array is needed here."""
        entries = self._arrays.entries.get(name, ())
        return any(entry in self._working.derivation.names for row in entries for entry in row)

    def zeros(self, name: str) -> int:
        """How many entries of an array are 0."""
        rows = self._arrays.entries[name]
        return sum(self._needed[0][entry] == "0" for row in rows for entry in row)

    @cached_property
    def _arrays(self) -> Arrays:
        arrays: Arrays | None = self._family.arrays(self._givens, self._convention)
        if arrays is None:
            raise ValueError("this family says nothing of whole arrays")
        return arrays

    @cached_property
    def _array_rules(self) -> Mapping[str, Rule]:
        return {step.name: step.rule for step in self._arrays.derivation.steps}

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        texts, computed = self._needed
        decimals = self._working.decimals
        return ArrayTexts(self._arrays.entries, texts, computed=computed, decimals=decimals)

    @cached_property
    def _needed(self) -> tuple[dict[str, str], dict[str, bool]]:
        return self._printed(whole=False)

    @cached_property
    def _whole(self) -> tuple[dict[str, str], dict[str, bool]]:
        return self._printed(whole=True)

    def _printed(self, *, whole: bool) -> tuple[dict[str, str], dict[str, bool]]:
        """The numbers as printed, and which of them are exact.

        What comes from rounded numbers has all decimals, as they have: 0.3950 - 0 = 0.3950. A mere
        0 has none.
        """
        values, exact = self._working.rounded(whole=whole)
        decimals = self._working.decimals
        texts = {name: plain(value) for name, value in self._working.inputs.items()}
        texts |= self._family.put_in(self._givens)
        derivation = self._working.whole if whole else self._working.derivation
        approximate: set[str] = set()
        for step in derivation.steps:
            value = values[step.name]
            if not exact[step.name] or not approximate.isdisjoint(flowing(step.rule)):
                approximate.add(step.name)
            bare = isinstance(value, int) or step.name not in approximate or (value == 0 and exact[step.name])
            texts[step.name] = plain(value, decimals) if bare else fixed(value, decimals)
        return texts, exact

    def _line(self, step: Any) -> str:
        (texts, exact), printer = self._needed, self._printer
        numbers = printer.numbers(step.rule, texts)
        sign = "=" if exact[step.name] else r"\approx"
        return _equation(
            printer.symbol(step.name), (printer.formula(step.rule), numbers), sign, texts[step.name]
        )

    def _sign(self, array: str) -> str:
        exact = self._needed[1]
        return (
            "=" if all(exact[entry] for row in self._arrays.entries[array] for entry in row) else r"\approx"
        )

    def _array_line(self, name: str) -> str:
        """Numbers are put in where two arrays meet; a function's argument stands in the line above."""
        printer, texts, rule = self._array_printer, self._texts, self._array_rules[name]
        pieces = [printer.formula(rule)]
        if len(rule.names) > 1:
            pieces.append(printer.numbers(rule, texts))
        return _equation(printer.symbol(name), pieces, self._sign(name), texts[name])


def repeats(printer: Printer, step: Step) -> bool:
    """Whether a step is another one again, with the same symbol."""
    tree = step.rule.tree
    return isinstance(tree, ast.Name) and printer.symbol(tree.id) == printer.symbol(step.name)


def _equation(symbol: str, pieces: Sequence[str], sign: str, value: str) -> str:
    """Symbol = piece = piece = value, once each, on as many lines as it takes."""
    pieces = list(dict.fromkeys(piece for piece in pieces if piece not in (symbol, value)))
    if not pieces:
        return f"{symbol} &{sign} {value}"
    line = " = ".join([f"{symbol} &= {pieces[0]}", *pieces[1:]]) + f" {sign} {value}"
    if len(pieces) == 1 or visible_length(line) <= LONGEST_LINE:
        return line
    last = f"&= {pieces[1]} {sign} {value}"
    if r"\begin{pmatrix}" in last and visible_length(last) > LONGEST_LINE:
        last = f"&= {pieces[1]} \\\\\n&{sign} {value}"
    return f"{symbol} &= {pieces[0]} \\\\\n{last}"


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)


def aligned(lines: Sequence[str]) -> str:
    """Lines with & before their = as one display formula."""
    if len(lines) == 1 and r"\\" not in lines[0]:
        return f"$$\n{lines[0].replace('&', '', 1)}\n$$"
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}\n$$"


def visible_length(latex: str) -> int:
    """About how many characters a formula prints as, side by side."""
    text = _MATRIX.sub(_as_wide, latex)
    text = re.sub(r"\\(?:begin|end)\{\w+\}|\\(?:frac|left|right|mathrm|text|partial|,)", "", text)
    return len(re.sub(r"\\[A-Za-z]+", "x", re.sub(r"[{}_^&\s\\,]", "", text)))


def _as_wide(matrix: re.Match[str]) -> str:
    """Letters in place of a matrix: the widest entry of each column, brackets and space between."""
    columns = zip(*(row.split(" & ") for row in matrix[1].split(r" \\ ")), strict=True)
    return "x" * (2 + sum(2 + max(map(len, column)) for column in columns))
