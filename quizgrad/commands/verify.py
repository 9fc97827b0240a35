"""quizgrad verify."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.verify import Report


@click.command("verify")
@click.argument("what", nargs=-1)
@click.option(
    "--seeds",
    type=click.IntRange(1, 10_000_000),
    default=200,
    help="Draws for each set of options.",
    show_default=True,
)
@click.option(
    "--convention",
    "conventions",
    multiple=True,
    default=["cs540"],
    help="In which conventions.",
    show_default=True,
)
@click.option("--jobs", type=click.IntRange(1, 256), help="How many processes; all cores by default.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="Where your own families lie.",
    show_default=True,
)
def command(
    what: tuple[str, ...], seeds: int, conventions: tuple[str, ...], jobs: int | None, folder: Path
) -> None:
    """Verify families (all without WHAT), or the folder of a build.

    Every key is derived twice; simulated students, honest and mistaken, hand in their answers.
    Exit code 1 when there is any fault.
    """
    from generator.family import family_names

    folders = (folder.resolve(),)
    if len(what) == 1 and what[0] not in family_names(folders) and Path(what[0]).is_dir():
        _build(Path(what[0]))
        return
    from generator.verify import FAULTS
    from generator.verify_all import verify_all
    from graders.marking.simulated import EXAMINER
    from quizgrad.commands._progress import progress_bar

    names = what or tuple(family_names(folders))
    tasks, run = verify_all(
        names, seeds, conventions=conventions, folders=folders, examiners=(EXAMINER,), jobs=jobs
    )
    with progress_bar("Verifying", tasks) as advance:
        reports = run(advance)
    _table(reports, (*FAULTS, *EXAMINER.faults))
    if any(report.faults for report in reports):
        sys.exit(1)


def _build(folder: Path) -> None:
    from generator.verify_build import verify_build

    report = verify_build(folder)
    for fault in report.faults:
        click.echo(fault)
    click.echo(f"{report.copies} papers, {report.keys} keys derived anew, {len(report.faults)} faults")
    if report.faults:
        sys.exit(1)


def _table(reports: Sequence[Report], faults: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("family", "options"):
        table.add_column(name, overflow="fold")
    for name in (*faults, "draws", "distinct", "draws/s", "redraws", "key's place p"):
        table.add_column(name, justify="right")
    for report in reports:
        options = ", ".join(
            f"{k}={','.join(v) if isinstance(v, list) and all(isinstance(i, str) for i in v) else v}"
            for k, v in report.options.items()
        )
        place = report.position_p
        table.add_row(
            report.family,
            options or "as they are",
            *(f"{report.faults[kind]}" for kind in faults),
            f"{report.draws}",
            f"{len(report.distinct)}",
            f"{report.draws / report.seconds:,.0f}" if report.seconds else "",
            f"{report.redraws}",
            "" if place is None else f"{place:.2f}",
        )
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table)
    total = sum(sum(report.faults.values()) for report in reports)
    for report in reports:
        for example in report.examples[:10]:
            click.echo(example)
    click.echo(
        f"{total} {'fault' if total == 1 else 'faults'} in {sum(report.draws for report in reports)} draws"
    )
