"""The comparison of any value with the one expected, and the error that a check fails with."""

from __future__ import annotations

from typing import Any

from graders.faults import Fault, find_fault, not_so_many, not_these_keys
from graders.general import general


class CheckFailedError(AssertionError):
    """A check that the student's code does not pass.

    message: what the student reads in any case. details: inputs, expected values and whatever the student's
    code chose to say, which are shown for public checks only. function: whose fault it is. alone: whether
    the mistake is all that is wrong, so that what needs the check can be judged given the mistake.
    """

    def __init__(
        self,
        message: str,
        *,
        details: str = "",
        mistake: str | None = None,
        divergence: str | None = None,
        function: str = "",
        alone: bool = False,
    ) -> None:
        super().__init__(f"{message}\n{details}" if details else message)
        self.message, self.details, self.mistake, self.divergence = message, details, mistake, divergence
        self.function, self.alone = function, alone


def compare(*, actual: object, expected: object, what: str = "The result") -> None:
    """Pass if `actual` is the value expected: a number, an array, or a list, tuple or dict of such.

    A list may stand for a tuple, and a number for an array without axes. The tolerance is 1e-6 of the
    largest expected entry of an array.

    Raises
    ------
    CheckFailedError
        When it is not; says what is wrong first in the order there, kind, shape, finite, values.
    """
    for path, value, wanted in _pairs(actual, expected, what):
        fault = wanted if isinstance(wanted, Fault) else find_fault(value, wanted)
        if fault is not None:
            raise failure(fault, path)


def failure(fault: Fault, what: str) -> CheckFailedError:
    """The error for a fault; `what` says where it is, such as `zs[0]`."""
    says = f" {general()[fault.mistake]}" if fault.mistake else ""
    return CheckFailedError(f"{what} {fault.says}.{says}", details=fault.details, mistake=fault.mistake)


def _pairs(actual: object, expected: object, path: str) -> list[tuple[str, object, Any]]:
    """(where, the student's value, the expected one or a Fault), for every number or array expected."""
    if isinstance(expected, dict):
        keys = list(expected)
        fault = not_these_keys(actual, keys)
        if fault is not None or not isinstance(actual, dict):
            return [(path, actual, fault)]
        return [p for key in keys for p in _pairs(actual[key], expected[key], f'{path}["{key}"]')]
    if isinstance(expected, (list, tuple)):
        fault = not_so_many(actual, len(expected))
        if fault is not None or not isinstance(actual, (list, tuple)):
            return [(path, actual, fault)]
        return [
            pair
            for k, (value, wanted) in enumerate(zip(actual, expected, strict=True))
            for pair in _pairs(value, wanted, f"{path}[{k}]")
        ]
    return [(path, actual, expected)]
