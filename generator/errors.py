"""The errors that a user can mend, each one sentence: file, place, value, what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class InputError(ValueError):
    """Something a user gave can't be used; the command line prints it and exits with 2."""


class KeyDisagreementError(RuntimeError):
    """Two independent derivations of one key differ: a family's bug, so nothing may be written."""


class NoDrawError(InputError):
    """No draw passed the guards; says which guard turned away how many."""


class ExhaustedError(InputError):
    """All that may be asked is asked already; where less was asked before, something may be left."""


LONGEST_LIST = 400
"""So many characters of names are still read in an error."""


def unknown(kind: str, name: str, known: Iterable[str], *, where: str = "") -> InputError:
    """The error for a name that isn't known, with the nearest known name suggested."""
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"known: {_listed(known)}"
    return InputError(f"{where}{': ' if where else ''}there is no {kind} '{name}'; {hint}")


def _listed(names: Sequence[str]) -> str:
    """As many of the names as a sentence holds, and how many more there are."""
    shown = [name for k, name in enumerate(names) if len(", ".join(names[: k + 1])) <= LONGEST_LIST]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
