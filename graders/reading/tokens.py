"""A formula's text cut into tokens; simple LaTeX becomes the tokens of what it prints."""

from __future__ import annotations

import re
from typing import NamedTuple

from graders.reading.characters import Source
from graders.reading.latex import DROPPED, PASSED, WORDS
from graders.reading.values import ReadingError, quoted

MOST_TOKENS = 800
LONGEST_WORD = 24
_TOKEN = re.compile(
    r"""(?P<space>[ \n~]+|\\[,;:!\ ])
    |\\(?:wide)?(?P<mark>hat|bar|tilde)\s*(?:\{\s*(?P<inside>[A-Za-z])\s*\}|\s(?P<after>[A-Za-z]))
    |(?P<marked>[A-Za-z])_(?:\{(?:hat|bar|tilde)\}|(?:hat|bar|tilde)(?![A-Za-z]))
    |\\(?:mathrm|mathit|mathbf|mathsf|boldsymbol|bm|text|textbf|textrm|textit|mathbb|operatorname\*?)
      \s*\{\s*(?P<upright>[A-Za-z]{1,40}|1)\s*\}
    |\\(?P<fraction>[dtc]?frac)\s*(?P<top>[0-9])\s*(?P<bottom>[0-9]|[A-Za-z](?![_^0-9]))
    |\\(?P<command>[A-Za-z]+)
    |\\(?P<brace>[{}])
    |(?:np|numpy|math|torch|jnp|F)\.(?P<library>[A-Za-z][A-Za-z0-9]*(?:_[a-z]+)*)
    |(?P<long>leaky_relu_grad|leaky_relu|(?:sigmoid|tanh|relu)_(?:grad|prime)|g_prime|g_of)(?![A-Za-z0-9])
    |(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z\u0370-\u03ff][A-Za-z0-9\u0370-\u03ff]*)
    |_\{(?P<inbraces>[A-Za-z0-9,\s_]{1,20})\}|_(?P<index>[0-9]{1,6}|[A-Za-z](?![A-Za-z]))
    |(?P<op>\*\*|[<>=!]=|[-+*/^,;:|'<>=√_])
    |(?P<open>[(\[{])|(?P<close>[)\]}])""",
    re.VERBOSE,
)
_OPENING, _CLOSING = "([{", ")]}"


class Token(NamedTuple):
    """One piece of a formula's text.

    kind: number, word, index (of the word before), op, open, close, frac, end; once words are resolved also
    name, function, constant, keyword. spaced: whether a space stands before it.
    """

    kind: str
    text: str
    position: int
    spaced: bool = False


def tokens(source: Source) -> list[Token]:
    """The tokens of a formula, and one for its end.

    Raises
    ------
    ReadingError
        At the first character that starts none.
    """
    out: list[Token] = []
    place, spaced = 0, False
    text, columns = source.text, source.columns
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise ReadingError(f"{quoted(_stretch(text, place))} is not understood here", columns[place])
        position = columns[place]
        if found["space"]:
            spaced = True
        elif found["fraction"]:
            below = "number" if found["bottom"].isdigit() else "word"
            pieces = (("open", "{"), ("number", found["top"]), ("op", "/"), (below, found["bottom"]))
            out += [Token(kind, piece, position, spaced) for kind, piece in (*pieces, ("close", "}"))]
            spaced = False
        elif found["command"] in DROPPED:
            pass
        else:
            out.append(_token(found, position, spaced=spaced))
            spaced = False
        if len(out) > MOST_TOKENS:
            raise ReadingError(f"the formula is too long; at most {MOST_TOKENS} symbols are read", position)
        place = found.end()
    out.append(Token("end", "", columns[-1], spaced))
    return out


def _token(found: re.Match[str], position: int, *, spaced: bool) -> Token:
    if found["mark"]:
        return Token("word", (found["inside"] or found["after"]) + found["mark"], position, spaced)
    if found["marked"]:
        return Token("word", found["marked"] + found[0][1:].strip("_{}"), position, spaced)
    if found["upright"]:
        kind = "number" if found["upright"] == "1" else "word"
        return Token(kind, found["upright"], position, spaced)
    if found["command"]:
        return _command(found["command"], position, spaced=spaced)
    if found["inbraces"]:
        parts = re.split(r"[,\s_]+", found["inbraces"].strip(" ,_"))
        return Token("index", ",".join(parts), position, spaced)
    if found["brace"]:
        kind = "open" if found["brace"] == "{" else "close"
        return Token(kind, found["brace"], position, spaced)
    kind = str(found.lastgroup)
    text = found[kind]
    if kind in ("word", "long", "library") and len(text) > LONGEST_WORD:
        raise ReadingError(f"{quoted(text)} is too long for a name", position)
    if kind == "op" and text in ("**", "√"):
        return Token("op", "^", position, spaced) if text == "**" else Token("word", "sqrt", position, spaced)
    return Token("word" if kind in ("long", "library") else kind, text, position, spaced)


def _command(name: str, position: int, *, spaced: bool) -> Token:
    if name in PASSED:
        kind, text = PASSED[name]
        return Token(kind, text, position, spaced)
    if name in WORDS:
        return Token("word", WORDS[name], position, spaced)
    raise ReadingError(f"the LaTeX command {quoted(chr(92) + name)} is not known here", position)


def _stretch(text: str, place: int) -> str:
    """The characters of one kind from here on: a whole word of another script, or one sign."""
    end = place + 1
    while end < len(text) and end < place + 20 and text[end].isalnum() and text[place].isalnum():
        end += 1
    return text[place:end]


def matching(opening: str) -> str:
    """The bracket that closes this one."""
    return _CLOSING[_OPENING.index(opening)]
