"""The forward pass as a fold over the layers, with einsum."""

from functools import reduce
import numpy as np

def squash(z, how):
    if how == "sigmoid":
        return (1 + np.tanh(z / 2)) / 2
    elif how == "tanh":
        return np.tanh(z)
    else:
        return z * (z > 0)

def probabilities(z):
    e = np.exp(z - z.max(1)[:, None])
    return np.einsum("ij,i->ij", e, 1 / np.einsum("ij->i", e))

def forward(X, weights, biases, activation):
    last = len(weights) - 1

    def go(state, item):
        h, zs, As = state
        i, (W, b) = item
        z = np.einsum("nd,ud->nu", h, W) + np.outer(np.ones(len(h)), b)
        a = probabilities(z) if i == last else squash(z, activation)
        return a, zs + [z], As + [a]

    _, zs, As = reduce(go, enumerate(zip(weights, biases)), (X, [], []))
    return zs, zs
