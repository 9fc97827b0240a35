"""The secret that seeds the draws: the instructor's own, or one made once and kept beside the quiz.

It lies outside the quiz file, since quiz files are shared; whoever has it can print every key.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from generator.errors import InputError
from generator.files import read_text, write_whole

VARIABLE = "QUIZGRAD_SECRET"
FOLDER = ".quizgrad"
SHORTEST = 8


def secret_for(quiz: Path) -> tuple[str, Path | None]:
    """The secret, and the file in which it was made just now, if it was.

    From the environment variable QUIZGRAD_SECRET, else from .quizgrad/NAME.secret beside the quiz,
    which only its owner can read and git ignores.

    Raises
    ------
    InputError
        When the secret is too short, or can't be read or written.
    """
    own = os.environ.get(VARIABLE, "")
    if own:
        return _checked(own, f"environment variable {VARIABLE}"), None
    folder = quiz.resolve().parent / FOLDER
    path = folder / f"{quiz.stem}.secret"
    if path.exists():
        return _checked(read_text(path, "the secret").strip(), str(path)), None
    write_whole(folder / ".gitignore", b"*\n")
    new = folder / f"{quiz.stem}.{secrets.token_hex(4)}"
    write_whole(new, f"{secrets.token_hex(16)}\n".encode(), private=True)
    try:
        os.link(new, path)  # unlike a rename it leaves the secret of a build that was quicker
    except FileExistsError:
        pass
    except OSError:
        new.replace(path)
    new.unlink(missing_ok=True)
    return _checked(read_text(path, "the secret").strip(), str(path)), path


def _checked(secret: str, where: str) -> str:
    if len(secret) < SHORTEST:
        raise InputError(f"{where}: the secret has {len(secret)} characters; at least {SHORTEST} are needed")
    return secret
