"""The bank of concept statements: its shape, and its facts by computation where they can be computed."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from generator import concepts
from generator.conventions import load_convention
from generator.families.fill_the_gap import SENTENCES, WORDS
from reference import gates
from reference.activations import ACTIVATIONS, sigmoid, softmax
from reference.mlp import gradients
from reference.truth_tables import input_rows, separable, truth_table

BANK = concepts.bank()
RNG = np.random.default_rng(20)
GRID = np.linspace(-4, 4, 161)
CHECKS: dict[str, Callable[..., Any]] = {}


def check(function):
    """Make the function one that a statement can name; it returns whether what the statement says is so."""
    CHECKS[function.__name__] = function
    return function


# --- what every statement promises


def test_there_are_enough_statements_for_a_large_class():
    for course in concepts.COURSES:
        taught = [item for item in BANK.values() if course in item.taught]
        pairs = sum(not a.hints_at(b) for a, b in itertools.combinations(taught, 2))
        assert pairs > 10_000, course


def test_every_topic_has_true_and_false_statements():
    for topic in range(1, 29):
        for truth in (True, False):
            assert any(item.topic == topic and item.true is truth for item in BANK.values()), (topic, truth)


@pytest.mark.parametrize("item", BANK.values(), ids=BANK)
def test_a_statement_is_a_sentence_with_a_reason(item):
    assert item.text.endswith(".")
    assert item.why.endswith(".")
    assert item.text[0].isupper() or item.text[0] in "$(", item.text
    assert len(item.text) <= 230
    assert len(item.why) <= 200
    assert item.text.count("$") % 2 == item.why.count("$") % 2 == 0


def test_no_two_statements_have_the_same_text():
    assert len({item.text for item in BANK.values()}) == len(BANK)


def test_every_misconception_is_used():
    assert {item.misconception for item in BANK.values()} == set(concepts.misconceptions())


@pytest.mark.parametrize("item", BANK.values(), ids=BANK)
def test_the_files_read_line_by_line_say_the_same(item):
    assert concepts.truth_as_printed(item.text) is item.true


@pytest.mark.parametrize("course", concepts.COURSES)
@pytest.mark.parametrize("difficulty", ["easy", "standard", "hard"])
def test_picked_statements_are_as_told_and_give_no_hints(course, difficulty):
    options = concepts.ConceptOptions(difficulty=difficulty)
    for seed in range(200):
        rng = Random(seed)
        truths = [rng.random() < 0.5 for _ in range(4)]
        chosen = concepts.pick(rng, truths, options, load_convention(course))
        assert [BANK[name].true for name in chosen] == truths
        assert concepts.hints(chosen) is None
        assert all(course in BANK[name].taught for name in chosen)


# --- sentences with gaps


def test_a_gap_has_one_right_word_among_four_that_differ():
    for name, item in SENTENCES.items():
        assert item["text"].count("____") == 1, name
        assert item["text"].endswith("."), name
        assert len({item["right"], *item["wrong"]}) == WORDS, name
        assert item["misconception"] in concepts.misconceptions(), name
    assert {item["topic"] for item in SENTENCES.values()} == set(range(1, 29))


def test_the_numbers_that_fill_gaps():
    computed = {
        "sigmoid_at_zero": float(sigmoid(0.0)),
        "sigmoid_slope_at_zero": float(ACTIVATIONS["sigmoid"].grad(0.0)),
        "relu_slope": float(ACTIVATIONS["relu"].grad(7.0)),
        "derivative_log": slope("log(z)", "z", {"z": 4.0}),
        "log_sigmoid_slope": slope("log(sigmoid(z))", "z", {"z": math.log(9)}),
        "output_error_sign": slope("-log(sigmoid(z))", "z", {"z": math.log(7 / 3)}),
    }
    for name, number in computed.items():
        assert float(SENTENCES[name]["right"].replace("−", "-")) == pytest.approx(number, abs=1e-6), name
    assert SENTENCES["epoch_count"]["right"] == f"{updates(600, 50)} updates"
    assert not separable(truth_table("XNOR"))
    assert all(separable(truth_table(gate)) for gate in ("AND", "NAND", "NOR", "OR"))


# --- the facts, computed


def test_every_check_is_named_by_a_statement_and_the_other_way_round():
    assert {item.check[0] for item in BANK.values() if item.check} == set(CHECKS)


CHECKED = {name: item for name, item in BANK.items() if item.check}


@pytest.mark.parametrize("item", CHECKED.values(), ids=CHECKED)
def test_a_statement_is_as_true_as_its_computation_says(item):
    name, *arguments = item.check
    assert bool(CHECKS[name](*arguments)) is item.true


def unit(weights, bias, x):
    return int(np.dot(weights, x) + bias > 0)


def random_unit(inputs=2):
    return RNG.uniform(-2, 2, inputs), RNG.uniform(-2, 2), RNG.uniform(-2, 2, inputs)


@check
def zero_inputs_leave_the_bias():
    return all(unit(RNG.normal(size=3), b, np.zeros(3)) == unit([0, 0, 0], b, np.zeros(3)) for b in GRID)


@check
def zero_input_hides_its_weight():
    return all(unit([w, 1.5], 0.3, [0, x]) == unit([0, 1.5], 0.3, [0, x]) for w in GRID for x in (-1, 1))


@check
def scaled_perceptron_is_the_same(factor):
    units = [random_unit() for _ in range(500)]
    return all(unit(factor * w, factor * b, x) == unit(w, b, x) for w, b, x in units)


@check
def step_takes_the_value(value):
    return any(ACTIVATIONS["step"].value(z) == value for z in GRID)


@check
def raised_bias_raises_output():
    units = [random_unit() for _ in range(500)]
    return all(unit(w, b + 0.5, x) >= unit(w, b, x) for w, b, x in units) and any(
        unit(w, b + 0.5, x) > unit(w, b, x) for w, b, x in units
    )


@check
def number_of_solutions_is_one(gate):
    whole = itertools.product(range(-3, 4), repeat=3)
    solutions = [w for w in whole if unit_table(w[:2], w[2] + 0.5) == truth_table(gate)]
    return len(solutions) == 1


def unit_table(weights, bias):
    return tuple(unit(weights, bias, row) for row in input_rows(len(weights)))


@check
def one_unit_computes(gate, inputs):
    return separable(truth_table(gate, inputs=inputs))


@check
def one_unit_without_bias_computes(gate, inputs):
    return separable(truth_table(gate, inputs=inputs), at_zero=0, bias=False)


@check
def unit_computes(weights, bias, gate):
    return unit_table(weights, bias) == truth_table(gate)


@check
def and_of_many():
    return all(unit_table([1] * n, 0.5 - n) == truth_table("AND", inputs=n) for n in range(1, 8))


@check
def separable_functions_are(number):
    return sum(separable(table) for table in itertools.product((0, 1), repeat=4)) == number


@check
def negation_stays_separable():
    tables = [t for n in (2, 3) for t in itertools.product((0, 1), repeat=2**n) if separable(t)]
    return all(separable(tuple(1 - bit for bit in table)) for table in tables)


@check
def table_is_separable(table):
    return separable(tuple(table))


@check
def two_hidden_units_compute(gate):
    blank = [[None, None], [None, None]]
    return gates.fillable(truth_table(gate), blank, [None] * 2, [[None] * 2], [None]) is not None


@check
def one_hidden_unit_computes(gate):
    hidden = [table for table in itertools.product((0, 1), repeat=4) if separable(table)]
    outputs = list(itertools.product((0, 1), repeat=2))
    return any(tuple(out[h] for h in table) == truth_table(gate) for table in hidden for out in outputs)


@check
def formula_is(formula, gate):
    code = compile(formula, "formula", "eval")
    return tuple(int(eval(code, {}, {"a": a, "b": b})) for a, b in input_rows(2)) == truth_table(gate)


def disjunctive(table, inputs):
    """Outputs of the net with a hidden step unit for each row that wants 1."""
    rows = input_rows(inputs)
    ones = [row for row, wanted in zip(rows, table, strict=True) if wanted]
    found = []
    for x in rows:
        hidden = [unit([2 * bit - 1 for bit in one], 0.5 - sum(one), x) for one in ones]
        found.append(unit([1] * len(ones), -0.5, hidden))
    return tuple(found)


@check
def disjunctive_net_computes_every_table():
    return all(disjunctive(t, n) == t for n in (1, 2, 3) for t in itertools.product((0, 1), repeat=2**n))


@check
def and_or_not_suffice():
    reached = {(0, 0, 1, 1), (0, 1, 0, 1)}
    while True:
        new = {tuple(1 - a for a in t) for t in reached}
        new |= {tuple(map(min, s, t)) for s in reached for t in reached}
        new |= {tuple(map(max, s, t)) for s in reached for t in reached}
        if new <= reached:
            return len(reached) == 16
        reached |= new


@check
def equal_weights_symmetric():
    return all(sigmoid(w * 0 + w * 1 + b) == sigmoid(w * 1 + w * 0 + b) for w in GRID for b in GRID)


@check
def scaled_sigmoid_is_sharper():
    z = GRID[GRID != 0]
    return bool(np.all(np.abs(sigmoid(20 * z) - (z > 0)) < np.abs(sigmoid(z) - (z > 0))))


@check
def sigmoid_half():
    return bool(np.all((sigmoid(GRID[GRID != 0]) > 0.5) == (GRID[GRID != 0] > 0))) and sigmoid(0.0) == 0.5


def boundary_point(w, b):
    return -b * w / (w @ w)


@check
def weights_make_right_angle(right):
    products = []
    for _ in range(50):
        w, b, _x = random_unit()
        along = np.array([-w[1], w[0]])
        start = boundary_point(w, b)
        assert abs(w @ (start + along) + b) < 1e-9
        products.append(abs(w @ along) < 1e-9 if right else abs(w[0] * along[1] - w[1] * along[0]) < 1e-9)
    return all(products)


@check
def bias_keeps_direction():
    w = np.array([1.0, -2.0])
    lines = [(boundary_point(w, b), boundary_point(w, b) + np.array([2.0, 1.0])) for b in (-1, 0, 3)]
    return all(abs(w @ p + b) < 1e-9 for b, line in zip((-1, 0, 3), lines, strict=True) for p in line)


@check
def no_bias_through_origin():
    return all(random_unit()[0] @ np.zeros(2) + 0 == 0 for _ in range(20))


def distance(w, b, x):
    """By projection on the boundary."""
    foot = x - (w @ x + b) / (w @ w) * w
    return float(np.linalg.norm(x - foot))


@check
def distance_is_the_sum():
    units = [random_unit() for _ in range(50)]
    return all(math.isclose(distance(w, b, x), abs(w @ x + b)) for w, b, x in units)


@check
def scaling_scales_distance():
    units = [random_unit() for _ in range(50)]
    return all(math.isclose(distance(2 * w, 2 * b, x), 2 * distance(w, b, x)) for w, b, x in units)


@check
def sigmoid_boundary_is_straight():
    w, b, _ = random_unit()
    points = [boundary_point(w, b) + t * np.array([-w[1], w[0]]) for t in GRID]
    return all(math.isclose(float(sigmoid(w @ p + b)), 0.5) for p in points)


def perceptron(data, passes=200):
    """(weights, updates in the last pass) of the margin-1 rule."""
    w = np.zeros(len(data[0][0]))
    updates = 0
    for _ in range(passes):
        updates = 0
        for x, y in data:
            if y * (w @ np.array(x)) < 1:
                w, updates = w + y * np.array(x, float), updates + 1
        if not updates:
            break
    return w, updates


def hinge(w, x, y):
    return max(0.0, 1 - y * float(w @ x))


@check
def right_side_can_update():
    w, x, y = np.array([0.5, 0]), np.array([1, 0]), 1
    return y * (w @ x) > 0 and y * (w @ x) < 1


@check
def first_example_updates():
    return all(y * (np.zeros(2) @ RNG.normal(size=2)) < 1 for y in (-1, 1))


@check
def hinge_zero_when_right():
    cases = [(RNG.normal(size=2), RNG.normal(size=2), y) for _ in range(99) for y in (-1, 1)]
    return all(hinge(w, x, y) == 0 for w, x, y in cases if y * (w @ x) > 0)


@check
def update_moves_prediction():
    cases = [(RNG.normal(size=3), RNG.normal(size=3), y) for _ in range(99) for y in (-1, 1)]
    return all(math.isclose((w + y * x) @ x - w @ x, y * (x @ x)) for w, x, y in cases)


@check
def one_update_repairs():
    w, x, y = np.array([-5.0, 0]), np.array([1.0, 0]), 1
    return y * ((w + y * x) @ x) > 0


@check
def stops_on_xor():
    data = [((1, *row), 2 * bit - 1) for row, bit in zip(input_rows(2), truth_table("XOR"), strict=True)]
    return perceptron(data)[1] == 0


TRAINING = [((1.0, 0.2), 1), ((0.1, 2.0), 1), ((-1.0, -0.5), -1), ((-0.3, -1.0), -1)]


@check
def finds_largest_margin():
    def margin(w):
        return min(y * (w @ np.array(x)) for x, y in TRAINING) / np.linalg.norm(w)

    best = max(margin(np.array([math.cos(t), math.sin(t)])) for t in np.linspace(0, math.pi, 1000))
    return margin(perceptron(TRAINING)[0]) >= best - 1e-3


@check
def order_matters():
    ends = {tuple(perceptron(order)[0]) for order in itertools.permutations(TRAINING)}
    return len(ends) > 1


@check
def perceptron_as_sgd():
    for _ in range(99):
        w, x, y = RNG.normal(size=2), RNG.normal(size=2), RNG.choice([-1, 1])
        h = 1e-6
        slopes = [(hinge(w + h * e, x, y) - hinge(w - h * e, x, y)) / (2 * h) for e in np.eye(2)]
        step = y * x if y * (w @ x) < 1 else np.zeros(2)
        if abs(y * (w @ x) - 1) > 1e-3 and not np.allclose(-np.array(slopes), step, atol=1e-5):
            return False
    return True


@check
def larger_margin_smaller_bound():
    return all((2 + 9) / (1.1 * m) ** 2 < (2 + 9) / m**2 for m in (0.1, 0.5, 2))


@check
def scaled_bound_is_times(scale, factor):
    before, after = (2 + 3**2) / 0.5**2, (2 + (scale * 3) ** 2) / (scale * 0.5) ** 2
    return after >= factor * before


@check
def norm_grows_slowly():
    cases = [(RNG.normal(size=3), RNG.normal(size=3), y) for _ in range(300) for y in (-1, 1)]
    growth = [((w + y * x) @ (w + y * x) - w @ w, x @ x) for w, x, y in cases if y * (w @ x) < 1]
    return all(grown < 2 + size for grown, size in growth)


@check
def inner_product_falls():
    best = np.array([1.0, 1.0]) / math.sqrt(2)
    assert all(y * (best @ np.array(x)) > 0 for x, y in TRAINING)
    return any(best @ (y * np.array(x)) < 0 for x, y in TRAINING)


@check
def table_entries(formula):
    counts = {d: len(list(itertools.product((-1, 1), repeat=d))) for d in range(1, 9)}
    if formula == "2**d":
        return all(count == 2**d for d, count in counts.items())
    return all(counts[d + 1] == counts[d] + 2 for d in range(1, 8))


@check
def independent_tables_suffice():
    tables = [Fraction(k, 7) for k in (1, 2, 5)]
    joint = [
        math.prod(p if bit else 1 - p for p, bit in zip(tables, row, strict=True)) for row in input_rows(3)
    ]
    return len(joint) == 8 and sum(joint) == 1


@check
def any_joint_is_a_product():
    joint = {(0, 0): 0.5, (1, 1): 0.5, (0, 1): 0.0, (1, 0): 0.0}
    first = [joint[a, 0] + joint[a, 1] for a in (0, 1)]
    second = [joint[0, b] + joint[1, b] for b in (0, 1)]
    return all(math.isclose(joint[a, b], first[a] * second[b]) for a, b in joint)


@check
def joint_of_two_coins(how):
    both = sum(1 for row in input_rows(2) if row == (1, 1)) / 4
    return both == (0.5 + 0.5 if how == "sum" else 0.5 * 0.5)


@check
def quadratic_in_three():
    values = [3 * n * n - 7 * n + 2 for n in range(100)]
    found = np.polyfit(range(100), values, 2)
    return len(found) == 3 and np.allclose(np.polyval(found, range(100)), values)


@check
def are_one_hot(codes):
    return all(sorted(code) == [*[0] * (len(code) - 1), 1] for code in codes)


@check
def one_hot_equally_far():
    return len({float(np.linalg.norm(a - b)) for a, b in itertools.combinations(np.eye(5), 2)}) == 1


@check
def thermometer_keeps_order():
    small, medium, large = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 1]])
    return np.abs(small - medium).sum() < np.abs(small - large).sum()


FUNCTIONS = {
    "sigmoid": sigmoid, "tanh": np.tanh, "log": np.log, "exp": np.exp, "sin": np.sin, "cos": np.cos,
    "relu": ACTIVATIONS["relu"].value, "step": ACTIVATIONS["step"].value,
    "leaky_relu": lambda z: np.maximum(0.1 * np.asarray(z), z),
}  # fmt: skip


def value(text, **names):
    return eval(text, {}, FUNCTIONS | names)


def slope(text, name, point):
    h = 1e-6
    up, down = ({**point, name: point[name] + sign * h} for sign in (1, -1))
    return (value(text, **up) - value(text, **down)) / (2 * h)


@check
def near(text, other):
    return abs(value(text) - value(other)) < 1e-9


@check
def lies_between(text, low, high):
    values = value(text, z=GRID)
    return bool(np.all(values >= low) and np.all(values <= high))


@check
def equal_everywhere(text, other):
    return bool(np.allclose(value(text, z=GRID), value(other, z=GRID)))


@check
def derivative_is(text, other):
    points = np.linspace(0.05, 0.95, 40)
    return bool(np.allclose(slope(text, "z", {"z": points}), value(other, z=points), rtol=1e-4, atol=1e-6))


@check
def slope_is(text, z, number):
    return abs(slope(text, "z", {"z": float(z)}) - number) < 1e-6


@check
def slope_at_most(text, most):
    return bool(np.all(slope(text, "z", {"z": GRID}) <= most + 1e-8))


@check
def steepest_at(text, z):
    slopes = slope(text, "z", {"z": np.linspace(-z, z, 161)})
    return bool(slopes[-1] == slopes.max())


@check
def relu_of_scaled():
    relu = ACTIVATIONS["relu"].value
    return all(np.allclose(relu(c * GRID), c * relu(GRID)) for c in (0.1, 2, 30))


@check
def acts_element_by_element(name):
    function = {
        "softmax": softmax,
        "exp_of_sum": lambda x: np.array([np.exp(x[0] + x[1]), np.exp(x[1])]),
        "relu": ACTIVATIONS["relu"].value,
    }[name]
    for _ in range(50):
        x, y = RNG.normal(size=2), RNG.normal(size=2)
        y[0] = x[0]
        if not math.isclose(function(x)[0], function(y)[0]):
            return False
    return True


@check
def parameters_are(sizes, bias, number):
    return sum(n * (m + bias) for m, n in itertools.pairwise(sizes)) == number


@check
def doubled_widths_multiply_by(factor):
    return np.zeros((6, 8)).size == factor * np.zeros((3, 4)).size


def net(sizes, activation="sigmoid", rng=RNG):
    weights = [rng.normal(size=(n, m)) for m, n in itertools.pairwise(sizes)]
    return weights, [rng.normal(size=n) for n in sizes[1:]], activation


def forward(weights, biases, activation, X):
    function = {"tripling": lambda z: 3 * z, "identity": lambda z: z, **FUNCTIONS}[activation]
    a = np.asarray(X, float)
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        z = a @ W.T + b
        a = z if layer == len(weights) else function(z)
    return a


@check
def exchanged_units():
    (W1, W2), (b1, b2), _ = net((3, 4, 2))
    order, X = [2, 0, 3, 1], RNG.normal(size=(9, 3))
    return np.allclose(
        forward((W1, W2), (b1, b2), "sigmoid", X),
        forward((W1[order], W2[:, order]), (b1[order], b2), "sigmoid", X),
    )


@check
def samples_mix():
    weights, biases, _ = net((3, 4, 2))
    X = RNG.normal(size=(5, 3))
    whole = forward(weights, biases, "sigmoid", X)
    alone = [forward(weights, biases, "sigmoid", row[None]) for row in X]
    return not np.allclose(whole, np.concatenate(alone))


@check
def zero_net_outputs(number):
    return sigmoid(np.zeros((2, 3)) @ RNG.normal(size=3))[0] == number


@check
def net_is_affine(activation):
    for _ in range(20):
        weights, biases, _ = net((2, 5, 4, 1))
        p, q = RNG.normal(size=2), RNG.normal(size=2)
        f = [forward(weights, biases, activation, x)[0] for x in (p, q, (p + q) / 2)]
        if not math.isclose(f[2], (f[0] + f[1]) / 2, abs_tol=1e-9):
            return False
    return True


@check
def affine_can_be_xor():
    rows = np.array([(*row, 1) for row in input_rows(2)], float)
    wanted = np.array(truth_table("XOR"), float)
    best = np.linalg.lstsq(rows, wanted, rcond=None)[0]
    return np.allclose(rows @ best, wanted)


@check
def relu_net_xor():
    relu = ACTIVATIONS["relu"].value
    return tuple(int(relu(a + b) - 2 * relu(a + b - 1)) for a, b in input_rows(2)) == truth_table("XOR")


@check
def softmax_property(name):
    def holds(z):
        p, other = softmax(z), np.array([*z[:1] + 1, *z[1:]])
        return {
            "adds_to_one": lambda: math.isclose(p.sum(), 1),
            "equal_shares": lambda: np.allclose(softmax(np.full(len(z), z[0])), 1 / len(z)),
            "same_when_shifted": lambda: np.allclose(softmax(z + 3), p),
            "same_when_doubled": lambda: np.allclose(softmax(2 * z), p),
            "keeps_order": lambda: bool(np.all(np.argsort(p) == np.argsort(z))),
            "can_swap_order": lambda: bool(np.any(np.argsort(p) != np.argsort(z))),
            "two_is_sigmoid": lambda: math.isclose(softmax(z[:2])[0], sigmoid(z[0] - z[1])),
            "is_sigmoid_of_each": lambda: np.allclose(p, sigmoid(z)),
            "others_fall": lambda: bool(np.all(softmax(other)[1:] < p[1:])),
            "negative_is_zero": lambda: bool(np.all(p[z < 0] == 0)),
            "twice_is_twice": lambda: math.isclose(
                softmax(np.array([abs(z[0]), 2 * abs(z[0])]))[1],
                2 * softmax(np.array([abs(z[0]), 2 * abs(z[0])]))[0],
            ),
            "log_three_is_threefold": lambda: math.isclose(
                softmax(np.array([z[0] + math.log(3), z[0], z[1]]))[0],
                3 * softmax(np.array([z[0] + math.log(3), z[0], z[1]]))[1],
            ),
        }[name]()

    results = [holds(RNG.normal(size=4)) for _ in range(50)]
    return any(results) if name.startswith("can") else all(results)


def cross_entropy(p, label):
    y = np.eye(len(p))[label]
    return -sum(a * math.log(b) for a, b in zip(y, p, strict=True) if a)


def binary_cross_entropy(p, y):
    return -(y * math.log(p) + (1 - y) * math.log(1 - p))


@check
def true_class_only():
    return cross_entropy((0.5, 0.3, 0.2), 0) == cross_entropy((0.5, 0.05, 0.45), 0)


@check
def spread_matters():
    return cross_entropy((0.6, 0.3, 0.1), 0) > cross_entropy((0.6, 0.2, 0.2), 0)


@check
def cross_entropy_is(p, label, text):
    return math.isclose(cross_entropy(p, label), value(text))


@check
def half_is_log_two():
    return all(math.isclose(binary_cross_entropy(0.5, y), math.log(2)) for y in (0, 1))


@check
def cross_entropy_can_be(what):
    values = [binary_cross_entropy(p, y) for p in np.linspace(1e-9, 1 - 1e-9, 999) for y in (0, 1)]
    if what == "negative":
        return min(values) < 0
    if what == "at most one":
        return max(values) <= 1
    return all(binary_cross_entropy(10.0**-k, 1) > 2 * k for k in range(1, 300, 20))


@check
def right_means_zero():
    return all(binary_cross_entropy(p, 1) == 0 for p in (0.51, 0.6, 0.9))


@check
def equal_accuracy_equal_loss():
    return binary_cross_entropy(0.6, 1) == binary_cross_entropy(0.9, 1)


def best_of_likelihoods():
    """The best parameter by the likelihood and by its logarithm, of 7 heads in 10 throws."""
    ps = np.linspace(0.01, 0.99, 99)
    likelihood = ps**7 * (1 - ps) ** 3
    return likelihood.argmax(), np.log(likelihood).argmax(), (-np.log(likelihood)).argmin()


@check
def log_keeps_the_maximum():
    return len(set(best_of_likelihoods())) == 1


@check
def log_moves_the_maximum():
    return len(set(best_of_likelihoods())) > 1


@check
def half_square_is(prediction, label, loss):
    return 0.5 * (prediction - label) ** 2 == loss


@check
def over_is_worse():
    return 0.5 * (5 + 2 - 5) ** 2 > 0.5 * (5 - 2 - 5) ** 2


@check
def twice_the_error_is_times(factor):
    return all(0.5 * (2 * e) ** 2 == factor * 0.5 * e**2 for e in (-3, 0.5, 7))


@check
def repeated_samples_double_the_mean():
    losses = RNG.uniform(size=8)
    return math.isclose(np.tile(losses, 2).mean(), 2 * losses.mean())


def negative_log_likelihood(w):
    return sum(math.log(1 + math.exp(-y * float(w @ np.array(x)))) for x, y in TRAINING)


@check
def scaling_a_separator_raises_likelihood(claimed):
    w = perceptron(TRAINING)[0]
    losses = [negative_log_likelihood(c * w) for c in (1, 2, 4, 8)]
    rises = all(after < before for before, after in itertools.pairwise(losses))
    return rises if claimed else not rises


@check
def logistic_loss_is_convex():
    pairs = [(3 * RNG.normal(size=2), 3 * RNG.normal(size=2)) for _ in range(200)]
    f = negative_log_likelihood
    return all(f((p + q) / 2) <= (f(p) + f(q)) / 2 + 1e-12 for p, q in pairs)


POINTS = [dict(zip(("x1", "x2", "w1", "w2"), RNG.uniform(0.2, 2, 4), strict=True)) for _ in range(20)]


@check
def partial_is(text, name, other):
    return all(math.isclose(slope(text, name, p), value(other, **p), rel_tol=1e-5) for p in POINTS)


@check
def gradient_of_logs_is(point, gradient):
    at = dict(zip(("x1", "x2"), map(float, point), strict=True))
    return np.allclose([slope("log(x1) + log(x2)", name, at) for name in at], gradient)


@check
def gradient_is_steepest():
    def f(p):
        return math.sin(p[0]) + p[0] * p[1] ** 2

    p, h = np.array([0.4, 0.7]), 1e-6
    g = np.array([(f(p + h * e) - f(p - h * e)) / (2 * h) for e in np.eye(2)])
    turns = [np.array([math.cos(t), math.sin(t)]) for t in np.linspace(0, 2 * math.pi, 3600)]
    best = max(turns, key=lambda d: f(p + 1e-4 * d))
    return best @ g / np.linalg.norm(g) > 0.9999


@check
def log_likelihood_zero_input():
    return (
        abs(slope("log(sigmoid(w1*x1 + w2*x2))", "w1", {"w1": 0.7, "w2": -1.2, "x1": 0.0, "x2": 2.0})) < 1e-9
    )


@check
def paths_multiply():
    point = {"x": 0.8}
    whole = slope("(x**2)*sin(x)", "x", point)
    first, second = slope("(x**2)*sin(0.8)", "x", point), slope("(0.8**2)*sin(x)", "x", point)
    assert math.isclose(whole, first + second, rel_tol=1e-6)
    return math.isclose(whole, first * second, rel_tol=1e-6)


@check
def output_error_is(loss, formula):
    text = {
        "bce": "-y*log(sigmoid(z)) - (1 - y)*log(1 - sigmoid(z))",
        "square": "0.5*(sigmoid(z) - y)**2",
    }[loss]
    return all(
        math.isclose(
            slope(text, "z", {"z": z, "y": y}), value(formula, p=float(sigmoid(z)), y=y), rel_tol=1e-5
        )
        for z in (-1.5, 0.3, 2.0)
        for y in (0.0, 1.0)
    )


def backward(weights, biases, x, y, *, activation="sigmoid", output="sigmoid", loss="binary_cross_entropy"):
    targets = y if loss == "cross_entropy" else np.reshape(y, (len(x), -1))
    return gradients(x, targets, weights, biases, activation=activation, output=output, loss=loss)


@check
def zero_input_zero_gradient():
    weights, biases, _ = net((2, 3, 1))
    found = backward(weights, biases, [[0.0, 1.3]], [1.0])
    return bool(np.all(found.weights[0][:, 0] == 0))


@check
def bias_gradient_is(what):
    weights, biases, _ = net((2, 3, 1))
    plain, zero = (backward(weights, biases, [x], [1.0]) for x in ([0.4, 1.3], [0.0, 0.0]))
    if what == "zero":
        return bool(np.all(zero.biases[0] == 0))
    return np.allclose(plain.biases[0][:, None] * np.array([[0.4, 1.3]]), plain.weights[0])


@check
def perfect_prediction():
    weights, biases, _ = net((2, 3, 1))
    x = [[0.4, -1.0]]
    y = backward(weights, biases, x, [0.0], output="identity", loss="squared_error").activations[-1]
    found = backward(weights, biases, x, y, output="identity", loss="squared_error")
    return all(np.allclose(part, 0) for part in found.weights)


def hidden_slope(v1, v2):
    """∂loss/∂a₁ by a difference, for a sigmoid output with binary cross-entropy and label 1."""
    text = "-log(sigmoid(v1*a1 + v2*a2))"
    return slope(text, "a1", {"v1": v1, "v2": v2, "a1": 0.4, "a2": 0.7})


@check
def hidden_gradient_has(which):
    zero = hidden_slope(0.0, 1.3) if which == "own" else hidden_slope(1.3, 0.0)
    return abs(zero) < 1e-9


@check
def zero_output_weight(which):
    (W1, W2), biases, _ = net((2, 3, 1))
    W2 = W2.copy()
    W2[0, 1] = 0
    found = backward((W1, W2), biases, [[0.4, -1.0]], [1.0])
    return bool(np.all(found.weights[0][1] == 0)) if which == "incoming" else found.weights[1][0, 1] == 0


@check
def input_gradient_sums():
    (W1, W2), (b1, b2), _ = net((2, 2, 1))
    whole = backward((W1, W2), (b1, b2), [[0.4, -1.0]], [1.0])
    a, error = whole.activations[0][0], whole.activations[-1][0, 0] - 1
    parts = [error * W2[0, j] * a[j] * (1 - a[j]) * W1[j, 0] for j in (0, 1)]
    return math.isclose(whole.inputs[0, 0], sum(parts)) and all(abs(part) > 1e-9 for part in parts)


def trained(weights, biases, steps=50):
    X, y = [[0.0, 1.0], [1.0, 0.3], [0.5, -1.0]], [[1.0], [0.0], [1.0]]
    for _ in range(steps):
        found = backward(weights, biases, X, y)
        weights = [W - 0.5 * g for W, g in zip(weights, found.weights, strict=True)]
        biases = [b - 0.5 * g for b, g in zip(biases, found.biases, strict=True)]
    return weights


@check
def twins_stay_twins():
    W1, W2 = trained([np.array([[0.3, -0.2]] * 2), np.array([[0.5, 0.5]])], [np.zeros(2), np.zeros(1)])
    return (
        np.allclose(W1[0], W1[1]) and math.isclose(W2[0, 0], W2[0, 1]) and not np.allclose(W1[0], [0.3, -0.2])
    )


@check
def zero_start():
    W1, _ = trained([np.zeros((3, 2)), np.zeros((1, 3))], [np.zeros(3), np.zeros(1)])
    return not np.allclose(W1, W1[0])


@check
def saturated_gets_more():
    slopes = [float(ACTIVATIONS["sigmoid"].grad(z)) for z in (0.5, 1.0, 3.0, 6.0)]
    return slopes == sorted(slopes)


@check
def dead_relu():
    W1, W2 = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[1.0, 1.0]])
    found = backward((W1, W2), (np.array([-9.0, 0.0]), np.zeros(1)), [[2.0, 1.0]], [1.0], activation="relu")
    return bool(np.all(found.weights[0][0] == 0)) and bool(np.any(found.weights[0][1] != 0))


@check
def backprop_approximates():
    """A complex step has no error beyond rounding: the two agree to all digits."""
    weights, biases, _ = net((2, 3, 1))
    found = backward(weights, biases, [[0.4, -1.0]], [1.0]).weights[0][1, 0]
    moved = weights[0].astype(complex)
    moved[1, 0] += 1e-30j
    hidden = 1 / (1 + np.exp(-(moved @ np.array([0.4, -1.0]) + biases[0])))
    z = (weights[1] @ hidden + biases[1])[0]
    exact = (np.log(1 + np.exp(-z))).imag / 1e-30
    return not math.isclose(found, exact, rel_tol=1e-12)


@check
def softmax_error(what):
    z, label, h = RNG.normal(size=4), 2, 1e-6
    errors = [
        (cross_entropy(softmax(z + h * e), label) - cross_entropy(softmax(z - h * e), label)) / (2 * h)
        for e in np.eye(4)
    ]
    if what == "adds to zero":
        return abs(sum(errors)) < 1e-6
    if what == "true class only":
        return all(abs(error) < 1e-6 for k, error in enumerate(errors) if k != label)
    return np.allclose(errors, softmax(z) - np.eye(4)[label], atol=1e-6)


@check
def gradient_shape_of_matrix():
    weights, biases, _ = net((3, 5, 1))
    found = backward(weights, biases, RNG.normal(size=(4, 3)), np.ones(4))
    return all(W.shape == g.shape for W, g in zip(weights, found.weights, strict=True))


@check
def batch_gradient_is(how):
    weights, biases, _ = net((3, 5, 1))
    X, y = RNG.normal(size=(10, 3)), RNG.integers(0, 2, 10).astype(float)
    whole = backward(weights, biases, X, y).weights[0]
    single = [backward(weights, biases, X[k : k + 1], y[k : k + 1]).weights[0] for k in range(10)]
    return np.allclose(whole, np.mean(single, axis=0) if how == "mean" else np.sum(single, axis=0))


def descend(w, rate, steps):
    """Gradient descent on w²."""
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - rate * 2 * path[-1])
    return path


@check
def large_rate_raises_loss():
    before, after = descend(1.0, 1.5, 1)
    return after**2 > before**2


@check
def any_rate_converges():
    return all(abs(descend(1.0, rate, 100)[-1]) < 1 for rate in (0.1, 0.5, 1.1, 3))


@check
def twice_rate_half_steps():
    return descend(1.0, 0.5, 1)[-1] == 0 and any(abs(w) < 1e-9 for w in descend(1.0, 1.0, 50))


@check
def small_step_helps():
    weights, biases, _ = net((2, 3, 1))
    X, y = [[0.4, -1.0]], [1.0]
    found = backward(weights, biases, X, y)
    moved = [W - 1e-4 * g for W, g in zip(weights, found.weights, strict=True)]
    return backward(moved, biases, X, y).loss < found.loss


@check
def zero_gradient_is_minimum():
    """w³ − 3w has derivative 0 at w = −1 and is lower elsewhere."""
    return 3 * (-1) ** 2 - 3 == 0 and all(w**3 - 3 * w >= 2 for w in GRID)


@check
def difference_quotient(divisor):
    h, w = 1e-5, 0.7
    return math.isclose(
        (math.sin(w + h) - math.sin(w - h)) / {"2h": 2 * h, "h": h}[divisor], math.cos(w), rel_tol=1e-6
    )


def sample_gradients():
    weights, biases, _ = net((3, 4, 1))
    X, y = RNG.normal(size=(12, 3)), RNG.integers(0, 2, 12).astype(float)
    batches = [backward(weights, biases, X[k : k + 4], y[k : k + 4]).weights[0] for k in (0, 4, 8)]
    return backward(weights, biases, X, y).weights[0], batches


@check
def minibatch_is_exact():
    whole, batches = sample_gradients()
    return all(np.allclose(whole, batch) for batch in batches)


@check
def minibatches_average():
    whole, batches = sample_gradients()
    return np.allclose(whole, np.mean(batches, axis=0))


def updates(samples, batch):
    return len(range(0, samples, batch))


@check
def updates_are(samples, batch, number):
    return updates(samples, batch) == number


@check
def doubled_batch_doubles_updates():
    return updates(1000, 50) == 2 * updates(1000, 25)


@check
def loss_is_not_convex():
    weights, biases, _ = net((2, 3, 1))
    X = RNG.normal(size=(20, 2))
    y = (forward(weights, biases, "sigmoid", X) > 0).astype(float)
    order = [1, 2, 0]
    exchanged = [weights[0][order], weights[1][:, order]]
    flat = [np.full_like(W, 0.0) for W in weights]
    return any(
        backward([(p + q) / 2 for p, q in zip(a, b, strict=True)], biases, X, y).loss
        > (backward(a, biases, X, y).loss + backward(b, biases, X, y).loss) / 2 + 1e-9
        for a in ([c * W for W in weights] for c in (1, 3, 9))
        for b in (exchanged, flat, [-W for W in a])
    )


@check
def perceptron_learns_every_separable_gate():
    for table in itertools.product((0, 1), repeat=4):
        data = [((1, *row), 2 * bit - 1) for row, bit in zip(input_rows(2), table, strict=True)]
        if separable(table) is not (perceptron(data)[1] == 0):
            return False
    return True
