"""Softmax and losses.

A loss is a single number: the mean over the samples. Logarithms are natural. Before a logarithm is taken,
probabilities are clipped: none counts as less than EPSILON, and in the binary cross-entropy none counts as
more than 1 - EPSILON either. So a loss is finite when a probability is 0 or 1. No argument may be changed.
"""

import numpy as np

EPSILON = 1e-12


def softmax(logits):
    """Return the softmax over the last axis.

    logits: an array of any shape with at least one axis, such as (n, classes). The result has the same shape.
    Logits of any size must work: exp(1000) overflows, so subtract the largest logit of each row first.
    """
    ### BEGIN SOLUTION
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    exponentials = np.exp(shifted)
    return exponentials / np.sum(exponentials, axis=-1, keepdims=True)
    ### END SOLUTION


def one_hot(labels, num_classes):
    """Return an array of shape (n, num_classes): in each row a 1.0 at the label's place, and 0.0 elsewhere.

    labels: integers from 0 to num_classes - 1, of shape (n,).
    """
    ### BEGIN SOLUTION
    rows = np.zeros((len(labels), num_classes))
    rows[np.arange(len(labels)), labels] = 1.0
    return rows
    ### END SOLUTION


def cross_entropy(probabilities, labels):
    """Return the mean of -log(the probability of the sample's label).

    probabilities: (n, classes), one sample a row. labels: integers of shape (n,).
    """
    ### BEGIN SOLUTION
    of_labels = probabilities[np.arange(len(labels)), labels]
    return float(np.mean(-np.log(np.maximum(of_labels, EPSILON))))
    ### END SOLUTION


def binary_cross_entropy(p, y):
    """Return the mean of -(y log p + (1 - y) log(1 - p)).

    p: probabilities that the label is 1, of shape (n,). y: labels 0 or 1, of shape (n,).
    """
    ### BEGIN SOLUTION
    p = np.clip(p, EPSILON, 1 - EPSILON)
    return float(np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p))))
    ### END SOLUTION


def squared_error(prediction, y):
    """Return the mean over the samples of half the squared error, summed over the outputs.

    prediction and y: (n, outputs), one sample a row.
    """
    ### BEGIN SOLUTION
    return float(np.sum(0.5 * (prediction - y) ** 2) / len(y))
    ### END SOLUTION
