"""The forward pass, unit by unit and sample by sample."""

import math

import numpy as np


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def apply(activation, z):
    if activation == "sigmoid":
        return sigmoid(z)
    if activation == "tanh":
        return math.tanh(z)
    return z if z > 0 else 0.0


def softmax(z):
    e = [math.exp(value - max(z)) for value in z]
    return [value / sum(e) for value in e]


def layer_z(a, W, b):
    z = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            z[i, j] = sum(W[j, k] * a[i, k] for k in range(len(a[i]))) + b[j]
    return z


def forward(X, weights, biases, activation):
    zs, activations = [], []
    below = X
    for W, b in zip(weights[:-1], biases[:-1]):
        zs.append(layer_z(below, W, b))
        below = np.array([[apply(activation, z) for z in row] for row in zs[-1]])
        activations.append(below)
    zs.append(layer_z(below, weights[-1], biases[-1]))
    activations.append(np.array([softmax(row) for row in zs[-1]]).T)
    return zs, activations
