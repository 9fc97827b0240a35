"""What is checked of backpropagation: from the output layer down, each step given the student's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from graders import CheckFailedError, Draw, Net, Student, hidden, judge, needs, observe, points
from graders.faults import find_fault
from graders.gradients import gradient_gaps
from graders.nets import backward_question, forward_question
from reference.mistakes import catalogue, load

HERE = Path(__file__).parent
MISTAKES = (
    *load(HERE / "mistakes.toml"),
    *load(HERE.parent / "forward" / "mistakes.toml"),
    *catalogue("backprop"),
)
SHAPES = (
    ((3, 4, 2), 3, "tanh"),
    ((5, 4, 4, 3), 4, "sigmoid"),
    ((4, 6, 5), 2, "relu"),
    ((2, 1, 2), 1, "tanh"),
    ((3, 4), 3, "sigmoid"),
)
"""Layer sizes, samples, activation: several depths; one sample; one unit; one class more than samples.

No layer has fewer units than there are samples: then its dz follows from the student's own dW."""
MORE_SAMPLES = ((2, 3, 3), 6, "relu")
FORWARD = ("z1", "a1", "z2", "yhat")


def _small(draw: Draw) -> list[Net]:
    return [draw.net((3, 3, 3), 2, "tanh")]


def _many(draw: Draw) -> list[Net]:
    return [draw.net(*shape) for shape in SHAPES]


def _judge_forward(student: Student, nets: list[Net], *steps: str) -> None:
    judge(student.forward, [forward_question(net) for net in nets], mistakes=MISTAKES, only=steps or ("*",))


def _judge(student: Student, nets: list[Net], *steps: str) -> None:
    before = observe(student.forward, [forward_question(net) for net in nets])
    questions = [backward_question(net) for net in nets]
    judge(student.backward, questions, mistakes=MISTAKES, only=steps, before=before)


@points(2)
def test_forward(student: Student, draw: Draw) -> None:
    """forward returns zs and activations of a small net."""
    _judge_forward(student, draw.once(_small))


@hidden
def test_forward_everywhere(student: Student, draw: Draw) -> None:
    """forward for several depths, sizes and activations, with one sample and with one unit."""
    _judge_forward(student, draw.once(_many))


@points(2)
def test_output_layer(student: Student, draw: Draw) -> None:
    """The last dW and db, the output layer's, in a small net and given your own forward."""
    _judge(student, draw.once(_small), "dW{last}", "db{last}")


@points(2)
def test_hidden_layer(student: Student, draw: Draw) -> None:
    """The first dW, the hidden layer's, in a small net and given your own values of what comes before."""
    _judge(student, draw.once(_small), "dW1")


def test_hidden_bias(student: Student, draw: Draw) -> None:
    """The first db, the hidden layer's, in a small net and given your own values of what comes before."""
    _judge(student, draw.once(_small), "db1")


@hidden
@points(2)
def test_weights_everywhere(student: Student, draw: Draw) -> None:
    """dW of all layers, for several depths, sizes and activations, with one sample and with one unit."""
    _judge(student, [*draw.once(_many), draw.net(*MORE_SAMPLES)], "dW{layer}")


@hidden
@points(2)
def test_biases_everywhere(student: Student, draw: Draw) -> None:
    """db of all layers, for several depths, sizes and activations, given your own dW."""
    _judge(student, draw.once(_many), "db{layer}")


@hidden
@points(2)
def test_inputs_everywhere(student: Student, draw: Draw) -> None:
    """dX for several depths, sizes and activations, given your own dW."""
    _judge(student, draw.once(_many), "dx")


@hidden
@needs("output_layer", "hidden_layer")
def test_certain(student: Student, draw: Draw) -> None:
    """All gradients stay right when the net is very sure of itself, rightly and wrongly."""
    net = draw.net((3, 3, 3), 2, "tanh")
    net.biases[-1] += np.array([60.0, -60.0, 0.0])
    _judge(student, [net], "d*")


@hidden
def test_gradient_check(student: Student, draw: Draw) -> None:
    """backward matches forward: its gradients are the slopes of the loss that your own forward gives."""
    net = draw.net((3, 4, 3), 4, "tanh")
    question = forward_question(net)
    [own] = observe(student.forward, [question])
    off = [step for step in FORWARD if step not in own or find_fault(own[step], question.right[step])]
    state = f"Your forward is off itself, at {question.say(off[0])}." if off else "Your forward is right."
    gaps = gradient_gaps(student.forward, student.backward, net, draw)
    if not gaps:
        if off:
            student.backward.remark(f"Your backward matches your forward. {state}")
        return
    text = f"Your backward doesn't match your forward, in {', '.join(gaps)}. {state}"
    try:
        _judge(student, [net], "d*")
    except CheckFailedError as slip:
        raise CheckFailedError(
            text, mistake=slip.mistake, divergence=gaps[0], function=slip.function, alone=slip.alone
        ) from None
    if off:
        student.backward.remark(f"{text} The gradients are right for the values that it gives.")
    elif not student.backward.shown_again:
        raise CheckFailedError(text, divergence=gaps[0])
