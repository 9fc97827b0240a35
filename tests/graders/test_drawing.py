"""Draws: the same for the same seed and check, others for others, and fit to be asked about."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import numpy as np
import pytest

from graders.drawing import KINK, SATURATED, Draw
from graders.nets import forward_question


def test_a_seed_and_a_check_give_the_same_numbers_again():
    first, again = Draw("seed", "test_a"), Draw("seed", "test_a")
    assert (first.numbers(3, 2) == again.numbers(3, 2)).all()


@pytest.mark.parametrize("other", [("seed", "test_b"), ("seed2", "test_a"), ("see", "dtest_a")])
def test_another_seed_or_check_gives_others(other):
    assert not np.isin(Draw("seed", "test_a").numbers(50), Draw(*other).numbers(50)).any()


def test_rounded_numbers_are_short_and_never_zero():
    values = Draw("seed", "check").rounded(2000, scale=0.01)
    assert (values != 0).all()
    assert (values == np.round(values, 2)).all()


@pytest.mark.parametrize(("n", "classes"), [(1, 1), (1, 4), (4, 2), (3, 5), (7, 7)])
def test_labels_are_as_different_as_there_is_room_for(n, classes):
    for k in range(20):
        labels = Draw(str(k), "labels").labels(n, classes)
        assert labels.shape == (n,)
        assert labels.dtype == np.int64
        assert set(labels) <= set(range(classes))
        assert len(set(labels)) == min(n, classes)


def test_probabilities_add_up_to_one():
    p = Draw("seed", "check").probabilities(5, 3)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    assert p.min() > 0.03


def test_whole_numbers_reach_both_ends():
    draw = Draw("seed", "check")
    assert {draw.whole(1, 3) for _ in range(100)} == {1, 2, 3}


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize(("sizes", "n"), [((3, 4, 2), 5), ((2, 1, 2), 1), ((3, 4), 4), ((5, 4, 4, 3), 4)])
def test_a_nets_units_are_neither_at_a_kink_nor_saturated_nor_dead(sizes, n, activation):
    for k in range(10):
        net = Draw(str(k), "net").net(sizes, n, activation)
        assert net.X.shape == (n, sizes[0])
        assert [W.shape for W in net.weights] == list(zip(sizes[1:], sizes[:-1], strict=True))
        assert [b.shape for b in net.biases] == [(units,) for units in sizes[1:]]
        right = forward_question(net).right
        for layer in range(1, len(sizes)):
            z = right[f"z{layer}"]
            assert np.abs(z).min() > KINK
            assert np.abs(z).max() < SATURATED
            assert z.max() > 0
            assert z.min() < 0 or z.size < 4
