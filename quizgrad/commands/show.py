"""quizgrad show."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from quizgrad.commands._values import read_pairs


@click.command("show")
@click.argument("family")
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, help="Which variant to draw.", show_default=True
)
@click.option(
    "--set",
    "set",
    multiple=True,
    metavar="NAME=VALUE",
    callback=read_pairs,
    help="Set an option (see quizgrad list).",
)
@click.option(
    "--given",
    multiple=True,
    metavar="NAME=VALUE",
    callback=read_pairs,
    help="Fix a given, such as sizes=[2,1024,512,3].",
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(["open", "choice"]),
    default="open",
    help="Open or multiple choice.",
    show_default=True,
)
@click.option("--convention", default="cs540", help="Whose notation to print in.", show_default=True)
@click.option("--format", "form", default="md", help="md, html, pdf or json.", show_default=True)
@click.option("--quiz", is_flag=True, help="Print what students see, without the key.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file (pdf needs it on a terminal).",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="Where your own families lie.",
    show_default=True,
)
@click.option(
    "--font",
    "fonts",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A font file or folder for the pdf.",
)
def command(
    family: str,
    seed: int,
    set: dict[str, Any],  # noqa: A002  # named like its option
    given: dict[str, Any],
    kind: str,
    convention: str,
    form: str,
    quiz: bool,
    out: Path | None,
    folder: Path,
    fonts: tuple[Path, ...],
) -> None:
    """Draw one problem of FAMILY and print it with its worked solution.

    Values are JSON; a word that is no JSON is a text. An example:

        quizgrad show parameter_count --given sizes=[2,1024,512,3] --format json
    """
    from generator.conventions import load_convention
    from generator.documents import formats
    from generator.draw import Request, draw
    from generator.errors import InputError, unknown
    from generator.family import load_family
    from generator.keys import rng_of, seed_for
    from generator.render import Renderer

    if form not in (known := ["json", *formats.names()]):
        raise unknown("format", form, known)
    folders = (folder.resolve(),)
    request = Request.read(
        load_family(family, folders),
        options=set,
        given=given,
        convention=load_convention(convention, folders),
        as_choice=kind == "choice",
    )
    key = seed_for("show", family, seed)
    problem = draw(request, rng_of(key), seed=key)
    renderer = Renderer(folders)
    for warning in problem.warnings:
        click.echo(f"quizgrad: {warning}", err=True)
    if form == "json":
        import json

        from generator.machine import problem_json

        data = (
            json.dumps(problem_json(problem, renderer, seed=seed), indent=1, ensure_ascii=False) + "\n"
        ).encode()
        assets: dict[str, bytes] = {}
    else:
        from generator.papers import Head, Placed, key_paper

        head = Head(family.replace("_", " ").capitalize(), version=str(seed))
        paper = key_paper(renderer, head, [Placed(problem, 10)], problem.convention)
        (rendered,) = formats.load(form).render([paper.without_key() if quiz else paper], fonts=fonts)
        data, assets = rendered.data, dict(rendered.assets)
    if out is None:
        if b"\0" in data and sys.stdout.isatty():
            raise InputError(f"a {form} is no text for a terminal; name a file with --out")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from generator.files import write_whole

    write_whole(out, data)
    for name, asset in assets.items():
        write_whole(out.parent / name, asset)
