"""For every kind of fault there is a broken family that shows it; the shipped families show none."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from pathlib import Path

import pytest

from generator.conventions import load_convention
from generator.errors import InputError
from generator.family import family_names
from generator.verify import FAULTS, Report, chi_square_p, variants_of, verify_family
from generator.verify_all import verify_all

BROKEN = Path(__file__).parent.parent / "data" / "broken"


def column(fault):
    """The broken family that is named for a fault."""
    return fault.replace(" ", "_")


def verified(name, seeds=8, folders=(BROKEN,), **more):
    return verify_family(name, seeds, convention=load_convention(), folders=folders, **more)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_family_makes_its_column_and_no_other_non_zero(fault):
    report = verified(column(fault))
    assert report.draws == 8
    assert report.faults[fault] > 0
    assert [other for other in FAULTS if report.faults[other]] == [fault]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_shown_with_its_seed(fault):
    report = verified(column(fault))
    assert 1 <= len(report.examples) <= 3
    for example in report.examples:
        assert example.startswith(f"{column(fault)} {{}} seed ")
        assert f": {fault}: " in example
        assert len(example.split("seed ")[1].split(":")[0]) == 32


@pytest.mark.parametrize("fault", FAULTS)
def test_the_command_exits_with_1_for_a_broken_family(quizgrad, fault):
    ran = quizgrad("verify", column(fault), "--seeds", 4, "--folder", BROKEN)
    assert ran.code == 1
    assert fault in ran.out
    assert "faults in 4 draws" in ran.out or "4 faults" in ran.out
    assert "Traceback" not in ran.err


def test_there_is_a_broken_family_for_every_column():
    shipped = set(family_names())
    assert set(family_names((BROKEN,))) - shipped == {column(fault) for fault in FAULTS}


@pytest.mark.parametrize("name", family_names())
def test_the_shipped_families_show_no_fault(name):
    for options in variants_of(name):
        report = verified(name, 6, folders=(), options=options)
        assert not report.faults, report.examples
        assert report.draws == 6
        assert report.distinct


def test_a_draw_that_no_guard_lets_pass_is_degenerate():
    report = verified(
        "backprop", 1, folders=(), options={"decimals": 2, "largest_weight": 0.2, "activation": ["sigmoid"]}
    )
    assert report.faults == {"degenerate": 1}
    assert "no draw passed the guards" in report.examples[0]


def test_the_command_exits_with_0_without_faults(quizgrad):
    ran = quizgrad("verify", "parameter_count", "softmax_values", "--seeds", 4, "--convention", "cs2109s")
    assert ran.code == 0
    assert "0 faults in " in ran.out


def test_more_processes_find_the_same(monkeypatch):
    from generator import verify_all as module

    monkeypatch.setattr(module, "CHUNK", 10)
    counts = []
    for jobs in (1, 2):
        total, run = verify_all(["parameter_count"], 20, conventions=["cs540"], jobs=jobs)
        done: list[int] = []
        reports = run(done.append)
        assert sum(done) == total == 20 * len(variants_of("parameter_count"))
        counts.append(
            [(report.draws, report.distinct, report.positions, report.redraws) for report in reports]
        )
    assert counts[0] == counts[1]


def test_unknown_names_are_refused_before_anything_is_drawn():
    with pytest.raises(InputError, match=r"there is no family 'backprp'; did you mean 'backprop'\?"):
        verify_all(["backprop", "backprp"], 1, conventions=["cs540"])
    with pytest.raises(InputError, match="there is no convention 'cs1'"):
        verify_all(["backprop"], 1, conventions=["cs540", "cs1"])


@pytest.mark.parametrize(
    ("counts", "p"),
    [
        ([50, 50], 1.0),
        ([40, 60], 0.0455),
        ([30, 40, 30, 40], 0.4142),
        ([10, 20, 30], 0.00674),
        ([5, 9, 7, 3, 6], 0.5037),
    ],
)
def test_chi_square_is_the_tables(counts, p):
    assert chi_square_p(counts) == pytest.approx(p, abs=6e-4)


def test_the_keys_place_is_reported_only_with_enough_draws():
    report = Report("x", {})
    assert report.position_p is None
    report.positions.update([0] * 30 + [1] * 30)
    assert report.position_p == pytest.approx(1)
