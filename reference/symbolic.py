"""Activations as SymPy functions of their own, and expressions in them compiled to NumPy.

Their derivatives come out as the lectures write them: σ(z)(1 − σ(z)), ReLU′(z); tanh is SymPy's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import sympy

from reference import activations

if TYPE_CHECKING:
    from collections.abc import Sequence

Expr: TypeAlias = sympy.Expr


class _Named(sympy.Function):  # type: ignore[misc] # SymPy has no types
    """A function with a name for text and one for LaTeX."""

    text = ""
    latex = ""

    def _sympystr(self, printer: sympy.StrPrinter) -> str:
        return f"{self.text}({', '.join(printer._print(a) for a in self.args)})"

    def _latex(self, printer: sympy.StrPrinter, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"{self.latex}{power}\left({', '.join(printer._print(a) for a in self.args)}\right)"

    def _eval_is_extended_real(self) -> bool | None:
        real: bool | None = self.args[0].is_extended_real
        return real


class Sigmoid(_Named):
    """σ(z), with σ′(z) = σ(z)(1 − σ(z))."""

    nargs = 1
    text, latex = "σ", r"\sigma"

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """Return σ(0) = 1/2; other values stay symbols."""
        return sympy.Rational(1, 2) if z.is_zero else None

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return σ(z)(1 − σ(z))."""
        _only(self, argindex)
        return self * (1 - self)

    def _eval_evalf(self, prec: int) -> Expr | None:
        z = self.args[0]
        return (1 / (1 + sympy.exp(-z)))._eval_evalf(prec) if z.is_number else None


class ReLU(_Named):
    """max(z, 0), with the derivative `ReLUPrime`."""

    nargs = 1
    text, latex = "ReLU", r"\operatorname{ReLU}"

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """Return the value where the sign of z is known."""
        return _by_sign(z, z, z, sympy.S.Zero)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return ReLU′(z)."""
        _only(self, argindex)
        return ReLUPrime(self.args[0])


class ReLUPrime(_Named):
    """1 for z ≥ 0 and 0 for z < 0 (1 at 0: CS 540, 2021)."""

    nargs = 1
    text, latex = "ReLU′", r"\operatorname{ReLU}'"

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """Return the value where the sign of z is known."""
        return _by_sign(z, sympy.S.One, sympy.S.One, sympy.S.Zero)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return 0."""
        _only(self, argindex)
        return sympy.S.Zero


class LeakyReLU(_Named):
    """max(slope·z, z) of z and the slope, with the derivative `LeakyReLUPrime` in z."""

    nargs = 2
    text, latex = "LeakyReLU", r"\operatorname{LeakyReLU}"

    @classmethod
    def eval(cls, z: Expr, slope: Expr) -> Expr | None:
        """Return the value where the sign of z is known."""
        return _by_sign(z, z, z, slope * z)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return LeakyReLU′(z); the slope is no variable."""
        _only(self, argindex)
        return LeakyReLUPrime(*self.args)


class LeakyReLUPrime(_Named):
    """1 for z ≥ 0 and the slope for z < 0."""

    nargs = 2
    text, latex = "LeakyReLU′", r"\operatorname{LeakyReLU}'"

    @classmethod
    def eval(cls, z: Expr, slope: Expr) -> Expr | None:
        """Return the value where the sign of z is known."""
        return _by_sign(z, sympy.S.One, sympy.S.One, slope)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return 0."""
        _only(self, argindex)
        return sympy.S.Zero


class Step(_Named):
    """1 for z > 0, 0 for z < 0 and the second argument at z = 0; its derivative is 0 everywhere."""

    nargs = 2
    text, latex = "step", r"\operatorname{step}"

    @classmethod
    def eval(cls, z: Expr, at_zero: Expr) -> Expr | None:
        """Return the value where the sign of z is known."""
        return _by_sign(z, sympy.S.One, at_zero, sympy.S.Zero)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return 0."""
        _only(self, argindex)
        return sympy.S.Zero


class AnyActivation(_Named):
    """An activation g that is not said, with the derivative `AnyActivationPrime`."""

    nargs = 1
    text, latex = "g", "g"

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return g′(z)."""
        _only(self, argindex)
        return AnyActivationPrime(self.args[0])


class AnyActivationPrime(_Named):
    """The derivative of `AnyActivation`."""

    nargs = 1
    text, latex = "g′", "g'"


def _only(function: sympy.Function, argindex: int) -> None:
    if argindex != 1:
        raise sympy.core.function.ArgumentIndexError(function, argindex)


def _by_sign(z: Expr, positive: Expr, zero: Expr, negative: Expr) -> Expr | None:
    if z.is_zero:
        return zero
    if z.is_extended_positive:
        return positive
    return negative if z.is_extended_negative else None


_NUMERIC = [
    {
        "Sigmoid": activations.sigmoid,
        "ReLU": activations.relu,
        "ReLUPrime": activations.relu_grad,
        "LeakyReLU": activations.leaky_relu,
        "LeakyReLUPrime": activations.leaky_relu_grad,
        "Step": lambda z, at_zero: activations.step(z, at_zero=at_zero),
    },
    "numpy",
]


def compiled(arguments: Sequence[sympy.Symbol], expressions: Sequence[Expr]) -> sympy.Lambda:
    """Return `sympy.lambdify` of the expressions on numbers or NumPy arrays, these functions included."""
    return sympy.lambdify(list(arguments), list(expressions), modules=_NUMERIC, cse=True)
