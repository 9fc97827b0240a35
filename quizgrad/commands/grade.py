"""quizgrad grade."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("grade")
@click.argument("name")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    help="A CSV file with a column id (and name): who hands in; others are named too.",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="How many processes; all cores by default.")
@click.option("--out", type=click.Path(path_type=Path), help="The output folder; NAME-grades by default.")
@click.option("--only", multiple=True, metavar="ID", help="Grade this submission again, and no other.")
@click.option(
    "--unsafe",
    is_flag=True,
    help="Grade although this machine has no proper sandbox: students' code can harm it.",
)
def command(
    name: str,
    submissions: Path,
    roster: Path | None,
    jobs: int | None,
    out: Path | None,
    only: tuple[str, ...],
    unsafe: bool,
) -> None:
    """Grade SUBMISSIONS of assignment NAME.

    NAME may also be the folder of an assignment of your own. SUBMISSIONS is a file, a folder of files, or
    a folder with a folder for each student. OUT/gradebook.csv and OUT/junit.xml hold everybody,
    OUT/reports what each student may see, OUT/instructor all the rest. The same command again goes on
    where it stopped, and grades anew who handed in anew. Exit code 0 when all are graded, whatever their
    marks.
    """
    from rich.console import Console

    from generator.build import default_jobs
    from generator.roster import read_roster
    from graders.assignment import load_assignment
    from graders.batch import Batch, grade
    from graders.reports.terminal import print_summary
    from graders.sandbox import Sandbox
    from graders.starter import starter
    from graders.submissions import find_submissions
    from quizgrad.commands._progress import progress_bar

    assignment = load_assignment(name)
    out = out or Path(f"{assignment.name}-grades")
    beside = [path for path in (out, roster) if path]
    found = find_submissions(submissions, assignment.file, beside=beside, starter=starter(assignment))
    students = read_roster(roster) if roster else ()
    sandbox = Sandbox.probe()
    sandbox.require(unsafe=unsafe)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
    if unsafe and sandbox.strength != "strong":
        click.secho(
            "UNSAFE: students' code runs without a proper sandbox on this machine; it could read and change "
            "your files, other submissions and the marks.",
            err=True,
            fg="red",
            bold=True,
        )
    batch = Batch(assignment, found.submissions, out, sandbox, students, only, jobs=jobs or default_jobs())
    try:
        with progress_bar("Grading", len(only) or len(found.submissions)) as advance:
            outcome = grade(batch, progress=advance)
    except KeyboardInterrupt:
        click.echo("What is graded so far is kept; the same command again goes on from there.", err=True)
        raise
    print_summary(outcome, console)
    if found.passed_over:
        click.echo(f"Passed over, since hidden: {', '.join(found.passed_over[:10])}")
    click.echo(f"\nGradebook: {out / 'gradebook.csv'}; reports for students: {out / 'reports'}")
    if any(row.graded is not None and row.graded.ungraded for row in outcome.book.rows):
        sys.exit(1)
