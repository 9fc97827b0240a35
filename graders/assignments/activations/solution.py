"""Activation functions and their derivatives.

Every function takes an array z of any shape (a single number too) and returns float64 numbers of the same
shape. Every derivative is a function of z, not of the activation's value. Nothing may overflow to NaN,
however large or small z is, and z itself must stay as it is.
"""

import numpy as np


def step(z):
    """Return 1.0 where z > 0, and 0.0 elsewhere: step(0) = 0."""
    ### BEGIN SOLUTION
    return np.where(np.asarray(z) > 0, 1.0, 0.0)
    ### END SOLUTION


def sigmoid(z):
    """Return 1 / (1 + exp(-z))."""
    ### BEGIN SOLUTION
    # exp of a number that is never positive can't overflow.
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1 / (1 + small), small / (1 + small))
    ### END SOLUTION


def tanh(z):
    """Return the hyperbolic tangent of z."""
    ### BEGIN SOLUTION
    return np.tanh(z)
    ### END SOLUTION


def relu(z):
    """Return z where z > 0, and 0.0 elsewhere."""
    ### BEGIN SOLUTION
    return np.maximum(z, 0.0)
    ### END SOLUTION


def leaky_relu(z, slope=0.01):
    """Return z where z > 0, and slope * z elsewhere."""
    ### BEGIN SOLUTION
    return np.where(np.asarray(z) > 0, z, slope * np.asarray(z))
    ### END SOLUTION


def sigmoid_grad(z):
    """Return the derivative of the sigmoid at z."""
    ### BEGIN SOLUTION
    a = sigmoid(z)
    return a * (1 - a)
    ### END SOLUTION


def tanh_grad(z):
    """Return the derivative of tanh at z."""
    ### BEGIN SOLUTION
    return 1 - np.tanh(z) ** 2
    ### END SOLUTION


def relu_grad(z):
    """Return the derivative of ReLU at z; at 0 we take relu_grad(0) = 1."""
    ### BEGIN SOLUTION
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)
    ### END SOLUTION


def leaky_relu_grad(z, slope=0.01):
    """Return the derivative of leaky ReLU at z; at 0 we take leaky_relu_grad(0) = 1."""
    ### BEGIN SOLUTION
    return np.where(np.asarray(z) >= 0, 1.0, slope)
    ### END SOLUTION
