"""The number worlds in which one rule can be evaluated: floats, arrays, complex, symbols, intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reference.functions import FUNCTIONS
from reference.intervals import interval_functions, interval_numbers


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, eq=False)
class World:
    """A kind of numbers: its functions by name, and how a given value enters it.

    `number` also lifts the constants that stand in a rule, where the world needs that (SymPy: 1/2
    is a fraction).
    """

    name: str
    functions: Mapping[str, Callable[..., Any]]
    enter: Callable[[Any], Any] = _as_it_is
    lift_constants: bool = False


FLOAT = World("float", {name: function.value for name, function in FUNCTIONS.items()})


@lru_cache(32)
def intervals(decimals: int) -> World:
    """Intervals on a paper that shows `decimals` decimals: what an honest student may reach."""
    numbers = interval_numbers(decimals)
    return World(f"interval{decimals}", interval_functions(decimals), lambda value: numbers(value, value))


@lru_cache(1)
def array_world() -> World:
    """NumPy arrays: many draws at once, or rules over whole layers such as x @ W1.T + b1."""
    import numpy as np

    from reference import activations as act

    def largest(*values: Any) -> Any:
        return np.maximum.reduce(values)

    def smallest(*values: Any) -> Any:
        return np.minimum.reduce(values)

    functions: dict[str, Callable[..., Any]] = {
        "sigmoid": act.sigmoid, "sigmoid_grad": act.sigmoid_grad, "tanh": act.tanh, "tanh_grad": act.tanh_grad,
        "relu": act.relu, "relu_grad": act.relu_grad, "leaky_relu": act.leaky_relu,
        "leaky_relu_grad": act.leaky_relu_grad, "step": lambda z, at_zero=0: act.step(z, at_zero=at_zero),
        "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "max": largest, "min": smallest,
        "argmax": lambda *values: np.argmax(np.stack(np.broadcast_arrays(*values)), axis=0) + 1,
        "sum": np.sum, "count": len,
        "rows": lambda a: np.sum(a, axis=-1, keepdims=True), "columns": lambda a: np.sum(a, axis=0),
    }  # fmt: skip
    return World("array", functions)


@lru_cache(1)
def complex_world() -> World:
    """Complex numbers, for derivatives by the complex step; branches follow the real part."""
    real = array_world().functions

    def scalar(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args: complex(function(*args))

    def by_real_part(pick: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args: pick(args, key=lambda value: complex(value).real)

    functions = {name: scalar(function) for name, function in real.items()}
    functions |= {"max": by_real_part(max), "min": by_real_part(min)}
    return World("complex", functions, complex)


@lru_cache(1)
def symbol_world() -> World:
    """SymPy expressions: a run of a derivation returns formulas in its inputs."""
    import sympy

    from reference import symbolic

    def sigmoid_grad(z: Any) -> Any:
        return symbolic.Sigmoid(z) * (1 - symbolic.Sigmoid(z))

    functions: dict[str, Callable[..., Any]] = {
        "sigmoid": symbolic.Sigmoid, "sigmoid_grad": sigmoid_grad,
        "tanh": sympy.tanh, "tanh_grad": lambda z: 1 - sympy.tanh(z) ** 2,
        "relu": symbolic.ReLU, "relu_grad": symbolic.ReLUPrime,
        "leaky_relu": symbolic.LeakyReLU, "leaky_relu_grad": symbolic.LeakyReLUPrime,
        "exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt, "max": sympy.Max, "min": sympy.Min,
    }  # fmt: skip
    return World("symbols", functions, sympy.sympify, lift_constants=True)
