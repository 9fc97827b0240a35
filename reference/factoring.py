"""A rational function in lowest terms and in factors: what `sympy.factor` gives, in a fraction of its time.

Each term is held as a number times powers of primes, polynomials that are no product; so what the terms of
a sum share is seen, and only what is left is multiplied out. It is factored by SymPy unless it is prime at a
glance, as most sums of exercises are: 2y - 3 + z² has y in one term alone.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reference.functions import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Monomial: TypeAlias = tuple[int, ...]
"""The exponent of each symbol."""
Prime: TypeAlias = frozenset[tuple[Monomial, int]]
"""A polynomial that is no product: its monomials and their coefficients, of the largest a positive one."""


class _Product(NamedTuple):
    """A number times powers of primes."""

    number: Fraction
    powers: Mapping[Prime, int]


class _IrrationalError(Exception):
    """There is more than symbols, fractions, + * / and whole powers."""


def factored(expression: Value) -> Value:
    """The SymPy expression as `sympy.factor` has it, but for the signs of some factors.

    The first symbol of a factor has a plus; those that begin with an underscore come last.
    """
    import sympy

    symbols = sorted(expression.free_symbols, key=lambda symbol: (symbol.name.startswith("_"), symbol.name))
    places = {symbol: k for k, symbol in enumerate(symbols)}
    try:
        number, powers = _product(expression, places)
    except (_IrrationalError, ZeroDivisionError):
        return sympy.factor(expression)
    product = sympy.Mul(*(_sum_of(prime, symbols) ** power for prime, power in powers.items()))
    fraction = sympy.Rational(number.numerator, number.denominator)
    if fraction in (0, 1, -1) or not powers:
        return fraction * product
    return sympy.Mul(fraction, *sympy.Mul.make_args(product), evaluate=False)  # else a sum is multiplied


def _product(node: Value, places: Mapping[Value, int]) -> _Product:
    if node.is_Symbol:
        return _Product(Fraction(1), {_symbol(places[node], len(places)): 1})
    if node.is_Rational:
        return _Product(Fraction(node.p, node.q), {})
    if node.is_Add:
        return _sum([_product(term, places) for term in node.args], len(places))
    if node.is_Mul:
        return _times(_product(factor, places) for factor in node.args)
    if node.is_Pow and node.exp.is_Integer:
        (number, powers), exponent = _product(node.base, places), int(node.exp)
        return _Product(number**exponent, {prime: power * exponent for prime, power in powers.items()})
    raise _IrrationalError


@lru_cache(1_000)
def _symbol(place: int, count: int) -> Prime:
    return frozenset({(tuple(int(k == place) for k in range(count)), 1)})


def _times(products: Iterable[_Product]) -> _Product:
    number, powers = Fraction(1), defaultdict[Prime, int](int)
    for product in products:
        number *= product.number
        for prime, power in product.powers.items():
            powers[prime] += power
    return _Product(number, {prime: power for prime, power in powers.items() if power})


def _sum(terms: list[_Product], count: int) -> _Product:
    """What the terms share, times the sum of what is left of them."""
    primes = {prime for term in terms for prime in term.powers}
    shared = {prime: min(term.powers.get(prime, 0) for term in terms) for prime in primes}
    below = lcm(*(term.number.denominator for term in terms))
    total = defaultdict[Monomial, int](int)
    for number, powers in terms:
        rest = {(0,) * count: int(number * below)}
        for prime, least in shared.items():
            for _ in range(powers.get(prime, 0) - least):
                rest = _multiplied(rest, prime)
        for monomial, n in rest.items():
            total[monomial] += n
    whole, found = _split(frozenset((monomial, n) for monomial, n in total.items() if n))
    return _times([_Product(Fraction(whole, below), found), _Product(Fraction(1), shared)])


def _multiplied(polynomial: Mapping[Monomial, int], prime: Prime) -> dict[Monomial, int]:
    out = defaultdict[Monomial, int](int)
    for monomial, n in polynomial.items():
        for other, m in prime:
            out[tuple(map(int.__add__, monomial, other))] += n * m
    return out


@lru_cache(20_000)
def _split(polynomial: Prime) -> tuple[int, Mapping[Prime, int]]:
    """The polynomial in factors: a whole number, and powers of primes."""
    if not polynomial:
        return 0, {}
    content = gcd(*(n for _, n in polynomial)) * (1 if max(polynomial)[1] > 0 else -1)
    least = tuple(map(min, zip(*(monomial for monomial, _ in polynomial), strict=True)))
    rest = frozenset((tuple(map(int.__sub__, monomial, least)), n // content) for monomial, n in polynomial)
    found = {_symbol(k, len(least)): power for k, power in enumerate(least) if power}
    if len(rest) == 1:
        return content, found
    if _is_prime(rest):
        return content, found | {rest: 1}
    from sympy.polys.domains import ZZ
    from sympy.polys.rings import PolyRing

    ring = PolyRing([f"s{k}" for k in range(len(least))], ZZ)
    _, factors = ring.from_dict(dict(rest)).factor_list()
    return content, found | {frozenset(factor.items()): power for factor, power in factors}


def _is_prime(polynomial: Prime) -> bool:
    """Whether a symbol stands in one term alone, and there alone and not squared."""
    return any(
        sum(monomial) == 1 and sum(other[monomial.index(1)] > 0 for other, _ in polynomial) == 1
        for monomial, _ in polynomial
    )


def _sum_of(prime: Prime, symbols: list[Value]) -> Value:
    import sympy

    return sympy.Add(
        *(
            sympy.Mul(n, *(symbol**power for symbol, power in zip(symbols, monomial, strict=True) if power))
            for monomial, n in prime
        )
    )
