"""Typst, kept warm: one compiler a process and set of fonts."""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.documents.layout import FOLDER, PLAIN, what
from generator.errors import InputError

if TYPE_CHECKING:
    import typst

    from generator.documents.paper import Paper

MOST_BREAKS = 2
"""First the space to work in is set loose, then what is asked."""
STAMP = datetime(2000, 1, 1, tzinfo=UTC)
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_TALL = re.compile(r"problem (\d+) is taller than a page")
_WIDE = re.compile(r"too wide: (.*)", re.DOTALL)
_PROBE = '#set document(title: "?")\n#set text(font: "Libertinus Serif")\n#json(bytes(sys.inputs.common))'


def typeset(
    source: Callable[[Counter[int]], str], common: Mapping[str, Any], paper: Paper, fonts: Sequence[Path]
) -> bytes:
    """The PDF of a paper; a problem that is taller than a page may break.

    source: gives the Typst, told how often each problem was found too tall. common: the frame's inputs, the
    same for as many papers as can be: with others nothing that Typst has laid out before can serve again.

    Raises
    ------
    InputError
        No font has a character of the paper, or a font file is missing.
    """
    compiler = _compiler(tuple(map(str, fonts)))
    tall: Counter[int] = Counter()
    while True:
        try:
            return _compiled(compiler, _placeless(source(tall)), common)
        except ValueError as error:
            found = _TALL.search(str(error))
            if found and tall[int(found[1])] < MOST_BREAKS:
                tall[int(found[1])] += 1
                continue
            if wide := _WIDE.search(str(error)):
                advice = "is wider than the page; break it in lines with aligned"
                raise InputError(f"the formula ${wide[1]}$ {advice}") from None
            if _MISSING.search(str(error)):
                raise _no_glyph(compiler, paper, str(error)) from None
            raise


def _placeless(source: str) -> str:
    """The source as one that has no places.

    Equal texts are then the same to Typst wherever they stand, and what it laid out for one paper serves for
    others.
    """
    return f'#eval({string(source)}, mode: "markup")'


def string(text: str) -> str:
    """A Typst string of the text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _compiled(compiler: typst.Compiler, source: str, common: object) -> bytes:
    import typst  # only when a PDF is made

    try:
        pdf = compiler.compile(
            input=source.encode(),
            sys_inputs={"common": json.dumps(common)},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=STAMP,
        )
    except typst.TypstError as error:
        raise ValueError(str(error)) from error
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single document")
    return pdf


def picture(svg: str, *, dpi: int = 0) -> bytes:
    """The PNG of an SVG figure, or without dpi the PDF, for formats that can't hold the SVG."""
    source = "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg))"
    compiler, inputs = _compiler(()), {"svg": svg}
    if dpi:
        made = compiler.compile(input=source.encode(), sys_inputs=inputs, format="png", ppi=dpi)
    else:
        made = compiler.compile(input=source.encode(), sys_inputs=inputs, format="pdf", timestamp=STAMP)
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single picture")
    return made


@lru_cache
def _compiler(fonts: tuple[str, ...]) -> typst.Compiler:
    import typst

    return typst.Compiler(root=str(FOLDER), font_paths=_gathered(fonts), ignore_system_fonts=True)


def _gathered(fonts: Sequence[str]) -> list[str]:
    """Folders as they are, files in a folder of their own: Typst takes folders only."""
    for font in fonts:
        if not Path(font).exists():
            raise InputError(f"there is no font file '{font}'")
    folders, files = [[font for font in fonts if Path(font).is_dir() is kind] for kind in (True, False)]
    if not files:
        return folders
    folder = tempfile.TemporaryDirectory(prefix="quizgrad-fonts-")
    atexit.register(folder.cleanup)
    for number, font in enumerate(files):
        shutil.copyfile(font, Path(folder.name, f"{number}{Path(font).suffix}"))
    return [*folders, folder.name]


def _no_glyph(compiler: typst.Compiler, paper: Paper, error: str) -> InputError:
    """Says which plain text has characters that no font has, or that a problem's text has."""
    advice = "which no font has; give a font that has it with --font FILE"
    for name in PLAIN:
        rare = dict.fromkeys(character for character in getattr(paper, name) if not character.isascii())
        missing = [character for character in rare if not _prints(compiler, character)]
        if missing:
            return InputError(f"{what(paper, name)} has {_listed(missing)}, {advice}")
    found = _MISSING.search(error)
    return InputError(
        f"a text of the paper '{paper.title}' has {_listed(list(found[1]) if found else [])}, {advice}"
    )


def _prints(compiler: typst.Compiler, character: str) -> bool:
    try:
        _compiled(compiler, _PROBE, character)
    except ValueError:
        return False
    return True


def lacking(text: str, fonts: Sequence[Path]) -> frozenset[str]:
    """The characters of a text that no font has."""
    names = tuple(map(str, fonts))
    compiler, known = _compiler(names), _known(names)
    left = {character for character in text if not character.isascii()} - known.keys()
    while left:
        try:
            _compiled(compiler, _PROBE, "".join(sorted(left)))
        except ValueError as error:
            found = _MISSING.search(str(error))
            lost = (left & set(found[1]) if found else set()) or left
            known.update(dict.fromkeys(lost, False))
            left -= lost
        else:
            known.update(dict.fromkeys(left, True))
            left = set()
    return frozenset(character for character in text if not known.get(character, True))


@lru_cache
def _known(fonts: tuple[str, ...]) -> dict[str, bool]:
    """What has been found out: whether a character prints."""
    return {}


def _listed(characters: Sequence[str]) -> str:
    return ", ".join(f"'{character}' (U+{ord(character):04X})" for character in characters)
