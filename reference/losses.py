"""Losses and their gradients, from probabilities and from logits.

The first axis counts samples; a loss adds up its terms over all others and then, as the keyword-only argument
`reduction` says, takes the "mean" or the "sum" over samples. Gradients are those of the reduced loss and have
the shape of the first argument. Logarithms are natural. A loss is a real number, or a complex one where the
first argument is complex (for a complex step); from logits it is accurate for any size of the logits.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from reference.activations import Array, as_inexact, clip_exponent, relu, sigmoid, softmax

Reduction: TypeAlias = Literal["mean", "sum"]


def divisor(reduction: str, samples: int) -> int:
    """Return what a sum over that many samples is divided by.

    Raises
    ------
    ValueError
        If reduction is neither "mean" nor "sum", or there is no sample to average over.
    """
    if reduction == "sum":
        return 1
    if reduction != "mean":
        raise ValueError(f"reduction must be 'mean' or 'sum'; got {reduction!r}")
    if samples == 0:
        raise ValueError("the mean needs at least one sample; got none")
    return samples


def _samples(array: Array) -> int:
    return array.shape[0] if array.ndim else 1


def _reduced(terms: Array, samples: int, reduction: Reduction) -> float:
    loss: float = np.add.reduce(terms, axis=None) / divisor(reduction, samples)
    return loss


def _same_shape(prediction: Array, y: npt.ArrayLike) -> Array:
    labels = as_inexact(y)
    if labels.shape != prediction.shape:
        raise ValueError(f"y must have the shape of the prediction, {prediction.shape}; got {labels.shape}")
    return labels


def check_binary(y: Array) -> None:
    """Raise a ValueError unless every label lies between 0 and 1."""
    if y.size and not (y.min() >= 0 and y.max() <= 1):
        raise ValueError(f"y must lie between 0 and 1; got values from {y.min()} to {y.max()}")


def _check_probabilities(p: Array) -> None:
    if p.size and not (p.real.min() >= 0 and p.real.max() <= 1):
        raise ValueError(f"p must lie between 0 and 1; got values from {p.real.min()} to {p.real.max()}")


def one_hot(y: npt.ArrayLike, shape: tuple[int, ...], *, out: Array | None = None) -> Array:
    """Return labels as one-hot rows of the given shape (…, K).

    Parameters
    ----------
    y
        Integer labels 0 … K−1 of shape (…), or one-hot rows of shape (…, K), which are checked.
    shape
        The shape of the predictions the labels belong to.
    out
        An array of that shape to write integer labels into; one-hot rows are returned as they are.

    Raises
    ------
    ValueError
        If y has neither shape, or holds a label out of range or a row that is not one-hot.
    """
    labels = np.asarray(y)
    if not shape:
        raise ValueError("predictions must have at least one axis, the classes; got a single number")
    classes = shape[-1]
    if labels.shape == shape:
        one = labels.size == 0 or (
            labels.min() >= 0 and (labels.max(axis=-1) == 1).all() and (labels.sum(axis=-1) == 1).all()
        )
        if not one:
            raise ValueError("y must have a single 1 and otherwise 0 in every one-hot row; got other rows")
        return as_inexact(labels)
    if labels.shape != shape[:-1] or labels.dtype.kind not in "iu":
        raise ValueError(
            f"y must be integer labels of shape {shape[:-1]} or one-hot rows of shape {shape}; "
            f"got {labels.dtype} values of shape {labels.shape}"
        )
    if labels.size and not (labels.min() >= 0 and labels.max() < classes):
        raise ValueError(
            f"y must hold labels from 0 to {classes - 1}; got values from {labels.min()} to {labels.max()}"
        )
    rows = np.zeros(shape) if out is None else out
    rows.fill(0.0)
    np.put_along_axis(rows, labels[..., None], 1.0, axis=-1)
    return rows


def _tail(z: Array) -> Array:
    """Return log(1 + exp(−|z|)), with |z| the sign change by the real part."""
    folded = np.where(z.real < 0, z, -z)
    np.exp(clip_exponent(folded, out=folded), out=folded)
    return np.log1p(folded, out=folded)


def binary_cross_entropy(p: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> float:
    """Return −y log p − (1 − y) log(1 − p) for probabilities p; infinite where a sure p is wrong.

    Raises
    ------
    ValueError
        If the shapes differ, or p or y leaves the interval from 0 to 1.
    """
    p = as_inexact(p)
    y = _same_shape(p, y)
    _check_probabilities(p)
    check_binary(y)
    with np.errstate(divide="ignore"):
        log_p = np.log(p, where=y != 0, out=np.zeros_like(p))
        log_q = np.log1p(-p, where=y != 1, out=np.zeros_like(p))
        return _reduced(-(y * log_p) - (1 - y) * log_q, _samples(p), reduction)


def binary_cross_entropy_grad(p: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> Array:
    """Return (1 − y)/(1 − p) − y/p, the gradient in the probabilities p; infinite where a sure p is wrong."""
    p = as_inexact(p)
    y = _same_shape(p, y)
    _check_probabilities(p)
    check_binary(y)
    with np.errstate(divide="ignore"):
        if_one = np.divide(y, p, where=y != 0, out=np.zeros_like(p))
        if_zero = np.divide(1 - y, 1 - p, where=y != 1, out=np.zeros_like(p))
    gradient: Array = (if_zero - if_one) / divisor(reduction, _samples(p))
    return gradient


def binary_cross_entropy_from_logits(z: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> float:
    """Return the binary cross-entropy of σ(z) and the labels y, each between 0 and 1."""
    z = as_inexact(z)
    y = _same_shape(z, y)
    check_binary(y)
    # Three terms, none of them negative: nothing cancels, however sure and right the prediction is.
    return _reduced(_tail(z) + (1 - y) * relu(z) + y * relu(-z), _samples(z), reduction)


def binary_cross_entropy_from_logits_grad(
    z: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction
) -> Array:
    """Return σ(z) − y, the gradient in the logits z, without cancellation where σ(z) is close to y."""
    z = as_inexact(z)
    y = _same_shape(z, y)
    check_binary(y)
    gradient: Array = ((1 - y) * sigmoid(z) - y * sigmoid(-z)) / divisor(reduction, _samples(z))
    return gradient


def _class_samples(prediction: Array) -> int:
    return prediction.shape[0] if prediction.ndim > 1 else 1


def cross_entropy(p: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> float:
    """Return −Σ_j y_j log p_j = −log p_y; p is (K,) for one sample or (N, K), y labels or one-hot rows."""
    p = as_inexact(p)
    y = one_hot(y, p.shape)
    _check_probabilities(p)
    with np.errstate(divide="ignore"):
        log_p = np.log(p, where=y != 0, out=np.zeros_like(p))
        return _reduced(-(y * log_p), _class_samples(p), reduction)


def cross_entropy_grad(p: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> Array:
    """Return −y_j / p_j, the gradient in the probabilities p, each taken as a variable of its own."""
    p = as_inexact(p)
    y = one_hot(y, p.shape)
    _check_probabilities(p)
    with np.errstate(divide="ignore"):
        quotient = np.divide(y, p, where=y != 0, out=np.zeros_like(p))
    gradient: Array = -quotient / divisor(reduction, _class_samples(p))
    return gradient


def cross_entropy_from_logits(z: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> float:
    """Return log Σ_j exp(z_j) − z_y; z is (K,) for one sample or (N, K), y labels or one-hot rows."""
    z = as_inexact(z)
    y = one_hot(y, z.shape)
    samples = _class_samples(z)
    if z.size == 0:
        return _reduced(np.zeros_like(z), samples, reduction)
    gaps = z - (z * y).sum(axis=-1, keepdims=True)
    largest = gaps.real.argmax(axis=-1)[..., None]
    top = np.take_along_axis(gaps, largest, axis=-1)
    others = np.exp(clip_exponent(gaps - top, out=gaps, share=0.9))
    # The largest term is exp(0) = 1: left to log1p, the small ones keep their digits.
    np.put_along_axis(others, largest, 0.0, axis=-1)
    return _reduced(top[..., 0] + np.log1p(others.sum(axis=-1)), samples, reduction)


def cross_entropy_from_logits_grad(z: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> Array:
    """Return p − y with p = softmax(z), the gradient in the logits z."""
    z = as_inexact(z)
    y = one_hot(y, z.shape)
    wrong = softmax(z) * (1 - y)
    gradient: Array = wrong - y * wrong.sum(axis=-1, keepdims=True)
    gradient /= divisor(reduction, _class_samples(z))
    return gradient


def squared_error(prediction: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> float:
    """Return ½ Σ (ŷ − y)² summed over outputs; a vector is taken as one output for each sample."""
    prediction = as_inexact(prediction)
    y = _same_shape(prediction, y)
    return _reduced(0.5 * np.square(prediction - y), _samples(prediction), reduction)


def squared_error_grad(prediction: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> Array:
    """Return ŷ − y, the gradient of `squared_error` in the prediction ŷ."""
    prediction = as_inexact(prediction)
    gradient: Array = (prediction - _same_shape(prediction, y)) / divisor(reduction, _samples(prediction))
    return gradient


def _signed(z: Array, y: npt.ArrayLike) -> Array:
    labels = _same_shape(z, y)
    if not (np.abs(labels) == 1).all():
        raise ValueError("y must hold the labels -1 and 1 only; got other values")
    return labels


def logistic_loss(z: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> float:
    """Return log(1 + exp(−y z)) for scores z = wᵀx and labels y in {−1, +1} (CS 540, 2026)."""
    z = as_inexact(z)
    margins = z * _signed(z, y)
    return _reduced(_tail(margins) + relu(-margins), _samples(z), reduction)


def logistic_loss_grad(z: npt.ArrayLike, y: npt.ArrayLike, *, reduction: Reduction) -> Array:
    """Return −y σ(−y z), the gradient of `logistic_loss` in the scores z."""
    z = as_inexact(z)
    y = _signed(z, y)
    gradient: Array = -(y * sigmoid(-y * z)) / divisor(reduction, _samples(z))
    return gradient


def _check_strength(strength: float) -> None:
    if not 0 <= strength < float("inf"):
        raise ValueError(f"strength must be a finite number of at least 0; got {strength!r}")


def l2_penalty(w: npt.ArrayLike, *, strength: float) -> float:
    """Return λ/2 ‖w‖² for λ = strength; added once, not once a sample (CS 540, 2026)."""
    _check_strength(strength)
    penalty: float = 0.5 * strength * np.square(as_inexact(w)).sum()
    return penalty


def l2_penalty_grad(w: npt.ArrayLike, *, strength: float) -> Array:
    """Return λ w, the gradient of `l2_penalty`."""
    _check_strength(strength)
    gradient: Array = strength * as_inexact(w)
    return gradient
