"""Backpropagation layer by layer: one sample or a batch, by units and in whole arrays of either orientation.

By units the names are those of `backprop`; with several samples each name that belongs to one has the
sample's number before it, as in S2z1_1 and dS2z1_1, and the loss is their mean. In whole arrays a single
sample is a column (vectorx, zlayer1, alayer1, …), a batch has one sample a row (X, Z1, A1, …), and a unit
has a row of its weight matrix or, with `columns`, a column. Source: CS 540 (2026), CS 760, CS 2109S.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reference.derivation import Derivation
from reference.derivations import backprop
from reference.rules import parse

HEADS = {
    "softmax+cross_entropy": ("softmax", "cross_entropy"),
    "sigmoid+binary_cross_entropy": ("sigmoid", "binary_cross_entropy"),
    "identity+squared_error": ("identity", "squared_error"),
}
"""Outputs and losses whose gradient by the output's weighted sums is prediction minus label."""
Entries = tuple[tuple[str, ...], ...]
_ACT = {"identity": "{z}", "sigmoid": "sigmoid({z})", "tanh": "tanh({z})", "relu": "relu({z})"}
_SLOPE = {"sigmoid": "{a}*(1 - {a})", "tanh": "1 - {a}**2", "relu": "relu_grad({z})"}
_PARAMETER = re.compile(r"d?[Wb][0-9]+_.*")
_WORD = re.compile(r"\b[A-Za-z]\w*")


@dataclass(frozen=True)
class Net:
    """sizes: inputs, hidden layers, outputs; hidden: an activation; head: one of HEADS."""

    sizes: tuple[int, ...]
    hidden: str
    head: str
    bias: bool = True
    samples: int = 1

    @property
    def last(self) -> int:
        """The number of the output layer."""
        return len(self.sizes) - 1

    def a(self, layer: int) -> str:
        """The array of a layer's activations; layer 0 are the inputs, the last the predictions."""
        if layer in (0, self.last):
            single, batch = ("vectoryhat", "Yhat") if layer else ("vectorx", "X")
        else:
            single, batch = f"alayer{layer}", f"A{layer}"
        return single if self.samples == 1 else batch

    def z(self, layer: int) -> str:
        """The array of a layer's weighted sums."""
        return f"zlayer{layer}" if self.samples == 1 else f"Z{layer}"

    @property
    def y(self) -> str:
        """The array of the labels."""
        return "vectory" if self.samples == 1 else "Y"


@lru_cache(1024)
def by_units(net: Net) -> Derivation:
    """Every number by itself. Inputs W1_1_1, b1_1, x_1, y_1 (y of a single output); n of several samples."""
    output, loss = HEADS[net.head]
    single = backprop.scalar(net.sizes, hidden=net.hidden, output=output, loss=loss, bias=net.bias)
    if net.samples == 1:
        return single
    error, numbers = loss == "squared_error", range(1, net.samples + 1)
    averaged = re.compile("dyhat.*" if error else rf"dz{net.last}_.*")
    left_out = re.compile("loss" if error else "loss|dyhat.*")
    rules: dict[str, str] = {}
    for n in numbers:
        for name, text in single.rules.items():
            if not _PARAMETER.fullmatch(name) and not left_out.fullmatch(name):
                rule = of_sample(text, n)
                rules[of_sample(name, n)] = f"({rule})/n" if averaged.fullmatch(name) else rule
    for name, text in single.rules.items():
        if _PARAMETER.fullmatch(name):
            rules[name] = " + ".join(of_sample(text, n) for n in numbers)
    parameters = [name for name in single.inputs if _PARAMETER.fullmatch(name)]
    own = [of_sample(name, n) for n in numbers for name in single.inputs if name not in parameters]
    return Derivation.of(rules, inputs=[*parameters, *own, "n"])


def of_sample(text: str, number: int) -> str:
    """The rule with the sample's number before every name that belongs to one: z1_1 -> S2z1_1."""
    names = parse(text).names

    def numbered(found: re.Match[str]) -> str:
        name = found[0]
        if name not in names or _PARAMETER.fullmatch(name):
            return name
        derivative = name.startswith("d") and not name.startswith("dact")
        return f"dS{number}{name[1:]}" if derivative else f"S{number}{name}"

    return _WORD.sub(numbered, text)


@lru_cache(1024)
def in_arrays(net: Net, *, columns: bool) -> Derivation:
    """The rules of whole arrays, in the order in which one works.

    Each array has two axes; columns: a unit has a column of its weight matrix, not a row.
    """
    batch, last = net.samples > 1, net.last
    rules: dict[str, str] = {}
    for layer in range(1, last + 1):
        product = _product(f"W{layer}", net.a(layer - 1), turned=columns, batch=batch)
        bias = f" + {'onesb' if batch else 'b'}{layer}" if net.bias else ""
        rules[net.z(layer)] = product + bias
        if layer < last:
            rules[net.a(layer)] = _ACT[net.hidden].format(z=net.z(layer))
    rules |= _prediction(net)
    error = f"{net.a(last)} - {net.y}"
    rules[f"d{net.z(last)}"] = f"1/{net.samples}*({error})" if batch else error
    for layer in range(last, 0, -1):
        dz, a = f"d{net.z(layer)}", net.a(layer - 1)
        first, second = (a, dz) if columns else (dz, a)
        rules[f"dW{layer}"] = f"{first}.T @ {second}" if batch else f"{first} @ {second}.T"
        if net.bias:
            rules[f"db{layer}"] = f"columns({dz})" if batch else dz
        rules[f"d{a}"] = _product(f"W{layer}", dz, turned=not columns, batch=batch)
        if layer > 1:
            rules |= _through(net, layer - 1)
    return Derivation.of(rules)


def _product(matrix: str, array: str, *, turned: bool, batch: bool) -> str:
    """W a or, turned, its transpose times a; of a batch's rows the transposed product."""
    if batch:
        return f"{array} @ {matrix}" if turned else f"{array} @ {matrix}.T"
    return f"{matrix}.T @ {array}" if turned else f"{matrix} @ {array}"


def _prediction(net: Net) -> dict[str, str]:
    z, output = net.z(net.last), HEADS[net.head][0]
    if output != "softmax":
        return {net.a(net.last): _ACT[output].format(z=z)}
    total = "sum" if net.samples == 1 else "rows"
    return {f"exp{z}": f"exp({z})", "sums": f"{total}(exp{z})", net.a(net.last): f"exp{z}/sums"}


def _through(net: Net, layer: int) -> dict[str, str]:
    """Back through a hidden layer's activation."""
    z, a = net.z(layer), net.a(layer)
    if net.hidden == "identity":
        return {f"d{z}": f"d{a}"}
    return {f"act{z}": _SLOPE[net.hidden].format(z=z, a=a), f"d{z}": f"d{a}*act{z}"}


@lru_cache(1024)
def entries(net: Net, *, columns: bool) -> Mapping[str, Entries]:
    """{array: rows of its entries' names in `by_units`} for every array of `in_arrays`, and the biases."""
    found: dict[str, Entries] = {}
    for layer, (below, units) in enumerate(pairwise(net.sizes), start=1):
        for d in ("", "d"):
            W = [[f"{d}W{layer}_{j}_{i}" for i in range(1, below + 1)] for j in range(1, units + 1)]
            found[f"{d}W{layer}"] = tuple(zip(*W, strict=True)) if columns else tuple(map(tuple, W))
            found[f"{d}b{layer}"] = tuple((f"{d}b{layer}_{j}",) for j in range(1, units + 1))
        found[f"onesb{layer}"] = (tuple(f"b{layer}_{j}" for j in range(1, units + 1)),) * net.samples
    found |= {array: _arranged(net, names) for array, names in _vectors(net)}
    rules = in_arrays(net, columns=columns)
    known = {*rules.names, *rules.inputs, *(f"b{layer}" for layer in range(1, net.last + 1) if net.bias)}
    return {array: rows for array, rows in found.items() if array in known}


def _vectors(net: Net) -> Iterator[tuple[str, list[str]]]:
    """(array, one sample's entries), with the gradients by them."""
    last, outputs = net.last, net.sizes[-1]
    yield "sums", ["s"]
    yield f"exp{net.z(last)}", [f"e_{k}" for k in range(1, outputs + 1)]
    yield net.y, ["y"] if outputs == 1 else [f"y_{k}" for k in range(1, outputs + 1)]
    for layer, units in enumerate(net.sizes):
        kind = f"a{layer}" if 0 < layer < last else "yhat" if layer else "x"
        numbers = range(1, units + 1)
        own = [kind] if layer == last and units == 1 else [f"{kind}_{j}" for j in numbers]
        both = [(net.a(layer), own)]
        if layer:
            both.append((net.z(layer), [f"z{layer}_{j}" for j in numbers]))
            yield f"act{net.z(layer)}", [f"dact{layer}_{j}" for j in numbers]
        for array, names in both:
            yield array, names
            yield f"d{array}", [f"d{name}" for name in names]


def _arranged(net: Net, names: Sequence[str]) -> Entries:
    """A column of a single sample, or a row for each of several."""
    if net.samples == 1:
        return tuple((name,) for name in names)
    return tuple(tuple(of_sample(name, n) for name in names) for n in range(1, net.samples + 1))
