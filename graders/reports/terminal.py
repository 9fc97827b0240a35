"""What is printed on a terminal: a student's own report, and a class's summary."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graders.batch import Outcome
from graders.records import CheckResult, Report
from graders.reports import WORDS, Row, points, remarks, sandbox_of, title_of
from graders.reports.html import blocks, readable, sentence

STYLES = {"passed": "green", "failed": "bold red", "skipped": "yellow", "could_not_grade": "bold yellow"}
ASCII = {"✓": "+", "✗": "x", "–": "-", "!": "!"}
MOST = 20


def print_report(report: Report, console: Console, *, title: str) -> None:
    """The report of one submission; texts of the student's are printed without control characters."""
    console.print(Text(title, style="bold"))
    for note in report.notes:
        console.print(Text(sentence(readable(note)), style="yellow"))
    for check in report.checks:
        console.print()
        console.print(_check(check, console))
    passed = sum(check.status == "passed" for check in report.checks)
    console.print()
    console.print(
        Text.assemble(
            (f"{points(report.score)} of {points(report.max_score)} points", "bold"),
            f", {passed} of {len(report.checks)} checks passed",
        )
    )
    console.print(Text(f"Sandbox: {sandbox_of(report)}", style="dim"))


def print_summary(outcome: Outcome, console: Console) -> None:
    """How a class fared, and whom to look at."""
    rows = outcome.book.rows
    graded = [row.graded.report for row in rows if row.graded is not None and not row.graded.ungraded]
    before = f", {outcome.before} of them before" if outcome.before else ""
    console.print(f"{_count(outcome.now + outcome.before, 'submission')} graded{before}.", highlight=False)
    if graded:
        console.print(f"Sandbox: {sandbox_of(graded[0])}.", highlight=False)
        shares = sorted(report.score for report in graded)
        worth = points(max(report.max_score for report in graded))
        console.print(
            f"Points of {worth}: median {points(shares[len(shares) // 2])}, "
            f"lowest {points(shares[0])}, highest {points(shares[-1])}.",
            highlight=False,
        )
    odd = [(row, text) for row in rows if (text := _odd(row))]
    if odd:
        console.print("\nWorth a look:", style="bold")
        width = max(len(row.id) for row, _ in odd[:MOST])
        for row, text in odd[:MOST]:
            console.print(Text(f"  {readable(row.id):<{min(width, 30)}}  {readable(text)}"), soft_wrap=True)
        if len(odd) > MOST:
            console.print(f"  and {len(odd) - MOST} more, in the gradebook.", highlight=False)


def _check(check: CheckResult, console: Console) -> RenderableType:
    mark, word = WORDS[check.status]
    if not console.encoding.lower().startswith("utf"):
        mark = ASCII[mark]
    head = Text.assemble(
        (f"{mark} ", STYLES[check.status]),
        (readable(title_of(check)), "bold"),
        f"  {points(check.points)} of {points(check.max_points)}  ",
        (word, STYLES[check.status]),
    )
    return Group(head, *(Padding(part, (0, 0, 0, 4), expand=False) for part in _body(check)))


def _body(check: CheckResult) -> Iterator[RenderableType]:
    for block in blocks(check.message):
        if not block.rows:
            yield Text(block.text)
            continue
        table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
        for number, name in enumerate(block.rows[0]):
            table.add_column(Text(name), justify="right" if number else "left", no_wrap=True)
        for row in block.rows[1:]:
            table.add_row(*map(Text, row))
        yield table
    if check.first_divergence:
        yield Text.assemble("First value that is off: ", (readable(check.first_divergence), "bold"))
    if check.mistake:
        yield Text.assemble("Known mistake: ", (readable(check.mistake), "bold"))
    if check.printed:
        yield Text("Your code printed:", style="dim")
        yield Padding(Text(readable(check.printed).rstrip(), style="dim"), (0, 0, 0, 2), expand=False)


def _odd(row: Row) -> str:
    """What an instructor should know of a submission, if anything."""
    if row.graded is None:
        return "; ".join((row.state, *filter(None, row.remarks)))
    lost = row.graded.ungraded
    reasons = [f"could not grade {_count(lost, 'check')}"] if lost else []
    return "; ".join([*reasons, *remarks(row)])


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
