"""Backpropagation sample by sample; the gradients are added up, then divided by the number of samples."""

import numpy as np


def act(z, name):
    return {"sigmoid": lambda: 1 / (1 + np.exp(-z)), "tanh": lambda: np.tanh(z), "relu": lambda: z * (z > 0)}[name]()


def act_prime(z, name):
    if name == "relu":
        return np.where(z >= 0, 1.0, 0.0)
    a = act(z, name)
    return a * (1 - a) if name == "sigmoid" else (1 - a) * (1 + a)


def forward(X, weights, biases, activation):
    zs, activations = [], []
    h = X
    for W, b in zip(weights[:-1], biases[:-1]):
        zs.append(np.dot(h, W.T) + b)
        h = zs[-1]
        activations.append(h)
    zs.append(np.dot(h, weights[-1].T) + biases[-1])
    e = np.exp(zs[-1] - np.max(zs[-1], axis=1)[:, None])
    activations.append(e / np.sum(e, axis=1)[:, None])
    return zs, activations


def backward(X, labels, weights, biases, activation):
    zs, activations = forward(X, weights, biases, activation)
    n = X.shape[0]
    dW = [np.zeros_like(W) for W in weights]
    db = [np.zeros_like(b) for b in biases]
    dX = np.zeros_like(X)
    for i in range(n):
        delta = activations[-1][i].copy()
        delta[labels[i]] -= 1
        for k in range(len(weights) - 1, -1, -1):
            inputs = activations[k - 1][i] if k > 0 else X[i]
            dW[k] += np.outer(delta, inputs) / n
            db[k] += delta / n
            back = weights[k].T @ delta
            if k > 0:
                delta = back
        dX[i] = back / n
    return {"dW": dW, "db": db, "dX": dX}
