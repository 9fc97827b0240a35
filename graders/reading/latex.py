"""The LaTeX commands that a typed formula may hold; others are not read."""

from __future__ import annotations

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
}  # fmt: skip
DROPPED = {
    "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "quad", "qquad",
    "displaystyle", "textstyle", "limits", "thinspace",
}  # fmt: skip
"""They move or size what they stand before."""
WORDS = {
    **GREEK, "varepsilon": "ε", "vartheta": "θ", "varphi": "φ",
    **{name: name for name in ("log", "ln", "exp", "tanh", "cosh", "sinh", "max", "min", "sqrt", "sgn")},
    "ell": "l",
}  # fmt: skip
PASSED = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), ("frac", "")),
    **dict.fromkeys(("cdot", "times", "ast", "cdotp", "odot"), ("op", "*")),
    "div": ("op", "/"), "prime": ("op", "'"),
    **dict.fromkeys(("le", "leq", "leqslant"), ("op", "<=")),
    **dict.fromkeys(("ge", "geq", "geqslant"), ("op", ">=")),
    "lt": ("op", "<"), "gt": ("op", ">"), "ne": ("op", "!="), "neq": ("op", "!="),
    **dict.fromkeys(("lvert", "rvert", "vert"), ("op", "|")),
    "lbrace": ("open", "{"), "rbrace": ("close", "}"), "lbrack": ("open", "["), "rbrack": ("close", "]"),
}  # fmt: skip
