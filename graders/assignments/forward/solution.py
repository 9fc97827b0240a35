"""The forward pass of a multilayer perceptron.

One sample is a row of X, one unit is a row of a weight matrix. All hidden units have the same activation
function, the output layer has softmax. No argument may be changed.
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


### BEGIN SOLUTION
def _activate(z, activation):
    if activation == "sigmoid":
        small = np.exp(-np.abs(z))  # exp of a number that is never positive can't overflow
        return np.where(z >= 0, 1 / (1 + small), small / (1 + small))
    if activation == "tanh":
        return np.tanh(z)
    return np.maximum(z, 0.0)


def _softmax(z):
    exponentials = np.exp(z - np.max(z, axis=1, keepdims=True))
    return exponentials / np.sum(exponentials, axis=1, keepdims=True)


### END SOLUTION
