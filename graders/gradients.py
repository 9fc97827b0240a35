"""A gradient check against the student's own forward: central differences along random directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from graders.cases import alive
from graders.closeness import Array, as_array
from graders.comparing import CheckFailedError
from graders.drawing import Draw, Net
from graders.nets import backward_question, forward_arguments, forward_question
from graders.questions import Question, read
from graders.sandbox import Reply
from graders.student import Function

STEP = 1e-5
NEAR = 1e-5
"""Of the gradient's length; what central differences leave is a thousandth of that."""
DIRECTIONS = 1
"""Of each array; a wrong gradient fits a random direction with probability 0."""


def gradient_gaps(forward: Function, backward: Function, net: Net, draw: Draw) -> list[str]:
    """The gradients (dW1, db1, …, dX) that are not the slopes of the loss that the student's forward gives.

    Zeros are none, though they are the slopes of a loss that depends on nothing.

    Raises
    ------
    CheckFailedError
        When either function gives nothing that can be used.
    """
    question = backward_question(net)
    [reply] = backward.replies([tuple(question.arguments.values())])
    gradients = {leaf.step: as_array(leaf.value) for leaf in read(backward.value(reply), question.returns)}
    tries = [
        (step, direction, moved)
        for step, part in _parts(net)
        for direction in (draw.numbers(*part.shape) for _ in range(DIRECTIONS))
        for moved in (_moved(net, step, STEP * direction), _moved(net, step, -STEP * direction))
    ]
    losses = _losses(forward, [moved for *_, moved in tries])
    gaps: dict[str, None] = {}
    for (step, direction, _), above, below in zip(tries[::2], losses[::2], losses[1::2], strict=True):
        gradient = gradients[step]
        if gradient is None or not alive(gradient, question.right[step]):  # a constant has the slope 0
            gaps[question.say(step)] = None
            continue
        slope = (above - below) / (2 * STEP)
        allowed = NEAR * float(np.linalg.norm(gradient) * np.linalg.norm(direction)) + STEP**2
        if not abs(float(np.sum(gradient * direction)) - slope) <= allowed:
            gaps[question.say(step)] = None
    return list(gaps)


def _parts(net: Net) -> Iterator[tuple[str, Array]]:
    for layer, (W, b) in enumerate(zip(net.weights, net.biases, strict=True), start=1):
        yield f"dW{layer}", W
        yield f"db{layer}", b
    yield "dx", net.X


def _moved(net: Net, step: str, by: Array) -> Net:
    """The net with the array moved that this gradient belongs to."""
    if step == "dx":
        return replace(net, X=net.X + by)
    layer = int(step[2:]) - 1
    parts = list(net.weights if step[1] == "W" else net.biases)
    parts[layer] = parts[layer] + by
    return replace(net, weights=parts) if step[1] == "W" else replace(net, biases=parts)


def _losses(forward: Function, nets: list[Net]) -> list[float]:
    question = forward_question(nets[0])
    replies = forward.replies([tuple(forward_arguments(net).values()) for net in nets])
    return [_loss(forward, question, reply, net) for reply, net in zip(replies, nets, strict=True)]


def _loss(forward: Function, question: Question, reply: Reply, net: Net) -> float:
    """The mean cross-entropy of the probabilities that the student's forward returned."""
    (leaf,) = [leaf for leaf in read(forward.value(reply), question.returns) if leaf.step == "yhat"]
    probabilities = as_array(leaf.value)
    shape = (len(net.labels), len(net.biases[-1]))
    if probabilities is None or probabilities.shape != shape:
        raise CheckFailedError("The gradients can't be checked, since your forward returns no probabilities.")
    of_labels = probabilities[np.arange(len(net.labels)), net.labels]
    if not (of_labels > 0).all():
        raise CheckFailedError(
            "The gradients can't be checked: your forward gives a probability of 0 or less."
        )
    return float(-np.log(of_labels).mean())
