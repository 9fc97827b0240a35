"""Activation functions, number by number through np.vectorize."""

import math
import numpy as np

def each(f):
    g = np.vectorize(f, otypes=[float])
    return lambda z, *rest, **named: g(z, *rest, **named)

step = each(lambda t: 1.0 if t > 0 else 0.0)
sigmoid = each(lambda t: 1 / (1 + math.exp(-t)))
tanh = each(math.tanh)
relu = each(lambda t: max(t, 0.0))

def leaky_relu(z, slope=0.01):
    return each(lambda t: t if t > 0 else slope * t)(z)

def sigmoid_grad(z):
    s = sigmoid(z)
    return s - s ** 2

tanh_grad = each(lambda t: 1 - math.tanh(t) ** 2)
relu_grad = each(lambda t: float(t >= 0))

def leaky_relu_grad(z, slope=0.01):
    return each(lambda t: 1.0 if t >= 0 else slope)(z)
