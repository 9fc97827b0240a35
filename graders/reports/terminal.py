"""What is printed on a terminal: a student's own report, and a class's summary."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent, wrap

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from generator.points import amount
from graders.batch import Outcome
from graders.records import CheckResult, Report
from graders.reports import WORDS, Row, common_reason, divergence_of, remarks, sandbox_of, title_of
from graders.reports.html import blocks, readable, sentence

STYLES = {"passed": "green", "failed": "bold red", "skipped": "yellow", "could_not_grade": "bold yellow"}
ASCII = {"✓": "+", "✗": "x", "–": "-", "!": "!"}
MOST = 20
INDENT = " " * 4


def print_report(report: Report, console: Console, *, title: str) -> None:
    """The report of one submission; texts of the student's are printed without control characters."""
    console.print(Text(title, style="bold"))
    for note in report.notes:
        console.print(Text(sentence(readable(note)), style="yellow"))
    if reason := common_reason(report):
        console.print(Text("\nNo check passed, all for the same reason:", style="bold"))
        _print(console, _message(reason, console.width))
        console.print()
    for check in report.checks:
        if not reason:
            console.print()
        console.print(_head(check, console))
        if not reason:
            _print(console, _body(check, console.width))
    passed = sum(check.status == "passed" for check in report.checks)
    console.print()
    console.print(
        Text.assemble(
            (f"{amount(report.score)} of {amount(report.max_score)} points", "bold"),
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
        worth = amount(max(report.max_score for report in graded))
        console.print(
            f"Points of {worth}: median {amount(shares[len(shares) // 2])}, "
            f"lowest {amount(shares[0])}, highest {amount(shares[-1])}.",
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


def _head(check: CheckResult, console: Console) -> Text:
    mark, word = WORDS[check.status]
    if not console.encoding.lower().startswith("utf"):
        mark = ASCII[mark]
    return Text.assemble(
        (f"{mark} ", STYLES[check.status]),
        (readable(title_of(check)), "bold"),
        f"  {amount(check.points)} of {amount(check.max_points)}  ",
        (word, STYLES[check.status]),
    )


def _print(console: Console, parts: Iterator[Text | Table]) -> None:
    """Print indented; texts are wrapped already, since Rich would fill their lines with spaces."""
    for part in parts:
        if isinstance(part, Table):
            console.print(Padding(part, (0, 0, 0, len(INDENT)), expand=False))
        else:
            for line in part.split():
                console.print(Text(INDENT) + line, soft_wrap=True)


def _message(message: str, width: int) -> Iterator[Text | Table]:
    for block in blocks(message):
        if not block.rows:
            once = "\n" not in block.text
            yield Text("\n".join(wrap(block.text, width - len(INDENT))) if once else block.text)
            continue
        table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
        for number, name in enumerate(block.rows[0]):
            table.add_column(Text(name), justify="right" if number else "left", no_wrap=True)
        for row in block.rows[1:]:
            table.add_row(*map(Text, row))
        yield table


def _body(check: CheckResult, width: int) -> Iterator[Text | Table]:
    yield from _message(check.message, width)
    if check.trouble:
        yield Text("\n".join(wrap(readable(check.trouble), width - len(INDENT))), style="yellow")
    if step := divergence_of(check):
        yield Text.assemble("First value that is off: ", (readable(step), "bold"))
    if check.mistake:
        yield Text.assemble("Known mistake: ", (readable(check.mistake), "bold"))
    if check.printed:
        yield Text("Your code printed:", style="dim")
        yield Text(indent(readable(check.printed).rstrip(), "  "), style="dim")


def _odd(row: Row) -> str:
    """What an instructor should know of a submission, if anything."""
    if row.graded is None:
        return "; ".join((row.state, *filter(None, row.remarks)))
    lost = row.graded.ungraded
    reasons = [f"could not grade {_count(lost, 'check')}"] if lost else []
    return "; ".join([*reasons, *remarks(row)])


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
