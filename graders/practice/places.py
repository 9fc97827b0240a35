"""Where a user's data lie."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "QUIZGRAD_DATA"
NAME = "quizgrad"


def data_folder(environ: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """The folder of the user's data: the variable QUIZGRAD_DATA, else where the system has such things.

    None for a user without a home folder.
    """
    try:
        if own := environ.get(VARIABLE):
            return Path(own).expanduser()
        home = Path.home()
    except RuntimeError:
        return None
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / NAME
    if platform == "darwin":
        return home / "Library" / "Application Support" / NAME
    xdg = Path(environ.get("XDG_DATA_HOME", ""))
    return (xdg if xdg.is_absolute() else home / ".local" / "share") / NAME
