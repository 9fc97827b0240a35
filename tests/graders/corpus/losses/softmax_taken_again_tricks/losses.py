"""Losses with outer comparisons, take_along_axis and einsum."""

import numpy as np

EPSILON = 1e-12

def log_softmax(z):
    top = z.max(axis=-1, keepdims=True)
    return z - top - np.log(np.exp(z - top).sum(axis=-1, keepdims=True))

def softmax(logits):
    return np.exp(log_softmax(logits))

def one_hot(labels, num_classes):
    return np.equal.outer(labels, np.arange(num_classes)).astype(float)

def cross_entropy(probabilities, labels):
    mine = np.take_along_axis(softmax(probabilities), labels[:, None], axis=1)
    return -np.log(mine.clip(EPSILON)).mean()

def binary_cross_entropy(p, y):
    p = p.clip(EPSILON, 1 - EPSILON)
    chosen = np.where(y == 1, p, 1 - p)
    return np.average(-np.log(chosen))

def squared_error(prediction, y):
    d = prediction - y
    return np.einsum("ij,ij->", d, d) / (2 * d.shape[0])
