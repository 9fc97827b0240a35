"""The forward pass with a class for a layer, whose bias is one more column of its weights."""

import numpy as np

FUNCTIONS = {
    "sigmoid": lambda z: np.reciprocal(1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0),
    "softmax": lambda z: np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True)),
}

class Layer:
    def __init__(self, W, b, name):
        self.table = np.column_stack([W, b])
        self.f = FUNCTIONS[name]

    def __call__(self, below):
        ones = np.ones((below.shape[0], 1))
        self.z = np.hstack([below, ones]) @ self.table.T
        self.a = self.f(self.z)
        return self.a

def forward(X, weights, biases, activation):
    names = [activation] * (len(weights) - 1) + ["softmax"]
    layers = [Layer(W, b, name) for W, b, name in zip(weights, biases, names)]
    h = X
    for layer in layers:
        h = layer(h)
    return [layer.z for layer in layers], [X] + [layer.a for layer in layers]
