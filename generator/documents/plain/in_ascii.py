"""Plain text for terminals whose encoding lacks the signs: w⁽¹⁾₁₂ as w^(1)_12, ŷ as yhat, ∂ℓ/∂z as dl/dz."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = {
    "✓": "+", "✗": "x", "◐": "~", "·": "*", "−": "-", "×": "x", "∂": "d", "ℓ": "l", "≈": "~=",
    "≤": "<=", "≥": ">=", "≠": "!=", "′": "'", "√": "sqrt", "‖": "||", "∈": "in", "→": "->", "↦": "->",
    "•": "*", "…": "...", "–": "-", "Σ": "Sum", "∇": "grad ", "∧": "and", "∨": "or", "¬": "not ",
    "“": '"', "”": '"', "’": "'", "●": "#", "○": ".", "∞": "inf", "±": "+-", "λ": "lambda", "⎛": "/",
    "⎜": "|", "⎝": "\\", "⎞": "\\", "⎟": "|", "⎠": "/", "─": "-", "━": "-", "│": "|", "┼": "+",
    "\N{REPLACEMENT CHARACTER}": "?",
}  # fmt: skip
_MARKS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u20d7": "vec"}
_GREEK = re.compile(r"GREEK (?:SMALL|CAPITAL) LETTER (\w+)")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᴬ-ᵃᵇᵈᵉᵍᵏᵐᵒᵖᵗᵘᵛᶜᶠᶻʰʲʳˡˢʷˣʸᵀⱽ]+")
_LOWERED = re.compile("[₀-₎ₐ-ₜᵢ-ᵥⱼ]+")


def in_ascii(text: str) -> str:
    """The text in ASCII alone; what has no name in it is a question mark."""
    if text.isascii():
        return text
    text = _RAISED.sub(lambda found: f"^{_grouped(_flat(found[0]))}", text)
    text = _LOWERED.sub(lambda found: f"_{_flat(found[0])}", text)
    return "".join(sign if sign.isascii() else _SIGNS.get(sign) or _named(sign) for sign in text)


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("−", "-")


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() or text.startswith("(") else f"({text})"


def _named(sign: str) -> str:
    apart = unicodedata.normalize("NFKD", sign)
    if sign in _MARKS or len(apart) > 1:
        return "".join(c if c.isascii() else _MARKS.get(c, "") for c in apart)
    if apart.isascii():
        return apart
    found = _GREEK.match(unicodedata.name(sign, ""))
    if found:
        return found[1].lower()
    return "" if unicodedata.combining(sign) else "?"
