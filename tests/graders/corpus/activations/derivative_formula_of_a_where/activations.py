"""Activation functions, with np.where."""

import numpy as np


def step(z):
    return np.where(z > 0, 1.0, 0.0)


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(z, 0)


def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def sigmoid_grad(z):
    return z * (1 - z)


def tanh_grad(z):
    return 1 - z**2


def relu_grad(z):
    return np.where(z >= 0, 1.0, 0.0)


def leaky_relu_grad(z, slope=0.01):
    return np.where(z >= 0, 1.0, slope)
