"""Activation functions, written into a new array through masks."""

import numpy as np


def step(z):
    out = np.zeros(z.shape)
    out[z > 0] = 1
    return out


def sigmoid(z):
    out = np.zeros(z.shape)
    up, down = z >= 0, z < 0
    out[up] = 1 / (1 + np.exp(-z[up]))
    out[down] = np.exp(z[down]) / (1 + np.exp(z[down]))
    return out


def tanh(z):
    return 2 * sigmoid(2 * z) - 1


def relu(z):
    return z * (z > 0)


def leaky_relu(z, slope=0.01):
    out = z.copy()
    out[z < 0] *= slope
    return out


def sigmoid_grad(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_grad(z):
    a = tanh(z)
    return 1 - a


def relu_grad(z):
    out = np.ones(z.shape)
    out[z < 0] = 0
    return out


def leaky_relu_grad(z, slope=0.01):
    out = np.ones(z.shape)
    out[z < 0] = slope
    return out
