"""Formulas in the form in which one would write them; whether two are equal is in `reference.equality`.

A derivative comes out of the chain rule as a product of quotients. Seen as a rational function of
σ(z), tanh(z), … it cancels fast, and never with `simplify`, which takes minutes on a whole net.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reference.derivation import Derivation
from reference.equality import POINTS, TRIED, equal, equal_to_function
from reference.factoring import factored
from reference.formula_values import points, value_at
from reference.functions import Value
from reference.rules import RuleError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["POINTS", "TRIED", "equal", "equal_to_function", "multiplied_out", "points", "tidy", "value_at"]

SHORT = 300
"""Only shorter formulas are also tried multiplied out."""
_NAMES = {
    "Sigmoid": "sigmoid", "tanh": "tanh", "ReLU": "relu", "ReLUPrime": "relu_grad",
    "LeakyReLU": "leaky_relu", "LeakyReLUPrime": "leaky_relu_grad", "Step": "step", "log": "log",
    "exp": "exp", "Max": "max", "Min": "min", "AnyActivation": "g_of", "AnyActivationPrime": "g_prime",
}  # fmt: skip


ORDER = ("number", "sum", "other", "symbol", "exp")
"""Of the factors of a product."""


def tidy(expression: Value) -> str:
    """The SymPy expression, cancelled and factored, as rule text: (1 - sigmoid(w1*x1 + w2*x2))*x1.

    Raises
    ------
    RuleError
        When it holds something that no rule can say, such as infinity.
    """
    import sympy

    functions = sorted(expression.atoms(sympy.Function, sympy.Max, sympy.Min), key=_name)
    dummies = {f: sympy.Symbol(f"_f{k}") for k, f in enumerate(functions)}
    raw = expression.xreplace(dummies)
    writer = _Text({dummy: f for f, dummy in dummies.items()}, raw)
    product = factored(raw)
    text = writer.write(product)
    if len(text) > SHORT:
        return text
    others = (writer.write(other) for other in _multiplied(product, set(dummies.values())))
    return min((text, *others), key=len)


def _multiplied(product: Value, functions: set[Value]) -> Iterator[Value]:
    """What may be plainer: 6x² - 2 than 2(3x² - 1), 1 - x² than -(x - 1)(x + 1), 1 + log x - 2/x.

    ŷ(1 - ŷ) stays as it is.
    """
    import sympy

    if not product.is_Mul:
        return
    below = [factor for factor in product.args if _is_below(factor)]
    above = [factor for factor in product.args if not _is_below(factor)]
    sums = sum(factor.is_Add for factor in above)
    if sums == sum(not factor.is_number for factor in above) and not functions & product.free_symbols:
        yield sympy.Mul(sympy.expand(sympy.Mul(*above)), *below)
    if below and not sympy.Mul(*below).has(sympy.Add, *functions):
        yield sympy.expand(product)


@lru_cache(2_000)
def multiplied_out(text: str) -> str:
    """The formula (rule text) with its products multiplied out."""
    import sympy

    from reference.worlds import symbol_world

    symbols = {name: sympy.Symbol(name, real=True) for name in parse(text).names}
    expression = Derivation.of({"f": text}).run(symbols, world=symbol_world())["f"]
    functions = sorted(expression.atoms(sympy.Function), key=_name)
    dummies = {f: sympy.Symbol(f"_f{k}") for k, f in enumerate(functions)}
    raw = expression.xreplace(dummies)
    return _Text({dummy: f for f, dummy in dummies.items()}, raw).write(sympy.expand(raw))


class _Text:
    """Writes a SymPy expression as rule text; raw: where it comes from, which has its differences.

    In a product the sums come first, then functions, then symbols, as one writes a derivative:
    (1 - sigmoid(z))*x1; powers of e come last. In a term of a sum, and inside a function, it is the other
    way round: tanh(w*(a + b)), v*tanh(z) - y.
    """

    def __init__(self, functions: Mapping[Value, Value], raw: Value) -> None:
        self._functions = functions
        self._raw = raw
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
        inside, self._inside = self._inside, True
        positive = [term for term in node.args if not _negative(term)]
        number_last = any(term.free_symbols and self._plain(term) for term in positive)
        terms = sorted(node.args, key=lambda term: self._place(term, number_last=number_last))
        out = self.write(terms[0])
        for term in terms[1:]:
            out += f" - {self.write(-term)}" if _negative(term) else f" + {self.write(term)}"
        self._inside = inside
        return out

    def _plain(self, term: Value) -> bool:
        """Whether the term is a power product: no function in it, nothing in a denominator."""
        return bool(term.is_polynomial()) and term.free_symbols.isdisjoint(self._functions)

    def _place(self, term: Value, *, number_last: bool) -> tuple[bool, int, int, str]:
        """Where a term stands in a sum: v*tanh(z) - y, 6*x**2 + 2*x + 1, but 1 - x and 1 + exp(z)."""
        rest = term.as_coeff_Mul()[1]
        name = _name(rest.xreplace(dict(self._functions)))
        if not term.free_symbols:
            return (_negative(term), 3 if number_last else 0, 0, name)
        if not self._plain(term):
            return (_negative(term), 1, int(_is_quotient(rest)), name)
        return (_negative(term), 2, -_degree(rest), name)

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
        """σ - 1 turned to 1 - σ if that is where it comes from; then a sum that saves the minus sign."""
        out: list[Value] = []
        for factor in factors:
            base, power = factor.as_base_exp()
            if base.is_Add and power.is_Integer and self._comes_from_opposite(base):
                out.append((-base) ** power)
                minus ^= bool(power % 2)
            else:
                out.append(factor)
        if minus:
            for k, factor in enumerate(out):
                if factor.is_Add and _negatives(factor) and (
                    factor.as_coeff_Add()[0] == 0 or 2 * _negatives(factor) == len(factor.args) > 2
                ):  # fmt: skip
                    return [*out[:k], -factor, *out[k + 1 :]], False
        return out, minus

    def _comes_from_opposite(self, base: Value) -> bool:
        """Whether the sum is better with all signs changed: 1 - σ, or as it is in the raw expression."""
        number, rest = base.as_coeff_Add()
        if len(base.args) == 2 and not base.free_symbols.isdisjoint(self._functions) and number:
            return bool(number.is_negative and not _negative(rest))
        if self._raw.has(base) or self._raw.has(-base):
            return not self._raw.has(base)
        return 2 * _negatives(base) > len(base.args)

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
        function = self._functions.get(base, base)
        if base.is_number:
            kind = "number"
        elif base.is_Add:
            kind = "sum"
        else:
            kind = type(function).__name__ if function.is_Function else "symbol"
        order = ("number", "symbol", "other", "exp", "sum") if self._inside else ORDER
        return (order.index(kind if kind in order else "other"), _name(function))


@lru_cache(20_000)
def _name(node: Value) -> str:
    """What it is called where an order is needed."""
    return str(node)


def _is_below(factor: Value) -> bool:
    return bool(factor.is_Pow and factor.exp.is_number and factor.exp.is_negative)


def _is_quotient(product: Value) -> bool:
    return any(map(_is_below, product.args if product.is_Mul else [product]))


def _negatives(total: Value) -> int:
    return sum(map(_negative, total.args))


def _degree(product: Value) -> int:
    """The exponents of a power product together."""
    return int(sum(power for _, power in (f.as_base_exp() for f in product.as_ordered_factors())))


def _negative(term: Value) -> bool:
    return bool(term.as_coeff_Mul()[0].is_negative)
