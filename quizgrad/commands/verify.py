"""quizgrad verify."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from generator.verify_all import Verification


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
    metavar="NAME",
    help="In which conventions; all for every one there is.",
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
    from generator.conventions import available
    from generator.verify import FAULTS
    from generator.verify_all import Verification
    from graders.marking.simulated import EXAMINER
    from quizgrad.commands._progress import progress_bar

    verification = Verification(
        what or tuple(family_names(folders)),
        seeds,
        conventions=tuple(available(folders)) if "all" in conventions else tuple(dict.fromkeys(conventions)),
        folders=folders,
        examiners=(EXAMINER,),
        jobs=jobs,
    )
    begin = time.perf_counter()
    try:
        with progress_bar("Verifying", verification.draws) as advance:
            verification.run(advance)
    except KeyboardInterrupt:  # what was found until then is told
        _table(verification, (*FAULTS, *EXAMINER.faults), time.perf_counter() - begin)
        raise
    _table(verification, (*FAULTS, *EXAMINER.faults), time.perf_counter() - begin)
    if any(report.faults for report in verification.reports):
        sys.exit(1)


def _build(folder: Path) -> None:
    from generator.verify_build import verify_build

    report = verify_build(folder)
    for fault in report.faults:
        click.echo(fault)
    click.echo(f"{report.copies} papers, {report.keys} keys derived anew, {len(report.faults)} faults")
    if report.faults:
        sys.exit(1)


def _table(verification: Verification, faults: Sequence[str], seconds: float) -> None:
    from rich.console import Console
    from rich.table import Table

    reports = verification.reports
    found = [kind for kind in faults if any(report.faults[kind] for report in reports)]
    several = len({report.convention for report in reports}) > 1
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("family", no_wrap=True)
    for name in ("options", *["convention"] * several):
        table.add_column(name, overflow="fold")
    for name in (*(found or ["faults"]), "draws", "distinct", "draws/s", "redraws", "key's place p"):
        table.add_column(name, justify="right")
    for report in reports:
        place = report.position_p
        table.add_row(
            report.family,
            _told(report.options) or "as they are",
            *[report.convention] * several,
            *([f"{report.faults[kind]}" for kind in found] or ["0"]),
            f"{report.draws}",
            f"{report.distinct}",
            f"{report.draws / report.seconds:,.0f}" if report.seconds else "",
            f"{report.redraws}",
            "" if place is None else f"{place:.2f}",
        )
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table)
    for report in reports:
        for examples in report.examples.values():
            for example in examples:
                click.echo(example)
    total = sum(sum(report.faults.values()) for report in reports)
    draws = sum(report.draws for report in reports)
    of = "" if draws == verification.draws else f" of {verification.draws:,}"
    click.echo(
        f"{total:,} {'fault' if total == 1 else 'faults'} in {draws:,}{of} draws, "
        f"{draws / seconds:,.0f} verified a second"
    )
    click.echo(f"Looked for: {', '.join(faults)}.")


def _told(options: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{key}={','.join(v) if isinstance(v, list) and all(isinstance(i, str) for i in v) else v}"
        for key, v in options.items()
    )
