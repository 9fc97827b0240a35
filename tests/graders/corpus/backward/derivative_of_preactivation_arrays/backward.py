"""Backpropagation over whole arrays, from the last layer to the first."""

import numpy as np


def activate(z, activation):
    if activation == "sigmoid":
        return 0.5 * (1 + np.tanh(z / 2))
    return np.tanh(z) if activation == "tanh" else np.maximum(z, 0)


def derivative(z, a, activation):
    if activation == "sigmoid":
        return a * (1 - a)
    return 1 - a**2 if activation == "tanh" else (z >= 0) * 1.0


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def forward(X, weights, biases, activation):
    zs, activations = [], []
    a = X
    for layer, (W, b) in enumerate(zip(weights, biases)):
        z = a @ W.T + b
        a = activate(z, activation) if layer < len(weights) - 1 else softmax(z)
        zs.append(z)
        activations.append(a)
    return zs, activations


def backward(X, labels, weights, biases, activation):
    zs, activations = forward(X, weights, biases, activation)
    below = [X, *activations]
    n, last = len(X), len(weights) - 1
    dW, db = [None] * len(weights), [None] * len(weights)
    y = np.eye(len(biases[-1]))[labels]
    dz = (activations[-1] - y) / n
    for layer in range(last, -1, -1):
        dW[layer] = dz.T @ below[layer]
        db[layer] = dz.sum(axis=0)
        da = dz @ weights[layer]
        if layer > 0:
            dz = da * derivative(zs[layer - 1], zs[layer - 1], activation)
    return {"dW": dW, "db": db, "dX": da}
