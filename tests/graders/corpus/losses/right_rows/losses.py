"""Losses in plain Python, row by row."""

import math
import numpy as np

EPSILON = 1e-12

def _row(row):
    top = max(row)
    e = [math.exp(v - top) for v in row]
    total = math.fsum(e)
    return [v / total for v in e]

def softmax(logits):
    return np.apply_along_axis(lambda r: np.array(_row(list(r))), -1, logits)

def one_hot(labels, num_classes):
    return np.array([[float(j == k) for j in range(num_classes)] for k in labels])

def _safe(q):
    return min(max(q, EPSILON), 1 - EPSILON)

def cross_entropy(probabilities, labels):
    n = len(labels)
    total = 0.0
    for row, k in zip(probabilities, labels):
        total -= math.log(max(row[k], EPSILON))
    return total / n

def binary_cross_entropy(p, y):
    bits = [math.log(_safe(q)) if t else math.log(1 - _safe(q)) for q, t in zip(p, y)]
    return -sum(bits) / len(bits)

def squared_error(prediction, y):
    total = 0.0
    for a, b in zip(prediction, y):
        total += sum((s - t) ** 2 for s, t in zip(a, b))
    return total / 2 / len(y)
