"""quizgrad practice."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("practice")
@click.argument("families", nargs=-1, metavar="[FAMILY]…")
@click.option("--topic", type=int, help="Only families about this topic (see quizgrad list).")
@click.option("--lecture", default="", help="Only what this lecture teaches, in its notation: cs540, …")
@click.option(
    "--difficulty",
    type=click.Choice(["easy", "standard", "hard"]),
    default="standard",
    help="Plainer numbers and fewer steps, or rougher and more.",
    show_default=True,
)
@click.option("--choice", is_flag=True, help="Ask as multiple choice.")
@click.option("--convention", default="", help="Whose notation to print in; cs540 or the lecture's own.")
@click.option("--count", type=click.IntRange(1), help="End after so many problems.")
@click.option(
    "--tries", type=click.IntRange(1, 9), default=2, help="So many tries of a part count.", show_default=True
)
@click.option("--seed", type=click.IntRange(min=0), help="A session that can be repeated.")
@click.option("--progress", is_flag=True, help="Show how you stand, by topic.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of your progress; QUIZGRAD_DATA, or where your system has such things.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="Where your own families lie.",
    show_default=True,
)
def command(
    families: tuple[str, ...],
    topic: int | None,
    lecture: str,
    difficulty: str,
    choice: bool,
    convention: str,
    count: int | None,
    tries: int,
    seed: int | None,
    progress: bool,
    data: Path | None,
    folder: Path,
) -> None:
    """Practise in the terminal: problems of FAMILIES, or of all that fit.

    Each answer is marked at once, with the mistake's name where it is known. What went wrong comes back.
    The numbers have nothing to do with any quiz. Whatever begins with a colon is a command, such as :h for
    a hint; Ctrl-D ends the session, too.
    """
    import os
    import secrets

    from generator.keys import rng_of, seed_for
    from graders.practice.choosing import Chooser
    from graders.practice.keeping import Keeper
    from graders.practice.places import data_folder
    from graders.practice.pool import Wish, convention_for, pool
    from graders.practice.screen import Screen
    from graders.practice.session import SEEDED, Session, say_troubles, welcome
    from graders.practice.summary import print_progress, print_summary

    folders = (folder.resolve(),)
    screen = Screen()
    keeper = Keeper(data or data_folder(os.environ))
    if progress:
        kept = keeper.read()
        say_troubles(screen, keeper)
        print_progress(screen, kept, folders)
        return
    wish = Wish(
        families, topic, lecture, difficulty, choice, convention_for(convention, lecture, folders), folders
    )
    names = pool(wish)
    secret, key = (secrets.token_hex(16), ()) if seed is None else (SEEDED, (seed,))
    standing = keeper.read() if seed is None else {}
    boxes = {name: one.box for name, one in standing.items()}
    chooser = Chooser(rng_of(seed_for(secret, "order", *key)), names, boxes)
    session = Session(screen, wish, chooser, keeper, secret, key, standing, tries, count)
    welcome(session)
    session.run()
    print_summary(screen, session.done, chooser, keeper)
