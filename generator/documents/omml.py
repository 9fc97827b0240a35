"""Word's formulas (OMML) as pandoc writes them, mended so that LibreOffice reads them, too.

pandoc aligns lines with & in an equation array and leaves a lone ) as what a power belongs to. Word
takes that; LibreOffice prints the & as a sign, and an upside-down question mark wherever a side of a
relation is missing. A matrix without gaps, delimiters as such, a side of no width and a star that is a
text print in both.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from xml.etree import ElementTree as ET

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATIONS = frozenset("=≈≠<>≤≥∈→")
OPERATORS = frozenset("*+-−∗")
NOTHING = "\u200b"
OPENERS = {")": "(", "|": "|", "‖": "‖", "∥": "∥"}
SCRIPTS = frozenset(f"{M}{name}" for name in ("sSup", "sSub", "sSubSup"))


def mend(root: ET.Element) -> None:
    """Mend all formulas below `root`."""
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == f"{M}eqArr" and any(_sign(run, "&") for row in child for run in row):
                parent[place] = _matrix(child, braced=parent.tag == f"{M}e")
    for element in list(root.iter()):
        if element.tag in (f"{M}oMath", f"{M}e", f"{M}num", f"{M}den", f"{M}sup", f"{M}sub"):
            _delimit(element)
    for cell in (cell for row in root.iter(f"{M}mr") for cell in row):
        cell.extend([] if len(cell) else [_words(NOTHING)])
        _complete(cell)
    for element in root.iter(f"{M}oMath"):
        _complete(element)
    for script in (*root.iter(f"{M}sup"), *root.iter(f"{M}sub")):
        if len(script) == 1 and _sign(script[0], OPERATORS):
            script[:] = [_words(_text(script[0]))]


def _text(element: ET.Element) -> str:
    """What a run prints; "" for anything else."""
    return (element.findtext(f"{M}t") or "") if element.tag == f"{M}r" else ""


def _matrix(array: ET.Element, *, braced: bool) -> ET.Element:
    """An equation array as a matrix: its columns in turn right and left, after a brace all left."""
    rows = [_cells(row) for row in array.findall(f"{M}e")]
    width = max(map(len, rows))
    out = ET.Element(f"{M}m")
    settings = ET.SubElement(out, f"{M}mPr")
    for name, value in (
        ("baseJc", "center"),
        ("plcHide", "1"),
        ("cGpRule", "3"),
        ("cGp", "8" if braced else "0"),
    ):
        ET.SubElement(settings, f"{M}{name}", {f"{M}val": value})
    columns = ET.SubElement(settings, f"{M}mcs")
    for number in range(width):
        column = ET.SubElement(ET.SubElement(columns, f"{M}mc"), f"{M}mcPr")
        ET.SubElement(column, f"{M}count", {f"{M}val": "1"})
        side = "left" if braced or number % 2 else "right"
        ET.SubElement(column, f"{M}mcJc", {f"{M}val": side})
    for cells in rows:
        row = ET.SubElement(out, f"{M}mr")
        for number in range(width):
            ET.SubElement(row, f"{M}e").extend(cells[number] if number < len(cells) else [])
    return out


def _cells(row: ET.Element) -> list[list[ET.Element]]:
    cells: list[list[ET.Element]] = [[]]
    for child in row:
        if _sign(child, "&"):
            cells.append([])
        else:
            cells[-1].append(child)
    return cells


def _delimit(parent: ET.Element) -> None:
    """What stands between ( and ), or two bars, as one delimited thing, so that a power belongs to it all."""
    out: list[ET.Element] = []
    opened: list[tuple[str, int]] = []
    for child in list(parent):
        base = child.find(f"{M}e") if child.tag in SCRIPTS else None
        sign = _sign(child if base is None else base[0] if len(base) == 1 else None)
        opener = OPENERS.get(sign, "")
        if opener and any(other == opener for other, _ in opened):
            while opened[-1][0] != opener:
                opened.pop()  # a bar that stands alone, as in P(a | b)
            start = opened.pop()[1]
            whole = _delimited(opener, sign, out[start + 1 :])
            del out[start:]
            if base is None:
                out.append(whole)
                continue
            base[:] = [whole]
        elif base is None and sign in OPENERS.values():
            opened.append((sign, len(out)))
        out.append(child)
    parent[:] = out


def _sign(element: ET.Element | None, signs: Collection[str] = ("(", *OPENERS)) -> str:
    """Which of some signs a run is, or ""."""
    if element is None or element.find(f"{M}rPr/{M}nor") is not None:
        return ""
    return text if (text := _text(element)) in signs else ""


def _delimited(opener: str, sign: str, inside: Sequence[ET.Element]) -> ET.Element:
    out = ET.Element(f"{M}d")
    settings = ET.SubElement(out, f"{M}dPr")
    for name, value in (("begChr", opener), ("endChr", sign)):
        ET.SubElement(settings, f"{M}{name}", {f"{M}val": value})
    ET.SubElement(out, f"{M}e").extend(inside)
    return out


def _complete(formula: ET.Element) -> None:
    """A side of no width where a relation has none: p = before a blank, = 3 in an aligned line."""
    if len(formula) and _text(formula[0])[:1] in RELATIONS:
        formula.insert(0, _words(NOTHING))
    if len(formula) and _text(formula[-1])[-1:] in RELATIONS:
        formula.append(_words(NOTHING))


def _words(text: str) -> ET.Element:
    """A run that is a text, no sign of mathematics."""
    run = ET.Element(f"{M}r")
    ET.SubElement(ET.SubElement(run, f"{M}rPr"), f"{M}nor")
    ET.SubElement(run, f"{M}t").text = text
    return run
