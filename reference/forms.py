"""Formulas in the form in which one would write them; whether two are equal is in `reference.equality`.

A derivative comes out of the chain rule as a product of quotients. Seen as a rational function of
σ(z), tanh(z), … it cancels fast, and never with `simplify`, which takes minutes on a whole net.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reference.derivation import Derivation
from reference.equality import POINTS, TRIED, equal, equal_to_function
from reference.formula_values import points, value_at
from reference.functions import Value
from reference.rules import RuleError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["POINTS", "TRIED", "equal", "equal_to_function", "multiplied_out", "points", "tidy", "value_at"]

_NAMES = {
    "Sigmoid": "sigmoid", "tanh": "tanh", "ReLU": "relu", "ReLUPrime": "relu_grad",
    "LeakyReLU": "leaky_relu", "LeakyReLUPrime": "leaky_relu_grad", "Step": "step", "log": "log",
    "exp": "exp", "Max": "max", "Min": "min",
}  # fmt: skip


def tidy(expression: Value) -> str:
    """The SymPy expression, cancelled and factored, as rule text: (1 - sigmoid(w1*x1 + w2*x2))*x1.

    Raises
    ------
    RuleError
        When it holds something that no rule can say, such as infinity.
    """
    import sympy

    functions = sorted(expression.atoms(sympy.Function, sympy.Max, sympy.Min), key=str)
    dummies = {f: sympy.Symbol(f"_f{k}") for k, f in enumerate(functions)}
    # `factor` brings a rational function to lowest terms by itself; `cancel` before it doubles the time.
    flat = sympy.factor(expression.xreplace(dummies))
    return _Text({dummy: f for f, dummy in dummies.items()}).write(flat)


@lru_cache(2_000)
def multiplied_out(text: str) -> str:
    """The formula (rule text) with its products multiplied out."""
    import sympy

    from reference.worlds import symbol_world

    symbols = {name: sympy.Symbol(name, real=True) for name in parse(text).names}
    expression = Derivation.of({"f": text}).run(symbols, world=symbol_world())["f"]
    functions = sorted(expression.atoms(sympy.Function), key=str)
    dummies = {f: sympy.Symbol(f"_f{k}") for k, f in enumerate(functions)}
    return _Text({dummy: f for f, dummy in dummies.items()}).write(sympy.expand(expression.xreplace(dummies)))


class _Text:
    """Writes a SymPy expression as rule text.

    In a product the sums come first, then functions, then symbols, as one writes a derivative:
    (1 - sigmoid(z))*x1. Inside a function it is the other way round: tanh(w*(a + b)).
    """

    def __init__(self, functions: Mapping[Value, Value]) -> None:
        self._functions = functions
        self._inside = False

    def write(self, node: Value) -> str:
        import sympy

        if node in self._functions:
            return self.write(self._functions[node])
        if isinstance(node, sympy.Symbol):
            return str(node.name)
        if isinstance(node, sympy.Rational):
            return str(node)
        if isinstance(node, sympy.Float):
            return repr(float(node))
        if isinstance(node, sympy.Add):
            return self._sum(node)
        if isinstance(node, (sympy.Mul, sympy.Pow)):
            return self._product(node)
        if node is sympy.E:
            return "exp(1)"
        if type(node).__name__ in _NAMES:
            return self._call(node)
        raise RuleError(f"{node} can't be written as a formula of the lectures")

    def _call(self, node: Value) -> str:
        inside, self._inside = self._inside, True
        arguments = ", ".join(self.write(arg) for arg in node.args)
        self._inside = inside
        return f"{_NAMES[type(node).__name__]}({arguments})"

    def _sum(self, node: Value) -> str:
        terms = sorted(node.args, key=lambda term: (_negative(term), self._order(term)))
        out = self.write(terms[0])
        for term in terms[1:]:
            out += f" - {self.write(-term)}" if _negative(term) else f" + {self.write(term)}"
        return out

    def _product(self, node: Value) -> str:
        coefficient, rest = node.as_coeff_Mul()
        size = abs(coefficient)
        factors = [f for f in (rest.args if rest.is_Mul else [rest]) if f != 1]
        factors, minus = self._squares(factors, minus=bool(coefficient.is_negative))
        factors, minus = self._turned(factors, minus=minus)
        if size == 1 and not minus and len(factors) == 1 and factors[0].is_Add:
            return self._sum(factors[0])
        above = [f for f in factors if not _is_below(f)]
        below = [1 / f for f in factors if _is_below(f)]
        top = [str(size.p)] if size.p != 1 else []
        top += [self._factor(f) for f in sorted(above, key=self._order)]
        bottom = [str(size.q)] if size.q != 1 else []
        bottom += [self._factor(f) for f in sorted(below, key=self._order)]
        text = ("-" if minus else "") + ("*".join(top) or "1")
        if not bottom:
            return text
        return f"{text}/{bottom[0]}" if len(bottom) == 1 else f"{text}/({'*'.join(bottom)})"

    def _squares(self, factors: list[Value], *, minus: bool) -> tuple[list[Value], bool]:
        """(1 - t)(1 + t) as 1 - t², the derivative of tanh."""
        import sympy

        for dummy, function in self._functions.items():
            powers = dict(factor.as_base_exp() for factor in factors)
            less, more = powers.get(dummy - 1, 0), powers.get(dummy + 1, 0)
            if isinstance(function, sympy.tanh) and less and more and less.is_Integer and more.is_Integer:
                squares = min(less, more)
                powers |= {dummy - 1: less - squares, dummy + 1: more - squares, 1 - dummy**2: squares}
                factors = [base**power for base, power in powers.items() if power != 0]
                minus ^= bool(squares % 2)
        return factors, minus

    def _turned(self, factors: list[Value], *, minus: bool) -> tuple[list[Value], bool]:
        """σ - 1 turned to 1 - σ; then a sum without a number turned where that saves the minus sign."""
        out: list[Value] = []
        for factor in factors:
            base, power = factor.as_base_exp()
            if (
                base.is_Add
                and base.as_coeff_Add()[0].is_negative
                and power in (1, -1)
                and not _all(base, _negative)
            ):
                out.append((-base) ** power)
                minus = not minus
            else:
                out.append(factor)
        if minus:
            for k, factor in enumerate(out):
                if factor.is_Add and any(map(_negative, factor.args)) and factor.as_coeff_Add()[0] == 0:
                    return [*out[:k], -factor, *out[k + 1 :]], False
        return out, minus

    def _factor(self, node: Value) -> str:
        import sympy

        if not node.is_Pow:
            return (
                f"({self.write(node)})"
                if node.is_Add or (node.is_Rational and not node.is_Integer)
                else self.write(node)
            )
        base, exponent = node.args
        if exponent == sympy.Rational(1, 2):
            return f"sqrt({self.write(base)})"
        inner = self.write(base)
        if base.is_Add or base.is_Mul or base.is_Pow or inner.startswith("-"):
            inner = f"({inner})"
        outer = self.write(exponent)
        return f"{inner}**{outer}" if exponent.is_Symbol or exponent.is_Integer else f"{inner}**({outer})"

    def _order(self, node: Value) -> tuple[int, str]:
        base = node.base if node.is_Pow else node
        kind = (
            0
            if base.is_number
            else 1
            if base.is_Add
            else 2
            if base in self._functions or base.is_Function
            else 3
        )
        return (-kind if self._inside and kind else kind, str(self._functions.get(base, base)))


def _is_below(factor: Value) -> bool:
    return bool(factor.is_Pow and factor.exp.is_number and factor.exp.is_negative)


def _all(node: Value, test: Callable[[Value], bool]) -> bool:
    return all(test(term) for term in node.args)


def _negative(term: Value) -> bool:
    return bool(term.as_coeff_Mul()[0].is_negative)
