"""quizgrad build."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("build")
@click.argument("quiz", type=click.Path(path_type=Path))
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    help="A CSV file with a column id (and name): one paper a student.",
)
@click.option(
    "--versions",
    type=click.IntRange(1, 1000),
    default=1,
    help="So many versions, without a roster.",
    show_default=True,
)
@click.option(
    "--formats",
    "wanted",
    default="pdf",
    help="pdf, html, md, docx, tex, with commas between.",
    show_default=True,
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="The output folder; the quiz file's name by default."
)
@click.option("--jobs", type=click.IntRange(1, 256), help="How many processes; all cores by default.")
@click.option(
    "--font",
    "fonts",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A font file or folder for names in other scripts.",
)
def command(
    quiz: Path,
    roster: Path | None,
    versions: int,
    wanted: str,
    out: Path | None,
    jobs: int | None,
    fonts: tuple[Path, ...],
) -> None:
    """Build the papers and keys of QUIZ.

    OUT/papers holds what students get, OUT/instructor the keys, answers.csv, manifest.json, and
    versions.csv, which leads from the code on a paper to its key. The draws follow from a secret: the
    environment variable QUIZGRAD_SECRET, or a file that the first build makes beside the quiz, so that
    the same command gives the same papers again.

    Versions have other numbers and, from the second on, the problems in another order; with
    shuffle = false in the quiz file they keep it, with true a roster's papers are shuffled, too.
    """
    from generator.build import Plan, build, check_out, default_jobs
    from generator.copies import copies_for
    from generator.quiz import read_quiz
    from generator.roster import read_roster
    from generator.secrets_file import secret_for
    from quizgrad.commands._formats import named_formats, there
    from quizgrad.commands._progress import progress_bar

    names, fonts = named_formats(wanted), there(fonts)
    read_quiz(quiz)
    copies = copies_for(read_roster(roster) if roster else (), versions)
    out = out or Path(quiz.stem)
    check_out(out)
    secret, made = secret_for(quiz)
    if made:
        click.echo(f"Made the secret {made}: keep it, whoever has it can print the keys.", err=True)
    plan = Plan(quiz, secret, copies, names, fonts)
    with progress_bar("Building", len(copies)) as advance:
        build(plan, out, jobs=jobs or default_jobs(), progress=advance)
    click.echo(
        f"{len(copies)} {'paper' if len(copies) == 1 else 'papers'} in {out / 'papers'}, "
        f"keys in {out / 'instructor'}"
    )
