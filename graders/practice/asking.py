"""One problem, asked part by part: answers are read, marked and tried again, commands obeyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from generator.answers.array import Array
from generator.answers.choice import LETTERS
from generator.problem import Part, Problem
from generator.render import Renderer, Texts
from graders.practice.commands import EndError, NextError, SolutionError, command_of
from graders.practice.going import Going
from graders.practice.hints import Hint, hints
from graders.practice.page import plain_line
from graders.practice.screen import Screen
from graders.practice.words import literal, say

if TYPE_CHECKING:
    from graders.practice.answering import Answered

LONG_PROMPT = 40
MORE_LINES = 30
"""A pasted array may go on over so many lines."""


class Asking:
    """Asks one problem.

    tries: how many of a part count. told: types of answers that were explained before.
    """

    def __init__(
        self, screen: Screen, renderer: Renderer, problem: Problem, *, tries: int, told: set[str]
    ) -> None:
        self.going = Going(len(problem.parts))
        self._screen = screen
        self._renderer = renderer
        self._problem = problem
        self._tries = tries
        self._told = told
        self._hints: dict[str, list[Hint]] | None = None
        self._hinted: set[str] = set()

    def ask(self, texts: Texts) -> None:
        """All parts in order.

        Raises
        ------
        EndError, NextError, SolutionError
            When that is what the user wants.
        """
        for part, asked, blanks in zip(self._problem.parts, texts.asked, texts.fields, strict=True):
            self._part(part, asked, blanks)
            self.going.left -= 1

    def _part(self, part: Part, asked: str, blanks: tuple[str, ...]) -> None:
        prompt = self._introduce(part, asked, blanks)
        tries, hinted, empty = 0, False, False
        while True:
            text = self._typed(part, prompt)
            command = command_of(text)
            if command is None and text.strip():
                empty = False
                found = self._answered(part, text, first=tries == 0 and not hinted)
                if found.kind == "right":
                    return
                if found.kind == "broken":
                    self._show_answer(part)
                    return
                if found.kind == "free":
                    continue
                tries += 1
                self.going.lost |= tries >= self._tries
                self._screen.show(say("again", left=max(0, self._tries - tries)), style="dim", indent=6)
            elif command == "?" or (command is None and (tries or empty)):
                self.going.lost = True
                self._show_answer(part)
                return
            elif command is None:
                empty = True
                self._screen.show(say("empty"), style="dim", indent=6)
            elif command == "h":
                hinted |= self._hint(part)
                self.going.helped |= hinted
            else:
                self._obey(command, text)

    def _introduce(self, part: Part, asked: str, blanks: tuple[str, ...]) -> str:
        """Prints what is asked, and gives the prompt behind which the answer is typed."""
        label = f"({part.label}) " if part.label else ""
        choices = part.options
        self._screen.line()
        if asked or (label and choices):
            self._screen.beside(Text(label, "bold"), asked)
        for letter, option in zip(LETTERS, choices, strict=False):
            self._screen.beside(Text(f"    {letter}  "), option)
        kind = part.answer.type
        count = len(part.answer.value) if kind in ("array", "realises") else 1
        how = say("how", type=kind, count=count)
        if how and (kind in ("array", "realises") or kind not in self._told):
            self._screen.show(how, style="dim", indent=4)
        self._told.add(kind)
        head = "    " if asked or not label else label.ljust(4)
        if choices:
            return f"{head}A{' or ' if len(choices) == 2 else '–'}{LETTERS[len(choices) - 1]}: "
        names = [plain_line(blank).removesuffix("=").strip() for blank in blanks]
        listed = ", ".join(filter(None, names))
        if len(listed) > LONG_PROMPT:
            self._screen.show(listed + ":", indent=4)
            return f"{head}> "
        return f"{head}{listed} = " if listed else f"{head}> "

    def _typed(self, part: Part, prompt: str) -> str:
        """One line; more of them while an array's bracket is open, as NumPy prints long ones."""
        text = self._screen.ask(prompt)
        if not isinstance(part.answer, Array) or command_of(text) is not None:
            return text
        lines = [text]
        while text.count("[") > text.count("]") and len(lines) < MORE_LINES:
            if len(lines) == 1:
                self._screen.show(say("open"), style="dim", indent=6)
            more = self._screen.ask("    … ")
            if command_of(more) is not None:
                return more
            if not more.strip():
                break
            lines.append(more)
            text = "\n".join(lines)
        return text

    def _answered(self, part: Part, text: str, *, first: bool) -> Answered:
        from graders.practice.answering import answered

        before = {label: own for label, own in self.going.typed.items() if label != part.label}
        found = answered(self._screen, self._problem, part, text, before, first=first)
        if found.kind in ("right", "partly", "wrong"):
            self.going.typed[part.label] = text
            self.going.erred |= found.kind != "right"
        if found.mistake:
            self.going.made[found.mistake] += 1
        return found

    def _show_answer(self, part: Part) -> None:
        answer = part.answer
        formula = answer.type in ("expression", "realises")
        shown = answer.latex(answer.value) if formula else answer.key_text
        typed = answer.shown if answer.type == "expression" else ""
        self._screen.show(say("answer", answer=shown, accepted=answer.accepted), indent=6)
        if typed:
            self._screen.show(say("typed", typed=typed), indent=6)

    def _hint(self, part: Part) -> bool:
        """Gives the next hint; whether there was one."""
        if self._hints is None:
            self._hints = hints(self._problem, self._renderer)
        left = self._hints[part.label]
        if not left:
            kind = "no_more_hints" if part.label in self._hinted else "no_hint"
            self._screen.show(say(kind), style="dim", indent=6)
            return False
        hint = left.pop(0)
        self._hinted.add(part.label)
        self._screen.show(say(hint.kind, text=hint.text), indent=6)
        return True

    def _obey(self, command: str, text: str) -> None:
        match command:
            case "q":
                raise EndError
            case "n":
                raise NextError
            case "s":
                self.going.lost = True
                raise SolutionError
            case "":
                self._screen.show(literal(say("no_command", text=text.strip()[:20])), indent=6)
        self._screen.show(say("keys"), indent=6)
        if command == "k":
            self._screen.show("\n".join(f"- {text}" for text in self._problem.convention.about))
