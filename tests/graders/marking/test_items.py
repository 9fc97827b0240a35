# ruff: noqa: E501  # a sentence is one line
"""How problems fared: counted by hand for small classes, and what is said of them must be true."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import pytest

from graders.marking.items import Asked, item_report
from graders.marking.sheets import MarkedProblem, Sheet
from graders.marking.states import state_of, state_of_all
from graders.marking.unfair import warnings
from graders.marking.verdicts import Verdict
from graders.marking.words import warned

ASKED = Asked(1, "backprop", "What it asks", 4, {"sign": "The sign is wrong."})


def verdict(status="full", *, share=None, label="", worth=4, **more):
    earned = {"full": 1.0, "partial": 0.5}.get(status, 0.0) if share is None else share
    return Verdict(label, "yhat", status, earned * worth, worth, **more)


def sheet(id_, *problems, version="V1"):
    """A student's sheet; each problem is a tuple of verdicts."""
    marked = tuple(MarkedProblem(k, k, "backprop", tuple(one)) for k, one in enumerate(problems, start=1))
    return Sheet(id_, id_, version, id_, problems=marked)


def class_of(*statuses, version="V1"):
    """A class whose only problem went so; their other problem is right."""
    return [sheet(f"s{k}", [verdict(one)], [verdict()], version=version) for k, one in enumerate(statuses)]


def said(report, problems=1):
    return [warned(one) for one in warnings(report, problems=problems)]


# --- counting


def test_a_problem_is_counted_by_hand():
    sheets = class_of("full", "full", "partial", "none", "blank", "unread")
    whole = item_report(ASKED, sheets).whole
    assert (whole.students, whole.answered) == (6, 5)
    assert dict(whole.counts) == {
        "right": 2, "partly": 1, "wrong": 1, "blank": 1, "waiting": 1, "dropped": 0,
    }  # fmt: skip
    assert whole.share == pytest.approx((1 + 1 + 0.5 + 0 + 0) / 5)  # who waits does not count
    assert whole.spread == pytest.approx((1.0 / 4) ** 0.5)  # squares 0.25 + 0.25 + 0 + 0.25 + 0.25
    assert whole.discrimination is None


def test_parts_are_counted_apart_where_there_are_several():
    rows = [("full", "none"), ("full", "full"), ("blank", "full"), ("unread", "full")]
    sheets = [
        sheet(f"s{k}", [verdict(a, label="a", worth=1), verdict(b, label="b", worth=3)])
        for k, (a, b) in enumerate(rows)
    ]
    report = item_report(ASKED, sheets)
    assert [tally.label for tally in report.parts] == ["a", "b"]
    assert [tally.share for tally in report.parts] == [pytest.approx(2 / 3), pytest.approx(3 / 4)]
    assert report.whole.share == pytest.approx((1 / 4 + 1 + 3 / 4) / 3)
    assert report.whole.counts == {
        "right": 1, "partly": 2, "wrong": 0, "blank": 0, "waiting": 1, "dropped": 0,
    }  # fmt: skip
    assert report.tallies == report.parts


def test_a_problem_goes_by_its_place_in_the_quiz_wherever_it_stood_on_the_paper():
    one = MarkedProblem(1, 2, "x", (verdict("none"),))
    two = MarkedProblem(2, 1, "y", (verdict("full"),))
    swapped = Sheet("s", version="V2", problems=(one, two))
    report = item_report(ASKED, [swapped, *class_of("none")])
    assert report.whole.counts["right"] == 1
    assert report.whole.counts["wrong"] == 1


def test_discrimination_is_with_the_points_of_the_other_problems():
    ten = [sheet(f"s{k}", [verdict(share=k / 9)], [verdict(share=k / 18)]) for k in range(10)]
    assert item_report(ASKED, ten).whole.discrimination == pytest.approx(1)
    assert item_report(ASKED, ten[:9]).whole.discrimination is None
    against = [sheet(f"s{k}", [verdict(share=1 - k / 9)], [verdict(share=k / 18)]) for k in range(10)]
    assert item_report(ASKED, against).whole.discrimination == pytest.approx(-1)
    alone = [sheet(f"s{k}", [verdict(share=k / 9)]) for k in range(10)]
    assert item_report(ASKED, alone).whole.discrimination is None


def test_a_mistake_counts_once_an_answer_and_so_do_those_that_lead_to_the_same():
    rows = [
        verdict("none", mistake="sign"),
        verdict("none", mistake="sign", equal=("bias",)),
        verdict("none", mistake="bias"),
        verdict("none"),
    ]
    made = item_report(ASKED, [sheet(f"s{k}", [one]) for k, one in enumerate(rows)]).whole.mistakes
    assert [(one.name, one.says, one.count) for one in made] == [
        ("bias", "", 2),
        ("sign", "The sign is wrong.", 2),
    ]


def test_wrong_letters_are_counted_and_right_ones_are_not():
    rows = [
        verdict("none", shown="C"),
        verdict("none", shown="C"),
        verdict("none", shown="A"),
        verdict(shown="B"),
    ]
    letters = item_report(ASKED, [sheet(f"s{k}", [one]) for k, one in enumerate(rows)]).whole.letters
    assert letters == (("C", 2), ("A", 1))


def test_what_a_correction_dropped_counts_nowhere():
    sheets = [sheet(f"s{k}", [verdict("none", worth=0)], [verdict()]) for k in range(12)]
    report = item_report(ASKED, sheets)
    assert report.whole.counts["dropped"] == 12
    assert report.whole.share is None
    assert said(report) == []


@pytest.mark.parametrize("status", ["full", "none", "blank", "unread"])
def test_all_alike_has_no_spread_and_no_discrimination_and_breaks_nothing(status):
    whole = item_report(ASKED, class_of(*[status] * 12)).whole
    assert whole.discrimination is None
    assert whole.spread == (None if status == "unread" else 0)


def test_nobody_marked_is_a_report_without_numbers():
    report = item_report(ASKED, [])
    assert (report.whole.students, report.whole.share, report.parts, report.versions) == (0, None, (), ())
    assert said(report) == []


def test_the_state_of_a_problem_is_what_its_parts_have_in_common():
    right, wrong, blank = verdict("full"), verdict("none"), verdict("blank")
    waits, gone, half = verdict("ungraded"), verdict("none", worth=0), verdict("partial")
    assert [state_of(one) for one in (right, wrong, blank, waits, gone, half)] == [
        "right", "wrong", "blank", "waiting", "dropped", "partly",
    ]  # fmt: skip
    assert state_of_all([right, right]) == state_of_all([right, gone]) == "right"
    assert (
        state_of_all([right, wrong])
        == state_of_all([half, wrong])
        == state_of_all([right, blank])
        == "partly"
    )
    assert state_of_all([wrong, blank]) == "wrong"
    assert state_of_all([right, waits]) == "waiting"
    assert state_of_all([gone, gone]) == "dropped"


# --- versions


def test_versions_are_compared_where_students_share_them():
    sheets = class_of(*["full"] * 9, "none", version="AAA") + class_of("full", *["none"] * 9, version="BBB")
    report = item_report(ASKED, sheets)
    assert [(one.code, one.students, one.share) for one in report.versions] == [
        ("AAA", 10, 0.9),
        ("BBB", 10, 0.1),
    ]
    assert report.p is not None
    assert report.p < 0.01
    (sentence,) = said(report)
    assert sentence.startswith(
        "Its versions differ more than chance explains, from 10 % of the points (BBB) to 90 % (AAA): "
    )
    assert "permutation test" in sentence
    assert said(report, problems=50) == [], "among fifty problems one such is chance"


def test_papers_of_ones_own_are_no_versions():
    sheets = [sheet(f"s{k}", [verdict("none" if k % 2 else "full")], version=f"V{k}") for k in range(20)]
    report = item_report(ASKED, sheets)
    assert (report.versions, report.p) == ((), None)


def test_a_version_whose_students_prefer_a_wrong_letter_is_named():
    rows = [verdict("none", shown="C")] * 5 + [verdict(shown="B")] * 4
    own = [sheet(f"a{k}", [one], [verdict()], version="AAA") for k, one in enumerate(rows)]
    other = [sheet(f"b{k}", [verdict(shown="D")], [verdict()], version="BBB") for k in range(5)]
    assert said(item_report(ASKED, own + other), problems=9) == [
        "In version AAA more students chose C (5) than the right letter (4): is this version's key right?"
    ]


# --- what looks unfair


def test_good_students_doing_worse_is_said_only_beyond_chance():
    def against(number):
        return [
            sheet(f"s{k}", [verdict(share=1 - k / (number - 1))], [verdict(share=k / (number - 1))])
            for k in range(number)
        ]

    assert said(item_report(ASKED, against(12))) == [
        (
            "Those of the 12 students who do better on the other problems tend to do worse on this one "
            "(correlation −1.00): are its key and its wording right?"
        )
    ]
    assert said(item_report(ASKED, against(9))) == []
    # Twelve students with a correlation of -0.2: chance gives that often.
    shares = [0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1]
    rest = [0.9, 0.8, 0.2, 0.3, 0.4, 0.5, 0.1, 0.6, 0.7, 0.35, 0.55, 0.3]
    mild = [
        sheet(f"s{k}", [verdict(share=s)], [verdict(share=r)])
        for k, (s, r) in enumerate(zip(shares, rest, strict=True))
    ]
    report = item_report(ASKED, mild)
    assert report.whole.discrimination is not None
    assert -0.45 < report.whole.discrimination < 0
    assert said(report) == []


@pytest.mark.parametrize(
    ("statuses", "says"),
    [
        (["none"] * 5, "None of 5 answers is wholly right: was it taught, and is the key right?"),
        (["none"] * 10 + ["full"], "Only 1 of 11 answers is wholly right: was it taught, and is the key right?"),
        (["none"] * 18 + ["full"] * 2, "Only 2 of 20 answers are wholly right: was it taught, and is the key right?"),
        (["none"] * 4 + ["partial"], "None of 5 answers is wholly right, 1 is partly: was it taught, and is the key right?"),
        (["none"] * 4, None),
        (["none"] * 8 + ["full"], None),
        (["blank"] * 5 + ["full"] * 5, "5 of 10 students left it blank: was there time for it, and is it clear what is asked?"),
        (["blank"] * 4 + ["full"] * 6, None),
        (["unread"] * 3 + ["full"] * 9, "3 of 12 answers could not be read: does the paper say how to write the answer?"),
        (["unread"] * 2 + ["full"] * 3, None),
        (["ungraded"] + ["full"] * 4, "1 answer could not be marked, which is no fault of the students'; waiting.csv has it."),
        (["full"] * 30, None),
    ],
)  # fmt: skip
def test_each_warning_says_its_reason(statuses, says):
    assert said(item_report(ASKED, class_of(*statuses))) == ([says] if says else [])


def test_a_mistake_commoner_than_the_right_answer_is_said():
    rows = [verdict("none", mistake="sign")] * 4 + [verdict()] * 3
    report = item_report(ASKED, [sheet(f"s{k}", [one]) for k, one in enumerate(rows)])
    assert said(report) == [
        "One mistake leads to more answers (4) than are right (3): “The sign is wrong.” Does the wording suggest it?"
    ]
    assert said(item_report(ASKED, [sheet(f"s{k}", [one]) for k, one in enumerate(rows[1:])])) == []


def test_the_part_is_named_where_there_are_several():
    rows = [[verdict("none", label="a"), verdict(label="b")] for _ in range(6)]
    assert said(item_report(ASKED, [sheet(f"s{k}", row) for k, row in enumerate(rows)])) == [
        "Part (a): None of 6 answers is wholly right: was it taught, and is the key right?"
    ]


@pytest.mark.parametrize("number", [0, 1, 2, 3])
@pytest.mark.parametrize("status", ["full", "none", "blank", "unread", "partial"])
def test_of_three_students_nothing_is_concluded(number, status):
    assert said(item_report(ASKED, class_of(*[status] * number))) == []
