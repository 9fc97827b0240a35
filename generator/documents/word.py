"""What pandoc's Word documents lack: the page with header and footer, styles, tabs, a title.

A Word document is a zip archive of XML parts; those that change are written anew.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

from generator.documents import omml
from generator.documents.layout import environment, with_plain
from generator.documents.paper import Paper

STAMP = (2000, 1, 1, 0, 0, 0)
A4 = {"w": "11906", "h": "16838"}
MARGINS = dict.fromkeys(("top", "right", "bottom", "left"), "1278") | dict.fromkeys(
    ("header", "footer"), "640"
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PRESERVED = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WIDTH = 9350
"""Of the text, in twentieths of a point, as what follows."""
LETTERS = {f"{W}t": 0.34, f"{omml.M}t": 0.36}
"""A letter's width in words and in formulas, in twice the size of the font."""
CELL = 300
EDGES = ("header", "footer")


def framed(docx: bytes, paper: Paper) -> bytes:
    """The document that pandoc made, with all that a paper's page has."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    plain = with_plain(paper, str)
    for edge in EDGES:
        parts[f"word/{edge}1.xml"] = _written(f"word.{edge}.xml.j2", plain)
    changes: Mapping[str, Callable[[ET.Element], None]] = {
        "word/document.xml": lambda root: _document(root, plain),
        "word/styles.xml": lambda root: _styles(root, plain),
        "word/_rels/document.xml.rels": _related,
        "[Content_Types].xml": _typed,
        "docProps/core.xml": lambda root: _titled(root, plain),
    }
    for name, change in changes.items():
        root = _read(parts[name])
        change(root)
        parts[name] = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return _zipped(parts)


def _written(template: str, paper: Paper, **more: object) -> bytes:
    return environment(html=True).get_template(template).render(paper=paper, **more).encode()


def _read(xml: bytes) -> ET.Element:
    """The root of our own pandoc's XML, whose prefixes are kept."""
    for prefix, address in re.findall(r'xmlns(?::(\w+))?="([^"]+)"', xml.decode()):
        ET.register_namespace(prefix, address)
    return ET.fromstring(xml)  # noqa: S314  # pandoc wrote it


def _size(paper: Paper) -> int:
    """The size of the font, in twentieths of a point."""
    return 320 if paper.large_print else 190 if paper.is_key else 220


def _document(root: ET.Element, paper: Paper) -> None:
    for run in root.iter(f"{W}r"):
        _tabbed(run)
    omml.mend(root)
    for table in root.iter(f"{W}tbl"):
        _columns(table, _size(paper))
    section = next(root.iter(f"{W}sectPr"))
    for name in ("pgSz", "pgMar", "titlePg"):
        for old in section.findall(f"{W}{name}"):
            section.remove(old)
    references = [("header", "default"), ("footer", "default"), ("footer", "first")]
    for place, (edge, pages) in enumerate(references):
        section.insert(place, ET.Element(f"{W}{edge}Reference", {f"{W}type": pages, f"{R}id": f"rId{edge}"}))
    for name, values in (("pgSz", A4), ("pgMar", MARGINS), ("titlePg", {})):
        ET.SubElement(section, f"{W}{name}", {f"{W}{key}": value for key, value in values.items()})


def _tabbed(run: ET.Element) -> None:
    """Tabs within a text as the elements by which Word knows them."""
    for text in run.findall(f"{W}t"):
        pieces = (text.text or "").split("\t")
        if len(pieces) == 1:
            continue
        place = list(run).index(text)
        run.remove(text)
        new: list[ET.Element] = []
        for number, piece in enumerate(pieces):
            new += [ET.Element(f"{W}tab")] if number else []
            if piece:
                new.append(ET.Element(f"{W}t", PRESERVED))
                new[-1].text = piece
        for offset, element in enumerate(new):
            run.insert(place + offset, element)


def _columns(table: ET.Element, size: int) -> None:
    """Columns as wide as their texts, the widest with what is left: not every program fits them itself."""
    rows = [[_breadth(cell, size) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
    widths = [max(column) for column in zip(*rows, strict=True)]
    widest = widths.index(max(widths))
    left = WIDTH - sum(widths) + widths[widest]
    widths[widest] = min(widths[widest], max(left, WIDTH // len(widths)))
    settings = table[0]
    whole = next(settings.iter(f"{W}tblW"))
    whole.attrib.update({f"{W}type": "dxa", f"{W}w": str(sum(widths))})
    for column, width in zip(table.iter(f"{W}gridCol"), widths, strict=True):
        column.set(f"{W}w", str(width))
    for row in table.findall(f"{W}tr"):
        for cell, width in zip(row.findall(f"{W}tc"), widths, strict=True):
            cell[0].insert(0, ET.Element(f"{W}tcW", {f"{W}w": str(width), f"{W}type": "dxa"}))


def _breadth(cell: ET.Element, size: int) -> int:
    """About how wide a cell's text is."""
    letters = sum(wide * len(text.text or "") for tag, wide in LETTERS.items() for text in cell.iter(tag))
    return CELL + round(2 * size * letters)


def _styles(root: ET.Element, paper: Paper) -> None:
    """Ours in the place of pandoc's of the same name."""
    ours = _read(_written("word.styles.xml.j2", paper, size=_size(paper) // 10))
    names = {style.get(f"{W}styleId") for style in ours}
    for style in root.findall(f"{W}style"):
        if style.get(f"{W}styleId") in names:
            root.remove(style)
    root.extend(ours)


def _related(root: ET.Element) -> None:
    for edge in EDGES:
        values = {"Id": f"rId{edge}", "Type": f"{KIND}/{edge}", "Target": f"{edge}1.xml"}
        ET.SubElement(root, root[0].tag, values)


def _typed(root: ET.Element) -> None:
    override = next(child.tag for child in root if child.tag.endswith("Override"))
    for edge in EDGES:
        ET.SubElement(
            root, override, {"PartName": f"/word/{edge}1.xml", "ContentType": f"{CONTENT}.{edge}+xml"}
        )


def _titled(root: ET.Element, paper: Paper) -> None:
    for title in root.iter("{http://purl.org/dc/elements/1.1/}title"):
        title.text = paper.title


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
