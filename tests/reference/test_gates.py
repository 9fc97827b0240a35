# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import random
from fractions import Fraction
from itertools import product

import pytest

from reference.feasibility import Inequality, feasible_point
from reference.gates import (
    GATES,
    fill_sigmoid,
    fillable,
    input_rows,
    margin,
    realises,
    separable,
    separating_weights,
    truth_table,
)

TABLES = list(product((0, 1), repeat=4))
XOR = truth_table("XOR")


def everything_blank(bias=None):
    return [[None, None], [None, None]], [bias, bias], [[None, None]], [bias]


def filled_as_asked(net, W1, b1, W2, b2):
    """Whether a witness keeps every number that was given."""
    asked = [*W1[0], *W1[1], *b1, *W2[0], *b2]
    numbers = [*net.weights[0][0], *net.weights[0][1], *net.biases[0], *net.weights[1][0], *net.biases[1]]
    return all(want in (None, number) for want, number in zip(asked, numbers, strict=True))


def test_tables_are_in_counting_order():
    assert input_rows(2) == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert truth_table("x1", inputs=2) == (0, 0, 1, 1)


def test_gates_have_their_tables():
    assert truth_table("AND") == (0, 0, 0, 1)
    assert truth_table("or") == (0, 1, 1, 1)
    assert truth_table("NOT", inputs=1) == (1, 0)
    assert truth_table("NAND", inputs=3) == (1, 1, 1, 1, 1, 1, 1, 0)
    assert truth_table("NOR") == (1, 0, 0, 0)
    assert truth_table("XOR", inputs=3) == (0, 1, 1, 0, 1, 0, 0, 1)
    assert truth_table("XNOR") == (1, 0, 0, 1)
    assert truth_table("x1 and not x2") == (0, 0, 1, 0)
    assert truth_table("NOT x1 OR x2") == (1, 1, 0, 1)
    assert truth_table("x1 and x2 and not x3", inputs=3) == (0, 0, 0, 0, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("gate", "inputs", "sentence"),
    [
        ("MAYBE", 2, f"gate must be one of {', '.join(GATES)} or like 'x1 and not x2'; got 'MAYBE'"),
        ("x1 and x2 or x3", 3, "gate must be one of .*; got 'x1 and x2 or x3'"),
        ("x1 and x3", 2, "gate must name inputs x1 to x2 only; got 'x1 and x3'"),
        ("NOT", 2, "inputs must be 1 for the gate NOT; got 2"),
        ("AND", 0, "inputs must be at least 1; got 0"),
    ],
)
def test_a_gate_that_cannot_be_read_is_refused(gate, inputs, sentence):
    with pytest.raises(ValueError, match=sentence):
        truth_table(gate, inputs=inputs)


@pytest.mark.parametrize("at_zero", [0, 1])
def test_there_are_fourteen_and_a_hundred_and_four_threshold_functions(at_zero):
    assert sum(separable(table, at_zero=at_zero) for table in TABLES) == 14
    assert sum(separable(table, at_zero=at_zero) for table in product((0, 1), repeat=8)) == 104


@pytest.mark.parametrize("inputs", [2, 3, 4])
def test_xor_and_xnor_are_not_separable(inputs):
    assert not separable(truth_table("XOR", inputs=inputs))
    assert not separable(truth_table("XNOR", inputs=inputs))


@pytest.mark.parametrize("table", [t for t in TABLES if t not in (XOR, truth_table("XNOR"))])
def test_separating_weights_have_the_table_under_either_convention(table):
    w, b = separating_weights(table)
    assert all(number.denominator == 1 for number in (*w, b))
    for at_zero in (0, 1):
        assert realises(table, [[w]], [[b]], at_zero=at_zero)


def test_without_a_bias_separability_depends_on_the_step_at_zero():
    not_gate = truth_table("NOT", inputs=1)
    assert not separable(not_gate, bias=False, at_zero=0)
    assert separable(not_gate, bias=False, at_zero=1)
    assert separable(truth_table("OR"), bias=False, at_zero=0)
    assert not separable(truth_table("OR"), bias=False, at_zero=1)


def test_the_weights_of_the_lecture_realise_their_gates():
    assert realises(truth_table("OR"), [[[1, 1]]], [[-0.5]])
    assert realises(truth_table("NOT", inputs=1), [[[-1]]], [[0.5]])
    assert realises(truth_table("AND"), [[[1, 1]]], [[-1.5]])
    assert not realises(truth_table("OR"), [[[1, 1]]], [[-1.5]])
    features = [[[4, 4], [-4, -4]], [[1, 1]]], [[-6, 2], [-0.5]]
    assert realises(truth_table("XNOR"), *features, unit="sigmoid")


def test_a_margin_is_the_smallest_logit_on_the_right_side():
    assert margin(truth_table("AND"), [[[1, 1]]], [[-1.5]]) == Fraction(1, 2)
    assert margin(truth_table("OR"), [[[1, 1]]], [[-1.5]]) == Fraction(-1, 2)
    assert margin(XOR, [[[1, -1], [-1, 1]], [[2, 2]]], [[0, 0], [-1]]) == 1
    assert margin(truth_table("AND"), [[[1, 1]]], [[-1.5]], unit="sigmoid") == 0.5


def test_a_logit_of_exactly_zero_is_decided_by_the_convention():
    and_edge = [[[0.1, 0.2]]], [[-0.3]]
    assert margin(truth_table("AND"), *and_edge) == 0
    assert realises(truth_table("AND"), *and_edge, at_zero=1)
    assert not realises(truth_table("AND"), *and_edge, at_zero=0)
    assert not realises((1, 1), [[[0]]], [[0]], unit="sigmoid")


@pytest.mark.parametrize("at_zero", [0, 1])
@pytest.mark.parametrize("table", TABLES)
def test_a_net_of_blanks_only_can_have_any_table_with_small_numbers(table, at_zero):
    net = fillable(table, *everything_blank(), at_zero=at_zero)
    assert realises(table, net.weights, net.biases, at_zero=at_zero)
    numbers = [w for W in net.weights for row in W for w in row] + [c for b in net.biases for c in b]
    assert all(abs(number) <= 3 and (2 * number).denominator == 1 for number in numbers)


def test_xor_without_biases_needs_a_step_that_stays_off_at_zero():
    net = fillable(XOR, *everything_blank(bias=0), at_zero=0)
    assert realises(XOR, net.weights, net.biases, at_zero=0)
    assert fillable(XOR, *everything_blank(bias=0), at_zero=1) is None


def test_given_numbers_are_kept_and_the_filling_has_the_table():
    rng, outcomes = random.Random(5), set()
    for _ in range(150):
        table, at_zero = rng.choice(TABLES), rng.choice([0, 1])
        pool = [None, None, None, -1.7, -1, 0, 0.5, 1, 12.25]
        W1, W2 = [[rng.choice(pool) for _ in range(2)] for _ in range(2)], [[rng.choice(pool), None]]
        b1, b2 = [rng.choice(pool), rng.choice(pool)], [rng.choice(pool)]
        net = fillable(table, W1, b1, W2, b2, at_zero=at_zero)
        outcomes.add(net is None)
        if net is not None:
            assert realises(table, net.weights, net.biases, at_zero=at_zero)
            assert filled_as_asked(net, [[n if n is None else Fraction(str(n)) for n in row] for row in W1],
                                   [n if n is None else Fraction(str(n)) for n in b1],
                                   [[n if n is None else Fraction(str(n)) for n in row] for row in W2],
                                   [n if n is None else Fraction(str(n)) for n in b2])  # fmt: skip
    assert outcomes == {True, False}


def test_where_no_filling_is_found_none_exists_among_the_halves():
    rng, refused = random.Random(6), 0
    halves = [k / 2 for k in range(-6, 7)]
    for _ in range(300):
        table, at_zero = rng.choice(TABLES), rng.choice([0, 1])
        numbers = [rng.choice([-2, -1, -0.5, 0.5, 1, 2]) for _ in range(9)]
        blanks = rng.sample(range(9), 2)

        def net(values, numbers=numbers, blanks=blanks):
            n = list(numbers)
            for i, value in zip(blanks, values, strict=True):
                n[i] = value
            return [[n[0:2], n[3:5]], [n[6:8]]], [[n[2], n[5]], [n[8]]]

        (W1, W2), (b1, b2) = net([None, None])
        if fillable(table, W1, b1, W2, b2, at_zero=at_zero) is None and refused < 15:
            refused += 1
            assert not any(
                realises(table, *net(values), at_zero=at_zero) for values in product(halves, repeat=2)
            )
    assert refused == 15


def test_a_filling_outside_the_small_numbers_is_found_too():
    net = fillable((0, 0, 0, 1), [[100, None], [0, 0]], [-1000, 0], [[None, 0]], [None])
    assert realises((0, 0, 0, 1), net.weights, net.biases)
    assert net.weights[0][0][0] == 100


def test_a_net_without_blanks_is_its_own_filling_or_has_none():
    numbers = [[1, -1], [-1, 1]], [0, 0], [[1, 1]], [0]
    assert fillable(XOR, *numbers, at_zero=0) is not None
    assert fillable(XOR, *numbers, at_zero=1) is None
    assert fill_sigmoid(XOR, *numbers) is None


@pytest.mark.parametrize("table", TABLES)
def test_sigmoid_nets_are_filled_for_every_table(table):
    net = fill_sigmoid(table, *everything_blank())
    assert margin(table, net.weights, net.biases, unit="sigmoid") >= 0.1


@pytest.mark.parametrize(
    "numbers",
    [
        everything_blank(bias=0),
        ([[4, 4], [-4, -4]], [None, None], [[None, None]], [None]),
        ([[None, None], [None, None]], [None, None], [[1, 1]], [None]),
    ],
)
def test_sigmoid_blanks_beside_given_numbers_are_filled(numbers):
    net = fill_sigmoid(XOR, *numbers)
    assert margin(XOR, net.weights, net.biases, unit="sigmoid") >= 0.1
    assert filled_as_asked(net, *numbers)
    assert fill_sigmoid(XOR, *numbers) == net


def test_a_sigmoid_net_that_cannot_have_the_table_is_not_filled():
    assert fill_sigmoid(XOR, [[None, None], [None, None]], [None, None], [[1, 1]], [0]) is None


def test_feasible_points_are_exact_on_random_systems():
    rng, outcomes = random.Random(7), []
    for _ in range(200):
        rows = tuple(
            Inequality(
                tuple(Fraction(rng.randint(-3, 3)) for _ in range(2)),
                Fraction(rng.randint(-4, 4), 2),
                strict=rng.random() < 0.5,
            )
            for _ in range(rng.randint(1, 6))
        )
        point = feasible_point(rows, 2)
        outcomes.append(point is None)
        if point is not None:
            assert all(row.holds(point) for row in rows)
        else:
            lattice = product([Fraction(k, 3) for k in range(-15, 16)], repeat=2)
            assert not any(all(row.holds(trial) for row in rows) for trial in lattice)
    assert 20 < sum(outcomes) < 180


def test_strict_and_weak_inequalities_differ_at_a_single_point():
    def bounded(strict):
        one = Fraction(1)
        return (Inequality((one,), -one, strict=False), Inequality((-one,), one, strict=strict))

    assert feasible_point(bounded(strict=False), 1) == (1,)
    assert feasible_point(bounded(strict=True), 1) is None


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: separable((0, 1, 1)), r"table must hold 2, 4, 8, … outputs, each 0 or 1; got \(0, 1, 1\)"),
        (lambda: separable((0, 2)), r"table must hold 2, 4, 8, … outputs, each 0 or 1; got \(0, 2\)"),
        (lambda: separable((0, 1), at_zero=2), "at_zero must be 0 or 1; got 2"),
        (
            lambda: realises((0, 1), [[[1]]], [[0]], unit="relu"),  # type: ignore[arg-type]  # that it is refused is the test
            "unit must be 'step' or 'sigmoid'; got 'relu'",
        ),
        (lambda: realises((0, 1), [[[1, 1]]], [[0]]), "weights must have 1 columns and a bias for each row"),
        (
            lambda: realises((0, 1), [[[1], [1]]], [[0, 0]]),
            "weights and biases must be of equally many layers",
        ),
        (lambda: realises((0, 1), [[[1]]], [[float("nan")]]), "weights and biases must be finite numbers"),
        (lambda: fillable((0, 1), *everything_blank()), r"table must hold 4 outputs; got \(0, 1\)"),
        (lambda: fillable(XOR, [[1, 1]], [0], [[1]], [0]), "W1 must have two hidden units"),
        (
            lambda: fill_sigmoid(XOR, *everything_blank(), least_margin=0.0),
            "least_margin must be a finite number above 0; got 0.0",
        ),
        (
            lambda: feasible_point((Inequality((), Fraction(1), strict=True),), 1),
            "every inequality must have 1",
        ),
    ],
)
def test_bad_arguments_are_named_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
