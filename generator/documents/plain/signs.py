"""The signs of LaTeX formulas that plain text can show: what is printed, and how it stands in a formula."""

from __future__ import annotations

import unicodedata
from typing import Literal

Kind = Literal["ord", "op", "bin", "rel", "open", "close", "punct", "fence", "over"]
"""As TeX has them; fence: opens and closes; over: a quotient written on the line."""

LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "partial": "∂", "nabla": "∇",
    "infty": "∞", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "emptyset": "∅", "forall": "∀",
    "exists": "∃", "neg": "¬", "lnot": "¬", "top": "⊤", "bot": "⊥", "prime": "′", "hbar": "ħ", "Re": "ℜ",
    "Im": "ℑ", "degree": "°", "backslash": "∖", "checkmark": "✓", "_": "_", "%": "%", "#": "#", "&": "&",
}  # fmt: skip
BINARY = {
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆", "circ": "∘",
    "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨", "cap": "∩",
    "cup": "∪", "setminus": "∖", "bmod": "mod",
}  # fmt: skip
RELATIONS = {
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "lt": "<", "gt": ">", "ne": "≠", "neq": "≠", "ll": "≪",
    "gg": "≫", "approx": "≈", "equiv": "≡", "sim": "∼", "simeq": "≃", "propto": "∝", "in": "∈", "notin": "∉",
    "ni": "∋", "subset": "⊂", "subseteq": "⊆", "mid": "|", "parallel": "∥", "perp": "⊥", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "leftrightarrow": "↔", "mapsto": "↦", "Rightarrow": "⇒",
    "implies": "⇒", "iff": "⇔", "Leftrightarrow": "⇔", "coloneqq": "≔",
}  # fmt: skip
OPERATORS = {
    name: name
    for name in (
        "log", "ln", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min", "sup", "inf", "lim",
        "arg", "det", "dim", "ker", "gcd", "Pr",
    )
} | {"sum": "Σ", "prod": "Π", "int": "∫", "bigcup": "⋃", "bigcap": "⋂"}  # fmt: skip
OPEN = {"{": "{", "lbrace": "{", "lbrack": "[", "langle": "⟨", "lfloor": "⌊", "lceil": "⌈", "lVert": "‖",
        "lvert": "|"}  # fmt: skip
CLOSE = {"}": "}", "rbrace": "}", "rbrack": "]", "rangle": "⟩", "rfloor": "⌋", "rceil": "⌉", "rVert": "‖",
         "rvert": "|"}  # fmt: skip
FENCES = {"|": "‖", "Vert": "‖", "vert": "|"}
PUNCTUATION = {"colon": ":"}

COMMANDS: dict[str, tuple[str, Kind]] = {
    **{name: (sign, "ord") for name, sign in LETTERS.items()},
    **{name: (sign, "bin") for name, sign in BINARY.items()},
    **{name: (sign, "rel") for name, sign in RELATIONS.items()},
    **{name: (sign, "op") for name, sign in OPERATORS.items()},
    **{name: (sign, "open") for name, sign in OPEN.items()},
    **{name: (sign, "close") for name, sign in CLOSE.items()},
    **{name: (sign, "fence") for name, sign in FENCES.items()},
    **{name: (sign, "punct") for name, sign in PUNCTUATION.items()},
}
CHARACTERS: dict[str, tuple[str, Kind]] = {
    **{sign: (sign, "rel") for sign in "=<>≤≥≠≈∈→:"},
    **{sign: (sign, "bin") for sign in "+·×∧∨"},
    **{sign: (sign, "punct") for sign in ",;"},
    **{sign: (sign, "open") for sign in "(["},
    **{sign: (sign, "close") for sign in ")]"},
    "-": ("−", "bin"), "−": ("−", "bin"), "*": ("∗", "bin"), "|": ("|", "fence"), "/": ("/", "over"),
}  # fmt: skip
SPACES = {",": 1, ":": 1, ";": 1, " ": 1, "!": 0, "thinspace": 1, "medspace": 1, "thickspace": 1, "quad": 2,
          "qquad": 4, "enspace": 1, "negthinspace": 0, "displaystyle": 0, "textstyle": 0, "limits": 0,
          "nolimits": 0}  # fmt: skip
"""How many spaces a command is; 0 for those that only move or size things."""
SIZES = {"left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
         "biggr"}  # fmt: skip
"""Commands that size the bracket behind them."""
ALPHABETS = {"mathbf", "mathit", "boldsymbol", "mathcal", "mathsf", "mathtt", "bm"}
"""Commands that choose the letters of a formula."""
WORDS = {"text", "mathrm", "operatorname", "textbf", "textit", "textrm", "mbox"}
"""Commands whose argument is read as words."""
ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
           "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308"}  # fmt: skip
BLACKBOARD = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼", "P": "ℙ"}

_RAISED = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤′∗*",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ′**",
        strict=True,
    )
)
_LOWERED = dict(zip("0123456789+−=()aehijklmnoprstuvx,", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ,", strict=True))
LONGEST = 4
"""So many raised or lowered characters are still read with ease."""


def raised(text: str) -> str | None:
    """The text as superscripts, None where there are none for it."""
    return _all(text, _RAISED)


def lowered(text: str) -> str | None:
    """The text as subscripts, None where there are none for it."""
    return _all(text.replace(", ", ","), _LOWERED)


def _all(text: str, table: dict[str, str]) -> str | None:
    if not 0 < len(text) <= LONGEST or any(character not in table for character in text):
        return None
    return "".join(table[character] for character in text)


def accented(text: str, mark: str) -> str:
    """The text with a mark over each of its letters."""
    return unicodedata.normalize("NFC", "".join(c + mark if c.isalnum() else c for c in text))
