"""--formats and --font, as several commands take them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.documents import formats
from generator.errors import InputError, unknown


def named_formats(wanted: str) -> tuple[str, ...]:
    """The formats in a text such as "pdf,html".

    Raises
    ------
    InputError
        When one is unknown, or none is there.
    """
    names = tuple(dict.fromkeys(name.strip() for name in wanted.split(",") if name.strip()))
    for name in names or ("",):
        if name not in formats.names():
            raise unknown("format", name, formats.names())
    return names


def there(fonts: Sequence[Path]) -> tuple[Path, ...]:
    """The files or folders of fonts, from the root.

    Raises
    ------
    InputError
        When one is not there.
    """
    for font in fonts:
        if not font.exists():
            raise InputError(f"{font}: there is no such font file or folder")
    return tuple(font.resolve() for font in fonts)
