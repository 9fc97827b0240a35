"""quizgrad starter."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("starter")
@click.argument("name")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    help="The folder to write the file to.",
    show_default=True,
)
def command(name: str, out: Path) -> None:
    """Write the starter file of assignment NAME.

    NAME may also be the folder of an assignment of your own. The file needs nothing but NumPy. A file
    that is there already is never overwritten.
    """
    from generator.errors import InputError
    from generator.files import write_whole
    from graders.assignment import load_assignment
    from graders.starter import starter

    assignment = load_assignment(name)
    path = out / assignment.file
    if path.exists() or path.is_symlink():
        raise InputError(
            f"{path}: it is there already and may be somebody's work; name another folder with --out"
        )
    write_whole(path, starter(assignment).encode())
    click.echo(f"{path}: write {', '.join(assignment.functions)}, then quizgrad check {name} {path}")
