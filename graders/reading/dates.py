"""Dates, which spreadsheets make of 1/2, 1-2 and 1.2; no number may be made of one again."""

from __future__ import annotations

import re

_YEAR, _DAY = r"(?:19|20)[0-9]{2}", r"[0-9]{1,2}"
_MONTH = r"(?:jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez)[a-zä]{0,6}\.?"
_DATE = re.compile(
    rf"(?:{_YEAR}(?P<a>[-/.]){_DAY}(?P=a){_DAY}|{_DAY}(?P<b>[-/.]){_DAY}(?P=b){_YEAR}"
    rf"|{_DAY}[-. ]{{1,2}}{_MONTH}(?:[-. ][0-9]{{2,4}})?|{_MONTH}[-. ][0-9]{{1,4}})"
    r"(?:[T ][0-9:.]{4,12})?",
    re.IGNORECASE,
)


def is_date(text: str) -> bool:
    """Whether a text is a date: 2-Jan, 01.02.2026, 2026-02-01 00:00:00."""
    return _DATE.fullmatch(text) is not None
