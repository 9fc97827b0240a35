"""An expression's value, and its derivative by any part of it, by the complex step.

The part is moved a little off the real line wherever it stands, and the expression worked out over the
complex numbers: nothing is differentiated. Python's own `cmath` does the arithmetic, apart from the
worlds of a derivation. Source: W. Squire and G. Trapp, "Using complex variables to estimate derivatives
of real functions", SIAM Review 40 (1998).
"""

from __future__ import annotations

import ast
import cmath
from collections.abc import Callable, Mapping
from functools import lru_cache

TINY = 1e-30
Program = Callable[[Mapping[str, float]], complex]
_FUNCTIONS: dict[str, Callable[..., complex]] = {
    "exp": cmath.exp,
    "log": cmath.log,
    "tanh": cmath.tanh,
    "sigmoid": lambda z: 1 / (1 + cmath.exp(-z)),
    "relu": lambda z: z if z.real > 0 else 0,
    "max": lambda a, b: a if a.real > b.real else b,
    "min": lambda a, b: a if a.real < b.real else b,
}
_SIGNS: dict[type[ast.operator], Callable[[complex, complex], complex]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


def value(expression: str, at: Mapping[str, float]) -> float:
    """The expression's value where its names are these numbers."""
    return _program(expression, "")(at).real


def derivative(expression: str, part: str, at: Mapping[str, float]) -> float:
    """Its derivative there by a part, which is written as `ast.unparse` writes it."""
    return _program(expression, part)(at).imag / TINY


@lru_cache(4096)
def _program(expression: str, moved: str) -> Program:
    """A function of the names' numbers, i TINY off the real line at one part."""
    return _part(ast.parse(expression, mode="eval").body, moved)


def _part(tree: ast.expr, moved: str) -> Program:
    if ast.unparse(tree) == moved:
        still = _part(tree, "")
        return lambda at: still(at) + 1j * TINY
    match tree:
        case ast.Name(id=name):
            return lambda at: complex(at[name])
        case ast.Constant(value=int() | float() as number):
            return lambda _: complex(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _part(operand, moved)
            return lambda at: -inner(at)
        case ast.Call(func=ast.Name(id=name), args=args):
            function, parts = _FUNCTIONS[name], [_part(arg, moved) for arg in args]
            return lambda at: function(*(part(at) for part in parts))
        case ast.BinOp(left=left, op=op, right=right):
            sign, a, b = _SIGNS[type(op)], _part(left, moved), _part(right, moved)
            return lambda at: sign(a(at), b(at))
    raise TypeError(f"{ast.unparse(tree)} has no value over the complex numbers")
