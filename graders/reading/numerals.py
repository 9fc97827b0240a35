"""One number written in digits: whose point is a decimal point, and whose comma groups thousands.

A comma before exactly three digits may mean either; what was asked for decides, or nothing does.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from graders.reading.values import Form, ReadingError
from graders.reading.wanted import Integer, Number

MOST_DIGITS = 60
LARGEST = 1e300
_PLAIN = re.compile(r"([-+]?)(?:([0-9]{1,15})(?:\.([0-9]{0,20}))?|\.([0-9]{1,20}))\.?")
_FULL = re.compile(
    r"""(?P<sign>[-+]?)\s*
    (?P<digits>[0-9.,](?:[0-9.,'_ ]*[0-9.,])?)
    (?:[eE](?P<e>[-+]?[0-9]{1,4})
      |\s*(?:\*|\\times|\\cdot|[xX])\s*10\s*(?:\^|\*\*)\s*
       (?P<ten>[-+]?\s*[0-9]{1,4}|\{\s*[-+]?\s*[0-9]{1,4}\s*\}|\(\s*[-+]?\s*[0-9]{1,4}\s*\)))?
    \s*(?P<percent>%|\\%|percent\b|per\s+cent\b)?""",
    re.VERBOSE,
)
_WESTERN, _INDIAN = r"[0-9]{1,3}(?:S[0-9]{3})+", r"[0-9]{1,2}(?:S[0-9]{2})+S[0-9]{3}"


class Numeral(NamedTuple):
    """A number, how many decimals were typed (None for no decimal number), how it was written."""

    value: int | float
    decimals: int | None
    form: Form
    note: str = ""


def read_numeral(text: str, asked: Integer | Number, position: int) -> Numeral | None:
    """The number that the whole text is, None if it is something else.

    Raises
    ------
    ReadingError
        At `position`, when the number may be one of two, or is too large.
    """
    simple = in_digits(text, isinstance(asked, Integer))
    if simple is not None:
        return simple
    found = _FULL.fullmatch(text)
    if found is None:
        return None
    if len(found["digits"]) > MOST_DIGITS:
        raise ReadingError(f"a number of {len(found['digits'])} digits is too long", position)
    scaled = found["e"] or found["ten"] or found["percent"]
    read = _digits(found["digits"], Number() if scaled else asked, position)
    if read is None:
        return None
    digits, note = read
    exponent = int((found["e"] or found["ten"] or "0").strip("{} ()").replace(" ", ""))
    decimals_typed = len(digits.partition(".")[2])
    form: Form = "decimal" if "." in digits else "whole"
    if found["e"] or found["ten"]:
        form = "scientific"
    if found["percent"]:
        exponent, form = exponent - 2, "percent"
    value = _value(found["sign"] + digits, exponent, position)
    return Numeral(value, max(0, decimals_typed - exponent), form, note)


def in_digits(text: str, whole: bool) -> Numeral | None:
    """A number of digits and maybe a point, which is read in one way alone; whole: one without decimals."""
    simple = _PLAIN.fullmatch(text)
    if simple is None or (whole and simple[3]):
        return None
    sign, before, decimals, bare = simple.groups()
    if decimals is None and bare is None:
        return Numeral(int(sign + before), 0, "whole")
    typed = decimals if bare is None else bare
    return Numeral(float(f"{sign}{before or 0}.{typed or 0}"), len(typed), "decimal")


def _value(digits: str, exponent: int, position: int) -> int | float:
    if "." not in digits and exponent == 0:
        return int(digits)
    value = float(f"{digits}e{exponent}")
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ReadingError("the number is too large", position)
    return value


def _digits(text: str, asked: Integer | Number, position: int) -> tuple[str, str] | None:
    """The digits with a decimal point if they have one, and a note; None where they make no number."""
    for separator in " '_":
        if separator in text:
            whole, mark, rest = re.fullmatch(r"([0-9 '_]*)([.,]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]  # it matches all
            if not _grouped(whole, separator) or not (rest.isdigit() or (not mark and not rest)):
                return None
            return whole.replace(separator, "") + (f".{rest}" if mark else ""), ""
    points, commas = text.count("."), text.count(",")
    if points and commas:
        mark = max(".,", key=text.rfind)
        group = "," if mark == "." else "."
        whole, _, rest = text.rpartition(mark)
        if mark in whole or not _grouped(whole, group):
            return None
        return whole.replace(group, "") + (f".{rest}" if rest else ""), ""
    if points + commas == 0:
        return text, ""
    mark = "." if points else ","
    if points + commas > 1:
        return (text.replace(mark, ""), "") if _grouped(text, mark) else None
    whole, _, rest = text.partition(mark)
    if not (whole or rest):
        return None
    decimal = f"{whole or 0}.{rest}"
    if not (_grouped(text, mark) and whole[0] != "0"):
        return decimal, ""
    return (_comma if mark == "," else _point)(text, decimal, whole + rest, asked, position)


def _comma(text: str, decimal: str, whole: str, asked: Integer | Number, position: int) -> tuple[str, str]:
    """1,234: a thousand where a whole number was asked, a decimal where three decimals were."""
    if isinstance(asked, Integer):
        return whole, ""
    if asked.decimals == 3:
        return decimal, f"{text} was read as {decimal}, since 3 decimals were asked for"
    raise ReadingError(f"{text} may be {decimal} or {whole}; write one of these", position)


def _point(text: str, decimal: str, whole: str, asked: Integer | Number, position: int) -> tuple[str, str]:
    """1.234: a decimal, unless a whole number was asked, which it then is not."""
    if isinstance(asked, Number):
        return decimal, ""
    if float(decimal) == int(float(decimal)):
        raise ReadingError(f"{text} may be {int(float(decimal))} or {whole}; write one of these", position)
    return whole, f"{text} was read as {whole}, since a whole number was asked for"


def _grouped(text: str, separator: str) -> bool:
    """Whether these are digits in groups of three, or as in India of two before the last three."""
    mark = re.escape(separator)
    return any(re.fullmatch(pattern.replace("S", mark), text) for pattern in (_WESTERN, _INDIAN))
