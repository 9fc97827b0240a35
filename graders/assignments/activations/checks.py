"""What is checked of the activation functions: a few numbers first, then other shapes and extreme numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import numpy as np

from graders import Draw, Function, Question, Student, hidden, judge, observe, points
from graders.closeness import Array
from reference.derivations.activations import elementwise
from reference.mistakes import load

MISTAKES = load(Path(__file__).with_name("mistakes.toml"))
USUAL_SLOPE = 0.01
Slopes: TypeAlias = tuple[float | None, ...]


def _question(name: str, z: Array, slope: float | None = None) -> Question:
    arguments = {"z": z} if slope is None else {"z": z, "slope": slope}
    inputs = {"z": z, "slope": USUAL_SLOPE if slope is None else slope}
    return Question(arguments, f"{name}_of_z", elementwise(), inputs)


def _judge(function: Function, zs: list[Array], slopes: Slopes, given: Function | None) -> None:
    """given: the function whose values, the student's own, the results may be built on."""
    questions = [_question(function.name, z, slope) for z in zs for slope in slopes]
    before = observe(given, [_question(given.name, z) for z in zs]) if given else None
    judge(function, questions, mistakes=MISTAKES, before=before)


def _a_few(
    function: Function, draw: Draw, *, slopes: Slopes = (None,), given: Function | None = None
) -> None:
    z = np.append(draw.rounded(4), 0.0)
    z[:2] = -abs(z[0]), abs(z[1])
    _judge(function, [z], slopes, given)


def _everywhere(
    function: Function, draw: Draw, *, slopes: Slopes = (None,), given: Function | None = None
) -> None:
    far = draw.rounded(6, scale=3) * np.array([1.0, 1.0, 5.0, 5.0, 1.0, 1.0])
    far += np.array([1000.0, -1000.0, 400.0, -400.0, 40.0, -40.0])
    zs = [draw.rounded(*shape, scale=2) for shape in ((), (1,), (3, 4), (5, 1), (2, 3, 2))]
    zs += [np.array(0.0), np.append(far, 0.0)]
    _judge(function, zs, slopes, given)


@points(2)
def test_step(student: Student, draw: Draw) -> None:
    """step(z) is 1 where z > 0 and 0 elsewhere; step(0) = 0."""
    _a_few(student.step, draw)


@points(2)
def test_sigmoid(student: Student, draw: Draw) -> None:
    """sigmoid(z) = 1 / (1 + exp(-z))."""
    _a_few(student.sigmoid, draw)


@points(2)
def test_tanh(student: Student, draw: Draw) -> None:
    """tanh(z) is the hyperbolic tangent."""
    _a_few(student.tanh, draw)


@points(2)
def test_relu(student: Student, draw: Draw) -> None:
    """relu(z) is z where z > 0 and 0 elsewhere."""
    _a_few(student.relu, draw)


@points(2)
def test_leaky_relu(student: Student, draw: Draw) -> None:
    """leaky_relu(z, slope) is z where z > 0 and slope times z elsewhere."""
    _a_few(student.leaky_relu, draw, slopes=(draw.whole(10, 30) / 100,))


@points(2)
def test_sigmoid_grad(student: Student, draw: Draw) -> None:
    """sigmoid_grad(z) is the sigmoid's derivative at z, given your own sigmoid."""
    _a_few(student.sigmoid_grad, draw, given=student.sigmoid)


@points(2)
def test_tanh_grad(student: Student, draw: Draw) -> None:
    """tanh_grad(z) is the derivative of tanh at z, given your own tanh."""
    _a_few(student.tanh_grad, draw, given=student.tanh)


@points(2)
def test_relu_grad(student: Student, draw: Draw) -> None:
    """relu_grad(z) is the derivative of ReLU at z; relu_grad(0) = 1."""
    _a_few(student.relu_grad, draw)


@points(2)
def test_leaky_relu_grad(student: Student, draw: Draw) -> None:
    """leaky_relu_grad(z, slope) is the derivative of leaky ReLU at z; at 0 it is 1."""
    _a_few(student.leaky_relu_grad, draw, slopes=(draw.whole(10, 30) / 100,))


@hidden
def test_step_everywhere(student: Student, draw: Draw) -> None:
    """The step for other shapes (a single number, three axes) and for very large and small numbers."""
    _everywhere(student.step, draw)


@hidden
def test_sigmoid_everywhere(student: Student, draw: Draw) -> None:
    """The sigmoid for other shapes (a single number, three axes) and for very large and small numbers."""
    _everywhere(student.sigmoid, draw)


@hidden
def test_tanh_everywhere(student: Student, draw: Draw) -> None:
    """tanh for other shapes (a single number, three axes) and for very large and small numbers."""
    _everywhere(student.tanh, draw)


@hidden
def test_relu_everywhere(student: Student, draw: Draw) -> None:
    """ReLU for other shapes (a single number, three axes) and for very large and small numbers."""
    _everywhere(student.relu, draw)


@hidden
def test_leaky_relu_everywhere(student: Student, draw: Draw) -> None:
    """Leaky ReLU for other shapes and extreme numbers, with its usual slope and with another one."""
    _everywhere(student.leaky_relu, draw, slopes=(None, draw.whole(5, 40) / 100))


@hidden
def test_sigmoid_grad_everywhere(student: Student, draw: Draw) -> None:
    """The sigmoid's derivative for other shapes and for very large and small numbers."""
    _everywhere(student.sigmoid_grad, draw, given=student.sigmoid)


@hidden
def test_tanh_grad_everywhere(student: Student, draw: Draw) -> None:
    """The derivative of tanh for other shapes and for very large and small numbers."""
    _everywhere(student.tanh_grad, draw, given=student.tanh)


@hidden
def test_relu_grad_everywhere(student: Student, draw: Draw) -> None:
    """The derivative of ReLU for other shapes and for very large and small numbers."""
    _everywhere(student.relu_grad, draw)


@hidden
def test_leaky_relu_grad_everywhere(student: Student, draw: Draw) -> None:
    """The derivative of leaky ReLU for other shapes and extreme numbers, with two slopes."""
    _everywhere(student.leaky_relu_grad, draw, slopes=(None, draw.whole(5, 40) / 100))
