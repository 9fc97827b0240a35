"""The benchmark of grading measures what it says, on a few submissions."""

from __future__ import annotations

import sys

import pytest

from benchmarks.grading import measure
from graders.sandbox import Sandbox


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of processes")
def test_grading_is_measured_beside_plain_pytest() -> None:
    if Sandbox.probe().strength != "strong":
        pytest.skip("no sandbox that is strong enough works here")
    rates = measure(6, 2, 2)
    assert rates.ours > 0
    assert rates.plain > 0
    assert rates.checks == 10
    assert 20 < rates.few <= rates.megabytes < 2 * rates.few
