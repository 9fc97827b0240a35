"""JUnit XML, as CI systems and plugins of learning platforms read it: a suite a student, a case a check."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from generator.points import amount
from graders.journal import Graded
from graders.records import CheckResult
from graders.reports import Book

FILE = "junit.xml"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def batch(book: Book) -> bytes:
    """All who have a report."""
    root = ET.Element("testsuites", name=printable(book.assignment.name))
    for row in book.rows:
        if row.graded is not None:
            root.append(_suite(row.graded))
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def printable(text: str) -> str:
    """The text without the characters that XML 1.0 can't hold."""
    return _NOT_XML.sub("\ufffd", text)


def _suite(graded: Graded) -> ET.Element:
    checks = graded.report.checks
    count = {status: sum(check.status == status for check in checks) for status in ("failed", "skipped")}
    suite = ET.Element(
        "testsuite",
        name=printable(graded.id),
        tests=str(len(checks)),
        failures=str(count["failed"]),
        errors=str(graded.ungraded),
        skipped=str(count["skipped"]),
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("score", amount(graded.report.score)),
        ("max_score", amount(graded.report.max_score)),
        *((f"sandbox.{layer}", state) for layer, state in graded.report.sandbox.items()),
        *(("note", note) for note in filter(None, (graded.why, *graded.report.notes, *graded.remarks))),
    ):
        ET.SubElement(properties, "property", name=name, value=printable(value))
    suite.extend(_case(graded.id, check) for check in checks)
    return suite


def _case(id_: str, check: CheckResult) -> ET.Element:
    case = ET.Element("testcase", classname=printable(id_), name=printable(check.name))
    kinds = {"failed": "failure", "skipped": "skipped", "could_not_grade": "error"}
    if check.status in kinds:
        first = check.message.strip().splitlines()[0] if check.message.strip() else ""
        wrong = ET.SubElement(case, kinds[check.status], message=printable(first))
        wrong.text = printable("\n".join(filter(None, (check.message, check.trouble))))
        if check.mistake and check.status == "failed":
            wrong.set("type", printable(check.mistake))
    return case
