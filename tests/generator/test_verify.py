"""For every kind of fault there is a broken family that shows it; the shipped families show none."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from generator import verify_all
from generator.conventions import load_convention
from generator.errors import InputError
from generator.family import family_names
from generator.verify import FAULTS, Report, chi_square_p, variants_of, verify_family
from generator.verify_all import Task, Verification
from graders.marking.simulated import EXAMINER, TURNED_AWAY, UNNAMED

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
    assert list(report.examples) == [fault]
    assert 1 <= len(report.examples[fault]) <= 3
    for example in report.examples[fault]:
        assert example.startswith(f"{column(fault)} {{}} in cs540, seed ")
        assert f": {fault}: " in example
        assert len(example.split("seed ")[1].split(":")[0]) == 32


@pytest.mark.parametrize("fault", FAULTS)
def test_the_command_exits_with_1_for_a_broken_family(quizgrad, fault):
    ran = quizgrad("verify", column(fault), "--seeds", 4, "--folder", BROKEN)
    assert ran.code == 1
    assert fault in ran.out
    assert "faults in 4 draws" in ran.out or "4 faults" in ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("fault", "typed"), [("honest turned away", TURNED_AWAY), ("mistakes accepted", UNNAMED)]
)
def test_what_students_type_shows_it_as_well(fault, typed):
    report = verified(column(fault), examiners=(EXAMINER,))
    assert report.faults[typed] > 0
    assert [other for other in EXAMINER.faults if report.faults[other]] == [typed]
    assert all(f": {typed}: mean, " in example for example in report.examples[typed])


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
    assert "no draw passed the guards" in report.examples["degenerate"][0]


def test_the_command_exits_with_0_without_faults(quizgrad):
    ran = quizgrad("verify", "parameter_count", "softmax_values", "--seeds", 4, "--convention", "cs2109s")
    assert ran.code == 0
    assert "0 faults in " in ran.out


def test_the_command_verifies_every_convention(quizgrad, tmp_path):
    (tmp_path / "conventions").mkdir()
    (tmp_path / "conventions" / "mine.toml").write_text(
        'extends = "cs760"\ntitle = "Mine"\n', encoding="utf-8"
    )
    ran = quizgrad("verify", "table_size", "--seeds", 2, "--convention", "all")
    assert ran.code == 0
    rows = Counter(re.findall(r" (cs2109s|cs540|cs760|mine) +0 ", ran.out))
    asked = len(variants_of("table_size"))
    assert rows == dict.fromkeys(("cs2109s", "cs540", "cs760", "mine"), asked)
    assert f"0 faults in {2 * 4 * asked} draws" in ran.out


def verification(names, seeds, **more):
    return Verification(names, seeds, conventions=["cs540", "cs760"], **more)


def test_more_processes_find_the_same(monkeypatch):
    monkeypatch.setattr(verify_all, "CHUNK", 10)
    monkeypatch.setattr(verify_all, "FEW", 10)
    found = []
    for jobs in (1, 2):
        whole = verification(["parameter_count", "mistakes_accepted"], 25, folders=(BROKEN,), jobs=jobs)
        done: list[int] = []
        assert whole.reports == []
        reports = whole.run(done.append)
        assert sum(done) == whole.draws == 25 * 2 * (1 + len(variants_of("parameter_count")))
        assert max(done) == 10
        found.append(
            [
                (r.family, r.options, r.convention, r.draws, r.distinct, r.positions, r.redraws, r.faults)
                for r in reports
            ]
        )
        assert [len(texts) for texts in reports[-1].examples.values()] == [3]
    assert found[0] == found[1]
    assert found[0][-1][-1]["mistakes accepted"] > 0


def test_the_first_seeds_of_all_come_before_the_next_of_any(monkeypatch):
    monkeypatch.setattr(verify_all, "CHUNK", 2)
    whole = verification(["table_size", "parameter_count"], 5)

    so_far = []
    reports = whole.run(lambda _: so_far.append({report.draws for report in whole.reports}))
    count = len(reports)
    assert so_far == [{2}] * count + [{2, 4}] * (count - 1) + [{4}] + [{4, 5}] * (count - 1) + [{5}]


def test_a_family_stays_with_one_process_until_there_is_nothing_else_to_do():
    tasks = [Task(0, family, "cs540", {}, start, 1) for start in range(3) for family in "abc"]
    left = verify_all._Left(tasks)
    taken = [(worker, left.take(worker)) for worker in (0, 1, 0, 0, 1, 0, 0, 0, 0, 1)]
    assert [(worker, task and (task.family, task.start)) for worker, task in taken] == [
        (0, ("a", 0)),
        (1, ("b", 0)),
        (0, ("c", 0)),
        (0, ("a", 1)),
        (1, ("b", 1)),
        (0, ("c", 1)),
        (0, ("a", 2)),
        (0, ("c", 2)),
        (0, ("b", 2)),
        (1, None),
    ]


def test_draws_that_differ_are_counted_over_all_chunks():
    one, other = (verified("table_size", 6, folders=(), start=start) for start in (0, 6))
    whole = verified("table_size", 12, folders=())
    both = one.distinct + other.distinct
    one.add(other)
    assert one.distinct == whole.distinct <= both
    assert (one.draws, len(one.seen)) == (12, 12)
    one.add(whole)
    assert one.distinct == whole.distinct


COUNTED = """
import dataclasses
from pathlib import Path


def counted(*args):
    with Path("drawn").open("a") as file:
        file.write(".")
    return sample(*args)


family = dataclasses.replace(family, sample=counted)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_tells_what_was_found_so_far(environment, tmp_path, jobs):
    for kind in ("py", "md.j2"):
        text = (BROKEN / f"mistakes_accepted.{kind}").read_text(encoding="utf-8")
        (tmp_path / f"mine.{kind}").write_text(text + COUNTED * (kind == "py"), encoding="utf-8")
    command = [sys.executable, "-m", "quizgrad", "verify", "mine", "--seeds", "1000000", "--jobs", f"{jobs}"]
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    drawn, end = tmp_path / "drawn", time.monotonic() + 60
    while not (drawn.exists() and drawn.stat().st_size > 4 * verify_all.CHUNK) and time.monotonic() < end:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip() == b"quizgrad: stopped; nothing half-written is left"
    assert b"mistakes accepted: mean" in out
    last = re.search(r"([0-9,]+) faults in ([0-9,]+) of 1,000,000 draws", out.decode())
    assert last is not None
    faults, draws = (int(number.replace(",", "")) for number in last.groups())
    assert draws >= 2 * verify_all.CHUNK
    assert faults >= draws


def test_unknown_names_are_refused_before_anything_is_drawn():
    with pytest.raises(InputError, match=r"there is no family 'backprp'; did you mean 'backprop'\?"):
        Verification(["backprop", "backprp"], 1, conventions=["cs540"])
    with pytest.raises(InputError, match="there is no convention 'cs1'"):
        Verification(["backprop"], 1, conventions=["cs540", "cs1"])


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
    report = Report("x", {}, "cs540")
    assert report.position_p is None
    report.positions.update([0] * 30 + [1] * 30)
    assert report.position_p == pytest.approx(1)
