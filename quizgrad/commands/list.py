"""quizgrad list."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("list")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print.",
    show_default=True,
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="Where your own families lie.",
    show_default=True,
)
def command(form: str, folder: Path) -> None:
    """List the families of problems."""
    from generator.family import family_names, load_family

    folders = (folder.resolve(),)
    loaded = [load_family(name, folders) for name in family_names(folders)]
    if form == "json":
        import json

        from generator.machine import family_json

        click.echo(json.dumps([family_json(item) for item in loaded], indent=1, ensure_ascii=False))
        return
    from generator import fields

    for item in loaded:
        click.secho(item.name, bold=True)
        click.echo(f"  {item.asks}. Asked as {', '.join(item.family.answers)}.")
        click.echo(
            f"  Topics {', '.join(map(str, item.family.topics))} "
            f"of the lectures {', '.join(item.family.lectures)}."
        )
        for name, spec in fields.specs(item.family.options).items():
            default = getattr(item.family.options(), name)
            click.echo(f"    {name:<16} {spec.help} ({spec.allowed}; {_shown(default)})")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return str(value)
