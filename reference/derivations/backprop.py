"""Forward pass and backpropagation, step by step in scalars and layer by layer in arrays.

Names: W2_1_3 is the weight into unit 1 of layer 2 from unit 3 of the layer below; z1_2, a1_2 and
b1_2 belong to unit 2 of layer 1; yhat is the prediction (yhat_1 … with several outputs). dNAME is
∂loss/∂NAME; dact1_2 the activation's own derivative at z1_2, dout that of the output's activation.
Whatever students get wrong is a step of its own. Source: CS 540 (2021, 2023, 2026), CS 2109S.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reference.derivation import Derivation

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACT = {
    "identity": "{z}", "sigmoid": "sigmoid({z})", "tanh": "tanh({z})", "relu": "relu({z})",
    "leaky_relu": "leaky_relu({z}, slope)", "step": "step({z})",
}  # fmt: skip
_ACT_GRAD = {
    "sigmoid": "{a}*(1 - {a})", "tanh": "1 - {a}**2", "relu": "relu_grad({z})",
    "leaky_relu": "leaky_relu_grad({z}, slope)", "step": "0",
}  # fmt: skip
_OUTPUTS = {
    "binary_cross_entropy": ("sigmoid",), "cross_entropy": ("softmax",), "squared_error": tuple(_ACT),
}  # fmt: skip


@lru_cache(512)
def scalar(sizes: tuple[int, ...], *, hidden: str, output: str, loss: str, bias: bool = True) -> Derivation:
    """One sample through a net of these layer sizes, every unit by itself.

    output and loss: sigmoid with binary_cross_entropy; softmax with cross_entropy (y one-hot); any
    activation with squared_error (half the squared error, summed over outputs).

    Raises
    ------
    ValueError
        When there are fewer than two sizes, an activation or loss is unknown, or they don't go together.
    """
    if len(sizes) < 2 or any(size < 1 for size in sizes):
        raise ValueError(f"sizes must be at least two positive whole numbers; got {sizes}")
    _check(hidden, output, loss)
    if output == "softmax" and sizes[-1] == 1:
        raise ValueError(f"softmax needs at least two outputs; got sizes {sizes}")
    last = len(sizes) - 1
    rules = dict(_forward(sizes, hidden, output, bias=bias))
    rules |= dict(_loss(sizes[-1], last, output, loss))
    for layer in range(last, 0, -1):
        here, below = range(1, sizes[layer] + 1), range(1, sizes[layer - 1] + 1)
        for j in here:
            for i in below:
                rules[f"dW{layer}_{j}_{i}"] = f"dz{layer}_{j}*{_unit(layer - 1, i)}"
            if bias:
                rules[f"db{layer}_{j}"] = f"dz{layer}_{j}"
        for i in below:
            back = " + ".join(f"dz{layer}_{j}*W{layer}_{j}_{i}" for j in here)
            rules[f"d{_unit(layer - 1, i)}"] = back
            if layer > 1:
                rules |= _through(f"{layer - 1}_{i}", hidden)
    names = [f"x_{i}" for i in range(1, sizes[0] + 1)]
    for layer in range(1, last + 1):
        for j in range(1, sizes[layer] + 1):
            names += [f"W{layer}_{j}_{i}" for i in range(1, sizes[layer - 1] + 1)]
            names += [f"b{layer}_{j}"] if bias else []
    return Derivation.of(rules, inputs=[*names, *_slope(hidden, output), *_outputs("y", sizes[-1])])


def _check(hidden: str, output: str, loss: str) -> None:
    if hidden not in _ACT:
        raise ValueError(f"hidden must be one of {', '.join(_ACT)}; got {hidden!r}")
    if loss not in _OUTPUTS:
        raise ValueError(f"loss must be one of {', '.join(_OUTPUTS)}; got {loss!r}")
    if output not in _OUTPUTS[loss]:
        allowed = ", ".join(_OUTPUTS[loss])
        raise ValueError(f"output must be one of {allowed} for the loss {loss!r}; got {output!r}")


def _slope(hidden: str, output: str) -> list[str]:
    return ["slope"] if "leaky_relu" in (hidden, output) else []


def _unit(layer: int, unit: int) -> str:
    return f"a{layer}_{unit}" if layer else f"x_{unit}"


def _outputs(name: str, count: int) -> list[str]:
    return [name] if count == 1 else [f"{name}_{k}" for k in range(1, count + 1)]


def _forward(sizes: tuple[int, ...], hidden: str, output: str, *, bias: bool) -> Iterator[tuple[str, str]]:
    last = len(sizes) - 1
    for layer in range(1, last + 1):
        for j in range(1, sizes[layer] + 1):
            terms = [f"W{layer}_{j}_{i}*{_unit(layer - 1, i)}" for i in range(1, sizes[layer - 1] + 1)]
            yield f"z{layer}_{j}", " + ".join(terms + ([f"b{layer}_{j}"] if bias else []))
            if layer < last:
                yield f"a{layer}_{j}", _ACT[hidden].format(z=f"z{layer}_{j}")
    names = _outputs("yhat", sizes[-1])
    if output == "softmax":
        for k in range(1, sizes[-1] + 1):
            yield f"e_{k}", f"exp(z{last}_{k})"
        yield "s", " + ".join(f"e_{k}" for k in range(1, sizes[-1] + 1))
    for k, name in enumerate(names, start=1):
        yield name, f"e_{k}/s" if output == "softmax" else _ACT[output].format(z=f"z{last}_{k}")


def _loss(outputs: int, last: int, output: str, loss: str) -> Iterator[tuple[str, str]]:
    """The loss and the gradient at the output layer's z, where sigmoid and softmax cancel as taught."""
    labels = _outputs("", outputs)
    pairs = list(zip(_outputs("yhat", outputs), _outputs("y", outputs), strict=True))
    if loss == "squared_error":
        for k, (p, y) in zip(labels, pairs, strict=True):
            yield f"error{k}", f"{p} - {y}"
        yield "loss", " + ".join(f"1/2*error{k}**2" for k in labels)
    elif loss == "binary_cross_entropy":
        yield "loss", f"-({' + '.join(f'{y}*log({p}) + (1 - {y})*log(1 - {p})' for p, y in pairs)})"
    else:
        yield "loss", f"-({' + '.join(f'{y}*log({p})' for p, y in pairs)})"
    for number, (k, (p, y)) in enumerate(zip(labels, pairs, strict=True), start=1):
        z = f"z{last}_{number}"
        if loss == "squared_error":
            yield f"d{p}", f"error{k}"
            if output != "identity":
                yield f"dout{k}", _ACT_GRAD[output].format(a=p, z=z)
            yield f"d{z}", f"d{p}" if output == "identity" else f"d{p}*dout{k}"
        else:
            if loss == "binary_cross_entropy":
                yield f"d{p}", f"(1 - {y})/(1 - {p}) - {y}/{p}"
            yield f"d{z}", f"{p} - {y}"


def _through(name: str, hidden: str) -> dict[str, str]:
    """Back through the activation of a unit or of a whole layer."""
    if hidden == "identity":
        return {f"dz{name}": f"da{name}"}
    return {
        f"dact{name}": _ACT_GRAD[hidden].format(a=f"a{name}", z=f"z{name}"),
        f"dz{name}": f"da{name}*dact{name}",
    }


@lru_cache(256)
def layers(depth: int, *, hidden: str, output: str, loss: str, bias: bool = True) -> Derivation:
    """A batch through `depth` layers of weights, layer by layer; x is (n, d), one sample a row.

    The loss is the mean over the samples, summed over outputs; y has the shape of yhat (one-hot for
    softmax). For the array world. Outputs and losses as for `scalar`.

    Raises
    ------
    ValueError
        When depth is below 1, an activation or loss is unknown, or they don't go together.
    """
    if depth < 1:
        raise ValueError(f"depth must be at least 1; got {depth}")
    _check(hidden, output, loss)
    rules: dict[str, str] = {}
    below = "x"
    for layer in range(1, depth + 1):
        rules[f"z{layer}"] = f"{below} @ W{layer}.T" + (f" + b{layer}" if bias else "")
        if layer < depth:
            below = f"a{layer}"
            rules[below] = _ACT[hidden].format(z=f"z{layer}")
    z = f"z{depth}"
    rules["yhat"] = f"exp({z})/rows(exp({z}))" if output == "softmax" else _ACT[output].format(z=z)
    rules |= _batch_loss(z, output, loss)
    for layer in range(depth, 0, -1):
        under = f"a{layer - 1}" if layer > 1 else "x"
        rules[f"dW{layer}"] = f"dz{layer}.T @ {under}"
        if bias:
            rules[f"db{layer}"] = f"columns(dz{layer})"
        rules[f"d{under}"] = f"dz{layer} @ W{layer}"
        if layer > 1:
            rules |= _through(str(layer - 1), hidden)
    each = range(1, depth + 1)
    inputs = ["x", *(f"W{k}" for k in each), *(f"b{k}" for k in each if bias), *_slope(hidden, output), "y"]
    return Derivation.of(rules, inputs=inputs)


def _batch_loss(z: str, output: str, loss: str) -> dict[str, str]:
    """`_loss` of a batch: the mean over its samples."""
    if loss == "squared_error":
        rules = {"error": "yhat - y", "loss": "sum(1/2*error**2)/count(x)", "dyhat": "error/count(x)"}
        if output == "identity":
            return rules | {f"d{z}": "dyhat"}
        return rules | {"dout": _ACT_GRAD[output].format(a="yhat", z=z), f"d{z}": "dyhat*dout"}
    if loss == "binary_cross_entropy":
        return {
            "loss": "-sum(y*log(yhat) + (1 - y)*log(1 - yhat))/count(x)",
            "dyhat": "((1 - y)/(1 - yhat) - y/yhat)/count(x)",
            f"d{z}": "(yhat - y)/count(x)",
        }
    return {"loss": "-sum(y*log(yhat))/count(x)", f"d{z}": "(yhat - y)/count(x)"}
