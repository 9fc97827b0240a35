"""Softmax and losses, sample by sample."""

import math

import numpy as np

EPSILON = 1e-12


def softmax(logits):
    if logits.ndim > 1:
        return np.array([softmax(row) for row in logits])
    largest = max(logits)
    e = [math.exp(z - largest) for z in logits]
    return np.array(e) / sum(e)


def one_hot(labels, num_classes):
    rows = np.zeros((len(labels), num_classes))
    for i, label in enumerate(labels):
        rows[i, label] = 1
    return rows


def cross_entropy(probabilities, labels):
    total = 0.0
    for row, label in zip(probabilities, labels):
        total -= math.log(max(row[label], EPSILON))
    return total / len(labels)


def binary_cross_entropy(p, y):
    total = 0.0
    for q, label in zip(p, y):
        q = min(max(q, EPSILON), 1 - EPSILON)
        total -= math.log(q) if label == 1 else math.log(1 - q)
    return total / len(y)


def squared_error(prediction, y):
    total = 0.0
    for row, target in zip(prediction, y):
        for a, b in zip(row, target):
            total += 0.5 * (a - b) ** 2
    return math.sqrt(total / len(y))
