"""A forward that depends on the last bias alone, and its gradients."""

import numpy as np
def forward(X, weights, biases, activation):
    n = len(X)
    zs = [np.tile(b, (n, 1)) for b in biases]
    acts = [np.ones((n, len(b))) for b in biases[:-1]]
    e = np.exp(zs[-1] - zs[-1].max(axis=1, keepdims=True))
    return zs, acts + [e / e.sum(axis=1, keepdims=True)]
def backward(X, labels, weights, biases, activation):
    zs, acts = forward(X, weights, biases, activation)
    n = len(X)
    dz = acts[-1].copy(); dz[np.arange(n), labels] -= 1; dz /= n
    dW = [np.zeros_like(W) for W in weights]; db = [np.zeros_like(b) for b in biases]
    db[-1] = dz.sum(axis=0)
    return {"dW": dW, "db": db, "dX": np.zeros_like(X)}
