"""Where the files that are no Python lie: the templates folder beside this package."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
