"""Forward pass and backpropagation, step by step in scalars and layer by layer in arrays.

Names: W2_1_3 is the weight into unit 1 of layer 2 from unit 3 of the layer below; z1_2, a1_2 and
b1_2 belong to unit 2 of layer 1; yhat is the prediction (yhat_1 … with several outputs). dNAME is
∂loss/∂NAME; dact1_2 the activation's own derivative at z1_2, dout that of the output's sigmoid.
Whatever students get wrong is a step of its own. Source: CS 540 (2021, 2023, 2026), CS 2109S.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reference.derivation import Derivation

_ACT = {
    "identity": "{z}", "sigmoid": "sigmoid({z})", "tanh": "tanh({z})", "relu": "relu({z})",
    "leaky_relu": "leaky_relu({z}, slope)", "step": "step({z})",
}  # fmt: skip
_ACT_GRAD = {
    "sigmoid": "{a}*(1 - {a})", "tanh": "1 - {a}**2", "relu": "relu_grad({z})",
    "leaky_relu": "leaky_relu_grad({z}, slope)", "step": "0",
}  # fmt: skip


@lru_cache(512)
def scalar(sizes: tuple[int, ...], *, hidden: str, output: str, loss: str, bias: bool = True) -> Derivation:
    """One sample through a net of these layer sizes, every unit by itself.

    output and loss: sigmoid with binary_cross_entropy; sigmoid or identity with squared_error
    (half the squared error, summed over outputs); softmax with cross_entropy (y one-hot).
    """
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
                rules |= _through(layer - 1, i, hidden)
    names = [f"x_{i}" for i in range(1, sizes[0] + 1)]
    for layer in range(1, last + 1):
        for j in range(1, sizes[layer] + 1):
            names += [f"W{layer}_{j}_{i}" for i in range(1, sizes[layer - 1] + 1)]
            names += [f"b{layer}_{j}"] if bias else []
    names += ["slope"] if hidden == "leaky_relu" else []
    return Derivation.of(rules, inputs=names + _outputs("y", sizes[-1]))


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
    pairs = list(zip(_outputs("yhat", outputs), _outputs("y", outputs), _outputs("", outputs), strict=True))
    if loss == "squared_error":
        for p, y, k in pairs:
            yield f"error{k}", f"{p} - {y}"
        yield "loss", " + ".join(f"1/2*error{k}**2" for _, _, k in pairs)
        for number, (p, _, k) in enumerate(pairs, start=1):
            yield f"d{p}", f"error{k}"
            if output == "sigmoid":
                yield f"dout{k}", f"{p}*(1 - {p})"
            yield f"dz{last}_{number}", f"d{p}*dout{k}" if output == "sigmoid" else f"d{p}"
    elif loss == "binary_cross_entropy":
        terms = [f"{y}*log({p}) + (1 - {y})*log(1 - {p})" for p, y, _ in pairs]
        yield "loss", f"-({' + '.join(terms)})"
        for number, (p, y, _) in enumerate(pairs, start=1):
            yield f"d{p}", f"(1 - {y})/(1 - {p}) - {y}/{p}"
            yield f"dz{last}_{number}", f"{p} - {y}"
    else:
        yield "loss", f"-({' + '.join(f'{y}*log({p})' for p, y, _ in pairs)})"
        for number, (p, y, _) in enumerate(pairs, start=1):
            yield f"dz{last}_{number}", f"{p} - {y}"


def _through(layer: int, unit: int, hidden: str) -> dict[str, str]:
    name = f"{layer}_{unit}"
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
    softmax). For the array world.
    """
    rules: dict[str, str] = {}
    below = "x"
    for layer in range(1, depth + 1):
        rules[f"z{layer}"] = f"{below} @ W{layer}.T" + (f" + b{layer}" if bias else "")
        if layer < depth:
            below = f"a{layer}"
            rules[below] = _ACT[hidden].format(z=f"z{layer}")
    rules["yhat"] = f"exp(z{depth})/rows(exp(z{depth}))" if output == "softmax" else _ACT[output].format(z=f"z{depth}")
    if loss == "squared_error":
        rules |= {"error": "yhat - y", "loss": "sum(1/2*error**2)/count(x)", "dyhat": "error/count(x)"}
        rules |= {"dout": "yhat*(1 - yhat)"} if output == "sigmoid" else {}
        rules[f"dz{depth}"] = "dyhat*dout" if output == "sigmoid" else "dyhat"
    elif loss == "binary_cross_entropy":
        rules["loss"] = "-sum(y*log(yhat) + (1 - y)*log(1 - yhat))/count(x)"
        rules["dyhat"] = "((1 - y)/(1 - yhat) - y/yhat)/count(x)"
        rules[f"dz{depth}"] = "(yhat - y)/count(x)"
    else:
        rules |= {"loss": "-sum(y*log(yhat))/count(x)", f"dz{depth}": "(yhat - y)/count(x)"}
    for layer in range(depth, 0, -1):
        under = f"a{layer - 1}" if layer > 1 else "x"
        rules[f"dW{layer}"] = f"dz{layer}.T @ {under}"
        if bias:
            rules[f"db{layer}"] = f"columns(dz{layer})"
        rules[f"d{under}"] = f"dz{layer} @ W{layer}"
        if layer > 1:
            name = str(layer - 1)
            if hidden == "identity":
                rules[f"dz{name}"] = f"da{name}"
            else:
                rules[f"dact{name}"] = _ACT_GRAD[hidden].format(a=f"a{name}", z=f"z{name}")
                rules[f"dz{name}"] = f"da{name}*dact{name}"
    inputs = ["x", *(f"W{k}" for k in range(1, depth + 1)), *(f"b{k}" for k in range(1, depth + 1) if bias), "y"]
    return Derivation.of(rules, inputs=inputs + (["slope"] if hidden == "leaky_relu" else []))
