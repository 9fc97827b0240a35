"""The mistakes in how results are handed back, which every assignment shares: names and sentences."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(1)
def general() -> dict[str, str]:
    """{name: the sentence that the student reads}."""
    return {name: entry["says"] for name, entry in _entries().items()}


@lru_cache(1)
def raised() -> dict[str, str]:
    """{an exception's type: the name of the mistake that it shows}."""
    return {entry["raised"]: name for name, entry in _entries().items() if "raised" in entry}


@lru_cache(1)
def _entries() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_suffix(".toml")
    entries: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return entries
