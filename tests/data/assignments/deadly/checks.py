"""Checks that are broken themselves: some answers end the grader's own process, or make it raise."""

# mypy: allow-untyped-defs, allow-untyped-calls

import os
import signal
import time

from graders import compare, points


@points(2)
def test_number(student):
    """A number is doubled."""
    answer = student.double(2.0)
    if answer == 666.0:
        os.kill(os.getpid(), signal.SIGKILL)
    if answer == 667.0:
        os._exit(3)
    if answer == 668.0:
        raise KeyboardInterrupt
    if answer == 669.0:
        time.sleep(1000)
    compare(actual=answer, expected=4.0)


@points(1)
def test_negative(student):
    """A negative number is doubled."""
    compare(actual=student.double(-2.0), expected=-4.0)
