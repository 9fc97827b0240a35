"""The family beside this file draws fair problems, and a known one has its known answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.conventions import load_convention
from generator.draw import Request, draw
from generator.family import load_family
from generator.keys import rng_of
from generator.verify import variants_of, verify_family

FOLDERS = (Path(__file__).resolve().parent,)
NAME = Path(__file__).stem.removeprefix("test_")


@pytest.mark.parametrize("options", variants_of(NAME, FOLDERS))
def test_no_draw_has_a_fault(options: dict[str, object]) -> None:
    report = verify_family(NAME, 200, convention=load_convention(), options=options, folders=FOLDERS)
    assert not report.faults, report.examples
    assert report.distinct > 150


def test_a_known_problem_has_its_known_answer() -> None:
    given = {"w": [2, -1], "x": [0.5, 3], "b": 1}
    problem = draw(Request.read(load_family(NAME, FOLDERS), given=given), rng_of("00" * 16))
    assert problem.parts[0].answer.value == pytest.approx(2 * 0.5 - 1 * 3 + 1)
