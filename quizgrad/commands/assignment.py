"""quizgrad assignment."""

from __future__ import annotations

import click


@click.group("assignment")
def command() -> None:
    """Say which programming assignments there are."""


@command.command("list")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print.",
    show_default=True,
)
def list_(form: str) -> None:
    """List the programming assignments."""
    from graders.assignment import assignments

    if form == "json":
        import json

        entries = [
            {"assignment": one.name, "title": one.title, "file": one.file, "functions": list(one.functions)}
            for one in assignments()
        ]
        click.echo(json.dumps(entries, indent=1, ensure_ascii=False))
        return
    for one in assignments():
        click.secho(one.name, bold=True)
        click.echo(f"  {one.title}.")
        click.echo(f"  {one.file} defines {', '.join(one.functions)}.")
