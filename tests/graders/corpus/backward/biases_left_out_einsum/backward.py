"""Backpropagation with einsum."""

import numpy as np

def forward(X, weights, biases, activation):
    zs, hs = [], []
    h = X
    for layer in range(len(weights)):
        z = np.einsum("ni,oi->no", h, weights[layer])
        if layer == len(weights) - 1:
            h = np.exp(z - z.max(axis=1, keepdims=True))
            h /= h.sum(axis=1, keepdims=True)
        elif activation == "sigmoid":
            h = 0.5 + 0.5 * np.tanh(0.5 * z)
        elif activation == "tanh":
            h = np.tanh(z)
        else:
            h = np.clip(z, 0, np.inf)
        zs.append(z)
        hs.append(h)
    return zs, hs

def slope(activation, z, h):
    if activation == "sigmoid":
        return h * (1 - h)
    if activation == "tanh":
        return 1 - h * h
    return np.heaviside(z, 1)

def backward(X, labels, weights, biases, activation):
    zs, hs = forward(X, weights, biases, activation)
    inputs = [X, *hs[:-1]]
    n = len(labels)
    delta = hs[-1].copy()
    delta[np.arange(n), labels] -= 1
    delta /= n
    grads = {"dW": [None] * len(weights), "db": [None] * len(weights)}
    for layer in range(len(weights))[::-1]:
        grads["dW"][layer] = np.einsum("no,ni->oi", delta, inputs[layer])
        grads["db"][layer] = np.einsum("no->o", delta)
        delta = np.einsum("no,oi->ni", delta, weights[layer])
        if layer > 0:
            delta = delta * slope(activation, zs[layer - 1], hs[layer - 1])
    grads["dX"] = delta
    return grads
