"""name=value pairs as several commands take them."""

from __future__ import annotations

import json
from typing import Any

import click

from generator.errors import InputError


def read_pairs(_: click.Context, parameter: click.Parameter, pairs: tuple[str, ...]) -> dict[str, Any]:
    """{name: value}; values are JSON, and a word that is no JSON is a text.

    Raises
    ------
    InputError
        When a pair has no =, or a name stands twice.
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            raise InputError(f"--{parameter.name} {pair!r} is not of the form name=value")
        if name in values:
            raise InputError(f"--{parameter.name} sets {name} twice")
        try:
            values[name] = json.loads(text)
        except (ValueError, RecursionError):  # no JSON, or a number of thousands of digits
            values[name] = text
    return values
