"""The rows and entries of an array's text, before any entry is read as a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graders.reading.characters import Source
from graders.reading.values import ReadingError, quoted

DEEPEST = 4
MOST_ROWS = 500
_MADE = re.compile(r"(?:[A-Za-z]{1,10}\.)?(?:as)?(?:array|tensor|[Mm]atrix|list|tuple|Vector)\s*(?=\()")
_SETTING = re.compile(
    r",\s*(?:dtype|device|requires_grad|grad_fn|shape)\s*=\s*"
    r"(?:<[^<>]{0,60}>|[\w.:' ]{1,40}|\([\d, ]{0,20}\))"
)
_LATEX = re.compile(
    r"\\(?:left|right|begin|end|displaystyle)(?![a-zA-Z])|\\[,;:! ]"
    r"|\{[pbvBV]?(?:small)?(?:matrix|array)\}(?:\{[lcr| ]{1,20}\})?"
)
_SIZE = re.compile(r"\s*[0-9]{1,9}(?:\s*(?:[*xX]|by|\\times)\s*[0-9]{1,9}){1,4}\s*")
"""The shape of an array, as in 3 x 2."""
_COUNTED = re.compile(
    r"(?P<rows>[0-9]{1,9})\s*rows?(?:\s*,\s*|\s+(?:and|by|[*xX])\s+|\s+)(?P<columns>[0-9]{1,9})\s*columns?"
)
"""The same in words."""
_DECIMAL, _DECIMAL_OR_END = re.compile(r"[0-9],[0-9]"), re.compile(r",(?:[0-9]|\s|$)")
_TURNED = re.compile(r"(?:\^\s{0,3}\{?\s{0,3}(?:\\top|\\mathsf\{T\}|\\intercal|T|⊤)\s{0,3}\}?|\.T|'|ᵀ)$")
_OPENING, _CLOSING = "([{<", ")]}>"
_BRACKET = re.compile(r"[(\[{<)\]}>]")
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class Rows:
    """The entries' texts, row by row; transposed: a T stands behind them."""

    rows: list[list[Source]]
    transposed: bool
    position: int


def rows_of(source: Source) -> list[Rows]:
    """The ways in which a text can be rows of entries: with commas between them first.

    Raises
    ------
    ReadingError
        When brackets do not match, or entries are left out.
    """
    start = source.columns[0]
    turned = _TURNED.search(source.text)
    if turned and turned.start() > 0:
        source = source.part(0, turned.start())
    source = _cleaned(source)
    counted = _COUNTED.fullmatch(source.text)
    if counted:
        places = (counted.span("rows"), counted.span("columns"))
        return [Rows([[source.part(*place) for place in places]], turned is not None, start)]
    left_out = source.text.find("...")
    if left_out >= 0:
        raise ReadingError("entries are left out here; write all of them", source.columns[left_out])
    lines = _lines(source, 0)
    readings = [_by_commas(lines)]
    if len(lines) == 1 and _decimal(lines[0]):  # 0,1; 0,9 in a line, or 0,1 0,2; 0,3 0,4 with a row between
        readings += [_decimal_commas(lines[0], r"\n", r";\s*|,\s+|\s+")]
        readings += [_decimal_commas(lines[0], r";|\n", r",\s+|\s+")]
    if _SIZE.fullmatch(source.text):
        readings.append([_split(source, r"\s*(?:[*xX]|by|\\times)\s*")])
    return [Rows(rows, turned is not None, start) for rows in readings]


def _cleaned(source: Source) -> Source:
    """Without what NumPy, Torch and LaTeX put around the numbers; every column is kept."""
    text = source.text
    made = _MADE.match(text)
    if made:
        text = " " * made.end() + text[made.end() :]
    text = _SETTING.sub(lambda found: " " * len(found[0]), text)
    if "\\" in text:
        text = text.replace("\\\\", " ;").replace("&", ",")
        text = _LATEX.sub(lambda found: " " * len(found[0]), text)
    return Source(text, source.columns).part(0, len(text))


def _lines(source: Source, depth: int) -> list[Source]:
    """The texts of the rows: inner brackets, or lines, or what semicolons separate."""
    if depth > DEEPEST:
        raise ReadingError("brackets are nested too deeply for an array", source.columns[0])
    groups = _groups(source)
    if groups is None:
        return [source]
    if len(groups) == 1:
        return _lines(groups[0], depth + 1)
    rows = []
    for group in groups[:MOST_ROWS]:
        inner = _lines(group, depth + 1)
        rows += inner
    return rows


def _groups(source: Source) -> list[Source] | None:
    """The insides of the brackets of which the text consists; None where it begins with none.

    Brackets inside an entry, as in 1/(1 + e), are no rows: something else than a separator touches them.
    """
    text, columns = source.text, source.columns
    found: list[Source] = []
    between = True
    place = 0
    while place < len(text):
        char = text[place]
        if char in _OPENING and (between or (found and text[place - 1] in "]}")):
            end = _closing(source, place)
            found.append(source.part(place + 1, end))
            place, between = end, False
        elif char in ",;\n ":
            between = True
        elif not found:
            _check_brackets(source)
            return None
        else:
            end_of_row = found[-1].columns[-1]
            if text[place] in "*/^+-" or not between:
                return None
            raise ReadingError(f"{quoted(char)} can't stand between rows", max(columns[place], end_of_row))
        place += 1
    return found or None


def _closing(source: Source, place: int) -> int:
    """Where the bracket that opens at `place` is closed."""
    stack = []
    for found in _BRACKET.finditer(source.text, place):
        end, char = found.start(), found[0]
        if char in _OPENING:
            stack.append(char)
            if len(stack) > 10:
                raise ReadingError("brackets are nested too deeply for an array", source.columns[end])
        elif _OPENING.index(stack.pop()) != _CLOSING.index(char):
            raise ReadingError(f"the bracket {char} closes none that is open here", source.columns[end])
        elif not stack:
            return end
    raise ReadingError(f"the bracket {source.text[place]} is not closed", source.columns[place])


def _check_brackets(source: Source) -> None:
    place = 0
    while found := _BRACKET.search(source.text, place):
        place, char = found.start(), found[0]
        if char in _OPEN:
            place = _closing(source, place)
        elif char in _CLOSED:
            raise ReadingError(f"the bracket {char} closes none that is open here", source.columns[place])
        place += 1


def _split(source: Source, separators: str) -> list[Source]:
    """The pieces between separators (a pattern) outside brackets."""
    out, begin, depth = [], 0, 0
    for found in _cuts(separators).finditer(source.text):
        char = found[0]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSED:
            depth -= 1
        elif depth == 0:
            out.append(source.part(begin, found.start()))
            begin = found.end()
    return [*out, source.part(begin, len(source.text))]


@lru_cache(16)
def _cuts(separators: str) -> re.Pattern[str]:
    """A bracket, or a separator."""
    return re.compile(rf"[(\[{{)\]}}]|{separators}")


def _pieces(line: Source) -> list[Source]:
    """What semicolons and line ends separate; a semicolon may stand at the end."""
    if "\n" not in line.text and ";" not in line.text:
        return [line] if line.text else []
    out = []
    for part in _split(line, r"\n"):
        pieces = _split(part, ";")
        if len(pieces) > 1 and not pieces[-1].text:
            pieces.pop()
        if len(pieces) > 1 and not all(piece.text for piece in pieces):
            missing = next(piece for piece in pieces if not piece.text)
            raise ReadingError("a row is missing here", missing.columns[0])
        out += [piece for piece in pieces if piece.text]
    return out


def _by_commas(lines: list[Source]) -> list[list[Source]]:
    """Semicolons and line ends between rows; commas between entries, or spaces where there are none."""
    rows = []
    for line in lines:
        pieces = _pieces(line)
        for number, piece in enumerate(pieces):
            entries = _split(piece, ",")
            ends = number < len(pieces) - 1 or line.text.endswith(",") or len(lines) > 1
            if len(entries) > 1 and not entries[-1].text and (ends or number == len(pieces) - 1):
                entries.pop()
            if len(entries) == 1:
                entries = _split(piece, r"\s+")
            for entry in entries:
                if not entry.text:
                    raise ReadingError("an entry is missing here", entry.columns[0])
            rows.append(entries)
    return rows or [[lines[0]]]


def _decimal(source: Source) -> bool:
    """Whether some commas must or may be decimal commas: digits on both sides, and no point anywhere."""
    text = source.text
    return (
        "." not in text
        and _DECIMAL.search(text) is not None
        and all(_DECIMAL_OR_END.match(text, k) for k, char in enumerate(text) if char == ",")
    )


def _decimal_commas(source: Source, row: str, entry: str) -> list[list[Source]]:
    """Rows and entries between separators other than a comma between digits."""
    rows = [[piece for piece in _split(line, entry) if piece.text] for line in _split(source, row)]
    return [row for row in rows if row]
