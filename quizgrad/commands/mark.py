"""quizgrad mark."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from graders.marking.feedback import Reveal
    from graders.marking.run import Outcome

MOST_LISTED = 20
"""So many students who were not marked are named on the terminal; the gradebook has all."""


@click.command("mark")
@click.argument("build", type=click.Path(path_type=Path))
@click.argument("responses", type=click.Path(path_type=Path))
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    help="A TOML file of what is accepted besides, dropped, or given to all.",
)
@click.option(
    "--formats",
    "wanted",
    default="html",
    help="Of the students' pages: html, pdf, md, with commas between.",
    show_default=True,
)
@click.option(
    "--reveal",
    type=click.Choice(["nothing", "answers", "solutions"]),
    default="solutions",
    help="What the pages tell of what is right.",
    show_default=True,
)
@click.option("--out", type=click.Path(path_type=Path), help="The output folder; BUILD-marks by default.")
@click.option("--jobs", type=click.IntRange(1, 256), help="How many processes; all cores by default.")
@click.option(
    "--font",
    "fonts",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A font file or folder for names in other scripts.",
)
def command(
    build: Path,
    responses: Path,
    corrections: Path | None,
    wanted: str,
    reveal: Reveal,
    out: Path | None,
    jobs: int | None,
    fonts: tuple[Path, ...],
) -> None:
    """Mark what was handed in for BUILD, the output folder of quizgrad build.

    RESPONSES is a CSV file with a row a student (id, version, 1a, 1b, 2, …) or a row an answer (id, version,
    problem, part, answer), or JSON. OUT/marks.csv holds everybody's points, OUT/feedback a page a student,
    OUT/instructor what a person has to look at, and how each problem fared. The same command again marks only
    what has changed.
    """
    from generator.build import default_jobs
    from generator.rebuilt import read_build
    from graders.marking.books.changes import idle
    from graders.marking.corrections import read_corrections
    from graders.marking.pages import Style
    from graders.marking.papers import handed_in
    from graders.marking.responses import read_responses
    from graders.marking.run import Marking, mark
    from quizgrad.commands._formats import named_formats, there
    from quizgrad.commands._progress import progress_bar

    style = Style(named_formats(wanted), reveal, there(fonts))
    built = read_build(build)
    read = read_responses(responses)
    handed = handed_in(built, read)
    corrected = read_corrections(corrections, built) if corrections else ()
    out = out or Path(f"{build.resolve().name}-marks")
    general = tuple(trouble.what for trouble in read.troubles if not trouble.id)
    marking = Marking(built, handed, out, corrected, general, jobs or default_jobs(), style)
    with progress_bar("Marking", len(handed)) as advance:
        outcome = mark(marking, progress=advance)
    _summary(outcome, out, general)
    for number in idle(corrected, outcome.sheets):
        click.echo(f"Correction {number} changes nobody's points.")
    if any(verdict.status == "ungraded" for sheet in outcome.sheets for verdict in sheet.verdicts):
        click.echo("Some answers could not be marked, which is no fault of the students'.", err=True)
        sys.exit(1)


def _summary(outcome: Outcome, out: Path, general: tuple[str, ...]) -> None:
    from generator.render import counted

    marked = [sheet for sheet in outcome.sheets if sheet.problems]
    click.echo(f"{len(marked)} of {len(outcome.sheets)} marked, {outcome.now} now: {out / 'marks.csv'}")
    others = [sheet for sheet in outcome.sheets if not sheet.problems]
    for sheet in others[:MOST_LISTED]:
        click.echo(f"  {sheet.id}: {'; '.join((sheet.state, *sheet.remarks))}")
    if len(others) > MOST_LISTED:
        click.echo(f"  and {len(others) - MOST_LISTED} others that were not")
    waiting = sum(sheet.waiting for sheet in marked)
    odd = len(general) + sum(len(sheet.remarks) for sheet in marked)
    what = [f"{counted(waiting, 'answer')} {'waits' if waiting == 1 else 'wait'} for a person"] * bool(
        waiting
    )
    what += [counted(odd, "remark")] * bool(odd)
    if what:
        click.echo(f"{', '.join(what)}: {out / 'instructor' / 'waiting.csv'}")
    if marked:
        click.echo(
            f"Pages for students: {out / 'feedback'}; how the problems fared: "
            f"{out / 'instructor' / 'items.html'}"
        )
