"""What is checked of the forward pass: each kind of step given the student's own before."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from graders import Draw, Net, Student, hidden, judge, needs, points
from graders.nets import forward_question
from reference.mistakes import catalogue, load

MISTAKES = (*load(Path(__file__).with_name("mistakes.toml")), *catalogue("backprop"))
SHAPES = (
    ((3, 4, 2), 5, "tanh"),
    ((4, 5, 5, 2), 3, "sigmoid"),
    ((2, 5, 4), 3, "relu"),
    ((2, 1, 2), 1, "tanh"),
    ((3, 4), 4, "sigmoid"),
)
"""Layer sizes, samples, activation: several depths; one sample; one unit; one class more than samples."""


def _small(draw: Draw) -> list[Net]:
    return [draw.net((3, 3, 3), 2, "tanh")]


def _many(draw: Draw) -> list[Net]:
    return [draw.net(*shape) for shape in SHAPES]


def _judge(student: Student, nets: list[Net], *steps: str) -> None:
    judge(student.forward, [forward_question(net) for net in nets], mistakes=MISTAKES, only=steps)


@points(2)
def test_z(student: Student, draw: Draw) -> None:
    """zs holds each layer's weighted sums plus biases, before the activation."""
    _judge(student, draw.once(_small), "z{layer}")


@points(2)
def test_hidden_activations(student: Student, draw: Draw) -> None:
    """activations holds the hidden layers' values after the activation, given your own zs."""
    _judge(student, draw.once(_small), "a{layer}")


def test_probabilities(student: Student, draw: Draw) -> None:
    """The last of the activations is the softmax of the last z, given your own last z."""
    _judge(student, draw.once(_small), "yhat")


@hidden
@points(2)
def test_z_everywhere(student: Student, draw: Draw) -> None:
    """The zs of nets of one, two and three layers, with one sample, with one unit, with each activation."""
    _judge(student, draw.once(_many), "z{layer}")


@hidden
def test_hidden_activations_everywhere(student: Student, draw: Draw) -> None:
    """The hidden activations of nets of several depths and sizes, with sigmoid, tanh and ReLU."""
    _judge(student, draw.once(_many), "a{layer}")


@hidden
def test_probabilities_everywhere(student: Student, draw: Draw) -> None:
    """The probabilities of nets of several depths and sizes, with one sample and with many classes."""
    _judge(student, draw.once(_many), "yhat")


@hidden
@needs("probabilities")
def test_large(student: Student, draw: Draw) -> None:
    """Probabilities stay finite when the logits are very large."""
    net = draw.net((3, 3, 3), 2, "tanh")
    net.biases[-1] += np.array([900.0, -900.0, 899.0])
    _judge(student, [net], "yhat")
