"""The comparison: there, kind, shape, finite, values, in this order; nothing breaks it."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graders.closeness import same
from graders.comparing import CheckFailedError, compare
from graders.faults import find_fault
from graders.sandbox import Unreadable

NAN, INF = math.nan, math.inf


def refused(actual, expected):
    with pytest.raises(CheckFailedError) as caught:
        compare(actual=actual, expected=expected)
    return caught.value


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (1.0, 1),
        (2, 2.0),
        (np.array(3.0), 3.0),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array([1.0, 2.0], np.float32), np.array([1.0, 2.0 + 1e-7])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ((np.ones(2), [1.0]), [np.ones(2), (1.0,)]),
        ({"a": 1.0, "more": "does no harm"}, {"a": 1.0}),
        (np.array([NAN, INF]), np.array([NAN, INF])),
        (1e9 + 100, 1e9),
    ],
)
def test_what_is_right_passes(actual, expected):
    compare(actual=actual, expected=expected)


@pytest.mark.parametrize(
    ("actual", "expected", "says", "mistake"),
    [
        (None, 1.0, "is None", "nothing_returned"),
        (None, [1.0], "is None", "nothing_returned"),
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}, 'lacks the key "b"', None),
        (1.0, {"a": 1.0}, 'is a number, not a dict with the keys "a"', None),
        (1.0, [1.0], "is a number, not a list of 1", None),
        ([1.0], [1.0, 2.0], "has 1 entries, not 2", None),
        ([1.0, 2.0], np.ones(2), "is a list of 2, not an array of shape (2,)", "list_for_array"),
        ("1.0", 1.0, "is a text, not a number", None),
        (10**400, 1.0, "is a whole number too large for a float, not a number", None),
        (
            Unreadable("an array of dtype object"),
            1.0,
            "is no number, array, list or dict, not a number",
            None,
        ),
        (True, 1.0, "is a truth value, not numbers", "truth_values_for_numbers"),
        (np.array([True]), np.ones(1), "holds truth values, not numbers", "truth_values_for_numbers"),
        (np.ones((3, 1)), np.ones((3, 3)), "has shape (3, 1), not (3, 3)", None),
        (np.ones((1, 3)), np.ones(3), "has shape (1, 3), not (3,)", "axis_too_many"),
        (np.ones(3), np.ones((3, 1)), "has shape (3,), not (3, 1)", "axis_lost"),
        (np.arange(6.0).reshape(2, 3).T, np.arange(6.0).reshape(2, 3), "shape (3, 2)", "result_transposed"),
        (np.ones(4), 1.0, "is an array of shape (4,), not a number", "array_for_number"),
        (np.array([NAN, 2.0]), np.ones(2), "holds NaN", "not_finite"),
        (INF, 1.0, "is infinity", "not_finite"),
        (np.array([1.0, 2.0]), np.ones(2), "is off in 1 of 2 entries", None),
        (1.1, 1.0, "is off", None),
        (1.0, NAN, "is off", None),
    ],
)
def test_what_is_wrong_is_said_and_named(actual, expected, says, mistake):
    error = refused(actual, expected)
    assert error.message.startswith("The result ")
    assert says in error.message
    assert error.mistake == mistake


def test_the_order_is_there_kind_shape_finite_values():
    wanted = np.ones((2, 2))
    stages = [
        find_fault(actual, wanted)
        for actual in (None, "text", np.full(3, NAN), np.full((2, 2), NAN), np.zeros((2, 2)))
    ]
    assert [fault.stage for fault in stages] == ["there", "kind", "shape", "finite", "values"]


def test_where_it_is_wrong_is_said():
    error = refused({"dW": [np.ones(2), np.zeros(2)]}, {"dW": [np.ones(2), np.ones(2)]})
    assert error.message.startswith('The result["dW"][1] is off in 2 of 2 entries')


def test_expected_values_stand_in_the_details_only():
    error = refused(np.array([1.0, 7.25, 3.0]), np.array([1.0, 2.5, 3.0]))
    assert error.details == "index  yours  expected\n[1]    7.25   2.5"
    assert "2.5" not in error.message
    assert "7.25" not in error.message
    assert "4.75" not in error.message, "nor how far off it is: from zeros that would be the expected value"


def test_a_long_table_is_cut_to_its_worst_entries():
    actual = np.arange(100.0)
    error = refused(actual, np.zeros(100))
    lines = error.details.splitlines()
    assert lines[1].split() == ["[94]", "94", "0"]
    assert lines[-1] == "and 93 more"


def test_what_the_sandbox_says_of_a_value_stands_in_the_details_only():
    error = refused(Unreadable("an object of type Secret123"), 1.0)
    assert "Secret123" not in error.message
    assert "Secret123" in error.details


def test_the_tolerance_scales_with_the_reference():
    assert find_fault(np.array([1e6 + 0.5, 0.0]), np.array([1e6, 0.0])) is None
    assert find_fault(np.array([1.5, 0.0]), np.array([1.0, 0.0])) is not None
    assert find_fault(np.array([1e-3]), np.array([1.1e-3])) is not None


def test_predictions_count_nan_and_the_infinities_as_one():
    assert same(np.array([INF, 1.0]), np.array([NAN, 1.0]))
    assert not same(np.array([1.0, 1.0]), np.array([NAN, 1.0]))
    assert not same(None, 1.0)


numbers = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.builds(Unreadable, st.text(max_size=5)),
    arrays(np.float64, st.sampled_from([(), (0,), (2,), (2, 2), (1, 2)])),
    arrays(np.int64, st.sampled_from([(), (2,), (2, 2)])),
    arrays(np.uint8, (2,)),
    arrays(np.bool_, st.sampled_from([(), (2,), (2, 2)])),
)
anything = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from(["a", "b", "dW"]), inner, max_size=3),
    ),
    max_leaves=6,
)


@given(anything, st.sampled_from([1.0, np.ones(2), np.ones((2, 2)), [1.0, np.ones(2)], {"a": np.ones(2)}]))
def test_whatever_comes_back_is_right_or_refused_in_words(actual, expected):
    try:
        compare(actual=actual, expected=expected)
    except CheckFailedError as error:
        said = error.message
    else:
        said = "The result is right"
    assert said.startswith("The result")


def test_a_single_number_needs_no_index():
    assert refused(1.5, 2.0).details == "yours  expected\n1.5    2"


def test_truth_values_can_be_expected():
    compare(actual=np.array([True, False]), expected=np.array([True, False]))
    assert "is off in 1 of 2" in refused(np.array([True, True]), np.array([True, False])).message


def test_a_square_transpose_is_one_too():
    assert (
        refused(np.arange(4.0).reshape(2, 2).T, np.arange(4.0).reshape(2, 2)).mistake == "result_transposed"
    )
    assert refused(np.arange(3.0)[:, None], np.arange(3.0)[None]).mistake == "result_transposed"


@pytest.mark.parametrize(
    "actual",
    [["x" * 1_000_000] + [""] * 20_000, [[1.0], [2.0, 3.0]], [1.0, None], [np.ones(2), 1.0], [10**400, 1.0]],
)
def test_what_no_array_can_be_made_of_is_a_list_and_takes_no_memory(actual):
    error = refused(actual, np.ones(2))
    assert error.mistake == "list_for_array"
    assert f"is a list of {len(actual)}, not an array" in error.message
