"""Backpropagation through a multilayer perceptron.

One sample is a row of X, one unit is a row of a weight matrix. All hidden units have the same activation
function, the output layer has softmax, and the loss is the mean cross-entropy over the samples. No argument
may be changed.
"""

import numpy as np


def forward(X, weights, biases, activation):
    """Return (zs, activations): two lists with an array of shape (n, units) for each layer.

    X: inputs of shape (n, d).
    weights: a list with a matrix of shape (units, units below) for each layer, first layer first.
    biases: a list with a vector of shape (units,) for each layer.
    activation: "sigmoid", "tanh" or "relu", the activation function of the hidden layers.

    zs holds each layer's values before its activation, activations those after it. X is not among them; the
    last of the activations is the softmax of the last z: the probabilities.
    """
    ### BEGIN SOLUTION
    zs, activations = [], []
    a = X
    for layer, (W, b) in enumerate(zip(weights, biases)):
        z = a @ W.T + b
        a = _softmax(z) if layer == len(weights) - 1 else _activate(z, activation)
        zs.append(z)
        activations.append(a)
    return zs, activations
    ### END SOLUTION


def backward(X, labels, weights, biases, activation):
    """Return the gradients of the mean cross-entropy, as {"dW": [...], "db": [...], "dX": ...}.

    X, weights, biases, activation: as in `forward`.
    labels: integers from 0 to classes - 1, of shape (n,).

    dW and db are lists, first layer first, with a gradient in the shape of each weight matrix and each bias;
    dX has the shape of X. The derivative of ReLU at 0 is 1.
    """
    ### BEGIN SOLUTION
    zs, activations = forward(X, weights, biases, activation)
    n = len(X)
    dz = activations[-1].copy()
    dz[np.arange(n), labels] -= 1
    dz /= n
    dW, db = [], []
    for layer in range(len(weights) - 1, -1, -1):
        below = activations[layer - 1] if layer > 0 else X
        dW.insert(0, dz.T @ below)
        db.insert(0, dz.sum(axis=0))
        da = dz @ weights[layer]
        if layer > 0:
            dz = da * _slope(zs[layer - 1], activations[layer - 1], activation)
    return {"dW": dW, "db": db, "dX": da}
    ### END SOLUTION


### BEGIN SOLUTION
def _activate(z, activation):
    if activation == "sigmoid":
        small = np.exp(-np.abs(z))  # exp of a number that is never positive can't overflow
        return np.where(z >= 0, 1 / (1 + small), small / (1 + small))
    if activation == "tanh":
        return np.tanh(z)
    return np.maximum(z, 0.0)


def _slope(z, a, activation):
    if activation == "sigmoid":
        return a * (1 - a)
    if activation == "tanh":
        return 1 - a**2
    return np.where(z >= 0, 1.0, 0.0)


def _softmax(z):
    exponentials = np.exp(z - np.max(z, axis=1, keepdims=True))
    return exponentials / np.sum(exponentials, axis=1, keepdims=True)


### END SOLUTION
