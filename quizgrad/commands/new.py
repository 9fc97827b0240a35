"""quizgrad new."""

from __future__ import annotations

import re
from pathlib import Path

import click

FILES = {
    "family.py": "{}.py",
    "family.md.j2": "{}.md.j2",
    "family.toml": "{}.toml",
    "test_family.py": "test_{}.py",
}


@click.group("new")
def command() -> None:
    """Begin something of your own with a working example."""


@command.command("family")
@click.argument("name")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    help="The folder of your quiz files.",
    show_default=True,
)
def family(name: str, out: Path) -> None:
    """Write the files of a problem family NAME beside your quiz files: an example that works, to change.

    NAME.py draws and derives, NAME.md.j2 speaks, NAME.toml holds what students get wrong, and
    test_NAME.py tests it. A file that is there already is never overwritten.
    """
    from generator.errors import InputError
    from generator.family import family_names
    from generator.files import write_whole
    from generator.places import TEMPLATES

    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        raise InputError(
            f"the family's name is {name!r}; allowed are small letters a to z, digits and underscores, "
            "beginning with a letter, at most 60"
        )
    if name in family_names():
        raise InputError(f"there is a family '{name}' already; call yours otherwise")
    paths = {out / pattern.format(name): TEMPLATES / "new" / source for source, pattern in FILES.items()}
    for path in paths:
        if path.exists() or path.is_symlink():
            raise InputError(
                f"{path}: it is there already; choose another name, or another folder with --out"
            )
    for path, source in paths.items():
        write_whole(path, source.read_bytes())
    click.echo(f"{', '.join(map(str, paths))}\nSee it: quizgrad show {name}; test it: quizgrad verify {name}")
