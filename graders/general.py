"""The mistakes in how results are handed back, which every assignment shares: names and sentences."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(1)
def general() -> dict[str, str]:
    """{name: the sentence that the student reads}."""
    path = Path(__file__).with_suffix(".toml")
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: entry["says"] for name, entry in entries.items()}
