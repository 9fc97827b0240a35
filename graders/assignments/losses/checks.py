"""What is checked of softmax, one-hot labels and the losses: small inputs, other shapes, certainty."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from graders import Draw, Question, Student, hidden, judge, needs, points
from graders.closeness import Array
from reference.derivations import losses
from reference.mistakes import load

MISTAKES = load(Path(__file__).with_name("mistakes.toml"))
EPSILON = 1e-12


def _softmax(logits: Array) -> Question:
    inputs = {
        "z": logits,
        "largest": logits.max(axis=-1, keepdims=True),
        "largest_of_column": logits.max(axis=0),
        "largest_of_all": logits.max(),
    }
    return Question({"logits": logits}, "p", losses.softmax(), inputs)


def _one_hot(labels: Array, classes: int) -> Question:
    inputs = {
        "labels": labels[:, None],
        "classes": np.arange(classes)[None],
        "classes_seen": np.arange(labels.max() + 1)[None],
        "K": classes,
    }
    return Question({"labels": labels, "num_classes": classes}, "rows_of_labels", losses.one_hot(), inputs)


def _cross_entropy(p: Array, labels: Array) -> Question:
    inputs = {"p": p, "y": np.eye(p.shape[1])[labels], "epsilon": EPSILON}
    return Question({"probabilities": p, "labels": labels}, "loss", losses.cross_entropy(), inputs)


def _binary_cross_entropy(p: Array, y: Array) -> Question:
    inputs = {"p": p, "y": y, "epsilon": EPSILON}
    return Question({"p": p, "y": y}, "loss", losses.binary_cross_entropy(), inputs)


def _squared_error(prediction: Array, y: Array) -> Question:
    inputs = {"prediction": prediction, "y": y}
    return Question(inputs, "loss", losses.squared_error(), inputs)


def _around(draw: Draw, y: Array) -> Array:
    """Predictions some of which are too high and some too low."""
    signs = np.where(np.arange(y.size) % 2 == 0, 1.0, -1.0).reshape(y.shape)
    off: Array = np.abs(draw.rounded(*y.shape)) * signs
    return np.round(y + off, 2)


@points(2)
def test_softmax(student: Student, draw: Draw) -> None:
    """softmax(logits) turns each row of logits into probabilities."""
    judge(student.softmax, [_softmax(draw.rounded(3, 4))], mistakes=MISTAKES)


def test_one_hot(student: Student, draw: Draw) -> None:
    """one_hot(labels, num_classes) has a 1 at the label's place of each row."""
    labels = np.array([2, 0, 1, draw.whole(0, 2)])
    judge(student.one_hot, [_one_hot(labels, 4)], mistakes=MISTAKES)


@points(2)
def test_cross_entropy(student: Student, draw: Draw) -> None:
    """cross_entropy(probabilities, labels) is the mean of -log(the probability of the label)."""
    p = np.round(draw.probabilities(4, 3), 3)
    judge(student.cross_entropy, [_cross_entropy(p, draw.labels(4, 3))], mistakes=MISTAKES)


@points(2)
def test_binary_cross_entropy(student: Student, draw: Draw) -> None:
    """binary_cross_entropy(p, y) is the mean of -(y log p + (1 - y) log(1 - p))."""
    p = np.round(draw.rng.uniform(0.05, 0.95, size=4), 2)
    judge(student.binary_cross_entropy, [_binary_cross_entropy(p, draw.labels(4, 2))], mistakes=MISTAKES)


@points(2)
def test_squared_error(student: Student, draw: Draw) -> None:
    """squared_error(prediction, y) is half the squared error, summed over outputs, its mean over samples."""
    y = draw.rounded(3, 2)
    judge(student.squared_error, [_squared_error(_around(draw, y), y)], mistakes=MISTAKES)


@hidden
def test_softmax_shapes(student: Student, draw: Draw) -> None:
    """softmax over the last axis of arrays of other shapes: one row, one column, a vector, three axes."""
    shapes = ((1, 5), (2, 3), (6, 2), (4, 1), (4,), (2, 3, 4))
    judge(student.softmax, [_softmax(draw.rounded(*shape)) for shape in shapes], mistakes=MISTAKES)


@hidden
@needs("softmax")
def test_softmax_large(student: Student, draw: Draw) -> None:
    """softmax of very large and very small logits, next to each other too."""
    far = draw.rounded(4, 3) + np.array([[1000.0], [-1000.0], [0.0], [3000.0]])
    apart = draw.rounded(2, 3) + np.array([0.0, 800.0, -800.0])
    usual = draw.rounded(3, 3)
    judge(student.softmax, [_softmax(logits) for logits in (usual, far, apart)], mistakes=MISTAKES)


@hidden
def test_one_hot_shapes(student: Student, draw: Draw) -> None:
    """one_hot for one sample, for a single class, and for classes that no sample has."""
    sizes = ((1, 3, 3), (5, 2, 2), (3, 1, 1), (2, 4, 5), (3, 3, 4))
    questions = [_one_hot(draw.labels(n, seen), classes) for n, seen, classes in sizes]
    judge(student.one_hot, questions, mistakes=MISTAKES)


@hidden
def test_cross_entropy_shapes(student: Student, draw: Draw) -> None:
    """cross_entropy for one sample, for two classes, and for more classes than samples."""
    sizes = ((1, 3), (5, 2), (3, 4), (8, 5))
    questions = [_cross_entropy(draw.probabilities(n, k), draw.labels(n, k)) for n, k in sizes]
    judge(student.cross_entropy, questions, mistakes=MISTAKES)


@hidden
@needs("cross_entropy")
def test_cross_entropy_certain(student: Student, draw: Draw) -> None:
    """cross_entropy where a label's probability is 0 or 1: clipped as the starter says, it is finite."""
    p, labels = draw.probabilities(4, 3), draw.labels(4, 3)
    usual = _cross_entropy(p.copy(), labels)
    p[0], p[1] = np.eye(3)[labels[0]], np.eye(3)[(labels[1] + 1) % 3]
    sure = np.eye(4)[draw.labels(3, 4)]
    questions = [usual, _cross_entropy(p, labels), _cross_entropy(sure, sure.argmax(axis=1))]
    judge(student.cross_entropy, questions, mistakes=MISTAKES)


@hidden
def test_binary_cross_entropy_shapes(student: Student, draw: Draw) -> None:
    """binary_cross_entropy for one sample and for several."""
    questions = [
        _binary_cross_entropy(draw.rng.uniform(0.05, 0.95, size=n), draw.labels(n, 2)) for n in (1, 2, 5, 8)
    ]
    judge(student.binary_cross_entropy, questions, mistakes=MISTAKES)


@hidden
@needs("binary_cross_entropy")
def test_binary_cross_entropy_certain(student: Student, draw: Draw) -> None:
    """binary_cross_entropy where p is 0 or 1: clipped as the starter says, it is finite."""
    p = draw.rng.uniform(0.2, 0.8, size=4)
    usual = _binary_cross_entropy(p, np.array([0, 1, 1, 0]))
    some = _binary_cross_entropy(np.append(p, [0.0, 1.0]), np.array([0, 1, 1, 0, 1, 0]))
    right = _binary_cross_entropy(np.array([0.0, 1.0, 1.0]), np.array([0, 1, 1]))
    judge(student.binary_cross_entropy, [usual, some, right], mistakes=MISTAKES)


@hidden
def test_squared_error_shapes(student: Student, draw: Draw) -> None:
    """squared_error for one sample, for one output, and for more outputs than samples."""
    shapes = ((1, 3), (4, 1), (2, 3), (5, 4))
    ys = [draw.rounded(*shape) for shape in shapes]
    questions = [_squared_error(_around(draw, y), y) for y in ys]
    judge(student.squared_error, questions, mistakes=MISTAKES)
