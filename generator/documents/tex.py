r"""TeX for Typst: mends what pandoc's Typst writer gets wrong, refuses what it would damage.

Only commands on this list pass: each was compared with what prints. What is missing here was not
looked at, or is known to come out wrong (\& vanishes, \left. does not stretch, matrix runs together).
"""

from __future__ import annotations

import re

COMMANDS = frozenset(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho
    varrho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi
    Psi Omega partial nabla ell infty hbar Re Im emptyset forall exists neg angle top bot prime dagger
    pm mp times div cdot ast star circ bullet odot otimes ominus oplus cap cup setminus wedge vee land
    lor le leq ge geq ne neq approx sim simeq cong equiv propto ll gg in notin ni subset subseteq supset
    supseteq mid parallel perp doteq to rightarrow leftarrow Rightarrow Leftarrow leftrightarrow
    Leftrightarrow mapsto implies iff uparrow downarrow gets ldots cdots vdots ddots dots colon lt gt
    lfloor rfloor lceil rceil langle rangle lbrace rbrace lVert rVert lvert rvert Vert vert
    sum prod int oint bigodot bigoplus bigotimes bigcup bigcap max min arg log ln exp sin cos tan sinh
    cosh tanh sup inf lim det dim ker gcd Pr sec csc cot arcsin arccos arctan limsup liminf
    quad qquad hat bar vec tilde dot ddot widehat widetilde overline underline overbrace underbrace
    mathbf mathrm mathit mathcal mathbb mathsf mathtt boldsymbol text textbf textit operatorname
    sqrt frac dfrac tfrac binom bmod not left right begin end displaystyle
    big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr
    """.split()  # noqa: SIM905  # read as a list of words
)
ENVIRONMENTS = frozenset({"aligned", "pmatrix", "bmatrix", "Bmatrix", "cases"})
CHARACTERS = frozenset("\\{}#$_%|,:;! ")
_TOKEN = re.compile(
    r"""(?P<begin>\\(?:begin|end)\s*\{(?P<environment>[^}]*)\})
      | \\(?P<word>[A-Za-z]+)(?P<star>\*?)
      | \\(?P<character>[^A-Za-z])
      | (?P<comment>%)""",
    re.VERBOSE | re.DOTALL,
)
_ARG = re.compile(r"\{\s*arg\s*\\,\s*(max|min)\s*\}")
_STRING = r'"(?:[^"\\]|\\.)*"'
_WRITTEN = re.compile(
    rf"""(?P<break>\\\n)?\ *(?<![\w.])upright\((?P<text>{_STRING})\)\ *(?P<minus>-\ )?
       | (?P<keep>(?:delim:\ |(?:bold|italic|mono|sans)\(){_STRING})
       | (?P<operator>{_STRING})\ *
       | (?P<bar>\\\|)
       | (?P<escape>\\.)""",
    re.VERBOSE,
)

_WIDTHLESS = re.compile(
    r"\\(?:begin|end)\{\w+\}|\\(?:left|right|mathrm|mathbf|text|frac|hat)(?![A-Za-z])|\\[,!:;]"
)
_RELATION = re.compile(r"[=+<>-]|\\(?:cdot|approx|times|le|ge|in|odot|land|lor|neg|mapsto)(?![A-Za-z])")
_PRINTED = re.compile(r"\\[A-Za-z]+|[^{}_^&\s\\]")


class TexError(ValueError):
    """What can't be printed, as the end of a sentence."""


def mended(tex: str, *, display: bool) -> str:
    """TeX that prints through pandoc and Typst as the given one should.

    Raises
    ------
    TexError
        A construct would print wrongly, or isn't known to print right.
    """
    for token in _TOKEN.finditer(tex):
        _check(token, display=display)
    tex = re.sub(r"\\operatorname\*?\s*\{\s*arg\s*\\,\s*(max|min)\s*\}", r"\\arg\\\1", tex)
    tex = _sized(tex)
    tex = re.sub(r"\\lvert(?![A-Za-z])", r"\\left|", re.sub(r"\\rvert(?![A-Za-z])", r"\\right|", tex))
    tex = _norms(tex)
    tex = re.sub(r"\\displaystyle(?![A-Za-z])|(?<!\\)\\!", "", tex)
    tex = re.sub(r"\\[dt]frac(?![A-Za-z])", r"\\frac", tex)
    tex = re.sub(r"(?<!\\)\\;", r"\\:", tex)
    tex = re.sub(r"\\qquad(?![A-Za-z])", r"\\quad\\quad ", tex)
    return _spaced_cases(tex.replace("{,}", r"\text{,}"))


def _spaced_cases(tex: str) -> str:
    """TeX's space between the columns of cases, where Typst sets none: 0 & z < 0 would print as 0z < 0."""
    inside: list[str] = []

    def piece(found: re.Match[str]) -> str:
        if found["environment"]:
            if found["side"] == "begin":
                inside.append(found["environment"])
            elif inside:
                inside.pop()
        elif found[0] == "&" and inside and inside[-1] == "cases":
            return r"& \quad "
        return found[0]

    return re.sub(r"\\(?P<side>begin|end)\s*\{(?P<environment>[^}]*)\}|\\.|&", piece, tex, flags=re.DOTALL)


def _check(token: re.Match[str], *, display: bool) -> None:
    word, environment, character = token["word"], token["environment"], token["character"]
    if token["comment"]:
        raise TexError("% starts a comment; write \\% for per cent")
    if environment is not None and environment not in ENVIRONMENTS:
        raise TexError(f"the environment {environment} is not among {', '.join(sorted(ENVIRONMENTS))}")
    if character is not None and character not in CHARACTERS and not character.isspace():
        raise TexError(f"\\{character} has no safe way into a PDF")
    if word is None:
        return
    if word not in COMMANDS:
        raise TexError(f"\\{word} is not among the commands that are known to print right")
    after = token.string[token.end() :].lstrip()
    if word in ("left", "right") and after.startswith("."):
        raise TexError(f"\\{word}. does not stretch; write both delimiters")
    if token["star"] and word == "operatorname" and not _ARG.match(after):
        raise TexError("\\operatorname* is known for {arg\\,max} and {arg\\,min} only")
    if word == ("tfrac" if display else "dfrac"):
        raise TexError(f"\\{word} would change its size here; write \\frac")
    if word == "displaystyle" and not display:
        raise TexError("\\displaystyle has no effect between single dollars; write $$")


def _sized(tex: str) -> str:
    r"""\bigl( … \bigr) as \left( … \right), where the two can't be torn apart by a line's end."""
    opening, closing = (re.compile(rf"\\[bB]igg?{side}(?![A-Za-z])\s*") for side in "lr")
    if len(opening.findall(tex)) == len(closing.findall(tex)) and "&" not in tex and r"\\" not in tex:
        tex = closing.sub(r"\\right", opening.sub(r"\\left", tex))
    return re.sub(r"\\[bB]igg?[lr]?(?![A-Za-z])\s*", "", tex)


def _norms(tex: str) -> str:
    r"""\| and \Vert in turn as the opening and the closing bar of a norm."""
    tex = re.sub(r"\\(left|right)\s*(?:\\\||\\[lr]?Vert(?![A-Za-z]))", r"\\\1‖", tex)
    bar = re.compile(r"(?<!\\)\\\||\\Vert(?![A-Za-z])")
    bars = len(bar.findall(tex))
    if bars % 2:
        raise TexError("its norm bars \\| do not pair; write \\lVert and \\rVert")
    turns = iter([r"\lVert ", r"\rVert "] * (bars // 2))
    tex = bar.sub(lambda _: next(turns), tex)
    return tex.replace("\\left‖", r"\left\Vert ").replace("\\right‖", r"\right\Vert ")


def ems(tex: str) -> float:
    """About how wide a formula's longest row prints; seldom less than it is, by a tenth."""
    return max(_row_ems(row) for row in tex.split(r"\\"))


def _row_ems(row: str) -> float:
    row = _WIDTHLESS.sub("", row)
    return 0.7 * len(_RELATION.findall(row)) + 0.5 * len(_PRINTED.findall(row))


def settled(written: str, *, display: bool) -> str:
    """Pandoc's Typst with the spacing that TeX has: around words, operators and single bars.

    Raises
    ------
    TexError
        pandoc wrote something that Typst would take for code.
    """
    out = _WRITTEN.sub(_settle, written)
    code = re.search(rf"(?<!\\)#(?!{_STRING})|<[A-Za-z]", re.sub(_STRING, '""', out))
    if code or not out.startswith("$"):
        raise TexError("pandoc has no safe Typst for it")
    edge = " " if display else ""
    return f"${edge}{out[1:-1].strip()}{edge}$"


def _settle(found: re.Match[str]) -> str:
    if found["text"]:
        # Behind a text Typst takes a minus for one between two numbers, which after "if " it is not.
        minus = 'class("normal", -)' if found["text"].endswith(' "') else "- "
        return (found["break"] or "") + found["text"] + (minus if found["minus"] else "")
    if found["operator"] == '""':  # an empty base, as of f'^2: the script belongs to what stands before
        return ""
    if found["operator"]:
        return f"op({found['operator']})"
    return "vbar " if found["bar"] else found[0]
