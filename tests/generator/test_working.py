"""What rounding can do to a draw that is worked with a mistake."""

from __future__ import annotations

import pytest

from generator.working import Working
from reference.derivation import Derivation
from reference.intervals import UndecidableError
from reference.mistakes import Bend, Mistake


def test_a_step_that_nobody_asked_for_and_that_cannot_be_decided_does_not_stand_in_the_way() -> None:
    derivation = Derivation.of({"q": "x/2", "loss": "-log(q)", "out": "3*q"})
    working = Working(derivation, ("out",), {"x": 1.0}, 2)
    bent = working.bent(Mistake("subtracted", "It was subtracted.", Bend({"q": "x - 0.999"}), Bend()))
    assert bent is not None
    with pytest.raises(UndecidableError):
        bent.reached(("loss",))
    ((lo, hi),) = [(bound.lo, bound.hi) for bound in bent.reached(("out",))]
    assert lo < 0.003 < hi
