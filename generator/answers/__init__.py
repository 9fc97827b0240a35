"""Answers: what is right, what is taken for right, and how both are printed.

An answer type settles itself from a working (the derivation's values and what rounding can do to
them), accepts or turns away a student's value, and prints itself. A type is one file here, found by
being there.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from generator.answers.answer import Answer

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

ANSWERS: dict[str, type[Answer]] = {cls.type: cls for cls in Answer.__subclasses__()}
