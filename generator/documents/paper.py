"""What stands on a paper, as data: every text is Markdown with LaTeX maths between dollar signs.

A quiz and its key are two `Paper`s. The quiz's holds no `PartKey` and no solution, so no
format can print, draw or store what students may not see. A third is the page that a student gets
back: the quiz, and beside each part what was answered and what became of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Figure:
    """A picture: `![alt](figure:NAME)` in a problem's Markdown stands where it is printed."""

    name: str
    svg: str
    alt: str

    @property
    def digest(self) -> str:
        """What it is called outside the paper: by its content, so that papers in one folder can share it."""
        return hashlib.sha256(self.svg.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class PartKey:
    """What the key prints beside one part.

    answer: the right answer as printed; accepted: which others are taken for right ("±0.0004"), or "".
    mistakes: pairs (what the student wrote, what went wrong), for a human marker.
    marks: pairs (how they are spread over the steps, points). right: the right choice, counted from 0.
    """

    answer: str
    accepted: str = ""
    mistakes: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[str, float], ...] = ()
    right: int | None = None


@dataclass(frozen=True)
class Result:
    """What became of an answer, a problem or a whole paper.

    state: right, partly, wrong, blank, waiting or dropped, by which it is set off. sign, word: the same
    for readers, of characters that mean nothing in any format.
    """

    state: str
    sign: str
    word: str
    points: float
    max_points: float


@dataclass(frozen=True)
class PartFeedback:
    """What a student reads beside one part.

    typed: the answer as it was handed in, never read as markup; it may have several lines. read: how it
    was read, where that is not the same. chosen: the choice that it is, counted from 0. remarks: what is
    said of it. answer: the right one, or "" where it is not told; right: the right choice, likewise.
    """

    result: Result
    typed: str = ""
    read: str = ""
    chosen: int | None = None
    remarks: tuple[str, ...] = ()
    answer: str = ""
    right: int | None = None


@dataclass(frozen=True)
class Feedback:
    """What a student reads at the top of the page.

    notes: a paragraph each. first: (number of the problem, label of the part) that went wrong first;
    start: what is said of it.
    """

    result: Result
    notes: tuple[str, ...] = ()
    first: tuple[int, str] | None = None
    start: str = ""


@dataclass(frozen=True)
class PaperPart:
    """One thing asked: (label) asked, then its choices, or a blank after each of `fields`.

    label: "a", "b", … or "" when the problem has one part only.
    fields: what stands before each blank, such as "$w_{11} =$"; one empty text for a plain blank. matrix:
    whether the blank is for a matrix, and so has room for rows.
    """

    label: str
    asked: str
    points: float
    choices: tuple[str, ...] = ()
    fields: tuple[str, ...] = ("",)
    key: PartKey | None = None
    feedback: PartFeedback | None = None
    matrix: bool = False


@dataclass(frozen=True)
class PaperProblem:
    """One problem as it stands on a paper; `work` is the space for working in lines of text.

    result: what became of the answers, on a page that a student gets back.
    """

    number: int
    points: float
    prompt: str
    parts: tuple[PaperPart, ...]
    figures: tuple[Figure, ...] = ()
    work: int = 0
    solution: str | None = None
    result: Result | None = None


@dataclass(frozen=True)
class SheetRow:
    """A row of the answer sheet: a circle for each choice, and on the key's sheet which one is filled."""

    label: str
    choices: int
    right: int | None


@dataclass(frozen=True)
class Paper:
    """A quiz, or (is_key) its answer key, for one student or one version.

    student, student_id: printed as they are, never read as markup; "" leaves a line to write on.
    version: the opaque code on each page. instructions, notation: one bullet each; the notation box
    says which convention the paper follows. questions: whether a key repeats the questions.
    compact: problems stand close together, without space to work in. answer_sheet: whether it ends
    with a page of circles to fill in. feedback: makes it the page that a student gets back.
    """

    title: str
    course: str
    version: str
    problems: tuple[PaperProblem, ...]
    student: str = ""
    student_id: str = ""
    instructions: tuple[str, ...] = ()
    notation: tuple[str, ...] = ()
    is_key: bool = False
    large_print: bool = False
    questions: bool = True
    language: str = "en"
    compact: bool = False
    answer_sheet: bool = False
    feedback: Feedback | None = None

    @property
    def template(self) -> str:
        """The name of the templates that print it, before the format's ending."""
        return "feedback" if self.feedback else "paper"

    @property
    def points(self) -> float:
        """The sum of the problems' points."""
        return sum(problem.points for problem in self.problems)

    @property
    def asks(self) -> bool:
        """Whether the questions stand on it."""
        return self.questions or not self.is_key

    @property
    def sheet(self) -> tuple[SheetRow, ...]:
        """The rows of the answer sheet, one a part that has choices; none without a sheet."""
        parts = [(problem, part) for problem in self.problems for part in problem.parts if part.choices]
        return tuple(
            SheetRow(f"{problem.number}{part.label}", len(part.choices), part.key.right if part.key else None)
            for problem, part in parts
            if self.answer_sheet
        )

    def without_key(self) -> Paper:
        """The quiz of this key: everything that students may not see is gone, not hidden."""
        problems = tuple(
            replace(problem, parts=tuple(replace(part, key=None) for part in problem.parts), solution=None)
            for problem in self.problems
        )
        return replace(self, problems=problems, is_key=False, questions=True)


@dataclass(frozen=True)
class Rendered:
    """A document's bytes, and the files that must lie beside it (relative name -> bytes)."""

    data: bytes
    assets: Mapping[str, bytes] = field(default_factory=dict)
