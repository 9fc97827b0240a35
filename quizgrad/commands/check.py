"""quizgrad check."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("check")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
def command(name: str, file: Path) -> None:
    """Check your own FILE for assignment NAME.

    NAME may also be the folder of an assignment. The public checks are run; your file runs on your
    machine with a time limit, but not in a sandbox: check only files that you trust. Exit code 1 when a
    check fails.
    """
    from rich.console import Console

    from generator.errors import InputError
    from graders.assignment import load_assignment
    from graders.reports.terminal import print_report
    from graders.sandbox import Limits, Sandbox
    from graders.session import grade_many
    from graders.submissions import find_submissions

    assignment = load_assignment(name)
    if not file.is_file():
        raise InputError(f"{file}: there is no such file; wanted is your {assignment.file}")
    (submission,) = find_submissions(file.resolve(), assignment.file).submissions
    (report,) = grade_many(
        assignment, [submission], sandbox=Sandbox.probe(allow=["plain"]), limits=Limits(), which="public"
    )
    print_report(
        report, Console(highlight=False, width=None if sys.stdout.isatty() else 100), title=assignment.title
    )
    if any(check.status != "passed" for check in report.checks):
        sys.exit(1)
