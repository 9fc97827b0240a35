"""The number worlds in which one rule can be evaluated: floats, arrays, complex, symbols, intervals."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reference.functions import FUNCTIONS, MOST_BITS, Value, power
from reference.intervals import interval_functions, interval_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def _as_it_is(value: Value) -> Value:
    return value


@dataclass(frozen=True, eq=False)
class World:
    """A kind of numbers: its functions by name, and how a given value enters it.

    lift_constants: the numbers that stand in a rule enter as well (SymPy: 1/2 is a fraction).
    choose: `a if test else b` where a test has no single outcome; compare: a comparison by its sign,
    where Python's own won't do.
    """

    name: str
    functions: Mapping[str, Callable[..., Value]]
    enter: Callable[[Value], Value] = _as_it_is
    lift_constants: bool = False
    power: Callable[[Value, Value], Value] = power
    choose: Callable[[Value, Value, Value], Value] | None = None
    compare: Callable[[str, Value, Value], Value] | None = None


FLOAT = World("float", {name: function.value for name, function in FUNCTIONS.items()})


@lru_cache(32)
def intervals(decimals: int) -> World:
    """Intervals on a paper that shows `decimals` decimals: what an honest student may reach."""
    numbers = interval_numbers(decimals)

    def enter(value: Value) -> Value:
        return value if isinstance(value, numbers) else numbers(value, value)

    return World(f"interval{decimals}", interval_functions(decimals), enter, lift_constants=True)


@lru_cache(1)
def array_world() -> World:
    """NumPy arrays: many draws at once, or rules over whole layers such as x @ W1.T + b1."""
    import numpy as np

    from reference import activations as act

    def enter(value: Value) -> Value:
        return np.asarray(value) if isinstance(value, (list, tuple)) else value

    def leaky_relu(z: Value, slope: Value) -> Value:
        return np.where(np.real(z) >= 0, z, slope * z)

    def leaky_relu_grad(z: Value, slope: Value) -> Value:
        return np.where(np.real(z) >= 0, 1.0, slope)

    def step(z: Value, at_zero: Value = 0.0) -> Value:
        return np.heaviside(np.real(z), np.real(at_zero))

    def argmax(*values: Value) -> Value:
        return np.argmax(np.stack(np.broadcast_arrays(*map(np.real, values))), axis=0) + 1

    def rows(a: Value) -> Value:
        return np.sum(a, axis=-1, keepdims=True)

    def columns(a: Value) -> Value:
        return np.sum(a, axis=0)

    functions: dict[str, Callable[..., Value]] = {
        "sigmoid": act.sigmoid, "sigmoid_grad": act.sigmoid_grad, "tanh": act.tanh,
        "tanh_grad": act.tanh_grad, "relu": act.relu, "relu_grad": act.relu_grad,
        "leaky_relu": leaky_relu, "leaky_relu_grad": leaky_relu_grad, "step": step,
        "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "argmax": argmax,
        "max": lambda *values: functools.reduce(np.maximum, values),
        "min": lambda *values: functools.reduce(np.minimum, values),
        "g_of": FUNCTIONS["g_of"].value, "g_prime": FUNCTIONS["g_prime"].value,
        "sum": np.sum, "count": len, "rows": rows, "columns": columns,
    }  # fmt: skip
    return World("array", functions, enter, choose=np.where)


@lru_cache(1)
def complex_world() -> World:
    """Complex numbers, for derivatives by the complex step; branches follow the real part."""
    real = array_world().functions

    def scalar(function: Callable[..., Value]) -> Callable[..., Value]:
        return lambda *args: complex(function(*args))

    def by_real_part(pick: Callable[..., Value]) -> Callable[..., Value]:
        return lambda *args: pick(args, key=lambda value: complex(value).real)

    def compare(sign: str, a: Value, b: Value) -> Value:
        return _COMPARE[sign](complex(a).real, complex(b).real)

    functions = {name: scalar(function) for name, function in real.items() if FUNCTIONS[name].kind != "array"}
    functions |= {"max": by_real_part(max), "min": by_real_part(min)}
    return World("complex", functions, complex, compare=compare)


@lru_cache(1)
def symbol_world() -> World:
    """SymPy expressions: a run of a derivation returns formulas in its inputs.

    A decimal such as 0.1 enters as the fraction that it says.
    """
    import sympy

    from reference import symbolic

    relations = {
        "<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge, "==": sympy.Eq, "!=": sympy.Ne,
    }  # fmt: skip

    def enter(value: Value) -> Value:
        return sympy.Rational(repr(value)) if type(value) is float else sympy.sympify(value)

    def sigmoid_grad(z: Value) -> Value:
        return symbolic.Sigmoid(z) * (1 - symbolic.Sigmoid(z))

    def small_power(base: Value, exponent: Value) -> Value:
        base, exponent = sympy.sympify(base), sympy.sympify(exponent)
        if base.is_Rational and exponent.is_Integer:
            bits = max(int(base.p).bit_length(), int(base.q).bit_length())
            if bits * abs(int(exponent)) > MOST_BITS:
                raise OverflowError("a power is too large")
        return base**exponent

    def choose(test: Value, value: Value, otherwise: Value) -> Value:
        return sympy.Piecewise((value, test), (otherwise, True))

    functions: dict[str, Callable[..., Value]] = {
        "sigmoid": symbolic.Sigmoid, "sigmoid_grad": sigmoid_grad,
        "tanh": sympy.tanh, "tanh_grad": lambda z: 1 - sympy.tanh(z) ** 2,
        "relu": symbolic.ReLU, "relu_grad": symbolic.ReLUPrime,
        "leaky_relu": symbolic.LeakyReLU, "leaky_relu_grad": symbolic.LeakyReLUPrime,
        "step": lambda z, at_zero=0: symbolic.Step(z, at_zero),
        "g_of": symbolic.AnyActivation, "g_prime": symbolic.AnyActivationPrime,
        "exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt, "max": sympy.Max, "min": sympy.Min,
    }  # fmt: skip
    return World(
        "symbols", functions, enter, lift_constants=True, power=small_power, choose=choose,
        compare=lambda sign, a, b: relations[sign](a, b),
    )  # fmt: skip
