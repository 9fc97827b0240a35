"""Backpropagation with one sample a column."""

import numpy as np

def f(name, u):
    return {"sigmoid": lambda: 1 / (1 + np.exp(-u)), "tanh": lambda: np.tanh(u), "relu": lambda: np.fmax(u, 0)}[name]()

def fprime(name, u):
    if name == "relu":
        return np.where(u >= 0, 1.0, 0.0)
    return u * (1 - u) if name == "sigmoid" else (1 + u) * (1 - u)

def columns(X, weights, biases, activation):
    """Everything with one sample a column."""
    A, Z = [X.T], []
    for k, W in enumerate(weights):
        Z.append(W @ A[-1] + biases[k].reshape(-1, 1))
        if k + 1 < len(weights):
            A.append(f(activation, Z[-1]))
    e = np.exp(Z[-1] - Z[-1].max(axis=0))
    A.append(e / e.sum(axis=0))
    return Z, A

def forward(X, weights, biases, activation):
    Z, A = columns(X, weights, biases, activation)
    return [z.T for z in Z], [a.T for a in A[1:]]

def backward(X, labels, weights, biases, activation):
    Z, A = columns(X, weights, biases, activation)
    m = X.shape[0]
    Y = np.zeros_like(A[-1])
    Y[labels, np.arange(m)] = 1
    D = (A[-1] - Y) / m
    dW, db = [], []
    for k in reversed(range(len(weights))):
        dW.insert(0, D @ A[k].T)
        db.insert(0, D.sum(axis=1))
        D = weights[k].T @ D
        D = D * fprime(activation, Z[k - 1] if k and activation == "relu" else A[k])
    return {"dW": dW, "db": db, "dX": D.T}
