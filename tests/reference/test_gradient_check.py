# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import numpy as np
import pytest

from reference.gradient_check import central_differences, complex_step, relative_error

X = np.array([[0.3, -1.2, 2.0], [0.0, 4.0, -0.5]])


def test_both_find_the_gradient_of_a_known_function():
    exact = np.cos(X) * np.exp(np.sin(X))
    assert relative_error(complex_step(lambda x: np.exp(np.sin(x)).sum(), X), exact) < 1e-15
    assert relative_error(central_differences(lambda x: np.exp(np.sin(x)).sum(), X), exact) < 1e-9


def test_a_list_of_arrays_gives_a_list_of_the_same_shapes():
    parts = [X, np.array([2.0, 3.0]), np.array(5.0)]
    for numeric in (complex_step, central_differences):
        found = numeric(lambda p: (p[0] ** 2).sum() + p[1].sum() * p[2], parts)
        assert [g.shape for g in found] == [(2, 3), (2,), ()]
        assert relative_error(found, [2 * X, np.array([5.0, 5.0]), np.array(5.0)]) < 1e-8


def test_the_argument_stays_untouched():
    x = X.copy()
    complex_step(lambda v: (v**3).sum(), x)
    central_differences(lambda v: (v**3).sum(), x)
    assert np.array_equal(x, X)


def test_the_difference_is_taken_relative_to_the_largest_entry_of_all():
    assert relative_error(np.array([1.0, 100.0]), np.array([2.0, 100.0])) == 0.01
    assert relative_error([np.array([1.0]), np.array([100.0])], [np.array([2.0]), np.array([100.0])]) == 0.01
    assert relative_error(np.zeros(3), np.zeros(3)) == 0.0
    assert relative_error(np.zeros((0, 2)), np.zeros((0, 2))) == 0.0


def test_numbers_that_are_not_finite_never_agree():
    assert relative_error(np.array([np.nan]), np.array([np.nan])) == np.inf
    assert relative_error(np.array([np.inf]), np.array([np.inf])) == np.inf


def test_bad_arguments_are_named_in_one_sentence():
    with pytest.raises(
        ValueError, match=r"a and b must have the same shapes; got \[\(3, 1\)\] and \[\(3,\)\]"
    ):
        relative_error(np.zeros((3, 1)), np.zeros(3))
    for numeric in (complex_step, central_differences):
        with pytest.raises(ValueError, match=r"step must be a finite number above 0; got 0\.0"):
            numeric(lambda x: x.sum(), X, step=0.0)
        with pytest.raises(ValueError, match="x must be real; got complex numbers"):
            numeric(lambda x: x.sum(), X + 1j)
