"""What a student reads of a question that was answered wrongly."""

from __future__ import annotations

from typing import Any

import numpy as np

from graders.cases import Case
from graders.comparing import CheckFailedError
from graders.diagnosing import Diagnosis
from graders.questions import Question
from graders.sandbox import Reply
from graders.student import Function


def explained(function: Function, case: Case, reply: Reply, found: Diagnosis | None) -> CheckFailedError:
    """The error for a case that failed: what is off first, what is right before it, and the mistake."""
    if not case.leaves:
        try:
            function.value(reply)
        except CheckFailedError as error:
            found = found or (Diagnosis(error.mistake, "", alone=False) if error.mistake else None)
            return _named(function, error.message, error.details, found, None)
    step, fault = next(iter(case.faults.items()))
    leaf = case.leaves[step]
    alone = isinstance(case.question.returns, str)
    said = function.name if alone else case.question.say(step)
    what = f"{function.name}(…){leaf.path}" + (f" ({said})" if leaf.path else "")
    message = " ".join(filter(None, [f"{what} {fault.says}.", _trail(case, step)]))
    details = "\n".join(filter(None, [_inputs(case.question), fault.details]))
    return _named(function, message, details, found, said)


def _named(
    function: Function, message: str, details: str, found: Diagnosis | None, divergence: str | None
) -> CheckFailedError:
    if found is None:
        return CheckFailedError(message, details=details, divergence=divergence, function=function.name)
    return CheckFailedError(
        f"{message} {found.says}" if found.says else message,
        details=details,
        mistake=found.name,
        divergence=divergence,
        function=function.name,
        alone=found.alone,
    )


def _trail(case: Case, last: str) -> str:
    """Such as "z1 right, a1 right, dW2 right, dW1 off."; nothing where only one step can be seen."""
    order = case.question.order
    seen = {name for name in (*case.own, *case.leaves) if order[name] <= order[last]}
    if len(seen) < 2:
        return ""
    words = []
    for name in sorted(seen, key=order.__getitem__):
        value = case.leaves[name].value if name in case.leaves else case.own[name]
        if name in case.own and name not in case.off:
            state = "right"
        else:
            state = "right given your own" if name not in case.faults and case.follows(name, value) else "off"
        words.append(f"{case.question.say(name)} {state}")
    return f"In working order: {', '.join(words)}."


def _inputs(question: Question) -> str:
    """The arguments, where they are few."""
    texts = []
    for name, value in question.arguments.items():
        parts = value if isinstance(value, (list, tuple)) else [value]
        if sum(np.size(part) for part in parts) > 40:
            return ""
        texts.append(f"{name} = {_shown(value, len(name) + 7)}")
    return "For " + ",\n    ".join(texts)


def _shown(value: Any, indent: int) -> str:
    """A value as one would type it, its rows below one another, `indent` columns from the left."""
    if isinstance(value, (list, tuple)):
        parts = [_shown(part, indent + 1) for part in value]
        between = f",\n{' ' * (indent + 1)}" if any("\n" in part for part in parts) else ", "
        return f"[{between.join(parts)}]"
    if isinstance(value, np.ndarray):
        return np.array2string(value, separator=", ", floatmode="unique", prefix=" " * indent)
    return repr(value)
