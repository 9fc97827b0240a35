"""quizgrad export."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("export")
def command() -> None:
    """Make autograders for other platforms."""


@command.command("gradescope")
@click.argument("name")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The file; NAME-gradescope.zip by default."
)
def gradescope(name: str, out: Path | None) -> None:
    """Write the zip of a Gradescope autograder for assignment NAME.

    NAME may also be the folder of an assignment of your own. Upload it under Configure Autograder, with
    the base image Ubuntu 22.04 or newer.
    """
    from generator.files import write_whole
    from graders.assignment import load_assignment
    from graders.gradescope import autograder_zip

    assignment = load_assignment(name)
    out = out or Path(f"{assignment.name}-gradescope.zip")
    write_whole(out, autograder_zip(assignment))
    click.echo(f"{out}: upload it under Configure Autograder, with the base image Ubuntu 22.04 or newer")
